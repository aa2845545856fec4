"""The local socket by which a second start of the program reaches the first."""

import asyncio
import hmac
import json
import logging
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from app.core.errors import DatabaseLocked, StorageError
from app.door_place import Place
from app.storage.paths import Paths

log = logging.getLogger(__name__)

LONGEST = 64 * 1024
"""Bytes of a call; the arguments of a command line are shorter."""
CALL_SECONDS = 2.0
"""How long the first start listens to one caller."""
_PROOF = 66
"""Bytes of a call besides its arguments: the proof, a space and the end of the line."""
KNOCK_SECONDS = 3.0
"""How long a second start tries to be heard; the first may be just starting."""
CLOSE_SECONDS = 0.5
"""How long closing waits for a caller who is being answered."""

Hear = Callable[[list[str]], object]


def enter(paths: Paths, arguments: Sequence[str]) -> "Door | None":
    """Become the first, or hand `arguments` to the first and get None.

    Raises:
        DatabaseLocked: Another one runs with this data folder and does not answer.
        StorageError: The state folder cannot be written.
    """
    door = Door(paths)
    if door.claim():
        return door
    if knock(paths, arguments):
        return None
    if door.claim():  # it ended meanwhile
        return door
    raise DatabaseLocked("Renao runs already and does not answer")


def hand_over(paths: Paths, arguments: Sequence[str]) -> bool:
    """Hand `arguments` to the running program; False at once when none runs.

    Raises:
        DatabaseLocked: One runs with this data folder and does not answer.
    """
    try:
        lock = _locked(Place.of(paths).lock)
    except OSError as error:
        log.debug("whether one runs cannot be seen: %s", error)
        return knock(paths, arguments)
    if lock is not None:
        lock.close()
        return False
    if knock(paths, arguments):
        return True
    raise DatabaseLocked("Renao runs already and does not answer")


def fits(arguments: Sequence[str]) -> bool:
    """Whether `arguments` are short enough to be handed over."""
    return len(_body(arguments)) + _PROOF <= LONGEST


def knock(paths: Paths, arguments: Sequence[str]) -> bool:
    """Hand `arguments` to the running program; False when none hears it in time."""
    place = Place.of(paths)
    until = time.monotonic() + KNOCK_SECONDS
    while time.monotonic() < until:
        try:
            return _call(place, arguments)
        except (OSError, ValueError) as error:
            log.debug("nobody at the door: %s", error)
        time.sleep(0.05)
    return False


class Door:
    """The first start holds it as long as it lives, and hears what later ones were told.

    An operating system's lock on a file decides who is first: it ends with the program,
    however that ends. A thread listens, so a caller is answered even while the window is
    still being built; what it said waits for `listen`.
    """

    def __init__(self, paths: Paths) -> None:
        self._place = Place.of(paths)
        self._lock: IO[bytes] | None = None
        self._listener: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self._hear: Hear | None = None
        self._waiting: list[list[str]] = []

    def claim(self) -> bool:
        """Become the first; False when a program with this data folder runs already.

        Raises:
            StorageError: The state folder cannot be written.
        """
        try:
            self._lock = _locked(self._place.lock)
            if self._lock is None:
                return False
            self._listener = self._place.listener()
        except OSError as error:
            self.close()
            raise StorageError(f"no door in {self._place.lock.parent}: {error}") from error
        serve = partial(self._serve, self._listener)
        self._thread = threading.Thread(target=serve, name="renao-door", daemon=True)
        self._thread.start()
        return True

    def listen(self, hear: Hear) -> None:
        """Hand the arguments of every later start to `hear`, those that wait first.

        Called inside the running loop, in whose thread `hear` is called.
        """
        loop = asyncio.get_running_loop()

        def hear_soon(arguments: list[str]) -> None:
            with suppress(RuntimeError):  # the loop is closed: the program ends
                loop.call_soon_threadsafe(hear, arguments)

        with self._guard:
            self._hear = hear_soon
            waiting, self._waiting = self._waiting, []
        for arguments in waiting:
            hear_soon(arguments)

    def close(self) -> None:
        """Let another start be the first; twice is fine."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes the thread
            listener.close()
            if self._thread is not None:
                self._thread.join(CLOSE_SECONDS)  # it may be writing the card
            self._place.remove()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _serve(self, listener: socket.socket) -> None:
        token = secrets.token_hex(32)
        try:
            self._place.write_card(listener, token)
            while self._listener is not None:
                caller, _ = listener.accept()
                with caller:
                    self._answer(caller, token)
        except OSError as error:
            if self._listener is not None:
                log.warning("later starts cannot reach this one: %s", error)

    def _answer(self, caller: socket.socket, token: str) -> None:
        try:
            proof, _, body = _line(caller).partition(" ")
            if not _is_same(proof, _proof(token, body)):
                log.info("somebody without our token knocked")
                return
            self._take(_arguments(body))
            caller.sendall(f"{_proof(token, proof)}\n".encode())
        except (OSError, ValueError) as error:
            log.info("a call at the door was not understood: %s", error)

    def _take(self, arguments: list[str]) -> None:
        with self._guard:
            hear = self._hear
            if hear is None:
                self._waiting.append(arguments)
        if hear is not None:
            hear(arguments)


def _call(place: Place, arguments: Sequence[str]) -> bool:
    """Say `arguments` to whoever listens; True when it proved that it knows the token.

    The token itself does not travel: after a crash another user's program could listen
    at the port that ours had.
    """
    address, token = place.read_card()
    body = _body(arguments)
    proof = _proof(token, body)
    with place.connection(address, CALL_SECONDS) as called:
        called.sendall(f"{proof} {body}\n".encode())
        return _is_same(_line(called), _proof(token, proof))


def _body(arguments: Sequence[str]) -> str:
    return json.dumps({"arguments": list(arguments)})


def _line(peer: socket.socket) -> str:
    """One line from the other side.

    Raises:
        OSError: It takes too long, or hung up.
        ValueError: It is too long, or no text.
    """
    peer.settimeout(CALL_SECONDS)
    until = time.monotonic() + CALL_SECONDS
    said = b""
    while not said.endswith(b"\n"):
        piece = peer.recv(4096)
        said += piece
        if not piece or time.monotonic() > until:
            raise ConnectionError("it broke off")
        if len(said) > LONGEST:
            raise ValueError("it is too long")
    return said[:-1].decode()


def _arguments(body: str) -> list[str]:
    found = json.loads(body)
    arguments = found.get("arguments") if isinstance(found, dict) else None
    if not isinstance(arguments, list) or not all(isinstance(each, str) for each in arguments):
        raise ValueError("no list of arguments")
    return arguments


def _proof(token: str, text: str) -> str:
    return hmac.new(token.encode(), text.encode(), "sha256").hexdigest()


def _is_same(said: str, meant: str) -> bool:
    return hmac.compare_digest(said.encode(), meant.encode())


def _locked(path: Path) -> IO[bytes] | None:
    """The open file while we hold it for ourselves, None when another process does."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = open(path, "ab")  # noqa: SIM115 - open as long as we hold it
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        file.close()
        return None
    except OSError:
        file.close()
        raise
    return file
