"""Lights a tile up while something to attach is held over it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.icons import Icons
from app.ui.theme import Look

_AROUND = 8


class DropLight(QWidget):
    """Lies over its parent; nothing of it is touched by the mouse."""

    def __init__(self, look: Look, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._icons = icons
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def shine(self) -> None:
        """Cover the parent as it is now."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)
        ground: QColor = look.color("surface")
        ground.setAlphaF(0.88)
        pen = QPen(look.color("accent"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawRoundedRect(room, look.px("corner"), look.px("corner"))
        self._draw_words(painter, room)

    def _draw_words(self, painter: QPainter, room: QRectF) -> None:
        look, size = self._look, 2 * self._look.px("icon")
        line = look.px("line") * 2
        top = room.center().y() - (size + line) / 2
        sign = QRectF(room.center().x() - size / 2, top, size, size)
        self._icons.paint(painter, "attach", "accent", sign)
        painter.setFont(look.font("title"))
        painter.setPen(look.color("text"))
        words = QRectF(room.left() + 8, sign.bottom() + 4, room.width() - 16, line + 8)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(words, flags | Qt.TextFlag.TextWordWrap, self.tr("Drop to attach"))
