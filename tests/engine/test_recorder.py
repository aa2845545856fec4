import asyncio
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import apsw
import pytest

from app.core.bus import Bus
from app.core.conversation import Conversation, Outcome, Role, new_id
from app.core.errors import DatabaseCorrupt, DatabaseLocked, DiskFull, StorageError
from app.core.events import (
    BranchShown,
    ConversationChanged,
    MessageAdded,
    MessagesRemoved,
    ReplyEnded,
    ReplyGrew,
    SessionClosed,
    SessionOpened,
)
from app.core.feed import Post
from app.engine import recorder as module
from app.engine import writer
from app.engine.recorder import Recorder, default_title
from app.storage import database
from app.storage.store import Store
from tests.engine.scripted import until


class Desk:
    """A recorder and the conversations that are open before it."""

    def __init__(self, path):
        self.path = path
        self.bus = Bus()
        self.open = {}
        self.problems = []
        self.changed = []
        self.store = Store(path)
        self.recorder = Recorder(self.bus, self.store, self.open.get, self.problems.append)
        self.bus.subscribe(ConversationChanged, lambda event: self.changed.append(event.about))

    def begin(self, agent="ask"):
        conversation = Conversation(new_id(), agent)
        self.open[conversation.id] = conversation
        self.bus.publish(SessionOpened(conversation.id))
        return conversation

    def say(self, conversation, text, role=Role.USER):
        message = conversation.say(text, role)
        self.bus.publish(MessageAdded(conversation.id, message.id))
        return message

    def answer(self, conversation, text, outcome=None):
        reply = conversation.reply or conversation.begin_reply("a/b")
        reply.append_text(text)
        self.bus.publish(ReplyGrew(conversation.id))
        if outcome:
            message = conversation.end_reply(outcome)
            self.bus.publish(ReplyEnded(conversation.id, message.id))


@pytest.fixture
async def desk(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "JOURNAL_SECONDS", 0.01)
    monkeypatch.setattr(writer, "RETRY_SECONDS", 0.02)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.02)
    desk = Desk(tmp_path / "renao.db")
    yield desk
    await desk.recorder.aclose()


def texts(conversation):
    return [message.text for message in conversation.messages]


def as_stored(path, conversation):
    """What another start would find."""
    with Store(path) as store:
        store.conversations.recover()
        return store.conversations.load(conversation.id)


async def test_what_was_said_is_loaded_again(desk):
    talk = desk.begin()
    desk.say(talk, "question")
    desk.answer(talk, "answer", Outcome.COMPLETE)
    loaded = await desk.recorder.load(talk.id)
    assert dict(loaded.all_messages) == dict(talk.all_messages)
    assert (loaded.agent, loaded.tip) == ("ask", talk.tip)


async def test_a_conversation_without_a_word_is_not_stored(desk):
    talk = desk.begin()
    desk.recorder.keep_choice(talk.id, "a/b")
    assert await desk.recorder.load(talk.id) is None
    desk.say(talk, "hello")
    assert (await desk.recorder.load(talk.id)).choice == "a/b"


async def test_the_first_words_of_the_user_become_the_title(desk):
    talk = desk.begin()
    desk.say(talk, "first  line\nsecond")
    desk.say(talk, "more")
    assert talk.title == "first line"
    assert desk.changed == [talk.id]
    assert [each.title for each in await desk.recorder.conversations("ask")] == ["first line"]


def test_a_title_is_one_short_line():
    assert default_title("\n  \nHello there\nmore") == "Hello there"
    assert len(default_title("word " * 100)) <= module.TITLE_LENGTH
    assert default_title("word " * 100).endswith("…")


async def test_a_new_title_is_stored_and_told(desk):
    talk = desk.begin()
    desk.say(talk, "hello")
    await desk.recorder.rename(talk.id, " My \n talk ")
    assert talk.title == "My talk"
    assert desk.changed == [talk.id, talk.id]
    await desk.recorder.rename(talk.id, "  ")
    assert (await desk.recorder.load(talk.id)).title == "My talk"


async def test_a_deleted_conversation_can_be_brought_back(desk):
    talk = desk.begin()
    desk.say(talk, "hello")
    await desk.recorder.delete(talk.id)
    assert await desk.recorder.conversations("ask") == []
    assert await desk.recorder.load(talk.id) is None
    await desk.recorder.bring_back(talk.id)
    assert texts(await desk.recorder.load(talk.id)) == ["hello"]


async def test_removed_messages_are_gone_and_come_back(desk):
    talk = desk.begin()
    desk.say(talk, "one")
    taken = talk.remove(desk.say(talk, "two").id)
    desk.bus.publish(MessagesRemoved(talk.id))
    assert texts(await desk.recorder.load(talk.id)) == ["one"]
    talk.put_back(taken)
    desk.bus.publish(MessagesRemoved(talk.id))
    assert texts(await desk.recorder.load(talk.id)) == ["one", "two"]


async def test_the_branch_that_was_shown_is_shown_again(desk):
    talk = desk.begin()
    question = desk.say(talk, "question")
    desk.answer(talk, "one", Outcome.COMPLETE)
    talk.begin_reply("a/b", after=question.id)
    desk.answer(talk, "two", Outcome.COMPLETE)
    talk.show(talk.variants(talk.tip)[0].id)
    desk.bus.publish(BranchShown(talk.id))
    assert texts(await desk.recorder.load(talk.id)) == ["question", "one"]


async def test_a_reply_still_coming_is_on_the_disk_within_a_second(desk):
    talk = desk.begin()
    desk.say(talk, "question")
    desk.answer(talk, "Once upon")
    await until(lambda: journal(desk) == {"Once upon": 1})
    assert texts(as_stored(desk.path, talk)) == ["question", "Once upon"]
    assert as_stored(desk.path, talk).messages[-1].outcome is Outcome.INTERRUPTED
    assert module.JOURNAL_SECONDS < 1


async def test_only_replies_that_grew_are_written_again(desk):
    talk, other = desk.begin(), desk.begin()
    for each in (talk, other):
        desk.say(each, "question")
        desk.answer(each, "begun")
    await until(lambda: journal(desk) == {"begun": 2})
    desk.store._db.run("DELETE FROM journal")
    desk.answer(talk, " and on")
    await until(lambda: journal(desk) == {"begun and on": 1})


async def test_a_reply_that_ended_leaves_the_journal(desk):
    talk = desk.begin()
    desk.say(talk, "question")
    desk.answer(talk, "Once")
    await until(lambda: journal(desk) == {"Once": 1})
    desk.answer(talk, " upon a time", Outcome.COMPLETE)
    await desk.recorder.drain()
    assert journal(desk) == {}
    assert as_stored(desk.path, talk).messages[-1].outcome is Outcome.COMPLETE


async def test_closing_writes_what_is_left(desk):
    talk = desk.begin()
    desk.say(talk, "question")
    desk.answer(talk, "half")
    desk.recorder.keep_draft(talk.id, "next")
    await desk.recorder.aclose()
    loaded = as_stored(desk.path, talk)
    assert texts(loaded) == ["question", "half"]
    assert loaded.draft == "next"


async def test_a_draft_is_kept_and_comes_back_with_the_conversation(desk):
    talk = desk.begin()
    desk.recorder.keep_draft(talk.id, "a")
    desk.recorder.keep_draft(talk.id, "a thought")
    assert desk.recorder.draft(talk.id) == "a thought"
    await desk.recorder.aclose()
    again = Desk(desk.path)
    assert again.recorder.draft(talk.id) == ""
    assert (await again.recorder.load(talk.id)).draft == "a thought"
    assert again.recorder.draft(talk.id) == "a thought"
    await again.recorder.aclose()


async def test_posts_and_facts_are_kept(desk):
    post = Post("p", "jokes", 1.0, "Ha")
    desk.recorder.keep_post(post)
    desk.recorder.keep_post(replace(post, liked=True))
    desk.recorder.keep("day", "monday")
    assert await desk.recorder.posts(9) == [replace(post, liked=True)]
    assert await desk.recorder.kept("day") == "monday"
    assert await desk.recorder.kept("night") is None


async def test_a_full_disk_is_said_once_and_nothing_is_forgotten(desk):
    talk = desk.begin()
    desk.say(talk, "before")
    await desk.recorder.drain()
    desk.store._db.run("PRAGMA max_page_count = 1")
    for number in range(40):
        desk.say(talk, f"{number} " * 400)
        desk.recorder.keep(f"fact {number}", "x" * 1000)
    await until(lambda: desk.problems)
    await desk.recorder.drain()
    assert [type(problem) for problem in desk.problems] == [DiskFull]
    assert len(texts(talk)) == 41
    desk.store._db.run("PRAGMA max_page_count = 100000")
    await until(lambda: len(facts(desk)) == 40)
    assert texts(await desk.recorder.load(talk.id)) == texts(talk)
    assert [type(problem) for problem in desk.problems] == [DiskFull]


async def test_each_trouble_is_said_again_after_a_good_time(desk):
    await desk.recorder.drain()
    for count in (1, 2):
        with held(desk.path):
            desk.recorder.keep("day", f"{count}")
            await until(lambda count=count: len(desk.problems) == count)
        await until(lambda count=count: facts(desk) == [(f"{count}",)])
    assert {type(problem) for problem in desk.problems} == {DatabaseLocked}


async def test_what_is_lost_at_the_end_is_logged(desk, expected_log):
    await desk.recorder.drain()
    with held(desk.path):
        desk.recorder.keep("day", "1")
        await desk.recorder.aclose()
    assert "1 writes were lost" in expected_log


async def test_after_the_end_nothing_hangs(desk, expected_log):
    await desk.recorder.aclose()
    desk.recorder.keep("day", "1")
    assert any("after the end" in line for line in expected_log)
    with pytest.raises(StorageError):
        await desk.recorder.load("c")
    await desk.recorder.aclose()


async def test_one_write_that_cannot_be_done_does_not_stop_the_others(desk, expected_log):
    talk = desk.begin()
    desk.recorder._write("bug", talk.id, lambda: 1 / 0)
    desk.say(talk, "hello")
    assert texts(await desk.recorder.load(talk.id)) == ["hello"]
    assert any("bug" in line for line in expected_log)


async def test_a_database_that_breaks_while_we_run_is_set_aside_and_what_is_open_is_stored_anew(
    desk,
):
    talk, closed = desk.begin(), desk.begin()
    for each in (talk, closed):
        for number in range(100):
            desk.say(each, f"{number} " * 300)
    desk.bus.publish(SessionClosed(closed.id))
    await desk.recorder.drain()
    destroy(desk)
    with pytest.raises(DatabaseCorrupt):
        await desk.recorder.load(closed.id)
    await until(lambda: desk.problems)
    assert desk.problems[0].kept_at in kept_aside(desk.path)
    assert texts(await desk.recorder.load(talk.id)) == texts(talk)
    desk.say(talk, "and on")
    assert texts(await desk.recorder.load(talk.id))[-1] == "and on"
    assert len(desk.problems) == 1


@pytest.mark.parametrize("thing", ["message", "growth"])
async def test_what_is_said_outside_an_open_session_is_logged(desk, expected_log, thing):
    talk = desk.begin()
    del desk.open[talk.id]
    if thing == "message":
        desk.say(talk, "hello")
        assert expected_log
    else:
        desk.bus.publish(ReplyGrew(talk.id))
        await asyncio.sleep(0)
        assert not expected_log


STREAM = """
import asyncio, sys
from app.core.bus import Bus
from app.core.conversation import Conversation
from app.core.events import MessageAdded, ReplyGrew
from app.engine.recorder import Recorder
from app.storage.store import Store

async def main():
    bus, talk = Bus(), Conversation("c", "ask")
    recorder = Recorder(bus, Store(sys.argv[1]), {"c": talk}.get)
    for number in range(20):
        bus.publish(MessageAdded("c", talk.say(str(number)).id))
    await recorder.drain()
    reply = talk.begin_reply("a/b")
    for number in range(1_000_000):
        reply.append_text(f"{number} ")
        bus.publish(ReplyGrew("c"))
        if number == 150:
            print("said 1.5 seconds of words", flush=True)
        await asyncio.sleep(0.01)

asyncio.run(main())
"""


def test_after_a_kill_in_mid_answer_its_text_is_there_as_interrupted(tmp_path):
    path = tmp_path / "renao.db"
    command = [sys.executable, "-c", STREAM, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.kill()
    with Store(path) as store:
        assert store.problem is None
        assert store.conversations.recover() == 1
        talk = store.conversations.load("c")
    assert texts(talk)[:20] == [str(number) for number in range(20)]
    assert talk.messages[-1].outcome is Outcome.INTERRUPTED
    assert talk.messages[-1].text.startswith("0 1 2 3 4 5 6 7 8 9 10 ")


@contextmanager
def held(path):
    """Another program holds the database meanwhile."""
    holder = apsw.Connection(str(path))
    holder.set_busy_timeout(5000)
    holder.execute("BEGIN IMMEDIATE")
    yield
    holder.execute("ROLLBACK")
    holder.close()


def kept_aside(path):
    return [str(each) for each in path.parent.glob("renao-corrupt-*.db")]


def facts(desk):
    return desk.store._db.rows("SELECT value FROM fact")


def journal(desk):
    """The texts in the journal and how often each is there."""
    found = {}
    for (parts,) in desk.store._db.rows("SELECT parts FROM journal"):
        text = parts.split('"text":"')[1].split('"')[0]
        found[text] = found.get(text, 0) + 1
    return found


def destroy(desk):
    """Overwrite most pages and make the program look at them anew."""
    desk.store._db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(desk.path, "r+b") as file:
        file.seek(20 * 4096)
        file.write(os.urandom(desk.path.stat().st_size - 20 * 4096))
    desk.store._db.run("PRAGMA shrink_memory")
    desk.store._db.run("PRAGMA cache_size = 0")
