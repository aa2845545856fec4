"""The small model that comes with the program: its file, its process, what is wrong with it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.backend import Backend
from app.core.bus import Bus
from app.core.errors import AppError, ModelFetchError, ModelMissing
from app.core.events import ModelChanged
from app.core.tasks import TaskScope
from app.engine.connections import Connections

if TYPE_CHECKING:
    from app.backends.local import LocalModel
    from app.backends.serving import Serving

BUILTIN = "builtin"
"""The provider id of the model that comes with the program."""

BUILTIN_MODEL = "SmolLM2-135M-Instruct"

BUILTIN_TITLE = "SmolLM2 135M"

PROGRESS_EVERY = 0.1
"""Seconds between two words about how far a fetch is."""


Find = Callable[[Path], Path | None]
Fetch = Callable[[Path, Callable[[int, int], None]], Awaitable[Path]]


class BuiltinState(StrEnum):
    """What the built-in model is doing."""

    MISSING = "missing"
    """Its file is not there."""
    FETCHING = "fetching"
    STOPPED = "stopped"
    """Its file is there; nothing runs."""
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


class Builtin:
    """Fetches the model's file and runs the process that serves it.

    Publishes `ModelChanged` about `builtin` whenever its state, problem or progress is
    another. Owns the process; close it with `aclose`.
    """

    def __init__(
        self,
        folder: Path,
        bus: Bus,
        find: Find | None = None,
        fetch: Fetch | None = None,
        serving: Callable[[], "Serving | None"] = lambda: None,
        log_file: Path | None = None,
    ) -> None:
        """`folder` is where model files are kept; `find` and `fetch` look there and fill it.

        `serving` says how the user wants it served, None for as it comes. `log_file` is
        where its process writes, None for a file beside the model.
        """
        self._log_file = log_file
        self._serving = serving
        self.progress: tuple[int, int] | None = None
        self._is_fetching = False
        self._fetch_problem: AppError | None = None
        self._folder = folder
        self._find = find or _find
        self._fetch_into = fetch or _fetch
        self._bus = bus
        self._scope = TaskScope("builtin")
        self._local: LocalModel | None = None
        self._file: Path | None = None
        self._told = 0.0

    @property
    def state(self) -> BuiltinState:
        if self._is_fetching:
            return BuiltinState.FETCHING
        if self._local is not None:
            return BuiltinState[self._local.state.name]
        return BuiltinState.STOPPED if self.is_present else BuiltinState.MISSING

    @property
    def problem(self) -> AppError | None:
        """Why it cannot be used; None when nothing is wrong."""
        if self._fetch_problem is not None:
            return self._fetch_problem
        return self._local.problem if self._local is not None else None

    @property
    def is_present(self) -> bool:
        """Whether its file is there."""
        if self._file is None:
            self._file = self._find(self._folder)
        return self._file is not None

    @property
    def file(self) -> Path | None:
        """Its file, None when that is not there."""
        return self._file if self.is_present else None

    @property
    def local(self) -> "LocalModel | None":
        """What serves it; None before it was first needed, and when it was unloaded."""
        return self._local

    def fetch(self) -> None:
        """Begin to download its file, unless that is under way."""
        if not self._is_fetching:
            self._is_fetching, self._fetch_problem = True, None
            self._scope.start("fetch", self._fetch)
            self._tell()

    def stop_fetch(self) -> None:
        """Download no further; nothing of it is kept."""
        self._scope.cancel("fetch")

    async def backend(self, connections: Connections) -> Backend:
        """The backend that serves it; while its file is fetched, who asks waits for that.

        Raises:
            ModelMissing: Its file is not there.
            ModelFetchError: It was waited for, and did not come.
        """
        if self._is_fetching:
            await self._scope.wait("fetch")
            if self._fetch_problem is not None:
                raise self._fetch_problem
        if not self.is_present:
            raise ModelMissing("the model file is not there")
        return self._made(connections)

    async def start(self, connections: Connections) -> None:
        """Start its process now, not when it is first asked."""
        await self._made(connections).start()

    async def unload(self) -> None:
        """End its process because the user wants it; the next run starts another."""
        if self._local is not None:
            local, self._local = self._local, None
            await local.unload(BUILTIN_TITLE)
            self._tell()

    async def aclose(self) -> None:
        await self._scope.aclose()
        if self._local is not None:
            await self._local.aclose()

    def _made(self, connections: Connections) -> "LocalModel":
        assert self._file is not None
        if self._local is None:
            self._local = connections.make_local(
                self._file, self._tell, self._serving(), self._log_file
            )
        return self._local

    async def _fetch(self) -> None:
        loop = asyncio.get_running_loop()

        def on_progress(done: int, total: int) -> None:
            loop.call_soon_threadsafe(self._advance, done, total)

        try:
            self._file = await self._fetch_into(self._folder, on_progress)
        except ModelFetchError as error:
            self._fetch_problem = error
        finally:
            self._is_fetching, self.progress = False, None
            self._tell()

    def _advance(self, done: int, total: int) -> None:
        if not self._is_fetching:
            return
        self.progress = (done, total)
        if (now := time.monotonic()) - self._told >= PROGRESS_EVERY:
            self._told = now
            self._tell()

    def _tell(self) -> None:
        self._bus.publish(ModelChanged(BUILTIN))


def _find(folder: Path) -> Path | None:
    from app.backends import model_files  # not before it is asked for: it takes its time

    return model_files.find(folder)


async def _fetch(folder: Path, on_progress: Callable[[int, int], None]) -> Path:
    from app.backends import model_files

    return await model_files.fetch(folder, on_progress)
