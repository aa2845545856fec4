"""What the user attaches to the next message of one conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.conversation import FilePart
from app.core.errors import FileRefused
from app.core.tasks import TaskScope
from app.engine.files import Abilities, Files, Source
from app.storage.file_limits import MOST_FILES

if TYPE_CHECKING:
    from app.storage.file_intake import Fit


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One thing to attach; `file` is None while it is being read.

    `note` is the size in pixels to which a picture was made smaller.
    """

    id: int
    name: str
    file: FilePart | None = None
    note: str = ""


class Enclosures:
    """Reads what is attached, one after the other, and keeps it with the draft.

    `tell` hears of every change, `keep` stores the files that are there. Its tasks end
    with the session's `scope`.
    """

    def __init__(
        self,
        files: Files,
        scope: TaskScope,
        tell: Callable[[], None],
        keep: Callable[[tuple[FilePart, ...]], None],
        abilities: Callable[[], Abilities],
    ) -> None:
        """`abilities` are those of the model that will be asked."""
        self.items: tuple[Enclosure, ...] = ()
        self.refused: tuple[FileRefused, ...] = ()
        """What was not taken since `forget_refused`."""
        self._files = files
        self._scope = scope
        self._tell = tell
        self._keep = keep
        self._abilities = abilities
        self._count = 0

    @property
    def files(self) -> tuple[FilePart, ...]:
        """Those that are ready to be sent."""
        return tuple(item.file for item in self.items if item.file is not None)

    @property
    def is_reading(self) -> bool:
        return any(item.file is None for item in self.items)

    def begin_with(self, files: tuple[FilePart, ...]) -> None:
        """Hold the files of a stored draft; nobody is told."""
        self.items = tuple(self._item(file.name, file) for file in files)

    def add(self, name: str, what: Source, fit: "Fit") -> int:
        """Attach a file of the disk, or data called `name`; its id, 0 when there are too many."""
        if len(self.items) >= MOST_FILES:
            self._refuse(FileRefused(name, "many", str(MOST_FILES)))
            return 0
        item = self._item(name)
        self.items = (*self.items, item)
        self._scope.start(f"attach {item.id}", self._take, item.id, name, what, fit)
        self._tell()
        return item.id

    def remove(self, id: int) -> None:
        """Attach this one no more."""
        self._scope.cancel(f"attach {id}")
        self._become(tuple(item for item in self.items if item.id != id))

    def put_back(self, files: tuple[FilePart, ...]) -> None:
        """Attach what waited to be sent anew, before the others."""
        if files:
            self._become((*(self._item(file.name, file) for file in files), *self.items))

    def take(self) -> tuple[FilePart, ...]:
        """Hand all that is ready over to be sent; the composer is empty again."""
        files = self.files
        self.refused = ()
        if files:
            self._become(tuple(item for item in self.items if item.file is None))
        return files

    def forget_refused(self) -> None:
        """The user has read why."""
        self.refused = ()

    def _item(self, name: str, file: FilePart | None = None) -> Enclosure:
        self._count += 1
        return Enclosure(self._count, name, file)

    async def _take(self, id: int, name: str, what: Source, fit: "Fit") -> None:
        try:
            taken = await self._files.take(name, what, fit, self._abilities())
        except FileRefused as error:
            self.items = tuple(item for item in self.items if item.id != id)
            self._refuse(error)
            return
        if any(file.sha256 == taken.file.sha256 for file in self.files):
            self._become(tuple(item for item in self.items if item.id != id))
            return  # it is there already
        done = Enclosure(id, taken.file.name, taken.file, taken.note)
        self._become(tuple(done if item.id == id else item for item in self.items))

    def _refuse(self, error: FileRefused) -> None:
        self.refused = (*self.refused, error)
        self._tell()

    def _become(self, items: tuple[Enclosure, ...]) -> None:
        if items != self.items:
            self.items = items
            self._keep(self.files)
            self._tell()
