"""`renao providers` and `renao models`: who can be asked, and for what."""

import asyncio
import json
import os
from collections.abc import Mapping
from contextlib import AsyncExitStack

from app.ask_backend import Whom, catalogue, keys_of, opened, read_settings
from app.ask_output import ReaderGone, say, write_line
from app.ask_sentences import sentence
from app.core.backend import ModelFacts
from app.core.errors import AppError, SecretError
from app.core.provider_facts import ProviderKind
from app.core.settings import Provider, Settings
from app.storage.paths import Paths, user_paths

BUILTIN = "builtin"


def list_providers(*, has_all: bool, is_json: bool) -> int:
    """Write the providers with their state; `has_all` adds those nobody has set up."""
    rows = asyncio.run(_providers(user_paths(), has_all))
    return _written(rows, is_json, ("id", "state", "protocol", "address"))


def list_models(provider_id: str, *, is_json: bool) -> int:
    """Write the models that a provider offers; 1 if it cannot be asked."""
    try:
        found = asyncio.run(_models(provider_id))
    except AppError as error:
        say(sentence(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return _written([_row(model) for model in found], is_json, ("id", "context", "abilities"))


async def _providers(paths: Paths, has_all: bool) -> list[dict[str, object]]:
    settings, kinds = read_settings(paths), catalogue(paths).kinds
    rows: list[dict[str, object]] = [{"id": BUILTIN, "state": _builtin_state(paths)}]
    for provider in settings.providers:
        rows.append(_provider_row(provider, await _state(paths, settings, provider)))
    known = {provider.id for provider in settings.providers} | {BUILTIN, "other"}
    for kind in kinds.values():
        state = _kind_state(kind)
        if kind.id not in known and (has_all or state != "not set up"):
            rows.append(_kind_row(kind, state))
    return rows


def _builtin_state(paths: Paths) -> str:
    from app.backends import model_files

    return "ready" if model_files.find(paths.models) else "not fetched: renao fetch-model"


async def _state(paths: Paths, settings: Settings, provider: Provider) -> str:
    if not provider.is_on:
        return "switched off"
    try:
        keys = await keys_of(paths, settings, provider)
    except SecretError as error:
        return f"its key cannot be read: {error}"
    if provider.key_variable and not os.environ.get(provider.key_variable, "").strip():
        return f"{provider.key_variable} is not set"
    return f"{len(keys)} keys" if len(keys) > 1 else "key" if keys else "no key"


def _kind_state(kind: ProviderKind) -> str:
    """Whether it could be asked at once, its key being in the environment."""
    found = next((name for name in kind.key_variables if os.environ.get(name, "").strip()), "")
    return f"key in {found}" if found else "not set up"


def _provider_row(provider: Provider, state: str) -> dict[str, object]:
    return {
        "id": provider.id,
        "state": state,
        "name": provider.name,
        "protocol": provider.protocol,
        "address": provider.address,
        "models": list(provider.models),
    }


def _kind_row(kind: ProviderKind, state: str) -> dict[str, object]:
    return {
        "id": kind.id,
        "state": state,
        "name": kind.name["en"],
        "protocol": kind.protocol,
        "address": kind.address,
        "models": list(kind.models),
    }


async def _models(provider_id: str) -> tuple[ModelFacts, ...]:
    async with AsyncExitStack() as stack:
        whom = Whom(provider=provider_id, model="any")
        backend, _ = await opened(whom, user_paths(), stack)
        found = await backend.models()
    return tuple(sorted(found, key=lambda each: each.id))


def _row(model: ModelFacts) -> dict[str, object]:
    abilities = None if model.abilities is None else sorted(model.abilities)
    row = {
        "id": model.id,
        "title": model.title or None,
        "context": model.context,
        "abilities": abilities,
    }
    return {name: value for name, value in row.items() if value is not None}


def _written(rows: list[dict[str, object]], is_json: bool, columns: tuple[str, ...]) -> int:
    try:
        lines = [json.dumps(row, ensure_ascii=False) for row in rows] if is_json else None
        for line in lines if lines is not None else _table(rows, columns):
            write_line(line)
    except ReaderGone as gone:
        return gone.exit_code
    return 0


def _table(rows: list[dict[str, object]], columns: tuple[str, ...]) -> list[str]:
    cells = [[_cell(row, column) for column in columns] for row in rows]
    widths = [max((len(row[place]) for row in cells), default=0) for place in range(len(columns))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in cells
    )
    return [line.rstrip() for line in lines]


def _cell(row: Mapping[str, object], column: str) -> str:
    value = row.get(column, "")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else str(value)
