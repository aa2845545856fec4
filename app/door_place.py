"""Where the door of one data folder is: its lock, its socket, its card."""

import hashlib
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from app.storage.paths import Paths
from app.storage.whole_file import write_whole

LONGEST_PATH = 100
"""Bytes that the path of a socket file may have; some systems take 104."""


@dataclass(frozen=True, slots=True)
class Place:
    """Three files in the state folder, named after the data folder.

    The card says at which address the program listens and which token callers must know;
    only its user can read it.
    """

    lock: Path
    card: Path
    socket_file: Path

    @classmethod
    def of(cls, paths: Paths) -> "Place":
        folder = os.fsencode(paths.data.resolve())
        name = f"door-{hashlib.sha256(folder).hexdigest()[:12]}"
        return cls(*(paths.state / f"{name}{ending}" for ending in (".lock", ".json", ".sock")))

    def listener(self) -> socket.socket:
        """Listen at the socket file, or at a free port of this machine where none can be.

        Raises:
            OSError: Nothing can be listened at.
        """
        self.remove()  # a program that was killed left them
        if not hasattr(socket, "AF_UNIX") or len(os.fsencode(self.socket_file)) > LONGEST_PATH:
            return socket.create_server(("127.0.0.1", 0))
        listener = socket.socket(socket.AF_UNIX)
        try:
            listener.bind(str(self.socket_file))
            self.socket_file.chmod(0o600)
            listener.listen()
        except OSError:
            listener.close()
            raise
        return listener

    def connection(self, address: str | int, seconds: float) -> socket.socket:
        """Call what the card says is the address: a socket file, or a port of this machine.

        Raises:
            OSError: Nobody is there.
        """
        if isinstance(address, int):
            return socket.create_connection(("127.0.0.1", address), seconds)
        called = socket.socket(socket.AF_UNIX)
        called.settimeout(seconds)
        try:
            called.connect(address)
        except OSError:
            called.close()
            raise
        return called

    def write_card(self, listener: socket.socket, token: str) -> None:
        """Tell later starts, and nobody else, how to reach us.

        Raises:
            OSError: It cannot be written.
        """
        name = listener.getsockname()
        address = name if isinstance(name, str) else name[1]
        write_whole(self.card, json.dumps({"address": address, "token": token}))

    def read_card(self) -> tuple[str | int, str]:
        """The address and the token.

        Raises:
            OSError: There is no card.
            ValueError: It is none of ours.
        """
        found = json.loads(self.card.read_text("utf-8"))
        try:
            address, token = found["address"], found["token"]
        except (KeyError, TypeError) as error:
            raise ValueError("no card of ours") from error
        if not isinstance(address, str | int) or not isinstance(token, str):
            raise ValueError("no card of ours")  # noqa: TRY004 - it is no mistake of a caller
        return address, token

    def remove(self) -> None:
        """Take the card and the socket file away."""
        self.card.unlink(missing_ok=True)
        self.socket_file.unlink(missing_ok=True)
