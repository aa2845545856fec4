from time import perf_counter

from app.ui.frame_clock import BUDGET, FrameClock


class View:
    def __init__(self, takes=0.0, then=None):
        self.times = []
        self._takes = takes
        self._then = then

    def refresh(self):
        self.times.append(perf_counter())
        while perf_counter() - self.times[-1] < self._takes:
            pass
        if self._then:
            self._then(self)


def test_many_marks_are_one_refresh(qtbot):
    clock, view = FrameClock(), View()
    for _ in range(100):
        clock.mark(view)
    qtbot.waitUntil(lambda: bool(view.times))
    assert len(view.times) == 1


def test_nobody_waits_while_others_come_again_and_again(qtbot):
    clock = FrameClock()
    again = lambda view: clock.mark(view, urgent=True)  # noqa: E731
    views = [View(takes=BUDGET * 0.7, then=again) for _ in range(6)]
    for view in views:
        clock.mark(view, urgent=True)
    qtbot.waitUntil(lambda: sum(len(view.times) for view in views) >= 30)
    counts = [len(view.times) for view in views]
    assert max(counts) - min(counts) <= 1


def test_a_frame_keeps_its_budget(qtbot):
    clock = FrameClock()
    views = [View(takes=BUDGET * 0.6) for _ in range(6)]
    for view in views:
        clock.mark(view)
    qtbot.waitUntil(lambda: all(view.times for view in views))
    assert clock.ticks >= 3


def test_views_without_attention_are_refreshed_less_often(qtbot):
    clock = FrameClock(interval_ms=5, slow_ms=60)
    fast = View(then=lambda view: clock.mark(view, urgent=True))
    slow = View(then=lambda view: clock.mark(view))
    clock.mark(fast, urgent=True)
    clock.mark(slow)
    qtbot.waitUntil(lambda: len(slow.times) >= 4)
    gaps = [b - a for a, b in zip(slow.times, slow.times[1:], strict=False)]
    assert min(gaps) > 0.05
    assert len(fast.times) > 2 * len(slow.times)


def test_the_clock_sleeps_until_a_view_is_due(qtbot):
    clock, view = FrameClock(interval_ms=5, slow_ms=80), View()
    clock.mark(view)
    qtbot.waitUntil(lambda: len(view.times) == 1)
    clock.mark(view)
    qtbot.waitUntil(lambda: len(view.times) == 2)
    assert clock.ticks == 2


def test_an_urgent_mark_overtakes_a_slow_one(qtbot):
    clock, view = FrameClock(interval_ms=5, slow_ms=5_000), View()
    clock.mark(view)
    qtbot.waitUntil(lambda: len(view.times) == 1)
    clock.mark(view)
    clock.mark(view, urgent=True)
    qtbot.waitUntil(lambda: len(view.times) == 2, timeout=1_000)


def test_a_forgotten_view_is_left_alone(qtbot):
    clock, gone, other = FrameClock(), View(), View()
    clock.mark(gone)
    clock.mark(other)
    clock.forget(gone)
    qtbot.waitUntil(lambda: bool(other.times))
    assert gone.times == []


def test_a_view_may_forget_another_while_it_refreshes(qtbot):
    clock, gone = FrameClock(), View()
    first = View(then=lambda view: clock.forget(gone))
    clock.mark(first)
    clock.mark(gone)
    qtbot.waitUntil(lambda: bool(first.times))
    assert gone.times == []
