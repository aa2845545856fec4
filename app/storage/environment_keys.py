"""Keys in environment variables: offered and looked up, never copied."""

import os
from collections.abc import Iterable

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

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    async def keys_of(self, provider: Provider) -> tuple[str, ...]:
        """The provider's keys, to be used in turn; () if it has none.

        Raises:
            SecretError: They are stored but were not handed over.
        """
        if provider.key_variable and (found := keys_in(_value(provider.key_variable))):
            return found
        return await self._secrets.get_all(provider.id)


def _value(name: str) -> str:
    return os.environ.get(name, "").strip()
