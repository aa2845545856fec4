"""The desktop's message bus, asked and heard in a thread of its own."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

ANSWER_SECONDS = 5.0
"""How long a call waits; the service may be started for it first."""
_BUS = "org.freedesktop.DBus"


class NoAnswer(Exception):
    """Nobody is there, or says no, or says nothing."""


class Bus:
    """A connection to the session's bus, used in one thread only.

    Texts and numbers are sent as the types that a signature names, such as `ua{sv}`.
    """

    def __init__(self, connection: "DBusConnection") -> None:
        self._connection = connection
        self._heard: deque[Message] = deque()

    @property
    def own_name(self) -> str:
        return str(self._connection.unique_name)

    def call(
        self, whom: "DBusAddress", method: str, signature: str = "", *body: Any
    ) -> tuple[Any, ...]:
        """Call a method and wait for what it hands back.

        Raises:
            NoAnswer: None came within five seconds, or a refusal.
        """
        from jeepney import DBusErrorResponse, new_method_call
        from jeepney.wrappers import unwrap_msg

        message = new_method_call(whom, method, signature or None, body)
        try:
            answer = self._connection.send_and_get_reply(message, timeout=ANSWER_SECONDS)
            return tuple(unwrap_msg(answer))
        except (DBusErrorResponse, OSError) as error:
            raise NoAnswer(f"{method}: {error}") from error

    def hear(self, **rule: str) -> None:
        """Have signals that fit a rule come out of `signals`.

        Raises:
            NoAnswer: The bus does not want that.
        """
        from jeepney import DBusAddress, MatchRule

        wanted = MatchRule(type="signal", **rule)
        self._connection.filter(wanted, queue=self._heard)
        bus = DBusAddress("/org/freedesktop/DBus", _BUS, _BUS)
        self.call(bus, "AddMatch", "s", wanted.serialise())

    def next_signal(self, seconds: float) -> "Message":
        """The next signal that was asked for.

        Raises:
            NoAnswer: None came in time.
        """
        try:
            return self._connection.recv_until_filtered(self._heard, timeout=seconds)
        except OSError as error:
            raise NoAnswer(str(error)) from error

    def signals(self) -> Iterator["Message"]:
        """Every signal that was asked for, until the connection ends."""
        with suppress(OSError, ValueError):  # the socket is closed by whoever ends us
            while True:
                yield self._connection.recv_until_filtered(self._heard)


class BusThread:
    """Runs `work` with a bus in a daemon thread; without a bus nothing happens.

    What the bus does, or does not do, holds up nobody. Whoever made it closes it.
    """

    def __init__(self, name: str, work: Callable[[Bus], None]) -> None:
        self._work = work
        self._guard = threading.Lock()
        self._connection: DBusConnection | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def close(self) -> None:
        """End the connection, and with it the work; twice is fine."""
        import socket

        with self._guard:
            self._is_closed = True
            if self._connection is not None:
                with suppress(OSError):
                    self._connection.sock.shutdown(socket.SHUT_RDWR)  # wakes the thread

    def _run(self) -> None:
        try:
            from jeepney.io.blocking import open_dbus_connection

            connection = open_dbus_connection()
        except Exception as error:  # noqa: BLE001 - no bus, no address, no right to it
            log.info("no session bus: %s", error)
            return
        with connection:
            with self._guard:
                self._connection = None if self._is_closed else connection
            if self._connection is not None:
                self._use(connection)
            with self._guard:
                self._connection = None

    def _use(self, connection: "DBusConnection") -> None:
        try:
            self._work(Bus(connection))
        except (NoAnswer, OSError) as error:
            log.info("the desktop's bus: %s", error)
