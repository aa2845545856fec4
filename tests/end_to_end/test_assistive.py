"""A screen reader at work on the transcript, over the real AT-SPI bus."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.virtual_screen import virtual_screen

HERE = Path(__file__).parent
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")


@pytest.fixture
def session():
    assert LAUNCHER.exists(), "at-spi2-core is not installed; `make test` installs it"
    module = {"PYTHONPATH": str(HERE.parents[1]), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    with virtual_screen(800, 600) as screen:  # without a window manager, who gives focus late
        yield os.environ | screen | module


def test_a_screen_reader_reads_the_messages_hears_both_ends_and_outlives_closed_tiles(session):
    command = ["dbus-run-session", "--", sys.executable, str(HERE / "assistive_client.py")]
    done = subprocess.run(
        [*command, str(HERE / "assistive_program.py")],
        env=session,
        capture_output=True,
        text=True,
        timeout=40,
    )
    assert done.stdout.strip(), done.stderr
    found = json.loads(done.stdout.strip().splitlines()[-1])
    began, ended = found["heard"]
    assert began == "Ask is answering"
    assert ended.startswith("Ask has answered\nword0 word1")
    answer = " ".join(f"word{number}" for number in range(100))
    assert found["said"] == [["You", "hello"], ["Ask", answer]]
    assert found["said_after"] == found["said"]
    assert found["walks"] > 0
    assert found["code"] == 0, done.stderr
