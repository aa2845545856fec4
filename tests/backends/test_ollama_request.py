"""What Ollama is asked, as the server receives it."""

import base64
import json

import pytest

from app.backends.ollama_request import ollama_body
from app.backends.ollama_wire import Shown, shown
from app.core.backend import Ability, Effort, OutputSchema, Sampling, ToolSpec
from app.core.conversation import (
    EchoPart,
    FilePart,
    ReasoningPart,
    RefusalPart,
    Role,
    ToolCallPart,
    ToolResultPart,
)
from tests.backends.ollama_said import GPT_OSS, SKY
from tests.backends.said import PDF, PIXEL, agent, asking, message, sent, tools, user
from tests.backends.test_ollama import HEAD
from tests.backends.test_ollama import ask as ask

LOOK = ToolSpec("look", "Looks.", '{"type":"object","properties":{"at":{"type":"string"}}}')


def body(*messages, about=Shown(), length=None, is_plain=False, **more):  # noqa: B008
    asked = asking(*messages, **more)
    return json.loads(ollama_body(asked, about, length=length, is_plain=is_plain))


def messages(*said, **more):
    return body(*said, **more)["messages"]


def called(id="call_1", name="look", arguments='{"at":"x"}'):
    return ToolCallPart(id, name, arguments)


async def test_the_server_receives_persona_words_and_wishes(ask):
    request = asking(
        user("hi"),
        agent(ReasoningPart("hm"), "hello"),
        user("and?"),
        model="llama3.2",
        system="Be brief.",
        sampling=Sampling(0.5, 0.9, 100, 1.1),
        context=8192,
    )
    heard = await ask(HEAD, SKY, request=request)
    assert sent(heard) == {
        "model": "llama3.2",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": "hello"},
            {"role": "user", "content": "and?"},
        ],
        "stream": True,
        "options": {
            "temperature": 0.5,
            "top_p": 0.9,
            "num_predict": 100,
            "repeat_penalty": 1.1,
            "num_ctx": 8192,
        },
    }


def test_nothing_is_said_of_what_nobody_wishes():
    assert set(body()) == {"model", "messages", "stream"}


def test_neighbours_are_one_and_notes_and_empty_messages_are_left_out():
    said = messages(
        user("a"), message(Role.NOTE, "n"), user("b"), agent(" "), agent(RefusalPart("no"))
    )
    assert said == [
        {"role": "user", "content": "a\n\nb"},
        {"role": "assistant", "content": "no"},
    ]


def test_pictures_are_listed_and_other_files_are_text():
    files = [
        FilePart("p.png", "image/png", PIXEL),
        FilePart("t.txt", "text/plain", b"words"),
        FilePart("d.pdf", "application/pdf", PDF),
    ]
    (said,) = messages(user(*files, "look"))
    assert said["images"] == [base64.b64encode(PIXEL).decode()]
    assert "words" in said["content"]
    assert "d.pdf" in said["content"]
    assert said["content"].endswith("look")


# https://docs.ollama.com/capabilities/tool-calling
def test_calls_and_their_answers_go_back_as_objects_with_the_tools_name():
    said = messages(
        user("a"),
        agent("let me", called(), called("call_2", "now", "")),
        tools(ToolResultPart("call_1", "look", "22°C"), ToolResultPart("call_2", "now", "noon")),
    )
    first, second = said[1]["tool_calls"]
    assert first["type"] == "function"
    assert first["function"] == {"name": "look", "arguments": {"at": "x"}}
    assert second["function"] == {"name": "now", "arguments": {}}
    assert [(each["role"], each["tool_name"], each["content"]) for each in said[2:]] == [
        ("tool", "look", "22°C"),
        ("tool", "now", "noon"),
    ]


def test_tools_are_offered_with_their_schema():
    assert body(tools=(LOOK,))["tools"] == [
        {
            "type": "function",
            "function": {
                "name": "look",
                "description": "Looks.",
                "parameters": json.loads(LOOK.parameters),
            },
        }
    ]


async def test_an_answer_goes_back_byte_by_byte(ask):
    echo = (
        '{"role":"assistant", "content":"", "thinking":"ü \\u00fc", "tool_calls":[{"function":{}}]}'
    )
    turn = agent("x", called(), EchoPart("ollama", "m", echo))
    request = asking(user("a"), turn, tools(ToolResultPart("call_1", "look", "b")))
    heard = await ask(HEAD, SKY, request=request)
    assert echo.encode() in heard.server.requests[0][1]


@pytest.mark.parametrize("echo", [EchoPart("ollama", "other", "{}"), EchoPart("gemini", "", "{}")])
def test_an_echo_for_somebody_else_is_not_sent(echo):
    assert messages(user("a"), agent("b", echo))[1] == {"role": "assistant", "content": "b"}


def test_a_form_is_the_schema_itself():
    schema = '{"type":"object","properties":{"a":{"type":"string"}}}'
    assert body(output=OutputSchema("out", schema))["format"] == json.loads(schema)


LEVELS = shown(GPT_OSS)
SWITCH = Shown(thinking=(True, False))
NEVER = Shown(thinking=(False,))
THINKER = Shown(abilities=frozenset((Ability.REASONING,)))
PLAIN = Shown(abilities=frozenset())


@pytest.mark.parametrize(
    ("model", "about", "effort", "think"),
    [
        ("m", Shown(), Effort.UNSAID, None),
        ("m", Shown(), Effort.NONE, False),
        ("m", Shown(), Effort.LOW, True),
        ("m", THINKER, Effort.HIGH, True),
        ("m", PLAIN, Effort.HIGH, None),
        ("m", PLAIN, Effort.NONE, None),
        ("gpt-oss:20b", Shown(), Effort.NONE, "low"),
        ("gpt-oss:20b", Shown(), Effort.MEDIUM, "medium"),
        ("gpt-oss:20b-cloud", THINKER, Effort.HIGH, "high"),
        ("m", LEVELS, Effort.UNSAID, None),
        ("m", LEVELS, Effort.NONE, "low"),
        ("m", LEVELS, Effort.MINIMAL, "low"),
        ("m", LEVELS, Effort.HIGH, "high"),
        ("m", Shown(thinking=("low", "high")), Effort.MEDIUM, "low"),
        ("m", Shown(thinking=(False, "low", "high")), Effort.NONE, False),
        ("m", SWITCH, Effort.NONE, False),
        ("m", SWITCH, Effort.MINIMAL, True),
        ("m", NEVER, Effort.HIGH, None),
        ("m", NEVER, Effort.NONE, False),
    ],
)
def test_effort_is_said_as_the_model_understands_it(model, about, effort, think):
    assert body(model=model, about=about, effort=effort).get("think") == think
    assert "think" not in body(model=model, about=about, effort=effort, is_plain=True)


def test_the_context_is_what_the_user_says_before_what_was_found():
    assert body(length=4096)["options"] == {"num_ctx": 4096}
    assert body(length=4096, context=8192)["options"] == {"num_ctx": 8192}
