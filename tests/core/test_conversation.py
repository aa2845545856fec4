import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import (
    Conversation,
    Outcome,
    ReasoningPart,
    Reply,
    Role,
    TextPart,
    without_reasoning,
)


def texts(conversation):
    return [message.text for message in conversation.messages]


def answered(*pairs):
    conversation = Conversation("c", "a")
    for question, answer in pairs:
        conversation.say(question)
        answer_with(conversation, answer)
    return conversation


def answer_with(conversation, text, *, after=None):
    conversation.begin_reply("p/m", after=after).append_text(text)
    return conversation.end_reply(Outcome.COMPLETE)


def test_what_is_said_follows_the_tip():
    conversation = answered(("a", "b"), ("c", "d"))
    assert texts(conversation) == ["a", "b", "c", "d"]
    assert conversation.messages[2].parent == conversation.messages[1].id


def test_reply_becomes_a_message_of_the_same_id():
    conversation = Conversation("c", "a")
    conversation.say("a")
    reply = conversation.begin_reply("p/m")
    reply.append_reasoning("hm")
    reply.append_text("one ")
    reply.append_text("two")
    message = conversation.end_reply(Outcome.LENGTH, "length")
    assert (message.id, message.text, message.reasoning) == (reply.id, "one two", "hm")
    assert (message.outcome, message.reason, message.model) == (Outcome.LENGTH, "length", "p/m")
    assert message.ended >= message.created
    assert conversation.reply is None


def test_answers_to_one_question_are_variants():
    conversation = answered(("a", "b"))
    question, first = conversation.messages
    second = answer_with(conversation, "c", after=question.id)
    assert conversation.variants(second.id) == (first, second)
    conversation.show(first.id)
    assert texts(conversation) == ["a", "b"]


def test_showing_a_branch_shows_its_newest_end():
    conversation = answered(("a", "b"))
    question, first = conversation.messages
    conversation.say("more")
    answer_with(conversation, "c", after=question.id)
    conversation.show(first.id)
    assert texts(conversation) == ["a", "b", "more"]


def test_removing_takes_what_follows_and_can_be_undone():
    conversation = answered(("a", "b"), ("c", "d"))
    gone = conversation.remove(conversation.messages[1].id)
    assert texts(conversation) == ["a"]
    conversation.put_back(gone)
    assert texts(conversation) == ["a", "b", "c", "d"]


def test_put_back_variants_are_in_their_old_order():
    conversation = answered(("a", "b"))
    question, first = conversation.messages
    second = answer_with(conversation, "c", after=question.id)
    conversation.put_back(conversation.remove(first.id))
    assert conversation.variants(second.id) == (first, second)


def test_putting_back_does_not_move_a_reply_under_way():
    conversation = answered(("a", "b"))
    gone = conversation.remove(conversation.tip)
    reply = conversation.begin_reply("p/m")
    conversation.put_back(gone)
    reply.append_text("c")
    conversation.end_reply(Outcome.COMPLETE)
    assert texts(conversation) == ["a", "c"]


def test_unknown_tip_is_the_newest_message():
    messages = answered(("a", "b")).messages
    assert Conversation("c", "a", messages, tip="gone").tip == messages[-1].id
    assert Conversation("c", "a", messages, tip=messages[0].id).messages == messages[:1]


def test_notes_have_a_reason_and_are_no_variant_of_an_answer():
    conversation = Conversation("c", "a")
    conversation.say("a")
    note = conversation.say("Call.", Role.NOTE, "red_flag:x")
    assert (note.role, note.reason) == (Role.NOTE, "red_flag:x")
    assert conversation.variants(note.id) == (note,)


def test_nothing_is_said_while_a_reply_is_under_way():
    conversation = Conversation("c", "a")
    conversation.begin_reply("p/m")
    with pytest.raises(AssertionError):
        conversation.say("x")
    with pytest.raises(AssertionError):
        conversation.begin_reply("p/m")


def test_reasoning_ends_with_the_first_word():
    reply = Reply("1", "", 0.0)
    assert reply.is_empty
    assert reply.reasoning_seconds is None
    reply.append_reasoning("hm")
    assert reply.is_reasoning
    reply.append_text("so")
    assert not reply.is_reasoning
    assert reply.parts()[0].seconds == reply.reasoning_seconds


def test_without_reasoning_leaves_what_was_said_aloud():
    conversation = Conversation("c", "a")
    reply = conversation.begin_reply("p/m")
    reply.append_reasoning("hm")
    reply.append_text("so")
    message = without_reasoning(conversation.end_reply(Outcome.COMPLETE))
    assert message.parts == (TextPart("so"),)
    assert not any(isinstance(part, ReasoningPart) for part in message.parts)


@given(st.lists(st.text()))
def test_text_is_every_piece_joined_however_often_it_is_read(pieces):
    reply = Reply("1", "", 0.0)
    for piece in pieces:
        reply.append_text(piece)
        assert reply.text.endswith(piece)
    assert reply.text == "".join(pieces)
