"""What another start of the program, or a program of the user's, can tell the open window."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Wish(StrEnum):
    """What the window shall do."""

    FORWARD = "forward"
    """Be seen."""
    TILE = "tile"
    """Show an agent's tile."""
    QUICK = "quick"
    """Open the small box, with a text in it that is not sent yet."""
    ASK = "ask"
    """Ask a text in an agent's tile, without being seen."""


@dataclass(frozen=True, slots=True)
class Call:
    """One wish, with the agent (a card's id) and the text that belong to it."""

    wish: Wish = Wish.FORWARD
    agent: str = ""
    text: str = ""

    @property
    def words(self) -> list[str]:
        """How it travels; `read_call` reads it."""
        return [self.wish.value, self.agent, self.text]


def read_call(words: Sequence[str]) -> Call:
    """The call that travelled as `words`; what nobody understands only brings the window."""
    try:
        wish, agent, text = words
        return Call(Wish(wish), agent, text)
    except ValueError:
        return Call()
