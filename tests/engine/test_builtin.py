import asyncio
from enum import StrEnum

import pytest

from app.core.backend import Finished
from app.core.bus import Bus
from app.core.conversation import Outcome
from app.core.errors import ModelCrashed, ModelFetchFailed, ModelMissing
from app.core.events import ModelChanged
from app.engine.builtin import Builtin, BuiltinState
from app.engine.connections import Connections
from app.engine.models import BUILTIN_CHOICE
from app.storage.paths import Paths
from tests.engine.scripted import Scripted, said, until


class State(StrEnum):
    STOPPED = "stopped"
    READY = "ready"


class Local(Scripted):
    def __init__(self, file, on_change, serving=None, log_file=None):
        super().__init__()
        self.log_file = log_file
        self.file, self.state, self.problem, self.on_change = file, State.STOPPED, None, on_change

    async def start(self):
        self.state = State.READY
        self.on_change()


async def nothing():
    pass


CONNECTIONS = Connections({}, Local, nothing)


class Files:
    """A folder where a model may be found, and a server from which one may come."""

    def __init__(self, found=None, error=None):
        self.found, self.error, self.go = found, error, asyncio.Event()

    def find(self, folder):
        return self.found

    async def fetch(self, folder, on_progress):
        await asyncio.to_thread(on_progress, 3, 10)
        await self.go.wait()
        if self.error:
            raise self.error
        self.found = folder / "model"
        return self.found


@pytest.fixture
async def make_builtin(tmp_path):
    made = []

    def make(files):
        bus, told = Bus(), []
        builtin = Builtin(tmp_path, bus, files.find, files.fetch)
        bus.subscribe(ModelChanged, lambda event: told.append(builtin.state), about="builtin")
        made.append(builtin)
        return builtin, told

    yield make
    for builtin in made:
        await builtin.aclose()


async def test_without_its_file_it_is_missing(make_builtin):
    builtin, _ = make_builtin(Files())
    assert builtin.state is BuiltinState.MISSING
    with pytest.raises(ModelMissing):
        await builtin.backend(CONNECTIONS)


async def test_fetching_says_how_far_it_is_and_that_the_file_is_there(make_builtin):
    files = Files()
    builtin, told = make_builtin(files)
    builtin.fetch()
    builtin.fetch()
    await until(lambda: builtin.progress == (3, 10))
    assert builtin.state is BuiltinState.FETCHING
    files.go.set()
    await until(lambda: told[-1] is BuiltinState.STOPPED)
    assert builtin.progress is None
    assert (await builtin.backend(CONNECTIONS)).file == files.found


async def test_who_asks_while_it_is_fetched_waits_for_it(make_builtin):
    files = Files()
    builtin, _ = make_builtin(files)
    builtin.fetch()
    asked = asyncio.get_running_loop().create_task(builtin.backend(CONNECTIONS))
    await until(lambda: builtin.progress is not None)
    assert not asked.done()
    files.go.set()
    assert (await asked).file == files.found


async def test_who_waits_for_a_fetch_that_fails_hears_why(make_builtin):
    files = Files(error=ModelFetchFailed("no network"))
    builtin, _ = make_builtin(files)
    builtin.fetch()
    asked = asyncio.get_running_loop().create_task(builtin.backend(CONNECTIONS))
    await until(lambda: builtin.progress is not None)
    files.go.set()
    with pytest.raises(ModelFetchFailed):
        await asked


async def test_a_fetch_can_be_stopped_and_begun_again(make_builtin):
    files = Files()
    builtin, told = make_builtin(files)
    builtin.fetch()
    await until(lambda: builtin.progress is not None)
    builtin.stop_fetch()
    await until(lambda: told[-1] is BuiltinState.MISSING)
    assert (builtin.progress, builtin.problem) == (None, None)
    builtin.fetch()
    files.go.set()
    await until(lambda: builtin.is_present)


async def test_failed_fetch_is_said_and_can_be_tried_again(make_builtin):
    files = Files(error=ModelFetchFailed("no network"))
    files.go.set()
    builtin, told = make_builtin(files)
    builtin.fetch()
    await until(lambda: builtin.problem is not None)
    assert told[-1] is BuiltinState.MISSING
    files.error = None
    builtin.fetch()
    await until(lambda: builtin.is_present)
    assert builtin.problem is None


async def test_state_and_problem_are_those_of_its_process(make_builtin):
    builtin, told = make_builtin(Files("model"))
    assert builtin.is_present
    await builtin.start(CONNECTIONS)
    assert told == [BuiltinState.READY]
    local = await builtin.backend(CONNECTIONS)
    local.state, local.problem = State.STOPPED, ModelCrashed("x")
    assert (builtin.state, builtin.problem) == (BuiltinState.STOPPED, local.problem)
    await builtin.aclose()
    assert local.closed


async def test_its_process_writes_where_logs_are_kept_and_not_among_the_models(tmp_path):
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state")
    builtin = Builtin(
        paths.models, Bus(), lambda folder: folder / "model", log_file=paths.model_log
    )
    assert (await builtin.backend(CONNECTIONS)).log_file == tmp_path / "state" / "model.log"
    await builtin.aclose()


async def test_going_on_lets_the_builtin_model_speak_on_from_its_own_words(make_world):
    world = make_world(language="zh_CN")
    local = Local("model", None)
    local.scripts = [["Once", Finished(Outcome.LENGTH, "length")], [" upon"]]
    local.state, local.problem = State.READY, None
    world.models.builtin = Builtin(world.folder, world.bus, lambda folder: "model")

    async def connect():
        return Connections({}, lambda *made_of: local, nothing)

    world.connect = connect
    session = world.session(choice=BUILTIN_CHOICE)
    session.send("a")
    await world.settled()
    session.continue_reply()
    await world.settled()
    assert said(session) == ["a", "Once", " upon"]
    assert [message.text for message in local.requests[1].messages] == ["a", "Once"]
    assert local.requests[0].system == "You are a card."  # it speaks English only
