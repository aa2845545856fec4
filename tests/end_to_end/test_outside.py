"""The whole program reached from outside its window, on a real X screen."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

LIMIT = 30.0

SETTINGS = """
[feed]
daily_joke = false
[desktop]
quick_anywhere = true
close_to_tray = true
[models]
default = "mock/mock-1000-5-1"
[[providers]]
id = "mock"
name = "Mock"
address = "http://127.0.0.1:{port}/v1"
models = ["mock-1000-5-1"]
"""


def until(found, what):
    """What `found` hands back as soon as that is something."""
    deadline = time.monotonic() + LIMIT
    while not (result := found()):
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.02)
    return result


class Desktop:
    """A screen, the program on it, and the hands before it."""

    def __init__(self, folder, screen, port):
        self.folder = folder
        self.environment = os.environ | screen | {"RENAO_HOME": str(folder)}
        (folder / "config").mkdir()
        (folder / "config" / "settings.toml").write_text(SETTINGS.format(port=port))
        self.program = None

    def start(self, *arguments):
        command = [sys.executable, "-m", "app", *arguments]
        self.program = subprocess.Popen(command, env=self.environment)
        log = self.folder / "state" / "renao.log"
        until(lambda: log.exists() and "the window is open" in log.read_text(), "the window")

    def renao(self, *arguments):
        command = [sys.executable, "-m", "app", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=LIMIT
        )

    def x(self, *arguments):
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
        return done.stdout.strip()

    def window(self):
        return self.x("search", "--onlyvisible", "--name", "^Renao$")

    def minimize(self):
        self.x("search", "--sync", "--onlyvisible", "--name", "^Renao$", "windowminimize")
        until(lambda: not self.window(), "an empty screen")

    def box(self):
        return self.x("search", "--onlyvisible", "--name", "^Quick ask$")

    def until_in_box(self):
        until(lambda: self.box() and self.x("getactivewindow") == self.box(), "the box")

    def said(self):
        """Every message that is stored, with its agent."""
        with closing(sqlite3.connect(f"file:{self.folder}/data/renao.db?mode=ro", uri=True)) as db:
            return db.execute(
                "SELECT conversation.agent, message.role, message.parts FROM message "
                "JOIN conversation ON conversation.id = message.conversation"
            ).fetchall()

    def until_answered(self, agent, question):
        def found():
            mine = [(role, parts) for who, role, parts in self.said() if who == agent]
            asked = [parts for role, parts in mine if question in str(parts)]
            return asked and [parts for role, parts in mine if "Stream" in str(parts)]

        until(found, "the answer")

    def close(self):
        if self.program is not None:
            self.program.send_signal(signal.SIGTERM)
            assert self.program.wait(LIMIT) == 0


@pytest.fixture
def server():
    command = [sys.executable, "-m", "app.bench.mock_server"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process.stdout.readline().strip()
        process.stdin.close()


@pytest.fixture
def desktop(tmp_path, real_screen, server):
    made = Desktop(tmp_path, real_screen, server)
    yield made
    made.close()


def test_keys_from_everywhere_open_the_box_and_escape_hides_it(desktop):
    desktop.start()
    desktop.minimize()
    desktop.x("key", "ctrl+alt+space")
    desktop.until_in_box()
    desktop.x("type", "Why is it blue?")
    desktop.x("key", "Return")
    desktop.until_answered("ask", "Why is it blue?")
    desktop.x("key", "Escape")
    until(lambda: not desktop.box(), "the end of the box")
    desktop.x("key", "ctrl+alt+space")
    desktop.until_in_box()
    desktop.x("key", "ctrl+Return")
    until(desktop.window, "the window")


def test_the_command_opens_the_box_in_the_first_start_and_in_later_ones(desktop):
    desktop.start("quick", "From", "the", "start")
    desktop.until_in_box()
    desktop.x("key", "Return")
    desktop.until_answered("ask", "From the start")
    desktop.x("key", "Escape")
    until(lambda: not desktop.box(), "the end of the box")
    assert desktop.renao("quick", "Later").returncode == 0
    desktop.until_in_box()
    desktop.x("key", "Return")
    desktop.until_answered("ask", "Later")


def test_a_question_for_a_tile_is_asked_there_and_nothing_comes_forward(desktop):
    desktop.start()
    desktop.minimize()
    for agent in ("tutor", "designer"):  # the second has no tile in view yet
        done = desktop.renao("ask", "--tile", agent, f"Hello {agent}")
        assert (done.returncode, done.stdout[:11]) == (0, "Handed over")
        desktop.until_answered(agent, f"Hello {agent}")
    assert not desktop.window()
    assert desktop.renao("open", "tile", "designer").returncode == 0
    until(desktop.window, "the window")


@pytest.fixture
def start_tray(real_screen):
    """Starts a real tray at the top right of the screen."""
    assert shutil.which("trayer"), "trayer is not installed; `make test` installs it"
    command = ["trayer", "--edge", "top", "--align", "right", "--widthtype", "request"]
    environment = os.environ | real_screen
    made = []

    def start():
        made.append(
            subprocess.Popen(
                command,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    yield start
    for process in made:
        process.terminate()
        process.wait(LIMIT)


def test_a_window_closed_to_the_tray_comes_back_by_a_click_there(desktop, start_tray):
    desktop.start()  # before the tray, as after a login

    def sizes(name):
        found = desktop.x("search", "--onlyvisible", "--name", name, "getwindowgeometry", "%@")
        return [line.split()[-1] for line in found.splitlines() if "Geometry" in line]

    def is_window_shown():
        return any(len(size) == len("1432x864") for size in sizes("^Renao$"))

    start_tray()
    until(lambda: sizes("^panel$"), "the tray")
    desktop.x("key", "ctrl+alt+space")
    desktop.until_in_box()
    desktop.x("key", "Escape")
    until(lambda: sizes("^panel$") == ["24x26"], "the icon")
    desktop.renao("open")
    until(lambda: desktop.x("getactivewindow", "getwindowname") == "Renao", "the window")
    desktop.x("key", "alt+F4")
    until(lambda: not is_window_shown(), "the end of the window")
    assert desktop.program.poll() is None
    desktop.x("mousemove", "1429", "13", "click", "1")
    until(is_window_shown, "the window")
