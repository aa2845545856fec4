"""Keys in environment variables: offered and looked up, never copied."""

import os
from collections.abc import Callable, Iterable

from app.core.key import keys_in
from app.core.settings import Provider
from app.storage.secrets import Secrets


def variables_set(names: Iterable[str]) -> tuple[str, ...]:
    """Which of these environment variables hold something; only their names."""
    return tuple(name for name in names if _value(name))


class ProviderKeys:
    """Where a provider's keys come from when a request needs them.

    A provider that names a variable is answered from the environment, each time anew, and
    the keyring is not even asked; if the variable is not set, what is stored is used.
    """

    def __init__(self, secrets: Secrets, providers: Callable[[], tuple[Provider, ...]]) -> None:
        self._secrets = secrets
        self._providers = providers

    async def keys_of(self, provider: Provider) -> tuple[str, ...]:
        """The provider's keys, to be used in turn; () if it has none.

        Raises:
            SecretError: They are stored but were not handed over.
        """
        if provider.key_variable and (found := keys_in(_value(provider.key_variable))):
            return found
        return await self._secrets.get_all(provider.id)

    async def key_of(self, id: str) -> str | None:
        """The first key of the provider called `id`, None if it has none; raises as `keys_of`."""
        provider = next((each for each in self._providers() if each.id == id), None)
        if provider is None:
            return await self._secrets.get(id)
        keys = await self.keys_of(provider)
        return keys[0] if keys else None


def _value(name: str) -> str:
    return os.environ.get(name, "").strip()
