"""What providers, their protocols and their states are called on screen."""

import re
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from app.core.agent import in_language
from app.core.provider_facts import PROTOCOLS, ProviderKind
from app.core.settings import Provider
from app.storage.providers import RESERVED

translate = QCoreApplication.translate

OTHER = "other"
"""The kind of any address that speaks OpenAI's protocol."""

PLACE = re.compile(r"\{(\w+)\}")
"""A part of an address that the user knows and we do not."""


def protocol_title(protocol: str) -> str:
    """What a protocol is called."""
    titles = {
        "openai_chat": translate("ProviderWords", "OpenAI chat completions"),
        "openai_responses": translate("ProviderWords", "OpenAI responses"),
        "anthropic": translate("ProviderWords", "Anthropic messages"),
        "gemini": translate("ProviderWords", "Google Gemini API"),
        "ollama": translate("ProviderWords", "Ollama API"),
    }
    return titles.get(protocol, protocol)


def protocols() -> list[tuple[str, str]]:
    """Every protocol with its title."""
    return [(protocol, protocol_title(protocol)) for protocol in PROTOCOLS]


def place_words(kind: str) -> str:
    """Where a key goes that is entered now."""
    return {
        "keyring": translate("ProviderWords", "It will be kept in the system's keyring."),
        "memory": translate("ProviderWords", "It will be kept until Renao ends."),
        "file": translate("ProviderWords", "It will be kept in your encrypted file."),
    }.get(kind, translate("ProviderWords", "It will be kept until the key file is unlocked."))


def about_kind(kind: ProviderKind, language: str) -> str:
    """One line about a kind of provider: where it is."""
    if kind.id == OTHER:
        return translate("ProviderWords", "OpenAI's protocol at an address of your own")
    host = urlsplit(kind.address).netloc or kind.address
    place = translate("ProviderWords", "on this machine") if kind.is_local else host
    regions = [in_language(region.name, language) for region in kind.regions]
    return " · ".join([place, *regions[:2]]) if not kind.is_local else f"{place} · {host}"


def problem_of(provider: Provider) -> str:
    """What is wrong with a provider, as a sentence; "" when nothing is."""
    if not provider.name:
        return translate("ProviderForm", "Give the provider a name.")
    for address in (provider.address, *provider.addresses):
        if problem := _problem_of_address(address):
            return problem
    if not provider.models:
        return translate(
            "ProviderForm", "Choose at least one model: fetch the list, or add one by its name."
        )
    return ""


def problem_to_ask(provider: Provider) -> str:
    """As `problem_of`, for one that is only tried or asked for its models."""
    for address in (provider.address, *provider.addresses):
        if problem := _problem_of_address(address):
            return problem
    return ""


def _problem_of_address(address: str) -> str:
    if found := PLACE.search(address):
        return translate("ProviderForm", "Fill in {place} in the address.").format(place=found[0])
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
        has_secret = bool(parts.username or parts.password)
        _ = parts.port
    except ValueError:
        is_whole, has_secret = False, False
    if not is_whole:
        return translate(
            "ProviderForm", "The address must begin with http:// or https:// and name a server."
        )
    if has_secret:
        return translate("ProviderForm", "Put the key into the field Key, not into the address.")
    return ""


def new_id(name: str, taken: set[str]) -> str:
    """An id made from a name that is not in `taken`."""
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:32] or "provider"
    id, number = base, 2
    while id in taken or id in RESERVED:
        id, number = f"{base}-{number}", number + 1
    return id
