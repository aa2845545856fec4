from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.core.bus import Bus
from app.core.conversation import Conversation, Outcome
from app.core.events import MessageAdded, ReplyBegan, ReplyEnded, ReplyGrew
from app.ui.frame_clock import FrameClock
from app.ui.icons import Icons
from app.ui.theme import Look
from app.ui.transcript.view import Transcript

RESOURCES = Path(__file__).parents[3] / "resources"


class Stage:
    """A transcript on a conversation that the test drives as a session would."""

    def __init__(self, qtbot):
        self.qtbot = qtbot
        self.look = Look(RESOURCES, "night-market", "busy")
        self.bus, self.clock = Bus(), FrameClock()
        self.conversation = Conversation("c", "ask")
        icons = Icons(RESOURCES, self.look)
        self.view = Transcript(self.conversation, self.bus, self.clock, self.look, icons)
        self.view.resize(420, 400)
        qtbot.addWidget(self.view, before_close_func=lambda view: view.close_subscriptions())

    @property
    def entries(self):
        return self.view.roll.entries

    @property
    def scroll(self):
        return self.view.verticalScrollBar()

    def show(self):
        self.view.show()
        self.qtbot.waitExposed(self.view)
        self.settle()
        return self

    def say(self, text, role=None):
        message = self.conversation.say(text, *([role] if role else []))
        self.bus.publish(MessageAdded("c", message.id))
        return message

    def begin(self, **more):
        reply = self.conversation.begin_reply("builtin/Model", **more)
        self.bus.publish(ReplyBegan("c", reply.id))
        return reply

    def stream(self, text):
        self.conversation.reply.append_text(text)
        self.bus.publish(ReplyGrew("c"))

    def end(self, outcome=Outcome.COMPLETE, reason=""):
        message = self.conversation.end_reply(outcome, reason)
        self.bus.publish(ReplyEnded("c", message.id))
        return message

    def answer(self, text, outcome=Outcome.COMPLETE, reason="", **more):
        self.begin(**more)
        self.stream(text)
        return self.end(outcome, reason)

    def settle(self):
        """Wait until nothing is left to lay out."""
        view = self.view
        self.qtbot.waitUntil(lambda: not view._is_changed and not view._has_grown)
        self.qtbot.waitUntil(lambda: not self.clock._marked)

    def place(self, index, press):
        """Where something to press is on the screen."""
        rect = self.entries[index].frame.presses[press]
        return (self.view.corner_of(index) + rect.center()).toPoint()

    def spot_of(self, index, wanted):
        """A place in an entry at which `wanted(hit)` holds."""
        entry, corner = self.entries[index], self.view.corner_of(index)
        for y in range(0, int(entry.height), 3):
            for x in range(0, int(entry.width), 3):
                if wanted(entry.hit(QPointF(x, y))):
                    return (corner + QPointF(x, y)).toPoint()
        raise AssertionError("no such place")

    def click(self, place):
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def drag(self, start, end):
        page, left = self.view.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(page, left, pos=start)
        for step in (0.3, 0.6, 1.0):
            QTest.mouseMove(page, start + (end - start) * step)
            # Offscreen, a moved mouse has no buttons: press anew without a click between.
            _move(page, start + (end - start) * step)
        QTest.mouseRelease(page, left, pos=end)

    def key(self, *args):
        QTest.keyClick(self.view, *args)


def _move(widget, place: QPoint):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    left = Qt.MouseButton.LeftButton
    where = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, widget.mapToGlobal(where), left, left, Qt.KeyboardModifier(0)
    )
    QApplication.sendEvent(widget, event)


@pytest.fixture
def stage(qtbot, loop):
    return Stage(qtbot)
