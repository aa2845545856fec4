"""One starter prompt of an empty tile, on as many lines as it needs."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.ui.box import draw_box
from app.ui.theme import Look

WIDEST = 460
"""Pixels: wider chips would be hard to read."""

PAD = 10
_FLAGS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class StarterChip(QPushButton):
    """What it says is what it sends."""

    def __init__(self, hue: int, look: Look) -> None:
        super().__init__()
        self.words = ""
        self._hue = hue
        self._look = look
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMaximumWidth(WIDEST)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()

    def say(self, words: str) -> None:
        """Offer another prompt; "" hides the chip."""
        self.words = words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the theme's font and colours."""
        self.setFont(self._look.font("small"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.words) + 2 * PAD + 2
        width = min(WIDEST, wide)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._look.px("hit"))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, width - 2 * PAD, 10_000)
        needed = self.fontMetrics().boundingRect(room, int(_FLAGS), self.words).height()
        return max(self._look.px("hit"), needed + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        is_lit = self.underMouse() or self.hasFocus()
        fill = QColor(self._look.agent_color(self._hue, "chip"))
        fill.setAlphaF(1.0 if is_lit else 0.5)
        border = self._look.agent_color(self._hue, "text" if self.hasFocus() else "border")
        draw_box(painter, QRectF(self.rect()), fill, border, min(14.0, self.height() / 2))
        painter.setPen(self._look.agent_color(self._hue, "text"))
        painter.setFont(self.font())
        painter.drawText(self.rect().adjusted(PAD, 0, -PAD, 0), int(_FLAGS), self.words)
