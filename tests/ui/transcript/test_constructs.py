"""What a page of every construct shows, and what can be pressed in it."""

from dataclasses import replace
from math import inf
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from app.core.conversation import CitationPart, Message, Role, ToolCallPart, ToolResultPart
from app.ui.transcript.box import TextBox
from app.ui.transcript.code_box import FOLD
from app.ui.transcript.drawing_box import FormulaBox
from app.ui.transcript.leaves import NOTE, Call, Sources
from app.ui.transcript.scene import Flow
from tests.ui.transcript.test_blocks import PIECES

FORMULAS = "A sum $\\sum_{i=1}^n \\frac{i}{2}$ here.\n\n$$\\frac{a}{b}$$\n\nend"
CODE = "".join(f"line {number}\n" for number in range(100))


def boxes(stage, index=0):
    return list(stage.entries[index].columns[1].boxes())


def test_formulas_are_drawn_in_a_thread_and_take_their_room(stage):
    plain = [box.height for box in flow(stage, FORMULAS).boxes()]
    stage.answer(FORMULAS)
    stage.show()
    stage.qtbot.waitUntil(lambda: not stage.view._drawings_wanted(), timeout=10_000)
    text, formula, _ = boxes(stage)
    assert isinstance(formula, FormulaBox)
    assert text.height > plain[0]
    assert formula.height > plain[1]
    assert text.selected_text((0, text.length)) == FORMULAS.partition("\n")[0]
    assert stage.entries[0].columns[1].tops[1] >= text.height


def flow(stage, text, width=400):
    found = Flow(stage.view.scene.typeset)
    found.take(text, inf)
    found.column.lay(width, 0, inf, inf)
    return found.column


def page(column):
    """What stands where."""
    boxes = [(type(box), box.leaf, box.height) for box in column.boxes()]
    return boxes, column.tops, column.height


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
    st.lists(st.integers(1, 300), max_size=12),
)
def test_the_page_of_a_streamed_text_is_that_of_the_whole(stage, text, cuts):
    grown = Flow(stage.view.scene.typeset)
    for cut in sorted({*(cut for cut in cuts if cut < len(text)), len(text)}):
        y = grown.take(text[:cut], inf)
        grown.column.lay(300, y, inf, inf)
    assert page(grown.column) == page(flow(stage, text, 300))


def test_a_formula_that_is_not_drawn_is_its_source(stage):
    (box,) = flow(stage, "broken $\\frac{a$ here").boxes()
    assert box.selected_text((0, box.length)) == "broken $\\frac{a$ here"


def test_a_right_to_left_paragraph_stands_at_the_right(stage):
    left, right = flow(stage, "hello\n\nمرحبا بالعالم").boxes()
    assert isinstance(left, TextBox)
    line = right._set._layout.lineAt(0)
    assert line.naturalTextRect().left() > 200
    assert left._set._layout.lineAt(0).naturalTextRect().left() == 0


def test_long_code_is_folded_and_copied_whole(stage):
    stage.answer(f"```\n{CODE}```\n")
    stage.view.resize(420, 1_200)
    stage.show()
    (code,) = boxes(stage)
    folded = code.height
    stage.click(stage.spot_of(0, lambda hit: hit.spot.press == "copy"))
    assert QGuiApplication.clipboard().text() == CODE.removesuffix("\n")
    stage.click(stage.spot_of(0, lambda hit: hit.spot.press == "fold"))
    assert code.height > folded * 1.8
    assert not code.is_folded


def test_code_of_forty_lines_is_not_folded(stage):
    (code,) = flow(stage, "```\n" + "x\n" * FOLD + "```").boxes()
    (longer,) = flow(stage, "```\n" + "x\n" * (FOLD + 1) + "```").boxes()
    assert (code.is_folded, longer.is_folded) == (False, True)


def test_numbers_make_room_beside_the_lines(stage):
    stage.answer("```\none\ntwo\n```\n")
    stage.show()
    (code,) = boxes(stage)
    before = code.end().x()
    stage.click(stage.spot_of(0, lambda hit: hit.spot.press == "numbers"))
    assert code.is_numbered
    assert code.end().x() > before


def test_a_tool_that_answered_shows_it_with_its_call(stage):
    stage.begin()
    call = ToolCallPart("1", "web_search", '{"query": "weather"}')
    stage.conversation.reply.others += [call, replace(call, id="2")]
    stage.stream("Let me look.")
    message = stage.end()
    result = ToolResultPart("1", "web_search", "Sunny", is_error=False)
    stage.conversation._add(Message("t", message.id, Role.TOOL, (result,), 1.0))
    stage.show()
    assert len(stage.entries) == 1
    _, done, asked = (box.leaf for box in boxes(stage))
    assert isinstance(done, Call)
    assert isinstance(asked, Call)
    assert (done.tool, done.state, asked.state) == ("web_search", "done", "asked")
    assert "query: weather" in done.code
    assert "Sunny" in done.code


def test_numbers_of_sources_lead_to_them_even_when_they_come_late(stage, qtbot):
    stage.show()
    stage.begin()
    stage.stream("It is so[1], and so [1][2].\n\nMore.\n\nMore.\n\nMore.")
    stage.settle()
    sources = [CitationPart(f"https://example.org/{n}", f"Page {n}") for n in (1, 2)]
    stage.conversation.reply.others += sources
    stage.stream(" End.")
    stage.settle()
    stage.end()
    stage.settle()
    text, *_, last = (box.leaf for box in boxes(stage))
    notes = [(run.text, run.href[-1]) for run in text.runs if run.style & NOTE]
    assert notes == [("[1]", "1"), ("[1]", "1"), ("[2]", "2")]
    assert text.text == "It is so[1], and so [1][2]."
    assert isinstance(last, Sources)
    place = stage.spot_of(0, lambda hit: hit.spot.href == "https://example.org/2")
    with qtbot.waitSignal(stage.view.link_wanted) as wanted:
        stage.click(place)
    assert wanted.args == ["https://example.org/2"]


def test_a_footnote_is_shown_where_it_stands_when_its_number_is_pressed(stage):
    filler = "Some words.\n\n" * 60
    stage.answer(f"See[^why] here.\n\n{filler}[^why]: Because.\n")
    stage.show()
    stage.scroll.setValue(0)
    stage.settle()
    asked = []
    stage.view.link_wanted.connect(asked.append)
    stage.click(stage.spot_of(0, lambda hit: hit.spot.href == "#^why"))
    stage.settle()
    note = stage.entries[0].columns[1].note("why")
    top = stage.view.corner_of(0).y() + stage.entries[0].frame.text + note
    assert 0 < top < stage.view.viewport().height()
    assert asked == []


MONSTERS = {
    "quotes": ">" * 1_000 + " deep",
    "line": "x" * 1_000_000,
    "words": "word " * 200_000,
    "table": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5_000,
    "open": "**a [b](c `d $e ```f\n\n$$\n~~~\n| g |\n",
    "signs": "$" * 5_000 + "\\(" * 5_000 + "[^" * 5_000,
    "marks": "*a_" * 20_000,
    "picture": "![a](data:image/png;base64," + "A" * 390_000 + ")",
    "unknown": "\x00\ud800x" * 5_000,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_no_text_holds_the_window_or_leaves_it_blank(stage, name):
    stage.show()
    began = perf_counter()
    stage.answer(MONSTERS[name])
    stage.settle()
    assert perf_counter() - began < 3
    top = stage.scroll.value()
    page = list(stage.view.roll.between(top, top + 400))
    column = page[-1][1].columns[1]
    assert any(stack.boxes for stack in column.stacks)
