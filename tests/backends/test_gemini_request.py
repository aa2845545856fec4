"""What Gemini is asked, as the server receives it."""

import base64
import json

import pytest

from app.backends.gemini_request import gemini_body
from app.core.backend import Effort, OutputSchema, Sampling, ToolSpec
from app.core.conversation import (
    EchoPart,
    FilePart,
    ReasoningPart,
    RefusalPart,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from tests.backends.gemini_said import CHEYENNE, SIGNATURE
from tests.backends.said import PDF, PIXEL, agent, asking, message, sent, tools, user
from tests.backends.server import SSE_HEAD
from tests.backends.test_gemini import ask as ask

MODEL = "gemini-3.8-flash"
SCHEMA = OutputSchema("out", '{"type":"object","properties":{"a":{"type":"string"}}}')
LOOK = ToolSpec("look", "Looks.", '{"type":"object","properties":{"at":{"type":"string"}}}')


def body(*messages, model=MODEL, **more):
    return json.loads(gemini_body(asking(*messages, model=model, **more)))


def contents(*messages, **more):
    return body(*messages, **more)["contents"]


def config(model=MODEL, **more):
    return body(model=model, **more).get("generationConfig", {})


def called(id="call_1", name="look", arguments='{"at":"x"}'):
    return ToolCallPart(id, name, arguments)


async def test_the_server_receives_persona_words_and_wishes(ask):
    request = asking(
        user("hi"),
        agent(ReasoningPart("hm"), "hello"),
        user("and?"),
        model="gemini-2.0-flash",
        system="Be brief.",
        sampling=Sampling(0.5, 0.9, 100, 1.1),
    )
    heard = await ask(SSE_HEAD, CHEYENNE, request=request)
    assert sent(heard) == {
        "contents": [
            {"role": "user", "parts": [{"text": "hi"}]},
            {"role": "model", "parts": [{"text": "hello"}]},
            {"role": "user", "parts": [{"text": "and?"}]},
        ],
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "generationConfig": {"temperature": 0.5, "topP": 0.9, "maxOutputTokens": 100},
    }


def test_neighbours_are_one_and_notes_and_empty_messages_are_left_out():
    said = contents(
        user("a"), message(Role.NOTE, "n"), user("b"), agent(" "), agent(RefusalPart("no"))
    )
    assert said == [
        {"role": "user", "parts": [{"text": "a"}, {"text": "\n\n"}, {"text": "b"}]},
        {"role": "model", "parts": [{"text": "no"}]},
    ]


def test_files_are_sent_inline_and_texts_as_text():
    files = [
        FilePart("p.png", "image/png", PIXEL),
        FilePart("d.pdf", "application/pdf", PDF),
        FilePart("s.mp3", "audio/mpeg", b"\xff\xfb"),
        FilePart("t.txt", "text/plain", b"words"),
        FilePart("z.zip", "application/zip", b"PK\0\xff"),
    ]
    parts = contents(user(*files, "look"))[0]["parts"]
    data = [base64.b64encode(each.data).decode() for each in files[:3]]
    assert parts[:3] == [
        {"inlineData": {"mimeType": "image/png", "data": data[0]}},
        {"inlineData": {"mimeType": "application/pdf", "data": data[1]}},
        {"inlineData": {"mimeType": "audio/mpeg", "data": data[2]}},
    ]
    assert "words" in parts[3]["text"]
    assert "z.zip" in parts[4]["text"]
    assert parts[5] == {"text": "look"}


def test_tools_are_declared_with_their_schema():
    plain = ToolSpec("now", "The time.")
    assert body(tools=(LOOK, plain))["tools"] == [
        {
            "functionDeclarations": [
                {
                    "name": "look",
                    "description": "Looks.",
                    "parametersJsonSchema": json.loads(LOOK.parameters),
                },
                {"name": "now", "description": "The time."},
            ]
        }
    ]


def test_results_go_back_together_with_name_id_and_an_object():
    said = contents(
        user("a"),
        agent("let me", called(), called("call_2", "now", "")),
        tools(
            ToolResultPart("call_2", "now", "no clock", is_error=True),
            ToolResultPart("call_1", "look", "sunny"),
        ),
        model="gemini-2.5-flash",
    )
    assert said[1:] == [
        {
            "role": "model",
            "parts": [
                {"text": "let me"},
                {"functionCall": {"id": "call_1", "name": "look", "args": {"at": "x"}}},
                {"functionCall": {"id": "call_2", "name": "now", "args": {}}},
            ],
        },
        {
            "role": "user",
            "parts": [
                {
                    "functionResponse": {
                        "id": "call_1",
                        "name": "look",
                        "response": {"output": "sunny"},
                    }
                },
                {
                    "functionResponse": {
                        "id": "call_2",
                        "name": "now",
                        "response": {"error": "no clock"},
                    }
                },
            ],
        },
    ]


def test_calls_and_answers_without_the_other_do_no_harm():
    said = contents(
        tools(ToolResultPart("call_0", "look", "cut off")), agent(called()), user("never mind")
    )
    assert [each["role"] for each in said] == ["model", "user", "user"]
    assert said[1]["parts"][0]["functionResponse"]["response"] == {"error": "No result."}


# https://ai.google.dev/gemini-api/docs/thought-signatures
def test_a_call_of_another_model_is_said_to_have_no_signature_where_one_is_demanded():
    turn = agent(called(), called("call_2"))
    results = tools(ToolResultPart("call_1", "look", "a"), ToolResultPart("call_2", "look", "b"))
    first, second = contents(user("a"), turn, results)[1]["parts"]
    assert first["thoughtSignature"] == "skip_thought_signature_validator"
    assert "thoughtSignature" not in second
    older = contents(user("a"), turn, results, model="gemini-2.5-flash")[1]["parts"]
    assert "thoughtSignature" not in older[0]


ECHO = (
    '{"role":"model","parts":[{"text":"hm","thought":true},{"functionCall": {"name": "look",'
    f'"args": {{"at": "x"}}}},"thoughtSignature": "{SIGNATURE}"}}]}}'
)


@pytest.mark.parametrize("model", [MODEL, ""])
async def test_an_answer_goes_back_byte_by_byte_and_ids_it_had_none_of_are_not_sent(ask, model):
    turn = agent("other words", called(), EchoPart("gemini", model, ECHO))
    request = asking(user("a"), turn, tools(ToolResultPart("call_1", "look", "sunny")), model=MODEL)
    heard = await ask(SSE_HEAD, CHEYENNE, request=request)
    assert ECHO.encode() in heard.server.requests[0][1]
    assert sent(heard)["contents"][2]["parts"] == [
        {"functionResponse": {"name": "look", "response": {"output": "sunny"}}}
    ]


def test_an_id_of_the_servers_own_comes_with_the_answer():
    echo = '{"role":"model","parts":[{"functionCall":{"id":"gp7","name":"look","args":{}}}]}'
    turn = agent(called("gp7"), EchoPart("gemini", MODEL, echo))
    said = contents(user("a"), turn, tools(ToolResultPart("gp7", "look", "sunny")))
    assert said[2]["parts"][0]["functionResponse"]["id"] == "gp7"


@pytest.mark.parametrize(
    "echo", [EchoPart("gemini", "other", ECHO), EchoPart("anthropic", "", "[]")]
)
def test_an_echo_for_somebody_else_is_not_sent(echo):
    said = contents(user("a"), agent("words", echo), user("b"))
    assert said[1] == {"role": "model", "parts": [{"text": "words"}]}


def test_a_form_is_asked_for_as_a_schema():
    assert config(output=SCHEMA)["responseMimeType"] == "application/json"
    assert config(output=SCHEMA)["responseJsonSchema"] == json.loads(SCHEMA.schema)


def test_older_models_are_asked_for_a_form_in_words_where_tools_are_offered():
    both = {"output": SCHEMA, "tools": (LOOK,), "system": "Be brief."}
    older = body(model="gemini-2.5-flash", **both)
    assert "responseMimeType" not in older["generationConfig"]
    assert older["systemInstruction"]["parts"][0]["text"].startswith(
        "Be brief.\n\nAnswer with JSON"
    )
    assert config(**both)["responseMimeType"] == "application/json"


def test_gemma_hears_the_persona_from_the_user():
    asked = body(user("hi"), model="gemma-3-27b-it", system="Be brief.")
    assert "systemInstruction" not in asked
    assert asked["contents"][0]["parts"] == [{"text": "Be brief.\n\n"}, {"text": "hi"}]
    first = body(agent("hello"), model="gemma-3-27b-it", system="Be brief.")["contents"]
    assert [each["role"] for each in first] == ["user", "model"]


@pytest.mark.parametrize(
    ("model", "effort", "thinking"),
    [
        ("gemini-3.8-flash", Effort.UNSAID, {}),
        ("gemini-3.8-flash", Effort.NONE, {"thinkingLevel": "minimal"}),
        ("gemini-3.8-flash", Effort.MINIMAL, {"thinkingLevel": "minimal"}),
        ("gemini-3.8-flash", Effort.HIGH, {"thinkingLevel": "high"}),
        ("models/gemini-3.1-pro-preview", Effort.MINIMAL, {"thinkingLevel": "low"}),
        ("gemini-flash-latest", Effort.LOW, {"thinkingLevel": "low"}),
        ("gemini-2.5-flash", Effort.UNSAID, {}),
        ("gemini-2.5-flash", Effort.NONE, {"thinkingBudget": 0}),
        ("gemini-2.5-pro", Effort.NONE, {"thinkingBudget": 128}),
        ("gemini-2.5-flash-lite", Effort.MINIMAL, {"thinkingBudget": 512}),
        ("gemini-2.5-pro", Effort.MEDIUM, {"thinkingBudget": 8192}),
        ("gemini-2.5-flash", Effort.HIGH, {"thinkingBudget": 24576}),
    ],
)
def test_effort_is_a_level_or_a_budget_and_thoughts_are_wanted(model, effort, thinking):
    said = config(model, effort=effort)["thinkingConfig"]
    assert said == {"includeThoughts": True, **thinking}


@pytest.mark.parametrize(
    "model", ["gemini-2.0-flash", "gemini-2.5-flash-image", "gemma-3-27b-it", "tunedModels/mine"]
)
def test_models_that_do_not_think_are_told_nothing_of_it(model):
    assert config(model, effort=Effort.HIGH) == {}


@pytest.mark.parametrize(
    ("model", "effort", "wish", "limit"),
    [
        ("gemini-2.0-flash", Effort.HIGH, 100, 100),
        ("gemini-2.5-flash", Effort.NONE, 100, 100),
        ("gemini-2.5-flash", Effort.HIGH, 100, 24676),
        ("gemini-3.8-flash", Effort.UNSAID, 100, 8292),
        ("gemini-3.8-flash", Effort.UNSAID, 65_000, 65_536),
        ("gemini-3.8-flash", Effort.UNSAID, 100_000, 100_000),
    ],
)
def test_thoughts_do_not_eat_the_answer(model, effort, wish, limit):
    said = config(model, effort=effort, sampling=Sampling(max_tokens=wish))
    assert said["maxOutputTokens"] == limit


def test_halves_of_characters_do_not_stop_a_question():
    assert contents(user(TextPart("a\ud83d")))[0]["parts"] == [
        {"text": "a\N{REPLACEMENT CHARACTER}"}
    ]
