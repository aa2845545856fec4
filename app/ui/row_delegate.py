"""Draws the rows of lists of providers and models: an icon, a name, a line about it, a state."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.box import draw_box
from app.ui.icons import Icons
from app.ui.theme import Look

ID = Qt.ItemDataRole.UserRole
"""What the row stands for."""
ABOUT = Qt.ItemDataRole.UserRole + 1
"""A second line, small."""
ICON = Qt.ItemDataRole.UserRole + 2
"""The icon's name, and that of its colour."""
RIGHT = Qt.ItemDataRole.UserRole + 3
"""Small words at the right, and the name of their colour."""
IS_HEADING = Qt.ItemDataRole.UserRole + 4
IS_CHECKED = Qt.ItemDataRole.UserRole + 5
"""Whether its box is checked; None for no box."""
IS_STARRED = Qt.ItemDataRole.UserRole + 6
"""Whether its star is lit; None for no star."""

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """One row; a click on its box or its star is told to the model by their roles."""

    def __init__(self, look: Look, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = self._look.px("hit")
        if index.data(ABOUT):
            height += self._look.px("small") + self._look.px("step")
        return QSize(120, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(IS_HEADING):
            self._paint_heading(painter, QRectF(option.rect), index)
        else:
            self._paint_row(painter, option, index)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            rect, place = QRectF(option.rect), event.position()
            for role, part in ((IS_CHECKED, self._box(rect)), (IS_STARRED, self._star(rect))):
                is_on = index.data(role)
                if is_on is not None and part.contains(place):
                    if event.type() == QEvent.Type.MouseButtonRelease:
                        model.setData(model.index(index.row(), 0), not is_on, role)
                    return True
        return super().editorEvent(event, model, option, index)

    def _paint_heading(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        words = rect.adjusted(self._pad(), 0, -self._pad(), -2)
        painter.setFont(_bold(self._look.font("small")))
        painter.setPen(self._look.color("muted"))
        place = int(Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextSingleLine)
        painter.drawText(words, place, str(index.data()))
        right = index.data(RIGHT)
        if right:
            self._paint_right(painter, words, right, Qt.AlignmentFlag.AlignBottom)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        self._paint_ground(painter, rect, option)
        inside = rect.adjusted(self._pad(), 0, -self._pad(), 0)
        if index.data(IS_CHECKED) is not None:
            self._paint_box(painter, self._box(QRectF(option.rect)), bool(index.data(IS_CHECKED)))
            inside.setLeft(self._box(QRectF(option.rect)).right() + self._look.px("step"))
        if index.data(IS_STARRED) is not None:
            self._paint_star(painter, self._star(QRectF(option.rect)), bool(index.data(IS_STARRED)))
            inside.setRight(self._star(QRectF(option.rect)).left())
        icon = index.data(ICON)
        if icon:
            side = self._look.px("icon")
            place = QRectF(inside.left(), inside.center().y() - side / 2, side, side)
            self._icons.paint(painter, icon[0], icon[1], place)
            inside.setLeft(place.right() + self._look.px("pad"))
        right = index.data(RIGHT)
        if right and right[0]:
            wide = self._paint_right(painter, inside, right, Qt.AlignmentFlag.AlignVCenter)
            inside.setRight(inside.right() - wide - self._look.px("pad"))
        self._paint_words(painter, inside, index)

    def _paint_ground(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem) -> None:
        corner = self._look.px("control_corner")
        if option.state & QStyle.StateFlag.State_Selected:
            has_keyboard = option.state & QStyle.StateFlag.State_HasFocus
            edge = self._look.color("focus") if has_keyboard else None
            draw_box(painter, rect, self._look.color("selection"), edge, corner)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, rect, self._look.color("hover"), None, corner)

    def _paint_words(self, painter: QPainter, inside: QRectF, index: Index) -> None:
        title, about = self._look.font("body"), str(index.data(ABOUT) or "")
        is_on = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.setFont(_bold(title) if about else title)
        painter.setPen(self._look.color("text" if is_on else "disabled"))
        upper = QRectF(inside)
        if about:
            upper.setBottom(inside.center().y() + 1)
        _draw(painter, upper, str(index.data()), bottom=bool(about))
        if about:
            lower = QRectF(inside)
            lower.setTop(inside.center().y() + 1)
            painter.setFont(self._look.font("small"))
            painter.setPen(self._look.color("muted"))
            _draw(painter, lower, about, top=True)

    def _paint_right(
        self,
        painter: QPainter,
        inside: QRectF,
        right: tuple[str, str],
        height: Qt.AlignmentFlag,
    ) -> float:
        """Returns how wide the words are."""
        words, color = right
        font = self._look.font("small")
        most = inside.width() * 0.55
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(most))
        painter.setFont(font)
        painter.setPen(self._look.color(color))
        flags = int(Qt.AlignmentFlag.AlignRight | height | Qt.TextFlag.TextSingleLine)
        painter.drawText(inside, flags, shown)
        return QFontMetrics(font).horizontalAdvance(shown)

    def _paint_box(self, painter: QPainter, rect: QRectF, is_on: bool) -> None:
        ground = self._look.color("accent_fill" if is_on else "raised")
        edge = self._look.color("accent_fill" if is_on else "edge")
        draw_box(painter, rect, ground, edge, self._look.px("small_corner"))
        if is_on:
            self._icons.paint(painter, "check", "on_accent", rect.adjusted(1, 1, -1, -1))

    def _paint_star(self, painter: QPainter, rect: QRectF, is_on: bool) -> None:
        side = self._look.px("icon")
        place = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        name, color = ("star-on", "warning") if is_on else ("star", "muted")
        self._icons.paint(painter, name, color, place)

    def _pad(self) -> int:
        return self._look.px("step") + 4

    def _box(self, rect: QRectF) -> QRectF:
        side = self._look.px("icon")
        return QRectF(rect.left() + self._pad(), rect.center().y() - side / 2, side, side)

    def _star(self, rect: QRectF) -> QRectF:
        side = self._look.px("hit")
        return QRectF(rect.right() - side - 2, rect.center().y() - side / 2, side, side)


def _draw(
    painter: QPainter, rect: QRectF, words: str, *, bottom: bool = False, top: bool = False
) -> None:
    room = int(rect.width())
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
    height = Qt.AlignmentFlag.AlignVCenter
    if bottom:
        height = Qt.AlignmentFlag.AlignBottom
    elif top:
        height = Qt.AlignmentFlag.AlignTop
    painter.drawText(rect, int(height | Qt.TextFlag.TextSingleLine), shown)


def _bold(font: QFont) -> QFont:
    font.setWeight(QFont.Weight.DemiBold)
    return font
