import gc

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from app.core.conversation import Conversation, Outcome, Role
from app.core.events import MessagesRemoved

NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
ACTION = QAccessible.InterfaceType.ActionInterface


@pytest.fixture
def heard(monkeypatch):
    """What assistive technology was told, as it would be while some is in use."""
    told = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    return told


@pytest.fixture
def tile(stage, qtbot):
    """The transcript in a tile of an agent, with something else that takes the keyboard."""
    tile = QWidget()
    tile.setAccessibleName("Ask")
    qtbot.addWidget(tile)
    rows = QVBoxLayout(tile)
    rows.addWidget(stage.view)
    tile.resize(440, 420)
    tile.show()
    qtbot.waitExposed(tile)
    tile.activateWindow()
    stage.settle()
    return tile


def announced(heard):
    kind = QAccessible.Event.Announcement
    return [each.message() for each in heard if each.type() == kind]


def politeness(heard):
    kind = QAccessible.Event.Announcement
    return [each.politeness().name for each in heard if each.type() == kind]


def talk_of(stage):
    found = QAccessible.queryAccessibleInterface(stage.view)
    assert found is not None
    return found


def messages(talk):
    found = [talk.child(place) for place in range(talk.childCount())]
    return [each for each in found if each.role() == QAccessible.Role.ListItem]


def take_keyboard(stage, qtbot):
    stage.view.setFocus()
    qtbot.waitUntil(stage.view.hasFocus)


def test_each_message_has_a_role_an_author_and_its_text(stage, tile):
    stage.say("hello **you**")
    stage.answer("One *two* three.\n\n- a point")
    stage.say("careful", Role.NOTE)
    stage.settle()
    said = messages(talk_of(stage))
    assert [each.text(NAME).split(",")[0] for each in said] == ["You", "Ask", "Note"]
    assert [each.text(VALUE) for each in said] == [
        "hello **you**",
        "One two three.\na point",
        "careful",
    ]
    assert talk_of(stage).role() == QAccessible.Role.List
    assert talk_of(stage).text(NAME) == "Conversation"


def test_how_an_answer_ended_is_part_of_its_text(stage, tile):
    stage.say("hello")
    stage.answer("Half of it", Outcome.STOPPED)
    stage.settle()
    half, how = messages(talk_of(stage))[1].text(VALUE).split("\n")
    assert (half, how) == ("Half of it", stage.entries[1].outcome.text)


def test_a_growing_answer_is_read_as_far_as_it_came(stage, tile):
    stage.begin()
    stage.stream("One")
    stage.settle()
    coming = messages(talk_of(stage))[0]
    assert (coming.text(VALUE), coming.state().busy) == ("One", True)
    stage.stream(" two")
    assert coming.text(VALUE) == "One two"
    stage.end()
    stage.settle()
    assert not coming.state().busy


def test_thoughts_are_read_only_when_they_are_unfolded(stage, tile):
    stage.begin()
    stage.conversation.reply.append_reasoning("a secret thought")
    stage.stream("Said.")
    stage.end()
    stage.settle()
    said = messages(talk_of(stage))[0]
    assert "secret" not in said.text(VALUE)
    assert said.state().collapsed
    said.actionInterface().doAction("fold")
    assert "a secret thought" in said.text(VALUE)
    assert said.state().expanded


def test_a_message_is_found_where_it_is_on_the_screen(stage, tile):
    stage.say("hello")
    stage.answer("world")
    stage.settle()
    talk = talk_of(stage)
    for place, said in enumerate(messages(talk)):
        middle = said.rect().center()
        found = talk.childAt(middle.x(), middle.y())
        assert talk.indexOfChild(found) == place
        assert talk.rect().contains(said.rect().center())
    assert talk.childAt(-5, -5) is None


def test_what_is_scrolled_away_says_so(stage, tile):
    for number in range(30):
        stage.say(f"message {number}")
        stage.answer("A long answer. " * 30)
    stage.settle()
    first, *_, last = messages(talk_of(stage))
    assert first.state().offscreen
    assert not last.state().offscreen


def test_a_message_can_be_copied_and_asked_again(stage, tile, qtbot):
    stage.say("hello")
    stage.answer("A **bold** answer", Outcome.LENGTH)
    stage.settle()
    deeds = messages(talk_of(stage))[1].actionInterface()
    assert {"copy", "regenerate", "continue", "post", "delete"} <= set(deeds.actionNames())
    assert deeds.localizedActionName("regenerate") == "Ask again"
    deeds.doAction("copy")
    assert QGuiApplication.clipboard().text() == "A **bold** answer"
    with qtbot.waitSignal(stage.view.regenerate_wanted):
        deeds.doAction("regenerate")
    with qtbot.waitSignal(stage.view.continue_wanted):
        deeds.doAction("continue")


def test_an_action_that_is_not_offered_does_nothing(stage, tile, qtbot):
    message = stage.say("hello")
    stage.settle()
    with qtbot.assertNotEmitted(stage.view.regenerate_wanted):
        messages(talk_of(stage))[0].actionInterface().doAction("regenerate")
    assert message.id in stage.conversation


def test_the_text_can_be_read_letter_by_letter(stage, tile):
    stage.say("a😀bc")
    stage.settle()
    letters = messages(talk_of(stage))[0].textInterface()
    assert letters.characterCount() == 5, "Qt counts in UTF-16"
    assert letters.text(0, 5) == "a😀bc"
    assert letters.text(3, 5) == "bc"
    assert letters.text(0, -1) == "a😀bc"


def test_the_keyboard_on_a_message_is_told_once_for_each_step(stage, tile, qtbot, heard):
    stage.say("one")
    stage.say("two")
    stage.settle()
    talk = talk_of(stage)
    take_keyboard(stage, qtbot)
    assert talk.focusChild() is talk
    heard.clear()
    stage.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    stage.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    focused = [each.child() for each in heard if each.type() == QAccessible.Event.Focus]
    assert focused == [1, 0]
    assert talk.focusChild() is talk.child(0)
    assert talk.child(0).state().focused


def test_assistive_technology_can_put_the_keyboard_on_a_message(stage, tile, qtbot):
    for number in range(40):
        stage.say(f"message {number}")
    stage.settle()
    said = messages(talk_of(stage))[3]
    deeds = said.actionInterface()
    deeds.doAction(deeds.setFocusAction())
    qtbot.waitUntil(stage.view.hasFocus)
    assert stage.view.current == 3
    assert not said.state().offscreen


def test_the_begin_and_the_end_are_announced_and_no_word_between(stage, tile, qtbot, heard):
    take_keyboard(stage, qtbot)
    stage.say("hello")
    stage.begin()
    for number in range(100):
        stage.stream(f"word{number} **bold** ")
        if number % 10 == 0:
            stage.settle()
    stage.end()
    stage.settle()
    began, ended = announced(heard)
    assert began == "Ask is answering"
    assert ended.startswith("Ask has answered\nword0 bold word1 bold")
    assert len(ended) < 400
    assert politeness(heard) == ["Polite", "Polite"]


def test_an_answer_that_comes_within_one_frame_is_announced_too(stage, tile, qtbot, heard):
    take_keyboard(stage, qtbot)
    stage.answer("Quick.")
    assert announced(heard) == ["Ask is answering", "Ask has answered\nQuick."]


def test_a_failure_is_announced_at_once(stage, tile, qtbot, heard):
    take_keyboard(stage, qtbot)
    stage.answer("", Outcome.FAILED, "unreachable")
    assert len(announced(heard)) == 2
    assert announced(heard)[1].startswith("Ask: ")
    assert politeness(heard) == ["Polite", "Assertive"]


def test_without_the_users_attention_only_trouble_is_announced(stage, tile, qtbot, heard):
    other = QWidget(tile.window())
    stage.view.clearFocus()
    stage.answer("Fine.")
    assert announced(heard) == []
    stage.answer("", Outcome.FAILED, "unreachable")
    assert politeness(heard) == ["Polite"], "what the user reads meanwhile is not cut off"
    other.deleteLater()


def test_a_hidden_transcript_leaves_it_to_the_notices(stage, tile, heard):
    tile.hide()
    stage.answer("", Outcome.FAILED, "unreachable")
    assert announced(heard) == []


def test_nothing_is_made_or_told_while_no_assistive_technology_is_there(
    stage, tile, qtbot, monkeypatch
):
    told = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: False)
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    take_keyboard(stage, qtbot)
    stage.say("hello")
    stage.answer("world")
    stage.settle()
    stage.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert told == []
    assert stage.view._reading is None


def test_new_messages_are_told_by_their_place(stage, tile, heard):
    stage.say("one")
    stage.settle()
    talk_of(stage).child(0)
    heard.clear()
    stage.say("two")
    stage.settle()
    created = [e.child() for e in heard if e.type() == QAccessible.Event.ObjectCreated]
    assert created == [1]


def test_of_many_messages_at_once_only_the_last_are_told(stage, tile, heard):
    talk_of(stage)
    other = Conversation("other", "ask")
    for number in range(500):
        other.say(f"message {number}")
    heard.clear()
    stage.view.show_conversation(other)
    stage.settle()
    created = [e.child() for e in heard if e.type() == QAccessible.Event.ObjectCreated]
    assert created == list(range(492, 500))


def test_a_message_is_one_object_as_long_as_it_is_shown(stage, tile):
    stage.say("one")
    stage.settle()
    talk = talk_of(stage)
    first = talk.child(0)
    stage.say("two")
    stage.settle()
    gc.collect()
    assert talk.child(0) is first
    assert talk.indexOfChild(first) == 0


def test_a_message_that_is_gone_is_forgotten(stage, tile):
    stage.say("one")
    second = stage.say("two")
    stage.settle()
    talk = talk_of(stage)
    gone = talk.child(1)
    number = QAccessible.uniqueId(gone)
    stage.conversation.remove(second.id)
    stage.bus.publish(MessagesRemoved("c"))
    stage.settle()
    assert not isValid(gone)
    assert QAccessible.accessibleInterface(number) is None
    assert len(messages(talk)) == 1


def test_another_conversation_is_read_instead(stage, tile):
    stage.say("one")
    stage.settle()
    talk = talk_of(stage)
    before = talk.child(0)
    other = Conversation("other", "ask")
    other.say("another")
    stage.view.show_conversation(other)
    stage.settle()
    assert not isValid(before)
    assert [each.text(VALUE) for each in messages(talk)] == ["another"]


def test_a_transcript_that_is_closed_while_it_is_read_does_no_harm(stage, tile, qtbot):
    stage.say("one")
    stage.settle()
    talk = talk_of(stage)
    number, said = QAccessible.uniqueId(talk), talk.child(0)
    stage.view.close_subscriptions()
    gc.collect()
    assert QAccessible.accessibleInterface(number) is None
    assert not isValid(said)
    assert QAccessible.queryAccessibleInterface(stage.view) is not None, "Qt's own from now on"
    assert len([1 for _ in range(QAccessible.queryAccessibleInterface(tile).childCount())]) == 1


def test_a_long_conversation_makes_only_what_is_asked_for(stage, tile):
    for number in range(2_000):
        stage.conversation.say(f"message {number}")
    stage.say("the last")
    stage.settle()
    talk = talk_of(stage)
    assert len(messages_at(talk, (0, 1_000, 2_000))) == 3
    assert len(stage.view._reading._sayings) == 3


def messages_at(talk, places):
    return [talk.child(place).text(VALUE) for place in places]


def test_the_way_back_to_the_end_stands_after_the_messages(stage, tile):
    for _ in range(20):
        stage.say("A long message. " * 30)
    stage.settle()
    stage.scroll.setValue(0)
    stage.begin()
    stage.settle()
    talk = talk_of(stage)
    last = talk.child(talk.childCount() - 1)
    assert last.text(NAME) == "Go to the newest text"
    assert talk.indexOfChild(last) == talk.childCount() - 1
    middle = last.rect().center()
    assert talk.childAt(middle.x(), middle.y()).text(NAME) == "Go to the newest text"


def test_a_place_between_the_messages_is_the_transcripts_own(stage, tile):
    stage.say("hello")
    stage.settle()
    below = stage.view.mapToGlobal(QPoint(10, stage.view.height() - 4))
    assert talk_of(stage).childAt(below.x(), below.y()) is None
