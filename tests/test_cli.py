"""What `renao` does with its arguments before anything heavy is imported."""

import subprocess
import sys

import pytest

from app import __version__, cli

HEAVY = (
    "PySide6",
    "httpx",
    "aiohttp",
    "asyncio",
    "msgspec",
    "apsw",
    "keyring",
    "psutil",
    "tomlkit",
)


def python(code, *arguments):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60
    )


def test_nothing_heavy_is_imported_to_choose_between_window_and_command_line():
    code = "import sys, app.__main__, app.cli; print(' '.join(sys.modules))"
    loaded = python(code).stdout.split()
    assert "app.cli" in loaded
    assert not set(HEAVY) & set(loaded)


def test_the_version_is_told(capsys):
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"renao {__version__}\n"


def test_help_names_every_command(capsys):
    assert cli.run(["--help"]) == 0
    out = capsys.readouterr().out
    for command in ("ask", "doctor", "fetch-model", "tour", "bench", "open"):
        assert f"\n    {command} " in out or f"\n    {command}\n" in out


@pytest.mark.parametrize("arguments", [["dance"], [], ["--dance"]])
def test_an_unknown_command_is_a_wrong_argument(capsys, arguments):
    assert cli.run(arguments) == 2
    assert capsys.readouterr().out == ""
