import asyncio
import contextlib
import os
import subprocess
import sys
import time

import apsw
import pytest

from app.core.conversation import Outcome
from app.engine.builtin import BuiltinState
from app.engine.connections import Connections
from app.engine.models import BUILTIN_CHOICE
from app.engine.notices import NoticeKind
from app.engine.recorder import JOURNAL_SECONDS
from app.runtime import CLOSING, open_runtime
from app.storage.attachments import Attachments
from app.storage.paths import Paths, resources_folder
from app.storage.secrets import Secrets
from tests.engine.scripted import FOREVER, Scripted, said, until


@pytest.fixture
def paths(tmp_path):
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state")


SETTINGS = """
[models]
default = "p/m"
[[providers]]
id = "p"
name = "Provider"
address = "http://127.0.0.1:1"
models = ["m"]
protocol = "scripted"
"""


class NoKeyring(Secrets):
    """Has no keys, and asks nobody."""

    async def get(self, name):
        return None


def opened(paths, backend=None, **more):
    """A runtime whose models are all answered by `backend`."""

    async def aclose():
        pass

    async def connect():
        return Connections({"scripted": lambda *of: backend}, None, aclose)

    if backend is not None:
        paths.make()
        paths.settings.write_text(SETTINGS)
    return open_runtime(paths, resources_folder(), secrets=NoKeyring(), connect=connect, **more)


def problems(runtime):
    return [notice.sentence for notice in runtime.notices.inbox]


async def test_an_attached_file_that_nothing_needs_goes_a_day_later(paths):
    attachments = Attachments(paths.attachments)
    old, young = attachments.keep(b"old"), attachments.keep(b"young")
    os.utime(attachments.path(old), (0, 0))
    async with opened(paths) as runtime:
        runtime.begin_background_work()
        await runtime.scope.wait("files")
    assert not attachments.path(old).exists()
    assert attachments.read(young) == b"young"


async def test_fresh_start_has_nine_agents_and_no_complaints(paths):
    async with opened(paths) as runtime:
        assert len(runtime.cards) == 9
        assert problems(runtime) == []
        assert runtime.models.builtin_state is BuiltinState.MISSING
        assert runtime.feed.posts == ()
        session = await runtime.roster.open_latest("ask")
        assert session.choice == BUILTIN_CHOICE


async def test_a_message_and_its_answer_are_there_after_a_restart(paths):
    async with opened(paths, Scripted(["Hello."])) as runtime:
        session = runtime.roster.open_new("ask")
        session.send("hi")
        await until(lambda: not session.is_running)
    async with opened(paths) as runtime:
        again = await runtime.roster.open_latest("ask")
        assert said(again) == ["hi", "Hello."]


async def test_closing_in_mid_answer_keeps_it_and_leaves_nothing_behind(paths):
    backend = Scripted(["Hel", FOREVER])
    async with opened(paths, backend) as runtime:
        sessions = [runtime.roster.open_new(id) for id in runtime.cards]
        for session in sessions:
            session.send("hi")
        await until(lambda: all(each.conversation.reply.text for each in sessions))
    # A part that had taken longer than `CLOSING` gives it would have been logged.
    assert backend.open == 0
    async with opened(paths) as runtime:
        for id in runtime.cards:
            session = await runtime.roster.open_latest(id)
            assert session.conversation.messages[-1].outcome is Outcome.INTERRUPTED


async def test_a_model_that_hangs_at_the_end_is_left_behind(paths, expected_log):
    class Stuck(Scripted):
        async def aclose(self):
            await asyncio.Event().wait()

    async with opened(paths, Stuck(["Hi."])) as runtime:
        session = runtime.roster.open_new("ask")
        session.send("hi")
        await until(lambda: not session.is_running)
    assert expected_log == ["models did not close in time"]


def test_all_parts_together_may_take_less_than_three_seconds_to_close():
    assert sum(CLOSING.values()) <= 3.0


async def test_broken_settings_are_said_and_the_rest_works(paths):
    paths.make()
    paths.settings.write_text("not toml [")
    async with opened(paths) as runtime:
        assert len(runtime.cards) == 9
        assert "settings" in problems(runtime)[0]


async def test_broken_card_is_said_and_the_others_work(paths):
    paths.make()
    (paths.own_agents / "mine.toml").write_text("glyph = 3")
    async with opened(paths) as runtime:
        assert len(runtime.cards) == 9
        assert "mine.toml" in problems(runtime)[0]


async def test_corrupt_database_is_set_aside_and_said(paths):
    paths.make()
    paths.database.write_bytes(b"this is no database" * 500)
    async with opened(paths) as runtime:
        assert "set aside" in problems(runtime)[0]
    assert any("corrupt" in file.name for file in paths.data.iterdir())


async def test_database_of_a_newer_renao_is_left_alone_and_nothing_is_stored(paths):
    paths.make()
    with apsw.Connection(str(paths.database)) as db:
        db.pragma("user_version", 1_000_000)
    before = paths.database.read_bytes()
    async with opened(paths, Scripted(["Hello."])) as runtime:
        assert "newer Renao" in problems(runtime)[0]
        session = runtime.roster.open_new("ask")
        session.send("hi")
        await until(lambda: not session.is_running)
        assert said(session) == ["hi", "Hello."]
    assert paths.database.read_bytes() == before


async def test_folders_that_cannot_be_made_are_said(tmp_path):
    (tmp_path / "file").write_text("")
    base = tmp_path / "file"
    async with opened(Paths(base / "data", base / "config", base / "state")) as runtime:
        about = [each for each in problems(runtime) if "settings" not in each]
        assert len(about) == 1, "that the database cannot be had either goes without saying"
        assert str(base / "data") in about[0]
        assert "works all the same" in about[0]
        assert len(runtime.cards) == 9


async def test_uncaught_error_becomes_a_notice_that_opens_the_log(paths):
    async with opened(paths) as runtime:
        runtime.on_error("somewhere", ZeroDivisionError("x"))
        notice = runtime.notices.newest
        assert (notice.kind, notice.action) == (NoticeKind.PROBLEM, "log.open")


async def test_bug_in_a_run_is_logged_and_becomes_a_notice(paths, expected_log):
    async with opened(paths, Scripted(["Hel", ZeroDivisionError("x")])) as runtime:
        session = runtime.roster.open_new("ask")
        session.send("hi")
        await until(lambda: not session.is_running and len(runtime.notices.inbox) == 2)
        assert {notice.action for notice in runtime.notices.inbox} == {"log.open"}
    assert "ZeroDivisionError" in paths.log.read_text()
    assert len(expected_log) == 1


async def test_everything_is_said_in_the_windows_language(paths):
    def translate(context, text):
        return f"译：{text}"

    paths.make()
    paths.settings.write_text("not toml [")
    async with opened(paths, translate=translate, language="zh_CN") as runtime:
        assert problems(runtime)[0].startswith("译：")


async def test_joke_is_posted_in_the_background_once_a_day(paths):
    async with opened(paths, Scripted(["Ha."])) as runtime:
        runtime.begin_background_work()
        await runtime.feed.settle()
        assert [post.text for post in runtime.feed.posts] == ["Ha."]
    async with opened(paths, Scripted(["Ha ha."])) as runtime:
        runtime.begin_background_work()
        await runtime.feed.settle()
        assert [post.text for post in runtime.feed.posts] == ["Ha."]


def test_opening_imports_nothing_heavy(paths):
    code = """
import asyncio, sys
from pathlib import Path
from app.runtime import CLOSING, open_runtime
from app.storage.paths import Paths, resources_folder
async def main(base):
    paths = Paths(base / "data", base / "config", base / "state")
    async with open_runtime(paths, resources_folder()):
        heavy = ("httpx aiohttp keyring pygments markdown_it tomlkit psutil jeepney msgspec "
                 "xllamacpp cryptography PySide6 qasync").split()
        print([name for name in heavy if name in sys.modules])
asyncio.run(main(Path(sys.argv[1])))
"""
    base = str(paths.data.parent)
    done = subprocess.run(
        [sys.executable, "-c", code, base], capture_output=True, text=True, env=os.environ
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


KILLED = """
import asyncio, sys
from pathlib import Path
from app.runtime import CLOSING, open_runtime
from app.storage.paths import Paths, resources_folder
from app.storage.secrets import Secrets
from tests.engine.scripted import FOREVER, Scripted
from tests.test_runtime import opened
async def main(base):
    paths = Paths(base / "data", base / "config", base / "state")
    async with opened(paths, Scripted(["Hel", "lo", FOREVER])) as runtime:
        session = runtime.roster.open_new("ask")
        session.send("hi")
        while not session.conversation.reply.text == "Hello":
            await asyncio.sleep(0)
        print("said", flush=True)
        await asyncio.Event().wait()
asyncio.run(main(Path(sys.argv[1])))
"""


async def test_killed_in_mid_answer_shows_it_as_interrupted_and_goes_on(paths):
    await asyncio.to_thread(kill_in_mid_answer, paths)
    async with opened(paths, Scripted([", world"])) as runtime:
        session = await runtime.roster.open_latest("ask")
        assert said(session) == ["hi", "Hello"]
        assert session.conversation.messages[-1].outcome is Outcome.INTERRUPTED
        session.continue_reply()
        await until(lambda: not session.is_running)
        assert said(session) == ["hi", "Hello", ", world"]


def kill_in_mid_answer(paths):
    command = [sys.executable, "-c", KILLED, str(paths.data.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout.readline() == b"said\n"
            wait_for_the_journal(paths)
        finally:
            child.kill()


def wait_for_the_journal(paths):
    """What arrived is on the disk within a second of the program's own time."""
    assert JOURNAL_SECONDS < 1
    began = time.monotonic()
    with contextlib.closing(apsw.Connection(str(paths.database))) as db:
        while not db.execute("SELECT count(*) FROM journal").fetchone()[0]:
            assert time.monotonic() - began < 20
            time.sleep(0.02)
