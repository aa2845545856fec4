"""The gallery's cards: a grid that fills its width, by mouse and by keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.core.agent import AgentCard
from app.ui.avatar import paint_avatar
from app.ui.box import draw_box
from app.ui.icons import Icons
from app.ui.theme import Look

Index = QModelIndex | QPersistentModelIndex

LEAST_CELL = 214
"""Pixels of width from which on a card can be read, at 100 %."""

LINES = 3
"""Lines of the summary."""

ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One card of the grid: what it says, and a word about where it stands."""

    key: str
    card: AgentCard
    name: str
    summary: str
    mark: str = ""


class GalleryRows(QAbstractListModel):
    """The entries that are shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return ". ".join(filter(None, (entry.name, entry.summary, entry.mark)))
        return None


class GalleryGrid(QListView):
    """Arrows walk, Return opens, Delete removes.

    Signals:
        chosen: This `Entry` is current, None if there is none.
        opened: This `Entry` was double-clicked, or Return was pressed on it.
        delete_wanted: Delete was pressed.
    """

    chosen = Signal(object)
    opened = Signal(object)
    delete_wanted = Signal()

    def __init__(self, look: Look, icons: Icons) -> None:
        super().__init__()
        self._look = look
        self.rows = GalleryRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_CardDelegate(look, icons, self))
        self._build()
        look.changed.connect(self._fit)

    @property
    def current(self) -> Entry | None:
        """The entry that is chosen."""
        index = self.currentIndex()
        return self.rows.entries[index.row()] if index.isValid() else None

    def show_entries(self, entries: Sequence[Entry], key: str = "") -> None:
        """Show these; the one called `key` is chosen, else the one before, else the first."""
        key = key or (self.current.key if self.current else "")
        self.rows.show(entries)
        keys = [entry.key for entry in entries]
        if keys:
            self.setCurrentIndex(self.rows.index(keys.index(key) if key in keys else 0, 0))
            self.scrollTo(self.currentIndex())
        self.chosen.emit(self.current)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """As many columns as can be read, all of one width."""
        look = self._look
        bar = self.verticalScrollBar().sizeHint().width()  # so that none comes and goes by turns
        room = self.width() - 2 * self.frameWidth() - bar - 2
        columns = max(1, room // (LEAST_CELL * look.scale // 100))
        lines = QFontMetricsF(look.font("small")).lineSpacing() * LINES
        height = QFontMetricsF(look.font("title")).lineSpacing() + lines + 2 * look.px("pad") + 14
        self.setGridSize(QSize(room // columns, round(height)))

    def _build(self) -> None:
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ENTRY)))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete)
            if event.key() in own:  # a dialog would press its button
                event.accept()
                return True
        return super().event(event)


class _CardDelegate(QStyledItemDelegate):
    """Paints one card: avatar, name, a few lines about it, and where it stands."""

    def __init__(self, look: Look, icons: Icons, parent: GalleryGrid) -> None:
        super().__init__(parent)
        self._grid = parent
        self._look = look
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._grid.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        look, gap = self._look, self._look.px("step")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(gap / 2, gap / 2, -gap / 2, -gap / 2)
        self._paint_ground(painter, box, option)
        inside = box.adjusted(look.px("pad"), look.px("pad"), -look.px("pad"), -look.px("pad"))
        side = look.px("avatar_rail")
        avatar = QRectF(inside.left(), inside.top(), side, side)
        paint_avatar(painter, entry.card, avatar, look, self._icons)
        self._paint_words(painter, inside.adjusted(side + look.px("pad"), 0, 0, 0), entry)
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
        look, state = self._look, option.state
        fill, edge = look.color("raised"), look.color("hairline")
        if state & QStyle.StateFlag.State_Selected:
            fill, edge = look.color("selection"), look.color("accent")
            if state & QStyle.StateFlag.State_HasFocus:
                edge = look.color("focus")
        elif state & QStyle.StateFlag.State_MouseOver:
            fill = look.color("hover")
        draw_box(painter, box, fill, edge, look.px("corner"))

    def _paint_words(self, painter: QPainter, inside: QRectF, entry: Entry) -> None:
        title, small = self._look.font("title"), self._look.font("small")
        painter.setFont(title)
        metrics = QFontMetricsF(title)
        right = inside.width()
        if entry.mark:
            right -= self._paint_mark(painter, inside, entry.mark)
        painter.setFont(title)
        painter.setPen(self._look.color("text"))
        name = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, right)
        painter.drawText(QPointF(inside.left(), inside.top() + metrics.ascent()), name)
        painter.setFont(small)
        painter.setPen(self._look.color("muted"))
        below = inside.adjusted(0, metrics.lineSpacing() + 2, 0, 0)
        for number, line in enumerate(_lines(entry.summary, below.width(), painter)):
            spacing = QFontMetricsF(small).lineSpacing()
            top = below.top() + QFontMetricsF(small).ascent() + number * spacing
            painter.drawText(QPointF(below.left(), top), line)

    def _paint_mark(self, painter: QPainter, inside: QRectF, mark: str) -> float:
        """A small word at the right of the name; the pixels that it takes."""
        small = self._look.font("small")
        painter.setFont(small)
        painter.setPen(self._look.color("muted"))
        wide = QFontMetricsF(small).horizontalAdvance(mark)
        top = inside.top() + QFontMetricsF(self._look.font("title")).ascent()
        painter.drawText(QPointF(inside.right() - wide, top), mark)
        return wide + self._look.px("pad")


def _lines(text: str, width: float, painter: QPainter) -> list[str]:
    """The first lines of a text; the last one ends in an ellipsis if more would follow."""
    layout = QTextLayout(text, painter.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    found: list[str] = []
    layout.beginLayout()
    while len(found) < LINES and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        is_last = len(found) == LINES - 1
        words = text[start:] if is_last else text[start : start + line.textLength()]
        metrics = QFontMetricsF(painter.font())
        found.append(metrics.elidedText(words.strip(), Qt.TextElideMode.ElideRight, width))
    layout.endLayout()
    return found
