import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.backend import Request, Sampling
from app.core.conversation import (
    EchoPart,
    FilePart,
    Message,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from app.core.errors import ContextTooSmall
from app.engine.context import LEAST_ROOM, as_sent, fit
from tests.engine.scripted import Scripted, said

USER, AGENT, NOTE = Role.USER, Role.AGENT, Role.NOTE


def said_by(*who_and_text):
    return tuple(
        Message(str(place), "", role, (TextPart(text),), float(place))
        for place, (role, text) in enumerate(who_and_text)
    )


def words(count):
    return " ".join(["word"] * count)


def texts(request):
    return [message.text for message in request.messages]


async def test_what_fits_is_sent_whole():
    fitted = await fit(Scripted(length=1000), Request("m", said_by((USER, "a"), (AGENT, "b"))))
    assert (texts(fitted.request), fitted.context_from) == (["a", "b"], "")


async def test_nothing_is_left_out_when_nobody_knows_the_length():
    messages = said_by((USER, words(10_000)), (AGENT, "b"), (USER, "c"))
    fitted = await fit(Scripted(length=None), Request("m", messages))
    assert fitted.context_from == ""
    assert len(fitted.request.messages) == 3


async def test_oldest_whole_turns_are_left_out_and_the_persona_stays():
    messages = said_by(
        (USER, words(100)), (AGENT, words(100)), (USER, words(50)), (AGENT, "b"), (USER, "c")
    )
    fitted = await fit(
        Scripted(length=200), Request("m", messages, system=words(20), sampling=Sampling())
    )
    assert texts(fitted.request) == [words(50), "b", "c"]
    assert (fitted.context_from, fitted.request.system) == ("2", words(20))


async def test_room_for_the_answer_is_as_long_as_asked_for_but_at_most_half():
    messages = said_by((USER, words(60)), (AGENT, "b"), (USER, words(60)))
    short = Request("m", messages, sampling=Sampling(max_tokens=64))
    long = Request("m", messages, sampling=Sampling(max_tokens=5000))
    assert (await fit(Scripted(length=200), short)).context_from == ""
    assert (await fit(Scripted(length=200), long)).context_from == "2"


async def test_last_turn_may_use_the_answers_room_but_not_all_of_it():
    fits = Request("m", said_by((USER, words(200 - LEAST_ROOM))))
    assert (await fit(Scripted(length=200), fits)).context_from == ""
    with pytest.raises(ContextTooSmall) as caught:
        await fit(Scripted(length=200), Request("m", said_by((USER, words(190)))))
    assert (caught.value.needed, caught.value.available) == (190, 200)


async def test_a_huge_history_is_counted_few_times():
    backend, counted = Scripted(length=500), []
    plain = backend.count_tokens

    async def count_tokens(request):
        counted.append(len(request.messages))
        return await plain(request)

    backend.count_tokens = count_tokens
    turns = [(USER, words(20)), (AGENT, words(20))] * 5000
    fitted = await fit(backend, Request("m", said_by(*turns)))
    assert fitted.context_from
    assert len(counted) < 16
    assert max(counted) < 1000


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=30),
    st.integers(LEAST_ROOM + 61, 600),
)
async def test_what_is_sent_always_fits_and_no_turn_more_would(lengths, length):
    backend = Scripted(length=length)
    messages = said_by(*((USER if n % 2 == 0 else AGENT, words(k)) for n, k in enumerate(lengths)))
    if len(lengths) > 1 and sum(lengths[-2:]) + LEAST_ROOM > length:
        return
    fitted = await fit(backend, Request("m", messages))
    room = max(LEAST_ROOM, length // 4)
    count = await backend.count_tokens(fitted.request)
    assert count + room <= length or len(fitted.request.messages) <= 2
    if fitted.context_from:
        start = int(fitted.context_from)
        assert messages[start].role is USER
        assert sum(lengths[start - 2 :]) + room > length


def test_notes_and_empty_messages_are_not_sent():
    messages = said_by((USER, "a"), (NOTE, "Call now."), (AGENT, " "), (USER, "b"))
    assert [(each.role, each.text) for each in as_sent(messages)] == [(USER, "a\n\nb")]


def test_parts_of_one_answer_are_joined_as_they_are():
    messages = said_by((USER, "a"), (AGENT, "Once"), (AGENT, " upon"), (USER, "b"))
    assert [each.text for each in as_sent(messages)] == ["a", "Once upon", "b"]


async def test_reply_says_where_the_cut_is_and_nothing_is_deleted(make_world):
    world = make_world(["ok"], length=300)
    session = world.session(
        messages=tuple(
            Message(f"{n}", f"{n - 1}" if n else "", USER, (TextPart(words(150)),), float(n))
            for n in range(2)
        )
    )
    session.send("and now?")
    await world.settled()
    assert session.conversation.messages[-1].context_from == "1"
    assert len(said(session)) == 4


async def test_too_long_a_message_fails_with_its_numbers_and_is_kept(make_world):
    world = make_world(["ok"], length=100)
    session = world.session()
    session.send(words(200))
    await world.settled()
    assert session.conversation.messages[-1].reason == "context_too_small"
    assert session.conversation.messages[0].text == words(200)


def call(id):
    return ToolCallPart(id, "clock", "{}")


def result(id):
    return ToolResultPart(id, "clock", "noon")


ECHO = EchoPart("anthropic", "m", "[]")


def parts_by(*who_and_parts):
    return tuple(
        Message(str(place), "", role, tuple(parts), float(place))
        for place, (role, *parts) in enumerate(who_and_parts)
    )


def kinds(messages):
    return [[type(part).__name__ for part in message.parts] for message in messages]


def test_a_call_and_its_result_are_sent_with_what_must_be_echoed():
    talk = parts_by((USER, TextPart("When?")), (AGENT, call("1"), ECHO), (Role.TOOL, result("1")))
    assert kinds(as_sent(talk)) == [["TextPart"], ["ToolCallPart", "EchoPart"], ["ToolResultPart"]]


def test_a_call_that_nobody_answered_is_not_sent():
    talk = parts_by((USER, TextPart("When?")), (AGENT, TextPart("Let me see."), call("1"), ECHO))
    assert kinds(as_sent(talk)) == [["TextPart"], ["TextPart"]]


def test_of_two_calls_the_unanswered_one_is_not_sent():
    talk = parts_by(
        (USER, TextPart("When?")), (AGENT, call("1"), call("2"), ECHO), (Role.TOOL, result("2"))
    )
    assert as_sent(talk)[1].parts == (call("2"),)


def test_a_result_that_nobody_asked_for_is_not_sent():
    talk = parts_by((USER, TextPart("When?")), (Role.TOOL, result("1")), (AGENT, TextPart("Noon.")))
    assert kinds(as_sent(talk)) == [["TextPart"], ["TextPart"]]


def test_a_picture_is_sent_without_a_word():
    picture = FilePart("a.png", "image/png", b"x")
    assert as_sent(parts_by((USER, picture)))[0].parts == (picture,)


def test_a_joined_answer_echoes_nothing():
    talk = parts_by((AGENT, TextPart("One, "), ECHO), (AGENT, TextPart("two."), ECHO))
    assert as_sent(talk)[0].parts == (TextPart("One, two."),)


async def test_a_short_first_question_is_sent_without_asking_how_much_fits():
    backend = Scripted(length=1)
    talk = said_by((USER, "Hello?"))
    assert texts((await fit(backend, Request("m", talk))).request) == ["Hello?"]
    with pytest.raises(ContextTooSmall):
        await fit(backend, Request("m", talk, system=words(200)))


async def test_a_short_question_with_a_picture_is_counted():
    picture = FilePart("a.png", "image/png", b"x")
    with pytest.raises(ContextTooSmall):
        await fit(Scripted(length=1), Request("m", parts_by((USER, picture, TextPart("a b")))))
