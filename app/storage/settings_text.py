"""The text of the settings file, changed without touching what the user wrote.

Imported late: the library that keeps comments takes a while.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import fields
from typing import Any

import tomlkit

from app.core.errors import SettingError
from app.core.settings import Provider, Settings, all_settings, with_setting
from app.storage.local_files import put_local_files
from app.storage.providers import provider_table, providers_from

TABLES = ("shortcuts", "agent_models")
"""Settings that are tables of texts."""


def changed_text(before: str, settings: Settings) -> str:
    """The file's text with `settings` in it; values that are the default stay unsaid.

    Raises:
        ValueError: `before` is no TOML.
    """
    document = tomlkit.parse(before)
    defaults = Settings()
    for path, each, value in all_settings(settings):
        section, name = path.split(".")
        if not _says(document, section, name, value, each.default):
            _section(document, section)[name] = value
    if providers_from(_plain(document.get("providers", [])))[0] != settings.providers:
        _put_providers(document, settings.providers)
    put_local_files(document, _plain(document.get("local_models", [])), settings.local_models)
    for name in TABLES:
        wanted = getattr(settings, name)
        if good_texts(document.get(name, getattr(defaults, name))) != wanted:
            _put_texts(_section(document, name), wanted)
    return tomlkit.dumps(document)


def whole_text(settings: Settings) -> str:
    """The text of a new file."""
    return changed_text("", settings)


def _says(document: Mapping[str, Any], section: str, name: str, value: Any, default: Any) -> bool:
    """Whether the file means `value` already, be it by saying nothing or nonsense."""
    table = document.get(section, {})
    if not isinstance(table, Mapping) or name not in table:
        return bool(value == default)
    found = _plain(table[name])
    try:
        with_setting(Settings(), f"{section}.{name}", found)
    except SettingError:
        return bool(value == default)
    return bool(found == value)


def _section(document: MutableMapping[str, Any], name: str) -> MutableMapping[str, Any]:
    if not isinstance(document.get(name), MutableMapping):
        document.pop(name, None)
        document[name] = tomlkit.table()
    found: MutableMapping[str, Any] = document[name]
    return found


def _put_providers(document: MutableMapping[str, Any], providers: tuple[Provider, ...]) -> None:
    """Each provider keeps its table, with the comments; a table we cannot read stays."""
    before = document.pop("providers", [])
    tables = [each for each in before if isinstance(each, MutableMapping)]
    known = {each.get("id"): each for each in tables if providers_from([_plain(each)])[0]}
    unread = [each for each in tables if not providers_from([_plain(each)])[0]]
    found = tomlkit.aot()
    for provider in providers:
        table = known.get(provider.id)
        found.append(_filled(tomlkit.table() if table is None else table, provider))
    for table in unread:
        found.append(table)
    if len(found):
        document["providers"] = found


def _filled(table: Any, provider: Provider) -> Any:
    wanted = provider_table(provider)
    for each in fields(provider):
        if each.name not in wanted and each.name in table:
            del table[each.name]
    for name, value in wanted.items():
        if _plain(table.get(name)) != value:
            table[name] = value
    return table


def _put_texts(table: MutableMapping[str, Any], wanted: Mapping[str, str]) -> None:
    for id in good_texts(table).keys() - wanted.keys():
        del table[id]
    for id, text in wanted.items():
        if table.get(id) != text:
            table[id] = text


def good_texts(table: Any) -> dict[str, str]:
    """What is text in a table of texts; nothing of anything else."""
    if not isinstance(table, Mapping):
        return {}
    return {str(id): str(text) for id, text in table.items() if isinstance(text, str)}


def _plain(found: Any) -> Any:
    """The Python value of what the library found."""
    return found.unwrap() if hasattr(found, "unwrap") else found
