import copy
import json
import logging
import pickle

import pytest

from app.core.key import Key, entry_of, keys_in

TEXT = "sk-planted-0123456789"


@pytest.mark.parametrize("shown", [repr, str, "{}".format, "{:>40}".format, "%s".__mod__])
def test_a_key_shows_nothing_of_itself(shown):
    assert TEXT not in shown(Key(TEXT))


def test_a_list_of_keys_shows_nothing_of_them():
    assert TEXT not in f"{[Key(TEXT)]} { ({'cloud': Key(TEXT)})!r}"


def test_a_key_is_not_logged(caplog):
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("other").debug("%s and %r", Key(TEXT), {"key": Key(TEXT)})
    assert "hidden" in caplog.text
    assert TEXT not in caplog.text


@pytest.mark.parametrize("write", [pickle.dumps, json.dumps])
def test_a_key_cannot_be_written_down(write):
    with pytest.raises(TypeError) as caught:
        write(Key(TEXT))
    assert TEXT not in str(caught.value)


def test_who_needs_the_text_gets_it():
    assert Key(TEXT).reveal() == TEXT
    assert copy.deepcopy(Key(TEXT)).reveal() == TEXT


def test_keys_are_equal_when_their_text_is():
    assert Key(TEXT) == Key(TEXT)
    assert len({Key(TEXT), Key(TEXT), Key("other"), Key("schlüssel")}) == 3
    assert Key(TEXT) != TEXT


def test_an_empty_key_is_none():
    assert Key(TEXT)
    assert not Key("")


def test_several_keys_stand_on_lines_of_their_own():
    assert keys_in("one") == ("one",)
    assert keys_in(" one \r\n\ntwo\none") == ("one", "two")
    assert keys_in(entry_of(("one", "two\nthree", " ", "one"))) == ("one", "two", "three")
    assert entry_of(()) == ""
