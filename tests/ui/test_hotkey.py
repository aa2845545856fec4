"""With real keys on a real X screen, and a real portal on a real bus."""

import os
import subprocess

import pytest
from PySide6.QtCore import QObject

from app.core.bus import Bus
from app.desktop.key_grab import KeyGrab
from app.desktop.key_names import keys_from
from app.storage.settings_file import SettingsFile
from app.ui.hotkey import Hotkey
from app.virtual_screen import virtual_screen
from tests.desktop.bus import PortalService, session_bus

NOBODY = "This desktop does not offer that; give “renao quick” keys in its settings."


@pytest.fixture
def screen():
    with virtual_screen(320, 240) as found:
        os.environ["DISPLAY"] = found["DISPLAY"]
        yield found


@pytest.fixture
def hotkey(qapp, tmp_path):
    bus, owner = Bus(), QObject()
    settings = SettingsFile(tmp_path / "settings.toml", bus)
    made = Hotkey(settings, bus, owner)
    made.settings = settings
    made.said = []
    made.refused.connect(made.said.append)
    yield made
    made.close()
    owner.deleteLater()


def want(hotkey, keys="Ctrl+Alt+Space"):
    hotkey.settings.set("desktop.quick_keys", keys)
    hotkey.settings.set("desktop.quick_anywhere", True)


def press(keys):
    subprocess.run(["xdotool", "key", keys], env=os.environ, check=True, timeout=10)


def test_the_keys_are_heard_as_soon_as_they_are_wanted(screen, hotkey, qtbot):
    hotkey.begin()
    want(hotkey)
    with qtbot.waitSignal(hotkey.pressed):
        press("ctrl+alt+space")
    assert hotkey.said == []


def test_other_keys_take_the_place_of_the_first(screen, hotkey, qtbot):
    want(hotkey)
    hotkey.settings.set("desktop.quick_keys", "Meta+J")
    other = KeyGrab()
    assert other.hold(keys_from("Ctrl+Alt+Space")) == "yes"
    other.close()
    with qtbot.waitSignal(hotkey.pressed):
        press("super+j")


def test_keys_that_are_not_wanted_any_more_are_left_to_others(screen, hotkey):
    want(hotkey)
    hotkey.settings.set("desktop.quick_anywhere", False)
    other = KeyGrab()
    assert other.hold(keys_from("Ctrl+Alt+Space")) == "yes"
    other.close()


def test_keys_of_another_program_are_said_to_be_taken(screen, hotkey):
    other = KeyGrab()
    other.hold(keys_from("Ctrl+Alt+Space"))
    want(hotkey)
    assert hotkey.said == [
        "Ctrl+Alt+Space do not open Quick ask from everywhere. "
        "Another program has them. Choose other keys."
    ]
    other.close()


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("Space", "Take Ctrl, Alt or Meta with one key, or a function key."),
        ("Ctrl+F35", "This keyboard has no such key. Choose other keys."),
    ],
)
def test_keys_that_cannot_be_had_are_said(screen, hotkey, keys, why):
    want(hotkey, keys)
    assert hotkey.said == [f"{keys} do not open Quick ask from everywhere. {why}"]


def test_without_a_screen_to_ask_that_is_said(hotkey):
    want(hotkey)
    assert hotkey.said[0].endswith(NOBODY)


@pytest.fixture
def wayland(home):
    os.environ["WAYLAND_DISPLAY"] = "wayland-0"
    with session_bus(home) as address:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        yield


def test_on_wayland_the_portal_is_asked_and_heard(wayland, hotkey, qtbot):
    portal = PortalService(os.environ)
    with qtbot.waitSignal(hotkey._decided):
        want(hotkey)
    asked = portal.said()
    with qtbot.waitSignal(hotkey.pressed):
        portal.tell("press", asked["session"], "quick")
    assert hotkey.said == []
    portal.close()


def test_a_portal_that_refuses_is_said(wayland, hotkey, qtbot):
    portal = PortalService(os.environ, "denies")
    with qtbot.waitSignal(hotkey.refused) as refused:
        want(hotkey)
    assert refused.args[0].endswith(NOBODY)
    portal.close()
