"""Zip files from outside: looked into with care and never unpacked onto the disk."""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from app.core.errors import CardRefused

MOST_FILES = 4000
MOST_BYTES = 600_000_000
"""What all files in an archive may unpack to, as far as it says so itself."""

MOST_RATIO = 200
"""How many times larger than the archive its content may be; no text packs better for long."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, IndexError,
    OverflowError, RuntimeError,
)  # fmt: skip
"""What the library raises, sooner or later, for a file that was damaged on purpose."""


class Archive:
    """One zip file in memory whose names were all looked at."""

    def __init__(self, raw: bytes) -> None:
        """Raises: CardRefused: It is damaged, locked, or made to do harm."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            self._files = {each.filename: each for each in self._zip.infolist()}
        except _BROKEN as error:
            raise CardRefused("zip", str(error)[:80]) from error
        self._check(len(raw))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._files)

    def read(self, name: str, most: int) -> bytes:
        """A file of the archive, "" bytes where there is none of that name.

        Raises:
            CardRefused: It is larger than `most` bytes, or damaged.
        """
        if name not in self._files:
            return b""
        try:
            with self._zip.open(self._files[name]) as file:
                found = file.read(most + 1)
        except _BROKEN as error:
            raise CardRefused("zip", str(error)[:80]) from error
        if len(found) > most:
            raise CardRefused("bomb")
        return found

    def _check(self, size: int) -> None:
        whole = sum(each.file_size for each in self._files.values())
        if len(self._files) > MOST_FILES or whole > min(MOST_BYTES, MOST_RATIO * size + 1_000_000):
            raise CardRefused("bomb")
        for each in self._files.values():
            if not _stays_inside(each.filename):
                raise CardRefused("path", each.filename[:60])
            if stat.S_ISLNK(each.external_attr >> 16):
                raise CardRefused("link", each.filename[:60])
            if each.flag_bits & 1:
                raise CardRefused("locked")
            if each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise CardRefused("zip", "packed in a way that no character is")


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    has_drive = len(name) > 1 and name[1] == ":"
    return not (path.is_absolute() or has_drive or ".." in path.parts or "\0" in name)
