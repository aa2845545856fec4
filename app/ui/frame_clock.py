"""Repaints happen here, at most once a frame, however fast the models talk."""

from math import ceil
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer

BUDGET = 0.008
"""Seconds that one frame may spend on refreshing; the rest waits for the next frame."""
_EARLY = 0.003
"""Seconds too early are nearer to what was asked for than a whole frame too late."""


class Refreshable(Protocol):
    """Something that can show what is true now."""

    def refresh(self) -> None:
        """Show what is true now. Called on the GUI thread; keep it under 4 ms."""
        ...


class FrameClock(QObject):
    """Calls `refresh` of each marked view once, in turn, then forgets the mark.

    A view that did not get its turn within the frame's budget is first in the next
    one, so many busy tiles share the time fairly. A view marked as not urgent (out of
    focus) is refreshed at most once every `slow_ms`. The clock stands still as long as
    no view is due.
    """

    def __init__(
        self, interval_ms: int = 16, slow_ms: int = 33, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.ticks = 0
        """How often the clock woke up."""
        self._interval = interval_ms / 1000
        self._slow = slow_ms / 1000
        self._marked: dict[Refreshable, bool] = {}
        self._shown: dict[Refreshable, float] = {}
        self._last_tick = 0.0
        self._wakes_at = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def set_pace(self, interval_ms: int, slow_ms: int) -> None:
        """Change how often views are refreshed; both in milliseconds."""
        self._interval, self._slow = interval_ms / 1000, slow_ms / 1000

    def mark(self, view: Refreshable, *, urgent: bool = False) -> None:
        """Have `view` refreshed soon; marking twice costs nothing."""
        was_urgent = self._marked.get(view)
        if was_urgent is None or (urgent and not was_urgent):
            self._marked[view] = urgent
            self._wake_at(self._due(view, urgent))

    def forget(self, view: Refreshable) -> None:
        """Drop `view`, which is about to be destroyed or hidden."""
        self._marked.pop(view, None)
        self._shown.pop(view, None)
        if not self._marked:
            self._timer.stop()

    def _due(self, view: Refreshable, urgent: bool) -> float:
        return self._shown.get(view, 0.0) + (self._interval if urgent else self._slow)

    def _wake_at(self, due: float) -> None:
        now = perf_counter()
        wakes_at = max(due, self._last_tick + self._interval, now)
        if not self._timer.isActive() or wakes_at < self._wakes_at:
            self._wakes_at = wakes_at
            self._timer.start(ceil((wakes_at - now) * 1000))

    def _tick(self) -> None:
        self.ticks += 1
        began = self._last_tick = perf_counter()
        limit = began + _EARLY
        for view, urgent in tuple(self._marked.items()):
            if self._due(view, urgent) > limit or self._marked.pop(view, None) is None:
                continue
            self._shown[view] = perf_counter()
            view.refresh()
            if perf_counter() - began > BUDGET:
                break
        if self._marked:
            self._wake_at(min(self._due(*each) for each in self._marked.items()))
