"""The deck under a real mouse, on a real X screen with a window manager."""

import json
import os
import subprocess
import sys
import threading
import time

import pytest

LIMIT = 15.0


class Program:
    """A program with a deck, its newest report, and the mouse over it."""

    def __init__(self, screen):
        self._environment = os.environ | screen
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.deck_program"],
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._heard = threading.Condition()
        self.now = {"places": {}, "tabs": {}, "tiles": []}
        self._number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def until(self, is_so):
        until = time.monotonic() + LIMIT
        with self._heard:
            while not is_so(self.now):
                assert self._heard.wait(until - time.monotonic()), f"it stayed {self.now}"
            return self.now

    def settle(self):
        """Until the program has said twice in a row that all is the same."""
        before = None
        number = self._number
        while before is None or before != self.now or self._number < number + 2:
            before, seen = self.now, self._number
            self.until(lambda now, seen=seen: self._number > seen)
        return self.now

    def drag(self, start, *stops, release=True):
        self._mouse("mousemove", *start, "mousedown", 1)
        x, y = start
        for stop in stops:
            for part in (0.3, 0.7, 1.0):
                self._mouse(
                    "mousemove",
                    round(x + (stop[0] - x) * part),
                    round(y + (stop[1] - y) * part),
                )
            x, y = stop
        if release:
            self._mouse("mouseup", 1)

    def press_key(self, key):
        self._mouse("key", key)

    def release(self):
        self._mouse("mouseup", 1)

    def double_click(self, place):
        self._mouse("mousemove", *place, "click", "--repeat", 2, "--delay", 60, 1)

    def picture(self, file):
        subprocess.run(["import", "-window", "root", file], env=self._environment, check=True)

    def close(self):
        self._process.terminate()
        self._process.wait(10)
        self._process.stdout.close()

    def _mouse(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self._environment, check=True)

    def _listen(self):
        for line in self._process.stdout:
            with self._heard:
                self.now = json.loads(line)
                self._number += 1
                self._heard.notify_all()


@pytest.fixture
def program(real_screen):
    program = Program(real_screen)
    program.until(lambda now: len(now["places"]) == 5)
    program.settle()
    yield program
    program.close()


def title(place):
    return place[0] + 60, place[1] + 14


def middle(place):
    return place[0] + place[2] // 2, place[1] + place[3] // 2


def test_a_tile_dropped_at_the_side_of_another_splits_it(program):
    places = program.now["places"]
    three = places["three"]
    target = (three[0] + 25, three[1] + three[3] // 2)
    program.drag(title(places["one"]), target)
    after = program.until(
        lambda now: now["places"].get("one", places["one"])[:2] != places["one"][:2]
    )
    assert sorted(after["tiles"]) == sorted(["one", "two", "three", "four", "five", "six"])
    after = program.settle()["places"]
    assert after["one"][1] == after["three"][1]
    assert after["one"][0] < after["three"][0]


def test_a_tile_dropped_on_another_is_its_tab_and_the_tab_can_be_pulled_out(program):
    places = program.now["places"]
    program.drag(title(places["one"]), middle(places["three"]))
    program.until(lambda now: "three" not in now["places"])
    tabs = program.settle()["tabs"]
    assert {"one", "three"} <= set(tabs)
    four = program.now["places"]["four"]
    program.drag(tabs["one"], (four[0] + four[2] // 2, four[1] + four[3] - 20))
    program.until(lambda now: {"one", "three", "four"} <= set(now["places"]))
    after = program.settle()["places"]
    assert after["one"][1] > after["four"][1]


def test_a_tile_dropped_outside_floats_and_is_docked_again_by_its_title(program):
    places = program.now["places"]
    program.drag(title(places["one"]), (1380, 850))
    program.until(lambda now: now["places"].get("one", [0] * 5)[4])
    places = program.settle()["places"]
    two = places["two"]
    program.drag(title(places["one"]), (two[0] + two[2] - 20, two[1] + two[3] // 2))
    program.until(lambda now: "one" in now["places"] and not now["places"]["one"][4])
    after = program.settle()
    assert after["places"]["one"][0] > after["places"]["two"][0]
    assert len(after["tiles"]) == 6


def test_escape_leaves_everything_where_it_was(program):
    before = program.now
    program.drag(title(before["places"]["one"]), middle(before["places"]["three"]), release=False)
    program.press_key("Escape")
    program.release()
    after = program.settle()
    assert after["places"] == before["places"]
    assert after["tiles"] == before["tiles"]


def test_a_border_between_tiles_is_moved_by_the_mouse(program):
    places = program.now["places"]
    one = places["one"]
    border = (one[0] + one[2] + 3, one[1] + one[3] // 2)
    program.drag(border, (border[0] + 80, border[1]))
    after = program.until(lambda now: now["places"]["one"][2] > one[2] + 60)
    assert after["places"]["two"][0] > places["two"][0] + 60
