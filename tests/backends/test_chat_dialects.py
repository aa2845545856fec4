"""What servers with OpenAI's chat completions send beyond it; the source stands beside each."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.backends import chat_dialects as known
from app.backends.chat_answer import ChatAnswer
from app.backends.chat_models import listed
from app.core.backend import (
    Ability,
    Echo,
    Finished,
    ModelFacts,
    ReasoningDelta,
    TextDelta,
    ToolCall,
    ToolSpec,
    Usage,
)
from app.core.conversation import Outcome
from app.core.errors import BackendGarbled, BackendRejected
from tests.backends.said import asking, joined, read_in_pieces
from tests.backends.server import SSE_HEAD, sse

GET = (ToolSpec("get", "Gets."),)


def delta(finish=None, **words):
    choice = {"index": 0, "delta": words, "finish_reason": finish}
    return json.dumps({"choices": [choice]}, ensure_ascii=False)


STOP, CALLED = delta("stop"), delta("tool_calls")


def call(index=None, id=None, name=None, arguments=None, **more):
    function = {"name": name, "arguments": arguments}
    return {"index": index, "id": id, "type": "function", "function": function, **more}


def called(*calls):
    return delta(tool_calls=list(calls))


# https://platform.claude.com/docs/en/api/openai-sdk: the first index is 1.
FROM_ONE = [
    called(call(1, "toolu_1", "get", "")),
    called(call(1, arguments='{"a"')),
    called(call(1, arguments=":1}")),
    called(call(2, "toolu_2", "get", "{}")),
]
# https://ai.google.dev/gemini-api/docs/openai: whole calls, each with the index 0.
ALL_ZERO = [called(call(0, "toolu_1", "get", '{"a":1}')), called(call(0, "toolu_2", "get", "{}"))]


@pytest.mark.parametrize(
    "chunks",
    [
        FROM_ONE,
        ALL_ZERO,
        [called(call(0, "toolu_1", "get", {"a": 1}), call(1, "toolu_2", "get", {}))],
        [called(call(None, "toolu_1", "get", '{"a":1}'), call(None, "toolu_2", "get", None))],
        [called(call(0, "toolu_1", "get", '{"a":1}')), called(call(1, "toolu_2", "get", " null"))],
    ],
)
async def test_calls_are_put_together_however_they_are_counted(ask, chunks):
    heard = await ask(SSE_HEAD, sse(*chunks, CALLED, "[DONE]"))
    first, second = heard.of(ToolCall)
    assert (first.id, first.name, json.loads(first.arguments)) == ("toolu_1", "get", {"a": 1})
    assert second == ToolCall("toolu_2", "get", "{}")
    assert heard.end == Finished(Outcome.TOOL_CALLS, "tool_calls", "")


async def test_whole_calls_without_ids_are_told_apart_and_get_some(ask):
    chunks = [called(call(0, "", "get", '{"a":1}')), called(call(0, "", "get", '{"a":2}'))]
    calls = (await ask(SSE_HEAD, sse(*chunks, CALLED))).of(ToolCall)
    assert [each.arguments for each in calls] == ['{"a":1}', '{"a":2}']
    assert all(each.id for each in calls)
    assert calls[0].id != calls[1].id


async def test_made_ids_are_never_the_same_twice(ask):
    said = sse(called(call(0, "", "get", "{}")), CALLED)
    ids = {(await ask(SSE_HEAD, said)).of(ToolCall)[0].id for _ in range(2)}
    assert len(ids) == 2


async def test_a_name_that_is_repeated_begins_no_new_call(ask):
    chunks = [called(call(0, "c", "get", part)) for part in ('{"a"', ":1", "}")]
    assert (await ask(SSE_HEAD, sse(*chunks, CALLED))).of(ToolCall) == [
        ToolCall("c", "get", '{"a":1}')
    ]


@pytest.mark.parametrize("reason", ["stop", "tool_calls", "function_call"])
async def test_calls_count_whatever_the_server_calls_the_end(ask, reason):
    heard = await ask(SSE_HEAD, sse(called(call(0, "c", "get", "{}")), delta(reason)))
    assert heard.end == Finished(Outcome.TOOL_CALLS, reason, "")


async def test_done_alone_ends_calls_too(ask):
    heard = await ask(SSE_HEAD, sse(called(call(0, "c", "get", "{}")), "[DONE]"))
    assert heard.end.outcome is Outcome.TOOL_CALLS


async def test_the_one_call_of_old_servers_is_a_call(ask):
    # https://platform.openai.com/docs/api-reference/chat-streaming: `function_call`, deprecated
    chunks = [
        delta(function_call={"name": "get", "arguments": ""}),
        delta(function_call={"arguments": '{"a":1}'}),
    ]
    heard = await ask(SSE_HEAD, sse(*chunks, delta("function_call")))
    assert [(each.name, each.arguments) for each in heard.of(ToolCall)] == [("get", '{"a":1}')]


@pytest.mark.parametrize("arguments", ['{"a":', "[1]", '"text"', "7", "{a:1}"])
async def test_a_call_that_cannot_be_read_is_no_answer(ask, arguments):
    heard = await ask(SSE_HEAD, sse(called(call(0, "c", "get", arguments)), CALLED))
    assert heard.items == [Finished(Outcome.FAILED, "tool_calls", "")]


async def test_the_last_call_before_a_cut_is_not_handed_on(ask):
    chunks = [called(call(0, "a", "get", "{}")), called(call(1, "b", "get", "{}"))]
    heard = await ask(SSE_HEAD, sse(*chunks, delta("length")))
    assert [each.id for each in heard.of(ToolCall)] == ["a"]
    assert heard.end.outcome is Outcome.LENGTH


STREAM = sse(
    delta(role="assistant", reasoning_content="Hm. 热"),
    delta(content="Yes 🎉"),
    *FROM_ONE,
    CALLED,
    '{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":6,"total_tokens":11}}',
    "[DONE]",
)


@given(st.lists(st.integers(0, 5000), max_size=12))
def test_it_does_not_matter_how_the_bytes_are_split(cuts):
    items = joined(read_in_pieces(ChatAnswer(asking()), STREAM, cuts))
    kinds = [type(item) for item in items]
    assert kinds == [ReasoningDelta, TextDelta, ToolCall, ToolCall, Echo, Usage, Finished]
    assert items == joined(read_in_pieces(ChatAnswer(asking()), STREAM, []))


# https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks
async def test_openrouters_details_go_back_joined_and_unchanged(ask):
    details = [
        [{"type": "reasoning.text", "text": "H", "format": "anthropic-claude-v1", "index": 0}],
        [{"type": "reasoning.text", "text": "m.", "signature": None, "index": 0}],
        [{"type": "reasoning.text", "signature": "sig==", "index": 0}],
        [{"type": "reasoning.encrypted", "data": "eyJ=", "id": "r1", "index": 1, "new": [1]}],
        [{"type": "reasoning.encrypted", "data": "fyJ=", "id": "r2", "index": 1}],
    ]
    chunks = [delta(reasoning_details=each) for each in details]
    said = [*chunks, called(call(0, "c", "get", "{}")), CALLED]
    heard = await ask(SSE_HEAD, b": OPENROUTER PROCESSING\n\n", sse(*said))
    assert heard.reasoning == "Hm."
    (echo,) = heard.of(Echo)
    assert (echo.protocol, echo.model) == ("openai_chat", "m")
    assert json.loads(echo.data) == {
        "role": "assistant",
        "content": None,
        "reasoning_details": [
            {
                "type": "reasoning.text",
                "text": "Hm.",
                "format": "anthropic-claude-v1",
                "index": 0,
                "signature": "sig==",
            },
            *details[3],
            *details[4],
        ],
        "tool_calls": [
            {"id": "c", "type": "function", "function": {"name": "get", "arguments": "{}"}}
        ],
    }


async def test_what_reasoning_says_twice_is_shown_once(ask):
    both = delta(reasoning="Hm.", reasoning_details=[{"type": "reasoning.text", "text": "Hm."}])
    assert (await ask(SSE_HEAD, sse(both, STOP))).reasoning == "Hm."


# https://api-docs.deepseek.com/guides/thinking_mode
async def test_deepseeks_reasoning_goes_back_with_its_calls(ask):
    chunks = [delta(reasoning_content="Hm", content=None), delta(reasoning_content=".")]
    heard = await ask(SSE_HEAD, sse(*chunks, called(call(0, "c", "get", "{}")), CALLED))
    assert json.loads(heard.of(Echo)[0].data)["reasoning_content"] == "Hm."


@pytest.mark.parametrize(("tools", "count"), [((), 0), (GET, 1)])
async def test_reasoning_without_calls_goes_back_only_where_tools_are_offered(ask, tools, count):
    chunks = [delta(reasoning_content="Hm."), delta(content="Yes")]
    heard = await ask(SSE_HEAD, sse(*chunks, STOP), request=asking(tools=tools))
    assert len(heard.of(Echo)) == count


async def test_an_answer_that_was_cut_has_no_echo(ask):
    said = sse(delta(reasoning_content="Hm."), delta(content="Yes"), delta("length"))
    assert (await ask(SSE_HEAD, said, request=asking(tools=GET))).of(Echo) == []


# https://ai.google.dev/gemini-api/docs/thought-signatures
async def test_geminis_signature_goes_back_on_its_call(ask):
    extra = {"google": {"thought_signature": "<Signature_A>"}}
    said = called(call(0, "function-call-1", "get", "{}", extra_content=extra))
    (echo,) = (await ask(SSE_HEAD, sse(said, CALLED))).of(Echo)
    assert json.loads(echo.data)["tool_calls"][0]["extra_content"] == extra


# https://docs.mistral.ai/capabilities/reasoning
async def test_mistrals_thinking_goes_back_as_a_part(ask):
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}
    chunks = [delta(content=[thought]), delta(content=[{"type": "text", "text": "Ye"}])]
    heard = await ask(SSE_HEAD, sse(*chunks, delta(content="s"), STOP), request=asking(tools=GET))
    assert (heard.reasoning, heard.text) == ("Hm.", "Yes")
    assert json.loads(heard.of(Echo)[0].data)["content"] == [
        thought,
        {"type": "text", "text": "Yes"},
    ]


# https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter-annotations
async def test_azures_filters_say_nothing_and_its_refusal_is_one(ask):
    filters = '{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[]}'
    late = '{"choices":[{"content_filter_offsets":{},"content_filter_results":{},"index":0}]}'
    said = sse(filters, delta(content="a"), late, delta("content_filter"))
    heard = await ask(SSE_HEAD, said)
    assert heard.items == [TextDelta("a"), Finished(Outcome.REFUSED, "content_filter", "")]


# https://platform.moonshot.ai/docs/api/chat#streaming-response
async def test_moonshots_usage_is_in_its_choice(ask):
    last = (
        '{"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":19,'
        '"completion_tokens":13,"total_tokens":32,"cached_tokens":3}}]}'
    )
    assert (await ask(SSE_HEAD, sse(last))).of(Usage) == [Usage(19, 13, 3)]


@pytest.mark.parametrize(
    ("dialect", "usage", "expected"),
    [
        # https://openrouter.ai/docs/use-cases/usage-accounting
        (
            known.OPENROUTER,
            {
                "prompt_tokens": 194,
                "completion_tokens": 2,
                "total_tokens": 196,
                "completion_tokens_details": {"reasoning_tokens": 0},
                "prompt_tokens_details": {"cached_tokens": 0},
                "cost": 0.95,
                "cost_details": {"upstream_inference_cost": 19},
            },
            Usage(194, 2, 0, 0, 0.95),
        ),
        # https://docs.x.ai/developers/cost-tracking; reasoning is not in completion_tokens
        (
            known.XAI,
            {
                "prompt_tokens": 32,
                "completion_tokens": 9,
                "total_tokens": 135,
                "completion_tokens_details": {"reasoning_tokens": 94},
                "cost_in_usd_ticks": 37756000,
            },
            Usage(32, 103, None, 94, 0.0037756),
        ),
        # https://docs.perplexity.ai/api-reference/chat-completions-post
        (
            known.PERPLEXITY,
            {"prompt_tokens": 8, "cost": {"total_cost": 0.006}},
            Usage(8, cost=0.006),
        ),
        # https://ai.google.dev/gemini-api/docs/openai: only the total holds the thoughts
        (
            known.GEMINI,
            {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 40},
            Usage(5, 35),
        ),
        (
            known.PLAIN,
            {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 40},
            Usage(5, 7),
        ),
        (known.PLAIN, {"prompt_tokens": 5, "cost": "much"}, Usage(5)),
        (known.PLAIN, {"prompt_tokens": True, "cost": True}, None),
    ],
)
async def test_tokens_and_costs_are_read_as_each_server_counts_them(ask, dialect, usage, expected):
    chunk = json.dumps({"choices": [], "usage": usage})
    heard = await ask(SSE_HEAD, sse(STOP, chunk), dialect=dialect)
    assert heard.of(Usage) == ([expected] if expected else [])


async def test_the_native_reason_changes_nothing(ask):
    # https://openrouter.ai/docs/api/reference/overview#finish-reason
    choice = {"delta": {"content": "a"}, "finish_reason": "stop", "native_finish_reason": "STOP"}
    last = json.dumps({"choices": [choice]})
    assert (await ask(SSE_HEAD, sse(last))).end.reason == "stop"


async def test_an_error_inside_a_choice_is_an_error(ask):
    said = '{"choices":[{"error":{"code":502,"message":"Upstream"},"finish_reason":"error"}]}'
    heard = await ask(SSE_HEAD, sse(delta(content="a"), said))
    assert isinstance(heard.error, BackendRejected)
    assert (heard.text, heard.error.detail) == ("a", "Upstream")


@pytest.mark.parametrize(
    "words", [{"tool_calls": {}}, {"reasoning_details": "x"}, {"refusal": 7}, {"content": [7]}]
)
async def test_words_of_a_wrong_type_are_garbled(ask, words):
    assert isinstance((await ask(SSE_HEAD, sse(delta(**words)))).error, BackendGarbled)


def test_a_long_answer_is_read_in_time():
    stream = sse(*[delta(content="word ")] * 20_000, STOP)
    began = time.thread_time()
    read_in_pieces(ChatAnswer(asking()), stream, range(0, len(stream), 4096))
    assert time.thread_time() - began < 1.0  # 50 µs a chunk, on a busy machine


# https://openrouter.ai/docs/api-reference/list-available-models
OPENROUTER = {
    "id": "google/gemini-2.5-pro",
    "name": "Google: Gemini 2.5 Pro",
    "context_length": 1048576,
    "architecture": {"input_modalities": ["image", "text", "file"], "tokenizer": "Gemini"},
    "supported_parameters": ["max_tokens", "reasoning", "tools", "structured_outputs"],
}
# https://docs.mistral.ai/api/endpoint/models
MISTRAL = {
    "id": "mistral-small-latest",
    "name": "mistral-small-2506",
    "max_context_length": 131072,
    "capabilities": {"completion_chat": True, "function_calling": True, "vision": False},
}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            OPENROUTER,
            ModelFacts(
                "google/gemini-2.5-pro",
                "Google: Gemini 2.5 Pro",
                1048576,
                frozenset(Ability),
            ),
        ),
        (
            MISTRAL,
            ModelFacts(
                "mistral-small-latest", "mistral-small-2506", 131072, frozenset({Ability.TOOLS})
            ),
        ),
        # https://platform.openai.com/docs/api-reference/models/list
        ({"id": "gpt-5", "object": "model", "owned_by": "openai"}, ModelFacts("gpt-5")),
        # https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
        ({"id": "q", "owned_by": "vllm", "max_model_len": 4096}, ModelFacts("q", "", 4096)),
        # https://console.groq.com/docs/api-reference#models
        ({"id": "q", "context_window": 131072, "active": True}, ModelFacts("q", "", 131072)),
        # https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
        ({"id": "q", "meta": {"n_ctx_train": 131072}}, ModelFacts("q", "", 131072)),
        # https://lmstudio.ai/docs/developer/rest/endpoints
        (
            {
                "id": "q",
                "type": "vlm",
                "max_context_length": 32768,
                "loaded_context_length": 4096,
                "capabilities": ["tool_use"],
            },
            ModelFacts("q", "", 4096, frozenset({Ability.VISION, Ability.TOOLS})),
        ),
        # https://platform.moonshot.ai/docs/api/list-models
        (
            {"id": "kimi", "context_length": 262144, "supports_image_in": False},
            ModelFacts("kimi", "", 262144, frozenset()),
        ),
    ],
)
def test_a_listing_tells_what_models_can_do_where_the_server_does(entry, expected):
    assert listed({"object": "list", "data": [entry]}) == (expected,)


def test_models_that_do_not_talk_are_not_listed():
    deaf = [
        {**MISTRAL, "capabilities": {"completion_chat": False}},
        {"id": "e", "type": "embeddings"},
        {"name": "nameless"},
    ]
    assert [each.id for each in listed({"data": [*deaf, {"id": "a"}]})] == ["a"]


@pytest.mark.parametrize("said", [{"data": []}, {}, [], "x", None, {"data": [7]}])
def test_a_server_that_lists_nothing_is_an_error(said):
    with pytest.raises(BackendRejected):
        listed(said)
