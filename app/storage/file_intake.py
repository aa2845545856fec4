"""Takes files in from outside: reads them carefully, looks what they are, and stores them."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.conversation import FilePart
from app.core.errors import FileRefused
from app.storage import file_limits as limits
from app.storage.attachments import Attachments
from app.storage.file_kinds import PDF, PICTURES, signed_type, text_type
from app.storage.pdf_text import PdfUnread, pdf_text
from app.storage.text_encoding import text_of

LONGEST_NAME = 200
"""Characters of a file's name that are kept."""

_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}
"""Of pictures that became another kind when they were made smaller."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it may be sent; `note` says how large it is now if it was made smaller."""

    data: bytes
    media_type: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in; `note` is its new size in pixels if it was made smaller."""

    file: FilePart
    note: str = ""


Fit = Callable[[bytes, str], Picture]
"""Makes a picture fit the limits. Raises `PictureUnfit`; is called in a thread."""


class PictureUnfit(ValueError):
    """A picture that cannot be shown or made smaller; `why` is as in `FileRefused`."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


def take_path(store: Attachments, path: Path, fit: Fit, takes_scans: bool) -> Taken:
    """Store the file at `path`. It takes a while: call it in a thread.

    `takes_scans` says that a PDF without text will do: the model reads the file itself.

    Raises:
        FileRefused: It cannot be read or sent.
    """
    return take_data(store, path.name, read_careful(path), fit, takes_scans)


def take_data(store: Attachments, name: str, data: bytes, fit: Fit, takes_scans: bool) -> Taken:
    """As `take_path`, for something that has no file."""
    name = _shown(name)
    if not data:
        raise FileRefused(name, "empty")
    kind = signed_type(data)
    if kind in PICTURES:
        picture = _fitted(name, data, kind, fit)
        if picture.media_type != kind:
            name = Path(name).stem + _ENDINGS[picture.media_type]
        return Taken(_kept(store, name, picture.media_type, picture.data), picture.note)
    if len(data) > limits.LARGEST_FILE:
        raise _too_large(name, limits.LARGEST_FILE)
    if kind == PDF:
        return Taken(_take_pdf(store, name, data, takes_scans))
    return Taken(_take_text(store, name, data))


def read_careful(path: Path, most: int = limits.LARGEST_READ) -> bytes:
    """What is in an ordinary file of at most `most` bytes.

    Nothing is opened that is none: a pipe would wait for ever, a device never ends.

    Raises:
        FileRefused: It cannot be read.
    """
    name = _shown(path.name)
    try:
        _refuse_special(name, os.stat(path).st_mode)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with os.fdopen(handle, "rb") as file:
            _refuse_special(name, os.fstat(handle).st_mode)  # it may be another by now
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise FileRefused(name, "unreadable", detail) from error
    if len(data) > most:
        raise _too_large(name, limits.LARGEST_FILE)
    return data


def _refuse_special(name: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise FileRefused(name, "folder")
    if not stat.S_ISREG(mode):
        raise FileRefused(name, "special")


def _fitted(name: str, data: bytes, kind: str, fit: Fit) -> Picture:
    try:
        return fit(data, kind)
    except PictureUnfit as error:
        raise FileRefused(name, error.why, error.detail) from error


def _take_pdf(store: Attachments, name: str, data: bytes, takes_scans: bool) -> FilePart:
    try:
        text: str | None = pdf_text(data)
    except PdfUnread as error:
        if not takes_scans or error.why == "unread":
            raise FileRefused(name, error.why) from error
        text = None
    return _kept(store, name, PDF, data, text)


def _take_text(store: Attachments, name: str, data: bytes) -> FilePart:
    text = text_of(data)
    if text is None:
        raise FileRefused(name, "kind")
    if len(data) > limits.LARGEST_TEXT:
        raise _too_large(name, limits.LARGEST_TEXT, "long")
    plain = text.encode("utf-8", "replace")
    return _kept(store, name, text_type(name), data, None if plain == data else text)


def _kept(
    store: Attachments, name: str, kind: str, data: bytes, text: str | None = None
) -> FilePart:
    try:
        return FilePart(name, kind, sha256=store.keep(data, text), size=len(data))
    except OSError as error:
        raise FileRefused(name, "disk", error.strerror or str(error)) from error


def _too_large(name: str, most: int, why: str = "large") -> FileRefused:
    return FileRefused(name, why, f"{most // 1024**2} MB")


def _shown(name: str) -> str:
    """A name that can be shown, stored and sent: without halves of characters and the like."""
    plain = "".join(letter if letter.isprintable() else " " for letter in name)
    plain = " ".join(plain.encode("utf-8", "replace").decode().split())
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > LONGEST_NAME and dot and len(ending) < 12:
        return f"{stem[: LONGEST_NAME - len(ending) - 2]}…{dot}{ending}"
    return plain[:LONGEST_NAME] or "file"


_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
