"""The agents' cards: one TOML file each, ours and the user's own."""

import logging
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.core.agent import AgentCard
from app.core.errors import CardError
from app.storage.card_file import card_from

log = logging.getLogger(__name__)

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Cards(Mapping[str, AgentCard]):
    """Every agent's card by id, in the order of the rail; the user's win over ours.

    A card that cannot be read is a `CardError` in `problems`; when the user's own is
    broken, ours of the same id stands.
    """

    def __init__(self, shipped: Path, own: Path) -> None:
        """`shipped` and `own` are folders of `ID.toml` files; `own` need not be there."""
        self.problems: list[CardError] = []
        cards = {card.id: card for card in self._read(shipped, is_own=False)}
        cards.update({card.id: card for card in self._read(own, is_own=True)})
        ordered = sorted(cards.values(), key=lambda card: (card.order, card.name["en"], card.id))
        self._cards = {card.id: card for card in ordered}

    @property
    def all(self) -> tuple[AgentCard, ...]:
        """The cards in the order of the rail."""
        return tuple(self._cards.values())

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
    return card_from(table, file, is_own=is_own)
