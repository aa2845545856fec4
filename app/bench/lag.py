"""How long the GUI thread keeps everybody waiting."""

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

BEAT = 5
"""Milliseconds between two beats."""


class LagMeter(QObject):
    """A timer that beats every 5 ms and notes by how much each beat was late."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._late: list[float] = []
        self._last = perf_counter()
        self._timer = QTimer(self, interval=BEAT)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Forget what was measured and begin anew."""
        self._late.clear()
        self._last = perf_counter()
        self._timer.start()

    def stop(self) -> dict[str, float]:
        """End, and give the lateness in milliseconds: `p50`, `p99` and `max`."""
        self._timer.stop()
        late = sorted(self._late) or [0.0]
        return {
            "p50": late[len(late) // 2],
            "p99": late[min(len(late) - 1, int(len(late) * 0.99))],
            "max": late[-1],
        }

    def _beat(self) -> None:
        now = perf_counter()
        self._late.append(max(0.0, (now - self._last) * 1000 - BEAT))
        self._last = now
