import asyncio
import json
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

import pytest

from app.core.bus import Bus
from app.core.errors import BackendTimeout, BackendUnreachable, SecretsLocked
from app.core.settings import Models as Waits
from app.core.settings import Provider, Settings
from app.engine.builtin import Builtin
from app.engine.connections import open_connections
from app.engine.listing import models_of
from app.engine.models import Models
from app.engine.provider_wording import trial_sentence
from app.engine.trial import StepKind, TrialOutcome, TrialResult, try_provider
from app.engine.wording import Wording
from app.storage.catalogue import Catalogue
from tests.backends.server import SSE_HEAD, head, sse
from tests.engine.scripted import until

WORD = '{"choices":[{"delta":{"content":"OK"}}]}'
STOP = '{"choices":[{"delta":{},"finish_reason":"stop"}]}'
STREAM = SSE_HEAD + sse(WORD, STOP)
LIST = head() + b'{"data":[{"id":"m1"},{"id":"m2"}]}'
REFUSAL = head(401) + b'{"error":"no such key"}'


class Server:
    """Answers what is listed and what is asked each in its way; `keys` are those it takes."""

    def __init__(self, listing=LIST, answer=STREAM, keys=()):
        self.listing, self.answer, self.keys = listing, answer, keys
        self.asked = []

    async def serve(self, reader, writer):
        top = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        fields = dict(line.lower().split(": ", 1) for line in top.splitlines()[1:] if line)
        body = await reader.readexactly(int(fields.get("content-length", 0)))
        self.asked.append((top.split(" ")[1], json.loads(body) if body else None))
        key = fields.get("authorization", "").removeprefix("bearer ")
        said = self.listing if top.startswith("GET") else self.answer
        if self.keys and key not in self.keys:
            said = REFUSAL
        if said is None:
            await reader.read()
        else:
            writer.write(said)
        writer.close()


@asynccontextmanager
async def serving(**how):
    server = Server(**how)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
    async with listening:
        yield server


@pytest.fixture
async def models(tmp_path):
    settings = Settings(models=Waits(first_byte_seconds=5))

    async def stored(provider):
        if provider.id == "locked":
            raise SecretsLocked("x")
        return ("stored",)

    catalogue = Catalogue(tmp_path, tmp_path)
    made = Models(lambda: settings, stored, Builtin(tmp_path, Bus()), open_connections, catalogue)
    yield made
    await made.aclose()


def at(server, **more):
    return Provider("p", "Ann", getattr(server, "address", server), **more)


async def tried(models, provider, keys=("good",), model=""):
    async with aclosing(try_provider(models, provider, keys, model)) as steps:
        found = [step async for step in steps]
    assert isinstance(found[-1], TrialResult)
    assert found[-1].steps == tuple(found[:-1])
    return found[-1]


def said(result):
    return trial_sentence(Wording(), result, "Ann").text


def kinds(result):
    return [step.kind for step in result.steps]


async def test_a_good_provider_passes_every_step_and_costs_next_to_nothing(models):
    async with serving(keys=("good",)) as server:
        result = await tried(models, at(server))
    assert result.outcome is TrialOutcome.WORKS
    assert kinds(result) == list(StepKind)
    assert [model.id for model in result.models] == ["m1", "m2"]
    assert said(result).startswith("Works: 2 models, and the first word of m1 came after ")
    (path, _), (_, question) = server.asked
    assert path == "/v1/models"
    assert question["max_tokens"] <= 16
    assert question["messages"] == [{"role": "user", "content": "Say OK."}]


async def test_the_model_that_is_wanted_is_asked_else_the_favourite(models):
    async with serving() as server:
        provider = at(server, models=("a", "b"), favourites=("b",))
        assert (await tried(models, provider)).model == "b"
        assert (await tried(models, provider, model="c")).model == "c"
        assert (await tried(models, replace(provider, favourites=()))).model == "a"


async def test_a_wrong_key_is_refused_before_anything_is_asked(models):
    async with serving(keys=("good",)) as server:
        result = await tried(models, at(server), ("bad",))
    assert result.outcome is TrialOutcome.FAILED
    assert kinds(result) == []
    assert said(result).startswith("The key was refused (HTTP 401).")
    assert len(server.asked) == 1


async def test_which_of_several_keys_is_wrong_is_said(models):
    async with serving(keys=("good", "fine")) as server:
        result = await tried(models, at(server), ("good", "bad", "fine"))
    assert (result.key_number, result.key_count) == (2, 3)
    assert said(result).startswith("Key 2 of 3 was refused")


async def test_a_server_that_wants_a_key_says_so_when_there_is_none(models):
    async with serving(keys=("good",)) as server:
        assert said(await tried(models, at(server), ())).startswith("Ann wants a key")


async def test_keys_that_are_not_given_are_the_stored_ones(models):
    async with serving(keys=("stored",)) as server:
        assert (await tried(models, at(server), None)).outcome is TrialOutcome.WORKS
        assert [model.id for model in await models_of(models, at(server))] == ["m1", "m2"]


async def test_keys_that_cannot_be_read_are_said_and_nothing_is_asked(models):
    provider = replace(at("http://model.invalid/v1"), id="locked")
    result = await tried(models, provider, None)
    assert isinstance(result.error, SecretsLocked)
    assert "could not be read" in said(result)


async def test_no_network_is_said_with_the_reason(models):
    async with serving() as gone:
        pass
    result = await tried(models, at(gone))
    assert isinstance(result.error, BackendUnreachable)
    assert kinds(result) == []
    assert "Connection refused" in said(result)


async def test_a_slow_server_is_waited_for_as_long_as_the_settings_say(models):
    patient = models._settings()
    models._settings = lambda: replace(
        patient, models=replace(patient.models, first_byte_seconds=1)
    )
    async with serving(answer=None) as server:
        result = await tried(models, at(server))
    assert isinstance(result.error, BackendTimeout)
    assert StepKind.MODELS in kinds(result)
    assert StepKind.STREAMING not in kinds(result)
    assert "then said nothing for 1 s" in said(result)


@pytest.mark.parametrize("listing", [head(404) + b"{}", head(405), head() + b'{"data":[]}'])
async def test_a_server_without_a_list_works_when_a_model_is_named(models, listing):
    async with serving(listing=listing, keys=("good",)) as server:
        result = await tried(models, at(server, models=("m",)))
        assert result.outcome is TrialOutcome.WORKS
        assert kinds(result).count(StepKind.KEY) == 1
        assert "lists no models" in said(result)
        result = await tried(models, at(server))
    assert result.outcome is TrialOutcome.NO_MODEL
    assert said(result).startswith("Ann can be reached, but lists no models.")


async def test_one_that_streams_nothing_is_told_from_one_that_works(models):
    async with serving(answer=SSE_HEAD + sse(STOP)) as server:
        result = await tried(models, at(server))
    assert result.outcome is TrialOutcome.SILENT
    assert result.first_token_ms is None
    assert "m1 said nothing" in said(result)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (head(404) + b'{"error":"no model"}', "does not know m1"),
        (head(402) + b'{"error":"pay"}', "wants to be paid"),
        (head(403) + b'{"error":"not here"}', "not here"),
        (head(429, Retry_After="600") + b"{}", "in 10 min"),
        (head(429) + b'{"error":"insufficient_quota"}', "quota is used up"),
        (head(413) + b"{}", "too long"),
        (head(503) + b'{"error":"overloaded"}', "overloaded"),
        (head(302, Location="https://new.example/v1"), "https://new.example/v1"),
        (b"SSH-2.0\r\n", "no such server"),
        (b"", "hung up"),
    ],
)
async def test_a_question_that_fails_says_what_to_change(models, answer, words):
    async with serving(answer=answer) as server:
        result = await tried(models, at(server))
    assert result.outcome is TrialOutcome.FAILED
    assert words in said(result)


async def test_a_protocol_that_nobody_speaks_is_said(models):
    result = await tried(models, at("http://127.0.0.1:9/v1", protocol="pigeon"))
    assert "pigeon" in said(result)


async def test_a_trial_that_is_given_up_hangs_up(models):
    async with serving(listing=None) as server:
        steps = try_provider(models, at(server), ())
        task = asyncio.get_running_loop().create_task(anext(steps))
        await until(lambda: server.asked)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await steps.aclose()


KINDS = """
[elsewhere]
name = "Elsewhere"
protocol = "openai_chat"
listing = "/catalogue"
[unlisted]
name = "Unlisted"
protocol = "openai_chat"
listing = "none"
models = ["known"]
"""


async def test_models_are_listed_where_the_catalogue_says(models, tmp_path):
    (tmp_path / "providers.toml").write_text(KINDS)
    async with serving() as server:
        await models_of(models, at(server, kind="elsewhere"), ())
        (known,) = await models_of(models, at(server, kind="unlisted"), ())
    assert [path for path, _ in server.asked] == ["/catalogue"]
    assert known.id == "known"
