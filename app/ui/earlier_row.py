"""One line of the list of earlier conversations, painted: title and date, then the last words."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.clamped_text import without_marks
from app.ui.theme import Look

ID = Qt.ItemDataRole.UserRole
LAST_LINE = Qt.ItemDataRole.UserRole + 1
DATE = Qt.ItemDataRole.UserRole + 2
TITLE = Qt.ItemDataRole.UserRole + 3
"""The title that is stored, whatever was typed since."""

PAD = 6

Index = QModelIndex | QPersistentModelIndex


class EarlierRow(QStyledItemDelegate):
    """Paints a conversation; edits its title in place."""

    def __init__(self, look: Look, parent: QListWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, 2 * self._look.px("line") + 2 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color("selection"))
            painter.drawRoundedRect(rect, 6, 6)
        if not state & QStyle.StateFlag.State_Editing:
            self._draw_words(painter, rect.adjusted(PAD, PAD, -PAD, -PAD), index)
        painter.restore()

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect: QRect = option.rect
        height = min(rect.height(), max(editor.sizeHint().height(), editor.minimumHeight()))
        top = rect.top() + (rect.height() - height) // 2
        editor.setGeometry(rect.left() + 2, top, rect.width() - 4, height)

    def _draw_words(self, painter: QPainter, inside: QRect, index: Index) -> None:
        upper = QRect(inside.topLeft(), QSize(inside.width(), inside.height() // 2))
        lower = QRect(inside.left(), upper.bottom() + 1, inside.width(), upper.height())
        date = index.data(DATE)
        self._draw(painter, upper, date, "muted", Qt.AlignmentFlag.AlignRight)
        upper.setRight(upper.right() - painter.fontMetrics().horizontalAdvance(date) - 8)
        self._draw(painter, upper, index.data(), "text", Qt.AlignmentFlag.AlignLeft)
        self._draw(
            painter,
            lower,
            without_marks(index.data(LAST_LINE)),
            "muted",
            Qt.AlignmentFlag.AlignLeft,
        )

    def _draw(
        self, painter: QPainter, rect: QRect, text: str, color: str, side: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(self._look.font("body" if color == "text" else "small"))
        painter.setPen(self._look.color(color))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(rect, flags, elided)
