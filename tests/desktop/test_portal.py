"""Against a portal of the test's own on a real bus."""

import os

import pytest

from app.desktop import session_bus as module
from app.desktop.key_names import keys_from
from app.desktop.portal import motion_wish, portal_keys
from tests.desktop.bus import Heard, PortalService, session_bus

KEYS = keys_from("Ctrl+Alt+Space")
ANIMATIONS = ("org.gnome.desktop.interface", "enable-animations")
MOTION = ("org.freedesktop.appearance", "reduced-motion")


@pytest.fixture
def bus(home):
    with session_bus(home) as address:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        yield


@pytest.fixture
def portal(bus):
    made = []

    def make(*modes):
        made.append(PortalService(os.environ, *modes))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def follow():
    """Follows the desktop's wish until the test ends."""
    made = []

    def start(thread):
        made.append(thread)
        thread.start()

    yield start
    for each in made:
        each.close()
        each._thread.join(10)
        assert not each._thread.is_alive()


@pytest.mark.parametrize("modes", [(), ("old",)])
def test_the_wish_for_less_motion_is_told_now_and_when_it_changes(portal, follow, modes):
    desktop, heard = portal(*modes), Heard()
    follow(motion_wish(heard))
    heard.until(False)
    desktop.tell("set", *ANIMATIONS, "false")
    heard.until(False, True)
    desktop.tell("set", *ANIMATIONS, "true")
    desktop.tell("set", "org.freedesktop.appearance", "color-scheme", "1")
    heard.until(False, True, False)


def test_the_newer_word_for_it_counts_too(portal, follow):
    desktop, heard = portal(), Heard()
    desktop.tell("set", *MOTION, "1")
    follow(motion_wish(heard))
    heard.until_it_ends_with(True)


def test_a_portal_that_never_answers_holds_nobody(portal, follow, monkeypatch):
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.1)
    portal("silent")
    heard = Heard()
    follow(motion_wish(heard))
    heard.until(False)


def test_without_a_bus_nothing_happens():
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere/at/all"
    heard = Heard()
    thread = motion_wish(heard)
    thread.start()
    thread._thread.join(10)
    assert heard.all == []
    thread.close()


def test_keys_that_the_desktop_grants_are_heard(portal, follow):
    desktop, pressed, decided = portal(), Heard(), Heard()
    follow(portal_keys(KEYS, "Quick ask", pressed, decided))
    asked = desktop.said()
    assert (asked["asked"], asked["id"]) == ("CTRL+ALT+space", "quick")
    decided.until(True)
    for _ in range(50):
        desktop.tell("press", f"{asked['session']}_of_another", "quick")
    desktop.tell("press", asked["session"], "quick")
    pressed.until(None)
    desktop.tell("press", asked["session"], "quick")
    pressed.until(None, None)


@pytest.mark.parametrize("modes", [("denies",), ("silent",)])
def test_keys_that_are_refused_are_said(portal, follow, monkeypatch, modes):
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.5)
    portal(*modes)
    pressed, decided = Heard(), Heard()
    follow(portal_keys(KEYS, "Quick ask", pressed, decided))
    decided.until(False)
    assert pressed.all == []


def test_where_there_is_no_portal_that_is_said(bus, follow):
    decided = Heard()
    follow(portal_keys(KEYS, "Quick ask", Heard(), decided))
    decided.until(False)
