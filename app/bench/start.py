"""How long the program takes to stand: measured from outside, on the program as it is."""

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.bench.child import BenchError, environment, measure
from app.bench.home import paths_in

LIMIT = 60.0
"""Seconds that a start, and an end, may take."""

_MARK = re.compile(r"\b(shell|full|key) (\d+\.\d+)")


def bare_window(screen: Mapping[str, str]) -> float:
    """Milliseconds until the first frame of an empty window in a process of its own."""
    began = str(time.perf_counter())
    return float(measure("app.bench.floor", ("window", began), environment(screen))["ms"])


def program(screen: Mapping[str, str], home: Path) -> dict[str, float]:
    """Milliseconds until `python -m app` showed its frame (`shell`) and all of it (`full`)."""
    log = _empty_log(home)
    began = time.perf_counter()
    with _running(screen, home) as process:
        found = _wait_for(log, "full", process)
    return {name: (at - began) * 1000 for name, at in found.items()}


def first_key(screen: Mapping[str, str], home: Path) -> float | None:
    """Milliseconds until a key typed by xdotool stood in a composer; None without xdotool.

    It types from the moment that the window is there.
    """
    if shutil.which("xdotool") is None or "DISPLAY" not in screen:
        return None
    log = _empty_log(home)
    began = time.perf_counter()
    with _running(screen, home) as process:
        env = environment(screen)
        window = _window_of(process.pid, env)
        typist = subprocess.Popen(
            ["xdotool", "windowfocus", window, "key", "--delay", "15", *["a"] * 400], env=env
        )
        try:
            found = _wait_for(log, "key", process)
        finally:
            typist.terminate()
            typist.wait(LIMIT)
    return (found["key"] - began) * 1000


def _empty_log(home: Path) -> Path:
    log = paths_in(home).log
    log.unlink(missing_ok=True)
    return log


@contextmanager
def _running(screen: Mapping[str, str], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program itself, ended as the system would end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "open"],
        env=environment(screen, home),
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(log: Path, mark: str, process: subprocess.Popen[bytes]) -> dict[str, float]:
    """The marks in the log, as soon as `mark` is one of them."""
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        found = marks_in(log.read_text("utf-8")) if log.exists() else {}
        if mark in found:
            return found
        time.sleep(0.02)
    if process.returncode is not None:
        raise BenchError(f"the program ended with {process.returncode} before {mark!r}")
    raise BenchError(f"the program did not reach {mark!r} in {LIMIT:.0f} s")


def marks_in(log: str) -> dict[str, float]:
    """The moments that a log names, by name."""
    return {name: float(at) for name, at in _MARK.findall(log)}


def _window_of(pid: int, env: Mapping[str, str]) -> str:
    command = ["xdotool", "search", "--onlyvisible", "--pid", str(pid), "--name", "Renao"]
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        found = subprocess.run(command, env=env, capture_output=True, text=True, timeout=LIMIT)
        if windows := found.stdout.split():
            return windows[0]
        time.sleep(0.02)
    raise BenchError("the window did not come")
