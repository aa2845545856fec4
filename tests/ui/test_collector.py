"""Dead objects are collected in the window's thread, and nowhere else."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from app.ui.collector import Collector


class Ring:
    """Holds itself, so that only the collector can take it away."""

    def __init__(self, ends):
        self.itself = self
        weakref.finalize(self, lambda: ends.append(threading.current_thread()))


@pytest.fixture
def collector(qapp):
    collector = Collector(QObject(qapp))
    yield collector
    collector.close()
    collector.parent().deleteLater()


def make_many(ends):
    Ring(ends)
    kept = [[number] for number in range(5000)]  # far more than the collector waits for
    assert kept


def test_another_thread_never_collects_what_the_windows_thread_does(collector, qtbot):
    ends = []
    collector.begin()
    thread = threading.Thread(target=make_many, args=(ends,))
    thread.start()
    thread.join()
    assert ends == []
    keep = [[number] for number in range(5000)]
    qtbot.waitUntil(lambda: ends != [])
    assert ends == [threading.main_thread()]
    assert keep


def test_closing_leaves_it_to_python_as_before(qapp):
    for was_on in (True, False):
        (gc.enable if was_on else gc.disable)()
        collector = Collector(QObject(qapp))
        assert not gc.isenabled()
        collector.close()
        assert gc.isenabled() is was_on
        collector.parent().deleteLater()
