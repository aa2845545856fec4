"""A rounded box in the theme's colours, on which the parts of a tile stand."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.theme import Look


class Box(QWidget):
    """Paints `fill` and a hairline `border` behind its children.

    Both are colours of the theme by name, or "" for none; change them with `paint_as`.
    """

    def __init__(
        self,
        look: Look,
        *,
        fill: str = "raised",
        border: str = "hairline",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._fill = fill
        self._border = border
        look.changed.connect(self.update)

    def paint_as(self, fill: str, border: str) -> None:
        """Take other colours."""
        if (fill, border) != (self._fill, self._border):
            self._fill, self._border = fill, border
            self.update()

    def fill_color(self) -> QColor | None:
        """What the box is filled with; None for nothing."""
        return self.look.color(self._fill) if self._fill else None

    def border_color(self) -> QColor | None:
        """The colour of the hairline; None for none."""
        return self.look.color(self._border) if self._border else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        corner = self.look.px("control_corner")
        draw_box(painter, QRectF(self.rect()), self.fill_color(), self.border_color(), corner)


def draw_box(
    painter: QPainter, rect: QRectF, fill: QColor | None, border: QColor | None, corner: float
) -> None:
    """Draw a rounded rectangle with a one-pixel border inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1) if border else QColor(0, 0, 0, 0))
    painter.setBrush(fill or QColor(0, 0, 0, 0))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
