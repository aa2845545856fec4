"""Model files of the user's own, with the real built-in model under another name."""

import asyncio
import os
import signal
from contextlib import aclosing
from dataclasses import replace

import pytest

from app.backends.part_file import Order
from app.core.backend import Sampling, TextDelta
from app.core.conversation import Conversation, Outcome
from app.core.errors import (
    ModelCrashed,
    ModelFileGone,
    ModelMissing,
    ModelUnloaded,
    ModelUnreadable,
)
from app.core.events import ModelChanged
from app.core.settings import BUILTIN_FILE, LocalFile
from app.engine.builtin import Builtin
from app.engine.connections import open_connections
from app.engine.local_models import LoadState, LocalModels
from app.engine.models import BUILTIN_CHOICE, ModelChoice
from app.engine.wording import Wording
from tests.backends.file_server import handing_out
from tests.backends.gguf_file import LLAMA, gguf
from tests.engine.scripted import said, until
from tests.model_processes import models_running

OWN = ModelChoice("local", "own")


@pytest.fixture
def own_file(model_file, tmp_path):
    """The real model where a user could have put it."""
    file = tmp_path / "Own-Model.gguf"
    file.symlink_to(model_file)
    return file


@pytest.fixture
async def world(make_world, own_file, tmp_path, model_file):
    """A world of sessions around real connections, with one small file of the user's own."""
    world = make_world(["from elsewhere"])
    scripted = await world.connect()
    opened = []

    async def connect():
        connections = await open_connections()
        opened.append(connections)
        return replace(connections, makers=scripted.makers)

    def keep(files):
        world.settings = replace(world.settings, local_models=files)

    world.connect, world.keep = connect, keep
    keep((LocalFile("own", str(own_file), 512, 1, 1),))
    builtin = Builtin(tmp_path, world.bus, lambda folder: own_file)
    world.models.builtin = builtin
    world.warned = []
    world.local = LocalModels(
        lambda: world.settings,
        keep,
        tmp_path / "models",
        world.bus,
        builtin,
        lambda *about: world.warned.append(about),
    )
    world.models.add_local(world.local)
    yield world
    await world.aclose()
    assert not models_running()


async def until_slowly(is_so):
    """Until another process did something."""
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.02)


def state(world, id="own"):
    return world.local.facts(id).state


def talk(world, choice=OWN, **more):
    return world.session(choice=choice, sampling=Sampling(temperature=0.0, max_tokens=400), **more)


async def test_file_of_the_users_own_is_a_choice_that_stays_on_this_machine(world):
    assert world.models.choices()[:2] == (BUILTIN_CHOICE, OWN)
    assert world.models.is_local(OWN)
    assert world.models.title(OWN) == "Own-Model"
    assert world.models.provider_title(OWN) == ""


async def test_it_answers_and_is_loaded_when_first_asked(world):
    assert state(world) is LoadState.UNLOADED
    session = world.session(choice=OWN, sampling=Sampling(max_tokens=8))
    session.send("Tell me about rivers.")
    await world.settled()
    answer = session.conversation.messages[-1]
    assert answer.outcome in (Outcome.COMPLETE, Outcome.LENGTH)
    assert answer.text
    facts = world.local.facts("own")
    assert facts.state is LoadState.READY
    assert facts.pid == models_running()[0].pid


async def test_memory_is_as_it_was_estimated(world):
    world.local.load("own")
    await until_slowly(lambda: state(world) is LoadState.READY)
    facts = world.local.facts("own")
    assert facts.memory == pytest.approx(facts.estimate(512, 1), rel=0.15)
    assert facts.header.quantisation == "Q4_1"


async def test_a_run_that_needs_more_memory_than_is_free_is_warned_of_and_not_forbidden(
    world, tmp_path
):
    huge = tmp_path / "huge.gguf"
    huge.write_bytes(gguf(LLAMA | {"llama.attention.key_length": 1_000_000_000}))
    await world.local.add(huge)
    await world.models.backend(ModelChoice("local", "huge"))
    await world.models.backend(OWN)
    ((name, needed, free),) = world.warned
    assert name == "huge"
    assert needed > free > 0


async def test_loading_and_unloading_are_told(world):
    told = []
    world.bus.subscribe(ModelChanged, lambda event: told.append(state(world)), about="local")
    world.local.load("own")
    await until_slowly(lambda: state(world) is LoadState.READY)
    await world.local.unload("own")
    assert state(world) is LoadState.UNLOADED
    assert not models_running()
    assert [each for each in dict.fromkeys(told) if each is not LoadState.UNLOADED] == [
        LoadState.LOADING,
        LoadState.READY,
    ]


async def test_unloading_in_the_middle_keeps_what_arrived_and_says_so(world):
    session = talk(world)
    session.send("Count to a thousand.")
    await until_slowly(lambda: session.conversation.reply and session.conversation.reply.text)
    await world.local.unload("own")
    await world.settled()
    answer = session.conversation.messages[-1]
    assert (answer.outcome, answer.reason) == (Outcome.FAILED, "model_unloaded")
    assert answer.text
    assert isinstance(session.last_error, ModelUnloaded)
    assert "You unloaded the model Own-Model" in Wording().error(session.last_error, "Ann").text


async def test_switching_models_never_loses_a_conversation(world):
    session = talk(world)
    session.send("Count to a thousand.")
    await until_slowly(lambda: session.conversation.reply and session.conversation.reply.text)
    session.choose(ModelChoice("p", "m"))
    await world.local.unload("own")
    await world.settled()
    kept = said(session)
    session.send("And you?")
    await world.settled()
    assert said(session) == [*kept, "And you?", "from elsewhere"]
    asked = [message.text for message in world.backend.requests[-1].messages]
    assert asked == [*kept, "And you?"]
    session.choose(OWN)
    world.local.change(replace(world.local.file("own"), context=1024))
    session.send("Say yes.")
    await until_slowly(lambda: not session.is_running or session.conversation.reply.text)
    session.stop()
    assert said(session)[:-1] == [*kept, "And you?", "from elsewhere", "Say yes."]
    assert said(session)[-1]


async def test_a_killed_process_fails_the_run_under_its_own_name_and_is_loaded_when_asked(world):
    session = talk(world)
    session.send("Count to a thousand.")
    await until_slowly(lambda: session.conversation.reply and session.conversation.reply.text)
    os.kill(world.local.facts("own").pid, signal.SIGKILL)
    await world.settled()
    assert isinstance(session.last_error, ModelCrashed)
    assert session.last_error.name == "Own-Model"
    assert session.conversation.messages[-1].text
    assert state(world) is LoadState.FAILED
    assert not models_running()
    session.send("Say yes.")
    await until_slowly(lambda: not session.is_running or session.conversation.reply.text)
    assert state(world) is LoadState.READY
    session.stop()


async def test_changed_context_is_in_force_with_the_next_load(world):
    world.local.load("own")
    await until_slowly(lambda: state(world) is LoadState.READY)
    assert not world.local.facts("own").is_changed
    world.local.change(replace(world.local.file("own"), context=1024))
    assert world.local.facts("own").is_changed
    await world.local.unload("own")
    backend = await world.models.backend(OWN)
    assert await backend.context_length("own") == 1024


async def test_failed_load_is_tried_again_as_it_is_wanted_now(world, tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(gguf())
    file = await world.local.add(broken)
    world.local.load(file.id)
    await until_slowly(lambda: state(world, file.id) is LoadState.FAILED)
    facts = world.local.facts(file.id)
    assert isinstance(facts.problem, ModelCrashed)
    world.local.change(replace(file, slots=1))
    assert world.local.facts(file.id).is_changed
    backend = await world.models.backend(ModelChoice("local", file.id))
    assert backend.serving.slots == 1


async def test_the_builtin_one_is_unloaded_too_and_served_as_wanted(world):
    world.local.load(BUILTIN_FILE)
    await until_slowly(lambda: state(world, BUILTIN_FILE) is LoadState.READY)
    assert world.local.facts(BUILTIN_FILE).memory > 100_000_000
    stream = (await world.models.backend(BUILTIN_CHOICE)).stream
    conversation = Conversation("c", "a")
    conversation.say("Count to a thousand.")
    from app.core.backend import Request

    async with aclosing(stream(Request("m", conversation.messages))) as items:
        async for item in items:
            if isinstance(item, TextDelta):
                break
        await world.local.unload(BUILTIN_FILE)
        with pytest.raises(ModelUnloaded, match="SmolLM2"):
            [item async for item in items]
    assert state(world, BUILTIN_FILE) is LoadState.UNLOADED


async def test_a_file_is_added_once_under_an_id_of_its_own(world, own_file, tmp_path):
    other = tmp_path / "sub" / "own.gguf"
    other.parent.mkdir()
    other.write_bytes(gguf())
    assert (await world.local.add(own_file)).id == "own"
    added = await world.local.add(other)
    assert added == LocalFile("own-2", str(other), 512)
    assert [each.id for each in world.local.files] == ["own", "own-2"]


async def test_what_is_no_model_is_not_added(world, tmp_path):
    file = tmp_path / "notes.gguf"
    file.write_text("no model")
    with pytest.raises(ModelUnreadable):
        await world.local.add(file)
    assert [each.id for each in world.local.files] == ["own"]


async def test_removing_never_deletes_a_file_of_the_users_own(world, own_file):
    await world.local.remove("own", deletes_file=True)
    assert own_file.exists()
    assert world.local.files == ()
    with pytest.raises(ModelMissing):
        await world.models.backend(OWN)


async def test_file_that_is_gone_is_said_and_nothing_else_breaks(world, own_file):
    own_file.unlink()
    assert state(world) is LoadState.MISSING
    session = talk(world)
    session.send("Hello")
    await world.settled()
    assert isinstance(session.last_error, ModelFileGone)
    assert said(session)[0] == "Hello"


async def test_what_was_downloaded_is_a_model_and_can_be_deleted(world):
    async with handing_out(gguf()) as server:
        await world.local.downloads.add(Order(server.address))
        await until_slowly(lambda: len(world.local.files) == 2)
    file = world.local.files[1]
    assert file.id == "tiny"
    assert world.local.facts("tiny").is_ours
    path = world.local.facts("tiny").path
    await world.local.remove("tiny", deletes_file=True)
    assert not path.exists()
    await until(lambda: not world.local.downloads.all)


async def test_parts_of_a_model_become_one_model_when_the_last_has_come(world):
    keys = LLAMA | {"split.count": 2}
    async with handing_out(gguf(keys)) as server:

        async def fetch(name):
            await world.local.downloads.add(Order(server.address.replace("tiny.gguf", name)))
            await until_slowly(lambda: not world.local.downloads.all)

        await fetch("m-00001-of-00002.gguf")
        own, first = world.local.files
        await until_slowly(lambda: world.local.facts(first.id).problem)
        assert "m-00002-of-00002.gguf" in str(world.local.facts(first.id).problem)
        await fetch("m-00002-of-00002.gguf")
        assert world.local.files == (own, first)
        await until_slowly(lambda: world.local.facts(first.id).header)
        assert world.local.facts(first.id).problem is None
