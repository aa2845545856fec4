"""What the gallery does with cards: it saves, copies, removes and brings back."""

from collections.abc import Awaitable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.core.agent import AgentCard, in_language
from app.core.errors import AppError
from app.ui.gallery_context import GalleryContext

T = TypeVar("T")


class Deeds(QObject):
    """Each method begins something that takes a moment of the disk's time.

    Signals:
        said: A sentence, its kind (`good`, `muted`, `danger`), and what can be put back.
        kept: The id of the card that was saved or made.
    """

    said = Signal(str, str, str)
    kept = Signal(str)

    def __init__(self, context: GalleryContext, parent: QObject) -> None:
        super().__init__(parent)
        self._with = context

    def save(self, card: AgentCard) -> None:
        """Keep a card as it was edited, or a new one."""
        self._with.scope.start("save card", self._save, card, self.tr("{name} is saved."))

    def duplicate(self, card: AgentCard) -> None:
        """Make another agent like this one, with all that lies beside it."""
        self._with.scope.start("duplicate card", self._duplicate, card)

    def remove(self, card: AgentCard) -> None:
        """Take one of the user's own cards away."""
        self._with.scope.start("remove card", self._remove, card)

    def put_back(self, removed: str) -> None:
        """Bring back what was removed."""
        self._with.scope.start("put back", self._put_back, removed)

    def show_on_rail(self, id: str, is_shown: bool) -> None:
        """Show an agent on the rail, or not."""
        self._with.scope.start("rail", self._show_on_rail, id, is_shown)

    async def _save(self, card: AgentCard, words: str) -> None:
        kept = await self._tried(self._with.cards.save(card))
        if kept is not None:
            self._tell(kept, words)

    async def _duplicate(self, card: AgentCard) -> None:
        beside = await self._tried(self._with.cards.belongings(card.id)) if card.is_own else None
        if card.is_own and beside is None:
            return
        pattern = self.tr("{name} (copy)")
        names = {each: pattern.format(name=text) for each, text in card.name.items()}
        copy = replace(card, id="", name=names, picture="")
        kept = await self._tried(self._with.cards.save(copy, beside))
        if kept is not None:
            self._tell(kept, self.tr("{name} was made."))

    async def _remove(self, card: AgentCard) -> None:
        removed = await self._tried(self._with.cards.remove(card.id))
        if removed is not None:
            words = self.tr("{name} was removed. Its conversations are kept.")
            if card.id in self._with.cards:
                words = self.tr("{name} is again as it comes with Renao.")
            self.said.emit(words.format(name=self._name(card)), "muted", removed)

    async def _put_back(self, removed: str) -> None:
        await self._tried(self._with.cards.put_back(removed))

    async def _show_on_rail(self, id: str, is_shown: bool) -> None:
        await self._tried(self._with.cards.show_on_rail(id, is_shown))

    async def _tried(self, work: Awaitable[T]) -> T | None:
        """What `work` hands back; None, and said, when it failed."""
        try:
            return await work
        except AppError as error:
            self.said.emit(self._with.panel.wording.error(error).text, "danger", "")
            return None

    def _tell(self, kept: AgentCard, words: str) -> None:
        self.said.emit(words.format(name=self._name(kept)), "good", "")
        self.kept.emit(kept.id)

    def _name(self, card: AgentCard) -> str:
        return in_language(card.name, self._with.panel.language)
