"""Writes an agent into a file: as a card of Renao, as a character card, or as it came."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.core.agent import AgentCard, in_language
from app.core.errors import AppError, CardUnwritable
from app.core.worker import Worker
from app.storage.exports.character_card import card_json, card_png
from app.storage.exports.renao_card import shared_card
from app.storage.imports.character_card import V2, V3
from app.storage.imports.foreign import Belongings
from app.ui.avatar import avatar_pixmap
from app.ui.gallery_context import GalleryContext
from app.ui.portrait import png_of

PICTURE = 512
"""Pixels of a picture that is made for a character without one."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way to share: what the menu says, how the file's name ends, what is in it."""

    title: str
    suffix: str
    write: Callable[[AgentCard, Belongings, bytes], bytes]


class Sharing(QObject):
    """A menu of ways, then the question where to.

    Signals:
        shared: The file's path.
        failed: This sentence says why not.
    """

    shared = Signal(str)
    failed = Signal(str)

    def __init__(self, context: GalleryContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._with = context
        self._window = parent
        self._worker = Worker("sharing")

    def open_menu(self, card: AgentCard, at: QPoint) -> None:
        """Offer every way to share an agent."""
        self._with.scope.start("share menu", self._open_menu, card, at)

    def close(self) -> None:
        """Let the thread that writes end."""
        self._worker.close()

    async def _open_menu(self, card: AgentCard, at: QPoint) -> None:
        beside = Belongings()
        if card.is_own:
            try:
                beside = await self._with.cards.belongings(card.id)
            except AppError as error:
                self.failed.emit(self._with.panel.wording.error(error).text)
                return
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind in self._kinds(beside):
            menu.addAction(kind.title, partial(self._ask_where, card, beside, kind))
        menu.popup(at)

    def _kinds(self, beside: Belongings) -> list[_Kind]:
        kinds = [
            _Kind(self.tr("Card of Renao (TOML)"), ".toml", lambda c, b, p: shared_card(c, b)),
            _Kind(self.tr("Character card V3, picture"), ".png",
                  lambda c, b, p: card_png(c, b, V3, p)),
            _Kind(self.tr("Character card V2, picture"), ".png",
                  lambda c, b, p: card_png(c, b, V2, p)),
            _Kind(self.tr("Character card V3, JSON"), ".json", lambda c, b, p: card_json(c, b, V3)),
            _Kind(self.tr("Character card V2, JSON"), ".json", lambda c, b, p: card_json(c, b, V2)),
        ]  # fmt: skip
        if beside.original or beside.source:
            suffix = beside.suffix if beside.original else ".json"
            title = self.tr("As it was imported")
            kinds.append(_Kind(title, suffix, lambda c, b, p: b.original or b.source))
        return kinds

    def _ask_where(self, card: AgentCard, beside: Belongings, kind: _Kind) -> None:
        chooser = QFileDialog(self._window, self.tr("Share as a file"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(kind.suffix)
        name = in_language(card.name, self._with.panel.language)
        chooser.selectFile(f"{_as_file_name(name)}{kind.suffix}")
        chooser.fileSelected.connect(partial(self.share, card, beside, kind))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def share(self, card: AgentCard, beside: Belongings, kind: _Kind, path: str) -> None:
        """Write the file."""
        panel = self._with.panel
        drawn = avatar_pixmap(card, PICTURE, panel.look, panel.icons).toImage()
        picture = beside.portrait or png_of(drawn)
        self._with.scope.start("share", self._write, card, beside, kind, path, picture)

    async def _write(
        self, card: AgentCard, beside: Belongings, kind: _Kind, path: str, picture: bytes
    ) -> None:
        try:
            content = await self._worker.run(kind.write, card, beside, picture)
            await self._worker.run(Path(path).write_bytes, content)
        except OSError as error:
            said = CardUnwritable(error.strerror or str(error))
            self.failed.emit(self._with.panel.wording.error(said).text)
        except AppError as error:
            self.failed.emit(self._with.panel.wording.error(error).text)
        else:
            self.shared.emit(path)


def _as_file_name(name: str) -> str:
    """A name without what files cannot be called."""
    return "".join("-" if each in '<>:"/\\|?*' or each < " " else each for each in name).strip(". ")
