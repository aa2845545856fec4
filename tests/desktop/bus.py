"""A message bus of a test's own, and a portal on it."""

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from select import select

from tests.storage.secret_service import BUS_CONFIG

ROOT = Path(__file__).parents[2]
LIMIT = 10.0


@contextmanager
def session_bus(folder):
    """The address of a bus on which nothing starts by itself."""
    config = folder / "bus.conf"
    config.write_text(BUS_CONFIG.replace("unix:runtime=yes", f"unix:path={folder}/bus"))
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait(LIMIT)
        daemon.stdout.close()


class PortalService:
    """The portal as a child process; `said` is what it tells."""

    def __init__(self, environment, *modes):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.desktop.portal_service", *modes],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.said() == {"ready": True}

    def said(self):
        assert select([self._process.stdout], [], [], LIMIT)[0], "the portal said nothing"
        return json.loads(self._process.stdout.readline())

    def tell(self, *words):
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()

    def close(self):
        self._process.stdin.close()
        self._process.wait(LIMIT)
        self._process.stdout.close()


class Heard:
    """What a thread reported, waited for."""

    def __init__(self):
        self.all = []
        self._more = threading.Condition()

    def __call__(self, *what):
        with self._more:
            self.all.append(what[0] if what else None)
            self._more.notify_all()

    def until(self, *wanted):
        with self._more:
            assert self._more.wait_for(lambda: self.all == list(wanted), LIMIT), self.all

    def until_it_ends_with(self, wanted):
        with self._more:
            assert self._more.wait_for(lambda: self.all[-1:] == [wanted], LIMIT), self.all
