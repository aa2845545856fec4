"""The file with keys that a passphrase opens."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from app.core.errors import (
    KeyFileBroken,
    PassphraseWrong,
    SecretError,
    SecretsLocked,
)
from app.core.key import Key
from app.storage.sealed_text import LONGEST, Cost, Seal, cost_of
from app.storage.whole_file import write_whole

log = logging.getLogger(__name__)


class KeyFile:
    """Entries by name, sealed with a passphrase, in a file of this user's own.

    All of it may take long, so it belongs in a thread; only one at a time may use it. The
    passphrase is not kept: what it became is, until the program ends. A damaged file is
    set aside and never overwritten; what was open when it was damaged is not lost.
    """

    def __init__(self, path: Path, cost: Callable[[], Cost] = Cost.fresh) -> None:
        """`cost` says what guessing the passphrase of a new file shall cost."""
        self._path = path
        self._cost = cost
        self._exists = path.exists()
        self._seal: Seal | None = None
        self._entries: dict[str, Key] = {}

    @property
    def is_there(self) -> bool:
        """As of the last time that we looked; one that is open will be written again."""
        return self._exists or self.is_open

    @property
    def is_open(self) -> bool:
        return self._seal is not None

    def look(self) -> None:
        """See again whether the file is there."""
        self._exists = self._path.exists()

    def create(self, passphrase: str) -> None:
        """Make a new file without entries, open.

        Raises:
            PassphraseWrong: It is empty.
            SecretError: There is one already, or it cannot be written.
        """
        if not passphrase:
            raise PassphraseWrong("a passphrase must not be empty")
        self.look()
        if self.is_there:
            raise SecretError("there is a key file already")
        self._write(Seal(passphrase, self._cost()), {})

    def unlock(self, passphrase: str) -> None:
        """Open the file.

        Raises:
            PassphraseWrong: It does not open with this one.
            KeyFileBroken: It is damaged and was set aside.
            KeyFileTooNew: A newer Renao made it.
            SecretError: It is not there, or cannot be read.
        """
        text = self._text()
        if text is None:
            raise SecretError("there is no key file")
        seal, entries = self._opened(passphrase, text)
        self._seal, self._entries = seal, entries

    def change_passphrase(self, old: str, new: str) -> None:
        """Seal the file with another passphrase; if that fails the old one stays in force.

        Raises:
            PassphraseWrong: The old one is wrong, or the new one empty.
            SecretError: As in `unlock`, or it cannot be written.
        """
        if not new:
            raise PassphraseWrong("a passphrase must not be empty")
        self.unlock(old)
        self._write(Seal(new, self._cost()), self._entries)

    def read(self, name: str) -> Key | None:
        """An entry, None if there is none.

        Raises:
            SecretsLocked: The file is not open.
        """
        self._open_seal()
        return self._entries.get(name)

    def write(self, changes: Mapping[str, Key | None]) -> None:
        """Put entries in, and take out those that are None, all or nothing.

        Raises:
            SecretsLocked: The file is not open, or has another passphrase by now.
            SecretError: It cannot be written.
        """
        seal = self._open_seal()
        merged = {**self._latest(seal), **changes}
        self._write(seal, {name: key for name, key in merged.items() if key is not None})

    def remove_if_empty(self) -> None:
        """Take the file away when it is open and holds nothing."""
        if self._seal is not None and not self._latest(self._seal):
            self._path.unlink(missing_ok=True)
            self._seal = None
            self._exists = False

    def _open_seal(self) -> Seal:
        if self._seal is None:
            raise SecretsLocked("the key file is locked")
        return self._seal

    def _latest(self, seal: Seal) -> dict[str, Key]:
        """What is in the file now: another window or a backup may have put it there."""
        text = self._text()
        if text is None:
            return self._entries
        try:
            if cost_of(text) == seal.cost:
                return _entries(seal.open(text))
        except KeyFileBroken as error:
            aside = self._set_aside(error)
            if not aside.kept_at:
                raise aside from error
            log.info("the key file was damaged; what was open is written anew: %s", aside)
            return self._entries
        except PassphraseWrong:
            log.debug("the key file was sealed by somebody else")
        self._seal, self._entries = None, {}
        raise SecretsLocked("the key file has another passphrase now")

    def _opened(self, passphrase: str, text: str) -> tuple[Seal, dict[str, Key]]:
        try:
            seal = Seal(passphrase, cost_of(text))
            return seal, _entries(seal.open(text))
        except KeyFileBroken as error:
            broken = error
        except MemoryError as error:
            raise SecretError("there is too little memory to open the key file") from error
        raise self._set_aside(broken)

    def _set_aside(self, error: KeyFileBroken) -> KeyFileBroken:
        """Give the damaged file another name; the error says which."""
        stem = f"{self._path.name}.broken-{time.strftime('%Y%m%d-%H%M%S')}"
        names = (stem, *(f"{stem}-{number}" for number in range(2, 100)))
        free = (self._path.with_name(name) for name in names)
        try:
            kept = next(path for path in free if not path.exists())
            self._path.rename(kept)
        except OSError as failed:
            log.info("the damaged key file stays where it is: %s", failed.strerror)
            return KeyFileBroken(str(error))
        self._exists = False
        return KeyFileBroken(str(error), str(kept))

    def _text(self) -> str | None:
        try:
            with self._path.open(encoding="utf-8", errors="replace") as file:
                text = file.read(LONGEST + 1)
        except FileNotFoundError:
            self._exists = False
            return None
        except OSError as error:
            raise SecretError(f"the key file cannot be read: {error.strerror}") from error
        self._exists = True
        return text

    def _write(self, seal: Seal, entries: Mapping[str, Key]) -> None:
        plain = json.dumps({name: key.reveal() for name, key in entries.items()})
        try:
            write_whole(self._path, seal.close(plain))
        except OSError as error:
            raise SecretError(f"the key file cannot be written: {error.strerror}") from error
        self._seal, self._entries, self._exists = seal, dict(entries), True


def _entries(plain: str) -> dict[str, Key]:
    try:
        found = json.loads(plain)
    except ValueError:
        found = None
    # Raised out here: the other error would bring the text along.
    if not isinstance(found, dict):
        raise KeyFileBroken("what is sealed in it is no list of keys")
    return {name: Key(text) for name, text in found.items() if isinstance(text, str)}
