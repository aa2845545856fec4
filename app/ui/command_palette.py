"""Find any command by a few letters and run it."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.core.commands import Command, CommandTable
from app.ui.box import draw_box
from app.ui.theme import Look, set_class

ROWS = 10
"""Commands in view; the rest is scrolled to."""

_COMMAND = Qt.ItemDataRole.UserRole
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS,
    Qt.Key.Key_PageUp: -ROWS,
}


def matching(commands: Iterable[Command], typed: str) -> list[Command]:
    """The commands that `typed` may mean, best first; all of them when it is blank.

    Every word must occur in the title or the id; a title that begins with what was
    typed is better than a word of it that does, and that better than the rest.
    """
    words = typed.casefold().split()
    ranked: list[tuple[int, int, Command]] = []
    for command in commands:
        title = command.title.casefold()
        if all(word in title or word in command.id for word in words):
            ranked.append((_rank(title, words), len(ranked), command))
    return [command for _, _, command in sorted(ranked, key=lambda each: each[:2])]


def _rank(title: str, words: list[str]) -> int:
    if not words or title.startswith(words[0]):
        return 0
    begins = any(part.startswith(words[0]) for part in title.split())
    return 1 if begins else 2 + (words[0] not in title)


class CommandPalette(QWidget):
    """Lies over the window while it is open: typing filters, Return runs, Esc closes."""

    def __init__(self, commands: CommandTable, look: Look, parent: QWidget) -> None:
        """`parent` is the window it covers."""
        super().__init__(parent)
        self.setObjectName("commandPalette")
        self._commands = commands
        self._look = look
        self._window = parent
        self._before: QWidget | None = None
        self._card = QFrame(self)
        self.field = QLineEdit()
        self.list = QListView()
        self._model = QStandardItemModel(self)
        self._empty = QLabel(self.tr("No command is called that."))
        self._build()
        self.hide()
        parent.installEventFilter(self)
        look.changed.connect(self._place)

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def open(self) -> None:
        """Show every command and take the keyboard."""
        if self.is_open:
            self.field.selectAll()
            return
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._show_matching("")
        self._place()
        self.show()
        self.raise_()
        self.activateWindow()  # a floating tile may have been active
        self.field.setFocus()

    def close_palette(self) -> None:
        """Go away and give the keyboard back."""
        if not self.is_open:
            return
        self.hide()
        if self._before is not None:
            self._before.activateWindow()
            self._before.setFocus()
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._on_key(event)
        if watched is self._window and event.type() == QEvent.Type.Resize and self.is_open:
            self._place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        scrim = self._look.color("shadow")
        scrim.setAlphaF(0.45)
        painter.fillRect(self.rect(), scrim)
        shade = self._look.color("shadow")
        box = QRectF(self._card.geometry())
        for away in range(1, 13, 3):  # a soft shadow without a graphics effect
            shade.setAlphaF(0.10)
            around = box.adjusted(-away, -away + 3, away, away + 3)
            draw_box(painter, around, shade, None, self._look.px("corner") + away)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move(_MOVES[key])
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _move(self, steps: int) -> None:
        last = self._model.rowCount() - 1
        row = max(0, min(last, self.list.currentIndex().row() + steps))
        self.list.setCurrentIndex(self._model.index(row, 0))

    def _run(self, index: QModelIndex) -> None:
        command = index.data(_COMMAND)
        if isinstance(command, Command) and command.enabled():
            self.close_palette()
            command.run()

    def _show_matching(self, typed: str) -> None:
        self._model.clear()
        for command in matching(self._commands, typed):
            item = QStandardItem(command.title)
            item.setData(command, _COMMAND)
            item.setEnabled(command.enabled())
            item.setData(_keys(command), Qt.ItemDataRole.AccessibleDescriptionRole)
            self._model.appendRow(item)
        self.list.setCurrentIndex(self._model.index(0, 0))
        has_any = self._model.rowCount() > 0
        self.list.setVisible(has_any)
        self._empty.setVisible(not has_any)
        self._place()

    def _build(self) -> None:
        set_class(self._card, "card")
        set_class(self._empty, "muted")
        self.field.setPlaceholderText(self.tr("Type what you want to do"))
        self.field.setAccessibleName(self.tr("Find a command"))
        self.field.setObjectName("paletteField")
        self.field.textChanged.connect(self._show_matching)
        self.field.installEventFilter(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Row(self._look, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.clicked.connect(self._run)
        self.list.entered.connect(self.list.setCurrentIndex)
        column = QVBoxLayout(self._card)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self._empty)

    def _place(self) -> None:
        """Cover the window; hang the card below the top bar's middle."""
        window = self._window
        px = self._look.px
        self.setGeometry(window.rect())
        pad = px("step") + 2
        column = self._card.layout()
        assert column is not None
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(pad)
        rows = max(1, min(ROWS, self._model.rowCount()))
        self.list.setFixedHeight(rows * px("hit") + 2)
        self._empty.setFixedHeight(px("hit"))
        self._empty.setContentsMargins(pad, 0, 0, 0)
        width = min(window.width() - 2 * px("pad"), px("body") * 46)
        height = px("control") + rows * px("hit") + 3 * pad + 4
        top = min(px("top_bar") + px("gap"), max(0, window.height() - height))
        middle, right = (window.width() - width) // 2, window.width() - px("pad") - width
        places = [QRect(left, top, width, height) for left in (middle, px("pad"), right)]
        self._card.setGeometry(min(places, key=self._covered))
        self.update()

    def _covered(self, place: QRect) -> int:
        """How many pixels of a place in the window may lie below other windows of ours."""
        here = place.translated(self._window.mapToGlobal(QPoint(0, 0)))
        above = [each for each in QApplication.topLevelWidgets() if self._is_above(each)]
        parts = [each.frameGeometry().intersected(here) for each in above]
        return sum(part.width() * part.height() for part in parts)

    def _is_above(self, other: QWidget) -> bool:
        """Floating tiles may be; nothing that belongs to the window can be put over them."""
        kinds = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
        is_other = other is not self._window and other.windowType() not in kinds
        return is_other and other.isVisible() and not other.isMinimized()


class _Row(QStyledItemDelegate):
    """A command's title, and its shortcut at the right."""

    def __init__(self, look: Look, list: QListView) -> None:
        super().__init__(list)
        self._look = look
        self._list = list

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, self._look.px("hit"))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        is_on = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        rect = QRectF(option.rect)
        if index.row() == self._list.currentIndex().row():
            ground = self._look.color("selection")
            draw_box(painter, rect, ground, None, self._look.px("control_corner"))
        pad = self._look.px("step") + 4
        inside = rect.adjusted(pad, 0, -pad, 0)
        painter.setFont(self._look.font("body"))
        painter.setPen(self._look.color("text" if is_on else "disabled"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(inside, int(flags), index.data())
        self._paint_keys(painter, inside, index.data(_COMMAND))

    def _paint_keys(self, painter: QPainter, inside: QRectF, command: Command) -> None:
        keys = _keys(command)
        if not keys:
            return
        painter.setFont(self._look.font("small"))
        wide = painter.fontMetrics().horizontalAdvance(keys) + 12
        tall = self._look.px("chip") - 2
        box = QRectF(inside.right() - wide, inside.center().y() - tall / 2, wide, tall)
        edge: QColor = self._look.color("edge")
        draw_box(painter, box, None, edge, self._look.px("small_corner"))
        painter.setPen(self._look.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, keys)


def _keys(command: Command) -> str:
    return QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
