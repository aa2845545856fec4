"""Takes over agents from files: reads them beside the window, keeps those that are wanted."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.errors import AppError
from app.core.worker import Worker
from app.storage.imports.foreign import Foreign
from app.storage.imports.read import PATTERNS, read_agents
from app.ui.gallery_context import GalleryContext
from app.ui.portrait import portrait_png

MANY = 12
"""So many agents at once do not go onto the rail by themselves."""


class Importing(QObject):
    """What was read and waits for the user's yes.

    Signals:
        began: A file is being read.
        found: Agents were read; `waiting` has them.
        failed: This sentence says why not.
        added: These cards are kept now.
    """

    began = Signal()
    found = Signal()
    failed = Signal(str)
    added = Signal(list)

    def __init__(self, context: GalleryContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.waiting: list[Foreign] = []
        self._with = context
        self._window = parent
        self._worker = Worker("imports")
        self._is_closed = False
        self._pictures = QTemporaryDir()
        """Where portraits lie until their agents are wanted or not."""

    def choose(self) -> None:
        """Ask for files."""
        chooser = QFileDialog(self._window, self.tr("Import agents"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        agents = self.tr("Agents ({pattern})").format(pattern=PATTERNS)
        chooser.setNameFilters([agents, self.tr("All files ({pattern})").format(pattern="*")])
        chooser.filesSelected.connect(lambda names: self.read([Path(each) for each in names]))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def read(self, files: Sequence[Path]) -> None:
        """Read files; `found` or `failed` comes later."""
        self.began.emit()
        self._with.scope.start("read agents", self._read, list(files))

    def add(self, wanted: Sequence[Foreign]) -> None:
        """Keep these; `added` or `failed` comes later."""
        self._with.scope.start("add agents", self._add, list(wanted))

    def forget(self) -> None:
        """Let go of what waits."""
        self._with.scope.cancel("read agents")
        self.waiting = []

    def close(self) -> None:
        """Let the thread that reads end; agents that are being kept still are, untold."""
        self._is_closed = True
        self._with.scope.cancel("read agents")
        self._worker.close()

    async def _read(self, files: list[Path]) -> None:
        folder = Path(self._pictures.path())
        try:
            self.waiting = await self._worker.run(_read_with_portraits, files, folder)
        except AppError as error:
            self.waiting = []
            self._tell_failed(error)
            return
        self.found.emit()

    def _tell_failed(self, error: AppError) -> None:
        if not self._is_closed:
            self.failed.emit(self._with.panel.wording.error(error).text)

    async def _add(self, wanted: list[Foreign]) -> None:
        kept = [(each.card, each.belongings) for each in wanted]
        try:
            cards = await self._with.cards.save_all(kept, is_on_rail=len(kept) <= MANY)
        except AppError as error:
            self._tell_failed(error)
            return
        if self._is_closed:
            return
        QPixmapCache.clear()  # a portrait of the same name may have been another
        self.waiting = [each for each in self.waiting if each not in wanted]
        self.added.emit(cards)


def _read_with_portraits(files: list[Path], folder: Path) -> list[Foreign]:
    """The agents in these files, each with its portrait and a file to show it from."""
    return [_with_portrait(each, folder) for each in read_agents(files)]


def _with_portrait(foreign: Foreign, folder: Path) -> Foreign:
    portrait = portrait_png(foreign.picture)
    if not portrait:
        return foreign
    file = folder / f"{sha256(portrait).hexdigest()}.png"
    file.write_bytes(portrait)
    card = replace(foreign.card, picture=str(file))
    return replace(foreign, card=card, belongings=replace(foreign.belongings, portrait=portrait))
