"""The guards of conftest.py can fail."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CASES = {
    "an unexpected warning": """
def test_it():
    import logging
    logging.getLogger("app.engine").warning("something was lost")
""",
    "a task on asyncio's loop": """
async def test_it():
    import asyncio
    task = asyncio.create_task(asyncio.sleep(60))
    keep.append(task)
""",
    "a task on Qt's loop": """
def test_it(loop):
    import asyncio
    keep.append(loop.create_task(asyncio.sleep(60)))
""",
    "a running timer": """
def test_it(qtbot):
    from PySide6.QtCore import QTimer
    keep.append(QTimer())
    keep[-1].start(1000)
""",
    "an open widget": """
def test_it(qtbot):
    from PySide6.QtWidgets import QWidget
    keep.append(QWidget())
    keep[-1].show()
""",
    "a warning of Python's": """
def test_it():
    import warnings
    warnings.warn("old", DeprecationWarning)
""",
    "a warning of Qt's": """
def test_it(qtbot):
    from PySide6.QtCore import qWarning
    qWarning("no such signal")
""",
}

CLEAN = """
async def test_a_task_that_ends():
    import asyncio
    await asyncio.create_task(asyncio.sleep(0))

def test_a_widget_that_is_closed(qtbot):
    from PySide6.QtWidgets import QWidget
    from PySide6.QtCore import QTimer
    widget = QWidget()
    qtbot.addWidget(widget)
    QTimer(widget).start(1000)
    widget.show()

def test_a_warning_that_was_announced(expected_log):
    import logging
    logging.getLogger("app").warning("lost")
    assert expected_log == ["lost"]

def test_a_home_of_its_own(home):
    from app.storage.paths import user_paths
    assert user_paths().data.is_relative_to(home)
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What a run of all of them says, case by case."""
    folder = tmp_path_factory.mktemp("inner")
    for name, text in CASES.items():
        (folder / f"test_{_stem(name)}.py").write_text("keep = []\n" + text)
    (folder / "test_clean.py").write_text(CLEAN)
    options = ["-p", "tests.conftest", "-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", *options, "--rootdir", folder, folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout


@pytest.mark.parametrize("left", CASES)
def test_what_a_test_leaves_behind_fails_it(outcome, left):
    assert re.search(rf"^(FAILED|ERROR) \S*test_{_stem(left)}\.py::test_it", outcome, re.M), outcome


def test_clean_tests_pass(outcome):
    assert len(re.findall(r"^PASSED \S*test_clean\.py", outcome, re.M)) == 4
    assert not re.search(r"^(FAILED|ERROR) \S*test_clean", outcome, re.M), outcome


def _stem(name):
    return re.sub(r"\W", "_", name)
