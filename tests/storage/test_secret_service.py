"""Against GNOME's keyring on a bus of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.storage.keyring_scenes import SCENES
from tests.storage.secret_service import BUS_CONFIG

ROOT = Path(__file__).parents[2]
LIMIT = 60.0


@pytest.mark.parametrize("scene", SCENES)
def test_with_a_real_secret_service(scene, tmp_path):
    config = tmp_path / "bus.conf"
    config.write_text(BUS_CONFIG)
    bus = ("dbus-run-session", f"--config-file={config}", "--")
    done = subprocess.run(
        [*bus, sys.executable, "-m", "tests.storage.keyring_scenes", scene],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stderr
