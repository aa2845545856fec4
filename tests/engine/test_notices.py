from app.core.errors import BackendUnreachable
from app.core.events import NoticesChanged, SessionChanged
from app.engine.notices import LENGTH, Counts, NoticeKind
from app.engine.session import SessionState
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
