import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.deck import Deck
from app.ui.deck_docks import Side
from app.ui.deck_layout import Restored

AGENTS = ["ask", "tutor", "health", "love", "jokes", "designer", "persona", "search", "errands"]


class Tile(QWidget):
    def __init__(self, tile_id):
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = QLabel(tile_id)
        self.title.setFixedHeight(32)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addStretch(1)


def fill_on_demand(deck):
    made = []

    def fill(tile_id):
        tile = Tile(tile_id)
        made.append(tile_id)
        deck.fill(tile_id, tile, tile.title)

    deck.wanted.connect(fill)
    return made


@pytest.fixture
def make_deck(qtbot):
    def make(agents=AGENTS):
        deck = Deck()
        qtbot.addWidget(deck, before_close_func=Deck.shut)
        deck.made = fill_on_demand(deck)
        for agent in agents:
            deck.add(agent, agent.title(), QIcon())
        deck.resize(1080, 820)
        return deck

    return make


@pytest.fixture
def deck(make_deck, qtbot):
    deck = make_deck()
    with qtbot.waitExposed(deck):
        deck.show()
    deck.lay_out_default(AGENTS)
    qtbot.waitUntil(lambda: len(deck.made) == 5)
    return deck


def test_every_tile_of_the_default_workspace_has_room(deck):
    assert deck.visible == {"ask", "tutor", "health", "love", "jokes"}
    sizes = {tile_id: deck.widget(tile_id).size() for tile_id in deck.visible}
    assert all(size.width() >= 320 and size.height() >= 260 for size in sizes.values()), sizes
    assert sizes["ask"].width() > sizes["tutor"].width()
    assert sorted(deck.tiles) == sorted(AGENTS)


def test_a_tile_behind_a_tab_is_not_made_until_it_is_seen(deck, qtbot):
    assert "errands" not in deck.made
    deck.focus("errands")
    qtbot.waitUntil(lambda: "errands" in deck.made)
    assert deck.made.count("ask") == 1


def test_a_closed_tile_comes_back_where_it_was(deck, qtbot):
    before = deck.widget("health").mapTo(deck, QPoint(0, 0))
    deck.arranging.close("health")
    assert "health" not in deck.tiles
    assert deck.arranging.reopen() == "health"
    qtbot.waitUntil(lambda: deck.widget("health") is not None)
    qtbot.waitUntil(lambda: deck.widget("health").mapTo(deck, QPoint(0, 0)) == before)
    assert deck.focused == "health"


def test_a_tile_floats_and_comes_back(deck, qtbot):
    deck.arranging.float("ask")
    assert deck.widget("ask").window() is not deck.window()
    assert "ask" in deck.visible
    deck.arranging.float("ask")
    assert deck.widget("ask").window() is deck.window()


def test_a_maximised_tile_has_the_deck_for_itself_and_gives_it_back(deck, qtbot):
    before = {tile_id: deck.widget(tile_id).size() for tile_id in deck.visible}
    deck.arranging.maximize("tutor")
    qtbot.waitUntil(lambda: deck.visible == {"tutor"})
    qtbot.waitUntil(lambda: deck.widget("tutor").width() > 1000)
    deck.arranging.maximize("")
    qtbot.waitUntil(lambda: len(deck.visible) == 5)
    qtbot.waitUntil(lambda: {each: deck.widget(each).size() for each in deck.visible} == before)


@pytest.mark.parametrize(("side", "x", "y"), [("left", 0, 0), ("right", 1, 0), ("top", 0, 0)])
def test_a_tile_behind_tabs_is_split_off_by_keyboard(deck, qtbot, side, x, y):
    deck.arranging.move("errands", Side(side))
    qtbot.waitUntil(lambda: {"errands", "jokes"} <= deck.visible)


def on_screen(widget):
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def test_tabs_stand_in_the_title_row_of_the_tile_in_front(deck, qtbot):
    tabs = [deck.tab("tutor"), deck.tab("designer")]
    title = deck.widget("tutor").title
    room = title.contentsRect().translated(title.mapToGlobal(QPoint(0, 0)))
    for tab in tabs:
        assert on_screen(title).contains(on_screen(tab))
        assert not room.intersects(on_screen(tab))
    deck.arranging.move("designer", Side.BOTTOM)
    qtbot.waitUntil(lambda: title.contentsRect() == title.rect())


def test_with_little_room_only_the_tab_in_front_has_words(deck, qtbot):
    def words(tile_id):
        return not deck.tab(tile_id).findChild(QLabel, "dockWidgetTabLabel").isHidden()

    deck.resize(900, 820)
    qtbot.waitUntil(lambda: words("tutor") and not words("designer"))
    deck.focus("designer")
    qtbot.waitUntil(lambda: words("designer") and not words("tutor"))
    deck.arranging.maximize("designer")
    qtbot.waitUntil(lambda: words("designer") and words("tutor"))


def test_next_and_previous_go_through_every_tile(deck):
    deck.focus("ask")
    seen = []
    for _ in AGENTS:
        seen.append(deck.focused)
        deck.arranging.step(deck.focused, 1)
    assert sorted(seen) == sorted(AGENTS)
    assert deck.focused == "ask"
    deck.arranging.step(deck.focused, -1)
    assert deck.focused == seen[-1]


def test_a_change_of_the_layout_can_be_undone(deck):
    before = deck.tiles
    deck.arranging.move("ask", Side.RIGHT)
    deck.arranging.close("love")
    assert deck.tiles != before
    assert deck.arranging.undo()
    assert deck.arranging.undo()
    assert deck.tiles == before


def test_a_layout_survives_a_restart(deck, make_deck, qtbot):
    deck.arranging.move("errands", Side.TOP)
    deck.arranging.float("ask")
    deck.arranging.close("love")
    saved = deck.save()
    second = make_deck()
    second.show()
    assert second.restore(saved) is Restored.WHOLE
    qtbot.waitUntil(lambda: set(second.made) == deck.visible)
    assert second.tiles == deck.tiles
    assert second.widget("ask").window() is not second.window()
    assert not second.is_open("love")


def test_a_maximised_tile_is_maximised_after_a_restart_and_hides_no_layout(deck, make_deck, qtbot):
    deck.arranging.maximize("ask")
    second = make_deck()
    second.show()
    assert second.restore(deck.save()) is Restored.WHOLE
    assert second.maximized == "ask"
    second.arranging.maximize("")
    qtbot.waitUntil(lambda: len(second.visible) == 5)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda saved: "",
        lambda saved: saved[: len(saved) // 2],
        lambda saved: saved.replace('"version": 1', '"version": 2'),
        lambda saved: saved.replace("errands", "nobody"),
        lambda saved: saved.replace("QtAdvancedDockingSystem", "Something"),
        lambda saved: json.dumps([1]),
        lambda saved: json.dumps(json.loads(saved) | {"docks": "<x/>"}),
    ],
)
def test_a_layout_that_cannot_be_read_changes_nothing(deck, spoil):
    before = deck.tiles
    assert deck.restore(spoil(deck.save())) is Restored.FAILED
    assert deck.tiles == before
    assert len(deck.visible) == 5


def test_a_window_on_a_lost_screen_is_brought_back(deck, make_deck, qtbot):
    deck.arranging.float("ask")
    saved = json.loads(deck.save())
    saved["windows"]["ask"] = [9000, 9000, 420, 560]
    second = make_deck()
    second.show()
    assert second.restore(json.dumps(saved)) is Restored.WINDOWS_MOVED
    qtbot.waitUntil(lambda: second.widget("ask") is not None)
    window = second.widget("ask").window()
    assert window.screen().availableGeometry().contains(window.geometry().center())


def drag(widget, start, *stops):
    """Press, move and let go with real mouse events; `stops` are on the screen."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for stop in stops:
        QTest.mouseMove(widget, widget.mapFromGlobal(stop))
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=widget.mapFromGlobal(stops[-1]))


def test_a_tile_is_dragged_by_its_title_beside_another(deck, qtbot):
    ask, health = deck.widget("ask"), deck.widget("health")
    target = health.mapToGlobal(QPoint(20, health.height() // 2))
    drag(ask.title, QPoint(40, 10), target - QPoint(30, 0), target)
    qtbot.waitUntil(lambda: deck.tiles.index("ask") > deck.tiles.index("tutor"))
    assert deck.visible >= {"ask", "health"}


def test_a_tile_dropped_on_the_middle_of_another_becomes_its_tab(deck, qtbot):
    ask, health = deck.widget("ask"), deck.widget("health")
    target = health.mapToGlobal(health.rect().center())
    drag(ask.title, QPoint(40, 10), target - QPoint(30, 0), target)
    qtbot.waitUntil(lambda: "health" not in deck.visible)
    assert "ask" in deck.visible
    assert deck.tab("ask").isVisible()
    assert deck.tab("health").isVisible()


def test_escape_calls_a_drag_off(deck):
    before = deck.save()
    ask, health = deck.widget("ask"), deck.widget("health")
    target = health.mapToGlobal(health.rect().center())
    QTest.mousePress(ask.title, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    QTest.mouseMove(ask.title, ask.title.mapFromGlobal(target))
    QTest.keyClick(ask, Qt.Key.Key_Escape)
    QTest.mouseRelease(ask.title, Qt.MouseButton.LeftButton, pos=ask.title.mapFromGlobal(target))
    assert deck.save() == before


operations = st.lists(
    st.tuples(
        st.sampled_from(["open", "close", "float", "maximize", "move", "focus", "undo", "reopen"]),
        st.sampled_from(AGENTS),
        st.sampled_from(list(Side)[:4]),
    ),
    max_size=25,
)


def act(deck, name, tile_id, side):
    if name == "undo":
        deck.arranging.undo()
    elif name == "reopen":
        deck.arranging.reopen()
    elif name == "open":
        deck.arranging.open(tile_id)
    elif deck.is_open(tile_id):
        {
            "close": lambda: deck.arranging.close(tile_id),
            "float": lambda: deck.arranging.float(tile_id),
            "maximize": lambda: deck.arranging.maximize("" if deck.maximized else tile_id),
            "move": lambda: deck.arranging.move(tile_id, side),
            "focus": lambda: deck.focus(tile_id),
        }[name]()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(operations)
def test_no_series_of_changes_loses_or_doubles_a_tile(deck, qtbot, steps):
    for name, tile_id, side in steps:
        # The library deletes areas and windows when the loop comes round.
        with qtbot.waitSignal(deck.arranged, timeout=20, raising=False):
            act(deck, name, tile_id, side)
        tiles = deck.tiles
        assert len(tiles) == len(set(tiles))
        assert deck.visible <= set(tiles)
    open_before = set(deck.tiles)
    assert deck.restore(deck.save()) is not Restored.FAILED
    assert set(deck.tiles) == open_before
    for tile_id in AGENTS:
        deck.arranging.open(tile_id)
    assert sorted(deck.tiles) == sorted(AGENTS)
