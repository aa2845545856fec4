import pytest

from app.engine.titles import first_line, shortened, whole_sentences


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("\n\n  \n", ""),
        ("# A title\nText", "A title"),
        ("- **one**\n- two", "one"),
        ("> quoted", "quoted"),
        ("```\ncode", "code"),
        ("一二三", "一二三"),
    ],
)
def test_first_line_is_the_first_that_says_something(text, line):
    assert first_line(text) == line


def test_long_text_becomes_one_short_line():
    assert shortened("a b\n\nc " * 50, 10) == "a b c a b…"
    assert shortened("a  b", 10) == "a b"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("One. Two three", "One."),
        ("One. Two!", "One. Two!"),
        ('He said "no." And th', 'He said "no.'),
        ("1.5 litres of", ""),
        ("一。二", "一。"),
        ("", ""),
    ],
)
def test_a_sentence_that_was_cut_off_is_left_out(text, whole):
    assert whole_sentences(text) == whole
