"""Starts and ends the child process that serves a local model.

A thread of its own starts the process and waits for it: asyncio's subprocesses need a
child watcher, which Qt's loop does not have.
"""

import asyncio
import contextlib
import json
import logging
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from app.backends import local_child
from app.backends.child_environment import without_keys
from app.backends.serving import Serving
from app.core.errors import ModelCrashed

log = logging.getLogger(__name__)

_ENDS_WITHIN = 1.0
"""Seconds the process has to end by itself once its input is closed."""


class LocalProcess:
    """One life of the process; it is never started twice.

    `key` opens its server and is known to nobody else. `gone` is set when it has ended.
    """

    def __init__(
        self, model_file: Path, serving: Serving, log_file: Path, start_limit: float
    ) -> None:
        self.key = secrets.token_urlsafe(32)
        self.gone = asyncio.Event()
        self.pid = 0
        self._wish = {
            "model": str(model_file),
            "name": model_file.name.partition(".")[0],
            "key": self.key,
            "slots": serving.slots,
            "context": serving.context,
            "threads": serving.threads or threads(),
            "is_tiny": serving.is_tiny,
            "start_limit": start_limit,
            "parent": os.getpid(),
        }
        self._start_limit = start_limit
        self._name = serving.name
        self._log_file = log_file
        self._loop = asyncio.get_running_loop()
        self._answered: asyncio.Future[bytes] = self._loop.create_future()
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._is_ending = False

    async def start(self) -> str:
        """Start it and wait until its model is loaded; hand back its address.

        Raises:
            ModelCrashed: It ended, took too long or cannot read the model.
        """
        # The thread lives as long as the process: Linux ends a child with the thread that
        # made it.
        threading.Thread(target=self._live, name="local model", daemon=True).start()
        try:
            async with asyncio.timeout(self._start_limit + 5):  # the child gives up before
                line = await self._answered
        except TimeoutError:
            raise ModelCrashed("it did not start in time", self._name) from None
        try:
            said = json.loads(line)
        except ValueError:
            raise ModelCrashed("its process ended while it started", self._name) from None
        if "address" not in said:
            raise ModelCrashed(str(said.get("error", "")), self._name)
        return str(said["address"])

    def end(self) -> None:
        """Ask it to end; `gone` tells when it has."""
        with self._lock:
            self._is_ending = True
            if self._child is not None and self._child.stdin is not None:
                with contextlib.suppress(OSError):
                    self._child.stdin.close()

    async def aclose(self) -> None:
        """End it, by force if it must be."""
        self.end()
        if await self._is_gone_within(_ENDS_WITHIN):
            return
        with self._lock:
            if self._child is not None:
                self._child.kill()
        await self._is_gone_within(_ENDS_WITHIN)

    async def _is_gone_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.gone.wait()
        return self.gone.is_set()

    def _live(self) -> None:
        try:
            line = self._launch()
            self._tell(self._hear, line)
            if self._child is not None:
                code = self._child.wait()
                log.info("a local model's process ended with %s", code)
        except OSError as error:
            log.info("a local model's process cannot be started: %s", error)
            self._tell(self._hear, b"")
        finally:
            self.end()
            self._tell(self.gone.set)

    def _launch(self) -> bytes:
        with self._lock:
            if self._is_ending:
                return b""
            self._child = _popen(self._log_file)
            self.pid = self._child.pid
            assert self._child.stdin is not None
            self._child.stdin.write(json.dumps(self._wish).encode() + b"\n")
            self._child.stdin.flush()
        assert self._child.stdout is not None
        with self._child.stdout as answers:
            return answers.readline()

    def _hear(self, line: bytes) -> None:
        if not self._answered.done():
            self._answered.set_result(line)

    def _tell(self, what: Callable[..., None], *args: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(what, *args)


def threads() -> int:
    """Threads that compute: half of what the machine has, at least one.

    They wait for each other at every step of every token. When the window or another
    program needs a core, two of them on two cores at low priority came down from 100 to 1
    token a second; one alone keeps 80.
    """
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return min(max(cores // 2, 1), 8)


def _popen(log_file: Path) -> subprocess.Popen[bytes]:
    # -P: the folder of the child's file has an `http.py`, which is not Python's.
    command = [sys.executable, "-P", local_child.__file__]
    environment = without_keys(os.environ)
    with _opened(log_file) as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output,
            env=environment,
            **_away_from_terminal(),
        )


def _opened(log_file: Path) -> IO[bytes]:
    try:
        return log_file.open("wb")
    except OSError:
        return Path(os.devnull).open("wb")


def _away_from_terminal() -> dict[str, Any]:
    """Ctrl+C in the terminal is for us; we tell the child when it is to end.

    It stays in our session: in one of its own, low priority would count for nothing.
    """
    if sys.platform == "win32":
        flags = (
            subprocess.CREATE_NEW_PROCESS_GROUP
            | subprocess.CREATE_NO_WINDOW
            | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        )
        return {"creationflags": flags}
    return {"process_group": 0}
