from types import SimpleNamespace

import pytest

from app.core.bus import Bus
from app.core.errors import BackendRejected, BackendUnreachable, ModelCrashed
from app.core.events import ModelChanged, NoticesChanged, SessionChanged
from app.engine.builtin import BUILTIN
from app.engine.builtin import BuiltinState as Is
from app.engine.models import BUILTIN_CHOICE
from app.engine.notices import LENGTH, Counts, NoticeKind, Notices
from app.engine.session import SessionState
from app.engine.wording import Wording
from tests.engine.scripted import CHOICE, FOREVER, until


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
        self.models = SimpleNamespace(
            builtin_state=first, builtin_problem=None, rests=lambda provider: ()
        )
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


class Pool:
    """A backend of which members rest, as (address, number of the key, problem)."""

    def __init__(self, *members):
        self.rest(*members)

    def rest(self, *members):
        names = ("address", "key_number", "problem")
        self.members = tuple(
            SimpleNamespace(**dict(zip(names, each, strict=True))) for each in members
        )

    async def aclose(self):
        pass


async def with_pool(house, *keys):
    """The house's provider as a pool with these keys, asked once."""
    pool = Pool()

    async def keys_of(provider):
        return keys

    house.world.models._keys = keys_of
    house.world.backend = pool
    assert await house.world.models.backend(CHOICE) is pool
    return pool


async def test_a_key_that_is_refused_is_told_once_and_again_when_it_comes_back(make_house):
    house = await make_house()
    pool = await with_pool(house, "a", "b", "c")
    pool.rest(("http://x", 1, BackendRejected(401, "no")))
    house.bus.publish(ModelChanged("p"))
    house.notices.read_all()
    house.bus.publish(ModelChanged("p"))
    assert house.notices.newest is None
    (said,) = house.notices.inbox
    assert said.sentence == "Provider refused key 2 of 3; it rests and the others are used."
    assert (said.kind, said.action) == (NoticeKind.PROBLEM, "settings.providers")
    house.notices.dismiss(said.id)
    pool.rest(("http://x", 1, None))
    house.bus.publish(ModelChanged("p"))
    assert house.notices.inbox == ()
    pool.rest(("http://x", 1, BackendRejected(401, "no")))
    house.bus.publish(ModelChanged("p"))
    assert len(house.notices.inbox) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BackendRejected(402, "pay"), "account of key 1 of 2 is empty"),
        (BackendRejected(429, "slow"), "asked too often with key 1 of 2"),
        (BackendRejected(503, "busy"), "Provider: http://x fails; it rests"),
        (BackendUnreachable("x"), "Provider: http://x fails; it rests"),
    ],
)
async def test_why_something_rests_is_told(make_house, error, words):
    house = await make_house()
    pool = await with_pool(house, "a", "b")
    pool.rest(("http://x", 0, error))
    house.bus.publish(ModelChanged("p"))
    assert words in sentences(house)[0]


async def test_an_address_with_several_keys_is_told_once(make_house):
    house = await make_house()
    pool = await with_pool(house, "a", "b")
    pool.rest(*(("http://x", key, BackendUnreachable("x")) for key in (0, 1)))
    house.bus.publish(ModelChanged("p"))
    assert len(house.notices.inbox) == 1
