import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.core.events import AgentsChanged
from app.engine.session import SessionState
from app.ui.rail import Rail
from app.ui.rail_button import AGENT_MIME
from tests.ui.panel_stage import Stage


@pytest.fixture
def stage(tmp_path, qapp):
    return Stage(tmp_path)


@pytest.fixture
def rail(stage, qtbot):
    rail = Rail(stage.context)
    qtbot.addWidget(rail, before_close_func=Rail.close_subscriptions)
    rail.resize(rail.width(), 700)
    with qtbot.waitExposed(rail):
        rail.show()
    return rail


def test_every_agent_is_on_it_in_order(rail, stage):
    names = [rail.button(card.id).accessibleName() for card in stage.roster.cards.all]
    assert names[0] == "Ask"
    assert len(names) == 9


def test_a_click_asks_for_the_agent(rail, qtbot):
    with qtbot.waitSignal(rail.agent_wanted) as asked:
        qtbot.mouseClick(rail.button("love"), Qt.MouseButton.LeftButton)
    assert asked.args == ["love"]


def test_it_shows_what_an_agent_does(rail, stage, qtbot):
    session = stage.open("jokes")
    qtbot.waitUntil(lambda: rail.button("jokes").now.state is SessionState.IDLE)
    stage.change(session, SessionState.STREAMING)
    qtbot.waitUntil(lambda: rail.button("jokes").now.state is SessionState.STREAMING)
    assert rail.button("ask").now.state is None


def test_the_loudest_of_two_sessions_is_shown(rail, stage, qtbot):
    stage.open("jokes", SessionState.NEEDS_YOU)
    stage.open("jokes", SessionState.STREAMING)
    qtbot.waitUntil(lambda: rail.button("jokes").now.state is SessionState.NEEDS_YOU)


def test_unread_notices_are_counted_and_said(rail, stage, qtbot):
    stage.notice("search")
    stage.notice("search")
    qtbot.waitUntil(lambda: rail.button("search").now.unread == 2)
    assert "2 unread" in rail.button("search").accessibleDescription()
    assert "2 unread" in rail.button("search").toolTip()


def test_states_change_the_picture(rail, stage, qtbot):
    empty = rail.button("ask").grab().toImage()
    session = stage.open("ask", SessionState.STREAMING)
    qtbot.waitUntil(lambda: rail.button("ask").now.state is not None)
    streaming = rail.button("ask").grab().toImage()
    stage.change(session, SessionState.FAILED)
    qtbot.waitUntil(lambda: rail.button("ask").now.state is SessionState.FAILED)
    assert empty != streaming != rail.button("ask").grab().toImage()


def test_arrows_walk_and_return_opens(rail, qtbot):
    rail.activateWindow()
    rail.button("ask").setFocus()
    qtbot.keyClick(rail.button("ask"), Qt.Key.Key_Down)
    second = rail.focusWidget()
    assert second.card.order > rail.button("ask").card.order
    with qtbot.waitSignal(rail.agent_wanted) as asked:
        qtbot.keyClick(second, Qt.Key.Key_Return)
    assert asked.args == [second.card.id]
    qtbot.keyClick(second, Qt.Key.Key_End)
    qtbot.keyClick(rail.focusWidget(), Qt.Key.Key_Home)
    assert rail.focusWidget() is rail.button("ask")


def test_tab_stops_once_on_the_agents(rail, qtbot):
    rail.activateWindow()
    rail.button("tutor").setFocus()
    qtbot.waitUntil(lambda: rail.focusWidget() is rail.button("tutor"))
    stops = [
        id for id, button in rail._buttons.items() if button.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["tutor"]


def test_its_menu_offers_what_else_can_be_done(rail, qtbot):
    button = rail.button("ask")
    wanted = {
        1: rail.new_conversation_wanted,
        2: rail.second_tile_wanted,
        4: rail.gallery_wanted,
        5: rail.hide_wanted,
    }
    for place, signal in wanted.items():
        button._show_menu(button.mapToGlobal(QPoint(5, 5)))
        menu = button.findChild(QMenu)
        assert menu.isVisible()
        with qtbot.waitSignal(signal) as asked:
            menu.actions()[place].trigger()
        assert asked.args == ["ask"]
        menu.close()
        qtbot.waitUntil(lambda: button.findChild(QMenu) is None)


def test_the_foot_toggles_the_feed_and_opens_the_settings(rail, qtbot):
    rail.show_feed_visible(True)
    with qtbot.waitSignal(rail.feed_wanted) as asked:
        qtbot.mouseClick(rail.feed_button, Qt.MouseButton.LeftButton)
    assert asked.args == [False]
    with qtbot.waitSignal(rail.settings_wanted):
        qtbot.mouseClick(rail.settings_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(rail.add_wanted):
        qtbot.mouseClick(rail.add_button, Qt.MouseButton.LeftButton)


def test_new_cards_get_a_button(rail, stage, qtbot):
    before = rail.button("ask")
    stage.bus.publish(AgentsChanged())
    assert rail.button("ask") is not before


def test_all_agents_stay_reachable_in_a_low_window(stage, qtbot):
    stage.look.set_scale(200)
    rail = Rail(stage.context)
    qtbot.addWidget(rail, before_close_func=Rail.close_subscriptions)
    rail.resize(rail.width(), 400)
    with qtbot.waitExposed(rail):
        rail.show()
    qtbot.keyClick(rail.button("ask"), Qt.Key.Key_End)
    last = rail.focusWidget()
    assert rail.rect().contains(last.mapTo(rail, last.rect().center()))


def test_a_drag_carries_the_agents_id(rail):
    assert rail.button("love").drag_data().data(AGENT_MIME) == b"love"
