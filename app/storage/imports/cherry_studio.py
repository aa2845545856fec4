"""Assistants of Cherry Studio: lists of them, and backups up to its version 5.

Source: https://docs.cherry-ai.com, "data settings", and the program's own
`resources/data/agents-en.json`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.core.agent import AgentCard
from app.core.errors import CardRefused
from app.core.wishes import Sampling
from app.storage.imports.archive import Archive
from app.storage.imports.foreign import (
    Belongings,
    Foreign,
    Origin,
    Remark,
    glyph_of,
    hue_of,
    number_in,
    one_line,
    starters_of,
    table_in,
    text_in,
)
from app.storage.imports.stripping import without_keys

MOST_AGENTS = 2000

MOST_BACKUP = 200_000_000
"""Bytes of a backup's JSON: all conversations are in it."""

STATE = "persist:cherry-studio"
"""Where a backup keeps the program's state: JSON whose values are JSON again."""

_FOREIGN_FOLDERS = ("indexeddb/", "local storage/", "data/", "cache/")


def is_cherry(value: Any) -> bool:
    """Whether a JSON value is an assistant, a list of them, or a backup."""
    if isinstance(value, list):
        return any(_is_assistant(each) for each in value)
    return isinstance(value, dict) and (_is_assistant(value) or _is_backup(value))


def is_backup(archive: Archive) -> bool:
    """Whether an archive is a backup, of whatever version."""
    names = [name.lower() for name in archive.names]
    return any(
        name.startswith(_FOREIGN_FOLDERS) or name in ("data.json", "metadata.json")
        for name in names
    ) or any(name.endswith((".sqlite", ".db", ".bak")) for name in names)


def from_backup(archive: Archive) -> list[Foreign]:
    """Every assistant of a backup with JSON in it.

    Raises:
        CardRefused: Only Cherry Studio itself can read this one.
    """
    raw = archive.read("data.json", MOST_BACKUP)
    if not raw:
        raise CardRefused("backup")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise CardRefused("json", str(error)[:120]) from error
    if not _is_backup(value):
        raise CardRefused("backup")
    return from_cherry(value)


def from_cherry(value: Any) -> list[Foreign]:
    """Every assistant in it.

    Raises:
        CardRefused: There is none, or there are too many.
    """
    listed = value if isinstance(value, list) else list(_in_backup(value)) or [value]
    if len(listed) > MOST_AGENTS:
        raise CardRefused("large")
    agents = [found for each in listed if _is_assistant(each) and (found := _agent(each))]
    if not agents:
        raise CardRefused("empty")
    return agents


def _is_assistant(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("name"), str)
        and isinstance(value.get("prompt"), str)
    )


def _is_backup(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("localStorage"), dict)


def _in_backup(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The user's assistants and presets of a backup, each once."""
    state = _unpacked(table_in(value, "localStorage").get(STATE))
    assistants, agents = (_unpacked(state.get(each)) for each in ("assistants", "agents"))
    seen: set[tuple[str, str]] = set()
    for listed in (assistants.get("assistants"), assistants.get("presets"), agents.get("agents")):
        for each in listed if isinstance(listed, list) else []:
            if _is_assistant(each) and each["prompt"].strip():
                key = (each["name"], each["prompt"])
                if key not in seen:
                    seen.add(key)
                    yield each


def _unpacked(value: Any) -> Mapping[str, Any]:
    """A table that was written as a text."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def _agent(value: Mapping[str, Any]) -> Foreign | None:
    clean, had_keys = without_keys({k: v for k, v in value.items() if k != "topics"})
    persona = text_in(clean, "prompt")
    name = one_line(text_in(clean, "name"), 80)
    if not name:
        return None
    starters, is_short = starters_of(_phrases(clean))
    card = AgentCard(
        id="",
        name={"en": name},
        summary={"en": one_line(text_in(clean, "description") or persona, 160) or name},
        persona={"en": persona or name},
        starters={"en": starters},
        glyph=glyph_of(text_in(clean, "emoji"), name),
        hue=hue_of(name),
        sampling=_sampling(table_in(clean, "settings")),
        is_own=True,
        origin=Origin.CHERRY_STUDIO,
    )
    remarks = {
        Remark.KEYS: had_keys,
        Remark.TALKS: bool(value.get("topics")),
        Remark.SHORTENED: is_short,
    }
    source = json.dumps([clean], ensure_ascii=True, indent=2).encode()
    said = tuple(sorted(remark for remark, holds in remarks.items() if holds))
    return Foreign(card, Belongings(source), remarks=said)


def _phrases(value: Mapping[str, Any]) -> list[str]:
    listed = value.get("regularPhrases")
    tables = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return [text for each in tables if (text := text_in(each, "content"))]


def _sampling(settings: Mapping[str, Any]) -> Sampling:
    """Numbers that are switched off are not taken over."""

    def number(name: str, switch: str, low: float, high: float) -> float | None:
        return number_in(settings, name, low, high) if settings.get(switch, True) else None

    most = number("maxTokens", "enableMaxTokens", 1, 1_000_000)
    return Sampling(
        temperature=number("temperature", "enableTemperature", 0, 2),
        top_p=number("topP", "enableTopP", 0, 1),
        max_tokens=int(most) if most else None,
    )
