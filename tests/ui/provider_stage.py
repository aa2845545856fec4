"""What the pages of providers are built with in tests: real settings, keys in a dictionary."""

import asyncio
from dataclasses import replace
from pathlib import Path

from app.core.bus import Bus
from app.core.tasks import TaskScope
from app.engine.builtin import Builtin
from app.engine.models import Models
from app.engine.wording import Wording
from app.storage.catalogue import Catalogue
from app.storage.environment_keys import ProviderKeys
from app.storage.secrets import Secrets
from app.storage.settings_file import SettingsFile
from app.ui.icons import Icons
from app.ui.provider_context import ProviderContext, Tried
from app.ui.theme import Look

RESOURCES = Path(__file__).parents[2] / "resources"


class MemoryKeyring:
    """A system's keyring that keeps what it is told."""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, name):
        return self.kept.get(name)

    def set_password(self, service, name, value):
        self.kept[name] = value

    def delete_password(self, service, name):
        self.kept.pop(name, None)


class ProviderStage:
    """`tried` and `listed` are what the engine answers; `asked` is what it was asked."""

    def __init__(self, folder, keyring=True, place="keyring", language="en"):
        self.bus, self.scope = Bus(), TaskScope("test")
        self.settings = SettingsFile(folder / "settings.toml", self.bus)
        self.keyring = MemoryKeyring()
        self.secrets = Secrets(
            (lambda: self.keyring) if keyring else (lambda: None),
            file=folder / "keys",
            place=place,
            names=lambda: [each.id for each in self.settings.current.providers],
        )
        keys = ProviderKeys(self.secrets)
        builtin = Builtin(folder, self.bus, lambda folder: folder / "none.gguf")
        self.models = Models(lambda: self.settings.current, keys.keys_of, builtin)
        self.tried, self.listed, self.asked = Tried("Works.", True), (), []
        self.found, self.let_go = (), None
        look = Look(RESOURCES)
        self.context = ProviderContext(
            self.settings,
            self.secrets,
            self.models,
            Catalogue(RESOURCES, folder),
            Wording(),
            self.scope,
            look,
            Icons(RESOURCES, look),
            language,
            self._try_out,
            self._fetch,
            found=lambda: self.found,
        )

    async def _try_out(self, provider, keys, say):
        self.asked.append((provider, keys))
        say("Asking…")
        if self.let_go is not None:
            await self.let_go.wait()
        return self._answer(self.tried)

    async def _fetch(self, provider, keys):
        self.asked.append((provider, keys))
        return self._answer(self.listed)

    def context_with(self, **more):
        """The context with something else in it."""
        return replace(self.context, **more)

    def hold(self):
        """Have trials take until `let_go` is set."""
        self.let_go = asyncio.Event()

    @staticmethod
    def _answer(answer):
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def aclose(self):
        await self.scope.aclose()
        await self.models.aclose()
        await self.secrets.aclose()
        await self.settings.aclose()
