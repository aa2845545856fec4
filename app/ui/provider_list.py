"""The configured providers as a list: their state, their order, and what can be done."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.settings import Provider
from app.engine.filling import filled
from app.engine.known_models import stays_here
from app.engine.provider_wording import rest_sentence
from app.storage.environment_keys import variables_set
from app.ui.flow import Flow
from app.ui.plain_tip import plain_tip
from app.ui.provider_context import ProviderContext
from app.ui.provider_words import protocol_title
from app.ui.row_delegate import ABOUT, ICON, ID, RIGHT, RowDelegate
from app.ui.theme import set_class


class ProviderList(QWidget):
    """Rows that are dragged or moved with Alt and the arrow keys; Return edits.

    Signals:
        add_wanted: A provider shall be added.
        edit_wanted: This provider (its id) shall be edited.
        duplicate_wanted: A copy of this one shall be made.
        switch_wanted: This one shall be used, or used no more.
        remove_wanted: This one shall go.
        ordered: The ids in the order the user wants now.
    """

    add_wanted = Signal()
    edit_wanted = Signal(str)
    duplicate_wanted = Signal(str)
    switch_wanted = Signal(str)
    remove_wanted = Signal(str)
    ordered = Signal(list)

    def __init__(self, context: ProviderContext) -> None:
        super().__init__()
        self._context = context
        self._counts: dict[str, int | None] = {}
        self.list = QListWidget()
        self.add = QPushButton(self.tr("Add a provider"))
        self.edit = QPushButton(self.tr("Edit"))
        self.duplicate = QPushButton(self.tr("Duplicate"))
        self.switch = QPushButton()
        self.up = QPushButton()
        self.down = QPushButton()
        self.remove = QPushButton(self.tr("Remove"))
        self._column = QVBoxLayout(self)
        self._about = QLabel()
        self._empty = QLabel()
        self._build()

    @property
    def chosen(self) -> str:
        """The id of the row that is selected, "" for none."""
        item = self.list.currentItem()
        return str(item.data(ID)) if item is not None else ""

    def show_above(self, banner: QWidget) -> None:
        """Give `banner` a place above the list."""
        self._column.insertWidget(0, banner)

    def show_providers(self, providers: tuple[Provider, ...], chosen: str = "") -> None:
        """Show these; `chosen` is selected, else the one before."""
        chosen = chosen or self.chosen
        self.list.clear()
        for row, provider in enumerate(providers):
            item = QListWidgetItem()
            self._write(item, provider)
            self.list.addItem(item)
            if provider.id == chosen or not row:
                self.list.setCurrentItem(item)
        self._follow()

    def say_keys(self, counts: dict[str, int | None]) -> None:
        """Say how many keys each has; None where nobody could be asked."""
        self._counts = counts
        self.rewrite()

    def rewrite(self) -> None:
        """Show the states anew; the rows stay."""
        known = {each.id: each for each in self._context.settings.current.providers}
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(ID) in known:
                self._write(item, known[item.data(ID)])

    def move_chosen(self, by: int) -> None:
        """Move the selected row up or down."""
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count() and row >= 0:
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentItem(item)
            self._tell_order()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent):
            return (
                event.type() == QEvent.Type.KeyPress and bool(self.chosen) and self._on_key(event)
            )
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if is_alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_chosen(-1 if key == Qt.Key.Key_Up else 1)
            return True
        signals = {
            Qt.Key.Key_Return: self.edit_wanted,
            Qt.Key.Key_Enter: self.edit_wanted,
            Qt.Key.Key_F2: self.edit_wanted,
            Qt.Key.Key_Space: self.switch_wanted,
            Qt.Key.Key_Delete: self.remove_wanted,
        }
        if key in signals:
            signals[key].emit(self.chosen)
        return key in signals

    def _write(self, item: QListWidgetItem, provider: Provider) -> None:
        is_local = stays_here(provider)
        state, color = self._state(provider, is_local)
        item.setText(provider.name)
        item.setData(ID, provider.id)
        item.setData(ABOUT, self._facts(provider))
        tint = "disabled" if not provider.is_on else "good" if is_local else "accent"
        item.setData(ICON, ("local" if is_local else "cloud", tint))
        item.setData(RIGHT, (state, color))
        where = self.tr("local") if is_local else self.tr("cloud")
        spoken = ", ".join([provider.name, where, self._facts(provider), state])
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        rests = self._context.models.rests(provider.id)
        said = [rest_sentence(self._context.wording, each, provider.name).text for each in rests]
        item.setToolTip(plain_tip("\n".join([provider.address, *provider.addresses, *said])))

    def _facts(self, provider: Provider) -> str:
        words = [
            protocol_title(provider.protocol),
            self.tr("%n model(s)", "", len(provider.models)),
        ]
        if provider.addresses:
            words.append(self.tr("%n address(es)", "", 1 + len(provider.addresses)))
        return " · ".join(words)

    def _state(self, provider: Provider, is_local: bool) -> tuple[str, str]:
        """A few words, and the name of their colour."""
        if not provider.is_on:
            return self.tr("Switched off"), "muted"
        if rests := self._context.models.rests(provider.id):
            return self.tr("%n address(es) or key(s) rest", "", len(rests)), "warning"
        if name := provider.key_variable:
            if variables_set((name,)):
                return filled(self.tr("Key from {name}"), name=name), "good"
            return filled(self.tr("{name} is not set"), name=name), "warning"
        count = self._counts.get(provider.id, -1)
        if count == -1:
            return "", "muted"
        if count is None:
            return self.tr("Its key cannot be read"), "warning"
        if count:
            return self.tr("%n key(s)", "", count), "good"
        return (self.tr("No key needed"), "muted") if is_local else (self.tr("No key"), "warning")

    def _tell_order(self) -> None:
        ids = [self.list.item(row).data(ID) for row in range(self.list.count())]
        self.ordered.emit(ids)

    def _follow(self) -> None:
        has_any = bool(self.chosen)
        known = {each.id: each for each in self._context.settings.current.providers}
        chosen = known.get(self.chosen)
        is_on = chosen is None or chosen.is_on
        self.switch.setText(self.tr("Switch off") if is_on else self.tr("Switch on"))
        row = self.list.currentRow()
        for button in (self.edit, self.duplicate, self.switch, self.remove):
            button.setEnabled(has_any)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.list.count() - 1)
        self.list.setVisible(self.list.count() > 0)
        self._empty.setVisible(self.list.count() == 0)
        self._actions.setVisible(self.list.count() > 0)

    # How it is put together

    def _build(self) -> None:
        self._about.setText(
            self.tr(
                "Whoever answers besides the models of this machine. Keys are never in the "
                "settings."
            )
        )
        self._empty.setText(
            self.tr(
                "No provider yet. Add a service such as DeepSeek, Anthropic or OpenAI with a key "
                "of your own, or a server such as Ollama that runs on this machine."
            )
        )
        for label in (self._about, self._empty):
            label.setWordWrap(True)
            set_class(label, "muted")
        self._build_list()
        self._connect()
        head = QHBoxLayout()
        head.addWidget(self._about, 1)
        head.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        column = self._column
        column.setContentsMargins(0, 0, 2, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        self._actions = QWidget()
        row = Flow(self._actions)
        for button in (self.edit, self.duplicate, self.switch, self.up, self.down, self.remove):
            row.addWidget(button)
        column.addWidget(self._actions)
        column.addStretch(0)

    def _build_list(self) -> None:
        set_class(self.list, "framed")
        self.list.setAccessibleName(self.tr("Providers"))
        self.list.setMinimumHeight(3 * self._context.look.px("hit"))
        self.list.setToolTip(self.tr("Drag to order, or Alt and the arrow keys."))
        self.list.setItemDelegate(RowDelegate(self._context.look, self._context.icons, self.list))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setMouseTracking(True)
        self.list.installEventFilter(self)
        self.list.currentRowChanged.connect(lambda row: self._follow())
        self.list.itemDoubleClicked.connect(lambda item: self.edit_wanted.emit(item.data(ID)))
        moved = QTimer(self, singleShot=True, interval=0)
        moved.timeout.connect(self._tell_order)  # the list is not ready while it moves a row
        self.list.model().rowsMoved.connect(lambda *moves: moved.start())

    def _connect(self) -> None:
        set_class(self.add, "primary")
        set_class(self.remove, "danger")
        icons = self._context.icons
        self.add.setIcon(icons.icon("plus", "on_accent"))
        for button, icon, title, by in (
            (self.up, "chevron-up", self.tr("Move up"), -1),
            (self.down, "chevron-down", self.tr("Move down"), 1),
        ):
            button.setIcon(icons.icon(icon))
            button.setToolTip(title)
            button.setAccessibleName(title)
            button.clicked.connect(lambda _=False, by=by: self.move_chosen(by))
        self.add.clicked.connect(self.add_wanted)
        for button, signal in (
            (self.edit, self.edit_wanted),
            (self.duplicate, self.duplicate_wanted),
            (self.switch, self.switch_wanted),
            (self.remove, self.remove_wanted),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self.chosen))
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        for button in (self.add, self.edit, self.duplicate, self.switch, self.up, self.down):
            button.setAutoDefault(False)
        self.remove.setAutoDefault(False)
