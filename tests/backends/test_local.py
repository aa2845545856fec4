"""The real built-in model in its real child process."""

import asyncio
import os
import signal
from contextlib import aclosing

import psutil
import pytest

from app.backends.http import make_client
from app.backends.local import (
    CONTEXT,
    MOST_TOKENS,
    REPEAT_PENALTY,
    LocalModel,
    LocalState,
    pause_after,
    steadied,
)
from app.backends.serving import Serving
from app.core.backend import Finished, Queued, Request, Sampling, TextDelta, Usage
from app.core.conversation import Conversation, Outcome
from app.core.errors import (
    BackendRejected,
    ModelCrashed,
    ModelFileGone,
    ModelMissing,
    ModelUnloaded,
)
from tests.backends.conftest import request_of
from tests.model_processes import models_running


def question(text="Tell me about rivers.", tokens=8):
    sampling = Sampling(temperature=0.5, max_tokens=tokens)
    return request_of(text, model="SmolLM2", system="You are kind.", sampling=sampling)


@pytest.fixture(scope="module")
def linked_file(model_file, tmp_path_factory):
    """The model under a name of our own, so that the log beside it is ours."""
    link = tmp_path_factory.mktemp("model") / "SmolLM2-135M-Instruct.Q4_1.gguf"
    link.symlink_to(model_file)
    return link


@pytest.fixture
async def local(linked_file):
    async with await make_client() as client:
        changes = []
        made = LocalModel(linked_file, client, on_change=lambda: changes.append(made.state))
        made.changes = changes
        yield made
        await made.aclose()
        assert not models_running()


async def heard(local, request):
    async with aclosing(local.stream(request)) as items:
        return [item async for item in items]


async def until(is_so):
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.02)


def text(items):
    return "".join(item.text for item in items if isinstance(item, TextDelta))


async def test_it_answers_counts_and_ends(local):
    items = await heard(local, question("Tell me about rivers.", 24))
    assert len(text(items).split()) >= 5
    assert items[-1].outcome in (Outcome.COMPLETE, Outcome.LENGTH)
    assert items[-1].model == "SmolLM2-135M-Instruct"
    usage = next(item for item in items if isinstance(item, Usage))
    assert usage.input == await local.count_tokens(question("Tell me about rivers.", 24))
    assert 5 <= usage.output <= 24
    assert local.changes == [LocalState.STARTING, LocalState.READY]


async def test_a_long_talk_is_counted_exactly_too(local):
    conversation = Conversation("c", "ask")
    conversation.say("Hi")
    reply = conversation.begin_reply("m")
    reply.append_text("Hello! <|im_end|> 热闹")
    conversation.end_reply(Outcome.COMPLETE)
    conversation.say("What is 2+2?")
    request = type(question())("m", conversation.messages, "", Sampling(max_tokens=2))
    usage = next(item for item in await heard(local, request) if isinstance(item, Usage))
    assert usage.input == await local.count_tokens(request)


async def test_every_slot_is_as_long_as_it_says(linked_file, client):
    local = LocalModel(linked_file, client, serving=Serving(2, 256))
    assert await local.context_length("SmolLM2") == 256
    room = 256 - await local.count_tokens(question("", 1))
    assert isinstance((await heard(local, question("word " * (room - 9), 1)))[-1], Finished)
    with pytest.raises(BackendRejected, match="256"):
        await heard(local, question("word " * (room + 9), 1))
    await local.aclose()


async def test_who_has_to_wait_hears_the_place_in_line(local):
    runs = await asyncio.gather(*(heard(local, question(f"Say {n}")) for n in range(6)))
    waited = [[item.place for item in items if isinstance(item, Queued)] for items in runs]
    assert waited == [[], [], [], [], [1, 0], [2, 1, 0]]
    assert all(isinstance(items[-1], Finished) and text(items) for items in runs)


async def test_a_run_that_is_stopped_gives_its_place_to_the_next(local):
    open_runs = [local.stream(question("Count to a thousand.", 500)) for _ in range(4)]
    for run in open_runs:
        await anext(run)
    waiting = local.stream(question("Say yes."))
    assert await anext(waiting) == Queued(1)
    for run in open_runs:
        await run.aclose()
    assert await anext(waiting) == Queued(0)
    assert isinstance([item async for item in waiting][-1], Finished)


async def test_those_who_come_first_share_one_start(local):
    await asyncio.gather(local.start(), local.start(), heard(local, question()))
    assert len(models_running()) == 1


async def test_a_start_given_up_by_one_goes_on_for_the_others(local):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await local.start()
    await local.start()
    assert local.changes == [LocalState.STARTING, LocalState.READY]


async def test_its_key_is_nowhere_to_be_seen(local, client):
    await local.start()
    key = local._served.process.key
    process = psutil.Process(local.pid)
    assert key not in " ".join(process.cmdline())
    assert key not in str(process.environ())
    answer = await client.post(f"{local._served.address}/v1/chat/completions", json={})
    assert answer.status_code == 401


async def test_keys_in_our_own_surroundings_do_not_reach_the_process(local, monkeypatch):
    for name in ("DEEPSEEK_API_KEY", "HF_TOKEN"):
        monkeypatch.setenv(name, "sk-planted-in-the-environment")
    monkeypatch.setenv("RENAO_SEEN_BY_ALL", "yes")
    await local.start()
    environ = psutil.Process(local.pid).environ()
    assert environ["RENAO_SEEN_BY_ALL"] == "yes"
    assert "sk-planted" not in str(environ)


async def test_it_listens_on_this_machine_only_and_comes_last(local):
    await local.start()
    process = psutil.Process(local.pid)
    listening = [each.laddr.ip for each in process.net_connections() if each.status == "LISTEN"]
    assert listening == ["127.0.0.1"]
    assert process.nice() > 0


async def test_what_is_said_is_not_in_its_log(local, linked_file):
    await heard(local, question("The password is xyzzy-plugh."))
    await local.aclose()
    assert b"xyzzy" not in linked_file.with_suffix(".log").read_bytes()


async def test_a_proxy_does_not_matter(linked_file, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with await make_client() as client:
        local = LocalModel(linked_file, client)
        await local.start()
        assert await local.count_tokens(question()) > 5
        await local.aclose()


async def test_when_it_dies_the_run_fails_with_its_text_and_the_next_one_is_answered(local):
    async with aclosing(local.stream(question("Count to a thousand.", 500))) as stream:
        items = [await anext(stream) for _ in range(5)]
        os.kill(local.pid, signal.SIGKILL)
        with pytest.raises(ModelCrashed):
            [item async for item in stream]
    assert text(items)
    assert isinstance((await heard(local, question()))[-1], Finished)
    assert local.changes[-3:] == [LocalState.STOPPED, LocalState.STARTING, LocalState.READY]


async def test_it_comes_back_by_itself(local):
    await local.start()
    before = local.pid
    os.kill(before, signal.SIGKILL)
    await until(lambda: local.pid not in (0, before))
    assert local.state is LocalState.READY


def test_the_pauses_before_a_restart_grow_and_end():
    pauses = [pause_after(crashes) for crashes in range(1, 12)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (0.5, 60)


async def test_a_missing_file_is_said(client, tmp_path):
    local = LocalModel(tmp_path / "none.gguf", client)
    with pytest.raises(ModelMissing):
        await heard(local, question())
    assert local.state is LocalState.MISSING
    await local.aclose()


async def test_a_file_that_is_no_model_is_said(client, tmp_path):
    file = tmp_path / "bad.gguf"
    file.write_bytes(b"GGUF and nothing else")
    local = LocalModel(file, client)
    with pytest.raises(ModelCrashed):
        await local.start()
    assert local.state is LocalState.FAILED
    assert isinstance(local.problem, ModelCrashed)
    await local.aclose()
    assert not models_running()


async def test_closing_while_it_starts_leaves_nothing_behind(linked_file, client):
    local = LocalModel(linked_file, client)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.15):
            await local.start()
    await local.aclose()
    assert not models_running()


def test_a_tiny_model_is_kept_from_going_in_circles_unless_its_card_says_otherwise():
    plain = steadied(Request("m", ()))
    assert plain.sampling.repeat_penalty == REPEAT_PENALTY > 1
    assert plain.sampling.max_tokens == MOST_TOKENS < CONTEXT
    wish = Sampling(temperature=0.3, max_tokens=9, repeat_penalty=1.0)
    assert steadied(Request("m", (), sampling=wish)).sampling == wish


async def test_unloading_ends_runs_with_their_text_and_says_so(linked_file, client):
    local = LocalModel(linked_file, client, serving=Serving(1, 512, 1, "Own"))
    answering, waiting = (local.stream(question("Count to a thousand.", 400)) for _ in range(2))
    items = [await anext(answering) for _ in range(5)]
    assert await anext(waiting) == Queued(1)
    await local.unload("Own")
    for stream in (answering, waiting):
        with pytest.raises(ModelUnloaded, match="Own"):
            [item async for item in stream]
    assert text(items)
    assert (local.state, local.pid) == (LocalState.STOPPED, 0)
    assert not models_running()


async def test_file_of_the_users_own_that_is_gone_is_said_with_its_place(client, tmp_path):
    local = LocalModel(tmp_path / "none.gguf", client, serving=Serving(name="Own"))
    with pytest.raises(ModelFileGone, match=r"none\.gguf"):
        await local.start()
    assert local.state is LocalState.MISSING
    await local.aclose()


async def test_threads_and_log_are_where_they_are_wanted(linked_file, client, tmp_path):
    log_file = tmp_path / "own.log"
    local = LocalModel(linked_file, client, serving=Serving(1, 512, 3, "Own"), log_file=log_file)
    await local.start()
    assert log_file.is_file()
    assert local._served.process._wish["threads"] == 3
    await local.aclose()


def test_a_model_of_the_users_own_decides_itself_how_it_speaks():
    assert Serving().is_tiny
    assert not Serving(name="Own").is_tiny
