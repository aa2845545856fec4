import asyncio
from dataclasses import replace

import pytest

from app.core.backend import (
    Citation,
    Finished,
    Queued,
    ReasoningDelta,
    TextDelta,
    ToolCall,
    Usage,
    Waiting,
)
from app.core.conversation import CitationPart, Outcome, Role, ToolCallPart
from app.core.errors import BackendUnreachable
from app.core.events import MessagesRemoved, ReplyBegan, ReplyEnded, ReplyGrew, SessionChanged
from app.core.settings import Models as ModelSettings
from app.core.wishes import Effort, Wishes
from app.engine.models import BUILTIN_CHOICE, ModelChoice
from app.engine.session import SessionState
from tests.engine.scripted import CHOICE, FOREVER, said, until


@pytest.mark.parametrize(
    ("script", "text", "outcome"),
    [
        (["Hel", "lo"], "Hello", Outcome.COMPLETE),
        ([], "", Outcome.COMPLETE),
        (["Hel", BackendUnreachable("x")], "Hel", Outcome.FAILED),
        (["Hel", Finished(Outcome.LENGTH, "length")], "Hel", Outcome.LENGTH),
        (["No.", Finished(Outcome.REFUSED, "content_filter")], "No.", Outcome.REFUSED),
    ],
)
async def test_reply_becomes_a_message_however_it_ends(make_world, script, text, outcome):
    world = make_world(script)
    session = world.session()
    session.send("hi")
    await world.settled()
    assert said(session) == ["hi", text]
    assert session.conversation.messages[-1].outcome is outcome


async def test_everything_a_stream_says_is_kept(make_world):
    world = make_world(
        [
            ReasoningDelta("hm"),
            "text",
            ToolCall("1", "look", "{}"),
            Citation("http://x", "X"),
            Usage(3, 2, None, 1),
        ]
    )
    session = world.session()
    session.send("hi")
    await world.settled()
    message = session.conversation.messages[-1]
    assert (message.reasoning, message.text, message.model) == ("hm", "text", "p/m")
    assert message.parts[-2:] == (ToolCallPart("1", "look", "{}"), CitationPart("http://x", "X"))
    assert (message.tokens.input, message.tokens.output, message.tokens.cached) == (3, 2, None)


async def test_failure_keeps_what_arrived_and_its_error(make_world):
    world = make_world(["Hel", BackendUnreachable("x")])
    session = world.session()
    session.send("hi")
    await world.settled()
    assert session.state is SessionState.FAILED
    assert isinstance(session.last_error, BackendUnreachable)
    assert session.conversation.messages[-1].reason == "unreachable"


async def test_a_bug_in_a_backend_ends_the_reply_and_is_reported(make_world, expected_log):
    world = make_world(["Hel", ZeroDivisionError("no")])
    session = world.session()
    session.send("hi")
    await world.settled()
    assert session.conversation.messages[-1].outcome is Outcome.FAILED
    assert not session.is_running
    assert expected_log == ["task c/reply failed"]


async def test_stop_keeps_what_arrived_and_hangs_up(make_world):
    world = make_world(["Hel", FOREVER])
    session = world.session()
    session.send("hi")
    await until(lambda: session.conversation.reply.text == "Hel")
    session.stop()
    assert said(session) == ["hi", "Hel"]
    assert session.conversation.messages[-1].outcome is Outcome.STOPPED
    await world.settled()
    assert world.backend.open == 0


async def test_stopped_before_its_first_step_ends_all_the_same(make_world):
    world = make_world(["Hel"])
    session = world.session()
    session.send("hi")
    session.stop()
    await world.settled()
    assert session.conversation.messages[-1].outcome is Outcome.STOPPED
    assert world.backend.requests == []


async def test_a_word_that_comes_after_the_end_of_its_run_is_dropped(make_world):
    world = make_world([])

    async def late(request):
        try:
            yield TextDelta("one")
            await asyncio.Event().wait()
        finally:
            yield TextDelta("late")  # a stream that does not listen to being cancelled

    world.backend.stream = late
    session = world.session()
    session.send("hi")
    await until(lambda: session.conversation.reply.text == "one")
    session.stop()
    await world.settled()
    assert said(session) == ["hi", "one"]


async def test_text_sent_while_answering_waits_and_can_be_taken_back(make_world):
    world = make_world(["one", FOREVER], ["two"])
    session = world.session()
    for text in ("a", "b", "c"):
        session.send(text)
    assert session.queue == ("b", "c")
    assert session.unqueue(0) == "b"
    await until(lambda: session.conversation.reply.text == "one")
    session.stop()
    await world.settled()
    assert said(session) == ["a", "one", "c", "two"]
    assert session.queue == ()


async def test_queue_goes_on_by_itself_when_the_answer_is_complete(make_world):
    world = make_world(["one"], ["two"], ["three"])
    session = world.session()
    for text in ("a", "b", "c"):
        session.send(text)
    await world.settled()
    assert said(session) == ["a", "one", "b", "two", "c", "three"]


async def test_queue_waits_after_a_failure_and_goes_on_with_the_next_success(make_world):
    world = make_world([BackendUnreachable("x")], ["again"], ["two"])
    session = world.session()
    session.send("a")
    session.send("b")
    await world.settled()
    assert session.queue == ("b",)
    session.regenerate()
    await world.settled()
    assert said(session) == ["a", "again", "b", "two"]


async def test_sending_stops_the_answer_first_when_the_setting_says_so(make_world):
    world = make_world(["one", FOREVER], ["two"])
    world.stop_when_sending()
    session = world.session()
    session.send("a")
    await until(lambda: session.conversation.reply.text == "one")
    session.send("b")
    await world.settled()
    assert said(session) == ["a", "one", "b", "two"]
    assert session.conversation.messages[1].outcome is Outcome.STOPPED


async def test_blank_text_is_not_sent(make_world):
    session = make_world().session()
    session.send(" \n ")
    assert said(session) == []


async def test_regenerating_keeps_the_old_answer_as_a_variant(make_world):
    world = make_world(["one"], ["two"])
    session = world.session()
    session.send("a")
    await world.settled()
    old = session.conversation.tip
    session.regenerate()
    await world.settled()
    assert said(session) == ["a", "two"]
    assert [each.text for each in session.conversation.variants(old)] == ["one", "two"]
    session.show(old)
    assert said(session) == ["a", "one"]


async def test_going_on_asks_for_the_rest_and_adds_it_as_a_message(make_world):
    world = make_world(["Once", BackendUnreachable("x")], [" upon"])
    session = world.session()
    session.send("a")
    await world.settled()
    session.continue_reply()
    await world.settled()
    assert said(session) == ["a", "Once", " upon"]
    asked = world.backend.requests[-1].messages
    assert [message.role for message in asked] == [Role.USER, Role.AGENT, Role.USER]
    assert asked[1].text == "Once"
    assert "Continue" in asked[2].text


async def test_a_whole_answer_is_not_gone_on_with(make_world):
    world = make_world(["one"])
    session = world.session()
    session.send("a")
    await world.settled()
    session.continue_reply()
    assert not session.is_running


async def test_regenerating_an_answer_in_two_parts_asks_the_question_again(make_world):
    world = make_world(["Once", BackendUnreachable("x")], [" upon"], ["New"])
    session = world.session()
    session.send("a")
    await world.settled()
    session.continue_reply()
    await world.settled()
    session.regenerate()
    await world.settled()
    assert said(session) == ["a", "New"]


async def test_deleting_can_be_undone(make_world):
    world = make_world(["one"], ["two"])
    session = world.session()
    removals = []
    world.bus.subscribe(MessagesRemoved, removals.append, about=session.id)
    for text in ("a", "b"):
        session.send(text)
    await world.settled()
    session.delete(session.conversation.messages[2].id)
    assert said(session) == ["a", "one"]
    session.undo_delete()
    assert said(session) == ["a", "one", "b", "two"]
    assert len(removals) == 2
    assert not session.can_undo_delete


async def test_deleting_a_variant_shows_another(make_world):
    world = make_world(["one"], ["two"])
    session = world.session()
    session.send("a")
    await world.settled()
    session.regenerate()
    await world.settled()
    session.delete(session.conversation.tip)
    assert said(session) == ["a", "one"]


async def test_waiting_run_says_its_place(make_world):
    world = make_world([Queued(2), Queued(1), Queued(0), "one"])
    session, seen = world.session(), []

    def note(event):
        reply = session.conversation.reply
        seen.append((session.state.value, reply.queue_place if reply else None))

    world.bus.subscribe(SessionChanged, note)
    session.send("a")
    await world.settled()
    assert seen == [
        ("thinking", 0),
        ("waiting", 2),
        ("waiting", 1),
        ("thinking", 0),
        ("streaming", 0),
        ("idle", None),
    ]


async def test_state_is_right_when_the_end_is_told(make_world):
    world = make_world([BackendUnreachable("x")])
    session, seen = world.session(), []
    world.bus.subscribe(ReplyEnded, lambda event: seen.append((session.state, session.is_running)))
    session.send("a")
    await world.settled()
    assert seen == [(SessionState.FAILED, False)]


async def test_events_tell_of_begin_growth_and_end(make_world):
    world = make_world(["one", "two"])
    session, seen = world.session(), []
    for kind in (ReplyBegan, ReplyGrew, ReplyEnded):
        world.bus.subscribe(kind, lambda event: seen.append(type(event).__name__), about="c")
    session.send("a")
    await world.settled()
    assert seen == ["ReplyBegan", "ReplyGrew", "ReplyGrew", "ReplyEnded"]


async def test_chosen_model_is_asked_and_kept(make_world):
    world = make_world(["one"])
    session = world.session()
    session.choose(ModelChoice("gone", "m"))
    session.send("a")
    await world.settled()
    assert session.conversation.messages[-1].reason == "model_missing"
    session.choose(CHOICE)
    session.regenerate()
    await world.settled()
    assert said(session)[-1] == "one"
    assert world.kept == [("c", "gone/m"), ("c", "p/m")]


async def test_persona_is_in_the_windows_language(make_world):
    world = make_world(["one"], language="zh_CN")
    session = world.session()
    session.send("a")
    await world.settled()
    assert world.backend.requests[0].system == "你是一张卡片。"


async def test_closing_the_scope_keeps_what_arrived_as_interrupted(make_world):
    world = make_world(["Hel", FOREVER])
    session = world.session()
    session.send("hi")
    await until(lambda: session.conversation.reply.text == "Hel")
    await world.aclose()
    assert session.conversation.messages[-1].outcome is Outcome.INTERRUPTED


async def test_speed_is_the_servers_count_over_the_time_it_took(make_world):
    world = make_world(["one", "two", Usage(output=9)])
    session = world.session()
    session.send("a")
    await world.settled()
    assert session.tokens_per_second > 0


async def test_a_conversation_is_answered_as_its_user_wishes(make_world):
    world = make_world(["ok"])
    session = world.session()
    session.wish(Wishes("You are a pirate.", temperature=0.1, effort=Effort.HIGH))
    session.send("Hi")
    await world.settled()
    asked = world.backend.requests[0]
    assert (asked.system, asked.sampling.temperature) == ("You are a pirate.", 0.1)
    assert (asked.effort, asked.asker) == (Effort.HIGH, session.id)
    assert world.kept == [(session.id, session.conversation.wishes)]


async def test_a_wait_for_the_server_is_told_and_can_be_cut_short(make_world):
    hurried = []
    waiting = Waiting(12.0, "rejected", 429, "busy", hurry=lambda: hurried.append(True))
    session = make_world([waiting, FOREVER]).session()
    session.send("Hi")
    await until(lambda: session.waiting is not None)
    assert (session.state, session.waiting.seconds) == (SessionState.WAITING, 12.0)
    session.hurry()
    assert hurried == [True]
    session.stop()
    assert session.waiting is None


async def test_an_agents_new_conversations_begin_with_its_own_model(make_world):
    world = make_world(["ok"])
    world.settings = replace(
        world.settings,
        models=ModelSettings(),
        agent_models={"a": "p/m", "b": "gone/model"},
    )
    assert world.session().choice == CHOICE
    assert world.models.default_for("b") == BUILTIN_CHOICE
