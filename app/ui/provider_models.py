"""Which models of a provider are offered: its list, a search, stars, and corrections by hand."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.backend import Ability, ModelFacts
from app.core.settings import Provider
from app.ui.flow import Flow
from app.ui.icons import Icons
from app.ui.provider_model_list import ModelLine, ProviderModelList, ability_titles
from app.ui.row_delegate import IS_CHECKED, IS_STARRED, RowDelegate
from app.ui.setting_editor import Number
from app.ui.theme import Look, set_class

ROWS = 7
"""Models seen at once; more scroll."""

SEARCH_FROM = 9
"""From how many models on a search is worth its place."""


class ProviderModelsEditor(QWidget):
    """A list with a box and a star for each model, and below it the one that is selected.

    Signals:
        fetch_wanted: The server shall be asked for its models.
    """

    fetch_wanted = Signal()

    def __init__(self, look: Look, icons: Icons) -> None:
        super().__init__()
        self.rows = ProviderModelList()
        self.list = QListView()
        self.search = QLineEdit()
        self.name = QLineEdit()
        self.add = QPushButton(self.tr("Add"))
        self.fetch = QPushButton(self.tr("Fetch list"))
        self.all = QPushButton(self.tr("Offer all"))
        self.none = QPushButton(self.tr("Offer none"))
        self.count = QLabel()
        self.said = QLabel()
        self.detail = _Detail()
        self._look = look
        self._build(icons)

    def show_provider(self, provider: Provider | None) -> None:
        """Begin with the models of `provider`."""
        self.search.clear()
        self.name.clear()
        self.say("")
        self.rows.show_provider(provider)
        self._fit()

    def take_listed(self, facts: tuple[ModelFacts, ...]) -> None:
        """Show what the server lists; few models are offered at once."""
        is_first = not self.rows.lines
        self.rows.take_listed(facts)
        if is_first and len(facts) <= ROWS:
            self.rows.offer_shown(True)
        self._fit()

    def say(self, words: str, kind: str = "muted") -> None:
        """Say how the list came."""
        self.said.setText(words)
        set_class(self.said, "small", kind)
        self.said.setVisible(bool(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self.list:
            return self._on_key(event)
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.name and is_return:
            self._add()
        return watched is self.name and is_return

    def _on_key(self, event: QKeyEvent) -> bool:
        roles = {Qt.Key.Key_Space: IS_CHECKED, Qt.Key.Key_Asterisk: IS_STARRED}
        role = roles.get(Qt.Key(event.key()))
        index = self.list.currentIndex()
        if role is None or not index.isValid():
            return False
        self.rows.setData(index, not index.data(role), role)
        return True

    def _add(self) -> None:
        if name := self.name.text().strip():
            self.search.clear()
            self.rows.add(name)
            self.name.clear()
            self._fit()

    def _fit(self) -> None:
        """As high as its rows; what is for many models is not there for few."""
        lines = self.rows.lines
        shown = min(max(self.rows.rowCount(), 2 if lines else 0), ROWS)
        self.list.setVisible(bool(lines))
        self.list.setFixedHeight(shown * self._look.px("hit") + 12)
        is_many = len(lines) >= SEARCH_FROM
        self.search.setVisible(is_many)
        for button in (self.all, self.none):
            button.setVisible(is_many)
        self._count()
        self._show_detail(self.list.currentIndex())

    def _count(self) -> None:
        offered, all = len(self.rows.offered), len(self.rows.lines)
        words = self.tr("{offered} of {all} offered").format(offered=offered, all=all)
        self.count.setText(words if all else self.tr("No models yet: fetch the list."))

    def _show_detail(self, index: QModelIndex) -> None:
        line = self.rows.line(index.row()) if index.isValid() else None
        self.detail.setVisible(line is not None)
        if line is not None:
            self.detail.show_line(line)

    def _keep_detail(self) -> None:
        self.rows.tell(self.list.currentIndex().row())

    def _build(self, icons: Icons) -> None:
        set_class(self.list, "framed")
        set_class(self.count, "small", "muted")
        for button in (self.all, self.none):
            set_class(button, "link")
        for button in (self.add, self.fetch, self.all, self.none):
            button.setAutoDefault(False)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowDelegate(self._look, icons, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setToolTip(self.tr("Space offers a model, * makes it a favourite."))
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._show_detail)
        self.rows.dataChanged.connect(self._count)
        self.search.setPlaceholderText(self.tr("Search models"))
        self.search.setAccessibleName(self.tr("Search models"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.rows.search)
        self.name.setPlaceholderText(self.tr("Name of a model that the list does not have"))
        self.name.setAccessibleName(self.tr("Name of a model"))
        self.name.installEventFilter(self)
        self.add.clicked.connect(self._add)
        self.fetch.clicked.connect(self.fetch_wanted)
        self.all.clicked.connect(lambda: self.rows.offer_shown(True))
        self.none.clicked.connect(lambda: self.rows.offer_shown(False))
        self.detail.changed.connect(self._keep_detail)
        self.said.setWordWrap(True)
        self._lay_out()
        self._fit()

    def _lay_out(self) -> None:
        head = Flow(gap=12)
        for part in (self.fetch, self.count, self.all, self.none):
            head.addWidget(part)
        foot = QHBoxLayout()
        foot.addWidget(self.name, 1)
        foot.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        for row in (self.said, self.search, self.list, self.detail):
            column.addWidget(row)
        column.addLayout(foot)
        column.addStretch(1)  # else what is left over opens a hole below the head


class _Detail(QFrame):
    """What the user says of one model where its server says nothing or something wrong.

    Signals:
        changed: The line is another now.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = QLabel()
        self.context = Number()
        self.believe = QCheckBox(self.tr("As the server says"))
        self.abilities = {name: QCheckBox(title) for name, title in ability_titles().items()}
        self._line: ModelLine | None = None
        self._build()
        self.hide()

    def show_line(self, line: ModelLine) -> None:
        """Show another model."""
        self._line = None
        self.title.setText(line.id)
        self.context.setSpecialValueText(
            self.tr("{tokens}, says the server").format(tokens=f"{line.context:,}")
            if line.context
            else self.tr("unknown")
        )
        self.context.setValue(line.own_context)
        self.believe.setChecked(line.own_abilities is None)
        for name, box in self.abilities.items():
            box.setChecked(name in line.shown_abilities)
            box.setEnabled(line.own_abilities is not None)
        self._line = line

    def _change(self) -> None:
        line = self._line
        if line is None:
            return
        line.own_context = self.context.value()
        if self.believe.isChecked():
            line.own_abilities = None
        else:
            chosen = (name for name, box in self.abilities.items() if box.isChecked())
            line.own_abilities = tuple(Ability(name).value for name in chosen)
        self.show_line(line)
        self.changed.emit()

    def _build(self) -> None:
        set_class(self, "card")
        set_class(self.title, "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.context.setRange(0, 100_000_000)
        self.context.setSingleStep(1024)
        self.context.setAccessibleName(self.tr("Context in tokens"))
        self.context.valueChanged.connect(self._change)
        self.believe.toggled.connect(self._change)
        for box in self.abilities.values():
            box.toggled.connect(self._change)
        context = Flow(gap=10)
        context.addWidget(QLabel(self.tr("Context in tokens")))
        context.addWidget(self.context)
        abilities = Flow(gap=10)
        for box in self.abilities.values():
            abilities.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addLayout(context)
        column.addWidget(self.believe)
        column.addLayout(abilities)
