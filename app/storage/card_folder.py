"""The user's own cards on the disk: `ID.toml`, and beside it a folder with what belongs to it.

In the folder `ID` lie `source.json` (a foreign card as it was), `original.png` or
`original.charx` (the file it came in) and `portrait.png`.
"""

import json
import shutil
import time
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import tomlkit

from app.core.agent import AgentCard
from app.core.errors import CardUnwritable
from app.storage.card_file import table_of, unknown_fields
from app.storage.card_place import HIDDEN
from app.storage.imports.foreign import Belongings
from app.storage.whole_file import write_whole

T = TypeVar("T")

REMOVED = ".removed"
"""Where removed cards wait for being put back."""

KEPT_FOR = 30 * 24 * 3600.0
"""Seconds that they wait there."""

SUFFIXES = (".png", ".charx")


class CardFolder:
    """Writes and moves the files; whatever goes wrong is a `CardUnwritable`.

    Everything here waits for the disk: call it in a thread, one after the other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, card: AgentCard, belongings: Belongings | None) -> None:
        """Write a card; what it has beside it stays unless `belongings` are given."""
        _on_disk(lambda: self._save(card, belongings))

    def belongings(self, id: str) -> Belongings:
        """What lies beside a card."""
        return _on_disk(lambda: self._belongings(id))

    def remove(self, id: str) -> str:
        """Put a card aside; the name under which `put_back` finds it."""
        return _on_disk(lambda: self._remove(id))

    def put_back(self, name: str) -> None:
        """Bring back what was put aside, unless there is another card of that id by now."""
        _on_disk(lambda: self._put_back(name))

    def hide(self, ids: Iterable[str]) -> None:
        """Keep which agents are not on the rail."""
        _on_disk(lambda: write_whole(self._folder / HIDDEN, json.dumps(sorted(ids))))

    def _save(self, card: AgentCard, belongings: Belongings | None) -> None:
        file, beside = self._folder / f"{card.id}.toml", self._folder / card.id
        unknown = _unknown_in(file)
        if belongings is not None:
            unknown = {**belongings.unknown, **unknown}
            _put(beside / "source.json", belongings.source)
            _put(beside / "portrait.png", belongings.portrait)
            if belongings.suffix in SUFFIXES:
                _put(beside / f"original{belongings.suffix}", belongings.original)
        write_whole(file, tomlkit.dumps(table_of(card, unknown)))

    def _belongings(self, id: str) -> Belongings:
        beside = self._folder / id
        suffix = next((each for each in SUFFIXES if (beside / f"original{each}").is_file()), "")
        return Belongings(
            source=_bytes_of(beside / "source.json"),
            original=_bytes_of(beside / f"original{suffix}") if suffix else b"",
            suffix=suffix,
            portrait=_bytes_of(beside / "portrait.png"),
            unknown=_unknown_in(self._folder / f"{id}.toml"),
        )

    def _remove(self, id: str) -> str:
        aside = self._folder / REMOVED
        aside.mkdir(mode=0o700, exist_ok=True)
        _forget_old(aside)
        name = f"{time.time_ns()}-{id}"
        (aside / name).mkdir(mode=0o700)
        for each in (f"{id}.toml", id):
            if (self._folder / each).exists():
                (self._folder / each).rename(aside / name / each)
        return name

    def _put_back(self, name: str) -> None:
        for each in sorted((self._folder / REMOVED / name).iterdir(), reverse=True):
            if not (self._folder / each.name).exists():
                each.rename(self._folder / each.name)
        shutil.rmtree(self._folder / REMOVED / name)


def _on_disk(work: Callable[[], T]) -> T:
    try:
        return work()
    except OSError as error:
        raise CardUnwritable(error.strerror or str(error)) from error


def _put(file: Path, content: bytes) -> None:
    """Write a file of which nobody would miss the half, for its card is written last."""
    if content:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o600)


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _unknown_in(file: Path) -> dict[str, Any]:
    """What an older or newer program, or the user, wrote into the card besides ours."""
    try:
        return unknown_fields(tomllib.loads(file.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _forget_old(aside: Path) -> None:
    for each in aside.iterdir():
        made = each.name.partition("-")[0]
        if made.isdigit() and time.time() - int(made) / 1e9 > KEPT_FOR:
            shutil.rmtree(each, ignore_errors=True)
