import pytest

from app.main import choose_platform


def chosen(**environment):
    choose_platform(environment)
    return environment


@pytest.mark.parametrize(
    "said",
    [
        {"XMODIFIERS": "@im=fcitx"},
        {"GTK_IM_MODULE": "fcitx"},
        {"QT_IM_MODULE": "fcitx"},
        {"XMODIFIERS": "@im=fcitx", "GTK_IM_MODULE": "fcitx5", "QT_IM_MODULE": "fcitx5"},
    ],
)
def test_who_types_with_fcitx_is_understood_through_ibus(said):
    assert chosen(**said)["QT_IM_MODULE"] == "ibus"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"XMODIFIERS": "@im=ibus", "QT_IM_MODULE": "ibus"},
        {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "compose"},
        {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULES": "wayland;fcitx"},
        {"QT_IM_MODULE": "fcitx", "QT_PLUGIN_PATH": "/a/module/of/his/own"},
    ],
)
def test_another_way_of_typing_stays_as_the_user_chose_it(said):
    assert chosen(**said) == said


def test_where_both_are_the_window_is_shown_through_x():
    assert chosen(DISPLAY=":0", WAYLAND_DISPLAY="wayland-0")["QT_QPA_PLATFORM"] == "xcb"
    for only in ({"WAYLAND_DISPLAY": "w"}, {"DISPLAY": ":0"}):
        assert "QT_QPA_PLATFORM" not in chosen(**only)
    said = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w", "QT_QPA_PLATFORM": "wayland"}
    assert chosen(**said) == said
