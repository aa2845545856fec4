import logging
import sys
import threading

import pytest
from PySide6.QtCore import QTimer, qWarning

from app.ui.uncaught import Uncaught


@pytest.fixture
def told(loop, expected_log):
    uncaught = Uncaught()
    told = []
    uncaught.happened.connect(told.append)
    uncaught.install(loop)
    yield told
    uncaught.remove()
    loop.set_exception_handler(None)


def test_an_error_of_python_is_logged_and_told(qtbot, told, expected_log):
    sys.excepthook(ValueError, ValueError("a bug"), None)
    assert [str(error) for error in told] == ["a bug"]
    assert expected_log == ["uncaught"]


def test_an_error_in_a_thread_is_told_on_the_gui_thread(qtbot, told):
    seen = []

    def fail():
        raise ValueError("far away")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(told) == 1)
    QTimer.singleShot(0, lambda: seen.append(threading.current_thread()))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [threading.main_thread()]


def test_an_error_in_the_loop_is_told(qtbot, loop, told):
    loop.call_exception_handler({"message": "lost", "exception": ValueError("in the loop")})
    assert [str(error) for error in told] == ["in the loop"]


def test_what_qt_says_goes_to_the_log(qtbot, told, caplog):
    with caplog.at_level(logging.WARNING, logger="app.ui.uncaught"):
        qWarning("something odd")
    assert "Qt: something odd" in caplog.messages
    assert told == []
