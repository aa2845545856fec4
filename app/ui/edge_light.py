"""The light along the edge of a tile: its agent's colour while it is at work or in use."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.ui.theme import Look

LIVE, IN_USE = 1.5, 1.0
"""Pixels of light."""

FRAME = 2
"""Pixels along the edge that the light may touch. What scrolls must lie inside: what is
covered, be it by one pixel, is painted anew at each step instead of being moved."""


class EdgeLight(QWidget):
    """Lies over `tile`: bright while `show_live`, quiet while the keyboard is in it."""

    def __init__(self, tile: QWidget, look: Look, hue: int) -> None:
        super().__init__(tile)
        self._tile = tile
        self._look = look
        self._hue = hue
        self._is_live = False
        self._is_in_use = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        tile.installEventFilter(self)
        look.changed.connect(self._fit)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        self.hide()

    @property
    def is_live(self) -> bool:
        return self._is_live

    def show_live(self, is_live: bool) -> None:
        """Be bright: a reply is coming."""
        if is_live != self._is_live:
            self._is_live = is_live
            self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        elif event.type() == QEvent.Type.ChildAdded and not self.isHidden():
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = LIVE if self._is_live else IN_USE
        color = self._look.agent_color(self._hue, "border")
        if not self._is_live:
            color.setAlphaF(0.7)
        painter.setPen(QPen(color, wide))
        corner = self._look.px("corner") - 1 - wide / 2
        inside = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        painter.drawRoundedRect(inside, corner, corner)
        painter.end()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._tile):  # it is being destroyed, and the keyboard goes elsewhere
            return
        is_in_use = now is not None and self._tile.isAncestorOf(now)
        if is_in_use != self._is_in_use:
            self._is_in_use = is_in_use
            self._refresh()

    def _refresh(self) -> None:
        self._fit()
        self.setVisible(self._is_live or self._is_in_use)
        self.raise_()
        self.update()

    def _fit(self) -> None:
        box, corner = self._tile.rect(), self._look.px("corner")
        self.setGeometry(box)
        frame = QRegion(box) - QRegion(box.adjusted(FRAME, FRAME, -FRAME, -FRAME))
        for x in (0, box.width() - corner):
            for y in (0, box.height() - corner):
                frame += QRegion(QRect(x, y, corner, corner))
        self.setMask(frame)
