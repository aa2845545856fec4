"""What model files say of themselves, read once each, in a thread."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from app.core.errors import ModelUnreadable
from app.core.tasks import TaskScope
from app.core.worker import Worker

if TYPE_CHECKING:
    from app.backends.gguf import Header

P = ParamSpec("P")
T = TypeVar("T")

_Stamp = tuple[Path, int, int]
"""A file, its size and when it was changed: another file under its name has another."""


class ModelHeaders:
    """Remembers headers by file. `on_read` hears when another one is known.

    Its tasks end with the scope it is given.
    """

    def __init__(self, scope: TaskScope, on_read: Callable[[], None]) -> None:
        self._scope = scope
        self._on_read = on_read
        self._known: dict[_Stamp, Header | ModelUnreadable] = {}

    def get(self, path: Path | None) -> "Header | ModelUnreadable | None":
        """What is known of a file; if that is nothing yet, it is read for the next time."""
        stamp = _stamp(path)
        if stamp is None:
            return None
        if stamp not in self._known and (task := f"read {path}") not in self._scope:
            self._scope.start(task, self._read, stamp)
        return self._known.get(stamp)

    async def read(self, path: Path) -> "Header":
        """Read it now.

        Raises:
            ModelUnreadable: It is no model.
        """
        found = await in_thread(_read, path)
        if (stamp := _stamp(path)) is not None:
            self._known[stamp] = found
        if isinstance(found, ModelUnreadable):
            raise found
        return found

    def forget_unreadable(self) -> None:
        """Read those again that could not be read: what they lacked may be there now."""
        for stamp, found in tuple(self._known.items()):
            if isinstance(found, ModelUnreadable):
                del self._known[stamp]

    async def _read(self, stamp: _Stamp) -> None:
        self._known[stamp] = await in_thread(_read, stamp[0])
        self._on_read()


def size_of(path: Path | None) -> int:
    """Bytes of a file, 0 when it is not there."""
    stamp = _stamp(path)
    return stamp[1] if stamp else 0


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call what looks at the disk in a thread that cannot hold the program's end."""
    worker = Worker("renao-models")
    try:
        return await worker.run(function, *args, **kwargs)
    finally:
        worker.close()


def _read(path: Path) -> "Header | ModelUnreadable":
    from app.backends import gguf

    try:
        return gguf.read(path)
    except ModelUnreadable as error:
        return error


def _stamp(path: Path | None) -> _Stamp | None:
    if path is None:
        return None
    try:
        stat = path.stat()
    except OSError:
        return None
    return path, stat.st_size, stat.st_mtime_ns
