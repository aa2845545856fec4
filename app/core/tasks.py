"""Who owns a running task. The only module that may call `asyncio.create_task`."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from types import TracebackType
from typing import Any

log = logging.getLogger(__name__)


class TaskScope:
    """The owner of some running tasks: when it closes, they are all gone.

    It runs at most one task per name. Starting a name again cancels the task
    before it and waits until that one has cleaned up. A task that fails is
    logged and handed to `on_error`; its siblings go on. (`asyncio.TaskGroup`
    would stop them, which is wrong for tiles that know nothing of each other.)
    A closed scope starts nothing more.
    """

    def __init__(self, name: str, on_error: Callable[[str, Exception], None] | None = None) -> None:
        self.name = name
        self._on_error = on_error
        self._is_closed = False
        # Normally one each; more while replaced tasks clean up.
        self._tasks: dict[str, dict[asyncio.Task[None], None]] = {}

    async def __aenter__(self) -> "TaskScope":
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __contains__(self, name: str) -> bool:
        return name in self._tasks

    def start(self, name: str, work: Callable[..., Awaitable[Any]], *args: Any) -> None:
        """Run `work(*args)` as the task called `name`, replacing one of that name."""
        if self._is_closed:
            log.debug("%s is closed; %s was not started", self.name, name)
            return
        before = tuple(self._tasks.get(name, ()))
        self.cancel(name)
        task = asyncio.create_task(self._run(name, before, work, args), name=f"{self.name}/{name}")
        self._tasks.setdefault(name, {})[task] = None
        # Not in a `finally` of `_run`: a task cancelled before its first step has none.
        task.add_done_callback(partial(self._forget, name))

    def cancel(self, name: str) -> None:
        """Ask the task called `name` to stop; no error if there is none."""
        for task in tuple(self._tasks.get(name, ())):
            # A second time would break off the cleaning up that the first one began.
            if not task.cancelling():
                task.cancel()

    async def wait(self, name: str) -> None:
        """Wait until no task called `name` is left."""
        while tasks := self._tasks.get(name):
            await asyncio.wait(tuple(tasks))

    async def aclose(self) -> None:
        """Cancel every task and wait until the last one has cleaned up."""
        self._is_closed = True
        tasks = [task for named in self._tasks.values() for task in named]
        for name in tuple(self._tasks):
            self.cancel(name)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(
        self,
        name: str,
        before: tuple[asyncio.Task[None], ...],
        work: Callable[..., Awaitable[Any]],
        args: tuple[Any, ...],
    ) -> None:
        if before:
            await asyncio.wait(before)
        try:
            await work(*args)
        except Exception as error:
            log.exception("task %s/%s failed", self.name, name)
            if self._on_error is not None:
                self._on_error(name, error)

    def _forget(self, name: str, task: asyncio.Task[None]) -> None:
        self._tasks[name].pop(task, None)
        if not self._tasks[name]:
            del self._tasks[name]
