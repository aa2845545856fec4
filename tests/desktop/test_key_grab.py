"""On a real X screen of its own, with real keys."""

import os
import subprocess
from select import select

import pytest

from app.desktop.key_grab import Held, KeyGrab
from app.desktop.key_names import keys_from
from app.virtual_screen import virtual_screen

LIMIT = 10.0
KEYS = keys_from("Ctrl+Alt+Space")


@pytest.fixture
def screen():
    with virtual_screen(320, 240) as found:
        yield found


@pytest.fixture
def grab(screen):
    found = KeyGrab(screen["DISPLAY"])
    yield found
    found.close()


def run(screen, *command):
    subprocess.run(command, env=os.environ | screen, check=True, timeout=LIMIT)


def wait(grab):
    assert select([grab.socket], [], [], LIMIT)[0], "nothing came"
    return grab.heard()


def test_the_keys_are_heard_whatever_is_locked(screen, grab):
    assert grab.hold(KEYS) is Held.YES
    for lock in ("", "Num_Lock", "Caps_Lock"):
        if lock:
            run(screen, "xdotool", "key", lock)
        run(screen, "xdotool", "key", "ctrl+alt+space")
        assert wait(grab), lock


def test_other_keys_are_left_to_others(screen, grab):
    grab.hold(KEYS)
    run(screen, "xdotool", "key", "ctrl+space", "alt+space", "ctrl+alt+j", "ctrl+alt+space")
    assert wait(grab)
    assert not select([grab.socket], [], [], 0)[0]


def test_keys_that_another_program_has_are_said_to_be_taken(screen, grab):
    other = KeyGrab(screen["DISPLAY"])
    assert other.hold(KEYS) is Held.YES
    assert grab.hold(KEYS) is Held.TAKEN
    other.close()
    assert grab.hold(KEYS) is Held.YES


def test_of_keys_taken_in_part_none_are_kept(screen, grab):
    other, third = KeyGrab(screen["DISPLAY"]), KeyGrab(screen["DISPLAY"])
    other._grab(other._codes(0x20)[0], 4 | 8 | 16 | 2)  # only with NumLock and CapsLock
    assert grab.hold(KEYS) is Held.TAKEN
    other.close()
    assert third.hold(KEYS) is Held.YES
    third.close()


def test_the_keys_stay_held_when_the_layout_changes(screen, grab):
    keys = keys_from("Ctrl+Alt+Z")
    grab.hold(keys)
    before = list(grab._grabbed)
    run(screen, "setxkbmap", "de")
    while grab._grabbed == before:
        wait(grab)
    run(screen, "xdotool", "key", "ctrl+alt+z")
    assert wait(grab)


def test_a_letter_is_found_in_the_second_layout_too(screen, grab):
    run(screen, "setxkbmap", "us,ru")
    assert grab.hold(keys_from("Ctrl+Alt+Ж")) is Held.NO_KEY  # X11 has its own number for it
    assert grab._codes(0x06D6) == grab._codes(ord(";"))


def test_a_key_that_the_keyboard_has_not_is_said(grab):
    assert grab.hold(keys_from("Ctrl+F35")) is Held.NO_KEY


def test_without_a_screen_there_is_no_way():
    grab = KeyGrab(":54321")
    assert grab.hold(KEYS) is Held.NO_WAY
    assert not grab.heard()
    grab.close()


def test_when_the_screen_goes_away_it_lets_go():
    with virtual_screen(320, 240) as screen:
        grab = KeyGrab(screen["DISPLAY"])
        grab.hold(KEYS)
    assert not wait(grab)
    assert grab.hold(KEYS) is Held.NO_WAY
