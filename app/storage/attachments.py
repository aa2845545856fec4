"""Attached files, kept once each under the sha256 of what is in them."""

import logging
import os
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from app.core.errors import FileMissing
from app.storage.whole_file import write_whole

log = logging.getLogger(__name__)

GRACE = 24 * 3600.0
"""Seconds that a file is kept although nothing stored needs it: it may wait in a composer."""

_TEXT = ".txt"


class Attachments:
    """The folder `attachments`: `ab/ab34…` is a file, `ab/ab34….txt` the text read in it.

    A file is written whole before anything refers to it, and goes after nothing does any
    more, so a crash can only leave a file too many; `sweep` finds it. Usable from any
    thread.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def keep(self, data: bytes, text: str | None = None) -> str:
        """Store a file, and the text that was read in it; its sha256.

        Raises:
            OSError: It cannot be written.
        """
        sha256 = _sha256(data)
        place = self.path(sha256)
        with self._lock:
            if text is not None:
                write_whole(place.with_name(sha256 + _TEXT), text)
            if self._is_whole(place, len(data)):
                os.utime(place)  # somebody needs it anew: its day of grace begins again
            else:
                write_whole(place, data)
                _sync_folder(place.parent)
        return sha256

    def read(self, sha256: str) -> bytes:
        """What is in a file.

        Raises:
            FileMissing: It is gone, cannot be read, or is no longer what it was.
        """
        try:
            data = self.path(sha256).read_bytes()
        except (OSError, ValueError) as error:
            raise FileMissing(f"{sha256}: {error}") from error
        if _sha256(data) != sha256:
            raise FileMissing(f"{sha256} is damaged")
        return data

    def text(self, sha256: str) -> str | None:
        """The text that was read in a file when it was attached; None if there is none."""
        with suppress(OSError, ValueError):
            place = self.path(sha256)
            return place.with_name(sha256 + _TEXT).read_text("utf-8", "replace")
        return None

    def path(self, sha256: str) -> Path:
        """Where a file is kept.

        Raises:
            ValueError: This is no sha256, so it must not become part of a path.
        """
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"{sha256[:80]!r} is no sha256")
        return self.folder / sha256[:2] / sha256

    def sweep(self, needed: Collection[str], before: float | None = None) -> int:
        """Remove what nothing needs and nobody touched since `before` (a day ago); how many."""
        before = time.time() - GRACE if before is None else before
        gone = 0
        for place in self._all():
            sha256 = place.name.removesuffix(_TEXT)
            if sha256 not in needed and self._remove(place, sha256, before):
                gone += 1
        if gone:
            log.info("%d attached files that nothing needs were removed", gone)
        return gone

    def _all(self) -> Iterator[Path]:
        with suppress(OSError):
            for folder in sorted(self.folder.iterdir()):
                with suppress(OSError):
                    # A text comes before the file it was read in, whose age it has.
                    yield from sorted(folder.iterdir(), reverse=True) if folder.is_dir() else ()

    def _remove(self, place: Path, sha256: str, before: float) -> bool:
        """Remove one file; a text is as old as the file it was read in."""
        with self._lock, suppress(OSError):
            original = place.with_name(sha256)
            judged = original if original.exists() else place
            if judged.lstat().st_mtime < before:
                place.unlink()
                return True
        return False

    def _is_whole(self, place: Path, size: int) -> bool:
        try:
            stat = place.lstat()
        except OSError:
            return False
        return stat.st_size == size and _sha256(place.read_bytes()) == place.name


def _sha256(data: bytes) -> str:
    import hashlib  # a millisecond that no start needs

    return hashlib.sha256(data).hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the name durable too: what refers to it may be on the disk right afterwards."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
