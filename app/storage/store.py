"""What was said, posted and noted, on disk."""

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from app.core.errors import DatabaseCorrupt, StorageError
from app.storage.conversations import Conversations
from app.storage.database import Database
from app.storage.posts import Posts


class Store:
    """The database; open it in a `with`.

    While the program runs only `engine/recorder.py` calls it, in a thread. Every call
    may raise a `StorageError`.
    """

    def __init__(self, path: Path | str) -> None:
        """`:memory:` is a path too.

        Raises:
            StorageError: It is locked, cannot be written, the disk is full, or a newer
                Renao made it. Nothing was moved.
        """
        self._db = Database(path)
        self.conversations = Conversations(self._db)
        self.posts = Posts(self._db)

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

    def start_anew(self, error: DatabaseCorrupt) -> DatabaseCorrupt:
        """Set the corrupt database aside and open a fresh one; says where the old one is."""
        return self._db.start_anew(error)

    def close(self) -> None:
        """Close the database; twice is fine."""
        self._db.close()
