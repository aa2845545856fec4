from dataclasses import replace

import pytest

from app.tour import Answer, complaints, table

GOOD = Answer("Ask", "builtin/m", "Weather is today, climate is years.", "complete", 0.2, 40.0, 8)
OTHER = replace(GOOD, agent="Search", text="The sky is blue because of air.")


def test_real_answers_give_no_complaint():
    assert complaints([GOOD, OTHER]) == []


def test_cut_off_answer_is_a_real_one():
    assert complaints([replace(GOOD, outcome="length"), OTHER]) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcome": "failed"}, "Ask: failed"),
        ({"outcome": "stopped"}, "Ask: stopped"),
        ({"text": "four words are few"}, "Ask: only 4 words"),
        ({"tokens": None}, "Ask: the model's server counted no tokens"),
        ({"tokens": 0}, "Ask: the model's server counted no tokens"),
    ],
)
def test_answer_that_is_none_is_named(change, said):
    assert complaints([replace(GOOD, **change), OTHER]) == [said]


def test_two_equal_answers_are_both_named():
    assert len(complaints([GOOD, replace(OTHER, text=GOOD.text + "\n")])) == 2


def test_table_has_a_line_for_each_agent_in_even_columns():
    head, one, two = table([GOOD, replace(OTHER, agent="搜索", first=None, rate=None)]).split("\n")
    assert head.split() == ["agent", "model", "first", "token", "tokens/s", "words", "outcome"]
    assert one.index("builtin") == two.index("builtin") + 2  # two wide characters
    assert two.split()[2:] == ["-", "-", "7", "complete"]
