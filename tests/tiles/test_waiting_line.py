"""A tile whose server asks for patience says so, counts down and tries at once if wished."""

from PySide6.QtCore import Qt

from app.core.backend import Waiting
from app.core.events import SessionChanged
from tests.engine.scripted import FOREVER


class Patient:
    """A wait of three seconds that a press on the button ends."""

    def __init__(self):
        self.hurried = 0
        self.item = Waiting(3.0, "rejected", 429, "slow down", self.hurry)

    def hurry(self):
        self.hurried += 1


def wait(tile, waiting):
    run = tile.session._run
    run.waiting = waiting
    tile.context.bus.publish(SessionChanged(tile.session.id))


def test_it_counts_down_and_is_gone_when_the_wait_is_over(make_world, qtbot):
    tile = make_world([FOREVER]).tile()
    assert "waiting_line" not in tile.__dict__
    tile.send("hi")
    patient = Patient()
    wait(tile, patient.item)
    line = tile.waiting_line
    assert line.isVisible()
    first = line.banner.words.text()
    assert first.startswith("Waiting 3 s: ")
    assert first.endswith("is busy")
    line._clock.setInterval(1)
    qtbot.waitUntil(lambda: line.banner.words.text().startswith("Waiting 1 s"))
    qtbot.mouseClick(line.banner.action, Qt.MouseButton.LeftButton)
    assert patient.hurried == 1
    wait(tile, None)
    assert not line.isVisible()
    assert not line._clock.isActive()
    tile.session.stop()
