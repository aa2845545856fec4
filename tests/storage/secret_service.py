"""A real Secret Service on a bus of its own, started, locked and killed at will.

For scripts that run below `dbus-run-session` with `BUS_CONFIG`: on that bus nothing is
started by itself, so what is killed stays away.
"""

import contextlib
import subprocess

from jeepney import MatchRule, message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:runtime=yes</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
NAME = "org.freedesktop.secrets"
PROMPTER = "org.gnome.keyring.SystemPrompter"
LIMIT = 20.0
"""Seconds that the service may take to come or to go."""

COMMAND = ("gnome-keyring-daemon", "--foreground", "--components=secrets")


class SecretService:
    """GNOME's keyring as a child process."""

    def __init__(self):
        self._connection = open_dbus_connection()
        self._bus = Proxy(message_bus, self._connection, timeout=LIMIT)
        self._daemon = None

    def start(self, password=None):
        """Start it and wait until it is on the bus; locked without a password."""
        self._daemon = subprocess.Popen(
            [*COMMAND, *(["--unlock"] if password else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._daemon.stdin.write((password or "").encode())
        self._daemon.stdin.close()
        self._wait(is_there=True)

    def kill(self):
        """Kill it and wait until the bus knows."""
        self._daemon.kill()
        self._daemon.wait(LIMIT)
        self._wait(is_there=False)

    def answer_no_prompts(self):
        """Stand where the passphrase would be asked for, and never say anything."""
        assert self._bus.RequestName(PROMPTER)[0] == 1

    def wait_for_a_prompt(self):
        """Wait until it wants the user to be asked."""
        rule = MatchRule(type="method_call", interface="org.gnome.keyring.internal.Prompter")
        with self._connection.filter(rule) as calls:
            self._connection.recv_until_filtered(calls, timeout=LIMIT)

    def _wait(self, *, is_there):
        rule = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
        rule.add_arg_condition(0, NAME)
        self._bus.AddMatch(rule)
        with self._connection.filter(rule) as changes:
            while bool(self._bus.NameHasOwner(NAME)[0]) != is_there:
                self._connection.recv_until_filtered(changes, timeout=LIMIT)
        self._bus.RemoveMatch(rule)


@contextlib.contextmanager
def secret_service(password=None):
    """A service that is gone at the end, whatever happened to it."""
    service = SecretService()
    service.start(password)
    try:
        yield service
    finally:
        service._daemon.kill()
        service._daemon.wait(LIMIT)
        service._connection.close()
