"""What the pages of providers are made with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.core.agent import AgentCard
from app.core.backend import ModelFacts
from app.core.settings import Provider
from app.core.tasks import TaskScope
from app.engine.local_servers import FoundServer
from app.engine.models import Models
from app.engine.wording import Wording
from app.storage.catalogue import Catalogue
from app.storage.secrets import Secrets
from app.storage.settings_file import SettingsFile
from app.ui.icons import Icons
from app.ui.theme import Look


@dataclass(frozen=True, slots=True)
class Tried:
    """How the trial of a provider ended: one sentence, and the models that were seen."""

    sentence: str
    is_good: bool
    models: tuple[ModelFacts, ...] = ()


Say = Callable[[str], None]
"""Hears in a few words what is being done."""

TryOut = Callable[[Provider, tuple[str, ...] | None, Say], Awaitable[Tried]]
"""Tries a provider with these keys, None for the stored ones; nothing is stored."""

FetchModels = Callable[[Provider, tuple[str, ...] | None], Awaitable[tuple[ModelFacts, ...]]]
"""Asks a provider for its models, with these keys, None for the stored ones."""


@dataclass(frozen=True, slots=True)
class ProviderContext:
    """The engine's parts that the pages of providers ask, and how they look.

    `found` are the servers on this machine as far as they are known; `look_around` looks
    for them anew.
    """

    settings: SettingsFile
    secrets: Secrets
    models: Models
    catalogue: Catalogue
    wording: Wording
    scope: TaskScope
    look: Look
    icons: Icons
    language: str
    try_out: TryOut
    fetch_models: FetchModels
    cards: Callable[[], tuple[AgentCard, ...]] = tuple
    found: Callable[[], tuple[FoundServer, ...]] = tuple
    look_around: Callable[[], None] = lambda: None
