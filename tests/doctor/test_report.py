import os
import subprocess
import sys

import pytest

from app import doctor
from app.doctor.python import check_python, check_resources
from app.storage.paths import resources_folder, user_paths


def run_doctor(**more):
    return subprocess.run(
        [sys.executable, "-m", "app", "doctor"],
        env=os.environ | more,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_every_line_says_ok_or_what_to_do():
    done = run_doctor()
    lines = done.stdout.splitlines()
    assert done.stderr == ""
    assert all(line.startswith(("ok   ", "TO DO", " " * 22)) for line in lines)
    for name in ("Python", "Window", "Chinese font", "OpenGL", "Keyring", "Built-in model"):
        assert any(f" {name}:" in line for line in lines)


def test_the_exit_code_is_1_when_there_is_something_to_do():
    assert run_doctor().returncode == 1


@pytest.mark.parametrize("broken", ["PySide6", "qasync"])
def test_it_works_where_qt_cannot_be_imported(tmp_path, broken):
    (tmp_path / f"{broken}.py").write_text("raise ImportError('gone')")
    done = run_doctor(PYTHONPATH=str(tmp_path))
    assert done.stderr == ""
    assert ("Qt cannot be loaded" in done.stdout) == (broken == "PySide6")


async def test_what_is_not_ok_always_comes_with_advice():
    findings = await doctor.examine(user_paths(), resources_folder())
    assert [each for each in findings if not each.is_ok and not each.what_to_do] == []


def test_an_old_python_is_not_ok():
    assert not check_python((3, 10, 4)).is_ok


def test_missing_resources_are_named(tmp_path):
    assert "agents" in check_resources(tmp_path).sentence


def test_it_makes_no_folder(home):
    run_doctor()
    assert not (home / "renao").exists()
