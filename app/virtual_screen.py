"""A screen that nobody sees, for machines without a display and for measuring."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from select import select

START_LIMIT = 20.0
"""Seconds that Xvfb may take to say its display number."""


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a window could be shown to somebody (always, where there is no X or Wayland)."""
    if os.name == "nt" or os.uname().sysname == "Darwin":
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


@contextmanager
def virtual_screen(width: int, height: int) -> Iterator[dict[str, str]]:
    """Environment variables that put a Qt program on a virtual screen of this many pixels.

    Xvfb where it is installed, else Qt's offscreen platform. The screen is gone when the
    context ends.
    """
    server = _start(width, height) if shutil.which("Xvfb") else None
    if server is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    process, number = server
    try:
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        process.terminate()
        process.wait(10)


def _start(width: int, height: int) -> tuple[subprocess.Popen[bytes], str] | None:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24"]
    process = subprocess.Popen(
        [*command, "-nolisten", "tcp", "-noreset"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        number = b""
        while not number.endswith(b"\n"):
            ready, _, _ = select([pipe], [], [], START_LIMIT)
            piece = pipe.read(16) if ready else b""
            if not piece:
                process.kill()
                process.wait()
                return None
            number += piece
    return process, number.decode().strip()
