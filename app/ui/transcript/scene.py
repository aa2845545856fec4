"""What entries share, what they are made of, and what can be hit in them."""

from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF

from app.core.conversation import ToolResultPart
from app.engine.wording import Wording
from app.ui.icons import Icons
from app.ui.transcript.blocks import Block, Blocks
from app.ui.transcript.box import Box, Spot
from app.ui.transcript.layout import Column, Place
from app.ui.transcript.plain import plain_blocks
from app.ui.transcript.typeset import Typeset

if TYPE_CHECKING:
    from app.ui.thumbnails import Thumbnails

REASONING, TEXT = 0, 1
"""The two columns of an entry."""
_LEAST, _MOST = 3_000, 16_000
"""Letters that are parsed between two looks at the clock: more where they go down easily."""
_SOON, _LATE = 0.001, 0.003
"""Seconds for a bite after which the next one is larger, or smaller."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a reply ended, and an action of `engine/wording.py` that helps, "" for none."""

    text: str
    action: str = ""
    label: str = ""


@dataclass(slots=True)
class Scene:
    """What all entries of a transcript share: how text is set, icons and words."""

    typeset: Typeset
    quiet: Typeset
    icons: Icons | None
    wording: Wording
    is_unfolded: bool = False
    """Reasoning of new entries is shown without a click."""
    results: dict[str, ToolResultPart] = field(default_factory=dict)
    """What tools answered, by the id of the call."""
    explained: dict[str, Explained] = field(default_factory=dict)
    """What is known about the end of a message, by its id, beyond what is stored."""
    pictures: "Thumbnails | None" = None
    """Attached pictures in small."""


class Hit(NamedTuple):
    """What is under the mouse: something to press, or a box and a place in its text."""

    press: str = ""
    """`fold`, `earlier`, `later`, `file:2`, or an action of `sayings.py`."""
    box: Box | None = None
    spot: Spot = Spot()
    column: int = TEXT
    place: Place = Place(-1, 0, 0)


@dataclass(slots=True)
class Frame:
    """Where the parts of an entry stand, measured from its top."""

    fold: float = 0.0
    thought: str = ""
    """The words on the fold, "" where nothing is folded."""
    reasoning: float = 0.0
    files: float = 0.0
    text: float = 0.0
    left: float = 0.0
    """Of the text, and of the files above it."""
    outcome: float = 0.0
    offers: float = 0.0
    end: float = 0.0
    """Where the footer begins."""
    card: QRectF = field(default_factory=QRectF)
    presses: dict[str, QRectF] = field(default_factory=dict)


class Flow:
    """A text and its column, taken in bite by bite."""

    def __init__(self, typeset: Typeset, *, is_plain: bool = False) -> None:
        """`is_plain` shows it as it was written and not as Markdown."""
        self.column = Column(typeset)
        self._is_plain = is_plain
        self._blocks = Blocks()
        self._taken = 0
        self._bite = _LEAST
        self._extras: tuple[Block, ...] = ()

    def add(self, extras: tuple[Block, ...], cited: tuple[str, ...]) -> float:
        """Show `extras` below the text, and the numbers of its sources as links."""
        first = self._blocks.cite(cited)
        if extras == self._extras and first >= len(self._blocks.blocks):
            return self.column.height
        self._extras = extras
        return self.column.show(self._all, first)

    @property
    def _all(self) -> list[Block]:
        return [*self._blocks.blocks, *self._extras] if self._extras else self._blocks.blocks

    def take(self, text: str, deadline: float) -> float:
        """Show more of `text`, all of it if time allows; returns from which height on."""
        if self._is_plain:
            if not self._taken:
                self.column.show(plain_blocks(text), 0)
                self._taken = len(text)
            return 0.0
        y = self.column.height
        while self._taken != len(text):
            began = perf_counter()
            self._taken = min(len(text), self._taken + self._bite)
            first = self._blocks.grow(text[: self._taken])
            y = min(y, self.column.show(self._all, first))
            now = perf_counter()
            self._bite = _next_bite(self._bite, now - began)
            if now > deadline:
                break
        return y

    def is_all(self, text: str) -> bool:
        """Nothing of `text` is missing."""
        return self._taken == len(text)


def _next_bite(size: int, seconds: float) -> int:
    """How much to take at once after a bite of `size` took so long."""
    if seconds > _LATE:
        return max(_LEAST, size // 2)
    return min(_MOST, size * 2) if seconds < _SOON else size
