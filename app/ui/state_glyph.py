"""The small sign of what a session is doing, which breathes or flows where motion is wanted."""

from math import sin

from PySide6.QtCore import QPointF, QSize, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from app.engine.session import SessionState
from app.ui.icons import Icons
from app.ui.state_words import state_color, state_icon
from app.ui.theme import Look

STEP = 150
"""Milliseconds between two steps of the motion; slow enough to cost nothing."""


class StateGlyph(QWidget):
    """One of the seven signs, in its colour. The words beside it say the same aloud."""

    def __init__(self, look: Look, icons: Icons, hue: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._icons = icons
        self._hue = hue
        self._size = 0
        self._state = SessionState.IDLE
        self._phase = 0
        self._pixmap = QPixmap()
        self._timer = QTimer(self, interval=STEP)
        self._timer.timeout.connect(self._step)
        look.changed.connect(self._redraw)
        self._redraw()

    def show_state(self, state: SessionState) -> None:
        """Show another state."""
        if state is not self._state:
            self._state = state
            self._redraw()

    def color(self) -> QColor:
        """The colour of the sign, for the words beside it."""
        name = state_color(self._state)
        return self._look.color(name) if name else self._look.agent_color(self._hue, "text")

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def showEvent(self, event: QShowEvent) -> None:
        self._start_or_stop()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._timer.isActive():
            painter.drawPixmap(0, 0, self._pixmap)
        elif self._state is SessionState.STREAMING:
            painter.drawPixmap(QPointF(1.5 * sin(self._phase * 0.9), 0), self._pixmap)
        else:
            painter.setOpacity(0.7 + 0.3 * sin(self._phase * 0.35))
            painter.drawPixmap(0, 0, self._pixmap)

    def _step(self) -> None:
        self._phase += 1
        self.update()

    def _redraw(self) -> None:
        self._size = self._look.px("icon_small") + 2
        self.setFixedSize(self._size, self._size)
        self._pixmap = self._icons.pixmap(state_icon(self._state), self.color(), self._size)
        self._start_or_stop()
        self.update()

    def _start_or_stop(self) -> None:
        if self._moves() and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _moves(self) -> bool:
        if not self._look.has_motion:
            return False
        is_streaming = self._state is SessionState.STREAMING
        return self._state is SessionState.THINKING or (is_streaming and self._look.has_live_motion)
