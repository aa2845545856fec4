"""Providers as the settings file says them."""

import re
from collections import Counter
from dataclasses import fields
from typing import Any

from app.core.backend import Ability
from app.core.errors import SettingError
from app.core.key import PROXY
from app.core.settings import ModelDetail, Provider

RESERVED = ("builtin", "local", PROXY)
"""Ids that providers of the user's own cannot have."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_FIELDS = {each.name for each in fields(Provider)}
_TYPES = {
    "models": list,
    "context": int,
    "is_on": bool,
    "addresses": list,
    "favourites": list,
    "details": list,
    "runs_at_once": int,
    "requests_per_minute": int,
    "tokens_per_minute": int,
}
_LISTS = ("models", "addresses", "favourites")
_COUNTS = ("context", "runs_at_once", "requests_per_minute", "tokens_per_minute")
_ADDRESS_STARTS = ("http://", "https://")


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


def provider_table(provider: Provider) -> dict[str, Any]:
    """The provider as a table of the file, without what is as by default."""
    found: dict[str, Any] = {}
    for each in fields(Provider):
        value = getattr(provider, each.name)
        if value == each.default:
            continue
        if each.name == "details":
            value = [_detail_table(detail) for detail in value]
        found[each.name] = list(value) if isinstance(value, tuple) else value
    return found


def _detail_table(detail: ModelDetail) -> dict[str, Any]:
    found: dict[str, Any] = {"model": detail.model}
    if detail.context:
        found["context"] = detail.context
    if detail.abilities is not None:
        found["abilities"] = list(detail.abilities)
    return found


def _detail(table: Any) -> ModelDetail:
    if not isinstance(table, dict) or not isinstance(table.get("model"), str):
        raise SettingError(f"a detail must be a table with a model, not {table!r:.60}")
    context, abilities = table.get("context", 0), table.get("abilities")
    if type(context) is not int or context < 0:
        raise SettingError(f"the context of {table['model']!r:.60} must be 0 or more")
    if abilities is None:
        return ModelDetail(table["model"], context)
    if not isinstance(abilities, list) or not all(each in list(Ability) for each in abilities):
        raise SettingError(f"the abilities of {table['model']!r:.60} cannot be {abilities!r:.60}")
    return ModelDetail(table["model"], context, tuple(abilities))


def _provider(table: Any) -> Provider:
    if not isinstance(table, dict):
        raise SettingError(f"it must be a table, not {table!r:.60}")
    values = {name: value for name, value in table.items() if name in _FIELDS}
    for name, value in values.items():
        if type(value) is not _TYPES.get(name, str):
            raise SettingError(f"{name} cannot be {value!r:.60}")
    for name in _LISTS:
        values[name] = tuple(values.get(name, ()))
    values["details"] = tuple(_detail(each) for each in values.get("details", ()))
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
    for address in (provider.address, *provider.addresses):
        if not isinstance(address, str) or not address.startswith(_ADDRESS_STARTS):
            raise SettingError(f"{provider.id}: the address must begin with http:// or https://")
    if not all(_is_name(model) for model in (*provider.models, *provider.favourites)):
        raise SettingError(f"{provider.id}: every model must have a name")
    for name in _COUNTS:
        if getattr(provider, name) < 0:
            raise SettingError(f"{provider.id}: {name} must be 0 or more")


def _is_name(model: object) -> bool:
    return isinstance(model, str) and bool(model.strip())
