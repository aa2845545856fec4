from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.core.conversation import Cost, Outcome
from app.engine.session import SessionState
from app.engine.wording import Wording
from app.ui.icons import Icons
from app.ui.model_popup import ModelPopup
from app.ui.theme import Look
from app.ui.tile_title import TileTitle
from app.ui.transcript.sayings import waiting
from tests.engine.scripted import World

RESOURCES = Path(__file__).parents[2] / "resources"
NAMES = ("Ann", "一个名字很长很长的智能体向导", "An agent with a long name")


@pytest.fixture
def world(tmp_path):
    return World(None, tmp_path)


@pytest.fixture
def make_title(qtbot, world):
    def make(name="Ann", width=320, **look):
        session = world.session()
        worn = Look(RESOURCES, **look)
        title = TileTitle(session, world.models, Wording(), worn, Icons(RESOURCES, worn))
        title.set_name(name)
        qtbot.addWidget(title)
        title.resize(width, title.height())
        title.show()
        return title, session

    return make


def parts(title):
    return [part for part in (title.chip, title.glyph, title.state) if part.isVisible()]


def test_a_model_is_named_in_full_or_only_by_where_it_runs(make_title):
    title, _ = make_title()
    chip = title.chip
    whole = chip.sizeHint().width()
    assert chip.width_in(whole + 40) == whole
    assert chip.width_in(chip.least_width() + 3) == chip.least_width()


def test_it_names_the_model_and_where_it_runs(make_title):
    title, _ = make_title()
    assert title.chip.text() == "m · local"


@pytest.mark.parametrize("state", SessionState)
@pytest.mark.parametrize(
    "name", ["Ann", "一个名字很长很长的智能体向导", "An agent with a long name"]
)
@pytest.mark.parametrize("width", [320, 460])
def test_nothing_overlaps_or_leaves_the_row(make_title, state, name, width):
    title, session = make_title(name, width)
    session.state = state
    title.refresh()
    rects = [part.geometry() for part in parts(title)]
    assert all(title.rect().contains(rect) for rect in rects)
    assert not any(one.intersects(other) for one in rects for other in rects if one is not other)


def test_the_glyph_of_the_state_stays_when_its_words_have_no_room(make_title):
    title, session = make_title("An agent with a very long name", 320, scale=200)
    session.state = SessionState.NEEDS_YOU
    title.refresh()
    assert title.glyph.isVisible()
    assert title.glyph.toolTip() == "Needs you"


def test_an_idle_agent_says_nothing(make_title):
    title, _ = make_title()
    assert title.state.text() == ""


def test_how_fast_a_reply_comes_is_said_in_busy_only(make_title):
    said = []
    for density in ("busy", "calm"):
        title, session = make_title(width=500, density=density)
        session.state, session.tokens_per_second = SessionState.STREAMING, 61.7
        title.refresh()
        said.append(title.state.text())
    assert said == ["62 tok/s", "Answering"]


def test_choosing_in_the_chips_menu_is_told(make_title, qtbot, world):
    provider = world.settings.providers[0]
    world.settings = replace(world.settings, providers=(replace(provider, models=("m", "other")),))
    title, _ = make_title()
    qtbot.mouseClick(title.chip, Qt.MouseButton.LeftButton)
    popup = title.chip.findChild(ModelPopup)
    with qtbot.waitSignal(title.chip.chosen) as chosen:
        qtbot.keyClick(popup.list, Qt.Key.Key_Down)
        qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    assert str(chosen.args[0]) == "p/other"


def test_what_the_conversation_cost_is_shown_where_it_is_known_and_has_room(make_title):
    title, session = make_title(width=420)
    assert title.cost.text() == ""
    session.conversation.say("hi")
    for cost in (Cost(0.0012, "USD"), Cost(0.002, "USD"), None):
        session.conversation.begin_reply("p/m").cost = cost
        session.conversation.end_reply(Outcome.COMPLETE)
    title.refresh()
    assert title.cost.text() == "$0.0032"
    assert title.cost.isVisible()
    title.resize(title.cost.width() + 60, title.height())
    assert not title.cost.isVisible()


def test_a_double_click_maximises(make_title, qtbot):
    title, _ = make_title()
    with qtbot.waitSignal(title.maximize_wanted):
        qtbot.mouseDClick(title, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("tabs", [120, 200])
def test_tabs_in_the_row_stand_for_the_name(make_title, tabs):
    title, session = make_title("An agent with a long name")
    session.state = SessionState.STREAMING
    title.setContentsMargins(tabs, 0, 0, 0)
    title.refresh()
    assert title._name.isHidden()
    assert all(title.contentsRect().contains(part.geometry()) for part in parts(title))
    title.setContentsMargins(0, 0, 0, 0)
    assert title._name.isVisible()


def test_title_and_transcript_say_the_same_of_a_run_that_waits(make_title):
    title, session = make_title(width=460)
    reply = session.conversation.begin_reply("p/m")
    reply.queue_place, session.state = 2, SessionState.WAITING
    title.refresh()
    assert title.state.text() == waiting(reply, Wording()) == "Waiting, 2 ahead"
