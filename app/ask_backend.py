"""Whom `renao ask` asks: an address, a provider of the settings or of the catalogue."""

import os
import tomllib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from app.ask_output import say
from app.core.backend import Backend
from app.core.bus import Bus
from app.core.errors import ModelMissing
from app.core.key import PROXY
from app.core.reach import Reach
from app.core.settings import Network, Provider, Settings
from app.storage.paths import Paths, resources_folder

if TYPE_CHECKING:
    from app.core.provider_facts import ProviderKind
    from app.engine.models import ModelChoice
    from app.storage.catalogue import Catalogue

KEY_VARIABLE = "RENAO_KEY"


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is asked. `address` is "" for the models of the settings, `provider` its id.

    `model` is a model of the two, or else `provider/model` of the settings, "" for their
    default.
    """

    address: str = ""
    protocol: str = "openai_chat"
    provider: str = ""
    model: str = ""


async def opened(whom: Whom, paths: Paths, stack: AsyncExitStack) -> tuple[Backend, str]:
    """The backend and the name of its model; what was opened is closed with `stack`.

    Raises:
        AppError: There is no such provider or model, or its key cannot be read.
    """
    settings = read_settings(paths)
    if whom.address:
        return await _at_address(whom, settings, paths, stack), whom.model
    return await _configured(whom, settings, paths, stack)


def read_settings(paths: Paths) -> Settings:
    """The user's settings; a file that cannot be read is left alone, and said."""
    from app.storage.settings_file import SettingsFile

    try:
        tomllib.loads(paths.settings.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        say(f"{paths.settings} cannot be read; the defaults are used.")
        return Settings()
    return SettingsFile(paths.settings, Bus()).current


def catalogue(paths: Paths) -> "Catalogue":
    """Every provider that can be added."""
    from app.storage.catalogue import Catalogue

    return Catalogue(resources_folder(), paths.data)


async def keys_of(paths: Paths, settings: Settings, provider: Provider) -> tuple[str, ...]:
    """The provider's keys, from wherever the settings say.

    Raises:
        SecretError: They are stored but were not handed over.
    """
    from app.storage.environment_keys import ProviderKeys
    from app.storage.secrets import Secrets

    secrets = Secrets(file=paths.keys, place=settings.keys.keep)
    try:
        return await ProviderKeys(secrets).keys_of(provider)
    finally:
        await secrets.aclose()


def with_kind(settings: Settings, kind: "ProviderKind") -> Settings:
    """The settings with a provider of the catalogue, its key taken from the environment."""
    variables = (name for name in kind.key_variables if os.environ.get(name, "").strip())
    added = Provider(
        kind.id,
        kind.name["en"],
        kind.address,
        kind.models,
        kind.protocol,
        kind=kind.id,
        key_variable=next(variables, ""),
    )
    return replace(settings, providers=(*settings.providers, added))


async def _at_address(
    whom: Whom, settings: Settings, paths: Paths, stack: AsyncExitStack
) -> Backend:
    """A server by its address: asked once, without other tries."""
    from app.engine.connections import open_connections

    connections = await open_connections(*_network(settings, paths))
    stack.push_async_callback(connections.aclose)
    provider = Provider("address", whom.address, whom.address, protocol=whom.protocol)
    key = os.environ.get(KEY_VARIABLE, "")
    reach = Reach(provider, (key,) if key else (), settings.models, is_patient=False)
    return connections.makers[whom.protocol](reach, lambda: None)


async def _configured(
    whom: Whom, settings: Settings, paths: Paths, stack: AsyncExitStack
) -> tuple[Backend, str]:
    from app.engine.builtin import BUILTIN, Builtin
    from app.engine.connections import open_connections
    from app.engine.local_models import LOCAL, LocalModels
    from app.engine.models import Models

    kinds = catalogue(paths)
    known = {provider.id for provider in settings.providers}
    if whom.provider and whom.provider not in known and whom.provider in kinds.kinds:
        settings = with_kind(settings, kinds.kinds[whom.provider])
    elif whom.provider and whom.provider not in (*known, BUILTIN, LOCAL):
        raise ModelMissing(choice=whom.provider)
    bus = Bus()
    builtin = Builtin(paths.models, bus, log_file=paths.model_log)
    keys = partial(keys_of, paths, settings)
    connect = partial(open_connections, *_network(settings, paths))
    models = Models(lambda: settings, keys, builtin, connect, kinds)
    # Nothing is kept: whoever asks from the command line changes no settings.
    local = LocalModels(lambda: settings, lambda files: None, paths.models, bus, builtin)
    models.add_local(local)
    stack.push_async_callback(models.aclose)
    choice = _choice(whom, settings) or models.default
    return await models.backend(choice), choice.model


def _network(
    settings: Settings, paths: Paths
) -> tuple[Callable[[], Network], Callable[[], Awaitable[str]]]:
    """How servers are reached, and where the proxy's password comes from."""

    async def password() -> str:
        found = await keys_of(paths, settings, Provider(PROXY, PROXY, ""))
        return found[0] if found else ""

    return lambda: settings.network, password


def _choice(whom: Whom, settings: Settings) -> "ModelChoice | None":
    from app.engine.builtin import BUILTIN
    from app.engine.models import BUILTIN_CHOICE, ModelChoice

    if not whom.provider:
        return ModelChoice.parse(whom.model) if whom.model else None
    if whom.provider == BUILTIN:
        return BUILTIN_CHOICE
    if whom.model:
        return ModelChoice(whom.provider, whom.model)
    provider = next((each for each in settings.providers if each.id == whom.provider), None)
    if provider is None:
        raise ModelMissing(choice=whom.provider)
    offered = (*provider.favourites, *provider.models)
    if not offered:
        raise ModelMissing(choice=f"{whom.provider}/")
    return ModelChoice(whom.provider, offered[0])
