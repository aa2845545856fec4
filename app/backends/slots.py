"""A fixed number of places that runs take in the order they came."""

import asyncio
from collections import deque


class Ticket:
    """A run's claim to a slot; give it back when the run is over, served or not."""

    def __init__(self, slots: "Slots") -> None:
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

    def tell(self) -> None:
        """Say that the line has moved."""
        self._moved.set()

    def give_back(self) -> None:
        """Leave the slot or the line; doing it twice is fine."""
        self._slots.leave(self)


class Slots:
    """Who is being served, and who waits in which order."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._served: set[Ticket] = set()
        self._line: deque[Ticket] = deque()

    def take(self) -> Ticket:
        """Join the end of the line; with a free slot, the line is empty."""
        ticket = Ticket(self)
        self._line.append(ticket)
        self._advance()
        return ticket

    def place_of(self, ticket: Ticket) -> int:
        """1 for the head of the line; 0 when it is being served."""
        return self._line.index(ticket) + 1 if ticket in self._line else 0

    def leave(self, ticket: Ticket) -> None:
        """Take `ticket` out and let the next one in."""
        self._served.discard(ticket)
        if ticket in self._line:
            self._line.remove(ticket)
        self._advance()

    def _advance(self) -> None:
        while self._line and len(self._served) < self._count:
            head = self._line.popleft()
            self._served.add(head)
            head.tell()
        for waiting in self._line:
            waiting.tell()
