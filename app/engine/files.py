"""Attached files on their way in from the user and out to a model, read in a thread."""

import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.backend import Ability
from app.core.conversation import FilePart, Message, Part, TextPart
from app.core.errors import FileMissing, FileRefused
from app.core.worker import Worker
from app.storage.file_limits import LARGEST_SENT
from app.storage.limited_worker import LimitedWorker

if TYPE_CHECKING:
    from app.storage.attachments import Attachments
    from app.storage.file_intake import Fit, Taken

log = logging.getLogger(__name__)

TAKE_SECONDS = 60.0
"""How long a file may take to come in; a dead disk or a hostile PDF takes longer."""

Abilities = frozenset[Ability] | None
"""What a model can do; None when nobody knows."""

Source = Path | bytes | Callable[[], bytes]
"""A file of the disk, what is in one, or what makes it: that is called in the thread."""


class Files:
    """The asynchronous front of the attached files. Whoever made it closes it.

    What comes in has a thread of its own, which may get stuck; what goes out another.
    """

    def __init__(self, store: "Attachments | None") -> None:
        """Without a store nothing can be attached."""
        self._store = store
        self._intake = LimitedWorker("renao-files-in", TAKE_SECONDS)
        self._outlet = Worker("renao-files-out")

    async def take(self, name: str, what: Source, fit: "Fit", abilities: Abilities) -> "Taken":
        """Store a file of the disk, or what is called `name`; `fit` makes pictures smaller.

        Raises:
            FileRefused: It cannot be read or sent.
        """
        if self._store is None:
            raise FileRefused(name, "disk")
        takes_scans = abilities is None or Ability.FILES in abilities
        self._intake.begin_anew()
        try:
            return await self._intake.run(_take, self._store, name, what, fit, takes_scans)
        except TimeoutError as error:
            raise FileRefused(name, "slow") from error

    async def read(self, file: FilePart) -> bytes:
        """What is in an attached file.

        Raises:
            FileMissing: It is no longer there.
        """
        if not file.sha256:
            return file.data
        if self._store is None or self._outlet.is_closed:
            raise FileMissing(file.name)
        return await self._outlet.run(self._store.read, file.sha256)

    async def ready(self, messages: tuple[Message, ...], abilities: Abilities) -> "Ready":
        """The messages as a model with such abilities can be sent them."""
        if not any(message.files for message in messages):
            return Ready(messages, ())
        return await self._outlet.run(_ready, self._store, messages, abilities)

    def close(self) -> None:
        """Take nothing more; what is stuck is left behind."""
        self._intake.close()
        self._outlet.close()


class Ready:
    """Messages with their files at hand; `missing` are the names of those that are gone."""

    __slots__ = ("messages", "missing")

    def __init__(self, messages: tuple[Message, ...], missing: tuple[str, ...]) -> None:
        self.messages = messages
        self.missing = missing


def cannot_see(files: Collection[FilePart], abilities: Abilities) -> bool:
    """Whether there are pictures that such a model gets by name only."""
    knows = abilities is not None and Ability.VISION not in abilities
    return knows and any(file.is_image for file in files)


# In the threads


def _take(store: "Attachments", name: str, what: Source, fit: "Fit", takes_scans: bool) -> "Taken":
    from app.storage import file_intake  # what reads files is not needed to start

    if isinstance(what, Path):
        return file_intake.take_path(store, what, fit, takes_scans)
    data = what if isinstance(what, bytes) else what()
    return file_intake.take_data(store, name, data, fit, takes_scans)


def _ready(
    store: "Attachments | None", messages: tuple[Message, ...], abilities: Abilities
) -> Ready:
    """Load the files, the newest first, as long as one request can hold them."""
    found: list[Message] = []
    missing: list[str] = []
    room = LARGEST_SENT
    for message in reversed(messages):
        parts: list[Part] = []
        for part in reversed(message.parts):
            if isinstance(part, FilePart):
                part = _sendable(store, part, abilities, room)
            if isinstance(part, FilePart):
                room -= len(part.data)
            parts.append(part)
        gone = [part.name for part in parts if isinstance(part, FilePart) and part.is_missing]
        missing += gone
        found.append(replace(message, parts=tuple(map(_told, reversed(parts)))))
    return Ready(tuple(reversed(found)), tuple(dict.fromkeys(reversed(missing))))


def _sendable(store: "Attachments | None", file: FilePart, abilities: Abilities, room: int) -> Part:
    if cannot_see((file,), abilities):
        return _note(file, "it cannot be seen by this model")
    text = None
    if store is not None and file.sha256 and not _goes_whole(file, abilities):
        text = store.text(file.sha256)
    if text is not None:
        data, kind = text.encode("utf-8", "replace"), "text/plain"
    elif not file.sha256:
        return file
    else:
        try:
            data, kind = (store.read(file.sha256) if store else b""), file.media_type
        except FileMissing as error:
            log.info("an attached file is missing: %s", error)
            return replace(file, is_missing=True)
    if len(data) > room:
        return _note(file, "it is too far back to be sent again")
    return replace(file, data=data, media_type=kind)


def _goes_whole(file: FilePart, abilities: Abilities) -> bool:
    """Whether the model reads this PDF itself, with its pictures."""
    is_pdf = file.media_type == "application/pdf"
    return is_pdf and abilities is not None and Ability.FILES in abilities


def _told(part: Part) -> Part:
    if isinstance(part, FilePart) and part.is_missing:
        return _note(part, "it is no longer there")
    return part


def _note(file: FilePart, why: str) -> TextPart:
    """What a model is told in the place of a file it does not get."""
    return TextPart(
        f"(A file named {file.name} of type {file.media_type} was attached; {why}.)\n\n"
    )
