"""What has come of a file so far, and beside it a note of what it is a part of."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

PART, NOTE = ".part", ".part.json"

CHUNK = 1 << 20

LONGEST_NAME = 120

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """What to download. `sha256` is "" when nobody said one.

    `allows_plain` is the user's word that the connection need not be encrypted.
    """

    address: str
    sha256: str = ""
    allows_plain: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What a part is a part of. `validator` is the server's mark of this very file.

    `total` is in bytes, 0 when the server did not say.
    """

    address: str
    sha256: str = ""
    allows_plain: bool = False
    validator: str = ""
    total: int = 0

    @property
    def order(self) -> Order:
        return Order(self.address, self.sha256, self.allows_plain)


class PartFile:
    """A file that is coming, `<name>.part`. All methods but `take_away` belong in a thread."""

    def __init__(self, target: Path, note: Note) -> None:
        """`target` is where the whole file will be."""
        self.target = target
        self.note = note
        self.size = _size(_beside(target, PART))
        """Bytes that have come."""
        self._digest = hashlib.sha256()
        self._file: IO[bytes] | None = None

    @property
    def path(self) -> Path:
        return _beside(self.target, PART)

    def open(self) -> None:
        """Open it where it ended; what is there is read once for its sha256."""
        self._digest = hashlib.sha256()
        self._file = self.path.open("a+b")
        self._file.seek(0)
        self.size = 0
        while chunk := self._file.read(CHUNK):
            self.size += len(chunk)
            if self.note.sha256:
                self._digest.update(chunk)

    def write(self, more: bytes) -> None:
        """Add what came."""
        assert self._file is not None
        self._file.write(more)
        self._file.flush()
        self.size += len(more)
        if self.note.sha256:
            self._digest.update(more)

    def begin_anew(self) -> None:
        """Forget what came: it is of another file."""
        assert self._file is not None
        self._file.truncate(0)
        self.size = 0
        self._digest = hashlib.sha256()

    def keep_note(self, note: Note) -> None:
        """Write down what it is a part of, so that another start can go on."""
        self.note = note
        draft = _beside(self.target, f"{NOTE}.new")
        draft.write_text(json.dumps(asdict(note)), "utf-8")
        draft.replace(_beside(self.target, NOTE))

    def is_as_ordered(self) -> bool:
        """Whether its sha256 is the one that was wanted, if one was."""
        return not self.note.sha256 or self._digest.hexdigest() == self.note.sha256

    def finish(self) -> Path:
        """Put the whole file in its place, beside one that has its name by now."""
        assert self._file is not None
        os.fsync(self._file.fileno())
        self.close()
        place = _free(self.target, lambda name: not name.exists())
        self.path.replace(place)
        _beside(self.target, NOTE).unlink(missing_ok=True)
        return place

    def close(self) -> None:
        """Write no more for now; twice is fine."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def take_away(self) -> None:
        """Delete what came and its note."""
        self.close()
        for each in (self.path, _beside(self.target, NOTE)):
            each.unlink(missing_ok=True)


def begun(folder: Path, order: Order) -> PartFile:
    """A new part in `folder`, under a name that nothing else there has.

    Its note is written, so that it is not forgotten while it waits for its turn.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = _free(
        folder / file_name(order.address),
        lambda name: not (name.exists() or _beside(name, NOTE).exists()),
    )
    note = Note(order.address, order.sha256.strip().lower(), order.allows_plain)
    part = PartFile(target, note)
    part.keep_note(note)
    return part


def left_in(folder: Path) -> Iterator[PartFile]:
    """The parts that an earlier start left; notes that cannot be read are passed over."""
    for each in sorted(folder.glob(f"*{NOTE}")):
        if (note := _read_note(each)) is not None:
            yield PartFile(folder / each.name.removesuffix(NOTE), note)


def file_name(address: str) -> str:
    """A safe name for the file at an address: no folders, nothing hidden, ends with .gguf."""
    last = re.split(r"[/\\]", unquote(urlsplit(address).path))[-1]
    stem = re.sub(r"(?i)\.gguf$", "", last)
    stem = re.sub(r"[^\w.+ -]", "_", stem).strip(" .")[:LONGEST_NAME] or "model"
    return f"{'_' if _RESERVED.match(stem) else ''}{stem}.gguf"


def _read_note(file: Path) -> Note | None:
    try:
        said = json.loads(file.read_text("utf-8"))
        note = Note(**said)
    except (OSError, ValueError, TypeError):
        return None
    kinds = {each.name: type(each.default) for each in fields(Note)} | {"address": str}
    return note if all(type(getattr(note, name)) is kind for name, kind in kinds.items()) else None


def _free(wanted: Path, is_free: Callable[[Path], bool]) -> Path:
    """`wanted`, or with a number behind its name."""
    found, number = wanted, 2
    while not is_free(found):
        found, number = wanted.with_stem(f"{wanted.stem}-{number}"), number + 1
    return found


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(target.name + ending)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
