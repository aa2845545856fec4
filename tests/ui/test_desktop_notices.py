from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.engine.notices import NoticeKind, Notices
from app.engine.wording import Wording
from app.storage.settings_file import SettingsFile
from app.ui.desktop_notices import DesktopNotices
from app.ui.layout_file import LayoutFile
from app.ui.main_window import MainWindow
from tests.ui.panel_stage import Stage


class Tray(QSystemTrayIcon):
    """A place in a tray that is always there, and remembers what it was told to show."""

    def __init__(self, icon, parent):
        super().__init__(icon, parent)
        self.said = []

    def isVisible(self):
        return True

    def showMessage(self, title, words, icon, milliseconds):
        self.said.append(words)


@pytest.fixture
def stage(qapp, tmp_path):
    stage = Stage(tmp_path)
    stage.roster.running = ()
    models = SimpleNamespace(builtin_state="ready", builtin_problem=None)
    stage.notices = Notices(stage.bus, stage.roster, models, Wording(), "en")
    stage.settings = SettingsFile(tmp_path / "settings.toml", stage.bus)
    stage.window = MainWindow(stage.look, stage.icons, LayoutFile(tmp_path / "layout.json"))
    stage.tray = Tray(stage.window.windowIcon(), stage.window)
    stage.desktop = DesktopNotices(
        stage.notices, stage.settings, stage.bus, stage.window, stage.tray
    )
    yield stage
    stage.desktop.close()
    stage.window.deleteLater()


def say(stage, sentence, about=""):
    stage.notices.say(NoticeKind.ENDED, sentence, about)
    return stage.notices.inbox[0].id


def test_each_notice_is_told_once(stage):
    first = say(stage, "one", "a")
    second = say(stage, "two", "b")
    stage.notices.read(second)
    stage.notices.read(first)
    assert stage.tray.said == ["one", "two"]


def test_do_not_disturb_is_silent_and_nothing_comes_late(stage):
    stage.settings.set("notices.do_not_disturb", True)
    say(stage, "one", "a")
    stage.settings.set("notices.do_not_disturb", False)
    say(stage, "two", "b")
    assert stage.tray.said == ["two"]


def test_who_wants_no_messages_of_the_desktop_gets_none(stage):
    stage.settings.set("notices.desktop", False)
    say(stage, "one")
    assert stage.tray.said == []


def test_a_window_of_the_program_that_is_active_needs_no_message(stage, qtbot):
    floating = QWidget(None, Qt.WindowType.Tool)
    qtbot.addWidget(floating)
    with qtbot.waitActive(floating):
        floating.show()
        floating.activateWindow()
    say(stage, "one")
    assert stage.tray.said == []
    floating.hide()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is None)
    say(stage, "two")
    assert stage.tray.said == ["two"]


def test_a_click_on_the_message_brings_the_window_back_and_follows_its_notice(stage, qtbot):
    id = say(stage, "one")
    stage.window.showMinimized()
    with qtbot.waitSignal(stage.desktop.clicked) as clicked:
        stage.tray.messageClicked.emit()
    assert clicked.args == [id]
    assert stage.window.isVisible()
    assert not stage.window.isMinimized()


def test_what_an_agent_said_is_no_markup_of_the_desktop(stage):
    say(stage, 'Ann answered: <img src="http://127.0.0.1/x"> & more')
    assert stage.tray.said == ['Ann answered: ‹img src="http://127.0.0.1/x"› & more']
