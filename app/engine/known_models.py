"""Which models can be asked, and what is known of each without asking anybody."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.core.backend import Ability
from app.core.conversation import Cost, Tokens
from app.core.settings import Provider, Settings
from app.engine.builtin import BUILTIN, BUILTIN_MODEL, BUILTIN_TITLE
from app.engine.local_models import LOCAL, LocalModels

if TYPE_CHECKING:
    from app.core.provider_facts import ProviderKind
    from app.storage.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A provider and one of its models; as text `provider/model`."""

    provider: str
    model: str

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}"

    @classmethod
    def parse(cls, text: str) -> "ModelChoice":
        """Read `provider/model`; what follows the first slash is the model."""
        provider, _, model = text.partition("/")
        return cls(provider, model)


BUILTIN_CHOICE = ModelChoice(BUILTIN, BUILTIN_MODEL)
"""The model that comes with the program."""


class KnownModels:
    """Every model that is configured. Nothing here takes time."""

    def __init__(
        self, settings: Callable[[], Settings], catalogue: "Catalogue | None" = None
    ) -> None:
        """Without a `catalogue` no price is known."""
        self.local: LocalModels | None = None
        """The other models on this machine; `Models.add_local` puts them there."""
        self._settings = settings
        self._catalogue = catalogue

    @property
    def default(self) -> ModelChoice:
        """The model of a conversation that chose none; the built-in one if that is gone."""
        choice = ModelChoice.parse(self._settings().models.default)
        return choice if choice in self.choices() else BUILTIN_CHOICE

    def default_for(self, agent_id: str) -> ModelChoice:
        """The model that an agent's new conversations begin with."""
        own = self._settings().agent_models.get(agent_id, "")
        choice = ModelChoice.parse(own)
        return choice if own and choice in self.choices() else self.default

    def choices(self) -> tuple[ModelChoice, ...]:
        """Every model that can be chosen, the built-in one first, then this machine's own."""
        files = self.local.files if self.local else ()
        return (
            BUILTIN_CHOICE,
            *(ModelChoice(LOCAL, each.id) for each in files),
            *(ModelChoice(each.id, name) for each in self._providers() for name in each.models),
        )

    def is_local(self, choice: ModelChoice) -> bool:
        """Whether what is said to it stays on this machine."""
        if choice.provider in (BUILTIN, LOCAL):
            return True
        provider = self._provider(choice.provider)
        return provider is not None and stays_here(provider)

    def title(self, choice: ModelChoice) -> str:
        """A short name for the chip."""
        if choice == BUILTIN_CHOICE:
            return BUILTIN_TITLE
        if choice.provider == LOCAL and self.local:
            return self.local.title(choice.model)
        return choice.model.rpartition("/")[2] or choice.model

    def provider_title(self, choice: ModelChoice) -> str:
        """What the provider is called, "" for the built-in one."""
        provider = self._provider(choice.provider)
        return provider.name if provider else ""

    def is_favourite(self, choice: ModelChoice) -> bool:
        """Whether the user starred it."""
        provider = self._provider(choice.provider)
        return provider is not None and choice.model in provider.favourites

    def known_context(self, choice: ModelChoice) -> int:
        """Tokens it can look back on as far as nobody need be asked, 0 when unknown."""
        if choice.provider == LOCAL and self.local:
            return next((e.context for e in self.local.files if e.id == choice.model), 0)
        provider = self._provider(choice.provider)
        if provider is None:
            return 0
        own = {each.model: each.context for each in provider.details}
        return own.get(choice.model, 0) or provider.context

    def abilities(self, choice: ModelChoice) -> frozenset[Ability] | None:
        """What it can do besides reading and writing text; None when nobody said."""
        if choice.provider in (BUILTIN, LOCAL):
            return frozenset()  # they are served without the part that sees
        provider = self._provider(choice.provider)
        details = provider.details if provider else ()
        own = next((each.abilities for each in details if each.model == choice.model), None)
        known = set(Ability)
        return None if own is None else frozenset(Ability(each) for each in own if each in known)

    def languages(self, choice: ModelChoice) -> tuple[str, ...]:
        """The languages the model can speak; () when there is no such limit."""
        return ("en",) if choice == BUILTIN_CHOICE else ()

    def kind_of(self, provider: Provider) -> "ProviderKind | None":
        """The provider's entry in the catalogue."""
        if not provider.kind or self._catalogue is None:
            return None
        return self._catalogue.kinds.get(provider.kind)

    def cost(self, choice: ModelChoice, tokens: Tokens, when: float) -> Cost | None:
        """What an answer of `choice` cost that was asked at `when` (in seconds since 1970).

        None when nobody knows; the models of this machine cost nothing, and nothing is said.
        """
        provider = self._provider(choice.provider)
        if provider is None or self._catalogue is None or self.is_local(choice):
            return None
        from app.core.prices import cost  # decimals are not needed to start

        day = datetime.fromtimestamp(when, UTC).date()
        kind = provider.kind or provider.id
        price = self._catalogue.price(kind, choice.model, tokens, day, provider.address)
        amount = cost(price, tokens)
        return Cost(float(amount), price.currency) if price and amount is not None else None

    def _providers(self) -> tuple[Provider, ...]:
        return tuple(each for each in self._settings().providers if each.is_on)

    def _provider(self, id: str) -> Provider | None:
        return next((each for each in self._providers() if each.id == id), None)


def stays_here(provider: Provider) -> bool:
    """Whether all addresses of a provider are on this machine: any of them may be asked."""
    return all(map(is_loopback, (provider.address, *provider.addresses)))


def is_loopback(address: str) -> bool:
    """Whether an address is on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
