"""What is found out about the models of an Ollama server, and how often it is asked."""

import asyncio
import json

import pytest

from app.backends.endpoint import Endpoint
from app.backends.ollama import BACKEND
from app.backends.reach import reached
from app.core.backend import (
    Ability,
    Effort,
    Finished,
    ModelFacts,
    Sampling,
    TextDelta,
    ToolSpec,
)
from app.core.errors import BackendRejected, BackendUnreachable
from app.core.reach import Reach
from app.core.settings import ModelDetail, Provider
from app.core.tasks import TaskScope
from tests.backends.conftest import QUICK, request_of
from tests.backends.ollama_said import GEMMA, GPT_OSS, LLAMA, LOADED, PS, SKY, TAGS
from tests.backends.routed_server import routed
from tests.backends.server import SILENCE, serving

NOTHING_LOADED = {"models": []}
SCHEMA = Ability.SCHEMA


def backend(client, server):
    return BACKEND.make(Endpoint(client, server.address, timeouts=QUICK), None)


def loads_on_demand(model, length):
    """A server that puts a model into memory when it is asked anything."""
    memory = []

    def chat(body):
        memory.append({"name": f"{model}:latest", "context_length": length})
        return LOADED if not body["messages"] else SKY

    return {"/api/chat": chat, "/api/ps": lambda _: {"models": memory}}


async def test_models_are_listed_with_what_each_is_and_shown_a_few_at_a_time(client):
    many = {"models": [{"name": f"m{n}"} for n in range(12)]}
    async with routed({"/api/tags": many, "/api/show": GEMMA}) as server:
        found = await backend(client, server).models()
    abilities = frozenset({SCHEMA, Ability.VISION})
    assert found == tuple(ModelFacts(f"m{n}", "", 2048, abilities) for n in range(12))
    assert {body["model"] for body in server.bodies("/api/show")} == {f"m{n}" for n in range(12)}
    assert server.most_at_once <= 4


async def test_a_model_that_cannot_be_shown_is_listed_all_the_same(client):
    def show(body):
        return (500, "no") if body["model"] == "codellama:13b" else LLAMA

    async with routed({"/api/tags": TAGS, "/api/show": show}) as server:
        found = await backend(client, server).models()
    assert found == (ModelFacts("codellama:13b"), ModelFacts("llama3:latest", "", 8192))


async def test_what_only_embeds_is_not_listed(client):
    embedding = {"capabilities": ["embedding"]}
    async with routed({"/api/tags": TAGS, "/api/show": embedding}) as server:
        with pytest.raises(BackendRejected):
            await backend(client, server).models()


async def test_abilities_are_told_in_our_words(client):
    able = {"capabilities": ["completion", "tools", "thinking", "vision", "insert"]}
    async with routed({"/api/tags": {"models": [{"name": "m"}]}, "/api/show": able}) as server:
        (found,) = await backend(client, server).models()
    assert found.abilities == {SCHEMA, Ability.TOOLS, Ability.REASONING, Ability.VISION}


@pytest.mark.parametrize("tags", [{}, [], "null", {"models": None}, {"models": [{}, 1]}])
async def test_a_listing_of_nothing_is_an_error(client, tags):
    async with routed({"/api/tags": tags}) as server:
        with pytest.raises(BackendRejected):
            await backend(client, server).models()


async def test_the_context_is_the_one_in_memory_and_is_said_with_each_request(client):
    async with routed({"/api/show": LLAMA, "/api/ps": PS, "/api/chat": SKY}) as server:
        model = backend(client, server)
        assert await model.context_length("gemma3") == 4096
        assert await model.context_length("gemma3") == 4096
        await ask(model, "gemma3")
    assert len(server.bodies("/api/show")) == len(server.bodies("/api/ps")) == 1, "once"
    assert [body.get("options") for body in server.bodies("/api/chat")] == [{"num_ctx": 4096}]


async def test_a_model_that_is_not_in_memory_is_loaded_first(client):
    routes = {"/api/show": LLAMA, **loads_on_demand("llama3", 32768)}
    async with routed(routes) as server:
        model = backend(client, server)
        assert await model.context_length("llama3") == 32768
        await ask(model, "llama3")
    loading, asking = server.bodies("/api/chat")
    assert loading == {"model": "llama3", "messages": [], "stream": False}
    assert asking["options"] == {"num_ctx": 32768}


async def test_what_the_models_author_set_needs_no_look(client):
    async with routed({"/api/show": GEMMA}) as server:
        assert await backend(client, server).context_length("gemma3") == 2048
    assert [path for path, _ in server.asked] == ["/api/show"]


@pytest.mark.parametrize("model", ["gpt-oss:120b-cloud", "glm-5.2:cloud", "mine"])
async def test_models_of_the_makers_own_servers_have_all_they_were_made_for(client, model):
    remote = {**LLAMA, **({"remote_model": "x"} if model == "mine" else {})}
    async with routed({"/api/show": remote}) as server:
        assert await backend(client, server).context_length(model) == 8192
    assert [path for path, _ in server.asked] == ["/api/show"]


@pytest.mark.parametrize(
    ("info", "length"), [(8192, 4096), (2048, 2048), (None, 4096), ("8192", 4096)]
)
async def test_where_nobody_says_it_is_the_usual_but_no_more_than_there_is(client, info, length):
    shown = {"model_info": {"x.context_length": info}}
    old = {"/api/show": shown, "/api/ps": {"models": [{"name": "m"}]}, "/api/chat": LOADED}
    async with routed(old) as server:
        model = backend(client, server)
        assert await model.context_length("m") == length
        await ask(model, "m")
    assert "options" not in server.bodies("/api/chat")[-1], "a guess changes nothing"


async def test_a_server_that_does_not_answer_leaves_the_length_open(client):
    async with routed({}) as server:
        model = backend(client, server)
        assert await model.context_length("m") is None
    assert await model.context_length("m") is None
    with pytest.raises(BackendUnreachable):
        await model.models()


async def test_a_stop_while_the_model_is_looked_at_hangs_up(client):
    async with serving(SILENCE) as server, TaskScope("test") as scope:
        place = Endpoint(client, f"http://127.0.0.1:{server.port}", timeouts=QUICK)
        scope.start("look", BACKEND.make(place, None).context_length, "m")
        await asyncio.wait_for(server.spoke.wait(), 5)
        scope.cancel("look")
        await asyncio.wait_for(server.hung_up.wait(), 0.3)


async def test_an_address_for_chats_alone_is_asked_nothing_else(client):
    async with routed({"/mine": SKY}) as server:
        place = Endpoint(client, f"{server.address}/mine#", timeouts=QUICK)
        model = BACKEND.make(place, None)
        assert await model.context_length("m") is None
        assert (await ask(model, "m"))[0] == TextDelta("The")
    assert [path for path, _ in server.asked] == ["/mine"]


async def test_the_users_own_context_is_what_the_model_is_loaded_with(client):
    details = (ModelDetail("small", context=2048),)
    async with routed({"/api/chat": SKY}) as server:
        own = Provider("p", "P", server.address, protocol="ollama", context=16384, details=details)
        model = reached(client, BACKEND, Reach(own))
        assert await model.context_length("small") == 2048
        await ask(model, "small")
        await ask(model, "other")
    assert [body["options"] for body in server.bodies("/api/chat")] == [
        {"num_ctx": 2048},
        {"num_ctx": 16384},
    ]


async def test_a_listing_looks_anew(client):
    async with routed({"/api/show": GPT_OSS, "/api/ps": PS, "/api/tags": TAGS}) as server:
        model = backend(client, server)
        await model.context_length("gemma3")
        await model.models()
        await model.context_length("gemma3")
    assert len(server.bodies("/api/ps")) == 2


async def test_what_was_shown_says_how_to_ask_for_thought(client):
    async with routed({"/api/show": GPT_OSS, "/api/ps": PS, "/api/chat": SKY}) as server:
        model = backend(client, server)
        await model.context_length("gemma3")
        await ask(model, "gemma3", effort=Effort.MINIMAL)
    assert server.bodies("/api/chat")[0]["think"] == "low"


# https://github.com/ollama/ollama/blob/main/server/routes.go has the sentence
async def test_a_model_that_refuses_to_be_told_how_to_think_is_asked_again_once(client):
    def chat(body):
        refusal = {"error": '"llama3" does not support thinking'}
        return (400, refusal) if "think" in body else SKY

    async with routed({"/api/chat": chat}) as server:
        model = backend(client, server)
        for _ in range(2):
            assert isinstance((await ask(model, "llama3", effort=Effort.HIGH))[-1], Finished)
    assert ["think" in body for body in server.bodies("/api/chat")] == [True, False, False]


LOOK = ToolSpec("look", "Looks.", '{"type":"object","properties":{"at":{"type":"string"}}}')


@pytest.mark.parametrize("is_shown", [True, False])
async def test_a_model_without_tools_is_given_them_by_the_form_of_its_answer(client, is_shown):
    def chat(body):
        if "tools" in body:
            return 400, {"error": "registry.ollama.ai/library/gemma3 does not support tools"}
        return json.dumps({"message": {"content": "no"}, "done": True}) + "\n"

    async with routed({"/api/chat": chat, "/api/show": GEMMA}) as server:
        model = backend(client, server)
        if is_shown:
            await model.context_length("gemma3")
        for _ in range(2):
            await ask(model, "gemma3", tools=(LOOK,))
    asked = server.bodies("/api/chat")
    assert ["tools" in body for body in asked] == [False] * 2 if is_shown else [True, False, False]
    assert "format" in asked[-1]


async def test_other_refusals_are_the_servers_last_word(client):
    async with routed({"/api/chat": (400, {"error": "bad request"})}) as server:
        with pytest.raises(BackendRejected, match="bad request"):
            await ask(backend(client, server), "m", effort=Effort.HIGH, sampling=Sampling(9.0))
    assert len(server.asked) == 1


async def ask(model, name, **more):
    return [item async for item in model.stream(request_of("hi", model=name, **more))]
