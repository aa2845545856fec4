"""How the pages of providers ask the engine, which is imported when they first open."""

from collections.abc import Callable
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

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

if TYPE_CHECKING:
    from app.engine.trial import Step


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
        cards=lambda: runtime.cards.all,
        found=lambda: runtime.local_servers.found,
        look_around=lambda: scope.start("look-around", runtime.local_servers.look),
    )


async def try_out(
    models: Models,
    wording: Wording,
    provider: Provider,
    keys: tuple[str, ...] | None,
    say: Callable[[str], None],
) -> Tried:
    """Try a provider; each step that succeeds is said."""
    from app.engine.provider_wording import trial_sentence
    from app.engine.trial import TrialOutcome, TrialResult, try_provider

    result = TrialResult(TrialOutcome.FAILED)
    async with aclosing(try_provider(models, provider, keys)) as steps:
        async for step in steps:
            if isinstance(step, TrialResult):
                result = step
            else:
                say(_step_words(step))
    who = provider.name or urlsplit(provider.address).netloc
    sentence = trial_sentence(wording, result, who)
    return Tried(sentence.text, result.outcome is TrialOutcome.WORKS, result.models)


async def fetch_models(
    models: Models, provider: Provider, keys: tuple[str, ...] | None
) -> tuple[ModelFacts, ...]:
    """Ask a provider for its models."""
    from app.engine.listing import models_of

    return await models_of(models, provider, keys)


def _step_words(step: "Step") -> str:
    """What is in order so far, and what comes next."""
    translate = QCoreApplication.translate
    words = {
        "reached": translate("ProviderTrial", "The server is there. Checking the key…"),
        "key": translate("ProviderTrial", "The key is accepted. Asking for the models…"),
        "models": translate("ProviderTrial", "Models: {number}. Asking one a short question…"),
        "streaming": translate("ProviderTrial", "It begins to answer…"),
        "first_word": translate("ProviderTrial", "It answers."),
    }
    return words[step.kind.value].format(number=step.number)
