"""A fixed number of places that runs take in turns."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from itertools import count as count_from

from app.core.backend import Queued


class Ticket:
    """A run's claim to a slot; give it back when the run is over, served or not."""

    def __init__(self, slots: "Slots", asker: str) -> None:
        self.asker = asker
        self._slots = slots
        self._moved = asyncio.Event()

    @property
    def place(self) -> int:
        """How many runs come before this one, at least 1 in line; 0: it has its slot."""
        return self._slots.place_of(self)

    async def moved(self) -> None:
        """Wait until the line has moved."""
        await self._moved.wait()
        self._moved.clear()

    async def places(self) -> AsyncGenerator[Queued, None]:
        """Say each new place in the line, 0 last; nothing where there is no line."""
        if not self.place:
            return
        said = 0
        while place := self.place:
            if place != said:
                said = place
                yield Queued(place)
            await self.moved()
        yield Queued(0)

    def tell(self) -> None:
        """Say that the line has moved."""
        self._moved.set()

    def give_back(self) -> None:
        """Leave the slot or the line; doing it twice is fine."""
        self._slots.leave(self)


class Slots:
    """Who is being served, and who waits in which order.

    Whoever asks for much waits behind those who ask for little: everybody's first run
    comes before anybody's second, and those served longest ago before the others.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._served: list[Ticket] = []
        self._waiting: list[Ticket] = []
        self._line: list[Ticket] = []
        self._turns = count_from(1)
        self._last_turn: dict[str, int] = {}
        """When each asker who is here was last served, as a running number."""

    @property
    def count(self) -> int:
        """How many are served or wait."""
        return len(self._served) + len(self._waiting)

    def take(self, asker: str = "") -> Ticket:
        """Join the line; with a free slot, it is empty."""
        ticket = Ticket(self, asker)
        self._waiting.append(ticket)
        self._advance()
        return ticket

    def place_of(self, ticket: Ticket) -> int:
        """1 for the head of the line; 0 when it is being served."""
        return self._line.index(ticket) + 1 if ticket in self._line else 0

    def leave(self, ticket: Ticket) -> None:
        """Take `ticket` out and let the next one in."""
        for group in (self._served, self._waiting):
            if ticket in group:
                group.remove(ticket)
        self._advance()

    def _advance(self) -> None:
        self._line = self._in_turns()
        while self._line and len(self._served) < self._count:
            head = self._line.pop(0)
            self._waiting.remove(head)
            self._served.append(head)
            self._last_turn[head.asker] = next(self._turns)
            head.tell()
            self._line = self._in_turns()
        for waiting in self._line:
            waiting.tell()

    def _in_turns(self) -> list[Ticket]:
        """Those who wait, the next one first."""
        here = {each.asker for each in (*self._served, *self._waiting)}
        self._last_turn = {each: at for each, at in self._last_turn.items() if each in here}
        runs = Counter(each.asker for each in self._served)
        turns: list[tuple[int, int, Ticket]] = []
        for ticket in self._waiting:
            turns.append((runs[ticket.asker], self._last_turn.get(ticket.asker, 0), ticket))
            runs[ticket.asker] += 1
        return [ticket for *_, ticket in sorted(turns, key=lambda each: each[:2])]
