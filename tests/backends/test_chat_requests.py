"""What is sent to the servers that speak OpenAI's chat completions, each in its dialect."""

import json
import re

import pytest

from app.backends import chat_dialects as known
from app.backends.chat_dialects import PLAIN, dialect_of
from app.backends.schemas import is_closed, parsed
from app.core.backend import Effort, OutputSchema, Sampling, ToolSpec
from app.core.conversation import (
    EchoPart,
    FilePart,
    ReasoningPart,
    RefusalPart,
    ToolCallPart,
    ToolResultPart,
)
from tests.backends.said import PDF, PIXEL, agent, asking, sent, tools, user
from tests.backends.server import SSE_HEAD, sse

STOP = '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}'
CITY = '{"type":"object","properties":{"city":{"type":"string"}}}'
CLOSED = (
    '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],'
    '"additionalProperties":false}'
)
PICTURE = FilePart("a.png", "image/png", PIXEL)
PAPER = FilePart("a.pdf", "application/pdf", PDF)


@pytest.fixture
def body_of(ask):
    """The body in which a server receives a request."""

    async def body_of(request, dialect=PLAIN):
        return sent(await ask(SSE_HEAD, sse(STOP), request=request, dialect=dialect))

    return body_of


@pytest.mark.parametrize(
    ("host", "dialect"),
    [
        ("api.openai.com", known.OPENAI),
        ("my-resource.openai.azure.com", known.AZURE),
        ("OpenRouter.ai", known.OPENROUTER),
        ("dashscope-intl.aliyuncs.com", known.QWEN),
        ("ark.cn-beijing.volces.com", known.ARK),
        ("127.0.0.1", PLAIN),
        ("", PLAIN),
        ("notopenrouter.ai", PLAIN),
        ("openrouter.ai.example", PLAIN),
    ],
)
def test_the_host_tells_the_dialect(host, dialect):
    assert dialect_of(host) is dialect


# https://platform.openai.com/docs/guides/images-vision, https://platform.openai.com/docs/guides/pdf-files
async def test_pictures_and_papers_go_in_base64(body_of):
    body = await body_of(asking(user("look", PICTURE, PAPER)), known.OPENAI)
    text, picture, paper = body["messages"][0]["content"]
    assert text == {"type": "text", "text": "look"}
    assert picture["type"] == "image_url"
    assert picture["image_url"]["url"].startswith("data:image/png;base64,iVBORw0KGgo")
    assert paper["file"]["filename"] == "a.pdf"
    assert paper["file"]["file_data"].startswith("data:application/pdf;base64,JVBERi0")


async def test_each_server_takes_papers_in_its_own_way(body_of):
    async def part(dialect):
        body = await body_of(asking(user("look", PICTURE, PAPER)), dialect)
        return body["messages"][0]["content"][2]

    assert (await part(known.MISTRAL))["document_url"].startswith("data:application/pdf;base64,")
    assert (await part(known.PERPLEXITY))["file_url"]["url"].startswith("JVBERi0")
    assert "a.pdf" in (await part(PLAIN))["text"]


async def test_text_files_are_text_everywhere(body_of):
    csv = FilePart("a.csv", "text/csv", "x,ö".encode())
    content = (await body_of(asking(user("look", csv))))["messages"][0]["content"]
    assert content.startswith("look")
    assert "a.csv" in content
    assert "x,ö" in content


async def test_questions_in_a_row_are_one_with_all_their_files(body_of):
    body = await body_of(asking(user("one", PICTURE), user("two")))
    assert [part["type"] for part in body["messages"][0]["content"]] == [
        "text",
        "image_url",
        "text",
        "text",
    ]


# https://platform.openai.com/docs/guides/function-calling?api-mode=chat
async def test_tools_their_calls_and_their_answers_are_told(body_of):
    called = agent("Let me see.", ToolCallPart("call_1", "get", '{"a":1}'))
    results = tools(ToolResultPart("call_1", "get", "42"), ToolResultPart("call_2", "get", "43"))
    body = await body_of(
        asking(user("hi"), called, results, tools=(ToolSpec("get", "Gets.", CITY),))
    )
    assert body["tools"] == [
        {
            "type": "function",
            "function": {"name": "get", "description": "Gets.", "parameters": json.loads(CITY)},
        }
    ]
    assert body["messages"][1:] == [
        {
            "role": "assistant",
            "content": "Let me see.",
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "get", "arguments": '{"a":1}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": "42"},
        {"role": "tool", "tool_call_id": "call_2", "content": "43"},
    ]


async def test_refusals_are_sent_as_text_and_thoughts_stay_here(body_of):
    declined = agent(ReasoningPart("Hm."), RefusalPart("I can't."))
    body = await body_of(asking(user("hi"), declined, user("why?")))
    assert body["messages"][1] == {"role": "assistant", "content": "I can't."}


@pytest.mark.parametrize(
    ("dialect", "pattern"), [(known.MISTRAL, "[a-zA-Z0-9]{9}"), (known.OPENAI, ".{1,40}")]
)
async def test_ids_of_other_servers_are_made_to_fit_and_still_belong_together(
    body_of, dialect, pattern
):
    long = "call_" + "x" * 60
    conversation = (
        agent(ToolCallPart(long, "get", "{}")),
        tools(ToolResultPart(long, "get", "42")),
    )
    call, result = (await body_of(asking(user("hi"), *conversation), dialect))["messages"][1:]
    assert call["tool_calls"][0]["id"] == result["tool_call_id"]
    assert re.fullmatch(pattern, result["tool_call_id"])
    assert known.MISTRAL.call_id("D681PevKs") == "D681PevKs"


ECHO = '{"role":"assistant","content":"a\\u00e9","reasoning_details":[{"data":"x=="}]}'


async def test_an_echo_goes_back_byte_by_byte(ask):
    told = agent("aé", EchoPart("openai_chat", "m", ECHO))
    heard = await ask(SSE_HEAD, sse(STOP), request=asking(user("hi"), told, user("on")))
    assert ECHO.encode() in heard.server.requests[0][1]


@pytest.mark.parametrize(("protocol", "model"), [("anthropic", "m"), ("openai_chat", "other")])
async def test_an_echo_of_another_model_or_protocol_is_rebuilt(body_of, protocol, model):
    told = agent("aé", EchoPart(protocol, model, ECHO))
    body = await body_of(asking(user("hi"), told, user("on")))
    assert body["messages"][1] == {"role": "assistant", "content": "aé"}


async def test_an_echo_does_not_swallow_what_was_said_after_it(body_of):
    told = agent("a", EchoPart("openai_chat", "m", ECHO))
    body = await body_of(asking(user("hi"), told, agent("b"), user("on")))
    assert body["messages"][1] == {"role": "assistant", "content": "ab"}


# The source of each stands in `chat_dialects.py`.
@pytest.mark.parametrize(
    ("dialect", "effort", "model", "expected"),
    [
        (PLAIN, Effort.LOW, "m", {"reasoning_effort": "low"}),
        (known.OPENAI, Effort.MINIMAL, "gpt-5", {"reasoning_effort": "minimal"}),
        (known.OPENAI, Effort.HIGH, "gpt-4o", {}),
        (known.OPENROUTER, Effort.NONE, "m", {"reasoning": {"effort": "none"}}),
        (known.DEEPSEEK, Effort.NONE, "m", {"thinking": {"type": "disabled"}}),
        (
            known.DEEPSEEK,
            Effort.HIGH,
            "m",
            {"thinking": {"type": "enabled"}, "reasoning_effort": "high"},
        ),
        (known.QWEN, Effort.NONE, "m", {"enable_thinking": False}),
        (known.QWEN, Effort.LOW, "m", {"enable_thinking": True, "thinking_budget": 2048}),
        (known.QWEN, Effort.HIGH, "m", {"enable_thinking": True}),
        (known.MOONSHOT, Effort.NONE, "kimi", {"thinking": {"type": "disabled"}}),
        (known.GROQ, Effort.HIGH, "qwen/qwen3-32b", {"reasoning_effort": "default"}),
        (known.GROQ, Effort.MINIMAL, "openai/gpt-oss-20b", {"reasoning_effort": "low"}),
        (known.XAI, Effort.MINIMAL, "grok-4.7", {"reasoning_effort": "low"}),
        (known.MISTRAL, Effort.MEDIUM, "mistral-small", {"reasoning_effort": "high"}),
        (known.MISTRAL, Effort.MEDIUM, "magistral-medium", {}),
        (known.PERPLEXITY, Effort.NONE, "sonar", {"reasoning_effort": "minimal"}),
        (known.ANTHROPIC, Effort.HIGH, "claude", {}),
        (known.HUNYUAN, Effort.NONE, "m", {"enable_thinking": False}),
        (
            known.LLAMA,
            Effort.NONE,
            "m",
            {"chat_template_kwargs": {"enable_thinking": False}},
        ),
        (known.GEMINI, Effort.UNSAID, "m", {}),
    ],
)
async def test_each_server_is_told_the_effort_in_its_own_words(
    body_of, dialect, effort, model, expected
):
    body = await body_of(asking(model=model, effort=effort), dialect)
    said = set(body) - {"model", "messages", "stream", "stream_options"}
    assert {name: body[name] for name in said} == expected


@pytest.mark.parametrize(("schema", "is_strict"), [(CITY, False), (CLOSED, True)])
async def test_the_form_of_an_answer_is_a_schema(body_of, schema, is_strict):
    body = await body_of(asking(output=OutputSchema("city", schema)))
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "city", "schema": json.loads(schema), "strict": is_strict},
    }


@pytest.mark.parametrize(
    ("dialect", "form"), [(known.DEEPSEEK, {"type": "json_object"}), (known.ANTHROPIC, None)]
)
async def test_a_server_without_schemas_is_asked_in_words(body_of, dialect, form):
    request = asking(output=OutputSchema("city", CITY), system="Be kind.")
    body = await body_of(request, dialect)
    assert body.get("response_format") == form
    system = body["messages"][0]["content"]
    assert system.startswith("Be kind.")
    assert "JSON" in system
    assert CITY in system


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ('{"type":"object","properties":{},"additionalProperties":false}', True),
        ('{"type":"object","properties":{}}', False),
        ('{"type":"array","items":{"type":"object"}}', False),
        (CLOSED, True),
        (CLOSED.replace('"city":{"type":"string"}', f'"city":{CITY}'), False),
        (CLOSED.replace('"required":["city"],', ""), False),
        ("nonsense", False),
    ],
)
def test_a_schema_is_strict_only_where_nothing_is_left_open(schema, expected):
    assert is_closed(parsed(schema)) is expected


async def test_models_that_think_at_openai_are_not_told_a_temperature(body_of):
    wish = Sampling(temperature=0.5, top_p=0.9, max_tokens=9)
    body = await body_of(asking(model="o3-mini", sampling=wish), known.OPENAI)
    assert body["max_completion_tokens"] == 9
    assert not {"temperature", "top_p", "max_tokens"} & set(body)
    body = await body_of(asking(model="gpt-4o", sampling=wish), known.OPENAI)
    assert (body["temperature"], body["top_p"]) == (0.5, 0.9)


async def test_usage_is_not_asked_for_where_it_comes_unasked(body_of):
    assert "stream_options" not in await body_of(asking(), known.MISTRAL)
    assert (await body_of(asking(), PLAIN))["stream_options"] == {"include_usage": True}


async def test_an_answer_of_the_models_at_the_end_is_to_be_gone_on_with(body_of):
    # https://platform.moonshot.ai/docs/api/partial
    begun = asking(user("hi"), agent("Once upon"))
    assert (await body_of(begun, known.MOONSHOT))["messages"][-1]["partial"] is True
    assert (await body_of(begun, known.MISTRAL))["messages"][-1]["prefix"] is True
    assert "partial" not in (await body_of(begun, PLAIN))["messages"][-1]
