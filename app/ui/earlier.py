"""The earlier conversations with an agent: open, rename, delete, bring back."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QDate,
    QDateTime,
    QEvent,
    QLocale,
    QObject,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.conversation import ConversationSummary
from app.ui.box import draw_box
from app.ui.earlier_row import DATE, ID, LAST_LINE, TITLE, EarlierRow
from app.ui.elided import ElidedLabel
from app.ui.theme import Look

WIDTH, HEIGHT = 340, 420

FEW = 7
"""So many conversations are seen at a glance; among more there is a field to find one."""


class Earlier(QFrame):
    """A list that pops up below a tile's menu button and closes with Esc or a click elsewhere.

    Return or a click opens, F2 renames, Delete deletes, Ctrl+Z brings back what was deleted
    last; the buttons below do the same. Letters find.

    Signals:
        open_wanted, delete_wanted, undo_wanted: Something with the conversation of this id.
        rename_wanted: The conversation of this id shall have this title.
    """

    open_wanted = Signal(str)
    delete_wanted = Signal(str)
    undo_wanted = Signal(str)
    rename_wanted = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("earlier")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._look = look
        self._deleted = ""
        self._wanted = ""
        self.search = QLineEdit()
        self.list = QListWidget()
        self._empty = QLabel(self.tr("No earlier conversations yet."))
        self._undo_row = QWidget()
        self._undo_words = ElidedLabel()
        self._build()
        self._connect()

    def open_at(self, place: QPoint) -> None:
        """Pop up with the right upper corner at `place` on the screen, inside that screen."""
        size = QSize(WIDTH, HEIGHT) * self._look.scale / 100
        screen = self.screen().availableGeometry()
        left = max(screen.left(), min(place.x() - size.width(), screen.right() - size.width()))
        top = max(screen.top(), min(place.y(), screen.bottom() - size.height()))
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.list.setFocus()

    def show_conversations(self, known: Sequence[ConversationSummary], current: str) -> None:
        """List these, newest first; `current` is the one that the tile shows.

        Whichever row was chosen before stays chosen.
        """
        chosen, self._wanted = self._wanted or self._chosen() or current, ""
        seen = self.list.verticalScrollBar().value()
        self.list.blockSignals(True)
        self.list.clear()
        for each in known:
            item = self._item(each)
            self.list.addItem(item)
            if each.id == chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._empty.setVisible(not known)
        self.list.setVisible(bool(known))
        self.search.setVisible(len(known) > FEW)
        self._find()
        self.list.verticalScrollBar().setValue(seen)
        self.list.scrollTo(self.list.currentIndex())

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Z from the window, which would undo something else."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.close()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(self.list.currentItem())
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._delete()
            case Qt.Key.Key_F2:
                self._rename()
            case _ if event.matches(QKeySequence.StandardKey.Undo):
                self._bring_back()
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let letters find while the list has the keyboard, and arrows choose in the field."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        is_arrow = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if watched is self.search and is_arrow:
            self.list.setFocus()
            return False
        if watched is self.list and _is_letter(event) and not self.search.isHidden():
            self.search.setFocus()
            self.search.insert(event.text())
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, edge = self._look.color("raised"), self._look.color("edge")
        draw_box(painter, QRectF(self.rect()), ground, edge, 0)

    def _build(self) -> None:
        heading = QLabel(self.tr("Earlier conversations"))
        heading.setFont(self._look.font("title"))
        self.list.setAccessibleName(heading.text())
        self.list.setItemDelegate(EarlierRow(self._look, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)
        self._empty.setProperty("class", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 8, 10, 8)
        rows.setSpacing(6)
        self.search.setPlaceholderText(self.tr("Find a conversation"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.hide()
        parts = (heading, self.search, self._empty, self.list, self._undo(), self._buttons())
        for part in parts:
            rows.addWidget(part, 1 if part in (self.list, self._empty) else 0)

    def _undo(self) -> QWidget:
        back = QPushButton(self.tr("Undo"))
        back.setProperty("class", "quiet")
        back.clicked.connect(self._bring_back)
        row = QHBoxLayout(self._undo_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._undo_words, 1)
        row.addWidget(back)
        self._undo_row.hide()
        return self._undo_row

    def _buttons(self) -> QWidget:
        bottom = QWidget()
        row = QHBoxLayout(bottom)
        row.setContentsMargins(0, 0, 0, 0)
        for words, tip, work in (
            (self.tr("Open"), self.tr("Return"), lambda: self._open(self.list.currentItem())),
            (self.tr("Rename"), "F2", self._rename),
            (self.tr("Delete"), self.tr("Delete"), self._delete),
        ):
            button = QPushButton(words)
            button.setProperty("class", "quiet")
            button.setToolTip(tip)
            button.clicked.connect(work)
            row.addWidget(button)
        row.addStretch(1)
        return bottom

    def _connect(self) -> None:
        self.list.itemClicked.connect(self._open)
        self.list.itemChanged.connect(self._renamed)
        self.search.textChanged.connect(self._find)
        for part in (self.list, self.search):
            part.installEventFilter(self)

    def _item(self, summary: ConversationSummary) -> QListWidgetItem:
        title = summary.title or self.tr("Without a title")
        item = QListWidgetItem(title)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setData(ID, summary.id)
        item.setData(TITLE, title)
        item.setData(LAST_LINE, summary.last_line)
        item.setData(DATE, self._date(summary.updated))
        aloud = f"{title}, {item.data(DATE)}, {summary.last_line}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, aloud)
        return item

    def _date(self, updated: float) -> str:
        when = QDateTime.fromSecsSinceEpoch(int(updated))
        short = QLocale.FormatType.ShortFormat
        if when.date() == QDate.currentDate():
            return self.locale().toString(when.time(), short)
        return self.locale().toString(when.date(), short)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.open_wanted.emit(item.data(ID))
            self.close()

    def _rename(self) -> None:
        if item := self.list.currentItem():
            self.list.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        title = item.text().strip()
        if title:
            self.rename_wanted.emit(item.data(ID), title)
        else:  # nobody wants a conversation without a name: it keeps the one it had
            self.list.blockSignals(True)
            item.setText(item.data(TITLE))
            self.list.blockSignals(False)

    def _find(self) -> None:
        """Show only what has the words in the field; choose the first if none is chosen."""
        words = "" if self.search.isHidden() else self.search.text().casefold().strip()
        rows = [self.list.item(row) for row in range(self.list.count())]
        for item in rows:
            said = f"{item.text()} {item.data(LAST_LINE)}".casefold()
            item.setHidden(words not in said)
        shown = [item for item in rows if not item.isHidden()]
        if not shown:
            self.list.setCurrentRow(-1)
        elif self.list.currentItem() not in shown:
            self.list.setCurrentItem(shown[0])

    def _chosen(self) -> str:
        item = self.list.currentItem()
        return str(item.data(ID)) if item is not None else ""

    def _delete(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        self._deleted = item.data(ID)
        self.list.takeItem(self.list.row(item))
        self._find()
        self._undo_words.setText(self.tr("Deleted: {title}").format(title=item.text()))
        self._undo_row.show()
        self.delete_wanted.emit(self._deleted)

    def _bring_back(self) -> None:
        if not self._deleted:
            return
        self._undo_row.hide()
        self._wanted, self._deleted = self._deleted, ""
        self.undo_wanted.emit(self._wanted)
        self.list.setFocus()


def _is_letter(event: QKeyEvent) -> bool:
    """Whether a key writes something; the space bar chooses in a list."""
    return event.text().isprintable() and bool(event.text().strip())
