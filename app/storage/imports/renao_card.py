"""Cards of our own that somebody shared: TOML, with what lay beside them in one table."""

import base64
import binascii
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.errors import CardError, CardRefused
from app.storage.card_file import card_from, unknown_fields
from app.storage.imports.foreign import Belongings, Foreign, own_icon

BELONGINGS = "belongings"
"""The table of a shared card with what lay beside it: `source`, `portrait` (both base64)."""

MOST_BYTES = 24_000_000


def from_toml(raw: bytes, file: Path) -> Foreign:
    """The agent of a shared card.

    Raises:
        CardRefused: It is no card.
    """
    if len(raw) > MOST_BYTES:
        raise CardRefused("large")
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
        card = card_from(table, file, is_own=True)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise CardRefused("toml", str(error)[:120]) from error
    except CardError as error:
        raise CardRefused("toml", str(error).removeprefix(f"{file}: ")[:160]) from error
    beside = table.get(BELONGINGS)
    said = beside if isinstance(beside, dict) else {}
    unknown = {k: v for k, v in unknown_fields(table).items() if k != BELONGINGS}
    kept = Belongings(source=_bytes(said, "source"), unknown=unknown)
    return Foreign(replace(card, id="", icon=own_icon(card.icon)), kept, _bytes(said, "portrait"))


def _bytes(table: Mapping[str, Any], name: str) -> bytes:
    found = table.get(name, "")
    try:
        return base64.b64decode(found, validate=True) if isinstance(found, str) else b""
    except (binascii.Error, ValueError) as error:
        raise CardRefused("toml", name) from error
