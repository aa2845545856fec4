import asyncio

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QToolButton, QWidget

from app.core.agent import in_language
from app.core.tasks import TaskScope
from app.main import open_window
from app.storage.paths import Paths
from app.ui.main_window import LEAST, first_size
from app.ui.send_button import SendButton

DEFAULT = {"ask", "tutor", "health", "love", "jokes"}


@pytest.fixture
def paths(tmp_path):
    found = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state")
    found.make()
    found.settings.write_text("[feed]\ndaily_joke = false\n")
    return found


class Opened:
    """A window that is open until `close`."""

    def __init__(self, qtbot, loop, paths):
        self._qtbot, self._loop = qtbot, loop
        self._end = asyncio.Event()
        self._scope = TaskScope("test")
        self._ready = loop.create_future()
        self._scope.start("live", self._live, paths)
        qtbot.waitUntil(lambda: self._ready.done(), timeout=15000)
        opened = self._ready.result()
        self.window, self.furniture, self.runtime = opened.window, opened.furniture, opened.runtime
        self.workspace, self.deck = self.furniture.workspace, self.furniture.deck

    async def _live(self, paths):
        try:
            async with open_window(paths) as opened:
                self._ready.set_result(opened)
                await self._end.wait()
        except Exception as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            raise

    def run(self, command_id):
        self.furniture.actions[command_id].trigger()

    def tile(self, tile_id):
        self._qtbot.waitUntil(lambda: tile_id in self.workspace.tiles)
        return self.workspace.tiles[tile_id]

    def close(self):
        self._end.set()
        self._qtbot.waitUntil(lambda: "live" not in self._scope, timeout=10000)


@pytest.fixture
def open_app(qtbot, qapp, loop, paths):
    opened = []
    sheet, font = qapp.styleSheet(), qapp.font()

    def open_it():
        opened.append(Opened(qtbot, loop, paths))
        return opened[-1]

    yield open_it
    for each in opened:
        each.close()
    qapp.setStyleSheet(sheet)  # large text is not for the tests that follow
    qapp.setFont(font)


@pytest.fixture
def app(open_app):
    return open_app()


def test_the_window_opens_with_agents_in_tiles_that_have_room(app):
    assert set(app.workspace.tiles) == DEFAULT
    sizes = [tile.size() for tile in app.workspace.tiles.values()]
    assert all(size.width() >= 320 and size.height() >= 260 for size in sizes), sizes
    assert {"shell", "full"} <= set(app.window.marks.at)


class WindowWatch(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_no_part_of_a_tile_flashes_up_as_a_window(app, qapp, qtbot):
    watch = WindowWatch()
    qapp.installEventFilter(watch)
    app.workspace.show_agent("designer")
    app.tile("designer")
    qapp.removeEventFilter(watch)
    assert watch.shown == []


def test_the_first_window_fits_a_real_screen_with_its_frame():
    assert first_size(QSize(1920, 1080)) == QSize(1440, 900)
    assert first_size(QSize(1440, 900)).height() < 900
    assert first_size(QSize(1366, 768)).width() <= 1366
    assert first_size(QSize(800, 800)) == QSize(1440, 900), "a virtual one may be of any size"


def test_a_click_on_the_rail_opens_an_agent_that_was_behind_a_tab(app, qtbot):
    assert "errands" not in app.workspace.tiles
    QTest.mouseClick(app.furniture.rail.button("errands"), Qt.MouseButton.LeftButton)
    assert app.tile("errands").session.card.id == "errands"
    assert app.deck.focused == "errands"


def test_closing_a_tile_keeps_its_conversation_open(app, qtbot):
    session = app.tile("ask").session
    app.workspace.show_agent("ask")
    app.run("tile.close")
    assert not app.deck.is_open("ask")
    assert app.runtime.roster.sessions[session.id] is session
    app.run("tile.reopen")
    assert app.tile("ask").session is session


def test_a_second_tile_has_a_conversation_of_its_own(app, qtbot):
    app.workspace.show_agent("ask")
    app.run("tile.second")
    second = app.tile("ask#2").session
    assert second.card.id == "ask"
    assert second.id != app.tile("ask").session.id


def test_a_new_conversation_takes_the_place_of_the_old_one(app, qtbot):
    before = app.tile("ask").session.id
    app.workspace.show_agent("ask")
    app.run("conversation.new")
    assert app.tile("ask").session.id != before
    qtbot.waitUntil(lambda: before not in app.runtime.roster.sessions)


def test_tiles_and_their_conversations_are_there_after_a_restart(open_app, qtbot):
    first = open_app()
    first.workspace.show_agent("tutor")
    first.run("tile.close")
    first.workspace.show_agent("errands")
    errands = first.tile("errands").session.id
    first.workspace.show_agent("ask")
    first.run("tile.float")
    first.close()
    second = open_app()
    assert not second.deck.is_open("tutor")
    assert second.tile("errands").session.id == errands
    assert second.tile("ask").window() is not second.window


def test_a_layout_of_another_version_falls_back_and_says_so(open_app, paths):
    paths.layout.write_text('{"version": 99}')
    app = open_app()
    assert set(app.workspace.tiles) == DEFAULT
    assert "default one" in app.runtime.notices.inbox[0].sentence


def test_calm_shows_one_tile_and_busy_brings_the_others_back(app, qtbot):
    app.run("density.calm")
    qtbot.waitUntil(lambda: len(app.deck.visible) == 1)
    assert not app.window.shows_feed
    app.run("density.busy")
    qtbot.waitUntil(lambda: app.deck.visible == DEFAULT)
    assert app.window.shows_feed


def test_the_feed_is_hidden_and_shown_by_its_command(app):
    app.run("feed.toggle")
    assert not app.window.shows_feed
    assert not app.runtime.settings.current.feed.visible
    app.run("feed.toggle")
    assert app.window.shows_feed


def test_tab_goes_through_the_window_as_the_eye_does(app, qtbot):
    app.window.activateWindow()
    first = app.furniture.rail.button("ask")
    first.setFocus()
    passed = []
    while not passed or QApplication.focusWidget() is not first:
        passed.append(QApplication.focusWidget())
        QTest.keyClick(passed[-1], Qt.Key.Key_Tab)
        assert len(passed) < 100
    tiles = [app.tile(each) for each in ("ask", "tutor", "health", "love", "jokes")]
    regions = [app.furniture.rail, *tiles, app.furniture.feed, app.furniture.notice_bar]
    order = [
        next(n for n, part in enumerate([*regions, app.window]) if part.isAncestorOf(each))
        for each in passed
    ]
    assert order == sorted(order)
    assert set(order) == set(range(len(regions) + 1))


def test_after_undo_the_keyboard_is_in_a_tile(app, qtbot):
    app.window.activateWindow()
    app.workspace.show_agent("love")
    app.run("tile.move.right")
    app.run("layout.undo")
    qtbot.waitUntil(lambda: app.tile("love").composer.field.hasFocus())


def test_an_agent_dropped_from_the_rail_lands_where_it_was_dropped(app, qtbot):
    ask = app.tile("ask")
    position = ask.mapToGlobal(QPoint(ask.width() // 2, ask.height() - 20))
    app.deck.agent_dropped.emit("errands", position)
    errands = app.tile("errands")
    qtbot.waitUntil(lambda: errands.isVisible() and ask.isVisible())
    assert errands.mapToGlobal(QPoint(0, 0)).y() > ask.mapToGlobal(QPoint(0, 0)).y()


def test_every_command_has_a_title_and_the_shortcuts_are_all_different(app):
    commands = list(app.furniture.commands)
    assert all(command.title for command in commands)
    keys = [command.shortcut for command in commands if command.shortcut]
    assert len(keys) == len(set(keys))
    assert {command.id for command in commands if not command.shortcut} == set()


def test_every_agent_can_be_reached_by_a_command(app):
    for card in app.runtime.cards.all:
        command = app.furniture.commands[f"agent.{card.id}"]
        assert in_language(card.name, "en") in command.title


def test_an_action_of_a_notice_brings_its_tile_to_the_front(app, qtbot):
    from app.engine.notices import NoticeKind

    session = app.tile("love").session
    app.workspace.show_agent("ask")
    notices = app.runtime.notices
    notices.say(NoticeKind.ENDED, "Love guru answered.", session.id, "love", "tile.open")
    app.furniture.doings.act_on(notices.inbox[0].id)
    assert app.deck.focused == "love"
    assert notices.inbox[0].is_read


def test_quitting_while_a_reply_comes_asks_once(app, qtbot):
    from app.ui.quit_question import QuitQuestion

    answers = []
    question = QuitQuestion(app.window)
    question.ask(2, lambda: answers.append("quit"))
    boxes = app.window.findChildren(QMessageBox)
    assert "2" in boxes[0].text()
    QTest.keyClick(boxes[0], Qt.Key.Key_Escape)
    assert answers == []
    question.ask(2, lambda: answers.append("quit"))
    question.ask(2, lambda: answers.append("quit"))
    assert answers == ["quit"]
    app.window.findChildren(QMessageBox)[-1].close()


def out_of_reach(app):
    """The buttons of the seen tiles that the window, or their tile, cuts."""
    found = []
    for tile in app.workspace.tiles.values():
        buttons = [tile.composer.findChild(SendButton), tile.tile_title.findChild(QToolButton)]
        for part in [each for each in buttons if tile.isVisible()]:
            seen = part.visibleRegion().boundingRect()
            in_window = QRect(part.mapTo(app.window, QPoint(0, 0)), part.size())
            if seen != part.rect() or not app.window.rect().contains(in_window):
                found.append((tile.session.card.id, in_window, seen))
    return found


@pytest.mark.parametrize(
    ("scale", "size"), [(100, LEAST), (150, (1440, 900)), (200, (1440, 900)), (200, LEAST)]
)
def test_nothing_of_a_tile_is_ever_cut_and_the_feed_makes_room(paths, open_app, qtbot, scale, size):
    paths.settings.write_text(f"[appearance]\nscale = {scale}\n[feed]\ndaily_joke = false\n")
    app = open_app()
    app.window.resize(*size)
    qtbot.waitUntil(lambda: len(app.deck.visible) == 5 and not out_of_reach(app))
    assert not app.window.shows_feed
    assert not app.furniture.rail.feed_button.isChecked()
    assert app.runtime.settings.current.feed.visible, "it only hides, nobody turned it off"


def test_the_feed_comes_back_with_the_room_unless_the_user_hid_it(app, qtbot):
    app.window.resize(1000, 700)
    qtbot.waitUntil(lambda: not app.window.shows_feed)
    app.window.resize(1440, 900)
    qtbot.waitUntil(lambda: app.window.shows_feed)
    app.run("feed.toggle")
    app.window.resize(1000, 700)
    app.window.resize(1440, 900)
    assert not app.window.shows_feed


def test_who_asks_for_the_feed_gets_it_as_long_as_no_tile_is_cut(paths, open_app, qtbot):
    paths.settings.write_text("[appearance]\nscale = 200\n[feed]\ndaily_joke = false\n")
    app = open_app()
    qtbot.waitUntil(lambda: not app.window.shows_feed)
    app.run("feed.toggle")
    assert app.window.shows_feed
    qtbot.waitUntil(lambda: not out_of_reach(app))
    app.window.resize(1000, 800)
    qtbot.waitUntil(lambda: not app.window.shows_feed)
    app.run("feed.toggle")
    assert not app.window.shows_feed
    assert "no room" in app.runtime.notices.inbox[0].sentence


@pytest.mark.parametrize(("scale", "size"), [(100, LEAST), (200, (1440, 900))])
def test_the_banner_of_the_health_agent_is_never_cut(paths, open_app, qtbot, scale, size):
    paths.settings.write_text(f"[appearance]\nscale = {scale}\n[feed]\ndaily_joke = false\n")
    app = open_app()
    words = app.tile("health").banners.standing.words
    app.window.resize(*size)
    qtbot.waitUntil(lambda: not app.window.shows_feed)
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()) > 0)
    qtbot.waitUntil(lambda: words.visibleRegion().boundingRect() == words.rect())
