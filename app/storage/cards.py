"""The agents' cards: one TOML file each, ours and the user's own."""

import logging
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.agent import AgentCard
from app.core.bus import Bus
from app.core.errors import CardError
from app.core.events import AgentsChanged
from app.core.worker import Worker
from app.storage.card_file import card_from
from app.storage.card_place import hidden_in, portrait_of

if TYPE_CHECKING:
    from app.storage.card_folder import CardFolder
    from app.storage.imports.foreign import Belongings

log = logging.getLogger(__name__)

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_NO_ID = re.compile(r"[^a-z0-9]+")

MOST_OF_NAME = 40
"""Characters of a name that its id is made of."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")
"""Names that no file can have on Windows."""


class Cards(Mapping[str, AgentCard]):
    """Every agent's card by id, in the order of the rail; the user's win over ours.

    A card that cannot be read is a `CardError` in `problems`; when the user's own is
    broken, ours of the same id stands. Every change publishes `AgentsChanged`.
    """

    def __init__(self, shipped: Path, own: Path, bus: Bus | None = None) -> None:
        """`shipped` and `own` are folders of `ID.toml` files; `own` need not be there."""
        self.problems: list[CardError] = []
        self._own = own
        self._bus = bus
        self._worker = Worker("cards")
        self._shipped = {card.id: card for card in self._read(shipped, is_own=False)}
        self._cards = dict(self._shipped)
        self._cards.update({card.id: card for card in self._read(own, is_own=True)})
        self._hidden = hidden_in(own)
        self._sort()

    @property
    def all(self) -> tuple[AgentCard, ...]:
        """The cards in the order of the rail, also those that it does not show."""
        return tuple(self._cards.values())

    @property
    def on_rail(self) -> tuple[AgentCard, ...]:
        """The cards that the rail shows."""
        return tuple(card for card in self._cards.values() if card.id not in self._hidden)

    def is_hidden(self, id: str) -> bool:
        """Whether the user does not want an agent on the rail."""
        return id in self._hidden

    def is_changed(self, id: str) -> bool:
        """Whether a card of the user's stands for one of ours."""
        return id in self._shipped and self._cards[id].is_own

    async def save(self, card: AgentCard, belongings: "Belongings | None" = None) -> AgentCard:
        """Keep a card in the user's folder, a new one under a new id; the card as it is kept.

        What lies beside it stays unless `belongings` are given.

        Raises:
            CardUnwritable: It was not kept; nothing is changed.
        """
        return (await self.save_all([(card, belongings)]))[0]

    async def save_all(
        self, wanted: Iterable[tuple[AgentCard, "Belongings | None"]], *, is_on_rail: bool = True
    ) -> list[AgentCard]:
        """As `save`, for several at once; those before one that fails are kept.

        The rail shows them all, unless it shall not.

        Raises:
            CardUnwritable: One of them was not kept.
        """
        kept: list[AgentCard] = []
        try:
            for card, belongings in wanted:
                named = replace(card, id=card.id or self._free_id(card.name["en"]))
                await self._worker.run(self._folder().save, named, belongings)
                kept.append(self._taken(named))
            if not is_on_rail:
                hidden = self._hidden | {card.id for card in kept}
                await self._worker.run(self._folder().hide, hidden)
                self._hidden = hidden
        finally:
            if kept:
                self._change()
        return kept

    async def remove(self, id: str) -> str:
        """Take an own card away; ours of the same id comes back. A name for `put_back`.

        Raises:
            CardUnwritable: It is still there.
        """
        name = await self._worker.run(self._folder().remove, id)
        del self._cards[id]
        if id in self._shipped:
            self._cards[id] = self._shipped[id]
        log.info("removed the agent %s", id)
        self._change()
        return name

    async def put_back(self, name: str) -> None:
        """Bring back what `remove` took away.

        Raises:
            CardError: It is not there any more, or cannot be read.
        """
        await self._worker.run(self._folder().put_back, name)
        file = self._own / f"{name.partition('-')[2]}.toml"
        self._taken(await self._worker.run(read_card, file, is_own=True))
        self._change()

    async def show_on_rail(self, id: str, is_shown: bool) -> None:
        """Show an agent on the rail, or not any more; its conversations stay.

        Raises:
            CardUnwritable: It stays as it was.
        """
        hidden = self._hidden - {id} if is_shown else self._hidden | {id}
        await self._worker.run(self._folder().hide, hidden)
        self._hidden = hidden
        self._change()

    async def belongings(self, id: str) -> "Belongings":
        """What lies beside a card: its foreign source, its portrait.

        Raises:
            CardUnwritable: It cannot be read.
        """
        return await self._worker.run(self._folder().belongings, id)

    def close(self) -> None:
        """Let the thread that writes end."""
        self._worker.close()

    def __getitem__(self, id: str) -> AgentCard:
        return self._cards[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)

    def _read(self, folder: Path, *, is_own: bool) -> Iterator[AgentCard]:
        for file in sorted(folder.glob("*.toml")):
            try:
                yield read_card(file, is_own=is_own)
            except CardError as error:
                self.problems.append(error)
                log.info("card left out: %s", error)

    def _taken(self, card: AgentCard) -> AgentCard:
        """The card as it is now in the folder."""
        picture = portrait_of(self._own, card.id)
        kept = replace(card, is_own=True, picture=picture)
        self._cards[card.id] = kept
        log.info("kept the agent %s", card.id)
        return kept

    def _change(self) -> None:
        self._sort()
        if self._bus is not None:
            self._bus.publish(AgentsChanged())

    def _sort(self) -> None:
        by_place = sorted(
            self._cards.values(), key=lambda card: (card.order, card.name["en"], card.id)
        )
        self._cards = {card.id: card for card in by_place}

    def _free_id(self, name: str) -> str:
        """An id made of the name, which no other card has."""
        stem = _NO_ID.sub("-", name.lower())[:MOST_OF_NAME].strip("-") or "agent"
        if RESERVED.fullmatch(stem):
            stem = f"agent-{stem}"
        number, id = 2, stem
        while id in self._cards or (self._own / f"{id}.toml").exists():
            id, number = f"{stem}-{number}", number + 1
        return id

    def _folder(self) -> "CardFolder":
        """What writes is imported with the first change: no start waits for it."""
        from app.storage.card_folder import CardFolder

        return CardFolder(self._own)


def read_card(file: Path, *, is_own: bool = False) -> AgentCard:
    """The card in one file; its id is the file's name.

    Raises:
        CardError: It cannot be read, or says something it cannot say. The error names
            the file and the field.
    """
    if not _ID.fullmatch(file.stem):
        raise CardError(f"{file}: the name may have a–z, 0–9, - and _ only")
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CardError(f"{file}: {error}") from error
    card = card_from(table, file, is_own=is_own)
    return replace(card, picture=portrait_of(file.parent, card.id)) if is_own else card
