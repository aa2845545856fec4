"""The whole window with one floating tile, which says on its output where the keyboard is."""

import asyncio
import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from app.main import open_window
from app.storage.paths import user_paths


def report(opened):
    parts, focused = opened.furniture, QApplication.focusWidget()
    tiles = parts.workspace.tiles
    writing = [each for each in tiles if focused is not None and tiles[each].isAncestorOf(focused)]
    now = {
        "floats": tiles["love"].window() is not opened.window,
        "tile": "".join(writing),
        "palette": parts.palette.field.hasFocus(),
    }
    sys.stdout.write(json.dumps(now) + "\n")
    sys.stdout.flush()


async def live():
    async with open_window(user_paths()) as opened:
        opened.window.activateWindow()
        opened.furniture.workspace.show_agent("love")
        opened.furniture.actions["tile.float"].trigger()
        timer = QTimer(opened.window, interval=50)
        timer.timeout.connect(lambda: report(opened))
        timer.start()
        await asyncio.to_thread(sys.stdin.read)
        timer.stop()


if __name__ == "__main__":
    application = QApplication(sys.argv)
    application.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        runner.run(live())
