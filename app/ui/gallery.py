"""All agents: to look at, to choose for the rail, to make, change, share and import."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import AgentCard, in_language
from app.core.events import AgentsChanged
from app.storage.imports.foreign import Foreign
from app.ui.gallery_context import GalleryContext
from app.ui.gallery_deeds import Deeds
from app.ui.gallery_grid import Entry, GalleryGrid
from app.ui.gallery_import import MANY, Importing
from app.ui.gallery_preview import GalleryPreview
from app.ui.gallery_share import Sharing
from app.ui.main_window import within
from app.ui.theme import set_class

KINDS = ("all", "ours", "yours", "imported")


class Gallery(QDialog):
    """A grid of cards at the left, the chosen one at the right. Drop files on it to import.

    Signals:
        agent_wanted: Open this agent's tile (agent id).
    """

    agent_wanted = Signal(str)

    def __init__(self, context: GalleryContext, folder: Path, parent: QWidget) -> None:
        """`folder` has the user's own cards."""
        super().__init__(parent)
        self._with = context
        self._folder = folder
        self._kind = "all"
        self._removed = ""
        panel = context.panel
        self.search = QLineEdit()
        self.kinds = {name: QPushButton(words) for name, words in self._titles().items()}
        self.make = QPushButton(panel.icons.icon("plus"), self.tr("New agent"))
        self.import_button = QPushButton(panel.icons.icon("download"), self.tr("Import…"))
        self.grid = GalleryGrid(panel.look, panel.icons)
        self.preview = GalleryPreview(panel.look, panel.icons, panel.language)
        self.said = QLabel()
        self.undo = QPushButton(self.tr("Undo"))
        self._empty = QLabel()
        self.importing = Importing(context, self)
        self.sharing = Sharing(context, self)
        self.deeds = Deeds(context, self)
        self._build()
        self._connect()
        self._subscription = panel.bus.subscribe(AgentsChanged, self._hear)

    def show_all(self, agent_id: str = "") -> None:
        """Open with the agents there are, ready to search; one of them is chosen."""
        self._say("")
        if agent_id:
            self.search.clear()
            self._show_kind("all")
        self.refresh(agent_id)
        self.open()
        self.raise_()
        self.search.setFocus()
        self.search.selectAll()

    def refresh(self, key: str = "") -> None:
        """Show what is true now; `key` (an agent's id) is chosen."""
        waiting = self.importing.waiting
        entries = self._of_import(waiting) if waiting else self._of_cards()
        self.grid.show_entries(entries, key)
        self._empty.setVisible(not entries)
        self._empty.setText(self._why_empty())
        self.grid.setVisible(bool(entries))
        for button in (*self.kinds.values(), self.make, self.import_button):
            button.setEnabled(not waiting)

    def close_subscriptions(self) -> None:
        """Hear nothing any more; twice is fine."""
        self._subscription.close()
        self.importing.close()
        self.sharing.close()

    def reject(self) -> None:
        """Esc: leave an import first, then the search, then the gallery."""
        if self.importing.waiting:
            self._leave_import()
        elif self.search.text():
            self.search.clear()
            self.search.setFocus()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.search.hasFocus() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
            self.grid.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.importing.read([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    # What is shown

    def _hear(self, event: AgentsChanged) -> None:
        if self.isVisible():
            self.refresh()

    def _of_cards(self) -> list[Entry]:
        cards = [card for card in self._with.cards.all if self._fits(card)]
        return [self._entry(card.id, card) for card in cards if self._is_found(card)]

    def _of_import(self, waiting: Sequence[Foreign]) -> list[Entry]:
        cards = [(str(place), each.card) for place, each in enumerate(waiting)]
        return [self._entry(key, card) for key, card in cards if self._is_found(card)]

    def _entry(self, key: str, card: AgentCard) -> Entry:
        language = self._with.panel.language
        name, summary = in_language(card.name, language), in_language(card.summary, language)
        is_hidden = bool(card.id) and self._with.cards.is_hidden(card.id)
        return Entry(key, card, name, summary, self.tr("hidden") if is_hidden else "")

    def _fits(self, card: AgentCard) -> bool:
        is_imported = bool(card.origin)
        is_ours = not card.is_own or self._with.cards.is_changed(card.id)
        return {
            "all": True,
            "ours": is_ours,
            "yours": card.is_own and not is_imported,
            "imported": is_imported,
        }[self._kind]

    def _is_found(self, card: AgentCard) -> bool:
        said = (*card.name.values(), *card.summary.values(), card.id)
        text = "\n".join(said).casefold()
        return all(word in text for word in self.search.text().casefold().split())

    def _why_empty(self) -> str:
        if self.search.text():
            return self.tr("No agent is called that.")
        if self._kind == "imported":
            return self.tr(
                "Nothing imported yet. Drop a character card or an assistant's file here."
            )
        return self.tr("You have made no agent of your own yet.")

    def _show_chosen(self, entry: Entry | None) -> None:
        self.preview.setVisible(entry is not None)
        if entry is None:
            return
        waiting, cards = self.importing.waiting, self._with.cards
        if waiting:
            foreign = waiting[int(entry.key)]
            self.preview.show_import(foreign.card, foreign.remarks, len(waiting))
        else:
            is_changed = cards.is_changed(entry.key)
            is_on_rail = not cards.is_hidden(entry.key)
            self.preview.show_card(entry.card, is_changed=is_changed, is_on_rail=is_on_rail)

    def _show_kind(self, kind: str) -> None:
        self._kind = kind
        self.kinds[kind].setChecked(True)
        self.refresh()

    def _say(self, sentence: str, kind: str = "muted", removed: str = "") -> None:
        """Say what came of it; `removed` can be put back."""
        self.said.setText(sentence)
        set_class(self.said, kind)
        self._removed = removed
        self.undo.setVisible(bool(removed))
        if removed:
            self.undo.setFocus()

    # What the user wants

    def _open_chosen(self) -> None:
        entry = self.grid.current
        if entry is None:
            return
        if self.importing.waiting:
            self._add_chosen()
        else:
            self.accept()
            self.agent_wanted.emit(entry.key)

    def _make_new(self) -> None:
        empty = {"en": ""}
        self._edit(AgentCard("", empty, empty, empty, {"en": ()}, "★", 210, is_own=True))

    def _edit_chosen(self) -> None:
        if (entry := self.grid.current) is not None and not self.importing.waiting:
            self._edit(entry.card)

    def _edit(self, card: AgentCard) -> None:
        from app.ui.card_form import CardForm

        form = CardForm(card, self._with, self)
        form.saved.connect(self.deeds.save)
        form.finished.connect(form.deleteLater)
        form.open()

    def _duplicate(self) -> None:
        if (entry := self.grid.current) is not None:
            self.deeds.duplicate(entry.card)

    def _delete(self) -> None:
        entry = self.grid.current
        if entry is not None and entry.card.is_own and not self.importing.waiting:
            self.deeds.remove(entry.card)

    def _put_back(self) -> None:
        self.deeds.put_back(self._removed)
        self._say("")
        self.grid.setFocus()

    def _show_on_rail(self, is_shown: bool) -> None:
        if (entry := self.grid.current) is not None:
            self.deeds.show_on_rail(entry.key, is_shown)

    def _share(self) -> None:
        if (entry := self.grid.current) is not None:
            button = self.preview.buttons["share"]
            self.sharing.open_menu(entry.card, button.mapToGlobal(button.rect().bottomLeft()))

    def _say_shared(self, path: str) -> None:
        self._say(self.tr("Written to {path}.").format(path=path), "good")

    def _add_chosen(self) -> None:
        if (entry := self.grid.current) is not None:
            self.importing.add([self.importing.waiting[int(entry.key)]])

    def _show_found(self) -> None:
        self.search.clear()
        count = len(self.importing.waiting)
        self._say(self.tr("%n agent(s) found. Nothing is added yet.", "", count))
        self.refresh("0")
        self.grid.setFocus()

    def _show_added(self, cards: list[AgentCard]) -> None:
        count = len(cards)
        words = self.tr("%n agent(s) added to the rail.", "", count)
        if count > MANY:
            words = self.tr("%n agent(s) added. Choose those that go on the rail.", "", count)
        self._say(words, "good")
        if not self.importing.waiting:
            self._kind = "all"
            self.kinds["all"].setChecked(True)
        self.refresh("" if self.importing.waiting else cards[0].id)

    def _leave_import(self) -> None:
        self.importing.forget()
        self._say("")
        self.refresh()
        self.search.setFocus()

    # How it is put together

    def _titles(self) -> dict[str, str]:
        return {
            "all": self.tr("All"),
            "ours": self.tr("Ours"),
            "yours": self.tr("Yours"),
            "imported": self.tr("Imported"),
        }

    def _connect(self) -> None:
        preview, importing, deeds = self.preview, self.importing, self.deeds
        self.search.textChanged.connect(lambda _text: self.refresh())
        self._with.panel.look.changed.connect(self._fit)
        for name, button in self.kinds.items():
            button.clicked.connect(partial(self._show_kind, name))
        self.make.clicked.connect(self._make_new)
        self.import_button.clicked.connect(importing.choose)
        self.undo.clicked.connect(self._put_back)
        self.grid.chosen.connect(self._show_chosen)
        self.grid.opened.connect(self._open_chosen)
        self.grid.delete_wanted.connect(self._delete)
        preview.open_wanted.connect(self._open_chosen)
        preview.edit_wanted.connect(self._edit_chosen)
        preview.duplicate_wanted.connect(self._duplicate)
        preview.share_wanted.connect(self._share)
        preview.delete_wanted.connect(self._delete)
        preview.rail_wanted.connect(self._show_on_rail)
        preview.add_wanted.connect(self._add_chosen)
        preview.add_all_wanted.connect(lambda: importing.add(importing.waiting))
        preview.leave_wanted.connect(self._leave_import)
        importing.began.connect(lambda: self._say(self.tr("Reading…")))
        importing.found.connect(self._show_found)
        importing.added.connect(self._show_added)
        importing.failed.connect(lambda words: self._say(words, "danger"))
        self.sharing.shared.connect(self._say_shared)
        self.sharing.failed.connect(lambda words: self._say(words, "danger"))
        deeds.said.connect(self._say)
        deeds.kept.connect(self.refresh)

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Agents"))
        self.setAcceptDrops(True)
        scale = max(100, self._with.panel.look.scale)
        self.resize(within(self.screen().availableSize(), QSize(1040, 680) * scale / 100))
        self.setMinimumSize(640, 420)
        self.search.setPlaceholderText(self.tr("Search agents"))
        self.search.setAccessibleName(self.tr("Search agents"))
        self.search.setClearButtonEnabled(True)
        self.search.setAcceptDrops(False)  # a file that is dropped here is meant for the gallery
        self.grid.setAccessibleName(self.tr("Agents"))
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_class(self._empty, "muted")
        for button in (self.make, self.import_button, self.undo):
            button.setAutoDefault(False)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(self._head())
        left.addWidget(self.grid, 1)
        left.addWidget(self._empty, 1)
        left.addLayout(self._foot())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 14, 14, 14)
        row.setSpacing(14)
        row.addLayout(left, 1)
        row.addWidget(self.preview)
        self._fit()

    def _fit(self) -> None:
        """Take the sizes of the look in force."""
        look = self._with.panel.look
        self.preview.setFixedWidth(340 * max(100, look.scale) // 100)
        side = QSize(look.px("icon"), look.px("icon"))
        for button in (self.make, self.import_button, *self.preview.buttons.values()):
            button.setIconSize(side)

    def _head(self) -> QVBoxLayout:
        frame = QFrame()
        set_class(frame, "segments")
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.setSpacing(2)
        group = QButtonGroup(self)
        for button in self.kinds.values():
            button.setCheckable(True)
            button.setAutoDefault(False)
            set_class(button, "segment")
            group.addButton(button)
            inside.addWidget(button)
        self.kinds["all"].setChecked(True)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.search, 1)
        first.addWidget(self.import_button)
        first.addWidget(self.make)
        second.addWidget(frame)
        second.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)
        return column

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.folder_button = QPushButton(self.tr("Show the folder"))
        set_class(self.folder_button, "link")
        self.folder_button.setAutoDefault(False)
        where = QUrl.fromLocalFile(str(self._folder))
        self.folder_button.clicked.connect(lambda: QDesktopServices.openUrl(where))
        row.addWidget(self.said, 1)
        row.addWidget(self.undo)
        row.addWidget(self.folder_button)
        return row
