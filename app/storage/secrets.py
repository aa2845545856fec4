"""Keys of providers, in the system's keyring."""

import asyncio
import logging
import sys
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Literal, Protocol, TypeVar

from app.core.errors import SecretError
from app.core.worker import Worker

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


class Secrets:
    """Keys by the id of their provider.

    The keyring is asked in a daemon thread with a time limit. Where there is none, or it
    does not answer, keys are held in memory until the program ends: then `kind` is
    "memory" and `problem` says why. A keyring that answers late is used again.
    """

    def __init__(
        self,
        make_keyring: Callable[[], Keyring | None] | None = None,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        """`make_keyring` is called in the thread; its None means that there is no keyring.
        Without it the system's own is taken."""
        self.problem: SecretError | None = None
        self._make = make_keyring or system_keyring
        self._seconds = answer_seconds
        self._worker = Worker("renao-keyring")
        self._keyring: Keyring | None = None
        self._stuck: Future[Any] | None = None
        self._memory: dict[str, str] = {}

    @property
    def kind(self) -> Literal["keyring", "memory"]:
        """Where a key goes that is set now, as far as we know; `check` finds out."""
        return "keyring" if self.problem is None else "memory"

    async def check(self) -> Literal["keyring", "memory"]:
        """Find out whether there is a keyring that works."""
        try:
            await self._ask(lambda keyring: keyring.get_password(SERVICE, "?"))
        except SecretError as error:
            log.info("no keyring: %s", error)
        return self.kind

    async def get(self, name: str) -> str | None:
        """The key of a provider, None if it has none.

        Raises:
            SecretError: There is a keyring, but it did not hand it over.
        """
        if name in self._memory:
            return self._memory[name]
        try:
            return await self._ask(lambda keyring: keyring.get_password(SERVICE, name))
        except _NoKeyring:
            return None

    async def set(self, name: str, value: str) -> None:
        """Keep a provider's key; look at `kind` to tell the user where."""
        self._memory.pop(name, None)
        try:
            await self._ask(lambda keyring: keyring.set_password(SERVICE, name, value))
        except SecretError as error:
            log.info("a key is held in memory: %s", error)
            self._memory[name] = value

    async def delete(self, name: str) -> None:
        """Forget a provider's key; one that is not there is fine.

        Raises:
            SecretError: There is a keyring, but it did not do it.
        """
        self._memory.pop(name, None)

        def delete(keyring: Keyring) -> None:
            if keyring.get_password(SERVICE, name) is not None:
                keyring.delete_password(SERVICE, name)

        try:
            await self._ask(delete)
        except _NoKeyring:
            return

    async def aclose(self) -> None:
        """Ask the keyring nothing more; one that is stuck is left behind."""
        self._worker.close()

    async def _ask(self, question: Callable[[Keyring], T]) -> T:
        """Ask the keyring and remember in `problem` whether it answered."""
        try:
            answer = await self._answer(question)
        except SecretError as error:
            self.problem = error
            raise
        self.problem = None
        return answer

    async def _answer(self, question: Callable[[Keyring], T]) -> T:
        if self._worker.is_closed:
            raise SecretError("the program ends")
        if self._stuck is not None and not self._stuck.done():
            raise SecretError("the keyring still has not answered")
        asked = self._worker.submit(self._ask_in_thread, question)
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(asked)
        except TimeoutError as error:
            self._stuck = asked
            raise SecretError(f"the keyring did not answer in {self._seconds:g} s") from error

    def _ask_in_thread(self, question: Callable[[Keyring], T]) -> T:
        try:
            if self._keyring is None:
                self._keyring = self._make()
            if self._keyring is not None:
                return question(self._keyring)
        except Exception as error:  # noqa: BLE001 - keyrings raise what they like
            # Its text could hold what we asked for.
            raise SecretError(f"the keyring failed with {type(error).__name__}") from None
        raise _NoKeyring("this system has no keyring")


class _NoKeyring(SecretError):
    pass


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
