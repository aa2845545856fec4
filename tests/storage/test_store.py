import time
from contextlib import closing
from dataclasses import replace

import apsw
import pytest

from app.core.conversation import (
    CitationPart,
    Conversation,
    Cost,
    EchoPart,
    FilePart,
    Message,
    Outcome,
    ReasoningPart,
    RefusalPart,
    Role,
    TextPart,
    Tokens,
    ToolCallPart,
    ToolResultPart,
    new_id,
)
from app.core.errors import StorageError
from app.core.feed import Comment, Post
from app.core.wishes import Effort, Wishes
from app.storage.conversations import ConversationRow
from app.storage.migrations import MIGRATIONS
from app.storage.store import Store

ROW = ConversationRow("c1", "ask", "A title", tip="m1")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "renao.db") as store:
        yield store


def said(text, id="m1", parent="", role=Role.USER):
    return Message(id, parent, role, (TextPart(text),), 10.0, 11.0)


def stored(store, row=ROW, *messages):
    for message in messages or (said("hello"),):
        store.conversations.save(row, message)
    return store.conversations.load(row.id)


def test_a_message_comes_back_exactly(store):
    message = Message(
        "m1",
        "",
        Role.AGENT,
        (
            ReasoningPart("thinking", 1.5),
            TextPart('She said "no" — 你好 🙂\n\0'),
            ToolCallPart("t", "search", '{"q": 1}'),
            ToolResultPart("t", "search", "found", is_error=True),
            CitationPart("https://example.org", "Example"),
            RefusalPart("I had rather not."),
            FilePart("a.png", "image/png", b"\x89PNG\0"),
            EchoPart("anthropic", "m", '[{"signature": "x"}]'),
        ),
        1.25,
        2.5,
        Outcome.LENGTH,
        "length",
        "builtin/small",
        Tokens(10, 20, None, 0),
        "m0",
        Cost(0.0125, "USD"),
    )
    assert stored(store, ROW, message)["m1"] == message


def test_uncounted_tokens_stay_unknown(store):
    assert stored(store)["m1"].tokens == Tokens()


def test_branches_and_the_shown_one_come_back_in_order(store):
    conversation = Conversation("c1", "ask")
    first = conversation.say("question")
    for text in ("one", "two"):
        conversation.begin_reply("a/b", after=first.id).append_text(text)
        conversation.end_reply(Outcome.COMPLETE)
    one = conversation.variants(conversation.tip)[0]
    row = ConversationRow("c1", "ask", tip=one.id)
    loaded = stored(store, row, *conversation.all_messages.values())
    assert dict(loaded.all_messages) == dict(conversation.all_messages)
    assert loaded.messages[-1].text == "one"
    store.conversations.show(ConversationRow("c1", "ask", tip=conversation.tip))
    assert store.conversations.load("c1").messages[-1].text == "two"


def test_nothing_stored_is_none_and_no_empty_conversation(store):
    assert store.conversations.load("unknown") is None


def test_a_row_that_cannot_be_read_is_an_error_and_no_empty_conversation(store):
    stored(store)
    store._db.run("UPDATE message SET parts = '[{]'")
    with pytest.raises(StorageError, match="m1"):
        store.conversations.load("c1")


def test_saving_twice_changes_nothing(store):
    stored(store)
    assert len(stored(store).all_messages) == 1


def test_what_was_removed_is_gone_and_comes_back_in_its_place(store):
    messages = [said("a", "m1"), said("b", "m2", "m1"), said("c", "m3", "m2")]
    row = ConversationRow("c1", "ask", tip="m3")
    stored(store, row, *messages)
    store.conversations.save_all(row, messages[:1])
    assert [each.text for each in store.conversations.load("c1").messages] == ["a"]
    store.conversations.save_all(row, [messages[0], messages[2], messages[1]])
    assert list(store.conversations.load("c1").all_messages) == ["m1", "m2", "m3"]


def test_a_deleted_conversation_is_unseen_and_can_be_brought_back(store):
    stored(store)
    store.conversations.delete("c1", 5.0)
    assert store.conversations.load("c1") is None
    assert store.conversations.summaries("ask", 9) == []
    store.conversations.delete("c1", None)
    assert store.conversations.load("c1").messages[0].text == "hello"


def test_purging_forgets_what_was_deleted_long_ago_only(store):
    for id in ("old", "new", "kept"):
        stored(store, ConversationRow(id, "ask"), said("hello", f"{id}-1"))
    store.conversations.delete("old", 10.0)
    store.conversations.delete("new", 30.0)
    store.conversations.purge(20.0)
    for id in ("old", "new"):
        store.conversations.delete(id, None)
    assert store.conversations.load("old") is None
    assert store.conversations.load("new").messages
    assert store._db.rows("SELECT count(*) FROM message") == [(2,)]


def test_summaries_are_the_agents_own_newest_first_with_the_last_line(store):
    for number, agent in enumerate(("ask", "tutor", "ask")):
        row = ConversationRow(f"c{number}", agent, f"title {number}", tip=f"m{number}")
        stored(store, row, said(f"first line\nlast of {number}\n", f"m{number}"))
    found = store.conversations.summaries("ask", 9)
    assert [(each.id, each.title, each.last_line) for each in found] == [
        ("c2", "title 2", "last of 2"),
        ("c0", "title 0", "last of 0"),
    ]
    assert len(store.conversations.summaries("ask", 1)) == 1


def test_a_draft_begins_a_conversation_and_an_empty_one_ends_it(store):
    row = ConversationRow("c1", "ask")
    store.conversations.keep_draft(row, "not sent")
    assert store.conversations.load("c1").draft == "not sent"
    assert store.conversations.summaries("ask", 9)[0].last_line == "not sent"
    store.conversations.keep_draft(row, "")
    assert store.conversations.load("c1") is None


def test_an_emptied_draft_leaves_a_conversation_with_messages(store):
    stored(store)
    store.conversations.keep_draft(ROW, "more")
    store.conversations.keep_draft(ROW, "")
    assert store.conversations.load("c1").draft == ""


def test_a_draft_does_not_move_a_conversation_up(store):
    stored(store)
    stored(store, ConversationRow("c2", "ask"), said("later", "m2"))
    store.conversations.keep_draft(ROW, "more")
    assert [each.id for each in store.conversations.summaries("ask", 9)] == ["c2", "c1"]


def test_a_choice_and_a_title_are_kept(store):
    stored(store)
    store.conversations.keep_choice("c1", "cloud/big")
    store.conversations.rename("c1", "Another")
    loaded = store.conversations.load("c1")
    assert (loaded.choice, loaded.title) == ("cloud/big", "Another")


def test_wishes_are_kept_with_their_conversation(store):
    wishes = Wishes("Be brief.", top_p=0.5, max_tokens=9, effort=Effort.LOW)
    stored(store, replace(ROW, wishes=wishes))
    assert store.conversations.load("c1").wishes == wishes
    store.conversations.keep_wishes("c1", Wishes())
    assert store.conversations.load("c1").wishes == Wishes()


def test_a_database_from_before_costs_and_wishes_is_brought_up_to_date(tmp_path):
    with closing(apsw.Connection(str(tmp_path / "renao.db"))) as old:
        MIGRATIONS[0](old)
        old.execute("INSERT INTO conversation VALUES ('c1','ask','T','','','draft',1,1,NULL)")
        old.pragma("user_version", 1)
    with closing(Store(tmp_path / "renao.db")) as store:
        loaded = store.conversations.load("c1")
    assert (loaded.draft, loaded.wishes) == ("draft", Wishes())


def test_a_reply_cut_off_becomes_an_interrupted_message_at_the_tip(store):
    stored(store)
    for text in ("Once", "Once upon a"):
        reply = Message("r1", "m1", Role.AGENT, (TextPart(text),), 12.0, 13.0, Outcome.INTERRUPTED)
        store.conversations.journal("c1", reply)
    assert "r1" not in store.conversations.load("c1")
    assert store.conversations.recover() == 1
    loaded = store.conversations.load("c1")
    assert loaded.tip == "r1"
    assert loaded["r1"] == reply
    assert store.conversations.recover() == 0


def test_a_reply_that_ended_leaves_the_journal(store):
    stored(store)
    reply = said("whole", "r1", "m1", Role.AGENT)
    store.conversations.journal("c1", reply)
    store.conversations.save(ROW, reply)
    assert store.conversations.recover() == 0


def test_posts_come_newest_first_with_their_comments(store):
    comments = (Comment("k1", "love", 3.0, "first"), Comment("k2", "", 4.0, "second"))
    posts = [Post("p1", "jokes", 1.0, "old", "c1", "m1"), Post("p2", "jokes", 2.0, "new")]
    for post in posts:
        store.posts.keep(post)
    changed = Post(
        "p1", "jokes", 1.0, "old", "c1", "m1", liked=True, hidden=True, comments=comments
    )
    store.posts.keep(changed)
    assert store.posts.newest(9) == [posts[1], changed]
    assert store.posts.newest(1) == [posts[1]]


def test_facts_are_kept_by_name(store):
    assert store.fact("day") is None
    store.keep_fact("day", "1")
    store.keep_fact("day", "2")
    assert store.fact("day") == "2"


def test_a_group_of_writes_is_stored_whole_or_not_at_all(store):
    def write():
        with store.transaction():
            store.keep_fact("day", "1")
            store.conversations.save(ROW, said("hello"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    assert store.fact("day") is None
    assert store.conversations.load("c1") is None


def test_ten_thousand_messages_load_quickly(store):
    parent, messages = "", []
    for number in range(10_000):
        messages.append(said(f"message {number} " * 20, new_id(), parent))
        parent = messages[-1].id
    store.conversations.save_all(ConversationRow("c1", "ask", tip=parent), messages)
    began = time.thread_time()
    loaded = store.conversations.load("c1")
    seconds = time.thread_time() - began
    assert len(loaded.messages) == 10_000
    assert seconds < 1.0, "it takes about 0.1 s on an idle machine"


def test_half_a_character_costs_nothing_but_itself(store):
    loaded = stored(store, ConversationRow("c1", "ask", "t \ud83d"), said("torn \ud83d emoji"))
    assert (loaded.title, loaded.messages[0].text) == ("t ?", "torn ? emoji")
    store.conversations.keep_draft(ROW, "half \udc4d")
    assert store.conversations.load("c1").draft == "half ?"
