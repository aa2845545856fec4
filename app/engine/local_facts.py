"""What is known of one model on this machine."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.core.settings import LocalFile

if TYPE_CHECKING:
    from app.backends.gguf import Header
    from app.backends.local import LocalModel


class LoadState(StrEnum):
    """What a model on this machine is doing."""

    MISSING = "missing"
    """Its file is not there."""
    UNLOADED = "unloaded"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LocalFacts:
    """One model on this machine, as it is now. Amounts are in bytes.

    `header` is None until it was read, and when it cannot be: then `problem` says why.
    `memory` is what its process takes, 0 when it is not loaded. `is_changed` says that it
    is loaded otherwise than `file` wants. `is_ours` says that we downloaded it. `runs` is
    how many answers it writes or has in line.
    """

    file: LocalFile
    title: str
    path: Path | None
    size: int
    state: LoadState
    header: "Header | None" = None
    problem: AppError | None = None
    pid: int = 0
    memory: int = 0
    is_changed: bool = False
    is_ours: bool = False
    runs: int = 0

    def estimate(self, context: int, slots: int) -> int:
        """Bytes it will take with such a context and so many slots; 0 when nobody knows."""
        if self.header is None:
            return 0
        from app.backends import gguf

        return gguf.estimate(self.header, context, slots)


_STATES = {
    "MISSING": LoadState.MISSING,
    "STOPPED": LoadState.UNLOADED,
    "STARTING": LoadState.LOADING,
    "READY": LoadState.READY,
    "FAILED": LoadState.FAILED,
}


def state_of(model: "LocalModel | None") -> LoadState:
    """What a model's process is doing."""
    return _STATES[model.state.name] if model is not None else LoadState.UNLOADED


def memory_of(pid: int) -> int:
    """Bytes that a process takes, 0 when it is gone."""
    if not pid:
        return 0
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def free_memory() -> int:
    """Bytes that programs can still have."""
    import psutil

    return int(psutil.virtual_memory().available)
