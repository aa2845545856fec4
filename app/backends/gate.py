"""How much is asked of a provider at once and in a minute, in fair turns."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from app.backends.slots import Slots
from app.core.backend import Backend, Item, ModelFacts, Request, Usage, Waiting

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be asked of a provider; 0 for no limit."""

    runs_at_once: int = 0
    requests_per_minute: int = 0
    tokens_per_minute: int = 0


class Gate:
    """Lets runs through to a backend as its limits allow.

    Those who wait are served in turns, one of each asker. Closing it closes the backend.
    """

    def __init__(self, backend: Backend, limits: Limits, minute: float = MINUTE) -> None:
        """`minute` is how long a minute is, in seconds."""
        self.members = getattr(backend, "members", ())
        """Those of the pool behind it, if it is one."""
        self._backend = backend
        self._limits = limits
        self._minute = minute
        self._slots = Slots(limits.runs_at_once or 1_000_000)
        self._spent: deque[_Spent] = deque()

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Wait for a place and for room in the minute, saying so, then yield the answer."""
        ticket = self._slots.take(request.asker)
        try:
            async with aclosing(ticket.places()) as line:
                async for place in line:
                    yield place
            spent = _Spent(await self._tokens(request))
            async with aclosing(self._room(spent)) as waits:
                async for waiting in waits:
                    yield waiting
            async with aclosing(self._backend.stream(request)) as items:
                async for item in items:
                    if isinstance(item, Usage):
                        spent.count(item)
                    yield item
        finally:
            ticket.give_back()

    async def context_length(self, model: str) -> int | None:
        return await self._backend.context_length(model)

    async def count_tokens(self, request: Request) -> int:
        return await self._backend.count_tokens(request)

    async def models(self) -> tuple[ModelFacts, ...]:
        return await self._backend.models()

    async def aclose(self) -> None:
        await self._backend.aclose()

    async def _tokens(self, request: Request) -> int:
        if not self._limits.tokens_per_minute:
            return 0
        return await self._backend.count_tokens(request)

    async def _room(self, spent: "_Spent") -> AsyncGenerator[Item, None]:
        """Say how long it takes until the minute has room for `spent`, and put it there."""
        has_waited = False
        while (seconds := self._seconds_until_room(spent.tokens)) > 0:
            hurried, has_waited = asyncio.Event(), True
            yield Waiting(seconds, "rate", hurry=hurried.set)
            if await _is_set_within(hurried, seconds):
                break
        spent.at = time.monotonic()
        self._spent.append(spent)
        if has_waited:
            yield Waiting(0.0)

    def _seconds_until_room(self, tokens: int) -> float:
        now = time.monotonic()
        while self._spent and self._spent[0].at <= now - self._minute:
            self._spent.popleft()
        return max(self._wait_for_requests(now), self._wait_for_tokens(now, tokens))

    def _wait_for_requests(self, now: float) -> float:
        most = self._limits.requests_per_minute
        if not most or len(self._spent) < most:
            return 0.0
        return self._spent[len(self._spent) - most].at + self._minute - now

    def _wait_for_tokens(self, now: float, tokens: int) -> float:
        most, left = self._limits.tokens_per_minute, sum(each.tokens for each in self._spent)
        if not most or left + tokens <= most:
            return 0.0
        for each in self._spent:
            left -= each.tokens
            if left + tokens <= most:
                return each.at + self._minute - now
        # A question larger than the minute's room goes when nothing else is in it.
        return self._spent[-1].at + self._minute - now if self._spent else 0.0


@dataclass(slots=True)
class _Spent:
    """What one run took of its minute."""

    tokens: int
    at: float = 0.0

    def count(self, usage: Usage) -> None:
        counted = (usage.input or 0) + (usage.output or 0)
        self.tokens = max(self.tokens, counted)


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
