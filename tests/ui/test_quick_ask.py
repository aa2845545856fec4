import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.core.errors import BackendUnreachable
from app.engine.wording import Wording
from app.storage.cards import Cards
from app.ui import quick_ask as module
from app.ui.composer_text import LONGEST
from app.ui.panel_context import PanelContext
from app.ui.quick_ask import QuickAsk
from app.ui.quick_ask_clipboard import with_quoted
from tests.engine.scripted import FOREVER
from tests.tiles.conftest import make_world as make_world
from tests.tiles.world import RESOURCES

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def make_quick(make_world, qtbot, tmp_path):
    made = []

    def make(*scripts, text=""):
        world = make_world(*scripts)
        world.roster.cards = Cards(RESOURCES / "agents", tmp_path / "own")
        context = PanelContext(
            world.roster, world.feed, None, Wording(), "en",
            world.bus, world.clock, world.look, world.icons,
        )  # fmt: skip
        shown = set()
        quick = QuickAsk(context, world.models, world.scope, shown.__contains__)
        quick.world, quick.in_tiles = world, shown
        made.append(quick)
        with qtbot.waitActive(quick):
            quick.show_box(text)
        return quick

    yield make
    for quick in made:
        quick.close_subscriptions()
        quick.hide()
        quick.deleteLater()
    QGuiApplication.clipboard().clear()


def ask(quick, question, qtbot, is_over=True):
    QTest.keyClicks(quick.parts.field, question)
    QTest.keyClick(quick.parts.field, Qt.Key.Key_Return)
    session = quick._session
    qtbot.waitUntil(lambda: not session.is_running or not is_over)
    return session


def said(session):
    return [message.text for message in session.conversation.messages]


def test_return_asks_the_chosen_agent_and_the_answer_stands_above_the_line(make_quick, qtbot):
    quick = make_quick(["Because of ", "the air."])
    session = ask(quick, "Why is the sky blue?", qtbot)
    assert said(session) == ["Why is the sky blue?", "Because of the air."]
    assert session.card.id == "ask"
    assert quick.parts.transcript.isVisible()
    assert quick.parts.field.toPlainText() == ""
    assert quick.session_in_view == session.id


def test_a_second_question_goes_on_in_the_same_conversation(make_quick, qtbot):
    quick = make_quick(["one"], ["two"])
    first = ask(quick, "A?", qtbot)
    assert ask(quick, "B?", qtbot) is first
    assert said(first) == ["A?", "one", "B?", "two"]


def test_escape_hides_what_runs_goes_on_and_what_is_written_stays(make_quick, qtbot):
    quick = make_quick(["on and on", FOREVER])
    session = ask(quick, "A?", qtbot, is_over=False)
    QTest.keyClicks(quick.parts.field, "half a")
    QTest.keyClick(quick.parts.field, Qt.Key.Key_Escape)
    assert not quick.isVisible()
    assert quick.session_in_view == ""
    assert session.is_running
    quick.show_box()
    assert quick.parts.field.toPlainText() == "half a"
    assert quick.session_in_view == session.id


def test_control_return_goes_on_in_the_tile_with_what_is_written(make_quick, qtbot):
    quick = make_quick(["one"])
    session = ask(quick, "A?", qtbot)
    QTest.keyClicks(quick.parts.field, "And then?")
    with qtbot.waitSignal(quick.tile_wanted) as wanted:
        QTest.keyClick(quick.parts.field, Qt.Key.Key_Return, CONTROL)
    assert wanted.args == [session.id, "ask"]
    assert "And then?" in said(session)
    assert not quick.isVisible()
    assert quick._session is None
    assert session.id in quick.world.roster.sessions  # it is the tile's now
    qtbot.waitUntil(lambda: not session.is_running)


def test_a_conversation_in_its_tile_is_not_closed_with_the_box(make_quick, qtbot):
    quick = make_quick(["one"])
    first = ask(quick, "A?", qtbot)
    QTest.keyClick(quick.parts.field, Qt.Key.Key_Return, CONTROL)
    quick.show_box()
    second = ask(quick, "B?", qtbot)
    QTest.keyClick(quick.parts.field, Qt.Key.Key_N, CONTROL)
    qtbot.waitUntil(lambda: second.id not in quick.world.roster.sessions)
    assert first.id in quick.world.roster.sessions


def test_a_conversation_that_a_tile_shows_too_stays_open_when_the_box_begins_anew(
    make_quick, qtbot
):
    quick = make_quick(["one"])
    first = ask(quick, "A?", qtbot)
    quick.in_tiles.add(first.id)
    quick.begin_anew()
    second = ask(quick, "B?", qtbot)
    quick.begin_anew()
    qtbot.waitUntil(lambda: second.id not in quick.world.roster.sessions)
    assert first.id in quick.world.roster.sessions


def test_a_conversation_that_was_closed_elsewhere_is_not_asked_again(make_quick, qtbot):
    quick = make_quick(["one"])
    first = ask(quick, "A?", qtbot)
    quick.world.scope.start("close", quick.world.roster.close, first.id)
    qtbot.waitUntil(lambda: quick._session is None)
    assert said(ask(quick, "B?", qtbot)) == ["B?", "one"]


def test_before_the_first_question_control_return_only_opens_the_tile(make_quick, qtbot):
    quick = make_quick()
    with qtbot.waitSignal(quick.tile_wanted) as wanted:
        QTest.keyClick(quick.parts.field, Qt.Key.Key_Return, CONTROL)
    assert wanted.args == ["", "ask"]


def test_another_agent_begins_a_conversation_of_his_own(make_quick, qtbot):
    quick = make_quick(["one"], ["two"])
    first = ask(quick, "A?", qtbot)
    quick.parts.agents.setCurrentIndex(quick.parts.agents.findData("tutor"))
    assert quick.parts.transcript is None
    second = ask(quick, "B?", qtbot)
    assert (first.card.id, second.card.id) == ("ask", "tutor")
    qtbot.waitUntil(lambda: first.id not in quick.world.roster.sessions)
    assert said(second) == ["B?", "two"]


def test_after_an_agent_was_chosen_the_keyboard_is_in_the_line_again(make_quick, qtbot):
    quick = make_quick()
    agents = quick.parts.agents
    agents.setFocus()
    agents.showPopup()
    qtbot.waitUntil(agents.view().isVisible)
    assert not agents.itemIcon(3).isNull()
    QTest.keyClick(agents.view(), Qt.Key.Key_Down)
    QTest.keyClick(agents.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(quick.parts.field.hasFocus)
    assert quick.parts.agent == "tutor"


def test_after_a_while_the_box_begins_anew(make_quick, qtbot, monkeypatch):
    quick = make_quick(["one"])
    ask(quick, "A?", qtbot)
    quick.hide_box()
    quick.show_box()
    assert quick._session is not None
    quick.hide_box()
    monkeypatch.setattr(module, "FRESH_SECONDS", -1.0)
    quick.show_box()
    assert quick._session is None


def test_a_text_from_outside_is_put_in_and_not_sent(make_quick):
    quick = make_quick(text="Is it?")
    assert quick.parts.field.toPlainText() == "Is it?"
    assert quick._session is None


def test_the_clipboard_goes_along_only_when_wanted_and_as_it_was_shown(make_quick, qtbot):
    quick = make_quick(["one"], ["two"])
    QGuiApplication.clipboard().setText("a secret")
    session = ask(quick, "A?", qtbot)
    keys = CONTROL | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(quick.parts.field, Qt.Key.Key_V, keys)
    assert quick.parts.clipboard.field.toPlainText() == "a secret"
    QGuiApplication.clipboard().setText("another one")
    ask(quick, "B?", qtbot)
    assert said(session)[0] == "A?"
    assert said(session)[2] == "B?\n\n```\na secret\n```"
    assert quick.parts.clipboard.text == ""
    assert not quick.parts.about.isChecked()


def test_a_box_that_was_hidden_sends_no_clipboard_that_is_not_chosen_again(make_quick, qtbot):
    quick = make_quick(["one"])
    QGuiApplication.clipboard().setText("a secret")
    quick.parts.about.click()
    quick.hide_box()
    quick.show_box()
    assert not quick.parts.about.isChecked()
    assert said(ask(quick, "A?", qtbot))[0] == "A?"


def test_without_text_on_the_clipboard_that_is_said(make_quick):
    quick = make_quick()
    QGuiApplication.clipboard().clear()
    quick.parts.about.click()
    assert not quick.parts.about.isChecked()
    assert quick.parts._note.text() == "There is no text on the clipboard."


def test_of_an_endless_clipboard_what_is_left_out_is_said(make_quick):
    quick = make_quick()
    QGuiApplication.clipboard().setText("word " * (LONGEST // 5 + 10))
    quick.parts.about.click()
    card = quick.parts.clipboard
    assert len(card.text) == LONGEST
    assert (
        card._head.text() == "Goes along: the first 100,000 of 100,050 characters of the clipboard"
    )


@pytest.mark.parametrize(
    ("quoted", "fence"), [("a", "```"), ("a ``` b", "````"), ("`````", "``````")]
)
def test_the_fence_is_longer_than_any_in_the_text(quoted, fence):
    assert with_quoted("Q?", quoted) == f"Q?\n\n{fence}\n{quoted}\n{fence}"


def test_shortcuts_of_the_window_do_not_reach_what_is_behind_the_box(make_quick, qtbot):
    from PySide6.QtGui import QAction

    quick = make_quick()
    closed = QAction(quick.parts.agents)
    closed.setShortcut("Ctrl+Shift+N")
    closed.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
    quick.parts.agents.addAction(closed)
    heard = []
    closed.triggered.connect(lambda: heard.append("fired"))
    keys = CONTROL | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(quick.windowHandle(), Qt.Key.Key_N, keys)
    assert heard == []


def test_a_failure_is_explained_at_the_answer(make_quick, qtbot):
    quick = make_quick([BackendUnreachable("nobody")])
    ask(quick, "A?", qtbot)
    explained = quick.parts.transcript.scene.explained
    assert [each.label for each in explained.values()] == ["Open providers"]


def test_closing_its_window_only_hides_it(make_quick):
    quick = make_quick()
    quick.close()
    assert not quick.isVisible()
    quick.show_box()
    assert quick.isVisible()
