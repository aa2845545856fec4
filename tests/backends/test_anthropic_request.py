"""What Claude's servers are asked, as they receive it."""

import base64
import json
from contextlib import aclosing
from dataclasses import replace

import pytest

from app.backends.anthropic import BACKEND
from app.backends.anthropic_request import messages_body
from app.backends.endpoint import Endpoint
from app.core.backend import Effort, OutputSchema, Request, Sampling, ToolSpec
from app.core.conversation import (
    EchoPart,
    FilePart,
    Message,
    ReasoningPart,
    RefusalPart,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from tests.backends.anthropic_said import HELLO, THOUGHT
from tests.backends.conftest import QUICK, request_of
from tests.backends.server import SSE_HEAD, serving

CACHED = {"type": "ephemeral"}
SUMMARIZED = {"type": "adaptive", "display": "summarized"}


@pytest.fixture
def sent(client):
    """What a server at `suffix` gets for a request: its head in lower case, and the body."""

    async def sent(request, suffix="", key="sk-ant-1"):
        async with serving(SSE_HEAD, HELLO.encode()) as server:
            address = f"http://127.0.0.1:{server.port}{suffix}"
            place = Endpoint(
                client,
                address,
                key,
                timeouts=QUICK,
                key_header=BACKEND.key_header,
                headers=BACKEND.headers,
            )
            async with aclosing(BACKEND.make(place, None).stream(request)) as items:
                assert [item async for item in items]
            top, body = server.requests[0]
            return top.lower(), json.loads(body)

    return sent


@pytest.fixture
def body(sent):
    async def body(*args, **more):
        request = args[0] if args and isinstance(args[0], Request) else request_of(*args, **more)
        return (await sent(request))[1]

    return body


def said(role, *parts):
    return Message("id", "", role, parts, 0.0)


def user(*parts):
    each = (TextPart(part) if isinstance(part, str) else part for part in parts)
    return said(Role.USER, *each)


def agent(*parts):
    each = (TextPart(part) if isinstance(part, str) else part for part in parts)
    return said(Role.AGENT, *each)


def results(*parts):
    return said(Role.TOOL, *parts)


def asking(*messages, model="claude-sonnet-4-5", **more):
    return Request(model, messages, **more)


def without_marks(messages):
    for message in messages:
        for block in message["content"]:
            block.pop("cache_control", None)
    return messages


def echo(*blocks, model="claude-sonnet-4-5"):
    return EchoPart("anthropic", model, json.dumps(blocks))


THINKING = {"type": "thinking", "thinking": "Hm.", "signature": "s=="}
CALL = {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"b": 2, "a": 1}}


@pytest.mark.parametrize("suffix", ["", "/", "/v1", "/v1/", "/v1/messages"])
async def test_it_is_asked_at_its_address_with_its_key_and_version(sent, suffix):
    top, _ = await sent(request_of("hi"), suffix)
    assert top.startswith("post /v1/messages http/1.1")
    assert "x-api-key: sk-ant-1\r\n" in top
    assert "anthropic-version: 2023-06-01\r\n" in top
    assert "authorization" not in top


async def test_a_question_is_sent_field_by_field(body):
    # https://platform.claude.com/docs/en/api/messages
    found = await body("hi", model="claude-sonnet-4-5-20250929", system="Be kind.")
    assert found == {
        "model": "claude-sonnet-4-5-20250929",
        "max_tokens": 32_000,
        "system": [{"type": "text", "text": "Be kind.", "cache_control": CACHED}],
        "messages": [
            {
                "role": "user",
                "content": [{"type": "text", "text": "hi", "cache_control": CACHED}],
            }
        ],
        "stream": True,
    }


async def test_an_imitation_is_asked_plainly(body):
    found = await body("hi", model="deepseek-chat", system="Be kind.")
    assert found == {
        "model": "deepseek-chat",
        "max_tokens": 8192,
        "system": "Be kind.",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
        "stream": True,
    }


async def test_no_persona_is_no_field(body):
    assert "system" not in await body("hi", system=" \n")


@pytest.mark.parametrize(
    ("model", "usual", "most"),
    [
        # https://platform.claude.com/docs/en/about-claude/models/overview
        ("claude-3-haiku-20240307", 4096, 4096),
        ("claude-3-opus-20240229", 4096, 4096),
        ("claude-3-5-sonnet-20241022", 8192, 8192),
        ("claude-3-5-haiku-latest", 8192, 8192),
        ("anthropic/claude-3.7-sonnet", 32_000, 64_000),
        ("claude-opus-4-20250514", 32_000, 32_000),
        ("claude-opus-4-1@20250805", 32_000, 32_000),
        ("claude-sonnet-4-0", 32_000, 64_000),
        ("claude-haiku-4-5-20251001", 32_000, 64_000),
        ("claude-opus-4-5", 32_000, 64_000),
        ("anthropic.claude-opus-4-6-v1:0", 32_000, 128_000),
        ("claude-opus-4.8", 32_000, 128_000),
    ],
)
async def test_the_limit_is_what_the_model_takes(body, model, usual, most):
    assert (await body("hi", model=model))["max_tokens"] == usual
    much = Sampling(max_tokens=10**6)
    assert (await body("hi", model=model, sampling=much))["max_tokens"] == most
    assert (await body("hi", model=model, sampling=Sampling(max_tokens=9)))["max_tokens"] == 9


@pytest.mark.parametrize(
    ("model", "temperature", "top_p", "expected"),
    [
        ("claude-haiku-4-5", 0.3, None, {"temperature": 0.3}),
        ("claude-haiku-4-5", None, 0.9, {"top_p": 0.9}),
        ("claude-haiku-4-5", 0.3, 0.9, {"temperature": 0.3}),
        ("claude-haiku-4-5", 1.8, None, {"temperature": 1.0}),
        ("claude-opus-4-6", 0.0, None, {"temperature": 0.0}),
        # https://platform.claude.com/docs/en/about-claude/models/migration-guide
        ("claude-opus-4-7", 0.3, 0.9, {}),
        ("claude-sonnet-5", 0.3, None, {}),
        ("claude-haiku-5-5", 0.3, None, {}),
        ("claude-fable-5-2", 0.3, None, {}),
        ("kimi-k2", 1.8, 0.9, {"temperature": 1.8, "top_p": 0.9}),
    ],
)
async def test_the_sampling_is_what_the_model_takes(body, model, temperature, top_p, expected):
    wish = Sampling(temperature=temperature, top_p=top_p, repeat_penalty=1.1)
    found = await body("hi", model=model, sampling=wish)
    names = ("temperature", "top_p", "repeat_penalty")
    assert {name: found[name] for name in names if name in found} == expected


NONE, LOW, HIGH, UNSAID = Effort.NONE, Effort.LOW, Effort.HIGH, Effort.UNSAID


@pytest.mark.parametrize(
    ("model", "effort", "thinking", "said_effort"),
    [
        # https://platform.claude.com/docs/en/build-with-claude/thinking
        ("claude-3-5-haiku-20241022", HIGH, None, None),
        ("claude-3-7-sonnet-20250219", UNSAID, None, None),
        ("claude-3-7-sonnet-20250219", LOW, {"type": "enabled", "budget_tokens": 4096}, None),
        ("claude-haiku-4-5", NONE, None, None),
        ("claude-haiku-4-5", HIGH, {"type": "enabled", "budget_tokens": 24_000}, None),
        ("claude-opus-4-6", UNSAID, None, None),
        ("claude-opus-4-6", NONE, None, None),
        ("claude-opus-4-6", Effort.MEDIUM, SUMMARIZED, "medium"),
        ("claude-opus-4-7", HIGH, SUMMARIZED, "high"),
        ("claude-opus-5", UNSAID, SUMMARIZED, None),
        ("claude-opus-5", NONE, {"type": "disabled"}, None),
        ("claude-opus-5", Effort.MINIMAL, SUMMARIZED, "low"),
        ("claude-sonnet-5", NONE, {"type": "disabled"}, None),
        ("claude-haiku-5-5", NONE, {"type": "disabled"}, None),
        # https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide
        ("claude-sonnet-5-5", NONE, {"type": "between_tools"}, None),
        # https://platform.claude.com/docs/en/models/opus-5-5/migration-guide
        ("claude-opus-5-5", NONE, SUMMARIZED, "low"),
        ("claude-opus-5-5", UNSAID, SUMMARIZED, None),
        ("claude-fable-5", NONE, SUMMARIZED, "low"),
        ("claude-mythos-preview", HIGH, SUMMARIZED, "high"),
        ("claude-opus-latest", LOW, SUMMARIZED, "low"),
        ("glm-4.6", UNSAID, None, None),
        ("glm-4.6", NONE, {"type": "disabled"}, None),
    ],
)
async def test_how_long_it_thinks_is_said_as_the_model_understands_it(
    body, model, effort, thinking, said_effort
):
    found = await body("hi", model=model, effort=effort)
    assert found.get("thinking") == thinking
    assert found.get("output_config", {}).get("effort") == said_effort


@pytest.mark.parametrize("model", ["claude-haiku-4-5", "claude-opus-4-6"])
async def test_who_thinks_takes_no_temperature(body, model):
    found = await body("hi", model=model, effort=LOW, sampling=Sampling(temperature=0.5, top_p=0.9))
    assert not {"temperature", "top_p"} & set(found)


@pytest.mark.parametrize(
    ("model", "effort", "limit"),
    [
        ("claude-haiku-4-5", LOW, 100 + 4096),
        ("claude-opus-5-5", UNSAID, 100 + 8192),
        ("claude-opus-5", NONE, 100),
        ("claude-sonnet-5-5", NONE, 100),
    ],
)
async def test_thoughts_take_nothing_of_the_answers_length(body, model, effort, limit):
    found = await body("hi", model=model, effort=effort, sampling=Sampling(max_tokens=100))
    assert found["max_tokens"] == limit


@pytest.mark.parametrize("effort", [each for each in Effort if each not in (NONE, UNSAID)])
@pytest.mark.parametrize("model", ["claude-opus-4-1", "claude-3-7-sonnet", "some-imitation"])
@pytest.mark.parametrize("most", [None, 1, 1025, 10**6])
async def test_a_budget_is_allowed_and_below_the_limit(body, model, effort, most):
    found = await body("hi", model=model, effort=effort, sampling=Sampling(max_tokens=most))
    assert 1024 <= found["thinking"]["budget_tokens"] < found["max_tokens"]


async def test_a_budget_leaves_the_answer_the_length_it_may_have(body):
    found = await body("hi", effort=LOW, model="claude-haiku-4-5", sampling=Sampling(max_tokens=9))
    assert found["max_tokens"] - found["thinking"]["budget_tokens"] == 9


async def test_files_go_before_the_words_about_them(body):
    # https://platform.claude.com/docs/en/build-with-claude/pdf-support
    # https://platform.claude.com/docs/en/build-with-claude/citations#plain-text-documents
    files = (
        FilePart("a.png", "image/png", b"\x89PNG"),
        FilePart("b.pdf", "application/pdf", b"%PDF-1.7"),
        FilePart("c.json", "application/json", '{"热": 1}'.encode()),
        FilePart("d.zip", "application/zip", b"PK\x00\xff"),
        FilePart("e.bmp", "image/bmp", b"BM"),
        FilePart("f.txt", "text/plain", b" "),
    )
    found = await body(asking(user("What is this?", *files)))
    (message,) = without_marks(found["messages"])
    *sent, about = message["content"]
    assert about == {"type": "text", "text": "What is this?"}
    assert sent[:3] == [
        {
            "type": "image",
            "source": {
                "type": "base64",
                "media_type": "image/png",
                "data": base64.b64encode(b"\x89PNG").decode(),
            },
        },
        {
            "type": "document",
            "source": {
                "type": "base64",
                "media_type": "application/pdf",
                "data": base64.b64encode(b"%PDF-1.7").decode(),
            },
            "title": "b.pdf",
        },
        {
            "type": "document",
            "source": {"type": "text", "media_type": "text/plain", "data": '{"热": 1}'},
            "title": "c.json",
        },
    ]
    names = ("d.zip", "e.bmp", "f.txt")
    assert all(name in each["text"] for name, each in zip(names, sent[3:], strict=True))


async def test_an_imitation_gets_text_files_as_text(body):
    file = FilePart("c.txt", "text/plain", b"words")
    found = await body(asking(user(file, "?"), model="kimi-k2"))
    first = found["messages"][0]["content"][0]
    assert first["type"] == "text"
    assert "words" in first["text"]


async def test_a_file_alone_is_a_question(body):
    found = await body(asking(user(FilePart("a.png", "image/png", b"x"))))
    assert [each["type"] for each in found["messages"][0]["content"]] == ["image"]


async def test_tools_are_told_with_their_schemas(body):
    # https://platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools
    schema = '{"type":"object","properties":{"at":{"type":"string"}},"required":["at"]}'
    tools = (ToolSpec("look", "Looks.", schema), ToolSpec("wait", "", "nonsense"))
    found = await body("hi", tools=tools)
    assert found["tools"] == [
        {"name": "look", "description": "Looks.", "input_schema": json.loads(schema)},
        {"name": "wait", "input_schema": {"type": "object", "properties": {}}},
    ]
    assert "tool_choice" not in found


async def test_a_call_and_its_answers_go_back(body):
    # https://platform.claude.com/docs/en/agents-and-tools/tool-use/handle-tool-calls
    calls = ToolCallPart("one", "look", '{"b": 2, "a": 1}'), ToolCallPart("two", "wait", "")
    answers = (
        ToolResultPart("one", "look", "A tree."),
        ToolResultPart("two", "wait", "No time.", is_error=True),
    )
    request = asking(user("Look!"), agent("I look.", *calls), results(*answers), user("And?"))
    found = await body(request)
    assert without_marks(found["messages"])[1:] == [
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": "I look."},
                {"type": "tool_use", "id": "one", "name": "look", "input": {"b": 2, "a": 1}},
                {"type": "tool_use", "id": "two", "name": "wait", "input": {}},
            ],
        },
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "one", "content": "A tree."},
                {
                    "type": "tool_result",
                    "tool_use_id": "two",
                    "content": "No time.",
                    "is_error": True,
                },
                {"type": "text", "text": "And?"},
            ],
        },
    ]


async def test_several_messages_of_answers_become_one(body):
    calls = ToolCallPart("one", "a", "{}"), ToolCallPart("two", "b", "{}")
    answers = (results(ToolResultPart(id, "a", "ok")) for id in ("one", "two"))
    found = await body(asking(user("?"), agent(*calls), *answers))
    assert [each["tool_use_id"] for each in found["messages"][-1]["content"]] == ["one", "two"]


async def test_a_call_that_nobody_answered_is_answered_first_of_all(body):
    calls = ToolCallPart("one", "a", "{}"), ToolCallPart("two", "b", "{}")
    request = asking(
        user("?"), agent(*calls), results(ToolResultPart("one", "a", "")), user("Well?")
    )
    content = (await body(request))["messages"][-1]["content"]
    assert [each.get("tool_use_id") for each in content] == ["one", "two", None]
    assert "content" not in content[0]
    assert (content[1]["is_error"], bool(content[1]["content"])) == (True, True)


@pytest.mark.parametrize("more", [[], [user("Well?")], [agent("More.")]])
async def test_a_call_without_any_answer_is_answered_wherever_it_stands(body, more):
    found = await body(asking(user("?"), agent(ToolCallPart("one", "a", "{}")), *more))
    assert found["messages"][2]["content"][0]["tool_use_id"] == "one"


async def test_an_answer_to_no_call_is_left_out(body):
    request = asking(results(ToolResultPart("one", "a", "ok")), user("?"))
    (message,) = without_marks((await body(request))["messages"])
    assert message == {"role": "user", "content": [{"type": "text", "text": "?"}]}


async def test_ids_and_names_of_other_protocols_become_allowed_and_unique(body):
    def turn(id):
        call = ToolCallPart(id, "files.read", "{}")
        return agent(call), results(ToolResultPart(id, "files.read", "ok"))

    request = asking(user("?"), *turn("call_0"), *turn("call_0"), *turn("read:0 热" + "x" * 99))
    found = (await body(request))["messages"][1:]
    calls = [each["content"][0] for each in found[::2]]
    ids = [call["id"] for call in calls]
    assert ids[:2] == ["call_0", "call_0_2"]
    assert all(id.replace("_", "").isascii() and id.replace("_", "").isalnum() for id in ids)
    assert {call["name"] for call in calls} == {"files_read"}
    assert [each["content"][0]["tool_use_id"] for each in found[1::2]] == ids


async def test_roles_take_turns_and_the_user_begins(body):
    request = asking(
        said(Role.NOTE, TextPart("emergency")),
        agent("Hello!"),
        agent(" \n"),
        agent(ReasoningPart("hm")),
        agent("Still here."),
        user("a"),
        user(" "),
        user("b"),
        agent(RefusalPart("No.")),
        user("c"),
    )
    found = without_marks((await body(request))["messages"])
    assert [each["role"] for each in found] == ["user", "assistant", "user", "assistant", "user"]
    texts = [[block["text"] for block in each["content"]] for each in found]
    assert texts[1:] == [["Hello!", "Still here."], ["a", "b"], ["No."], ["c"]]
    assert all(text.strip() for each in texts for text in each)


async def test_nothing_said_is_still_a_question(body):
    assert (await body(asking()))["messages"][0]["role"] == "user"


async def test_no_blank_ends_the_agents_last_words(body):
    found = await body(asking(user("?"), agent("So \n")))
    assert found["messages"][-1]["content"][-1]["text"] == "So"


async def test_what_must_go_back_unchanged_does(body):
    data = (
        '[{"type":"thinking","thinking":"Hm. \\u70ed 1.0","signature":"s=="},'
        '{"type":"text","text":"I look."},'
        '{"type":"tool_use","id":"toolu_1","name":"look","input":{"b": 2, "a": 1.0}}]'
    )
    parts = TextPart("I look."), ToolCallPart("toolu_1", "look", "{}")
    part = EchoPart("anthropic", "claude-sonnet-4-5", data)
    answer = results(ToolResultPart("toolu_1", "look", "A tree."))
    request = asking(user("Look!"), agent(*parts, part), answer, effort=LOW)
    found = (await body(request))["messages"]
    assert found[1]["content"] == json.loads(data)
    assert found[2]["content"][0]["tool_use_id"] == "toolu_1"
    assert data.encode() in messages_body(request), "not byte by byte"


@pytest.mark.parametrize(
    "part",
    [
        EchoPart("gemini", "claude-sonnet-4-5", '[{"type":"text","text":"x"}]'),
        echo({"type": "text", "text": "x"}, model="claude-opus-5"),
        EchoPart("anthropic", "claude-sonnet-4-5", "nonsense"),
        EchoPart("anthropic", "claude-sonnet-4-5", '{"type":"text"}'),
        EchoPart("anthropic", "claude-sonnet-4-5", "[]"),
    ],
)
async def test_what_is_not_this_models_own_is_rebuilt_from_its_words(body, part):
    found = await body(asking(user("?"), agent("Words.", part), user("!")))
    assert found["messages"][1]["content"] == [{"type": "text", "text": "Words."}]


async def test_who_does_not_think_now_gets_no_thoughts_back(body):
    part = echo(THINKING, {"type": "text", "text": "So."})
    found = await body(asking(user("?"), agent("So.", part), user("!")))
    assert found["messages"][1]["content"] == [{"type": "text", "text": "So."}]


async def test_an_imitation_gets_its_thoughts_back_unasked(body):
    part = echo(THINKING, CALL, model="minimax-m2")
    messages = user("?"), agent(part), results(ToolResultPart("toolu_1", "look", "ok"))
    found = await body(asking(*messages, model="minimax-m2"))
    assert found["messages"][1]["content"] == [THINKING, CALL]
    quiet = await body(asking(*messages, model="minimax-m2", effort=NONE))
    assert quiet["messages"][1]["content"] == [CALL]


@pytest.mark.parametrize(
    ("model", "keeps"),
    [
        # https://platform.claude.com/docs/en/build-with-claude/preserved-thinking
        ("claude-opus-5", True),
        ("claude-fable-5", True),
        ("claude-fable-5-1", False),
        ("claude-opus-5-5", False),
        ("claude-sonnet-5-5", False),
        ("claude-haiku-5-5", False),
    ],
)
async def test_thoughts_bound_to_what_was_before_go_back_only_while_nothing_can_have_changed(
    body, model, keeps
):
    words = {"type": "text", "text": "So."}
    search = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}
    request = asking(
        user("?"),
        agent("So.", echo(THINKING, search, words, model=model)),
        user("Look!"),
        agent(echo(THINKING, CALL, model=model)),
        results(ToolResultPart("toolu_1", "look", "A tree.")),
        model=model,
    )
    found = (await body(request))["messages"]
    earlier = [THINKING, search, words] if keeps else [search, words]
    assert found[1]["content"] == earlier
    assert found[3]["content"] == [THINKING, CALL]


async def test_a_budget_is_left_out_where_the_call_was_made_without_thinking(body):
    messages = (
        user("?"),
        agent(ToolCallPart("one", "look", "{}")),
        results(ToolResultPart("one", "look", "ok")),
    )
    assert "thinking" not in await body(asking(*messages, effort=LOW))
    thought = agent(ToolCallPart("toolu_1", "look", "{}"), echo(THINKING, CALL))
    answer = results(ToolResultPart("toolu_1", "look", "ok"))
    assert "thinking" in await body(asking(user("?"), thought, answer, effort=LOW))


SCHEMA = {
    "type": "object",
    "properties": {
        "minimum": {"type": "integer", "minimum": 1, "description": "least"},
        "tags": {
            "type": "array",
            "minItems": 2,
            "items": {"oneOf": [{"type": "string", "maxLength": 3}, {"$ref": "#/$defs/Tag"}]},
        },
    },
    "required": ["minimum"],
    "$defs": {"Tag": {"type": "object", "properties": {"x": {"type": "number"}}}},
}


async def test_the_form_of_an_answer_is_told_as_the_server_accepts_it(body):
    # https://platform.claude.com/docs/en/build-with-claude/structured-outputs
    output = OutputSchema("point", json.dumps(SCHEMA))
    found = await body("hi", model="claude-opus-5", output=output, effort=LOW)
    assert found["output_config"] == {
        "effort": "low",
        "format": {
            "type": "json_schema",
            "schema": {
                "type": "object",
                "properties": {
                    "minimum": {"type": "integer", "description": "least"},
                    "tags": {
                        "type": "array",
                        "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Tag"}]},
                    },
                },
                "required": ["minimum"],
                "$defs": {
                    "Tag": {
                        "type": "object",
                        "properties": {"x": {"type": "number"}},
                        "additionalProperties": False,
                    }
                },
                "additionalProperties": False,
            },
        },
    }
    assert "tools" not in found


@pytest.mark.parametrize("model", ["claude-opus-4-1", "kimi-k2"])
async def test_who_knows_no_forms_is_made_to_call_a_tool_of_that_form(body, model):
    output = OutputSchema("a point", json.dumps(SCHEMA))
    tools = (ToolSpec("look", "Looks."),)
    found = await body("hi", model=model, output=output, tools=tools, effort=HIGH)
    assert found["tools"] == [{"name": "a_point", "input_schema": SCHEMA}]
    assert found["tool_choice"] == {
        "type": "tool",
        "name": "a_point",
        "disable_parallel_tool_use": True,
    }
    assert not {"thinking", "output_config"} & set(found)


async def test_only_the_persona_and_the_last_words_are_marked_for_the_cache(body):
    # https://platform.claude.com/docs/en/build-with-claude/prompt-caching
    request = asking(
        user("a"), agent("b"), user("c", FilePart("x", "image/png", b"x")), system="Be kind."
    )
    text = json.dumps(await body(request))
    assert text.count("cache_control") == 2
    assert json.loads(text)["messages"][-1]["content"][-1]["cache_control"] == CACHED


async def test_half_a_character_does_not_stop_a_question(body):
    found = await body(asking(user("a\ud83d"), agent(ToolCallPart("\ud83d", "x", '"\ud83d"'))))
    assert found["messages"][0]["content"][0]["text"] == "a�"


async def test_an_answer_goes_back_as_it_came_through_the_whole_way(client, body):
    """What the server thought is what the server gets."""
    async with serving(SSE_HEAD, THOUGHT.encode()) as server:
        place = Endpoint(client, server.address, timeouts=QUICK)
        request = replace(request_of("gcd?"), model="claude-opus-5")
        async with aclosing(BACKEND.make(place, None).stream(request)) as items:
            heard = [item async for item in items]
    part = next(
        EchoPart(each.protocol, each.model, each.data) for each in heard if hasattr(each, "data")
    )
    found = await body(asking(user("gcd?"), agent(part), user("Why?"), model="claude-opus-5"))
    thought, words = found["messages"][1]["content"]
    assert thought["signature"] == "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds..."
    assert words["text"].endswith("is **21**.")
