import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from app.core.events import NoticesChanged
from app.engine.notices import Counts
from app.storage.settings_file import SettingsFile
from app.ui.layout_file import LayoutFile
from app.ui.main_window import MainWindow
from app.ui.tray import Tray
from tests.ui.panel_stage import Stage

Reason = QSystemTrayIcon.ActivationReason


@pytest.fixture
def stage(qapp, tmp_path):
    stage = Stage(tmp_path)
    stage.context.notices.counts = Counts(0, 0, 0)
    stage.settings = SettingsFile(tmp_path / "settings.toml", stage.bus)
    stage.window = MainWindow(stage.look, stage.icons, LayoutFile(tmp_path / "layout.json"))
    stage.tray = Tray(stage.context, stage.settings, stage.window)
    yield stage
    stage.tray.close()
    stage.window.hide()
    stage.window.deleteLater()


def count(stage, qtbot, **counts):
    before = stage.tray.icon.toolTip()
    found = {"needs_you": 0, "running": 0, "worth_knowing": 0} | counts
    stage.context.notices.counts = Counts(**found)
    stage.bus.publish(NoticesChanged())
    qtbot.waitUntil(lambda: stage.tray.icon.toolTip() != before)


def picture(stage):
    return stage.tray.icon.icon().pixmap(64, 64).toImage()


def test_the_icon_says_what_runs_and_who_needs_the_user(stage, qtbot):
    idle = picture(stage)
    assert stage.tray.icon.toolTip() == "Renao: nothing runs"
    count(stage, qtbot, running=2)
    running = picture(stage)
    assert stage.tray.icon.toolTip() == "Renao: 2 running"
    count(stage, qtbot, running=2, needs_you=1)
    assert stage.tray.icon.toolTip().startswith("Renao: 1 need")
    assert idle != running != picture(stage) != idle


def test_what_cannot_change_is_not_painted_again(stage):
    before = stage.tray.icon.icon().cacheKey()
    stage.tray.refresh()
    assert stage.tray.icon.icon().cacheKey() == before


def test_a_click_shows_the_window_and_another_hides_it(stage, qtbot):
    with qtbot.waitActive(stage.window):
        stage.tray.icon.activated.emit(Reason.Trigger)
    stage.tray.icon.activated.emit(Reason.Trigger)
    assert not stage.window.isVisible()


def test_the_menu_says_what_it_would_do_with_the_window(stage):
    stage.tray.menu.aboutToShow.emit()
    assert stage.tray.show_or_hide.text() == "Show Renao"
    stage.tray.show_or_hide.trigger()
    assert stage.window.isVisible()
    stage.tray.menu.aboutToShow.emit()
    assert stage.tray.show_or_hide.text() == "Hide Renao"


def test_do_not_disturb_is_turned_in_the_menu_and_follows_the_setting(stage, qtbot):
    stage.tray.quiet.trigger()
    assert stage.settings.current.notices.do_not_disturb
    stage.settings.set("notices.do_not_disturb", False)
    qtbot.waitUntil(lambda: not stage.tray.quiet.isChecked())


def test_quick_ask_and_the_end_are_in_the_menu(stage, qtbot):
    titles = {action.text(): action for action in stage.tray.menu.actions()}
    with qtbot.waitSignal(stage.tray.quick_wanted):
        titles["Quick ask"].trigger()
    with qtbot.waitSignal(stage.tray.quick_wanted):
        stage.tray.icon.activated.emit(Reason.MiddleClick)
    with qtbot.waitSignal(stage.tray.quit_wanted):
        titles["Quit Renao"].trigger()


def test_the_window_is_closed_to_the_tray_only_where_it_can_be_found_again(stage, qtbot):
    wanted = []
    stage.window.close_wanted.connect(lambda: wanted.append("end"))
    stage.window.show()
    stage.window.close()
    assert (wanted, stage.window.isVisible()) == (["end"], True)
    stage.window.stays_in_tray = lambda: True
    stage.window.close()
    assert (wanted, stage.window.isVisible()) == (["end"], False)
    assert not stage.tray.is_there
