import pytest

from app.core.errors import SettingError
from app.core.settings import CHOICES, SECTIONS, Settings, all_settings, with_setting


def test_every_setting_has_a_title_a_sentence_and_a_default_it_may_have():
    for path, each, value in all_settings(Settings()):
        assert each.metadata["title"]
        assert each.metadata["about"].endswith(".")
        assert with_setting(Settings(), path, value) == Settings()


def test_every_choice_has_a_name():
    for _, each, _ in all_settings(Settings()):
        assert set(each.metadata["choices"]) <= set(CHOICES)


def test_every_section_has_a_title():
    assert all(hasattr(Settings(), section) for section in SECTIONS)


def test_one_setting_is_changed_and_the_others_stay():
    changed = with_setting(Settings(), "appearance.scale", 150)
    assert changed.appearance.scale == 150
    assert with_setting(changed, "appearance.scale", 100) == Settings()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("no.such", 1),
        ("appearance", 1),
        ("appearance.theme", "pink"),
        ("appearance.theme", 3),
        ("appearance.scale", 500),
        ("appearance.scale", True),
        ("chat.show_reasoning", 1),
    ],
)
def test_value_it_cannot_have_is_refused(path, value):
    with pytest.raises(SettingError):
        with_setting(Settings(), path, value)
