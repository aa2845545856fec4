import time

import pytest

from app.core.conversation import Message, Role, TextPart
from app.core.errors import BackendUnreachable
from app.engine.models import BUILTIN_CHOICE, ModelChoice
from app.engine.red_flags import RedFlags
from app.storage.paths import resources_folder
from tests.engine.scripted import FOREVER, RED_FLAGS, said, until


@pytest.fixture
def flags(tmp_path):
    file = tmp_path / "flags.toml"
    file.write_text(RED_FLAGS, "utf-8")
    return RedFlags(file)


@pytest.fixture(scope="module")
def real():
    flags = RedFlags(resources_folder() / "red_flags.toml")
    assert not flags.problem
    return flags


@pytest.mark.parametrize(
    "text",
    [
        "I have chest pain",
        "CHEST  PAIN!",
        "chest\npain",
        "chest-pain since noon",
        "I can’t breathe",
        "i cant breathe",
        "我有chest pain怎么办",
        "他说胸 痛",
        "ｃｈｅｓｔ ｐａｉｎ",
        "fever, and a stiff neck",
        "ch\u200best pain",
    ],
)
def test_an_emergency_is_found_however_it_is_written(flags, text):
    assert flags.check(text).id == "chest_pain"


@pytest.mark.parametrize("text", ["", "orchest painting", "a stiff neck", "chest", "胸"])
def test_other_words_are_not_taken_for_one(flags, text):
    assert flags.check(text) is None


@pytest.mark.parametrize("content", ["", "flag = 3", "[[flag]]", "not toml at all ["])
def test_a_broken_file_is_said_and_checks_nothing(tmp_path, expected_log, content):
    file = tmp_path / "flags.toml"
    file.write_text(content)
    flags = RedFlags(file)
    assert flags.problem
    assert flags.check("chest pain") is None


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("I have chest pain and sweat a lot", "chest_pain"),
        ("I want to kill myself", "suicide"),
        ("我胸口疼得厉害", "chest_pain"),
        ("我不想活了", "suicide"),
    ],
)
def test_the_list_that_ships_knows_emergencies(real, text, id):
    assert real.check(text).id == id


@pytest.mark.parametrize(
    "text", ["How much water should an adult drink?", "体检前我应该准备哪些问题？", "Tell a joke"]
)
def test_the_list_that_ships_leaves_plain_questions_alone(real, text):
    assert real.check(text) is None


def test_a_long_text_is_checked_in_no_time(real):
    text = "All is well and nothing hurts. " * 2000
    began = time.thread_time()
    assert real.check(text) is None
    assert time.thread_time() - began < 0.3


async def test_advice_comes_right_after_the_words_and_before_any_answer(make_world):
    world = make_world(["answer"])
    session = world.session()
    session.send("I have chest pain")
    assert said(session) == ["I have chest pain", "Call now."]
    note = session.conversation.messages[1]
    assert (note.role, note.reason) == (Role.NOTE, "red_flag:chest_pain")
    await world.settled()
    assert said(session)[-1] == "answer"
    assert [message.text for message in world.backend.requests[0].messages] == ["I have chest pain"]


async def test_advice_is_in_the_windows_language(make_world):
    session = make_world(language="zh_CN").session()
    session.send("I have chest pain")
    assert said(session)[1] == "马上打电话。"


async def test_health_agent_advises_every_time_and_others_once(make_world):
    world = make_world(["answer"])
    health, other = world.session(id="h", is_health=True), world.session(id="o")
    for session in (health, other):
        for _ in range(2):
            session.send("chest pain")
            await world.settled()
    notes = [[m.role for m in s.conversation.messages].count(Role.NOTE) for s in (health, other)]
    assert notes == [2, 1]


async def test_once_a_conversation_also_after_a_restart(make_world):
    note = Message("1", "", Role.NOTE, (TextPart("Call."),), 0.0, reason="red_flag:chest_pain")
    session = make_world().session(messages=(note,))
    session.send("chest pain")
    assert said(session) == ["Call.", "chest pain"]


async def test_advice_does_not_need_a_model(make_world):
    world = make_world([BackendUnreachable("x")])
    session = world.session(choice=ModelChoice("gone", "m"))
    session.send("chest pain")
    assert said(session)[1] == "Call now."
    await world.settled()


async def test_advice_does_not_wait_for_an_answer_under_way(make_world):
    world = make_world(["one", FOREVER], ["two"])
    session = world.session()
    session.send("a")
    await until(lambda: session.conversation.reply.text == "one")
    session.send("chest pain")
    assert said(session) == ["a", "one", "chest pain", "Call now."]
    await world.settled()


async def test_another_emergency_in_one_conversation_has_its_own_advice(make_world):
    world = make_world(["answer"])
    session = world.session()
    for text in ("chest pain", "I want to die", "chest pain"):
        session.send(text)
        await world.settled()
    notes = [m.text for m in session.conversation.messages if m.role is Role.NOTE]
    assert notes == ["Call now.", "You matter."]


async def test_a_tiny_model_is_not_asked_where_its_words_could_do_harm(make_world):
    world = make_world(["answer"])
    tiny, large = world.session(id="t", choice=BUILTIN_CHOICE), world.session(id="l")
    for session in (tiny, large):
        session.send("I want to die")
        await world.settled()
    assert said(tiny) == ["I want to die", "You matter."]
    assert said(large) == ["I want to die", "You matter.", "answer"]


def test_the_shipped_advice_on_suicide_is_left_alone_by_tiny_models(real):
    assert not real.check("I want to kill myself").tiny_models_answer
    assert real.check("I have chest pain").tiny_models_answer
