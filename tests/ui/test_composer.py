from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.ui.composer import Composer
from app.ui.composer_text import LONGEST, MOST_LINES
from app.ui.elided import ElidedButton
from app.ui.icons import Icons
from app.ui.theme import Look

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture
def composer(qtbot):
    look = Look(RESOURCES)
    found = Composer(look, Icons(RESOURCES, look), 210)
    qtbot.addWidget(found)
    found.resize(320, 200)
    found.show()
    found.field.setFocus()
    return found


@pytest.fixture
def sent(composer):
    texts = []
    composer.submitted.connect(texts.append)
    return texts


def compose(composer, preedit="", commit=""):
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(composer.field, event)


def button(composer, words):
    return next(each for each in composer.findChildren(QPushButton) if each.text() == words)


def test_return_sends_and_shift_return_starts_a_line(composer, sent, qtbot):
    qtbot.keyClicks(composer.field, "one")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.field, "two")
    assert sent == []
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert sent == ["one\ntwo"]


def test_the_text_stays_until_its_owner_took_it(composer, sent, qtbot):
    qtbot.keyClicks(composer.field, "kept")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert composer.text == "kept"
    composer.clear()
    assert composer.text == ""


def test_nothing_but_white_space_is_not_sent(composer, sent, qtbot):
    qtbot.keyClicks(composer.field, "   ")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert sent == []


def test_return_while_an_input_method_composes_is_not_ours(composer, sent, qtbot):
    qtbot.keyClicks(composer.field, "a")
    compose(composer, preedit="ni hao")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert sent == []
    assert composer.text == "a"
    compose(composer, commit="你好")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert sent == ["a你好"]


def test_what_an_input_method_composes_is_shown_where_it_will_stand(composer):
    compose(composer, preedit="nihao")
    layout = composer.field.document().firstBlock().layout()
    assert layout.preeditAreaText() == "nihao"


def test_the_hint_is_not_written_under_what_an_input_method_composes(composer):
    composer.set_placeholder("Write to Ann")
    compose(composer, preedit="nihao")
    assert composer.field.placeholderText() == ""
    compose(composer, commit="")
    assert composer.field.placeholderText() == "Write to Ann"


def test_the_input_method_is_told_where_the_cursor_is(composer, qtbot):
    query = Qt.InputMethodQuery.ImCursorRectangle
    before = composer.field.inputMethodQuery(query)
    qtbot.keyClicks(composer.field, "wide words")
    after = composer.field.inputMethodQuery(query)
    assert after.x() > before.x()
    assert composer.field.rect().contains(after.center().toPoint())


def test_it_grows_to_eight_lines_and_no_further(composer, qtbot):
    line = composer.field.fontMetrics().lineSpacing()
    heights = []
    for count in (1, 2, 8, 30):
        composer.field.setPlainText("\n".join(["x"] * count))
        heights.append(composer.field.height())
    assert heights[1] - heights[0] == line
    assert heights[2] - heights[0] == (MOST_LINES - 1) * line
    assert heights[3] == heights[2]


def test_a_long_line_wraps_and_makes_it_grow(composer, qtbot):
    before = composer.field.height()
    composer.field.insertPlainText("many words that wrap " * 10)
    qtbot.waitUntil(lambda: composer.field.height() > before)


def test_up_and_down_walk_through_what_was_said_and_back(composer, qtbot):
    composer.show_conversation(["first", "second"], "")
    qtbot.keyClicks(composer.field, "unsent")
    shown = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(composer.field, key)
        shown.append(composer.text)
    assert shown == ["second", "first", "first", "second", "unsent"]


def test_up_inside_a_text_of_two_lines_moves_the_cursor(composer, qtbot):
    composer.show_conversation(["said"], "one\ntwo")
    qtbot.keyClick(composer.field, Qt.Key.Key_Up)
    assert composer.text == "one\ntwo"
    qtbot.keyClick(composer.field, Qt.Key.Key_Up)
    assert composer.text == "said"


def test_escape_brings_the_unsent_text_back(composer, qtbot):
    composer.show_conversation(["said"], "unsent")
    qtbot.keyClick(composer.field, Qt.Key.Key_Up)
    qtbot.keyClick(composer.field, Qt.Key.Key_Escape)
    assert composer.text == "unsent"


def test_escape_in_an_empty_field_stops_the_reply(composer, qtbot):
    composer.set_running(True)
    with qtbot.waitSignal(composer.stop_wanted):
        qtbot.keyClick(composer.field, Qt.Key.Key_Escape)


def test_escape_with_text_or_without_a_reply_stops_nothing(composer, qtbot):
    with qtbot.assertNotEmitted(composer.stop_wanted):
        qtbot.keyClick(composer.field, Qt.Key.Key_Escape)
        composer.set_running(True)
        qtbot.keyClicks(composer.field, "half a sentence")
        qtbot.keyClick(composer.field, Qt.Key.Key_Escape)


def test_send_becomes_stop_while_a_reply_comes(composer, qtbot):
    composer.set_running(True)
    assert button(composer, "Send").isHidden()
    with qtbot.waitSignal(composer.stop_wanted):
        qtbot.mouseClick(button(composer, "Stop"), Qt.MouseButton.LeftButton)
    composer.set_running(False)
    assert button(composer, "Stop").isHidden()


def test_a_huge_paste_is_cut_and_said(composer, qtbot):
    data = QMimeData()
    data.setText("word " * 210_000)
    composer.field.insertFromMimeData(data)
    assert len(composer.text) == LONGEST
    assert "100,000" in composer.note
    assert "1,050,000" in composer.note
    qtbot.keyClick(composer.field, Qt.Key.Key_Backspace)
    assert composer.note == ""


def test_a_paste_without_spaces_does_not_freeze_the_field(composer, qtbot):
    data = QMimeData()
    data.setText("x" * 1_000_000)
    began = thread_time()
    composer.field.insertFromMimeData(data)
    assert thread_time() - began < 0.8
    assert len(composer.text) == LONGEST


def test_a_queued_text_comes_back_in_front_of_what_is_written(composer, qtbot):
    qtbot.keyClicks(composer.field, "later")
    composer.take("earlier")
    assert composer.text == "earlier\nlater"


def test_waiting_texts_are_chips_that_can_be_edited_or_dropped(composer, qtbot):
    composer.queue.show_texts(("first", "second"))
    first = button(composer, "first")
    with qtbot.waitSignal(composer.edit_wanted) as wanted:
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert wanted.args == [0]
    composer.queue.show_texts(())
    assert composer.queue.isHidden()


def test_undo_with_nothing_typed_is_left_to_the_tile(composer, qtbot):
    heard = []
    composer.keyPressEvent = lambda event: heard.append(event.key())
    qtbot.keyClick(composer.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert heard.count(Qt.Key.Key_Z) == 1
    qtbot.keyClicks(composer.field, "abc")
    qtbot.keyClick(composer.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer.text == ""
    assert heard.count(Qt.Key.Key_Z) == 1


@pytest.mark.parametrize(("width", "shown"), [(210, 2), (120, 1), (600, 3)])
def test_a_narrow_queue_shows_fewer_texts_and_not_only_dots(composer, qtbot, width, shown):
    queue = composer.queue
    composer.resize(width, composer.height())
    queue.show_texts(("mine", "two", "three", "four"))
    queue.resize(width, queue.height())
    chips = [each for each in queue.findChildren(ElidedButton) if not each.parent().isHidden()]
    assert len(chips) == shown
    qtbot.waitUntil(lambda: chips[0].width() > chips[0].fontMetrics().horizontalAdvance("mine"))
    assert queue.findChildren(QLabel)[-1].text() == f"+{4 - shown}"
