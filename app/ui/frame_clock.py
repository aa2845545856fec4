"""Repaints happen here, at most once a frame, however fast the models talk."""

from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer

BUDGET = 0.008
"""Seconds that one frame may spend on refreshing; the rest waits for the next frame."""


class Refreshable(Protocol):
    """Something that can show what is true now."""

    def refresh(self) -> None:
        """Show what is true now. Called on the GUI thread; keep it under 4 ms."""
        ...


class FrameClock(QObject):
    """Calls `refresh` of each marked view once, in turn, then forgets the mark.

    A view that did not get its turn within the frame's budget is first in the next
    one, so many busy tiles share the time fairly. A view marked as not urgent (out of
    focus) is refreshed at most once every `slow_ms`.
    """

    def __init__(
        self, interval_ms: int = 16, slow_ms: int = 33, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._interval = interval_ms
        self._slow = slow_ms / 1000
        self._marked: dict[Refreshable, bool] = {}
        self._shown: dict[Refreshable, float] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def set_pace(self, interval_ms: int, slow_ms: int) -> None:
        """Change how often views are refreshed; both in milliseconds."""
        self._interval, self._slow = interval_ms, slow_ms / 1000

    def mark(self, view: Refreshable, *, urgent: bool = False) -> None:
        """Have `view` refreshed soon; marking twice costs nothing."""
        self._marked[view] = urgent or self._marked.get(view, False)
        if not self._timer.isActive():
            self._timer.start(self._interval)

    def forget(self, view: Refreshable) -> None:
        """Drop `view`, which is about to be destroyed."""
        self._marked.pop(view, None)
        self._shown.pop(view, None)

    def _tick(self) -> None:
        began = perf_counter()
        for view, urgent in tuple(self._marked.items()):
            now = perf_counter()
            if now - began > BUDGET:
                break
            if urgent or now - self._shown.get(view, 0.0) >= self._slow:
                if self._marked.pop(view, None) is None:
                    continue
                self._shown[view] = now
                view.refresh()
        if self._marked:
            self._timer.start(self._interval)
