import pytest

from app.core.conversation import Outcome
from app.core.errors import CardError
from app.core.events import SessionClosed, SessionOpened
from app.engine.models import ModelChoice
from tests.engine.scripted import CHOICE, FOREVER, said, until


async def test_conversation_is_as_it_was_when_it_is_opened_again(make_house):
    house = await make_house(["one"])
    session = house.roster.open_new("a")
    session.choose(CHOICE)
    session.send("hi")
    await house.settled(session)
    await house.roster.close(session.id)
    again = await house.roster.open(session.id)
    assert again is not session
    assert said(again) == ["hi", "one"]
    assert (again.choice, again.card.id) == (CHOICE, "a")


async def test_opening_twice_is_one_session(make_house):
    house = await make_house()
    session = house.roster.open_new("a")
    assert await house.roster.open(session.id) is session
    assert house.roster.of_agent("a") == (session,)


async def test_latest_is_the_newest_conversation_or_a_new_one(make_house):
    house = await make_house(["one"])
    first = await house.roster.open_latest("a")
    assert said(first) == []
    first.send("hi")
    await house.settled(first)
    await house.roster.close(first.id)
    assert (await house.roster.open_latest("a")).id == first.id


async def test_one_that_was_never_stored_begins_anew(make_house):
    house = await make_house()
    session = await house.roster.open("never", "a")
    assert (session.id, said(session)) == ("never", [])
    with pytest.raises(CardError):
        await house.roster.open("other", "nobody")


async def test_opening_and_closing_are_told(make_house):
    house, seen = await make_house(), []
    for kind in (SessionOpened, SessionClosed):
        house.bus.subscribe(kind, lambda event: seen.append(type(event).__name__))
    session = house.roster.open_new("a")
    await house.roster.close(session.id)
    await house.roster.close(session.id)
    assert seen == ["SessionOpened", "SessionClosed"]


async def test_closing_keeps_what_arrived_and_what_was_queued(make_house):
    house = await make_house(["Hel", FOREVER])
    session = house.roster.open_new("a")
    session.send("hi")
    session.send("and then?")
    await until(lambda: session.conversation.reply.text == "Hel")
    assert house.roster.running == (session,)
    await house.roster.aclose()
    assert house.roster.running == ()
    again = await house.roster.open(session.id)
    assert again.conversation.messages[-1].outcome is Outcome.INTERRUPTED
    assert said(again) == ["hi", "Hel"]
    assert again.conversation.draft == "and then?"


async def test_interrupted_reply_can_be_gone_on_with_after_a_restart(make_house):
    house = await make_house(["Hel", FOREVER], ["lo"])
    session = house.roster.open_new("a")
    session.send("hi")
    await until(lambda: session.conversation.reply.text == "Hel")
    await house.roster.close(session.id)
    again = await house.roster.open(session.id)
    again.continue_reply()
    await house.settled(again)
    assert said(again) == ["hi", "Hel", "lo"]


async def test_a_closed_session_sends_nothing_more(make_house):
    house = await make_house(["one"])
    session = house.roster.open_new("a")
    await house.roster.close(session.id)
    session.send("hi")
    session.regenerate()
    assert said(session) == []
    assert not session.is_running


async def test_a_new_conversation_keeps_the_model_that_the_last_one_chose(make_house):
    house = await make_house(["hi"])
    first = house.roster.open_new("a")
    first.choose(ModelChoice("p", "other"))
    second = house.roster.open_new("a", first)
    assert second.choice == ModelChoice("p", "other")
    assert house.roster.open_new("a").choice != second.choice
