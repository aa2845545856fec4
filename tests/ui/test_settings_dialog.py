from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel

from app.core.bus import Bus
from app.core.settings import SECTIONS, LocalFile, Provider, Settings, all_settings
from app.core.tasks import TaskScope
from app.engine.models import BUILTIN_CHOICE, ModelChoice
from app.storage.settings_file import SettingsFile
from app.ui.provider_form import problem_of
from app.ui.provider_page import ProviderPage
from app.ui.settings_dialog import SettingsDialog

KEY = "sk-planted"


class MemorySecrets:
    """Keeps keys in a dictionary, as `Secrets` does where there is no keyring."""

    kind = "memory"

    def __init__(self):
        self.kept = {}

    async def get(self, name):
        return self.kept.get(name)

    async def set(self, name, value):
        self.kept[name] = value

    async def delete(self, name):
        self.kept.pop(name, None)


@pytest.fixture
def settings(tmp_path):
    return SettingsFile(tmp_path / "settings.toml", Bus())


@pytest.fixture
def page(qtbot, loop, settings):
    scope = TaskScope("test")
    page = ProviderPage(settings, MemorySecrets(), scope)
    qtbot.addWidget(page)
    page.show()
    yield page
    page.hide()
    qtbot.waitUntil(lambda: not {"provider-key", "provider-forget"} & set(scope._tasks))


@pytest.fixture
def dialog(qtbot, settings, page):
    models = SimpleNamespace(choices=lambda: (BUILTIN_CHOICE,), title=lambda choice: choice.model)
    dialog = SettingsDialog(settings, models, page, Bus())
    qtbot.addWidget(dialog)
    yield dialog
    dialog.close_subscriptions()


def fill(page, name="DeepSeek", address="https://api.deepseek.com/v1", models="a, b", key=""):
    page.begin_new()
    page.form.name.setText(name)
    page.form.address.setText(address)
    page.form.models.setText(models)
    page.form.key.setText(key)


def test_every_setting_has_a_named_control(dialog):
    shown = {path for page in dialog.pages.values() for path in page.editors}
    assert shown == {path for path, _, _ in all_settings(Settings())}
    assert all(
        editor.widget.accessibleName()
        for page in dialog.pages.values()
        for editor in page.editors.values()
    )


def test_pages_are_the_sections_and_the_providers(dialog):
    assert dialog._list.count() == len(SECTIONS) + 1


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
    dialog.pages["models"]._models.choices = lambda: (BUILTIN_CHOICE, ModelChoice("local", "own"))
    settings.set_local_models((LocalFile("own", "/own.gguf"),))
    dialog.show_page("models")
    assert [box.itemData(row) for row in range(box.count())] == [str(BUILTIN_CHOICE), "local/own"]
    assert box.currentData() == str(BUILTIN_CHOICE)


def test_saved_provider_is_in_the_settings_and_its_key_is_not(page, settings, qtbot, tmp_path):
    fill(page, key=KEY)
    qtbot.mouseClick(page.store, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._secrets.kept == {"deepseek": KEY})
    (provider,) = settings.current.providers
    assert (provider.id, provider.models) == ("deepseek", ("a", "b"))
    assert KEY not in repr(settings.current)
    assert all(KEY not in label.text() for label in page.findChildren(QLabel))
    assert page.form.key.text() == ""


def test_two_providers_of_one_name_get_two_ids(page, settings, qtbot):
    for _ in range(2):
        fill(page)
        qtbot.mouseClick(page.store, Qt.MouseButton.LeftButton)
    assert [each.id for each in settings.current.providers] == ["deepseek", "deepseek-2"]


def test_refused_form_keeps_what_was_typed(page, settings, qtbot):
    fill(page, address="api.deepseek.com", key=KEY)
    qtbot.mouseClick(page.store, Qt.MouseButton.LeftButton)
    assert settings.current.providers == ()
    assert page.form.key.text() == KEY
    assert "http" in page.said.text()


def test_removed_provider_comes_back_with_its_key(page, settings, qtbot):
    fill(page, key=KEY)
    qtbot.mouseClick(page.store, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page._secrets.kept))
    qtbot.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert settings.current.providers == ()
    qtbot.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    assert [each.id for each in settings.current.providers] == ["deepseek"]
    assert page._secrets.kept == {"deepseek": KEY}


def test_key_of_a_removed_provider_goes_when_the_page_closes(page, qtbot):
    fill(page, key=KEY)
    qtbot.mouseClick(page.store, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page._secrets.kept))
    qtbot.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    page.hide()
    qtbot.waitUntil(lambda: not page._secrets.kept)


@pytest.mark.parametrize(
    "address", ["", "ftp://x", "https://", "https://user:pw@x/v1", "http://[", "http://x:99999999"]
)
def test_impossible_address_is_refused(qapp, address):
    assert problem_of(Provider("p", "P", address, ("m",)))
