"""What the catalogue's files may say, and what is wrong with them if they say something else."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from app.core.agent import Texts
from app.core.errors import SettingError
from app.core.provider_facts import ABILITIES, LISTINGS, PROTOCOLS, Price, ProviderKind, Region

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def kind_from(id: str, table: Any, *, is_own: bool = False) -> ProviderKind:
    """The provider that the table called `id` describes.

    Raises:
        SettingError: A field is missing, unknown or cannot be what it is.
    """
    if not _ID.fullmatch(id):
        raise SettingError(f"the id {id!r:.60} may have a–z, 0–9, - and _ only")
    fields = _Fields(table, id)
    kind = ProviderKind(
        id=id,
        name=fields.texts("name"),
        protocol=fields.one_of("protocol", PROTOCOLS),
        address=fields.address("address"),
        regions=tuple(_region(each, id) for each in fields.several("regions")),
        needs=_needs(fields.value("needs", {})),
        keys_page=fields.address("keys_page"),
        key_variables=fields.words("key_variable"),
        key_header=fields.value("key_header", ""),
        listing=_listing(fields.value("listing", "openai"), id),
        models=fields.words("models"),
        abilities=frozenset(fields.words("abilities", ABILITIES)),
        is_local=fields.value("is_local", False),
        probe=fields.value("probe", ""),
        source=fields.address("source"),
        read=fields.day("read"),
        is_own=is_own,
    )
    fields.end()
    _check_needs(kind)
    return kind


def price_from(table: Any, where: str, *, is_own: bool = False) -> Price:
    """The price that `table` says; `where` names it in what is wrong with it.

    Raises:
        SettingError: A field is missing, unknown or cannot be what it is.
    """
    fields = _Fields(table, where)
    true_on, read = fields.day("true_on"), fields.day("read")
    price = Price(
        provider=fields.needed("provider"),
        model=fields.needed("model"),
        currency=fields.needed("currency"),
        input=fields.money("input"),
        output=fields.money("output"),
        cached=fields.money("cached") if "cached" in table else None,
        above=fields.value("above", 0),
        source=fields.address("source"),
        as_of=true_on or read,
        until=fields.day("until"),
        is_own=is_own,
    )
    fields.end()
    if not _CURRENCY.fullmatch(price.currency):
        raise fields.wrong("currency", "must be three capital letters", price.currency)
    if price.above < 0:
        raise fields.wrong("above", "must be 0 or more", price.above)
    return price


def _region(table: Any, id: str) -> Region:
    fields = _Fields(table, f"{id}: regions")
    region = Region(
        name=fields.texts("name"),
        address=fields.address("address", is_needed=True),
        source=fields.address("source"),
        read=fields.day("read"),
    )
    fields.end()
    return region


def _needs(table: Mapping[str, Any]) -> Mapping[str, Texts]:
    fields = _Fields(table, "needs")
    return {name: fields.texts(name) for name in table}


def _listing(found: str, id: str) -> str:
    if found in LISTINGS or found.startswith(("/", "https://", "http://")):
        return found
    choices = ", ".join(LISTINGS)
    raise SettingError(f"{id}: listing must be a path, an address or one of {choices}")


def _check_needs(kind: ProviderKind) -> None:
    addresses = (kind.address, *(region.address for region in kind.regions))
    asked = {name for address in addresses for name in _PLACEHOLDER.findall(address)}
    if different := asked ^ kind.needs.keys():
        raise SettingError(f"{kind.id}: {min(different)!r} must be in an address and in needs")


class _Fields:
    """The fields of one table, each checked as it is taken; what nobody took is unknown."""

    def __init__(self, table: Any, where: str) -> None:
        if not isinstance(table, dict):
            raise SettingError(f"{where} must be a table, not {table!r:.60}")
        self._left = dict(table)
        self._where = where

    def value(self, name: str, default: Any) -> Any:
        """A value of the same type as `default`."""
        found = self._left.pop(name, default)
        if type(found) is not type(default):
            raise self.wrong(name, f"must be {_TYPES[type(default)]}", found)
        return found

    def needed(self, name: str) -> str:
        """A text that must be there."""
        found = self.value(name, "")
        if not found.strip():
            raise self.wrong(name, "must be there", found)
        return str(found)

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        found = self.needed(name)
        if found not in choices:
            raise self.wrong(name, f"must be one of {', '.join(choices)}", found)
        return found

    def texts(self, name: str) -> Texts:
        """One text, the same in all languages or one for each; English must be there."""
        found = self._left.pop(name, None)
        texts = {"en": found} if isinstance(found, str) else found
        if not isinstance(texts, dict) or not all(isinstance(each, str) for each in texts.values()):
            raise self.wrong(name, "must be text, or one for each language", found)
        if not texts.get("en", "").strip():
            raise self.wrong(name, "must be there in English", found)
        return texts

    def words(self, name: str, choices: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Several texts, of `choices` if there are any; one may stand without brackets."""
        found = self._left.pop(name, [])
        words = [found] if isinstance(found, str) else found
        if not isinstance(words, list) or not all(isinstance(each, str) and each for each in words):
            raise self.wrong(name, "must be a list of texts", found)
        if choices and not set(words) <= set(choices):
            raise self.wrong(name, f"may have {', '.join(choices)} only", found)
        return tuple(words)

    def several(self, name: str) -> list[Any]:
        """A list of tables, each of which is checked by who asked."""
        return list(self.value(name, []))

    def address(self, name: str, *, is_needed: bool = False) -> str:
        """An address of the web; "" if it is not there and need not be."""
        found = self.needed(name) if is_needed else str(self.value(name, ""))
        if found and not _is_address(found):
            raise self.wrong(name, "must begin with https:// or http:// and a host", found)
        return found

    def day(self, name: str) -> date | None:
        found = self._left.pop(name, None)
        if found is not None and type(found) is not date:
            raise self.wrong(name, "must be a date", found)
        return found

    def money(self, name: str) -> Decimal:
        """A number that is 0 or more; it must be there."""
        found = self._left.pop(name, None)
        amount = Decimal(found) if type(found) is int else found
        if not isinstance(amount, Decimal) or not amount.is_finite() or amount < 0:
            raise self.wrong(name, "must be a number, 0 or more", found)
        return amount

    def end(self) -> None:
        """Refuse what nobody took."""
        if self._left:
            raise SettingError(f"{self._where}: nobody knows a field {min(self._left)!r:.60}")

    def wrong(self, name: str, what: str, found: object) -> SettingError:
        is_there = "it is missing" if found in (None, "") else f"not {found!r:.60}"
        return SettingError(f"{self._where}: {name} {what}, {is_there}")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


_TYPES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list of tables",
    dict: "a table",
}
