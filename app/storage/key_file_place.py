"""Keys in an encrypted file, for systems without a keyring."""

from collections.abc import Callable, Mapping
from copy import copy
from pathlib import Path
from typing import ParamSpec, TypeVar

from app.core.errors import PassphraseWrong, SecretError, SecretsLocked
from app.core.key import Key
from app.storage.key_file import KeyFile
from app.storage.limited_worker import LimitedWorker

P = ParamSpec("P")
T = TypeVar("T")

FILE_SECONDS = 20.0
"""How long we wait for the file: a passphrase takes a third of a second, a disk seldom more."""


class KeyFilePlace:
    """The key file, used in a daemon thread with a time limit.

    `problem` is why it is not used: it is locked or was damaged, or what should be in it
    could not be written. None if all is well; a wrong passphrase is no problem.
    """

    def __init__(self, path: Path) -> None:
        self._file = KeyFile(path)
        self._worker = LimitedWorker("renao-key-file", FILE_SECONDS)
        self._problem: SecretError | None = None

    @property
    def problem(self) -> SecretError | None:
        if self._problem is None and self.is_there and not self.is_open:
            return SecretsLocked("the key file is locked")
        return self._problem

    @property
    def is_there(self) -> bool:
        return self._file.is_there

    @property
    def is_open(self) -> bool:
        return self._file.is_open

    async def look(self) -> None:
        """See again whether the file is there."""
        await self._ask(self._file.look)

    async def create(self, passphrase: str) -> None:
        """As `KeyFile.create`."""
        await self._ask(self._file.create, passphrase)
        self._problem = None

    async def unlock(self, passphrase: str) -> None:
        """As `KeyFile.unlock`."""
        await self._ask(self._file.unlock, passphrase)
        self._problem = None

    async def change_passphrase(self, old: str, new: str) -> None:
        """As `KeyFile.change_passphrase`."""
        await self._ask(self._file.change_passphrase, old, new)
        self._problem = None

    async def read(self, name: str) -> Key | None:
        """The entry called `name`, None if there is none.

        Raises:
            SecretsLocked: The file is not open.
        """
        return await self._ask(self._file.read, name)

    async def write(self, changes: Mapping[str, Key | None]) -> None:
        """As `KeyFile.write`."""
        await self._ask(self._file.write, changes)
        self._problem = None

    async def remove_if_empty(self) -> None:
        """As `KeyFile.remove_if_empty`."""
        await self._ask(self._file.remove_if_empty)

    def close(self) -> None:
        """Do nothing more; a disk that is stuck is left behind."""
        self._worker.close()

    async def _ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._worker.is_closed:
            raise SecretError("the program ends")
        try:
            return await self._worker.run(function, *args, **kwargs)
        except (PassphraseWrong, SecretsLocked):
            raise
        except TimeoutError as error:
            self._problem = SecretError(f"the key file gave {error}")
            raise copy(self._problem) from error
        except SecretError as error:
            self._problem = copy(error)  # the error itself keeps the passphrase alive
            raise
