"""Children of the bench: each measures in a process of its own and prints one line of JSON."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LIMIT = 150.0
"""Seconds that one child may take."""

FOREIGN = (
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "QT_SCALE_FACTOR",
    "PYTHONDONTWRITEBYTECODE",  # a start that compiles everything anew is no usual one
)
"""Variables of this environment that would change what is measured."""


class BenchError(Exception):
    """Something could not be measured."""


def environment(screen: Mapping[str, str], home: Path | None = None) -> dict[str, str]:
    """The environment of a child: on this screen, in this home, with no way to a keyring."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return kept | dict(screen) | ({"RENAO_HOME": str(home)} if home else {})


def measure(module: str, arguments: Sequence[str], env: Mapping[str, str]) -> dict[str, Any]:
    """What `python -m module` prints as its last line.

    Raises:
        BenchError: It failed, or took too long.
    """
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired as error:
        raise BenchError(f"{module} {arguments[0]} did not end in {LIMIT:.0f} s") from error
    if done.returncode != 0:
        raise BenchError(f"{module} {arguments[0]} failed:\n{done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return found


@contextmanager
def mock_server() -> Iterator[int]:
    """The port of a mock server that lives as long as the context."""
    with subprocess.Popen(
        [sys.executable, "-m", "app.bench.mock_server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
