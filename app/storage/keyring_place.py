"""Keys in the system's keyring."""

import logging
import sys
from collections.abc import Callable, Mapping
from copy import copy
from functools import partial
from typing import Any, Protocol, TypeVar

from app.core.errors import KeyringMissing, KeyringSilent, SecretError
from app.core.key import Key
from app.storage.limited_worker import LimitedWorker

log = logging.getLogger(__name__)

T = TypeVar("T")

SERVICE = "renao"
"""The name under which the keyring shows our entries."""
ANSWER_SECONDS = 5.0
"""How long we wait for the keyring; it may be asking the user to unlock it."""


class Keyring(Protocol):
    """What we need of a keyring; each call may block or raise anything."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class KeyringPlace:
    """The keyring, asked in a daemon thread with a time limit.

    `problem` is why it did not do what it was asked last, None if it did. One that answers
    late, dies or comes back is used again.
    """

    def __init__(self, make: Callable[[], Keyring | None] | None, seconds: float) -> None:
        """`make` is called in the thread; its None means that there is no keyring. Without
        it the system's own is taken."""
        self.problem: SecretError | None = None
        self._make = make or system_keyring
        self._worker = LimitedWorker("renao-keyring", seconds)
        self._keyring: Keyring | None = None

    async def read(self, name: str) -> Key | None:
        """The entry called `name`, None if there is none.

        Raises:
            SecretError: It was not handed over; `KeyringMissing` if there is no keyring.
        """
        found = await self._ask(lambda keyring: keyring.get_password(SERVICE, name))
        return Key(found) if found else None

    async def write(self, changes: Mapping[str, Key | None]) -> None:
        """Put entries in, and take out those that are None.

        Raises:
            SecretError: It did not do it, or not all of it.
        """
        for name, key in changes.items():
            await self._ask(partial(_put, name, key))

    def begin_anew(self) -> None:
        """Ask once more, in another thread, though an earlier call never came back."""
        self._worker.begin_anew()

    def close(self) -> None:
        """Ask nothing more; a keyring that is stuck is left behind."""
        self._worker.close()

    async def _ask(self, question: Callable[[Keyring], T]) -> T:
        if self._worker.is_closed:
            raise SecretError("the program ends")
        try:
            answer = await self._worker.run(self._ask_in_thread, question)
        except TimeoutError as error:
            self.problem = KeyringSilent(f"the keyring gave {error}")
            raise copy(self.problem) from error
        except SecretError as error:
            self.problem = copy(error)  # the error itself keeps what it came through alive
            raise
        self.problem = None
        return answer

    def _ask_in_thread(self, question: Callable[[Keyring], T]) -> T:
        try:
            if self._keyring is None:
                self._keyring = self._make()
            if self._keyring is not None:
                return question(self._keyring)
            failure = ""
        except Exception as error:  # noqa: BLE001 - keyrings raise what they like
            failure = type(error).__name__
        # Raised out here, since the other's text, which could hold a key, would come along.
        self._keyring = None
        if failure:
            log.debug("the keyring failed with %s", failure)
            raise SecretError(f"the keyring failed with {failure}")
        raise KeyringMissing("this system has no keyring")


def _put(name: str, key: Key | None, keyring: Keyring) -> None:
    if key is not None:
        keyring.set_password(SERVICE, name, key.reveal())
    elif keyring.get_password(SERVICE, name) is not None:
        keyring.delete_password(SERVICE, name)


def system_keyring() -> Keyring | None:
    """The keyring of this system, None if it has none.

    It is chosen by name: some that could be found would ask on the terminal.
    """
    backend = _backend()
    try:
        priority: float = backend.priority  # says by raising that the service is not there
    except Exception as error:  # noqa: BLE001 - whatever the way to it raises
        log.info("no keyring: %s", error)
        return None
    log.debug("keyring %s of priority %s", backend, priority)
    keyring: Keyring = backend()
    return keyring


def _backend() -> Any:
    if sys.platform == "darwin":
        from keyring.backends import macOS

        return macOS.Keyring
    if sys.platform == "win32":
        from keyring.backends import Windows

        return Windows.WinVaultKeyring
    from keyring.backends import SecretService

    return SecretService.Keyring
