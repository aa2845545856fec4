"""How long we wait for a server, and a cheap way to stop waiting."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from types import TracebackType
from typing import TypeVar

from app.core.errors import BackendTimeout

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds until a server counts as unreachable, stuck, or silent in mid-answer."""

    connect: float = 10.0
    first_byte: float = 300.0
    idle: float = 120.0


class Patience:
    """Ends a wait for a server that stays silent too long.

    One timer serves a whole stream, set again only when it goes off too early: a timer
    for each of thousands of packets a second is dear, above all on Qt's loop.
    """

    def __init__(self, waits_for: str, seconds: float) -> None:
        """`waits_for` is `first_byte` or `idle`."""
        self._waits_for = waits_for
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._deadline = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[object] | None = None
        self._is_over = False

    def __enter__(self) -> "Patience":
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def change(self, waits_for: str, seconds: float) -> None:
        """Be as patient as this from the next wait on."""
        self._waits_for, self._seconds = waits_for, seconds
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def wait(self, coming: Awaitable[T]) -> T:
        """Wait for `coming`.

        Raises:
            BackendTimeout: It did not come in time; it was cancelled.
        """
        task = asyncio.current_task()
        assert task is not None
        cancels = task.cancelling()
        self._deadline = self._loop.time() + self._seconds
        if self._timer is None:
            self._timer = self._loop.call_at(self._deadline, self._look)
        self._task = task
        try:
            return await coming
        except asyncio.CancelledError:
            if self._is_over and task.uncancel() <= cancels:
                raise BackendTimeout(self._waits_for, self._seconds) from None
            raise
        finally:
            self._task = None

    def _look(self) -> None:
        self._timer = None
        if self._task is None:
            return  # nobody waits; the next wait sets the timer again
        if self._loop.time() < self._deadline:
            self._timer = self._loop.call_at(self._deadline, self._look)
            return
        self._is_over = True
        self._task.cancel()
