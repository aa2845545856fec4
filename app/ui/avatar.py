"""The portrait of an agent: a rounded square in its hue with a white glyph."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QIcon,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPixmapCache,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from app.core.agent import AgentCard
from app.ui.icons import Icons
from app.ui.theme import Look

_ROUNDNESS = 0.28
"""Of a corner, in widths of the avatar."""


class Avatar(QWidget):
    """Shows one agent's avatar.

    `size` is in pixels, or the name of a size (`avatar`, `avatar_rail`, `avatar_large`),
    which then follows density and scale.
    """

    def __init__(
        self,
        card: AgentCard,
        size: int | str,
        look: Look,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._card = card
        self._look = look
        self._icons = icons
        self._size = size
        self._fit()
        look.changed.connect(self._fit)

    def show_card(self, card: AgentCard) -> None:
        """Become the portrait of another agent."""
        self._card = card
        self.update()

    def sizeHint(self) -> QSize:
        side = self._size if isinstance(self._size, int) else self._look.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_avatar(painter, self._card, QRectF(self.rect()), self._look, self._icons)
        painter.end()

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()


def paint_avatar(
    painter: QPainter, card: AgentCard, rect: QRectF, look: Look, icons: Icons
) -> None:
    """Draw `card`'s avatar into `rect`, a square."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    corner = rect.width() * _ROUNDNESS
    if card.picture and card.shows_picture and _paint_portrait(painter, card.picture, rect, corner):
        return
    light = QLinearGradient(rect.topLeft(), rect.bottomRight())
    light.setColorAt(0, look.agent_color(card.hue, "avatar"))
    light.setColorAt(1, look.agent_color(card.hue, "avatar_end"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(light))
    painter.drawRoundedRect(rect, corner, corner)
    if rect.width() >= 28:
        _paint_edge(painter, card, rect, look)
    _paint_glyph(painter, card, rect, look, icons)


def avatar_pixmap(
    card: AgentCard, size: int, look: Look, icons: Icons, ratio: float = 1.0
) -> QPixmap:
    """The avatar as a picture of `size` pixels, for drags, menus and notifications."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_avatar(painter, card, QRectF(0, 0, size, size), look, icons)
    painter.end()
    return picture


def avatar_icon(card: AgentCard, look: Look, icons: Icons) -> QIcon:
    """The avatar for a menu or a tab, sharp on ordinary and on fine screens."""
    icon = QIcon(avatar_pixmap(card, look.px("avatar"), look, icons))
    icon.addPixmap(avatar_pixmap(card, look.px("avatar"), look, icons, 2.0))
    return icon


def _paint_portrait(painter: QPainter, file: str, rect: QRectF, corner: float) -> bool:
    """Draw a picture with round corners; False if it cannot be read."""
    side = round(rect.width() * painter.device().devicePixelRatio())
    key = f"{file}@{side}"
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        whole = QPixmap(file)
        if whole.isNull():
            return False
        how = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        picture = whole.scaled(side, side, how, Qt.TransformationMode.SmoothTransformation)
        QPixmapCache.insert(key, picture)
    shape = QPainterPath()
    shape.addRoundedRect(rect, corner, corner)
    brush = QBrush(picture)
    share = rect.width() / side
    brush.setTransform(QTransform(share, 0, 0, share, rect.left(), rect.top()))
    painter.fillPath(shape, brush)
    return True


def _paint_edge(painter: QPainter, card: AgentCard, rect: QRectF, look: Look) -> None:
    edge = look.agent_color(card.hue, "border")
    edge.setAlphaF(0.55)
    corner = rect.width() * _ROUNDNESS - 0.5
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)


def _paint_glyph(
    painter: QPainter, card: AgentCard, rect: QRectF, look: Look, icons: Icons
) -> None:
    if icons.has(card.icon):
        side = round(rect.width() * 0.62)
        middle = rect.center() - QPointF(side / 2, side / 2)
        white = QColor(Qt.GlobalColor.white)
        icons.paint(painter, card.icon, white, QRectF(middle.x(), middle.y(), side, side))
        return
    font = look.font("title")
    share = 0.54 if len(card.glyph) < 2 else 0.44
    font.setPixelSize(max(7, round(rect.width() * share)))
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, card.glyph)
