"""The whole window on battery: the offer, calm with its reason, and the user's own choice."""

import json
import subprocess
import sys

PROGRAM = """
import asyncio, json, sys
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from qasync import QEventLoop
from app.main import open_window
from app.storage.paths import user_paths

application = QApplication([])
application.setQuitOnLastWindowClosed(False)

def look(opened):
    parts, window = opened.furniture, opened.window
    button = window.top_bar.densities["calm"]
    return [window.look.density, button.text(), bool(parts.deck.maximized), window.shows_feed]

async def until(is_so):
    async with asyncio.timeout(20):
        while not is_so():
            await asyncio.sleep(0)

async def live():
    async with open_window(user_paths()) as opened:
        opened.window.resize(1440, 900)
        parts, notices = opened.furniture, opened.runtime.notices
        said = [look(opened)]
        parts.calm.begin(lambda: True)
        await until(lambda: any(each.action == "calm.battery" for each in notices.inbox))
        said.append(look(opened))
        offer = next(each for each in notices.inbox if each.action == "calm.battery")
        parts.doings.act_on(offer.id)
        said.append(look(opened))
        opened.window.top_bar.densities["balanced"].click()
        said.append(look(opened))
        icons = opened.window.findChildren(QSystemTrayIcon)
        print(json.dumps({"said": said, "icons": len(icons)}))

with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
    runner.run(live())
"""


def test_calm_is_offered_on_battery_shows_its_reason_and_gives_way_to_the_user():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60
    )
    found = json.loads(done.stdout)
    assert found["said"] == [
        ["busy", "Calm", False, True],
        ["busy", "Calm", False, True],
        ["calm", "Calm: on battery", True, False],
        ["balanced", "Calm", False, True],
    ]
    assert found["icons"] == 1
