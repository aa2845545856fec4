import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def machine(tmp_path):
    """A Debian machine of the test's own: packages are names in a file, root is a file."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("sh", "sed", "tr", "make", "python3", "echo"):
        (commands / name).symlink_to(shutil.which(name))
    packages = tmp_path / "packages"
    packages.touch()
    _script(commands / "dpkg-query", f'sed "s/$/ install ok installed/" {packages}')
    _script(commands / "id", f"[ -e {tmp_path}/is-root ] && echo 0 || echo 1000")
    _script(commands / "apt-get", f'echo "$@" >> {tmp_path}/apt.log')
    return tmp_path


def _script(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def make_system(machine):
    done = subprocess.run(
        ["make", "--no-print-directory", "system"],
        cwd=ROOT,
        env={"PATH": str(machine / "bin"), "HOME": os.environ["HOME"], "DISPLAY": ":0"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_root_gets_missing_packages_installed(machine):
    (machine / "is-root").touch()
    make_system(machine)
    update, install = (machine / "apt.log").read_text().splitlines()
    assert update.startswith("update")
    assert {"libxcb-cursor0", "fonts-noto-cjk"} <= set(install.split())


def test_others_are_told_the_one_command(machine):
    said = make_system(machine)
    assert "    sudo apt-get install" in said
    assert "libxcb-cursor0" in said
    assert not (machine / "apt.log").exists()


def test_nothing_is_said_or_done_when_all_is_there(machine):
    asked = make_system(machine).split("install ")[-1].split()
    names = [f"{each}t64" if each == "libglib2.0-0" else each for each in asked]
    (machine / "packages").write_text("\n".join(names) + "\n")
    (machine / "is-root").touch()
    assert make_system(machine) == ""
    assert not (machine / "apt.log").exists()


def test_a_python_that_is_too_old_is_named(machine, tmp_path):
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "resources", checkout / "resources")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, checkout)
    _script(machine / "bin" / "python3.9", "exit 1")
    done = subprocess.run(
        ["make", "setup", "PYTHON=python3.9"],
        cwd=checkout,
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "needs Python 3.11 or newer, and python3.9 is older" in done.stdout
