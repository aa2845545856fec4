"""The catalogue of providers and prices: two TOML files of ours, and the user's own beside them."""

import logging
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from app.core.conversation import Tokens
from app.core.errors import SettingError
from app.core.prices import price_of
from app.core.provider_facts import Price, ProviderKind
from app.storage.catalogue_file import kind_from, price_from

log = logging.getLogger(__name__)

PROVIDERS = "providers.toml"
PRICES = "prices.toml"


class Catalogue:
    """Every provider that can be added, and what models cost; the user's win over ours.

    Nothing is read before it is asked for. What cannot be read is a `SettingError` in
    `problems` and left out; when the user's own is broken, ours of the same id stands.
    """

    def __init__(self, shipped: Path, own: Path) -> None:
        """`shipped` and `own` are folders with the two files; `own` need not have them."""
        self._shipped = shipped
        self._own = own
        self._problems: list[SettingError] = []

    @cached_property
    def kinds(self) -> Mapping[str, ProviderKind]:
        """The providers by id, in the order of the files: ours, then what the user added."""
        kinds = {kind.id: kind for kind in self._kinds(self._shipped, is_own=False)}
        kinds.update({kind.id: kind for kind in self._kinds(self._own, is_own=True)})
        return kinds

    @cached_property
    def prices(self) -> tuple[Price, ...]:
        """All prices, the user's first."""
        own = self._prices(self._own, is_own=True)
        return (*own, *self._prices(self._shipped, is_own=False))

    @property
    def problems(self) -> tuple[SettingError, ...]:
        """What could not be read of both files."""
        _ = self.kinds, self.prices
        return tuple(self._problems)

    def price(
        self, provider: str, model: str, tokens: Tokens, day: date, address: str = ""
    ) -> Price | None:
        """The price of a request, None when it is unknown.

        `provider` is the id of its kind, or its own where it has none. Our prices hold for
        the kind's first address: for an `address` elsewhere only the user's own count.
        """
        kind = self.kinds.get(provider)
        is_first = kind is None or not address or _same(address, kind.address)
        prices = self.prices if is_first else [each for each in self.prices if each.is_own]
        return price_of(prices, provider, model, tokens, day)

    def _kinds(self, folder: Path, *, is_own: bool) -> Iterator[ProviderKind]:
        file = folder / PROVIDERS
        for id, table in self._read(file, is_own=is_own).items():
            try:
                yield kind_from(id, table, is_own=is_own)
            except SettingError as error:
                self._leave_out(file, error)

    def _prices(self, folder: Path, *, is_own: bool) -> Iterator[Price]:
        file = folder / PRICES
        found = self._read(file, is_own=is_own)
        tables = found.pop("prices", [])
        if found or not isinstance(tables, list):
            self._leave_out(file, SettingError("there may be [[prices]] only"))
        for number, table in enumerate(tables if isinstance(tables, list) else (), start=1):
            try:
                yield price_from(table, f"price {number}", is_own=is_own)
            except SettingError as error:
                self._leave_out(file, error)

    def _read(self, file: Path, *, is_own: bool) -> dict[str, Any]:
        if is_own and not file.exists():
            return {}
        try:
            return tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self._leave_out(file, error)
            return {}

    def _leave_out(self, file: Path, error: Exception) -> None:
        problem = SettingError(f"{file}: {error}")
        self._problems.append(problem)
        log.info("left out of the catalogue: %s", problem)


def _same(address: str, other: str) -> bool:
    return address.strip().rstrip("/") == other.rstrip("/")
