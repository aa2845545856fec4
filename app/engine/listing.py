"""Which models a provider offers, asked where the catalogue says that it lists them."""

from dataclasses import replace
from urllib.parse import urlsplit

from app.core.backend import ModelFacts
from app.core.provider_facts import LISTINGS, ProviderKind
from app.core.settings import Provider
from app.engine.models import Models

_PROTOCOLS = {
    "openai": ("openai_chat", "openai_responses"),
    "anthropic": ("anthropic",),
    "gemini": ("gemini",),
    "ollama": ("ollama",),
}
"""The protocols that list their models so, the first for all others."""


async def models_of(
    models: Models, provider: Provider, keys: tuple[str, ...] | None = None
) -> tuple[ModelFacts, ...]:
    """The models that `provider` lists; those of the catalogue where it lists none.

    `keys` are used in place of the stored ones and are not kept.

    Raises:
        BackendError: It cannot be asked, or says no.
        SecretError: Its key cannot be read.
    """
    kind = models.kind_of(provider)
    if kind is not None and kind.listing == "none":
        return tuple(ModelFacts(model) for model in kind.models)
    asked = replace(_asked(provider, kind), runs_at_once=0, requests_per_minute=0)
    backend = await models.apart(replace(asked, tokens_per_minute=0), keys)
    try:
        return await backend.models()
    finally:
        await backend.aclose()


def is_listing(models: Models, provider: Provider) -> bool:
    """Whether the provider is known to list its models, or nothing is known."""
    kind = models.kind_of(provider)
    return kind is None or kind.listing != "none"


def _asked(provider: Provider, kind: ProviderKind | None) -> Provider:
    """The provider as it is to be asked for its models."""
    if kind is None:
        return provider
    if kind.listing not in LISTINGS:
        address = _at(kind.listing, provider.address)
        return replace(provider, address=f"{address}#", addresses=(), protocol="openai_chat")
    protocols = _PROTOCOLS[kind.listing]
    if provider.protocol in protocols or provider.protocol != kind.protocol:
        return provider
    return replace(provider, protocol=protocols[0])


def _at(listing: str, address: str) -> str:
    """The address of a listing that is an address, or a path of the provider's host."""
    if "://" in listing:
        return listing
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{listing}"
