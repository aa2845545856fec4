"""Which provider to add: servers found here, every kind of the catalogue, any address."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import in_language
from app.core.provider_facts import ProviderKind
from app.engine.builtin import BUILTIN
from app.engine.filling import filled
from app.engine.local_servers import FoundServer
from app.storage.environment_keys import variables_set
from app.ui.provider_context import ProviderContext
from app.ui.provider_words import OTHER, about_kind
from app.ui.row_delegate import ABOUT, ICON, ID, IS_HEADING, RIGHT, RowDelegate
from app.ui.theme import set_class

_Pairs = list[tuple[ProviderKind, FoundServer | None]]
"""Kinds, each with the server that was found of it."""


class ProviderChooser(QWidget):
    """A search field above a list; Return takes the row, Esc goes back.

    Signals:
        chosen: This `ProviderKind` is to be added, at the address of the `FoundServer` or None.
        left: Back without one.
    """

    chosen = Signal(object, object)
    left = Signal()

    def __init__(self, context: ProviderContext) -> None:
        super().__init__()
        self._context = context
        self.back = QPushButton(self.tr("Back"))
        self.search = QLineEdit()
        self.list = QListWidget()
        self._empty = QLabel(
            self.tr("None is called that. Take the last one and enter its address.")
        )
        self._build()

    def begin(self) -> None:
        """Offer everything there is, and take the keyboard."""
        self.search.clear()
        self.refresh()
        self.search.setFocus()
        self._context.look_around()

    def refresh(self) -> None:
        """Show what fits the words of the search."""
        words = self.search.text().casefold().split()
        self.list.clear()
        kinds = self._context.catalogue.kinds
        found: _Pairs = [
            (kinds[each.kind], each) for each in self._context.found() if each.kind in kinds
        ]
        self._add_group(self.tr("Found on this machine"), found, words)
        known: _Pairs = [(kind, None) for kind in kinds.values() if kind.id not in (BUILTIN, OTHER)]
        far = [pair for pair in known if not pair[0].is_local]
        near = [pair for pair in known if pair[0].is_local]
        self._add_group(self.tr("Services"), far, words)
        self._add_group(self.tr("Servers on this machine"), near, words)
        other = kinds.get(OTHER)
        is_meant = other is not None and self._fits(other, words)
        self._empty.setVisible(self.list.count() == 0 and not is_meant)
        if OTHER in kinds:  # always there: whoever searched in vain needs it
            self._add(kinds[OTHER], None)
        self._step(0, 1)
        self.list.doItemsLayout()  # else the first press may meet the rows as they were

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the search has the keyboard."""
        if watched is self.search and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self._step(self.list.currentRow() + by, by)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _add_group(self, title: str, pairs: _Pairs, words: list[str]) -> None:
        fitting = [pair for pair in pairs if self._fits(pair[0], words)]
        if fitting:
            heading = QListWidgetItem(title)
            heading.setData(IS_HEADING, True)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(heading)
        for kind, found in fitting:
            self._add(kind, found)

    def _fits(self, kind: ProviderKind, words: list[str]) -> bool:
        text = " ".join([kind.id, *kind.name.values(), kind.address]).casefold()
        return all(word in text for word in words)

    def _add(self, kind: ProviderKind, found: FoundServer | None) -> None:
        language = self._context.language
        item = QListWidgetItem(in_language(kind.name, language))
        about = about_kind(kind, language)
        if found is not None:
            about = " · ".join([found.address, *found.models[:3]])
        item.setData(ID, (kind, found))
        item.setData(ABOUT, about)
        icon = "local" if kind.is_local else "globe" if kind.id == OTHER else "cloud"
        item.setData(ICON, (icon, "good" if found else "muted"))
        if names := variables_set(kind.key_variables):
            item.setData(RIGHT, (filled(self.tr("{name} is set"), name=names[0]), "good"))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, about)
        self.list.addItem(item)

    def _step(self, row: int, by: int) -> None:
        """Go to a row, past headings."""
        while 0 <= row < self.list.count():
            if not self.list.item(row).data(IS_HEADING):
                self.list.setCurrentRow(row)
                if row <= 1:
                    self.list.scrollToTop()
                return
            row += by

    def _take(self, item: QListWidgetItem | None = None) -> None:
        item = item or self.list.currentItem()
        chosen = item.data(ID) if item is not None else None
        if chosen is not None:
            self.chosen.emit(*chosen)

    def _build(self) -> None:
        set_class(self.back, "quiet")
        self.back.setAutoDefault(False)
        self.back.setIcon(self._context.icons.icon("chevron-left"))
        self.back.clicked.connect(self.left)
        self.search.setPlaceholderText(self.tr("Search: DeepSeek, Claude, Ollama…"))
        self.search.setAccessibleName(self.tr("Search providers"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.refresh)
        self.search.returnPressed.connect(self._take)
        self.search.installEventFilter(self)
        set_class(self.list, "framed")
        self.list.setAccessibleName(self.tr("Providers that can be added"))
        self.list.setItemDelegate(RowDelegate(self._context.look, self._context.icons, self.list))
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the search moves in it
        self.list.itemClicked.connect(self._take)
        self._empty.setWordWrap(True)
        set_class(self._empty, "muted")
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.search, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
