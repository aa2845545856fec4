"""What is selected: two places, and everything between them across blocks and messages."""

from typing import NamedTuple

from app.ui.transcript.layout import END, START, Between, Place
from app.ui.transcript.roll import Roll
from app.ui.transcript.scene import TEXT, Hit


class Spot(NamedTuple):
    """A place in the whole conversation."""

    entry: int
    column: int
    place: Place


class Choosing:
    """A selection that the mouse or the keyboard draws out."""

    def __init__(self) -> None:
        self._from: Spot | None = None
        self._to: Spot | None = None

    @property
    def is_empty(self) -> bool:
        return self._from is None or self._to is None or self._from == self._to

    def begin(self, entry: int, hit: Hit) -> None:
        """Start at a place; what was selected before is not any more."""
        self._from = Spot(entry, hit.column, hit.place) if hit.box else None
        self._to = None

    def reach(self, entry: int, hit: Hit) -> None:
        """Select up to a place."""
        if self._from and hit.box:
            self._to = Spot(entry, hit.column, hit.place)

    def all(self, roll: Roll) -> None:
        """Select the whole conversation."""
        self._from = Spot(0, 0, START)
        self._to = Spot(len(roll.entries), TEXT, END)

    def clear(self) -> bool:
        """Select nothing; False when nothing was selected."""
        was_empty, self._from, self._to = self.is_empty, None, None
        return not was_empty

    def within(self, entry: int) -> dict[int, Between]:
        """What is selected of one entry, by column."""
        if self._from is None or self._to is None:
            return {}
        first, last = sorted((self._from, self._to))
        if not first.entry <= entry <= last.entry:
            return {}
        return {
            column: (
                first.place if first[:2] == (entry, column) else START,
                last.place if last[:2] == (entry, column) else END,
            )
            for column in (0, 1)
            if first[:2] <= (entry, column) <= last[:2]
        }

    def text(self, roll: Roll) -> str:
        """What is selected, as plain text."""
        found = []
        for number, entry in enumerate(roll.entries):
            for column, between in self.within(number).items():
                if stack := entry.columns[column]:
                    found += list(stack.selected(between))
        return "\n".join(found)
