"""The downloads of models: one after the other, with pauses that outlive the program."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from app.core.bus import Bus
from app.core.errors import (
    AppError,
    BackendError,
    DownloadBroken,
    ModelFetchError,
    ModelFetchFailed,
)
from app.core.events import DownloadsChanged
from app.core.tasks import TaskScope
from app.engine.connections import Connections
from app.engine.model_headers import in_thread

if TYPE_CHECKING:
    from app.backends.part_file import Order, PartFile

P = ParamSpec("P")
T = TypeVar("T")

PROGRESS_EVERY = 0.1
"""Seconds between two words about how far a download is."""


class DownloadState(StrEnum):
    """What a download is doing."""

    QUEUED = "queued"
    """Another one comes first."""
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"
    """`problem` says why; it can be gone on with."""


@dataclass(slots=True)
class DownloadFacts:
    """One download. `done` and `total` are in bytes, `total` 0 when nobody said.

    `speed` is in bytes a second since it last began to run.
    """

    id: str
    address: str
    state: DownloadState
    done: int = 0
    total: int = 0
    speed: float = 0.0
    problem: AppError | None = None


class Downloads:
    """Runs one download at a time into `folder`; the others wait their turn.

    Publishes `DownloadsChanged` about the download's id. What an earlier start left is
    there again, paused. Close it with `aclose`; what has come stays.
    """

    def __init__(
        self, folder: Path, bus: Bus, on_done: Callable[["Order", Path], Awaitable[None]]
    ) -> None:
        """`on_done` is called with each file that came whole."""
        self.folder = folder
        self._bus = bus
        self._on_done = on_done
        self._scope = TaskScope("downloads")
        self._open: Callable[[], Awaitable[Connections]] | None = None
        self._parts: dict[str, PartFile] = {}
        self._facts: dict[str, DownloadFacts] | None = None
        self._told = 0.0

    def use(self, open: Callable[[], Awaitable[Connections]]) -> None:
        """Reach servers with what `open` hands out."""
        self._open = open

    @property
    def all(self) -> tuple[DownloadFacts, ...]:
        """Every download that is not over, the oldest first."""
        return tuple(self._known().values())

    async def add(self, order: "Order") -> str:
        """Put a download at the end of the line, and hand back its id.

        Raises:
            AddressRefused: Nothing is downloaded from such an address.
        """
        await self._connections()
        from app.backends.download import check_address
        from app.backends.part_file import begun

        check_address(order)
        known = self._known()
        part = await _on_disk(begun, self.folder, order)
        id = part.target.name
        self._parts[id] = part
        known[id] = DownloadFacts(id, order.address, DownloadState.QUEUED)
        self._tell(id)
        self._go_on()
        return id

    def pause(self, id: str) -> None:
        """Stop it for now; what has come is kept."""
        facts = self._known()[id]
        was_running = facts.state is DownloadState.RUNNING
        self._become(facts, DownloadState.PAUSED)
        if was_running:
            self._scope.start("run", self._run)  # in its place: the next one in line

    def resume(self, id: str) -> None:
        """Go on with one that was paused or failed, when it is its turn."""
        facts = self._known()[id]
        if facts.state in (DownloadState.PAUSED, DownloadState.FAILED):
            self._become(facts, DownloadState.QUEUED)
            self._go_on()

    async def cancel(self, id: str) -> None:
        """Forget it and delete what has come."""
        facts = self._known()[id]
        if facts.state is DownloadState.RUNNING:
            self._scope.cancel("run")
            facts.state = DownloadState.PAUSED
            await self._scope.wait("run")
        self._known().pop(id, None)
        await _on_disk(self._parts.pop(id).take_away)
        self._tell(id)
        self._go_on()

    async def aclose(self) -> None:
        await self._scope.aclose()

    def _known(self) -> dict[str, DownloadFacts]:
        if self._facts is None:
            from app.backends.part_file import left_in

            self._parts = {part.target.name: part for part in left_in(self.folder)}
            self._facts = {
                id: DownloadFacts(
                    id, part.note.address, DownloadState.PAUSED, part.size, part.note.total
                )
                for id, part in self._parts.items()
            }
        return self._facts

    def _go_on(self) -> None:
        if "run" not in self._scope and self._next() is not None:
            self._scope.start("run", self._run)

    def _next(self) -> DownloadFacts | None:
        states = self._known().values()
        return next((each for each in states if each.state is DownloadState.QUEUED), None)

    async def _run(self) -> None:
        while (facts := self._next()) is not None:
            await self._run_one(facts)

    async def _run_one(self, facts: DownloadFacts) -> None:
        facts.problem, facts.speed = None, 0.0
        self._become(facts, DownloadState.RUNNING)
        part = self._parts[facts.id]
        began, had = time.monotonic(), part.size

        def on_progress(done: int, total: int) -> None:
            facts.done, facts.total = done, total
            facts.speed = (done - had) / max(time.monotonic() - began, 0.001)
            self._advance(facts.id)

        try:
            connections = await self._connections()
            assert connections.download is not None
            file = await connections.download(part, on_progress)
        except ModelFetchError as error:
            facts.problem = error
            facts.done, facts.total = part.size, part.note.total
            self._become(facts, DownloadState.FAILED)
            return
        self._known().pop(facts.id)
        self._parts.pop(facts.id)
        await self._on_done(part.note.order, file)
        self._tell(facts.id)

    async def _connections(self) -> Connections:
        assert self._open is not None
        try:
            return await self._open()
        except BackendError as error:
            raise DownloadBroken(str(error)) from error

    def _become(self, facts: DownloadFacts, state: DownloadState) -> None:
        facts.state = state
        self._tell(facts.id)

    def _advance(self, id: str) -> None:
        if (now := time.monotonic()) - self._told >= PROGRESS_EVERY:
            self._told = now
            self._tell(id)

    def _tell(self, id: str) -> None:
        self._bus.publish(DownloadsChanged(id))


async def _on_disk(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return await in_thread(function, *args, **kwargs)
    except OSError as error:
        raise ModelFetchFailed(error.strerror or str(error)) from error
