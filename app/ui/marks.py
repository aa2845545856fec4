"""When the window reached which point of its start, for whoever measures it."""

import asyncio
import logging
import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

log = logging.getLogger(__name__)

PAINT_LIMIT = 3.0
"""Seconds to wait for a frame; a window nobody can see is never painted."""


class Marks:
    """Moments by name, in seconds of `time.perf_counter`.

    On Linux that clock is the same in every process, so whoever started the program can
    compare. Names: `shell` (first frame), `full` (first frame with rail, visible tiles
    and feed), `key` (first key that a text field took). The log holds them all.
    """

    def __init__(self) -> None:
        self.at: dict[str, float] = {}

    def note(self, name: str) -> None:
        """Note the moment, the first time only."""
        self.at.setdefault(name, time.perf_counter())

    def __str__(self) -> str:
        return ", ".join(f"{name} {at:.4f}" for name, at in self.at.items())


class FrameWatch(QObject):
    """Tells when a window has painted its next frame."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._waiting: list[asyncio.Future[None]] = []
        window.installEventFilter(self)
        self._window = window

    async def next_frame(self) -> bool:
        """Wait for the next frame; False if none came in time."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        self._window.update()
        try:
            async with asyncio.timeout(PAINT_LIMIT):
                await future
        except TimeoutError:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._waiting and event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, self._tell)  # when the frame is on the screen
        return False

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)


class FirstKey(QObject):
    """Notes when the first key was typed into a text field of the window, and logs it.

    It looks at the keys of the window as a whole: a look at every event of every widget
    would cost a start forty milliseconds.
    """

    def __init__(self, marks: Marks, window: QWidget) -> None:
        """`window` is shown already."""
        super().__init__(window)
        self._marks = marks
        self._handle: QWindow | None = window.windowHandle()
        if self._handle is not None:
            self._handle.installEventFilter(self)

    def remove(self) -> None:
        """Listen no more; twice is fine."""
        if self._handle is not None and isValid(self._handle):
            self._handle.removeEventFilter(self)
        self._handle = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and _takes_text(QApplication.focusWidget()):
            self.remove()
            QTimer.singleShot(0, self, self._note)  # when the field has taken it
        return False

    def _note(self) -> None:
        self._marks.note("key")
        log.info("the first key: %s", self._marks)


def _takes_text(widget: QWidget | None) -> bool:
    return widget is not None and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
