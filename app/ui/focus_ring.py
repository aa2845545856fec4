"""The ring around whatever has the keyboard, so that it is never lost from sight."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QSplitter,
    QWidget,
)
from shiboken6 import isValid

from app.ui.theme import Look

OWN_RING = "ownRing"
"""A property of widgets that show the keyboard's presence themselves."""

_AWAY = 2
"""Pixels between a control's edge and the outside of its ring."""

_FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show)


class FocusRing(QObject):
    """Puts a ring around the focused control when the keyboard, not the mouse, led there.

    Text fields and views light their own edge. Made once; it lives as long as `parent`.
    """

    def __init__(self, application: QApplication, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._around: QWidget | None = None
        self._ring: _Ring | None = None
        application.focusChanged.connect(self._on_focus)

    @property
    def ring(self) -> QWidget | None:
        """The ring there is now."""
        return self._ring if self._ring is not None and isValid(self._ring) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED and watched is self._around:
            self._place()
        return False

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        self._let_go()
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        parent = now.parentWidget() if now is not None else None
        if now is None or parent is None or by_mouse or not _wants_ring(now, parent):
            return
        self._around = now
        self._ring = _Ring(parent, self._look)
        now.installEventFilter(self)
        self._place()

    def _let_go(self) -> None:
        if self._around is not None and isValid(self._around):
            self._around.removeEventFilter(self)
        if self.ring is not None:
            self.ring.hide()
            self.ring.deleteLater()
        self._around = self._ring = None

    def _place(self) -> None:
        if self.ring is None or self._around is None:
            return
        parent = self.ring.parentWidget()
        assert parent is not None
        box = self._around.geometry().adjusted(-_AWAY, -_AWAY, _AWAY, _AWAY)
        self.ring.setGeometry(box & parent.rect())
        self.ring.setVisible(self._around.isVisible())
        self.ring.raise_()


class _Ring(QWidget):
    """Lies beside the control it surrounds, and so is scrolled and clipped with it."""

    def __init__(self, parent: QWidget, look: Look) -> None:
        super().__init__(parent)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color("focus"), self._look.px("ring")))
        corner = self._look.px("control_corner") + 1
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), corner, corner)
        painter.end()


def _wants_ring(widget: QWidget, parent: QWidget) -> bool:
    if isinstance(parent, QSplitter) or widget.property(OWN_RING):
        return False
    return not isinstance(widget, (QLineEdit, QAbstractScrollArea))
