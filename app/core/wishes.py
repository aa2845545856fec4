"""How a model is to answer: what an agent's card says, and what the user wants instead."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a model chooses its words; None leaves the choice to the server.

    `temperature` is 0 to 2, `top_p` 0 to 1, `max_tokens` the longest answer in tokens.
    """

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    repeat_penalty: float | None = None


class Effort(StrEnum):
    """How long a model that can think is to think; the server decides when nothing is said."""

    UNSAID = ""
    NONE = "none"
    MINIMAL = "minimal"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants of one conversation; None follows the agent's card.

    `system` stands for the persona.
    """

    system: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    effort: Effort = Effort.UNSAID

    def over(self, sampling: Sampling) -> Sampling:
        """`sampling` with what the user wants instead."""
        return replace(
            sampling,
            temperature=_first(self.temperature, sampling.temperature),
            top_p=_first(self.top_p, sampling.top_p),
            max_tokens=_first(self.max_tokens, sampling.max_tokens),
        )


def _first(wanted: Number | None, other: Number | None) -> Number | None:
    return other if wanted is None else wanted
