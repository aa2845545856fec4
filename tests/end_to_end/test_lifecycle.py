"""The whole program from its start to its end, as a user and the system drive it."""

import os
import signal
import subprocess
import sys
import time

import pytest

LIMIT = 30.0
END = 3.0

HEAVY = ["httpx", "aiohttp", "keyring", "tomlkit", "psutil", "markdown_it", "pygments", "ziamath"]
HEAVY += ["apsw", "msgspec", "xllamacpp", "jeepney", "cryptography", "PySide6QtAds"]

SHELL_ONLY = """
import asyncio, sys
from PySide6.QtWidgets import QApplication
from app.main import glance, open_shell
from app.storage.paths import user_paths
application = QApplication([])
window = open_shell(user_paths(), glance(user_paths()))
from qasync import QEventLoop
async def first_frame():
    assert await window.frames.next_frame()
    print(" ".join(sys.modules))
with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
    runner.run(first_frame())
"""

STUCK = """
import asyncio, time
import app.main
opened = app.main.open_window
def open_with_a_stuck_thread(*args, **named):
    asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)
    return opened(*args, **named)
app.main.open_window = open_with_a_stuck_thread
raise SystemExit(app.main.run_window([]))
"""


@pytest.fixture
def environment(tmp_path):
    settings = tmp_path / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[feed]\ndaily_joke = false\n")
    return os.environ | {"RENAO_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}


class Program:
    def __init__(self, environment, *arguments):
        self.log = environment["RENAO_HOME"] + "/state/renao.log"
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_open(self):
        until = time.monotonic() + LIMIT
        while "the window is open" not in self.logged():
            assert self.process.poll() is None, self.process.stdout.read()
            assert time.monotonic() < until, self.logged()
            time.sleep(0.05)

    def logged(self):
        if not os.path.exists(self.log):
            return ""
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def complaints(self):
        """What was logged as wrong, but for what the offscreen platform cannot do."""
        lines = self.logged().splitlines()
        wrong = [each for each in lines if " WARNING " in each or " ERROR " in each]
        return [each for each in wrong if "This plugin does not support" not in each]

    def end_with(self, number):
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(LIMIT)
        said = self.process.stdout.read()
        self.process.stdout.close()
        return self.process.returncode, time.monotonic() - began, said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_program_cleanly_within_three_seconds(environment, number):
    program = Program(environment, "-m", "app")
    program.wait_until_open()
    code, seconds, said = program.end_with(number)
    assert (code, said) == (0, "")
    assert seconds < END
    assert program.complaints() == []


def test_a_stuck_thread_does_not_hold_the_end(environment):
    program = Program(environment, "-c", STUCK)
    program.wait_until_open()
    code, seconds, _ = program.end_with(signal.SIGTERM)
    assert code == 0
    assert seconds < END + 0.3


def test_where_nothing_can_be_written_the_window_opens_all_the_same(environment, real_screen):
    in_the_way = environment["RENAO_HOME"] + "/config/settings.toml"
    screen = environment | real_screen | {"RENAO_HOME": in_the_way}
    program = Program(screen, "-m", "app")
    find = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^Renao$"]
    assert subprocess.run(find, env=screen, capture_output=True, timeout=LIMIT).returncode == 0
    assert program.process.poll() is None
    assert program.end_with(signal.SIGTERM)[0] == 0


def test_a_second_start_hands_over_to_the_first(environment):
    program = Program(environment, "-m", "app")
    program.wait_until_open()
    second = subprocess.run([sys.executable, "-m", "app"], env=environment, timeout=LIMIT)
    assert second.returncode == 0
    assert program.process.poll() is None
    program.end_with(signal.SIGTERM)


def test_nothing_heavy_is_imported_before_the_first_frame(environment):
    done = subprocess.run(
        [sys.executable, "-c", SHELL_ONLY],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "app.ui.main_window" in loaded
    assert loaded.isdisjoint(HEAVY), loaded & set(HEAVY)


def test_a_broken_layout_opens_the_default_workspace(environment, tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "layout.json").write_text('{"version": 1, "workspace": {"deck": "x"')
    program = Program(environment, "-m", "app")
    program.wait_until_open()
    assert program.logged().count("opened a conversation") == 5
    assert program.end_with(signal.SIGTERM)[0] == 0
