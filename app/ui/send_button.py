"""The button that sends, in the agent's colour."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.box import draw_box
from app.ui.theme import Look


class SendButton(QPushButton):
    """Lit while there is something to send."""

    def __init__(self, words: str, look: Look, hue: int, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._look = look
        self._hue = hue
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * self._look.px("pad") + 4
        return QSize(width, self._look.px("control"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        corner = self._look.px("control_corner") - 1
        rect = QRectF(self.rect())
        if not self.isEnabled():
            painter.setPen(self._look.color("muted"))
        else:
            part = "chip" if self.isDown() else "fill"
            border = self._look.color("focus") if self.hasFocus() else None
            draw_box(painter, rect, self._look.agent_color(self._hue, part), border, corner)
            painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
