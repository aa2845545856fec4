"""Keys in a floating tile, which is a window of its own, on a real X screen."""

import json
import os
import subprocess
import sys
import threading
import time

import pytest

LIMIT = 30.0


class Program:
    """The window with its floating tile, and the keyboard before it."""

    def __init__(self, screen):
        self._environment = os.environ | screen
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.window_program"],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._heard = threading.Condition()
        self.now = {}
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def until(self, **wanted):
        until = time.monotonic() + LIMIT
        with self._heard:
            while not wanted.items() <= self.now.items():
                assert self._heard.wait(until - time.monotonic()), f"it stayed {self.now}"

    def press(self, keys):
        subprocess.run(["xdotool", "key", keys], env=self._environment, check=True)

    def close(self):
        self._process.stdin.close()
        self._process.wait(LIMIT)
        self._thread.join()
        self._process.stdout.close()

    def _listen(self):
        for line in self._process.stdout:
            with self._heard:
                self.now = json.loads(line)
                self._heard.notify_all()


@pytest.fixture
def program(real_screen):
    found = Program(real_screen)
    yield found
    found.close()


def test_from_a_floating_tile_keys_lead_into_the_window_and_back(program):
    program.until(floats=True, tile="love")
    program.press("ctrl+k")
    program.until(palette=True)
    program.press("Escape")
    program.until(palette=False, tile="love")
    program.press("alt+3")
    program.until(tile="health", floats=True)
    program.press("alt+4")
    program.until(tile="love")
