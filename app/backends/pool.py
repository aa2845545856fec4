"""Several addresses of one model, or several keys of one server, as one backend.

The least busy one is asked first. One that fails rests, with pauses that grow, and is
looked at before it is asked again. Another takes over, and the same one is tried again,
only as long as the user has seen nothing of the answer: nothing is ever sent twice after
its first word.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from app.backends.retrying import (
    Pauses,
    is_about_key,
    is_about_server,
    is_passing,
    is_visible,
)
from app.core.backend import Backend, Finished, Item, ModelFacts, Queued, Request, Usage, Waiting
from app.core.errors import BackendError, BackendRejected
from app.core.tasks import TaskScope

log = logging.getLogger(__name__)

KEY_RESTS = 600.0
"""Seconds that a key which a server refused is left alone while there are others."""

CHECK_SECONDS = 10.0
"""How long a server that failed may take to show that it is back."""

_LONGEST_REST = 300.0


@dataclass(slots=True, eq=False)
class Member:
    """One address with one of its keys.

    `address` is how it is called in the log and to the user. `runs` is how many answers
    are under way, `first_word` how long it last took to begin one, in seconds.
    """

    backend: Backend
    address: str
    key_number: int = 0
    runs: int = 0
    first_word: float = 0.0
    failures: int = 0
    problem: BackendError | None = None
    """Why it rests; None while it is asked."""
    asked: int = field(default=0, compare=False)
    """When it was asked last, as a running number: members equally busy take turns."""

    @property
    def is_resting(self) -> bool:
        return self.problem is not None


class Pool:
    """A backend of many members; close it with `aclose`.

    `on_change` hears when a member begins or ceases to rest.
    """

    def __init__(
        self,
        members: Sequence[Member],
        pauses: Pauses | None = None,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        assert members, "a pool without members answers nothing"
        self.members = tuple(members)
        self._pauses = pauses or Pauses()
        self.on_change = on_change
        self._scope = TaskScope("pool")
        self._asked = 0

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer of whichever member gives one, with `Waiting` between tries."""
        attempt = 1
        while True:
            failed: set[Member] = set()
            try:
                async with aclosing(self._round(request, failed)) as items:
                    async for item in items:
                        yield item
            except _NobodyAnswered as over:
                attempt += 1
                seconds = self._pauses.before(attempt, over.error)
                if seconds is None:
                    if over.usage is not None:
                        yield over.usage
                    raise over.error from over.error.__cause__
                waiting = _Wait(seconds, over.error)
            else:
                return
            yield waiting.item
            await waiting.over()
            yield Waiting(0.0)

    async def context_length(self, model: str) -> int | None:
        return await self._first.backend.context_length(model)

    async def count_tokens(self, request: Request) -> int:
        return await self._first.backend.count_tokens(request)

    async def models(self) -> tuple[ModelFacts, ...]:
        """The models of the first member that lists them."""
        problem: BackendError | None = None
        for member in sorted(self.members, key=lambda each: each.is_resting):
            try:
                return await member.backend.models()
            except BackendError as error:
                problem = problem or error
        assert problem is not None
        raise problem

    async def aclose(self) -> None:
        """Stop looking at those who rest, and close every member."""
        await self._scope.aclose()
        for member in self.members:
            await member.backend.aclose()

    @property
    def _first(self) -> Member:
        return next((each for each in self.members if not each.is_resting), self.members[0])

    async def _round(self, request: Request, failed: set[Member]) -> AsyncGenerator[Item, None]:
        """Ask one member after the other until one answers.

        Raises:
            _NobodyAnswered: All failed before the first word.
            BackendError: The question itself is at fault, or an answer broke off.
        """
        while member := self._next(failed):
            self._asked += 1
            member.asked = self._asked
            asked = _Asked(member)
            try:
                async with aclosing(asked.items(request)) as items:
                    async for item in items:
                        yield item
            except BackendError as error:
                if asked.was_seen or not (is_about_server(error) or is_about_key(error)):
                    if asked.usage is not None:
                        yield asked.usage
                    raise
                failed.add(member)
                self._failed(member, error)
                last = _NobodyAnswered(error, asked.usage)
            else:
                self._is_well(member)
                return
        raise last

    def _next(self, failed: set[Member]) -> Member | None:
        """The least busy member; one that rests only if no other is left."""
        left = [each for each in self.members if each not in failed]
        if not left:
            return None
        return min(
            left, key=lambda each: (each.is_resting, each.runs, each.first_word > 5.0, each.asked)
        )

    def _is_well(self, member: Member) -> None:
        member.failures = 0
        if member.is_resting:
            member.problem = None
            self.on_change()

    def _failed(self, member: Member, error: BackendError) -> None:
        if len(self.members) == 1:
            return  # there is nobody else: it is asked again as the pauses say
        member.failures += 1
        log.info("%s rests: %s", member.address, error.code)
        was_resting, member.problem = member.is_resting, error
        name = f"revive {self.members.index(member)}"
        if name not in self._scope:
            self._scope.start(name, self._revive, member)
        if not was_resting:
            self.on_change()

    async def _revive(self, member: Member) -> None:
        """Let a member rest and look at it, until it answers again."""
        while member.problem is not None:
            await asyncio.sleep(self._rest(member, member.problem))
            if member.problem is None or await self._answers(member):
                self._is_well(member)
                return
            member.failures += 1

    def _rest(self, member: Member, error: BackendError) -> float:
        if is_about_key(error) and not is_passing(error):
            return KEY_RESTS
        wanted = error.retry_after if isinstance(error, BackendRejected) else None
        grown = self._pauses.first * 2.0 ** min(member.failures, 16)
        return min(max(wanted or 0.0, grown), _LONGEST_REST)

    async def _answers(self, member: Member) -> bool:
        """Whether the server is there: any answer to a small question will do."""
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await member.backend.models()
        except BackendRejected as error:
            return (error.status or 0) < 500
        except (BackendError, TimeoutError):
            return False
        return True


class _NobodyAnswered(Exception):
    """All members failed before the first word, the last one with `error`.

    `usage` is what that one counted before.
    """

    def __init__(self, error: BackendError, usage: Usage | None) -> None:
        super().__init__(error.code)
        self.error = error
        self.usage = usage


class _Asked:
    """One run at one member; `was_seen` is whether the user has anything of it.

    `usage` is what a run counted that then failed: it is told only if no other run
    follows, for an answer has one usage.
    """

    def __init__(self, member: Member) -> None:
        self.was_seen = False
        self.usage: Usage | None = None
        self._member = member

    async def items(self, request: Request) -> AsyncGenerator[Item, None]:
        began = time.monotonic()
        member, is_silent = self._member, True
        member.runs += 1
        try:
            async with aclosing(member.backend.stream(request)) as items:
                async for item in items:
                    if is_silent and not isinstance(item, Queued | Waiting):
                        is_silent = False
                        member.first_word = time.monotonic() - began
                    self.was_seen = self.was_seen or is_visible(item)
                    if isinstance(item, Usage):
                        self.usage = item
                        continue
                    if isinstance(item, Finished) and self.usage is not None:
                        yield self.usage
                    yield item
        finally:
            member.runs -= 1


class _Wait:
    """A pause that the user can cut short."""

    def __init__(self, seconds: float, error: BackendError) -> None:
        self._hurried = asyncio.Event()
        self._seconds = seconds
        status = error.status if isinstance(error, BackendRejected) else None
        detail = error.detail if isinstance(error, BackendRejected) else str(error)
        self.item = Waiting(seconds, error.code, status, detail, self._hurried.set)

    async def over(self) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._hurried.wait()
        except TimeoutError:
            return
