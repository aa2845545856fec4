import asyncio

import pytest
from PySide6.QtCore import Qt

from app.core.errors import ModelFileWrong
from app.engine.builtin import Builtin, BuiltinState


class Slow:
    """A model's file that comes as far as the test says."""

    def __init__(self, error=None):
        self.error, self.go, self.on_progress = error, asyncio.Event(), None

    async def fetch(self, folder, on_progress):
        self.on_progress = on_progress
        await self.go.wait()
        if self.error is not None:
            raise self.error
        return folder / "model"


@pytest.fixture
def fetched(make_world):
    """A tile whose model is missing, and the file that comes when it is fetched."""

    def make(error=None):
        world, slow = make_world(), Slow(error)
        world.models.builtin = Builtin(world.folder, world.bus, lambda folder: None, slow.fetch)
        world.use_builtin()
        return world.tile().banners.model, slow, world.models

    return make


def press(banner, qtbot):
    qtbot.mouseClick(banner.action, Qt.MouseButton.LeftButton)


def test_while_the_model_is_fetched_a_bar_shows_how_far_it_is(fetched, qtbot):
    banner, slow, _ = fetched()
    press(banner, qtbot)
    qtbot.waitUntil(lambda: slow.on_progress is not None)
    assert banner.words.text() == "Fetching the built-in model"
    assert banner.action.isHidden(), "a double click must not stop it again"
    slow.on_progress(25_000_000, 98_000_000)
    qtbot.waitUntil(lambda: "25 of 98 MB" in banner.words.text())
    assert banner._progress.isVisible()
    assert banner._progress.value() / banner._progress.maximum() == pytest.approx(0.255, abs=0.01)
    slow.go.set()
    qtbot.waitUntil(lambda: banner._progress.isHidden())
    assert banner.words.text().startswith("Tiny") or banner.isHidden()


def test_a_fetch_is_stopped_from_the_tile(fetched, qtbot):
    banner, slow, models = fetched()
    press(banner, qtbot)
    qtbot.waitUntil(lambda: slow.on_progress is not None)
    slow.on_progress(25_000_000, 98_000_000)
    qtbot.waitUntil(lambda: banner.action.text() == "Stop")
    press(banner, qtbot)
    qtbot.waitUntil(lambda: models.builtin_state is BuiltinState.MISSING)
    assert banner.action.text() == "Fetch it"
    assert banner._progress.isHidden()


def test_a_wrong_file_is_said_in_few_words_and_in_all_when_the_mouse_asks(fetched, qtbot):
    banner, slow, _ = fetched(ModelFileWrong("sha256"))
    press(banner, qtbot)
    slow.go.set()
    qtbot.waitUntil(lambda: banner.action.text() == "Fetch it again")
    assert banner.words.text() == "The built-in model did not come."
    assert "not the file Renao expects" in banner.words.toolTip()


def test_a_banner_with_an_edge_keeps_its_sign_off_it(fetched):
    banner, _, _ = fetched()
    assert banner.border_color() is not None
    banner.layout().activate()
    assert banner._icon.geometry().left() >= 8
