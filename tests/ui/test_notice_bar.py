from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton

from app.engine.notices import NoticeKind, Notices
from app.engine.session import SessionState
from app.engine.wording import Wording
from app.storage.settings_file import SettingsFile
from app.ui.inbox import Inbox
from app.ui.inbox_row import InboxRow
from app.ui.notice_bar import NoticeBar
from tests.ui.panel_stage import Stage


@pytest.fixture
def stage(qapp, tmp_path):
    stage = Stage(tmp_path)
    stage.roster.running = ()
    models = SimpleNamespace(builtin_state="ready", builtin_problem=None)
    stage.notices = Notices(stage.bus, stage.roster, models, Wording(), "en")
    stage.context = replace(stage.context, notices=stage.notices)
    stage.settings = SettingsFile(tmp_path / "settings.toml", stage.bus)
    return stage


@pytest.fixture
def bar(stage, qtbot):
    bar = NoticeBar(stage.context, stage.settings)
    qtbot.addWidget(bar)
    bar.resize(1400, 40)
    bar.show()
    yield bar
    bar.close_subscriptions()


@pytest.fixture
def inbox(stage, qtbot):
    inbox = Inbox(stage.context)
    qtbot.addWidget(inbox)
    yield inbox
    inbox.close_subscriptions()


def rows(inbox):
    return [row.accessibleName() for row in inbox.findChildren(InboxRow) if row.isVisible()]


def test_newest_notice_is_shown_with_its_action(bar, stage, qtbot):
    stage.notices.say(NoticeKind.FAILED, "It failed.", action="settings.providers")
    qtbot.waitUntil(lambda: bar.sentence.text() == "It failed.")
    with qtbot.waitSignal(bar.acted) as pressed:
        qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert pressed.args == [stage.notices.newest.id]


def test_each_notice_is_said_aloud_once_and_at_once_when_it_needs_the_user(
    bar, stage, qtbot, monkeypatch
):
    told = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    stage.notices.say(NoticeKind.ENDED, "Ask has answered.")
    qtbot.waitUntil(lambda: bar.sentence.text() == "Ask has answered.")
    stage.notices.say(NoticeKind.FAILED, "It failed.")
    qtbot.waitUntil(lambda: bar.sentence.text() == "It failed.")
    qtbot.mouseClick(bar.dismissal, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.sentence.text() == "Ask has answered.")
    bar.refresh()
    kind = QAccessible.Event.Announcement
    said = [(each.message(), each.politeness().name) for each in told if each.type() == kind]
    assert said == [("Ask has answered.", "Polite"), ("It failed.", "Assertive")]


def test_what_is_not_to_disturb_is_not_said_aloud(bar, stage, qtbot, monkeypatch):
    told = []
    stage.settings.set("notices.do_not_disturb", True)
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    stage.notices.say(NoticeKind.FAILED, "It failed.")
    bar.refresh()
    assert [each for each in told if each.type() == QAccessible.Event.Announcement] == []


def test_reading_one_shows_the_next(bar, stage, qtbot):
    stage.notices.say(NoticeKind.ENDED, "First.")
    stage.notices.say(NoticeKind.INFO, "Second.")
    qtbot.waitUntil(lambda: bar.sentence.text() == "Second.")
    qtbot.mouseClick(bar.dismissal, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.sentence.text() == "First.")


def test_counts_are_words_where_there_is_room_and_numbers_where_not(bar, stage, qtbot):
    stage.notices.say(NoticeKind.FAILED, "It failed.")
    stage.roster.running = ("one", "two")
    qtbot.waitUntil(lambda: bar.needs_you.text() == "Needs you 1")
    bar.resize(500, 40)
    qtbot.waitUntil(lambda: bar.running.text() == "2")
    assert bar.running.accessibleName() == "Running: 2"


def test_do_not_disturb_hides_the_sentence_and_keeps_the_count(bar, stage, qtbot):
    stage.notices.say(NoticeKind.FAILED, "It failed.")
    qtbot.mouseClick(bar.quiet, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.needs_you.text() == "Needs you 1")
    assert stage.settings.current.notices.do_not_disturb
    assert "It failed." not in bar.sentence.text()


def test_calm_shows_only_what_needs_the_user(bar, stage, qtbot):
    stage.look.set_density("calm")
    stage.notices.say(NoticeKind.FAILED, "It failed.")
    qtbot.waitUntil(lambda: bar.sentence.text() == "It failed.")
    stage.notices.say(NoticeKind.ENDED, "It answered.")
    qtbot.waitUntil(lambda: bar.sentence.text() == "Nothing new")


def test_counts_open_the_inbox_on_their_page(bar, qtbot):
    with qtbot.waitSignal(bar.inbox_wanted) as wanted:
        qtbot.mouseClick(bar.running, Qt.MouseButton.LeftButton)
    assert wanted.args == ["running"]


def test_inbox_shows_newest_first_and_removes_by_its_cross(inbox, stage, qtbot):
    stage.notices.say(NoticeKind.ENDED, "First.")
    stage.notices.say(NoticeKind.INFO, "Second.")
    inbox.show_page("all")
    qtbot.waitUntil(lambda: [name.split(" ")[0] for name in rows(inbox)] == ["Second.", "First."])
    stage.notices.dismiss(stage.notices.newest.id)
    qtbot.waitUntil(lambda: [name.split(" ")[0] for name in rows(inbox)] == ["First."])


def test_inbox_page_of_what_needs_the_user(inbox, stage, qtbot):
    stage.notices.say(NoticeKind.ENDED, "Answered.")
    stage.notices.say(NoticeKind.FAILED, "Failed.")
    inbox.show_page("needs_you")
    qtbot.waitUntil(lambda: len(rows(inbox)) == 1)
    assert rows(inbox)[0].startswith("Failed.")


def test_running_page_stops_a_run(inbox, stage, qtbot):
    session = stage.open("tutor", SessionState.STREAMING)
    stopped = []
    session.stop = lambda: stopped.append(session.id)
    stage.roster.running = (session,)
    inbox.show_page("running")
    qtbot.waitUntil(lambda: len(rows(inbox)) == 1)
    (row,) = [row for row in inbox.findChildren(InboxRow) if row.isVisible()]
    button = next(b for b in row.findChildren(QPushButton) if b.text() == "Stop")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stopped == [session.id]


def test_what_was_read_already_is_not_offered_to_be_marked(inbox, stage, qtbot):
    inbox.show_page("all")
    assert not inbox.all_read.isEnabled()
    stage.notices.say(NoticeKind.ENDED, "First.")
    qtbot.waitUntil(inbox.all_read.isEnabled)
    qtbot.mouseClick(inbox.all_read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not inbox.all_read.isEnabled())
    assert stage.notices.newest is None
