"""Attached files on their way: into a draft, a queue, a message, and out to a model."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.backend import Ability
from app.core.conversation import FilePart, Message, Role, TextPart
from app.core.errors import FileMissing, FileRefused
from app.core.settings import ModelDetail
from app.engine import files as files_module
from app.engine.files import Files
from app.storage.attachments import Attachments
from app.storage.file_intake import Picture
from tests.engine.scripted import FOREVER, said, until

PNG = b"\x89PNG\r\n\x1a\npixels"


def fit(data, kind):
    return Picture(data, kind)


@pytest.fixture
async def store(tmp_path):
    return Attachments(tmp_path / "attachments")


@pytest.fixture
async def files(store):
    made = Files(store)
    yield made
    made.close()


@pytest.fixture
def at_work(make_world, files):
    """Makes a session that can be sent files, and the backend it asks."""

    def make(*scripts, **more):
        world = make_world(*scripts, **more)
        drafts = []
        world.surroundings = replace(
            world.surroundings, files=files, keep_files=lambda _, kept: drafts.append(kept)
        )
        session = world.session()
        session.drafts = drafts
        return world, session

    return make


def knows(world, *abilities):
    """Let the user have said what the model can do."""
    (provider,) = world.settings.providers
    told = replace(provider, details=(ModelDetail("m", abilities=abilities),))
    world.settings = replace(world.settings, providers=(told,))


def stored(store, data=PNG, name="a.png", kind="image/png", text=None):
    return FilePart(name, kind, sha256=store.keep(data, text), size=len(data))


def parts_sent(world):
    (message,) = world.backend.requests[-1].messages
    return message.parts


async def attached(session, *sources):
    for name, what in sources:
        session.enclosed.add(name, what, fit)
    await until(lambda: not session.enclosed.is_reading)


async def test_what_is_attached_is_kept_with_the_draft_and_sent_once(at_work):
    world, session = at_work(["nice"])
    await attached(session, ("a.png", PNG), ("b.txt", b"words"))
    assert [file.name for file in session.enclosed.files] == ["a.png", "b.txt"]
    assert session.drafts[-1] == session.enclosed.files
    session.send("look", session.enclosed.take())
    assert session.enclosed.items == ()
    assert session.drafts[-1] == ()
    await world.settled()
    picture, words, asked = parts_sent(world)
    assert (picture.data, words.data, asked.text) == (PNG, b"words", "look")
    kept = session.conversation.messages[0]
    assert [file.data for file in kept.files] == [b"", b""]  # it is loaded only to be sent


async def test_files_alone_are_a_message(at_work):
    world, session = at_work(["nice"])
    await attached(session, ("a.png", PNG))
    session.send("", session.enclosed.take())
    await world.settled()
    assert said(session) == ["", "nice"]
    assert [part.data for part in parts_sent(world)] == [PNG]


async def test_the_same_file_twice_is_attached_once(at_work):
    _, session = at_work()
    await attached(session, ("a.png", PNG), ("copy of a.png", PNG))
    assert [file.name for file in session.enclosed.files] == ["a.png"]


async def test_a_refused_file_says_why_and_the_others_stay(at_work, tmp_path):
    _, session = at_work()
    await attached(session, ("a.zip", b"PK\x03\x04\0"), ("b.txt", b"words"), ("c", tmp_path))
    assert [file.name for file in session.enclosed.files] == ["b.txt"]
    assert [error.why for error in session.enclosed.refused] == ["kind", "folder"]


async def test_more_files_than_a_message_takes_are_refused(at_work):
    _, session = at_work()
    await attached(session, *((f"{n}.txt", b"%d" % n) for n in range(21)))
    assert len(session.enclosed.files) == 20
    assert [error.why for error in session.enclosed.refused] == ["many"]


async def test_one_that_is_removed_while_it_is_read_does_not_come_back(at_work):
    _, session = at_work()
    session.enclosed.remove(session.enclosed.add("a.txt", b"words", fit))
    await attached(session, ("b.txt", b"other"))
    assert [file.name for file in session.enclosed.files] == ["b.txt"]


async def test_what_waits_keeps_its_files_and_brings_them_back_to_be_edited(at_work, store):
    _, session = at_work(["…", FOREVER])
    session.send("first")
    session.send("second", (stored(store),))
    session.send("", (stored(store, b"x", "b.txt"),))
    assert session.queue == ("second", "b.txt")
    assert session.unqueue(0, is_edited=True) == "second"
    assert [file.name for file in session.enclosed.files] == ["a.png"]
    session.unqueue(0)
    assert [file.name for file in session.enclosed.files] == ["a.png"]  # that one was cancelled


async def test_the_queue_is_sent_with_its_files(at_work, store):
    world, session = at_work(["one"], ["two"])
    session.send("first")
    session.send("second", (stored(store),))
    await world.settled()
    *_, last = world.backend.requests[-1].messages
    assert [part.data for part in last.files] == [PNG]


async def test_a_file_that_is_gone_is_named_and_said_in_the_tile(at_work, store):
    world, session = at_work(["ok"])
    file = stored(store)
    store.path(file.sha256).unlink()
    session.send("look", (file,))
    await world.settled()
    assert session.missing_files == ("a.png",)
    note, _ = parts_sent(world)
    assert "a.png" in note.text
    assert "no longer there" in note.text
    assert said(session) == ["look", "ok"]


async def test_a_model_that_cannot_see_gets_the_name_of_the_picture(at_work, store):
    world, session = at_work(["ok"])
    knows(world, Ability.TOOLS)
    session.send("look", (stored(store),))
    await world.settled()
    note, _ = parts_sent(world)
    assert isinstance(note, TextPart)
    assert "a.png" in note.text


@pytest.mark.parametrize(
    ("abilities", "kind"),
    [
        (None, "text/plain"),
        ((Ability.VISION,), "text/plain"),
        ((Ability.FILES,), "application/pdf"),
    ],
)
async def test_a_pdf_goes_whole_only_to_who_reads_it_itself(at_work, store, abilities, kind):
    world, session = at_work(["ok"])
    if abilities is not None:
        knows(world, *abilities)
    session.send("", (stored(store, b"%PDF-1.7", "a.pdf", "application/pdf", "its text"),))
    await world.settled()
    (sent,) = parts_sent(world)
    assert (sent.media_type, sent.data) == (
        kind,
        {"text/plain": b"its text"}.get(kind, b"%PDF-1.7"),
    )


async def test_text_of_another_encoding_is_sent_as_it_was_read(at_work, store):
    world, session = at_work(["ok"])
    session.send("", (stored(store, "你好".encode("gbk"), "a.txt", "text/plain", "你好"),))
    await world.settled()
    assert parts_sent(world)[0].data.decode() == "你好"


async def test_the_oldest_files_are_only_named_when_there_are_too_many_bytes(
    files, store, monkeypatch
):
    monkeypatch.setattr(files_module, "LARGEST_SENT", 10)
    messages = tuple(
        Message(str(n), "", Role.USER, (stored(store, b"%d" % n * 6, f"{n}.txt", "text/plain"),), 0)
        for n in range(2)
    )
    ready = await files.ready(messages, None)
    assert "0.txt" in ready.messages[0].text
    assert ready.messages[1].files[0].data == b"111111"
    assert ready.missing == ()


async def test_without_a_store_nothing_is_attached():
    files = Files(None)
    with pytest.raises(FileRefused):
        await files.take("a", b"a", fit, None)
    with pytest.raises(FileMissing):
        await files.read(FilePart("a", "image/png", sha256="0" * 64, size=1))
    files.close()


async def test_drafts_and_queues_keep_their_files_over_a_restart(make_house, files, tmp_path):
    house = await make_house(["…", FOREVER])
    session = house.roster.open_new("a")
    id = session.id
    first, second = (FilePart(n, "text/plain", sha256="0" * 64, size=1) for n in ("1", "2"))
    session.send("asked")
    session.send("waits", (first,))
    house.recorder.keep_draft(id, "half a thought")
    session.enclosed.put_back((second,))
    await house.roster.close(id)
    again = await (await make_house(["ok"])).roster.open(id)
    assert again.conversation.draft == "waits\n\nhalf a thought"
    assert [file.name for file in again.enclosed.files] == ["1", "2"]


async def test_a_conversation_that_begins_with_a_file_is_called_like_it(make_house):
    house = await make_house(["ok"])
    session = house.roster.open_new("a")
    session.send("", (FilePart("plan.pdf", "application/pdf", b"%PDF-1.7"),))
    await house.settled(session)
    assert session.conversation.title == "plan.pdf"


async def test_a_file_that_takes_for_ever_does_not_hold_up_the_next(files, tmp_path, monkeypatch):
    import threading

    monkeypatch.setattr(files._intake, "_seconds", 0.05)
    stuck = threading.Event()
    with pytest.raises(FileRefused, match="slow"):
        await files.take("a", lambda: bytes(stuck.wait(30)), fit, None)
    monkeypatch.setattr(files._intake, "_seconds", 10)
    taken = await files.take("b.txt", Path(_written(tmp_path)), fit, None)
    assert taken.file.name == "b.txt"
    stuck.set()


def _written(folder):
    (folder / "b.txt").write_bytes(b"words")
    return folder / "b.txt"
