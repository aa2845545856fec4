"""The database file: opened, brought up to date, set aside when it is corrupt."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import apsw

from app.core.errors import (
    DatabaseCorrupt,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseTooNew,
    DiskFull,
    StorageError,
)
from app.storage.migrations import MIGRATIONS

log = logging.getLogger(__name__)

Value = None | int | float | str | bytes
Row = tuple[Value, ...]

BUSY_SECONDS = 2.0
"""How long we wait for another program that holds the database."""
CLOSE_SECONDS = 1.0
"""How long closing waits for a call that another thread is in."""

_KINDS: tuple[tuple[type[apsw.Error], type[StorageError]], ...] = (
    (apsw.CorruptError, DatabaseCorrupt),
    (apsw.NotADBError, DatabaseCorrupt),
    (apsw.BusyError, DatabaseLocked),
    (apsw.LockedError, DatabaseLocked),
    (apsw.ReadOnlyError, DatabaseReadOnly),
    (apsw.FullError, DiskFull),
)
_NO_ROOM = (apsw.SQLITE_IOERR_SHMSIZE,)


class Database:
    """One connection to one file, usable from any thread, one call at a time.

    Write-ahead log with `synchronous=FULL`: every commit is on the disk before it is
    acknowledged. `kill -9` would lose nothing with NORMAL either, but a power cut would;
    we commit about once a second, in a thread of its own, so the wait harms nobody.
    """

    def __init__(self, path: Path | str) -> None:
        """Open or make the file; a corrupt one is set aside and `problem` says so.

        Raises:
            DatabaseTooNew: Made by a newer Renao. Nothing was touched.
            StorageError: It is locked, cannot be written or the disk is full. Nothing
                was moved.
        """
        self.path = path
        self.problem: StorageError | None = None
        self._lock = threading.RLock()
        self._is_in_transaction = False
        try:
            self._db = self._open()
        except DatabaseCorrupt as error:
            self.problem = self._set_aside(error)
            self._db = self._open()

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """All rows that `sql` finds.

        Raises:
            StorageError: They cannot be read.
        """
        with self._lock, self._translated():
            return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Value) -> int:
        """Do one statement and say how many rows it changed.

        Raises:
            StorageError: It was not done.
        """
        with self._lock, self._translated():
            self._db.execute(sql, storable(values))
            return self._db.changes()

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        """Do one statement for each row.

        Raises:
            StorageError: It was not done, or not for all of them.
        """
        with self._lock, self._translated():
            self._db.executemany(sql, map(storable, rows))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is done, or none of it; one inside another is part of it.

        Raises:
            StorageError: None of it was done.
        """
        with self._lock:
            if self._is_in_transaction:
                yield
                return
            self._is_in_transaction = True
            try:
                with self._translated(), _transaction(self._db):
                    yield
            finally:
                self._is_in_transaction = False

    def start_anew(self, error: DatabaseCorrupt) -> DatabaseCorrupt:
        """Set the corrupt file aside, open a fresh one and say where the old one is.

        Raises:
            StorageError: It cannot be moved, or no fresh one can be made.
        """
        with self._lock:
            _close(self._db, is_corrupt=True)
            problem = self._set_aside(error)
            self._db = self._open()
        return problem

    def close(self) -> None:
        """Close the file; twice is fine. A call that is stuck is left behind."""
        if not self._lock.acquire(timeout=CLOSE_SECONDS):
            log.warning("the database is busy and was not closed")
            return
        try:
            self._db.close(True)
        finally:
            self._lock.release()

    def _open(self) -> apsw.Connection:
        with self._translated():
            db = apsw.Connection(str(self.path))
        try:
            with self._translated():
                self._prepare(db)
        except StorageError as error:
            _close(db, is_corrupt=isinstance(error, DatabaseCorrupt))
            raise
        return db

    def _prepare(self, db: apsw.Connection) -> None:
        db.set_busy_timeout(int(BUSY_SECONDS * 1000))
        version = db.pragma("user_version")
        if version > len(MIGRATIONS):
            raise DatabaseTooNew(f"version {version}, we know {len(MIGRATIONS)}")
        if db.readonly("main") and version == len(MIGRATIONS):
            self.problem = DatabaseReadOnly(str(self.path))
        else:
            db.pragma("journal_mode", "WAL")
            db.pragma("synchronous", "FULL")
            _migrate(db, MIGRATIONS, version)
        # Reads the schema and the tables that the first window needs.
        for table in ("conversation", "post", "journal"):
            db.execute(f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT 50").fetchall()

    def _set_aside(self, error: DatabaseCorrupt) -> DatabaseCorrupt:
        path = Path(self.path)
        kept = _free_name(path.with_name(f"{path.stem}-corrupt-{time.strftime('%Y%m%d-%H%M%S')}"))
        try:
            for ending in ("-wal", "-shm", ""):
                if (part := path.with_name(path.name + ending)).exists():
                    part.rename(kept.with_name(kept.name + ending))
        except OSError as failed:
            raise StorageError(f"{path} is corrupt and cannot be set aside: {failed}") from failed
        log.info("the database is corrupt (%s); it was set aside as %s", error, kept)
        return DatabaseCorrupt(str(error), str(kept))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except apsw.Error as error:
            raise self._ours(error) from error

    def _ours(self, error: apsw.Error) -> StorageError:
        """Our error for SQLite's."""
        for theirs, ours in _KINDS:
            if isinstance(error, theirs):
                return ours(str(error))
        if getattr(error, "extendedresult", 0) in _NO_ROOM:
            return DiskFull(str(error))
        is_there = Path(self.path).is_file()
        if isinstance(error, apsw.CantOpenError) and is_there and not os.access(self.path, os.W_OK):
            return DatabaseReadOnly(str(error))
        return StorageError(str(error))


def storable(values: Row) -> Row:
    """The same values, with halves of characters (a torn emoji) replaced by `?`."""
    try:
        "".join(value for value in values if isinstance(value, str)).encode()
    except UnicodeEncodeError:
        return tuple(
            value.encode(errors="replace").decode() if isinstance(value, str) else value
            for value in values
        )
    return values


@contextmanager
def _transaction(db: apsw.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk makes SQLite take it back by itself
            db.execute("ROLLBACK")
        raise


def _close(db: apsw.Connection, *, is_corrupt: bool) -> None:
    # Closing would otherwise write the log into the corrupt file and delete it.
    db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, int(is_corrupt))
    db.close(True)


def _migrate(
    db: apsw.Connection, steps: Sequence[Callable[[apsw.Connection], None]], version: int
) -> None:
    for number, step in enumerate(steps[version:], start=version + 1):
        with _transaction(db):
            step(db)
            db.execute(f"PRAGMA user_version = {number}")


def _free_name(stem: Path) -> Path:
    """`stem` with the ending `.db`, and a number if that name is taken."""
    found = stem.with_name(stem.name + ".db")
    number = 1
    while found.exists():
        number += 1
        found = stem.with_name(f"{stem.name}-{number}.db")
    return found
