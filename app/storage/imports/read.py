"""Finds out what a file is by what is in it, and reads the agents it holds."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from app.core.errors import CardRefused
from app.storage.imports import lobechat
from app.storage.imports.archive import Archive
from app.storage.imports.character_card import from_json, from_png
from app.storage.imports.charx import CARD, from_charx
from app.storage.imports.cherry_studio import (
    from_backup,
    from_cherry,
    is_backup,
    is_cherry,
)
from app.storage.imports.foreign import Foreign, Origin, parsed
from app.storage.imports.png_chunks import SIGNATURE
from app.storage.imports.renao_card import from_toml

MOST_FILE = 200_000_000
"""Bytes of a file that is looked at; the largest are archives with sounds in them."""

PATTERNS = "*.png *.apng *.json *.charx *.toml *.zip *.bak"
"""The names of files in which there may be agents."""


def read_agents(files: Sequence[Path]) -> list[Foreign]:
    """Every agent in these files; copies of one in several languages become one.

    It reads whole files: call it in a thread.

    Raises:
        CardRefused: One of the files is not taken over; none of them is then.
    """
    lobe: list[tuple[str, Foreign]] = []
    others: list[Foreign] = []
    for file in files:
        found = read_file(file)
        for place, foreign in enumerate(found):
            if foreign.card.origin == Origin.LOBECHAT:
                is_alone = len(found) == 1
                name = lobechat.identifier(foreign, file) if is_alone else f"{file}#{place}"
                lobe.append((name, foreign))
            else:
                others.append(foreign)
    return [*lobechat.joined(lobe), *others]


def read_file(file: Path) -> list[Foreign]:
    """Every agent in one file.

    Raises:
        CardRefused: It is not taken over.
    """
    try:
        if file.stat().st_size > MOST_FILE:
            raise CardRefused("large")
        raw = file.read_bytes()
    except OSError as error:
        raise CardRefused("gone", error.strerror or str(error)) from error
    return agents_in(raw, file)


def agents_in(raw: bytes, file: Path) -> list[Foreign]:
    """Every agent in the bytes of a file; of its path only the name is looked at.

    Raises:
        CardRefused: They are not taken over.
    """
    if raw.startswith(SIGNATURE):
        return [from_png(raw)]
    if raw.startswith((b"PK\3\4", b"PK\5\6")) or _has_archive_behind(raw):
        return _in_archive(raw)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _in_json(raw, file)
    if file.suffix.lower() == ".toml":
        return [from_toml(raw, file)]
    raise CardRefused("kind")


def _has_archive_behind(raw: bytes) -> bool:
    """Some programs put the archive behind a picture of the character."""
    return raw.startswith(b"\xff\xd8") and zipfile.is_zipfile(io.BytesIO(raw))


def _in_archive(raw: bytes) -> list[Foreign]:
    archive = Archive(raw)
    if CARD in archive.names:
        return [from_charx(raw, archive)]
    if is_backup(archive):
        return from_backup(archive)
    raise CardRefused("zip")


def _in_json(raw: bytes, file: Path) -> list[Foreign]:
    value = parsed(raw)
    if lobechat.is_lobechat(value):
        return lobechat.from_lobechat(value, file)
    if is_cherry(value):
        return from_cherry(value)
    return [from_json(raw)]
