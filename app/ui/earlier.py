"""The earlier conversations with an agent: open, rename, delete, bring back."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QDateTime, QLocale, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.conversation import ConversationSummary
from app.ui.box import draw_box
from app.ui.earlier_row import DATE, ID, LAST_LINE, EarlierRow
from app.ui.elided import ElidedLabel
from app.ui.theme import Look

WIDTH, HEIGHT = 340, 360


class Earlier(QFrame):
    """A list that pops up below a tile's menu button and closes with Esc or a click elsewhere.

    Return or a click opens, F2 renames, Delete deletes; the buttons below do the same.

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
        """List these, newest first; `current` is the one that the tile shows."""
        self.list.blockSignals(True)
        self.list.clear()
        for each in known:
            item = self._item(each)
            self.list.addItem(item)
            if each.id == current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._empty.setVisible(not known)
        self.list.setVisible(bool(known))

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
            case _:
                super().keyPressEvent(event)

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
        for part in (heading, self._empty, self.list, self._undo(), self._buttons()):
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

    def _item(self, summary: ConversationSummary) -> QListWidgetItem:
        title = summary.title or self.tr("Without a title")
        item = QListWidgetItem(title)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setData(ID, summary.id)
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
        self.rename_wanted.emit(item.data(ID), item.text().strip())

    def _delete(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        self._deleted = item.data(ID)
        self.list.takeItem(self.list.row(item))
        self._undo_words.setText(self.tr("Deleted: {title}").format(title=item.text()))
        self._undo_row.show()
        self.delete_wanted.emit(self._deleted)

    def _bring_back(self) -> None:
        self._undo_row.hide()
        self.undo_wanted.emit(self._deleted)
        self.list.setFocus()
