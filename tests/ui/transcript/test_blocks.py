from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ui.transcript.blocks import Blocks
from app.ui.transcript.leaves import BOLD, CODE, IMAGE, TABLE, Code, Paragraph, Rule, Table
from app.ui.transcript.markdown import References, block_tokens, runs_of
from app.ui.transcript.stacking import Stacking, too_deep

PIECES = [
    "# Head\n",
    "text *it* **bold** `code` ~~gone~~\n",
    "plain\n",
    "\n",
    "\n\n",
    "- one\n",
    "- two\n",
    "  - inner\n",
    "    more\n",
    "1. first\n",
    "7) seven\n",
    "- [ ] open\n",
    "- [x] done\n",
    "> quote\n",
    ">> deep\n",
    "```python\n",
    "```\n",
    "~~~~\n",
    "~~~\n",
    "    code\n",
    "| a | b |\n",
    "|---|:-:|\n",
    "| 1 | [x][foo] |\n",
    "| 1 | 2 |\n" * 8,
    "| [foo] | $b$ |\n",
    "| a | b |\n|---|:-:|\n" + "| 1 | [foo] |\n" * 14,
    "---\n",
    "===\n",
    "***\n",
    "[foo]\n",
    "[a][foo] and [bar]\n",
    "[foo]: /url\n",
    "[foo]: /other 'title'\n",
    "[bar]:\n",
    "/x\n",
    '"ti\n',
    'tle"\n',
    "![alt](http://a/b.png)\n",
    "<b>html</b>\n",
    "<!-- c -->\n",
    "http://example.org/ä?q=1\n",
    "中文 段落\n",
    "👩\u200d👩\u200d👧 é\n",
    "a  \nb\\\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "   ",
    "-",
    "*",
    "_",
    "`",
    "~",
    "[",
    "]",
    "(",
    ")",
    "!",
    "|",
    ">",
    "#",
    "&amp;",
    "\x00",
    "�",
    "�",
    "word ",
    "1.",
    "+ x\n",
    "- \n",
    "-\n",
    "[^1]: note\n",
    "see [^1] and[^two]\n",
    "[^two]: first *line*\n",
    "    further\n",
    "$x_1$ and \\(y^2\\) for $5 and $6\n",
    "$$\n",
    "$$z$$\n",
    "$$z$$ in text\n",
    "\\[\n",
    "- a &= b \\\\\n",
    "\\]\n",
    "$",
    "\\(",
    "\\)",
    "| $a$ | ![p](data:image/png;base64,AAAA) |\n",
    "![p](data:image/png;base64,iVBORw0KGgo=) after\n",
    "مرحبا بالعالم\n",
    "e\u0301o\u0308\u20dd\n",
    "❤\ufe0f\u200d🔥🇨🇳👍🏽\n",
    "\U0001f468",
    "\u200d",
]


def shown(blocks):
    return [leaf for block in blocks.blocks for leaf in block.leaves]


def streamed(text, cuts):
    blocks, at = Blocks(), 0
    for cut in sorted({min(cut, len(text)) for cut in cuts} | {len(text)}):
        blocks.grow(text[:cut])
        at = cut
    assert at == len(text)
    return blocks


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.lists(st.integers(0, 300), max_size=40),
)
def test_streaming_equals_whole(text, cuts):
    assert streamed(text, cuts).blocks == Blocks(text).blocks


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_letter_by_letter_equals_whole(text):
    assert streamed(text, range(len(text))).blocks == Blocks(text).blocks


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_cutting_loses_nothing_of_a_plain_parse(text):
    """Blocks cut one by one show what the parser makes of the whole text."""
    blocks = Blocks(text)
    references = References()
    tokens = block_tokens(blocks._source.parsable, references)
    if not too_deep(tokens):
        whole = Stacking(lambda content: runs_of(content, references)).leaves(tokens)
        assert [leaf.text for leaf in shown(blocks)] == [leaf.text for leaf in whole]


def test_every_construct_is_a_leaf_of_its_kind():
    blocks = Blocks("# T\n\ntext\n\n- item\n\n| a |\n|---|\n| b |\n\n```py\nx\n```\n\n> q\n\n---\n")
    kinds = [type(leaf) for leaf in shown(blocks)]
    assert kinds == [Paragraph, Paragraph, Paragraph, Table, Code, Paragraph, Rule]
    assert [leaf.indent for leaf in shown(blocks)] == ["", "", "l", "", "", "q", ""]


def test_runs_know_how_they_are_set_and_where_they_lead():
    (leaf,) = shown(Blocks("**b** `c` ![pic](http://x/p.png) https://example.org and main.py"))
    found = [(run.text, run.style, run.href) for run in leaf.runs]
    assert ("b", BOLD, "") in found
    assert ("c", CODE, "") in found
    assert ("pic", IMAGE, "http://x/p.png") in found
    assert ("https://example.org", 0, "https://example.org") in found
    assert found[-1] == (" and main.py", 0, "")


def test_html_is_shown_as_text():
    (leaf,) = shown(Blocks("<script>alert(1)</script>"))
    assert leaf.text == "<script>alert(1)</script>"


def test_items_count_on_and_tasks_are_ticked():
    leaves = shown(streamed("3. a\n1. b\n\n- [x] c\n- [ ] d\n", range(30)))
    assert [leaf.marker for leaf in leaves] == ["3.", "4.", "☑", "☐"]
    assert [leaf.text for leaf in leaves] == ["a", "b", "c", "d"]


def test_a_late_definition_cuts_the_finished_block_again():
    blocks = Blocks("see [here][x]\n\nmore\n\nmore\n\nmore\n\n")
    first, others = blocks.blocks[0], blocks.blocks[1:]
    assert blocks.grow("see [here][x]\n\nmore\n\nmore\n\nmore\n\n[x]: http://late\n") == 0
    assert first.leaves[0].text == "see [here][x]"
    assert blocks.blocks[0].leaves[0].runs[1].href == "http://late"
    assert all(new is old for new, old in zip(blocks.blocks[1:3], others, strict=False))


def test_a_long_table_equals_whole_however_it_grew():
    row = "| 1 | [x][foo] | $y$ |\n"
    text = "\n\n| a | b | c |\n|---|---|--:|\n" + row * 60
    for end in ("", "\n[foo]: /url\n\nend", "- item\n", "> quote", "| more"):
        assert streamed(text + end, range(0, 2_000, 7)).blocks == Blocks(text + end).blocks
    grown = streamed(text + "\n[foo]: /url", range(0, 2_000, 5))
    assert shown(grown)[0].rows[3][1][0].href == "/url"


def test_a_long_picture_equals_whole_and_loses_nothing():
    address = "data:image/png;base64," + "iVBOR" * 4_000
    text = f"before\n\n![dot]({address})\n\nafter"
    blocks = streamed(text, range(0, 21_000, 313))
    assert blocks.blocks == Blocks(text).blocks
    _, picture, after = shown(blocks)
    assert (picture.address, picture.name, after.text) == (address, "dot", "after")


def test_a_table_with_ten_thousand_cells_is_shown_as_it_was_written():
    text = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5_000
    (leaf,) = shown(streamed(text, range(0, 60_000, 499)))
    assert (leaf.code, leaf.language) == (text.rstrip("\n"), TABLE)


def test_growing_leaves_settled_blocks_alone():
    blocks, text = Blocks(), "one\n\n- two\n- three\n\nfour\n\nfive and "
    blocks.grow(text)
    before = list(blocks.blocks)
    assert blocks.grow(text + "more") == 4
    assert all(new is old for new, old in zip(blocks.blocks[:4], before, strict=False))


def test_code_is_exactly_what_was_written():
    code = "\tif a:\n\n\n        b = '" + "x" * 20_000 + "'\n" + "line\n" * 9_000
    blocks = streamed(f"```python\n{code}```\n", range(0, 70_000, 997))
    (leaf,) = shown(blocks)
    assert (leaf.code, leaf.language, leaf.is_open) == (code.removesuffix("\n"), "python", False)


def test_another_text_starts_anew():
    blocks = Blocks("first")
    assert blocks.grow("other text") == 0
    assert [leaf.text for leaf in shown(blocks)] == ["other text"]


@pytest.mark.parametrize(
    "text",
    [
        ">" * 1_000 + " deep",
        "- " * 1_000 + "deep",
        "\n".join(" " * n + "- x" for n in range(300)),
        "x" * 1_000_000,
        "word " * 200_000,
        "a\n" * 200_000,
        "[" * 20_000,
        "![" * 10_000,
        "*a_" * 10_000,
        "`" + "`a" * 10_000,
        "|" * 10_000 + "\n" + "|-" * 10_000,
        "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5_000,
        "```\n" + "x\n" * 100_000,
        "<" * 20_000,
        "\x00\ud800" * 10_000,
        "&" * 30_000,
        "https://" * 5_000,
        "a@" * 8_000,
        "[a]: b\n" * 3_000 + "[a] " * 3_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_takes_long_or_is_lost(text):
    began = thread_time()
    blocks = Blocks(text)
    assert thread_time() - began < 3
    assert blocks.blocks
