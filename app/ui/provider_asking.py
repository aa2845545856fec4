"""How the pages of providers ask the engine, which is imported when they first open."""

from collections.abc import Callable
from functools import partial

from app.core.backend import ModelFacts
from app.core.settings import Provider
from app.core.tasks import TaskScope
from app.engine.models import Models
from app.engine.wording import Wording
from app.runtime import Runtime
from app.storage.catalogue import Catalogue
from app.ui.icons import Icons
from app.ui.provider_context import ProviderContext, Tried
from app.ui.theme import Look


def provider_context(
    runtime: Runtime, scope: TaskScope, look: Look, icons: Icons
) -> ProviderContext:
    """What the pages of providers are made with."""
    return ProviderContext(
        settings=runtime.settings,
        secrets=runtime.secrets,
        models=runtime.models,
        catalogue=Catalogue(runtime.resources, runtime.paths.data),
        wording=runtime.wording,
        scope=scope,
        look=look,
        icons=icons,
        language=runtime.language,
        try_out=partial(try_out, runtime.models, runtime.wording),
        fetch_models=partial(fetch_models, runtime.models),
    )


async def try_out(
    models: Models,
    wording: Wording,
    provider: Provider,
    keys: tuple[str, ...] | None,
    say: Callable[[str], None],
) -> Tried:
    """Try a provider."""
    return Tried("", True)


async def fetch_models(
    models: Models, provider: Provider, keys: tuple[str, ...] | None
) -> tuple[ModelFacts, ...]:
    """Ask a provider for its models."""
    return ()
