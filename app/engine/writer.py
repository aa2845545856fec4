"""Writes to the store in a thread, and forgets nothing that could not be written."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from app.core.errors import DatabaseCorrupt, StorageError
from app.core.worker import Worker
from app.storage.store import Store

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

RETRY_SECONDS = 3.0
"""How long until what could not be written is tried again."""
CLOSE_SECONDS = 2.0
"""How long the program's end waits for the disk."""


@dataclass(frozen=True, slots=True)
class _Write:
    """A call of the store; writes about one `subject` keep their order."""

    subject: str
    call: Callable[[], object]


class Writer:
    """The one way to the store while the program runs.

    One thread and one connection write and read, in the order of the calls, so whoever
    writes and then reads gets what was written. Writes that came while the disk was busy
    share a transaction. One that fails waits in memory and is tried again, and later
    ones about the same subject wait behind it. Made inside the running loop.
    """

    def __init__(self, store: Store, on_problem: Callable[[StorageError], None]) -> None:
        """`on_problem` hears on the loop's thread what goes wrong, each kind once until
        writing works again."""
        self._store = store
        self._on_problem = on_problem
        self._loop = asyncio.get_running_loop()
        self._worker = Worker("renao-store")
        self._lock = threading.Lock()
        self._waiting: dict[str, _Write] = {}
        self._is_due = False
        # Whoever opened the store has told its problem.
        self._told: set[type[StorageError]] = {type(store.problem)} if store.problem else set()
        self._retry: asyncio.TimerHandle | None = None

    async def drain(self) -> None:
        """Wait until everything said so far was written or has failed."""
        if not self._worker.is_closed:
            await self._worker.run(self._write_all)

    async def aclose(self) -> None:
        """Write what is left, waiting two seconds at most, and close the store.

        Twice is fine.
        """
        if self._worker.is_closed:
            return
        self._hear_no_more()
        if self._retry is not None:
            self._retry.cancel()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.drain()
                await self._worker.run(self._store.close)
        except TimeoutError:
            log.warning("the disk did not answer in time")
        if self._waiting:
            log.warning("%d writes were lost", len(self._waiting))
        self._worker.close()

    def _write(
        self,
        key: str,
        subject: str,
        function: Callable[P, object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Write soon; a write of the same `key` that still waits is replaced."""
        with self._lock:
            self._waiting.pop(key, None)
            self._waiting[key] = _Write(subject, partial(function, *args, **kwargs))
            is_due, self._is_due = self._is_due, True
        if self._worker.is_closed:
            log.warning("%s came after the end and was lost", key)
        elif not is_due:
            self._worker.submit(self._write_all)

    async def _read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` reads, after all that was written before.

        Raises:
            StorageError: It cannot be read.
        """
        if self._worker.is_closed:
            raise StorageError("the store is closed")
        try:
            return await self._worker.run(function, *args, **kwargs)
        except DatabaseCorrupt as error:
            await self._worker.run(self._start_anew, error)
            raise

    def _hear_no_more(self) -> None:
        """What whoever writes does before the last of it is written."""

    # In the thread

    def _write_all(self) -> None:
        with self._lock:
            due, self._waiting = self._waiting, {}
            self._is_due = False
        failed, error = self._try(due)
        with self._lock:
            # What came meanwhile is newer than what failed.
            older = {key: write for key, write in failed.items() if key not in self._waiting}
            self._waiting = older | self._waiting
        if isinstance(error, DatabaseCorrupt):
            self._start_anew(error)
        elif due:
            self._tell(self._hear_result, error)

    def _try(self, due: dict[str, _Write]) -> tuple[dict[str, _Write], StorageError | None]:
        """Do all at once or, if that fails, each alone; hand back what failed."""
        try:
            with self._store.transaction():
                for write in due.values():
                    write.call()
        except Exception:  # noqa: BLE001 - whichever it is, the others must be stored
            return self._try_each(due)
        return {}, None

    def _try_each(self, due: dict[str, _Write]) -> tuple[dict[str, _Write], StorageError | None]:
        failed: dict[str, _Write] = {}
        stuck: set[str] = set()
        found: StorageError | None = None
        for key, write in due.items():
            if write.subject in stuck:
                failed[key] = write
                continue
            try:
                write.call()
            except StorageError as error:
                found = error
                failed[key] = write
                stuck.add(write.subject)
            except Exception:
                log.exception("%s cannot be stored", key)
        return failed, found

    def _start_anew(self, error: DatabaseCorrupt) -> None:
        """Go on with a fresh database; the corrupt one was set aside."""
        try:
            problem = self._store.start_anew(error)
        except StorageError as failed:
            self._tell(self._hear_result, failed)
        else:
            self._tell(self._hear_fresh_start, problem)

    def _tell(self, hear: Callable[[T], None], what: T) -> None:
        try:
            self._loop.call_soon_threadsafe(hear, what)
        except RuntimeError:
            log.debug("the loop ended before the disk answered")

    # On the loop's thread

    def _hear_fresh_start(self, problem: DatabaseCorrupt) -> None:
        self._on_problem(problem)
        self._try_again()

    def _hear_result(self, error: StorageError | None) -> None:
        if error is None:
            self._told.clear()
            return
        log.info("writing failed and is tried again: %s", error)
        if self._retry is None:
            self._retry = self._loop.call_later(RETRY_SECONDS, self._try_again)
        if type(error) not in self._told:
            self._told.add(type(error))
            self._on_problem(error)

    def _try_again(self) -> None:
        self._retry = None
        if not self._worker.is_closed:
            self._worker.submit(self._write_all)
