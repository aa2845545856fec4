"""Who can be asked and what it costs, as plain facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core.agent import Texts
from app.core.backend import Ability

PROTOCOLS = ("openai_chat", "openai_responses", "anthropic", "gemini", "ollama")
"""How a provider can be spoken to."""

LISTINGS = ("openai", "anthropic", "gemini", "ollama", "none")
"""How a provider's models can be listed, besides at a path or an address of their own."""

CITATIONS = "citations"
"""What a service can do although no model can by itself: name what it found in the web."""

ABILITIES = (*(ability.value for ability in Ability), CITATIONS)
"""What a service can be said to do."""


@dataclass(frozen=True, slots=True)
class Region:
    """A further official address of a provider, with the page it was read from."""

    name: Texts
    address: str
    source: str = ""
    read: date | None = None


@dataclass(frozen=True, slots=True)
class ProviderKind:
    """A provider that can be added, and all there is to know for it.

    `address` is the base that the protocol adds its path to; nothing is added after a
    `#` at its end, and "" means that the user types it. Where it or a region's has a
    `{placeholder}`, `needs` says what to ask for. `key_variables` are the environment
    variables that usually hold its key; `key_header` is "" where the protocol has one of
    its own. `listing` is one of `LISTINGS`, a path or an address. `abilities` are the
    service's: not each of its models has them. `probe` is the path that is asked to find
    a local server. `source` is the page that the address was read from on the day `read`.
    """

    id: str
    name: Texts
    protocol: str
    address: str = ""
    regions: tuple[Region, ...] = ()
    needs: Mapping[str, Texts] = field(default_factory=dict)
    keys_page: str = ""
    key_variables: tuple[str, ...] = ()
    key_header: str = ""
    listing: str = "openai"
    models: tuple[str, ...] = ()
    abilities: frozenset[str] = frozenset()
    is_local: bool = False
    probe: str = ""
    source: str = ""
    read: date | None = None
    is_own: bool = False
    """It lies in the user's data folder."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens of a model cost, in `currency` (an ISO 4217 code).

    A `model` that ends in `*` stands for all that begin so. `cached` is for tokens read
    from a cache, None when nobody said. It holds for requests that read more than
    `above` tokens, up to and with the day `until`. `source` said so on `as_of`.
    """

    provider: str
    model: str
    currency: str
    input: Decimal
    output: Decimal
    cached: Decimal | None = None
    above: int = 0
    source: str = ""
    as_of: date | None = None
    until: date | None = None
    is_own: bool = False
    """It lies in the user's data folder."""
