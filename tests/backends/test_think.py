import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.backends.think import ThinkTags
from app.core.backend import ReasoningDelta, TextDelta


def split(*pieces):
    """The reasoning and the text of what came in `pieces`."""
    tags = ThinkTags()
    found = [word for piece in pieces for word in tags.feed(piece)] + tags.finish()
    assert all(word.text for word in found)
    return tuple(
        "".join(word.text for word in found if isinstance(word, kind))
        for kind in (ReasoningDelta, TextDelta)
    )


# https://api-docs.deepseek.com and the chat template of DeepSeek-R1: <think>\n…\n</think>\n\n…
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<think>\nHm.\n</think>\n\nYes.", ("\nHm.\n", "Yes.")),
        ("\n <think>a</think>b", ("a", "b")),
        ("</think>\n\nb", ("", "b")),
        ("Use <think> like this: </think>", ("", "Use <think> like this: </think>")),
        ("<think></think>b", ("", "b")),
        ("<think>never closed </thi", ("never closed </thi", "")),
        ("<thi", ("", "<thi")),
        ("  hello ", ("", "  hello ")),
        ("<think>a</think>b <think>c</think>", ("a", "b <think>c</think>")),
        ("<think>a < b </ c</think>d", ("a < b </ c", "d")),
        ("", ("", "")),
    ],
)
def test_reasoning_is_told_from_text(text, expected):
    assert split(text) == expected
    assert split(*text) == expected


@given(
    st.lists(st.sampled_from(["<think>", "</think>", "<", "/", "a", " ", "\n", "th"]), max_size=12),
    st.lists(st.integers(0, 60), max_size=6),
)
def test_however_the_text_is_split_the_answer_is_the_same(words, cuts):
    text = "".join(words)
    edges = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    assert split(*(text[a:b] for a, b in itertools.pairwise(edges))) == split(text)


def test_plain_text_is_not_held_back():
    tags = ThinkTags()
    tags.feed("Hello")
    assert tags.feed(" <") == [TextDelta(" <")]
