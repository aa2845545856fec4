"""Settings → Models: the models on this machine, loaded or not, and new ones."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.backends.part_file import Order
from app.core.bus import Bus
from app.core.errors import AppError, ModelFetchError, ModelUnreadable
from app.core.events import DownloadsChanged, ModelChanged
from app.core.settings import BUILTIN_FILE, LocalFile
from app.core.tasks import TaskScope
from app.engine.builtin import BuiltinState
from app.engine.filling import filled
from app.engine.local_facts import LocalFacts, free_memory
from app.engine.models import Models
from app.engine.sizes import in_bytes
from app.engine.wording import Wording
from app.ui.icons import Icons
from app.ui.models_page_download import DownloadForm, DownloadRow
from app.ui.models_page_questions import ask_to_break_off, ask_to_delete, ask_to_load
from app.ui.models_page_row import ModelRow
from app.ui.theme import Look, set_class

LOOK_EVERY = 2000
"""Milliseconds between two looks at the memory, while the page is seen."""


class ModelsPage(QWidget):
    """A card for each model on this machine; the downloads; a form for another one.

    What takes time runs in `scope`. Call `close_subscriptions` when it is done with.
    """

    def __init__(
        self,
        models: Models,
        wording: Wording,
        bus: Bus,
        scope: TaskScope,
        look: Look,
        icons: Icons,
    ) -> None:
        super().__init__()
        assert models.local is not None
        self._models = models
        self._local = models.local
        self._wording = wording
        self._scope = scope
        self._look = look
        self._icons = icons
        self._removed: LocalFile | None = None
        self.rows: dict[str, ModelRow] = {}
        self.downloads: dict[str, DownloadRow] = {}
        self.add = QPushButton(self.tr("Add file…"))
        self.download = QPushButton(self.tr("Download…"))
        self.form = DownloadForm()
        self.said = QLabel()
        self.undo = QPushButton(self.tr("Undo"))
        self._about = QLabel()
        self._buttons = QWidget()
        self._cards = QVBoxLayout()
        self._coming = QVBoxLayout()
        self._clock = QTimer(self, interval=LOOK_EVERY)
        self._build()
        self._subscriptions = [
            bus.subscribe(ModelChanged, self._hear_model),
            bus.subscribe(DownloadsChanged, self._hear_download),
        ]

    def refresh(self) -> None:
        """Show what is true now."""
        free = free_memory()
        self._about.setText(
            self.tr(
                "These models run on this computer: what you say to them stays here. "
                "{amount} of memory are free."
            ).format(amount=in_bytes(free))
        )
        self._refresh_rows(free)
        self._refresh_downloads()

    def close_subscriptions(self) -> None:
        """Hear nothing any more; twice is fine."""
        for each in self._subscriptions:
            each.close()

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()

    # What is shown

    def _hear_model(self, event: ModelChanged) -> None:
        if self.isVisible():
            self.refresh()

    def _hear_download(self, event: DownloadsChanged) -> None:
        if not self.isVisible():
            return
        self._refresh_downloads()
        if event.about not in self.downloads:
            self.refresh()

    def _refresh_rows(self, free: int) -> None:
        ids = (BUILTIN_FILE, *(each.id for each in self._local.files))
        for id in self.rows.keys() - set(ids):
            self.rows.pop(id).deleteLater()
        for place, id in enumerate(ids):
            if id not in self.rows:
                self.rows[id] = self._made_row(id)
                self._cards.insertWidget(place, self.rows[id])
            facts = self._local.facts(id)
            if facts is not None:
                self.rows[id].show_facts(facts, self._sentence(facts.problem, facts.title), free)
        self._show_fetching()

    def _show_fetching(self) -> None:
        if self._models.builtin_state is BuiltinState.FETCHING:
            done, total = self._models.fetch_progress or (0, 0)
            words = self.tr("Downloading: {done} of {total}")
            self.rows[BUILTIN_FILE].show_fetching(
                words.format(done=in_bytes(done), total=in_bytes(total))
            )

    def _refresh_downloads(self) -> None:
        known = {each.id: each for each in self._local.downloads.all}
        for id in self.downloads.keys() - known.keys():
            self.downloads.pop(id).deleteLater()
        for id, facts in known.items():
            if id not in self.downloads:
                self.downloads[id] = self._made_download(id)
                self._coming.addWidget(self.downloads[id])
            self.downloads[id].show_facts(facts, self._sentence(facts.problem))

    def _sentence(self, problem: AppError | None, who: str = "") -> str:
        return self._wording.error(problem, who).text if problem else ""

    def _say(self, sentence: str, kind: str = "muted", *, can_undo: bool = False) -> None:
        self.said.setText(sentence)
        set_class(self.said, kind)
        self.said.setVisible(bool(sentence))
        self.undo.setVisible(can_undo)

    # What the user wants

    def _load(self, id: str) -> None:
        facts = self._local.facts(id)
        if facts is None:
            return
        needed, free = facts.estimate(facts.file.context, facts.file.slots), free_memory()
        if needed > free:
            ask_to_load(self, facts, needed, free, partial(self._load_now, id))
        else:
            self._load_now(id)

    def _load_now(self, id: str) -> None:
        self._local.load(id)
        self.refresh()

    def _unload(self, id: str) -> None:
        self._unless_answering(id, self._local.unload)

    def _load_again(self, id: str) -> None:
        self._unless_answering(id, self._reload)

    def _unless_answering(self, id: str, work: Callable[[str], Awaitable[None]]) -> None:
        """Do what ends a model's process; ask first if answers would break off."""
        facts = self._local.facts(id)
        if facts is not None and facts.runs:
            ask_to_break_off(self, facts, partial(self._end, id, work))
        else:
            self._end(id, work)

    def _end(self, id: str, work: Callable[[str], Awaitable[None]], *_checked: object) -> None:
        self._scope.start(f"unload {id}", work, id)

    async def _reload(self, id: str) -> None:
        await self._local.unload(id)
        self._local.load(id)

    def _remove(self, id: str) -> None:
        facts = self._local.facts(id)
        if facts is None:
            return
        if facts.is_ours:
            delete, keep = partial(self._delete, id), partial(self._forget, facts)
            ask_to_delete(self, facts, delete, keep)
        else:
            self._forget(facts)

    def _forget(self, facts: LocalFacts) -> None:
        self._removed = facts.file
        self._scope.start("remove-model", self._local.remove, facts.file.id)
        words = self.tr("{name} is no longer in the list. Its file stays where it is.")
        self._say(filled(words, name=facts.title), can_undo=True)

    def _delete(self, id: str) -> None:
        async def delete() -> None:
            await self._local.remove(id, deletes_file=True)

        self._say("")
        self._scope.start("remove-model", delete)

    def _bring_back(self) -> None:
        if self._removed is not None:
            self._local.change(self._removed)
            self._removed = None
        self._say("")
        self.refresh()

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self.tr("Choose a model"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilter(self.tr("Models ({pattern})").format(pattern="*.gguf *.GGUF"))
        chooser.fileSelected.connect(self.take_file)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def take_file(self, path: str) -> None:
        """Put a file into the list, or say why not."""
        self._scope.start("add-model", self._add, Path(path))

    async def _add(self, path: Path) -> None:
        try:
            file = await self._local.add(path)
        except ModelUnreadable as error:
            self._say(self._sentence(error), "danger")
            return
        words = self.tr("{name} can be chosen in every tile.")
        self._say(filled(words, name=self._local.title(file.id)), "good")
        self.refresh()

    def _begin_download(self) -> None:
        self._buttons.hide()
        self.form.begin()
        QTimer.singleShot(0, self, self._scroll_to_form)

    def _scroll_to_form(self) -> None:
        """The form has its place only after the page was laid out anew."""
        part: QWidget | None = self
        while part is not None and not isinstance(part, QScrollArea):
            part = part.parentWidget()
        if part is not None:
            part.ensureWidgetVisible(self.form)

    def _leave_form(self) -> None:
        self.form.hide()
        self._buttons.show()
        self.download.setFocus()

    def _order(self, order: Order) -> None:
        self._scope.start("order-model", self._download, order)

    async def _download(self, order: Order) -> None:
        try:
            await self._local.downloads.add(order)
        except ModelFetchError as error:
            self.form.say(self._sentence(error))
            return
        self._leave_form()
        self._refresh_downloads()

    # How it is put together

    def _made_row(self, id: str) -> ModelRow:
        row = ModelRow(self._look, self._icons)
        row.load_wanted.connect(partial(self._load, id))
        row.unload_wanted.connect(partial(self._unload, id))
        row.again_wanted.connect(partial(self._load_again, id))
        row.remove_wanted.connect(partial(self._remove, id))
        row.fetch_wanted.connect(self._models.fetch_builtin)
        row.changed.connect(self._local.change)
        return row

    def _made_download(self, id: str) -> DownloadRow:
        row, downloads = DownloadRow(), self._local.downloads
        row.pause_wanted.connect(partial(downloads.pause, id))
        row.resume_wanted.connect(partial(downloads.resume, id))
        row.cancel_wanted.connect(partial(self._scope.start, f"cancel {id}", downloads.cancel, id))
        return row

    def _line(self) -> QFrame:
        line = QFrame()
        set_class(line, "line")
        return line

    def _build(self) -> None:
        self._about.setWordWrap(True)
        set_class(self._about, "muted")
        self.said.setWordWrap(True)
        self.add.clicked.connect(self._choose_file)
        self.download.clicked.connect(self._begin_download)
        self.undo.clicked.connect(self._bring_back)
        self.form.ordered.connect(self._order)
        self.form.left.connect(self._leave_form)
        self._clock.timeout.connect(self.refresh)
        for part in (self.form, self.said, self.undo):
            part.hide()
        for layout in (self._cards, self._coming):
            layout.setSpacing(8)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        for button in (self.add, self.download):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.undo.setAutoDefault(False)
        said = QHBoxLayout()
        said.addWidget(self.said, 1)
        said.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self._about)
        column.addLayout(self._cards)
        column.addLayout(self._coming)
        column.addWidget(self.form)
        column.addLayout(said)
        column.addWidget(self._buttons)
        column.addWidget(self._line())
