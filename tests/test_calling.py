"""Commands that reach the open window, as real processes in which Qt cannot be imported."""

import asyncio

import pytest

from app import door as module
from app.calls import Call, Wish, read_call
from app.door import Door
from app.storage.paths import user_paths


@pytest.fixture
def window(tmp_path, monkeypatch):
    """The door of an open window, and what is said at it."""
    monkeypatch.setenv("RENAO_HOME", str(tmp_path))
    paths = user_paths()
    paths.make()
    door = Door(paths)
    assert door.claim()
    yield door
    door.close()


async def heard(door):
    said = asyncio.Queue()
    door.listen(said.put_nowait)
    return read_call(await asyncio.wait_for(said.get(), 5))


async def test_a_question_goes_to_the_tile_of_the_open_window(renao, window):
    done = await renao("ask", "--tile", "tutor", "Is", "it", "“its”?", "真的")
    assert (done.code, done.out.decode()) == (0, "Handed over to the tile of English tutor.\n")
    assert await heard(window) == Call(Wish.ASK, "tutor", "Is it “its”? 真的")


async def test_a_question_for_a_tile_can_come_from_another_program(renao, window):
    done = await renao("ask", "--tile", "tutor", "-", stdin=b"line one\nline two\n")
    assert done.code == 0
    assert (await heard(window)).text == "line one\nline two"


async def test_without_a_window_nothing_is_asked_and_that_is_said(renao):
    done = await renao("ask", "--tile", "tutor", "Hello")
    assert (done.code, done.out) == (1, b"")
    assert done.err == "No window of Renao is open. Open one with `renao open`, then ask again.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "--tile", "nobody", "Hello"], "there is no agent 'nobody'; there are ask, tutor"),
        (["ask", "--tile", "tutor"], "there is nothing to ask"),
        (["ask", "--tile", "tutor", "--model", "a/b", "Hi"], "--tile and --model exclude each"),
        (["ask", "--tile", "tutor", "--max-tokens", "9", "Hi"], "--tile and --max-tokens exclude"),
        (["ask", "--tile", "tutor", "--json", "Hi"], "--tile and --json exclude each other"),
        (["open", "tile", "nobody"], "there is no agent 'nobody'"),
        (["open", "tile"], "the following arguments are required: AGENT"),
        (["open", "workspace", "Work"], "there is no workspace called 'Work'"),
        (["open", "door"], "invalid choice"),
        (["quick", "--loud"], "unrecognized arguments: --loud"),
    ],
)
async def test_what_cannot_be_done_is_said_and_reaches_no_window(renao, window, arguments, words):
    done = await renao(*arguments)
    assert done.code == 2
    assert words in done.err
    assert window._waiting == []


async def test_a_text_that_is_too_long_for_the_door_is_said(renao, window):
    done = await renao("quick", "-", stdin=b"x" * 70_000)
    assert done.code == 2
    assert "too long" in done.err
    assert window._waiting == []


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (["open", "tile", "love"], Call(Wish.TILE, "love")),
        (["quick"], Call(Wish.QUICK)),
        (["quick", "why", "not?"], Call(Wish.QUICK, text="why not?")),
    ],
)
async def test_the_open_window_is_reached_from_where_no_display_is(renao, window, arguments, call):
    done = await renao(*arguments, QT_QPA_PLATFORM="")
    assert (done.code, done.err) == (0, "")
    assert await heard(window) == call


async def test_without_window_and_display_there_is_nothing_to_open(renao):
    done = await renao("quick", "Hello", QT_QPA_PLATFORM="")
    assert done.code == 1
    assert done.err == "There is no display here, and no window of Renao is open.\n"


async def test_a_window_that_does_not_answer_is_said(renao, window):
    window._place.remove()
    done = await renao("ask", "--tile", "tutor", "Hello")
    assert done.code == 1
    assert "does not answer" in done.err


def test_who_hands_over_never_becomes_the_window(tmp_path, monkeypatch):
    monkeypatch.setenv("RENAO_HOME", str(tmp_path))
    assert not module.hand_over(user_paths(), ["x"])
    door = Door(user_paths())
    assert door.claim()
    door.close()


@pytest.mark.parametrize("words", [[], ["tile"], ["fly", "", ""], ["tile", "a", "b", "c"]])
def test_what_nobody_understands_only_brings_the_window(words):
    assert read_call(words) == Call()
