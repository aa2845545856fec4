"""Keys of providers: in the system's keyring, in memory, or in an encrypted file."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from app.core.errors import KeyringMissing, SecretError
from app.core.key import Key, entry_of, keys_in
from app.core.tasks import TaskScope
from app.storage.key_file_place import KeyFilePlace
from app.storage.keyring_place import ANSWER_SECONDS, SERVICE, Keyring, KeyringPlace

__all__ = ["ANSWER_SECONDS", "SERVICE", "Keyring", "Kind", "Secrets"]

log = logging.getLogger(__name__)

RETRY_SECONDS = 10.0
"""How often at most we try by ourselves to put away what is held in memory."""

Kind = Literal["keyring", "memory", "file", "locked"]
"""Where a key goes that is set now: `locked` is a key file that waits for its passphrase."""


class Secrets:
    """Keys by the id of their provider, kept where the user wants them.

    `place` is the setting `keys.keep`: `keyring`, `this run` or `file`. What the place
    cannot take, because there is no keyring or the file is locked, is held in memory, told
    by `kind` and `problem`, and put there as soon as it can. With `file` chosen the keyring
    is used on until there is a file. Keyring and file are reached in threads, with a time
    limit; whoever made this closes it.
    """

    def __init__(
        self,
        make_keyring: Callable[[], Keyring | None] | None = None,
        answer_seconds: float = ANSWER_SECONDS,
        file: Path | None = None,
        place: str = "keyring",
        names: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """`make_keyring` is called in the thread; its None means that there is no keyring.
        Without it the system's own is taken. `file` is where a key file is or would be;
        `names` says whose keys go along when the place is changed."""
        self._keyring = KeyringPlace(make_keyring, answer_seconds)
        self._file = KeyFilePlace(file) if file else None
        self._place = place
        self._names = names
        self._memory: dict[str, Key] = {}
        self._doomed: set[str] = set()
        self._leaving: KeyringPlace | KeyFilePlace | None = None
        """The place that the keys are still to be taken from."""
        self._next_try = 0.0
        self._writing = asyncio.Lock()
        self._scope = TaskScope("secrets")

    @property
    def problem(self) -> SecretError | None:
        """Why keys are not where they should be; None if they are."""
        if self._place == "file" and self._file is not None and self._file.problem is not None:
            return self._file.problem
        return self._in_force.problem if self._in_force else None

    @property
    def kind(self) -> Kind:
        """Where a key goes that is set now, as far as we know; `check` finds out."""
        if isinstance(self._in_force, KeyFilePlace):
            return "file" if self._in_force.is_open else "locked"
        return "keyring" if self._in_force and not self._in_force.problem else "memory"

    @property
    def needs_choice(self) -> bool:
        """Whether the user must say where keys are to be kept, or make the file for them."""
        if self._place == "file":
            return self._in_force is not self._file
        return self._place == "keyring" and isinstance(self._keyring.problem, KeyringMissing)

    async def check(self, *, anew: bool = False) -> Kind:
        """Find out whether the place works, and put there what waits for it.

        `anew` does not wait for a keyring that never came back but asks once more.
        """
        if anew:
            self._keyring.begin_anew()
        try:
            if self._file is not None:
                await self._file.look()
            if self._in_force is self._keyring:
                await self._keyring.read("?")
            async with self._writing:
                await self._put_away()
        except SecretError as error:
            log.info("keys are not kept: %s", error)
        return self.kind

    async def get(self, name: str) -> str | None:
        """The first key of a provider, None if it has none; raises as `get_all`."""
        keys = await self.get_all(name)
        return keys[0] if keys else None

    async def get_all(self, name: str) -> tuple[str, ...]:
        """The keys of a provider, in the user's order.

        Raises:
            SecretError: There is a keyring or a file, but it did not hand them over.
        """
        if self._memory:
            self._put_away_soon()
        found = self._memory.get(name)
        if found is None and self._in_force is not None:
            try:
                found = await self._in_force.read(name)
            except KeyringMissing:
                found = None
        return keys_in(found.reveal()) if found else ()

    async def set(self, name: str, value: str) -> None:
        """Keep a provider's only key; look at `kind` to tell the user where."""
        await self.set_all(name, (value,))

    async def set_all(self, name: str, keys: tuple[str, ...]) -> None:
        """Keep a provider's keys; look at `kind` to tell the user where. None at all forgets
        it, and raises as `delete`."""
        entry = Key(entry_of(keys))
        if not entry:
            await self.delete(name)
            return
        self._doomed.discard(name)
        self._memory[name] = entry
        try:
            async with self._writing:
                await self._put_away()
        except SecretError as error:
            log.info("a key is held in memory: %s", error)

    async def delete(self, name: str) -> None:
        """Forget a provider's keys; that there are none is fine.

        Raises:
            SecretError: There is a keyring or a file, but it did not do it.
        """
        self._memory.pop(name, None)
        async with self._writing:
            for place in self._places:
                with suppress(KeyringMissing):
                    await place.write({name: None})
        self._doomed.discard(name)

    def forget_at_end(self, name: str, wanted: bool = True) -> None:
        """Delete a provider's keys at the latest when the program ends, or no longer."""
        if wanted:
            self._doomed.add(name)
        else:
            self._doomed.discard(name)

    async def choose(self, place: str) -> None:
        """Keep keys elsewhere from now on, and take those there are along.

        Away from the keyring to memory they are copied: what outlives the program stays.
        With a file that is not there or locked the rest is done by `create_file` or `unlock`.
        """
        async with self._writing:
            if place != self._place:
                self._leaving, self._place = self._in_force or self._keyring, place
            await self._move()

    async def create_file(self, passphrase: str) -> None:
        """Make the file for keys, and put them into it if it is the chosen place.

        Raises:
            SecretError: As `KeyFile.create`.
        """
        async with self._writing:
            before = self._in_force
            await self._has_file().create(passphrase)
            if before is not self._in_force:
                self._leaving = before
            await self._move()

    async def unlock(self, passphrase: str) -> None:
        """Open the file with keys.

        Raises:
            SecretError: As `KeyFile.unlock`.
        """
        async with self._writing:
            await self._has_file().unlock(passphrase)
            await self._move()

    async def change_passphrase(self, old: str, new: str) -> None:
        """Seal the file with keys with another passphrase.

        Raises:
            SecretError: As `KeyFile.change_passphrase`.
        """
        async with self._writing:
            await self._has_file().change_passphrase(old, new)

    async def aclose(self) -> None:
        """Forget what was to go, then ask the keyring nothing more; one that is stuck is left
        behind."""
        await self._scope.aclose()
        for name in tuple(self._doomed):
            try:
                await self.delete(name)
            except SecretError as error:
                log.warning("the keys of %s may still be kept: %s", name, error)
        self._keyring.close()
        if self._file is not None:
            self._file.close()

    @property
    def _in_force(self) -> KeyringPlace | KeyFilePlace | None:
        """The place that is used now; None for memory alone."""
        if self._place == "file" and self._file is not None and self._file.is_there:
            return self._file
        return None if self._place == "this run" else self._keyring

    @property
    def _places(self) -> list[KeyringPlace | KeyFilePlace]:
        """Where keys may lie: the place in force, and the one that is being left."""
        return [place for place in (self._in_force, self._leaving) if place is not None]

    def _has_file(self) -> KeyFilePlace:
        if self._file is None:
            raise SecretError("there is no folder for a key file")
        return self._file

    def _put_away_soon(self) -> None:
        """Try in the background: whoever has the key from memory must not wait."""
        now = asyncio.get_running_loop().time()
        if self._in_force is not None and now >= self._next_try:
            self._next_try = now + RETRY_SECONDS
            self._scope.start("put away", self.check)

    async def _put_away(self) -> None:
        """Put what is held in memory into the place in force; raises if it cannot be."""
        waiting = dict(self._memory)
        if self._in_force is None or not waiting:
            return
        await self._in_force.write(waiting)
        for name, key in waiting.items():
            if self._memory.get(name) is key:
                del self._memory[name]

    async def _move(self) -> None:
        """Take the keys from the place that is being left into the one in force.

        They leave the old one only when they are in the new one.
        """
        try:
            names = await self._take_along()
            await self._put_away()
            if self._leaving is not None and self._in_force is not None:
                await self._clear(self._leaving, names)
        except SecretError as error:
            log.info("keys stay where they are: %s", error)

    async def _take_along(self) -> list[str]:
        """Hold in memory what the place that is being left has; newer ones are kept."""
        if self._leaving in (None, self._in_force):
            self._leaving = None
            return []
        there: dict[str, Key] = {}
        try:
            for name in self._names():
                if key := await self._leaving.read(name):
                    there[name] = key
        except KeyringMissing:
            self._leaving = None
        except SecretError as error:
            log.info("not all keys can be taken along: %s", error)
        self._memory = {**there, **self._memory}
        return list(there)

    async def _clear(self, place: KeyringPlace | KeyFilePlace, names: list[str]) -> None:
        """Take away what is in the new place now; come back for what could not be read."""
        await place.write(dict.fromkeys(names))
        if isinstance(place, KeyFilePlace):
            await place.remove_if_empty()
        if place.problem is None:
            self._leaving = None
