"""Providers as the settings file says them."""

import re
from collections import Counter
from dataclasses import fields
from typing import Any

from app.core.errors import SettingError
from app.core.settings import Provider

RESERVED = ("builtin",)
"""Ids that providers of the user's own cannot have."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_FIELDS = {each.name for each in fields(Provider)}
_TYPES = {"models": list, "context": int, "is_on": bool}


def check_providers(providers: tuple[Provider, ...]) -> None:
    """Refuse providers that could not be stored or asked.

    Raises:
        SettingError: Two share an id, or one says something it cannot say.
    """
    counted = Counter(provider.id for provider in providers)
    if twice := [id for id, count in counted.items() if count > 1]:
        raise SettingError(f"two providers are called {twice[0]!r}")
    for provider in providers:
        _check(provider)


def providers_from(found: Any) -> tuple[tuple[Provider, ...], list[SettingError]]:
    """The providers in the file's `[[providers]]`, and what is wrong with the others."""
    if not isinstance(found, list):
        return (), [SettingError(f"providers must be a list of tables, not {found!r:.60}")]
    providers: dict[str, Provider] = {}
    problems: list[SettingError] = []
    for number, table in enumerate(found, start=1):
        try:
            provider = _provider(table)
        except SettingError as error:
            problems.append(SettingError(f"provider {number}: {error}"))
            continue
        if provider.id in providers:
            problems.append(SettingError(f"provider {number}: another is {provider.id!r} too"))
        providers.setdefault(provider.id, provider)
    return tuple(providers.values()), problems


def _provider(table: Any) -> Provider:
    if not isinstance(table, dict):
        raise SettingError(f"it must be a table, not {table!r:.60}")
    values = {name: value for name, value in table.items() if name in _FIELDS}
    for name, value in values.items():
        if type(value) is not _TYPES.get(name, str):
            raise SettingError(f"{name} cannot be {value!r:.60}")
    values["models"] = tuple(values.get("models", ()))
    values.setdefault("name", values.get("id", ""))
    if missing := {"id", "address"} - values.keys():
        raise SettingError(f"{min(missing)} is missing")
    provider = Provider(**values)
    _check(provider)
    return provider


def _check(provider: Provider) -> None:
    if not _ID.fullmatch(provider.id):
        raise SettingError(f"the id {provider.id!r} may have a–z, 0–9, - and _ only")
    if provider.id in RESERVED:
        raise SettingError(f"the id {provider.id!r} is taken")
    if not provider.address.startswith(("http://", "https://")):
        raise SettingError(f"{provider.id}: the address must begin with http:// or https://")
    if not all(isinstance(model, str) and model.strip() for model in provider.models):
        raise SettingError(f"{provider.id}: every model must have a name")
    if provider.context < 0:
        raise SettingError(f"{provider.id}: context must be 0 or more")
