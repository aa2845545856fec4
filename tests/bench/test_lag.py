import time

from app.bench.lag import LagMeter


def test_blocked_thread_shows_in_the_lag(qtbot):
    meter = LagMeter()
    meter.start()
    qtbot.waitUntil(lambda: len(meter._late) > 3)
    time.sleep(0.05)  # it is the stall
    before = len(meter._late)
    qtbot.waitUntil(lambda: len(meter._late) > before)
    assert meter.stop()["max"] >= 40
