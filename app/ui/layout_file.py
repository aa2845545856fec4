"""Where the window and its tiles were, kept from one start to the next."""

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.core.worker import Worker
from app.storage.whole_file import write_whole

log = logging.getLogger(__name__)

PAUSE = 700
"""Milliseconds without a change until the file is written."""

VERSION = 1


class LayoutFile(QObject):
    """Reads the layout, and writes it soon after each change and at the end."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._now: Callable[[], dict[str, Any]] | None = None
        self._written = ""
        self._worker = Worker("renao-layout")
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._write_soon)

    def load(self) -> dict[str, Any] | None:
        """What was kept; {} when nothing was, None when it cannot be read."""
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.info("the layout cannot be read: %s", error)
            return None
        is_ours = isinstance(found, dict) and found.get("version") == VERSION
        return found if is_ours else None

    def keep(self, now: Callable[[], dict[str, Any]]) -> None:
        """From now on write what `now` says, whenever `touch` was called."""
        self._now = now

    def touch(self) -> None:
        """Something changed; write it soon."""
        if self._now is not None:
            self._timer.start()

    async def aclose(self) -> None:
        """Write what is true now, and nothing afterwards; a second at the most."""
        self._timer.stop()
        self._write_soon()
        self._now = None
        try:
            async with asyncio.timeout(1):
                await self._worker.run(lambda: None)
        except TimeoutError:
            log.warning("the layout was not written in time")
        self._worker.close()

    def _write_soon(self) -> None:
        if self._now is None:
            return
        text = json.dumps({"version": VERSION} | self._now())
        if text != self._written:
            self._written = text
            self._worker.submit(self._write, text)

    def _write(self, text: str) -> None:
        try:
            write_whole(self._path, text)
        except OSError as error:
            log.info("the layout cannot be written: %s", error)
