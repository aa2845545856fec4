"""A thread of its own for calls that may take long or never come back."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_Job = tuple[Future[Any], Callable[[], Any]]


class Worker:
    """Runs calls one after the other, in the order they came, in one thread.

    Unlike those of `asyncio.to_thread` the thread is a daemon: a disk or a keyring that
    never answers cannot hold the program's end. It starts with the first call. Whoever
    made the worker closes it.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.is_closed = False

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Put a call at the end of the line; a closed worker takes none."""
        assert not self.is_closed, f"{self._name} is closed"
        future: Future[T] = Future()
        self._jobs.put((future, lambda: function(*args, **kwargs)))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        return future

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Put a call at the end of the line and wait for what it hands back."""
        return await asyncio.wrap_future(self.submit(function, *args, **kwargs))

    def close(self) -> None:
        """Let the thread end after the calls in line; waits for nothing. Twice is fine."""
        self.is_closed = True
        self._jobs.put(None)

    def _work(self) -> None:
        while job := self._jobs.get():
            future, call = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
                future.set_exception(error)
            del future, call, job
