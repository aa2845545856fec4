"""Python's collector of dead objects, in the window's thread alone."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 100
"""Milliseconds between two looks at how many objects were made."""

LONG_LIVED_EVERY = 100
"""Looks, at least, from one at all objects to the next: it takes tens of milliseconds."""


class Collector(QObject):
    """Collects dead objects now and then; nobody else does until it is closed.

    By itself Python collects in whatever thread happens to make an object. If there are dead
    widgets among what it finds, their end takes locks of Qt's which the window's thread may
    hold while it waits for Python's own: then both wait forever.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._looks = 0
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Look from now on, and never again at what there is by now: it stays."""
        gc.freeze()
        self._timer.start()

    def close(self) -> None:
        """Leave it to Python as before."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def _look(self) -> None:
        self._looks += 1
        young, middle, old = gc.get_count()
        most_young, most_middle, most_old = gc.get_threshold()
        if young <= most_young:
            return
        if old > most_old and self._looks >= LONG_LIVED_EVERY:
            self._looks = 0
            gc.collect(2)
        else:
            gc.collect(1 if middle > most_middle else 0)
