from types import SimpleNamespace

import pytest

from app.core.bus import Bus
from app.core.errors import BackendUnreachable, ModelCrashed
from app.core.events import ModelChanged, NoticesChanged, SessionChanged
from app.engine.builtin import BUILTIN
from app.engine.builtin import BuiltinState as Is
from app.engine.models import BUILTIN_CHOICE
from app.engine.notices import LENGTH, Counts, NoticeKind, Notices
from app.engine.session import SessionState
from app.engine.wording import Wording
from tests.engine.scripted import FOREVER, until


def sentences(house):
    return [notice.sentence for notice in house.notices.inbox]


async def ask(house, session=None):
    session = session or house.roster.open_new("a")
    session.send("hi")
    await house.settled(session)
    return session


async def test_reply_out_of_sight_is_a_notice_that_opens_its_tile(make_house):
    house = await make_house(["Yes."])
    session = await ask(house)
    notice = house.notices.newest
    assert (notice.kind, notice.about, notice.agent) == (NoticeKind.ENDED, session.id, "a")
    assert (notice.sentence, notice.action) == ("Ann answered: Yes.", "tile.open")


async def test_reply_in_view_needs_no_notice(make_house):
    house = await make_house(["Yes."])
    session = house.roster.open_new("a")
    house.notices.look_at([session.id])
    await ask(house, session)
    assert house.notices.inbox == ()


async def test_failure_says_what_to_do(make_house):
    house = await make_house([BackendUnreachable("x")])
    await ask(house)
    assert house.notices.newest.kind is NoticeKind.FAILED
    assert house.notices.newest.action == "settings.providers"
    assert sentences(house)[0].startswith("Ann: The server of Provider cannot be reached.")


async def test_what_the_user_stopped_needs_no_notice(make_house):
    house = await make_house(["Hel", FOREVER])
    session = house.roster.open_new("a")
    session.send("hi")
    await until(lambda: session.conversation.reply.text == "Hel")
    session.stop()
    assert house.notices.inbox == ()


async def test_one_notice_of_a_kind_for_each_session(make_house):
    house = await make_house(["one"], ["two"])
    session = await ask(house)
    await ask(house, session)
    await ask(house)
    assert [notice.about == session.id for notice in house.notices.inbox] == [False, True]
    assert sentences(house)[1] == "Ann answered: two"


async def test_counts_are_what_waits_runs_and_is_worth_knowing(make_house):
    house = await make_house(["Hel", FOREVER])
    house.roster.open_new("a").send("hi")
    for kind in (NoticeKind.NEEDS_YOU, NoticeKind.FAILED, NoticeKind.INFO):
        house.notices.say(kind, "x")
    assert house.notices.counts == Counts(2, 1, 1)


async def test_looking_at_a_tile_reads_its_notices(make_house):
    house = await make_house(["Yes."])
    session = await ask(house)
    house.notices.look_at([session.id])
    assert house.notices.newest is None
    assert house.notices.inbox[0].is_read


async def test_notices_are_read_and_dismissed(make_house):
    house, told = await make_house(), []
    house.bus.subscribe(NoticesChanged, told.append)
    house.notices.say(NoticeKind.INFO, "one")
    house.notices.say(NoticeKind.INFO, "two")
    house.notices.read(house.notices.newest.id)
    assert house.notices.newest.sentence == "one"
    house.notices.read_all()
    house.notices.read_all()
    assert house.notices.newest is None
    house.notices.dismiss(house.notices.inbox[0].id)
    assert sentences(house) == ["one"]
    assert len(told) == 5


async def test_the_same_sentence_again_takes_the_place_of_the_first(make_house):
    house = await make_house()
    for sentence in ("one", "two", "one"):
        house.notices.say(NoticeKind.PROBLEM, sentence)
    assert sentences(house) == ["one", "two"]


async def test_mere_information_does_not_cover_a_problem(make_house):
    house = await make_house()
    house.notices.say(NoticeKind.INFO, "first")
    assert house.notices.newest.sentence == "first"
    house.notices.say(NoticeKind.PROBLEM, "The database is damaged.")
    house.notices.say(NoticeKind.MODEL, "The model is ready.")
    assert house.notices.newest.sentence == "The database is damaged."
    house.notices.read(house.notices.newest.id)
    assert house.notices.newest.sentence == "The model is ready."


async def test_inbox_forgets_the_oldest(make_house):
    house = await make_house()
    for number in range(LENGTH + 5):
        house.notices.say(NoticeKind.INFO, str(number))
    assert len(house.notices.inbox) == LENGTH
    assert sentences(house)[0] == str(LENGTH + 4)


async def test_chinese_names_stand_in_chinese_notices(make_house):
    house = await make_house(["Yes."], language="zh_CN")
    await ask(house)
    assert "安" in house.notices.newest.sentence


async def test_a_session_that_needs_you_says_so(make_house):
    house = await make_house()
    session = house.roster.open_new("a")
    session.state = SessionState.NEEDS_YOU
    house.bus.publish(SessionChanged(session.id))
    assert house.notices.newest.kind is NoticeKind.NEEDS_YOU
    assert house.notices.counts.needs_you == 1


class Turns:
    """Notices about a built-in model that turns from state to state."""

    def __init__(self, first):
        self.bus = Bus()
        self.models = SimpleNamespace(builtin_state=first, builtin_problem=None)
        self.roster = SimpleNamespace(sessions={}, running=())
        self.notices = Notices(self.bus, self.roster, self.models, Wording(), "en")

    def to(self, *states, problem=None):
        for self.models.builtin_state in states:
            self.models.builtin_problem = problem
            self.bus.publish(ModelChanged(BUILTIN))
        return [notice.sentence for notice in self.notices.inbox]


READY = "The built-in model is ready."


def test_that_the_model_is_ready_after_every_start_is_no_news():
    assert Turns(Is.STOPPED).to(Is.STARTING, Is.READY) == []


def test_after_a_fetch_the_model_is_said_to_be_there_once():
    assert Turns(Is.MISSING).to(Is.FETCHING, Is.STOPPED, Is.STARTING, Is.READY) == [READY]
    assert Turns(Is.MISSING).to(Is.FETCHING, Is.MISSING) == [], "the user stopped it"


@pytest.mark.parametrize(("seen", "said"), [((), [READY]), (("c",), [])])
def test_who_waits_out_of_sight_is_told_that_the_model_is_ready(seen, said):
    turns = Turns(Is.STOPPED)
    turns.roster.running = (SimpleNamespace(id="c", choice=BUILTIN_CHOICE),)
    turns.notices.look_at(seen)
    assert turns.to(Is.STARTING, Is.READY) == said


def test_a_model_that_was_in_trouble_is_said_to_be_back():
    turns = Turns(Is.READY)
    assert len(turns.to(Is.STOPPED, problem=ModelCrashed("x"))) == 1
    assert turns.to(Is.STARTING, Is.READY)[0] == READY
