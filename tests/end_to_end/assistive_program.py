"""A transcript in a window; each line on the input is done, then answered on the output."""

import asyncio
import gc
import sys

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from qasync import QEventLoop

from app.core.bus import Bus
from app.core.conversation import Conversation, Outcome
from app.core.events import ReplyBegan, ReplyEnded, ReplyGrew
from app.storage.paths import resources_folder
from app.ui.frame_clock import FrameClock
from app.ui.icons import Icons
from app.ui.theme import Look
from app.ui.transcript.view import Transcript


class Program:
    def __init__(self):
        self.look = Look(resources_folder(), "night-market", "busy")
        self.bus, self.clock = Bus(), FrameClock()
        self.conversation = Conversation("c", "ask")
        self.conversation.say("hello")
        self.window = QWidget()
        self.window.setAccessibleName("Ask")
        QVBoxLayout(self.window)
        self.window.resize(440, 420)
        self.window.show()
        self.window.activateWindow()
        self.open()

    def open(self):
        icons = Icons(resources_folder(), self.look)
        self.view = Transcript(self.conversation, self.bus, self.clock, self.look, icons)
        self.window.layout().addWidget(self.view)
        self.view.show()  # what is hidden takes no keyboard
        self.view.setFocus()

    async def stream(self):
        reply = self.conversation.begin_reply("builtin/Model")
        self.bus.publish(ReplyBegan("c", reply.id))
        for number in range(100):
            reply.append_text(f"word{number} ")
            self.bus.publish(ReplyGrew("c"))
            await asyncio.sleep(0.005)
        message = self.conversation.end_reply(Outcome.COMPLETE)
        self.bus.publish(ReplyEnded("c", message.id))

    async def reopen(self):
        self.view.close_subscriptions()
        self.view.deleteLater()
        self.view = None
        gc.collect()
        await asyncio.sleep(0.05)
        self.open()

    async def live(self):
        say("ready")
        while word := (await asyncio.to_thread(sys.stdin.readline)).strip():
            await getattr(self, word)()
            await asyncio.sleep(0.2)
            say(word)
        self.view.close_subscriptions()


def say(word):
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


async def main():
    await Program().live()


if __name__ == "__main__":
    application = QApplication(sys.argv)
    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        runner.run(main())
