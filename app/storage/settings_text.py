"""The text of the settings file, changed without touching what the user wrote.

Imported late: the library that keeps comments takes a while.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import fields
from typing import Any

import tomlkit

from app.core.errors import SettingError
from app.core.settings import Provider, Settings, all_settings, with_setting
from app.storage.providers import providers_from


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
    shortcuts = document.get("shortcuts", defaults.shortcuts)
    if _good_shortcuts(shortcuts) != settings.shortcuts:
        _put_shortcuts(document, settings.shortcuts)
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
    for each in fields(provider):
        value = getattr(provider, each.name)
        value = list(value) if isinstance(value, tuple) else value
        default = [] if each.name == "models" else each.default
        if _plain(table.get(each.name, default)) != value:
            table[each.name] = value
    return table


def _put_shortcuts(document: MutableMapping[str, Any], shortcuts: Mapping[str, str]) -> None:
    table = _section(document, "shortcuts")
    for id in _good_shortcuts(table).keys() - shortcuts.keys():
        del table[id]
    for id, keys in shortcuts.items():
        if table.get(id) != keys:
            table[id] = keys


def _good_shortcuts(table: Any) -> dict[str, str]:
    if not isinstance(table, Mapping):
        return {}
    return {str(id): str(keys) for id, keys in table.items() if isinstance(keys, str)}


def _plain(found: Any) -> Any:
    """The Python value of what the library found."""
    return found.unwrap() if hasattr(found, "unwrap") else found
