"""Calls that may never come back, waited for with a time limit."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

from app.core.worker import Worker

P = ParamSpec("P")
T = TypeVar("T")


class LimitedWorker:
    """Runs calls one after the other in a thread; each may take `seconds`.

    While one is stuck no other is begun, since it would wait too: they fail at once.
    Whoever made it closes it.
    """

    def __init__(self, name: str, seconds: float) -> None:
        self.is_closed = False
        self._name = name
        self._seconds = seconds
        self._worker = Worker(name)
        self._stuck: Future[Any] | None = None
        self._asked: set[Future[Any]] = set()

    @property
    def is_stuck(self) -> bool:
        """Whether a call was given up that has not come back."""
        return self._stuck is not None and not self._stuck.done()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call in the thread and wait for what it hands back.

        Raises:
            TimeoutError: It, or one before it, takes too long.
        """
        if self.is_stuck:
            raise TimeoutError("still no answer")
        self._stuck = None  # what came of it late is nobody's any more
        asked = self._worker.submit(function, *args, **kwargs)
        self._asked.add(asked)
        asked.add_done_callback(self._asked.discard)
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(asked)
        except TimeoutError:
            # Not always ours: it may wait behind one whose caller went away.
            self._stuck = next((each for each in tuple(self._asked) if each.running()), None)
        raise TimeoutError(f"no answer in {self._seconds:g} s")

    def begin_anew(self) -> None:
        """Leave a stuck call behind and go on in another thread."""
        if self.is_stuck and not self.is_closed:
            self._worker.close()
            self._worker = Worker(self._name)
            self._stuck = None

    def close(self) -> None:
        """Begin nothing more; a stuck call is left behind."""
        self.is_closed = True
        self._worker.close()
