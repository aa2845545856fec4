import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from app.core.settings import SECTIONS, Provider, Settings, all_settings
from app.core.tasks import TaskScope
from app.engine.models import BUILTIN_CHOICE
from app.ui.provider_page import ProviderPage
from app.ui.settings_dialog import SettingsDialog
from tests.ui.provider_stage import ProviderStage


@pytest.fixture
def stage(loop, qtbot, tmp_path):
    made = ProviderStage(tmp_path)
    yield made
    ending = TaskScope("end")
    ending.start("end", made.aclose)
    qtbot.waitUntil(lambda: "end" not in ending)


@pytest.fixture
def settings(stage):
    return stage.settings


@pytest.fixture
def dialog(qtbot, stage):
    dialog = SettingsDialog(stage.settings, stage.models, ProviderPage(stage.context), stage.bus)
    qtbot.addWidget(dialog)
    yield dialog
    dialog.close_subscriptions()
    dialog.hide()
    qtbot.waitUntil(lambda: not any(stage.scope._tasks.values()))


def test_every_setting_has_a_named_control(dialog):
    shown = {path for page in dialog.pages.values() for path in page.editors}
    assert shown == {path for path, _, _ in all_settings(Settings())}
    assert all(
        editor.widget.accessibleName()
        for page in dialog.pages.values()
        for editor in page.editors.values()
    )


def test_pages_are_the_sections_the_agents_and_the_providers(dialog):
    assert dialog._list.count() == len(SECTIONS) + 2


def test_a_choice_is_in_force_at_once(dialog, settings):
    editor = dialog.pages["appearance"].editors["appearance.theme"].widget
    editor.setCurrentIndex(editor.findData("morning-tea"))
    assert settings.current.appearance.theme == "morning-tea"


def test_a_switch_is_pressed_with_the_space_bar(dialog, settings, qtbot):
    dialog.show_page("notices")
    box = dialog.pages["notices"].editors["notices.desktop"].widget
    assert isinstance(box, QCheckBox)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not settings.current.notices.desktop


def test_values_changed_elsewhere_are_shown_when_the_page_opens(dialog, settings):
    settings.set("appearance.scale", 140)
    dialog.show_page("appearance")
    assert dialog.pages["appearance"].editors["appearance.scale"].widget.value() == 140


def test_a_model_that_is_new_can_be_chosen_for_new_conversations(dialog, settings):
    dialog.show_page("models")
    box = dialog.pages["models"].editors["models.default"].widget
    settings.set_providers((Provider("own", "Own", "http://127.0.0.1:9", ("m",)),))
    dialog.show_page("models")
    assert [box.itemData(row) for row in range(box.count())] == [str(BUILTIN_CHOICE), "own/m"]
    assert box.currentData() == str(BUILTIN_CHOICE)
