"""What was said, posted and noted, on disk."""

import logging
import shutil
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from app.core.conversation import new_id
from app.core.errors import DatabaseCorrupt, StorageError
from app.storage.attachments import Attachments
from app.storage.conversations import Conversations
from app.storage.database import Database
from app.storage.posts import Posts

log = logging.getLogger(__name__)

MEMORY = ":memory:"


class Store:
    """The database, and the folder of attached files beside it; open it in a `with`.

    While the program runs only `engine/recorder.py` calls it, in a thread. Every call
    may raise a `StorageError`.
    """

    def __init__(self, path: Path | str) -> None:
        """`:memory:` is a path too; its files are gone when it is closed.

        Raises:
            StorageError: It is locked, cannot be written, the disk is full, or a newer
                Renao made it. Nothing was moved.
        """
        self._db = Database(path)
        self.conversations = Conversations(self._db)
        self.posts = Posts(self._db)
        self.attachments = Attachments(_folder_beside(path))

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def problem(self) -> StorageError | None:
        """What the user must know: it was corrupt and set aside, or cannot be written."""
        return self._db.problem

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is stored, or nothing."""
        return self._db.transaction()

    def fact(self, name: str) -> str | None:
        """A small thing that was kept under `name`; None if nothing was."""
        rows: list[Any] = self._db.rows("SELECT value FROM fact WHERE name = ?", name)
        return rows[0][0] if rows else None

    def keep_fact(self, name: str, value: str) -> None:
        """Keep a small thing under `name`."""
        self._db.run("INSERT OR REPLACE INTO fact VALUES (?, ?)", name, value)

    def sweep_files(self, before: float | None = None) -> int:
        """Remove attached files that nothing stored needs any more; how many.

        None while a database that was set aside lies there: its messages need theirs.
        """
        if self.problem is not None or self._is_in_memory:
            return 0
        path = Path(self._db.path)
        if any(path.parent.glob(f"{path.stem}-corrupt-*")):
            log.info("a set-aside database may need the attached files; none was removed")
            return 0
        return self.attachments.sweep(self.conversations.needed_files(), before)

    def start_anew(self, error: DatabaseCorrupt) -> DatabaseCorrupt:
        """Set the corrupt database aside and open a fresh one; says where the old one is."""
        return self._db.start_anew(error)

    def close(self) -> None:
        """Close the database; twice is fine."""
        self._db.close()
        if self._is_in_memory:
            shutil.rmtree(self.attachments.folder, ignore_errors=True)

    @property
    def _is_in_memory(self) -> bool:
        return str(self._db.path) == MEMORY


def _folder_beside(path: Path | str) -> Path:
    if str(path) == MEMORY:
        return Path(tempfile.gettempdir()) / f"renao-{new_id()}"
    return Path(path).with_name("attachments")
