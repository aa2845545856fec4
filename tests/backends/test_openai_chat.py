"""What servers really send, from their published examples; the source stands beside each."""

import asyncio
import gzip
import json
import traceback
from contextlib import aclosing

import pytest

from app.backends.endpoint import Endpoint
from app.backends.openai_chat import OpenAIChat
from app.backends.timeouts import Timeouts
from app.core.backend import (
    Citation,
    Finished,
    RefusalDelta,
    Sampling,
    TextDelta,
    ToolCall,
    Usage,
)
from app.core.conversation import Conversation, Outcome, Role
from app.core.errors import (
    BackendBroken,
    BackendGarbled,
    BackendRedirected,
    BackendRejected,
    BackendTimeout,
    BackendUnfinished,
    BackendUnreachable,
)
from tests.backends.conftest import QUICK, request_of
from tests.backends.server import CHUNKED_HEAD, RESET, SILENCE, SSE_HEAD, chunk, head, serving, sse

DONE = "[DONE]"


def delta(finish=None, **words):
    choice = {"index": 0, "delta": words, "finish_reason": finish}
    return json.dumps({"choices": [choice]}, ensure_ascii=False)


STOP = delta("stop")

# https://platform.openai.com/docs/api-reference/chat-streaming/streaming
OPENAI = (
    '{"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,'
    '"model":"gpt-4o-mini","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":'
    '{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}',
    '{"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,'
    '"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"Hello"},"logprobs":null,'
    '"finish_reason":null}],"usage":null,"obfuscation":"aB3x"}',
    '{"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,'
    '"model":"gpt-4o-mini","choices":[{"index":0,"delta":{},"logprobs":null,'
    '"finish_reason":"stop"}],"usage":null}',
    '{"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,'
    '"model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":12,'
    '"total_tokens":21,"prompt_tokens_details":{"cached_tokens":4},'
    '"completion_tokens_details":{"reasoning_tokens":3}}}',
    DONE,
)


async def test_an_answer_comes_piece_by_piece_with_its_usage(ask):
    heard = await ask(SSE_HEAD, sse(*OPENAI))
    assert heard.items == [
        TextDelta("Hello"),
        Usage(9, 12, 4, 3),
        Finished(Outcome.COMPLETE, "stop", "gpt-4o-mini"),
    ]


@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n", "\r\r"])
async def test_it_does_not_matter_how_the_network_splits_the_bytes(ask, end):
    stream = sse(delta(content="热"), delta(content="闹 🎉"), STOP, DONE, end=end)
    heard = await ask(SSE_HEAD, *(stream[at : at + 1] for at in range(len(stream))))
    assert heard.text == "热闹 🎉"
    assert heard.end.outcome is Outcome.COMPLETE


async def test_comments_are_no_words(ask):
    # https://openrouter.ai/docs/api/reference/streaming#additional-information
    heard = await ask(SSE_HEAD, b": OPENROUTER PROCESSING\n\n" * 3, sse(delta(content="a"), STOP))
    assert heard.text == "a"


async def test_a_piece_of_a_megabyte_arrives_whole(ask):
    heard = await ask(SSE_HEAD, sse(delta(content="x" * 1_000_000), STOP, DONE))
    assert heard.text == "x" * 1_000_000


async def test_an_endless_event_is_garbled(ask):
    heard = await ask(SSE_HEAD, b"data: ", *[b"x" * 1_000_000] * 9)
    assert isinstance(heard.error, BackendGarbled)


@pytest.mark.parametrize(
    "chunks",
    [
        # https://api-docs.deepseek.com/guides/reasoning_model: content is null meanwhile
        [
            delta(reasoning_content="Hm.", content=None),
            delta(content="Yes", reasoning_content=None),
        ],
        # https://openrouter.ai/docs/use-cases/reasoning-tokens, https://console.groq.com/docs/reasoning
        [delta(reasoning="Hm.", content=""), delta(content="Yes")],
        [
            delta(reasoning_details=[{"type": "reasoning.text", "text": "Hm.", "index": 0}]),
            delta(content="Yes"),
        ],
        # https://docs.mistral.ai/capabilities/reasoning/
        [
            delta(content=[{"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}]),
            delta(content=[{"type": "text", "text": "Yes"}]),
        ],
        [delta(content="<th"), delta(content="ink>Hm.</thi"), delta(content="nk>\n\nYes")],
    ],
)
async def test_reasoning_is_told_from_the_answer(ask, chunks):
    heard = await ask(SSE_HEAD, sse(*chunks, STOP, DONE))
    assert (heard.reasoning, heard.text) == ("Hm.", "Yes")


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"prompt_tokens": 5, "completion_tokens": None}, Usage(input=5)),
        # https://api-docs.deepseek.com/api/create-chat-completion
        ({"prompt_tokens": 5, "prompt_cache_hit_tokens": 4}, Usage(input=5, cached=4)),
        ({"prompt_tokens": 0, "completion_tokens": "many"}, Usage(input=0)),
    ],
)
async def test_usage_says_what_the_server_said_and_nothing_else(ask, usage, expected):
    chunk = json.dumps({"choices": [], "usage": usage})
    assert (await ask(SSE_HEAD, sse(STOP, chunk, DONE))).of(Usage) == [expected]


async def test_without_usage_there_is_none(ask):
    assert (await ask(SSE_HEAD, sse(STOP, DONE))).of(Usage) == []


async def test_usage_in_groqs_corner_counts(ask):
    # https://console.groq.com/docs/api-reference#chat-create
    last = '{"x_groq":{"id":"req_1","usage":{"prompt_tokens":18}},"choices":[]}'
    assert (await ask(SSE_HEAD, sse(STOP, last, DONE))).of(Usage) == [Usage(input=18)]


# https://docs.perplexity.ai/api-reference/chat-completions-post
async def test_cumulative_usage_comes_once_and_the_last_counts(ask):
    common = {
        "citations": ["https://a.example", "https://b.example"],
        "search_results": [{"title": "A", "url": "https://a.example", "date": "2025-01-01"}],
    }
    words = {"role": "assistant", "content": "x"}
    chunks = [
        json.dumps({**common, "usage": {"completion_tokens": count}, **json.loads(said)})
        for count, said in enumerate([delta(**words), delta("stop", **words)], 1)
    ]
    heard = await ask(SSE_HEAD, sse(*chunks, DONE))
    assert heard.text == "xx"
    assert heard.of(Usage) == [Usage(output=2)]
    assert heard.of(Citation) == [Citation("https://a.example", "A"), Citation("https://b.example")]


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("stop", Outcome.COMPLETE),
        ("length", Outcome.LENGTH),
        ("model_length", Outcome.LENGTH),
        ("content_filter", Outcome.REFUSED),
        ("eos_token", Outcome.COMPLETE),
        # https://api-docs.deepseek.com/api/create-chat-completion
        ("insufficient_system_resource", Outcome.FAILED),
    ],
)
async def test_the_servers_word_for_the_end_is_understood_and_kept(ask, reason, outcome):
    heard = await ask(SSE_HEAD, sse(delta(content="a"), delta(reason), DONE))
    assert (heard.end.outcome, heard.end.reason) == (outcome, reason)


async def test_a_refusal_is_shown_and_is_no_answer(ask):
    # https://platform.openai.com/docs/guides/structured-outputs#refusals
    heard = await ask(SSE_HEAD, sse(delta(refusal="I'm sorry, I can't."), STOP, DONE))
    assert heard.of(RefusalDelta) == [RefusalDelta("I'm sorry, I can't.")]
    assert heard.end.outcome is Outcome.REFUSED


async def test_done_without_a_reason_after_text_is_complete(ask):
    heard = await ask(SSE_HEAD, sse(delta(content="a"), DONE))
    assert heard.end == Finished(Outcome.COMPLETE, "", "")


@pytest.mark.parametrize("cut", [b"", b'data: {"cho', b'data: {"choices":[]}', b"data"])
async def test_an_end_that_nobody_announced_is_an_error_that_keeps_the_text(ask, cut):
    heard = await ask(SSE_HEAD, sse(delta(content="a")), cut)
    assert isinstance(heard.error, BackendUnfinished)
    assert heard.text == "a"


@pytest.mark.parametrize("said", [b"", sse(DONE), b": hello\n\n"])
async def test_an_answer_of_nothing_is_no_answer(ask, said):
    assert isinstance((await ask(SSE_HEAD, said)).error, BackendUnfinished)


async def test_a_connection_that_breaks_after_the_reason_takes_nothing_away(ask):
    heard = await ask(CHUNKED_HEAD, chunk(sse(delta(content="a"), STOP)), RESET)
    assert heard.end.outcome is Outcome.COMPLETE


@pytest.mark.parametrize(
    ("said", "status", "detail"),
    [
        # https://openrouter.ai/docs/api/reference/streaming#handling-errors-during-streaming
        (
            '{"id":"cmpl-abc123","object":"chat.completion.chunk","created":1234567890,'
            '"model":"gpt-3.5-turbo","provider":"openai","error":{"code":"server_error",'
            '"message":"Provider disconnected unexpectedly"},"choices":[{"index":0,"delta":'
            '{"content":""},"finish_reason":"error"}]}',
            500,
            "Provider disconnected unexpectedly",
        ),
        # https://github.com/vllm-project/vllm, as read by goose PR 8031
        (
            '{"object":"error","message":"out of memory","type":"Internal","code":500}',
            500,
            "out of memory",
        ),
        ('{"error":"model not loaded"}', None, "model not loaded"),
        ('{"error":{"code":500}}', 500, "unknown error"),
        ('{"error":{"code":"429","message":"busy"}}', 429, "busy"),
        ('{"error":{"code":true,"message":"odd"}}', None, "odd"),
        ('{"error":{"code":200,"message":"odd"}}', None, "odd"),
    ],
)
async def test_an_error_in_the_middle_is_an_error_that_keeps_the_text(ask, said, status, detail):
    heard = await ask(SSE_HEAD, sse(delta(content="a"), said, DONE))
    assert heard.text == "a"
    assert isinstance(heard.error, BackendRejected)
    assert (heard.error.status, heard.error.detail) == (status, detail)


@pytest.mark.parametrize(
    "line", [b"event: error\ndata: overloaded\n\n", b'error: {"message":"overloaded"}\n\n']
)
async def test_an_error_event_is_an_error(ask, line):
    assert (await ask(SSE_HEAD, line)).error.detail == "overloaded"


async def test_an_error_after_the_reason_is_still_an_error(ask):
    # Recorded from OpenRouter: the reason twice, then an error with usage, then [DONE].
    error = '{"error":{"code":400,"message":"too long"},"usage":{"prompt_tokens":7},"choices":[]}'
    heard = await ask(
        SSE_HEAD, sse(delta(content="a"), delta("length"), delta("length"), error, DONE)
    )
    assert (heard.text, heard.of(Usage), heard.error.detail) == ("a", [Usage(input=7)], "too long")


@pytest.mark.parametrize(
    ("body", "kind", "detail"),
    [
        (
            '{"error":{"message":"Incorrect API key","type":"x","code":null}}',
            "application/json",
            "Incorrect API key",
        ),
        (
            '{"detail":[{"loc":["body"],"msg":"field required"}]}',
            "application/json",
            "field required",
        ),
        (
            '[{"error":{"code":400,"message":"API key not valid"}}]',
            "application/json",
            "API key not valid",
        ),
        ("  no\nway  ", "text/plain", "no way"),
        ("<html><title>502 Bad Gateway</title><body>x", "text/html", "502 Bad Gateway"),
        ("<p>Gone &amp; <b>lost</b></p>", "text/html", "Gone & lost"),
        ("", "text/plain", ""),
    ],
)
async def test_a_refusal_by_http_says_why_in_one_line(ask, body, kind, detail):
    heard = await ask(head(429, kind), body.encode())
    assert (heard.error.status, heard.error.detail) == (429, detail)


async def test_a_long_error_is_cut(ask):
    assert len((await ask(head(500, "text/plain"), b"word " * 9000)).error.detail) < 310


async def test_fields_of_a_wrong_type_are_garbled_and_unknown_ones_ignored(ask):
    assert isinstance((await ask(SSE_HEAD, sse(delta(content=5)))).error, BackendGarbled)
    heard = await ask(
        SSE_HEAD, sse('{"new":{"x":[1]},"choices":[{"new":1,"delta":{"new":2}}]}', STOP)
    )
    assert heard.end.outcome is Outcome.COMPLETE


@pytest.mark.parametrize("said", ["oops", "[1]", "7", '{"choices":7}', "[" * 5000])
async def test_nonsense_is_garbled_and_keeps_the_text(ask, said):
    heard = await ask(SSE_HEAD, sse(delta(content="a"), said, DONE))
    assert isinstance(heard.error, BackendGarbled)
    assert heard.text == "a"


async def test_nearly_json_is_read(ask):
    # Python servers write NaN; some cut an emoji's surrogate pair in two.
    said = b'data: {"logprob":NaN,"choices":[{"delta":{"content":"a\\ud83d\xff"}}]}\n\n'
    assert (await ask(SSE_HEAD, said, sse(STOP))).text.startswith("a")


async def test_a_byte_that_is_no_character_costs_only_itself(ask):
    said = b'data: {"choices":[{"delta":{"content":"a\xffb"}}],"usage":{"x":"\xff"}}\n\n'
    assert (await ask(SSE_HEAD, said, sse(STOP))).text == "a\ufffdb"


@pytest.mark.parametrize(
    "said", ["{}", '{"choices":null}', '{"choices":[]}', '{"choices":[{"delta":null}]}']
)
async def test_nulls_and_empty_chunks_say_nothing(ask, said):
    assert (await ask(SSE_HEAD, sse(said, delta(content="a"), STOP))).text == "a"


# https://platform.openai.com/docs/api-reference/chat/object
async def test_an_answer_in_one_go_is_read_though_we_asked_for_a_stream(ask):
    body = (
        '{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-4o","choices":[{"index":0,'
        '"message":{"role":"assistant","content":"Hello","refusal":null,"annotations":[]},'
        '"finish_reason":"stop"}],"usage":{"prompt_tokens":19,"completion_tokens":10}}'
    )
    heard = await ask(head(200), body.encode())
    assert heard.items == [
        TextDelta("Hello"),
        Usage(19, 10),
        Finished(Outcome.COMPLETE, "stop", "gpt-4o"),
    ]


async def test_an_error_in_one_go_is_an_error_even_with_http_200(ask):
    heard = await ask(head(200), b'{"error":{"message":"no"}}')
    assert heard.error.detail == "no"


async def test_a_compressed_stream_is_read(ask):
    packed = gzip.compress(sse(delta(content="a"), STOP, DONE))
    heard = await ask(head(200, "text/event-stream", Content_Encoding="gzip"), packed)
    assert heard.text == "a"


async def test_a_stream_that_only_says_it_is_compressed_is_garbled(ask):
    heard = await ask(head(200, "text/event-stream", Content_Encoding="gzip"), sse(STOP))
    assert isinstance(heard.error, BackendGarbled)


async def test_a_web_page_is_no_answer(ask):
    heard = await ask(head(200, "text/html"), b"<!DOCTYPE html><title>Log in</title>")
    assert isinstance(heard.error, BackendGarbled)
    assert "Log in" in str(heard.error)


# https://platform.openai.com/docs/guides/function-calling#streaming
def tool(index, **function):
    id = function.pop("id", None)
    return delta(tool_calls=[{"index": index, "id": id, "type": "function", "function": function}])


async def test_a_tool_call_comes_whole_at_the_end(ask):
    fragments = [
        tool(0, id="call_a", name="get_weather", arguments=""),
        tool(0, arguments='{"city":'),
        tool(1, id="call_b", name="now", arguments=""),
        tool(0, arguments='"Paris"}'),
    ]
    heard = await ask(SSE_HEAD, sse(*fragments, delta("tool_calls"), DONE))
    assert heard.of(ToolCall) == [
        ToolCall("call_a", "get_weather", '{"city":"Paris"}'),
        ToolCall("call_b", "now", "{}"),
    ]


@pytest.mark.parametrize("end", [[delta("length"), DONE], [DONE], []])
async def test_a_tool_call_that_was_cut_off_is_not_handed_on(ask, end):
    heard = await ask(SSE_HEAD, sse(tool(1, id="a", name="get", arguments='{"ci'), *end))
    assert heard.of(ToolCall) == []


async def test_a_server_that_never_speaks_is_given_up(ask):
    heard = await ask(SILENCE, timeouts=Timeouts(5, 0.05, 5))
    assert isinstance(heard.error, BackendTimeout)
    assert heard.error.waited_for == "first_byte"


async def test_headers_alone_are_not_the_first_byte(ask):
    heard = await ask(SSE_HEAD, SILENCE, timeouts=Timeouts(5, 0.05, 5))
    assert heard.error.waited_for == "first_byte"


async def test_a_server_that_falls_silent_is_given_up_and_the_text_kept(ask):
    heard = await ask(SSE_HEAD, sse(delta(content="a")), SILENCE, timeouts=Timeouts(5, 5, 0.05))
    assert (heard.text, heard.error.waited_for) == ("a", "idle")


async def test_silence_after_the_reason_ends_a_complete_answer(ask):
    heard = await ask(
        SSE_HEAD, sse(delta(content="a"), STOP), SILENCE, timeouts=Timeouts(5, 5, 0.05)
    )
    assert heard.end.outcome is Outcome.COMPLETE


async def test_nobody_at_the_address_is_unreachable(client):
    async with serving() as server:
        address = server.address
    with pytest.raises(BackendUnreachable):
        [item async for item in OpenAIChat(Endpoint(client, address)).stream(request_of("hi"))]


@pytest.mark.parametrize(
    "script", [[RESET], [SSE_HEAD[:20], RESET], [CHUNKED_HEAD, b"5\r\nda", RESET]]
)
async def test_a_reset_is_a_broken_connection(ask, script):
    assert isinstance((await ask(*script)).error, BackendBroken)


async def test_what_is_not_http_is_garbled(ask):
    assert isinstance((await ask(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")).error, BackendGarbled)


async def test_a_redirection_is_not_followed(ask):
    heard = await ask(head(307, Location="http://elsewhere.example/v1"), key="sk-1")
    assert isinstance(heard.error, BackendRedirected)
    assert (heard.error.status, heard.error.location) == (307, "http://elsewhere.example/v1")


async def test_closing_the_stream_hangs_up(client):
    async with serving(CHUNKED_HEAD, chunk(sse(delta(content="a"))), SILENCE) as server:
        backend = OpenAIChat(Endpoint(client, server.address, "", timeouts=QUICK))
        async with aclosing(backend.stream(request_of("hi"))) as items:
            assert await anext(items) == TextDelta("a")
        await asyncio.wait_for(server.hung_up.wait(), 0.3)


async def test_cancelling_before_the_first_byte_hangs_up(client):
    async with serving(SILENCE) as server:
        backend = OpenAIChat(Endpoint(client, server.address, "", timeouts=QUICK))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                [item async for item in backend.stream(request_of("hi"))]
        await asyncio.wait_for(server.hung_up.wait(), 0.3)


KEY = "sk-proj-51hZ0wTq"


@pytest.mark.parametrize(
    "script",
    [
        [head(401), json.dumps({"error": {"message": f"Wrong key: {KEY}"}}).encode()],
        [SSE_HEAD, sse(json.dumps({"error": f"bad {KEY}"}))],
        [b"nonsense\r\n\r\n"],
        [RESET],
        [SSE_HEAD],
    ],
)
async def test_the_key_is_in_no_error(ask, script, caplog):
    heard = await ask(*script, key=KEY)
    assert f"authorization: bearer {KEY}".lower() in heard.server.requests[0][0].lower()
    told = "".join(traceback.format_exception(heard.error))
    causes = [heard.error]
    while causes[-1].__cause__ or causes[-1].__context__:
        causes.append(causes[-1].__cause__ or causes[-1].__context__)
    assert KEY not in told + repr(causes) + caplog.text


@pytest.mark.parametrize("key", ["ключ", "a\nb"])
async def test_a_key_that_no_header_can_carry_is_refused_without_being_said(ask, key):
    heard = await ask(key=key)
    assert isinstance(heard.error, BackendRejected)
    assert key not in str(heard.error)


async def test_the_request_says_what_was_said(ask):
    conversation = Conversation("c", "ask")
    conversation.say("one")
    conversation.say("see a doctor", Role.NOTE)
    conversation.say("two \ud83d")
    request = request_of(system="Be kind.", sampling=Sampling(temperature=0.5, max_tokens=9))
    request = type(request)("m", conversation.messages, request.system, request.sampling)
    heard = await ask(SSE_HEAD, sse(STOP), request=request)
    assert json.loads(heard.server.requests[0][1]) == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": "one\n\ntwo \ufffd"},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.5,
        "max_tokens": 9,
    }


async def test_guessed_tokens_are_rather_too_many(client):
    backend = OpenAIChat(Endpoint(client, "http://127.0.0.1:1/v1"), context=4096)
    assert await backend.context_length("m") == 4096
    assert await backend.count_tokens(request_of("The quick brown fox jumps.")) >= 6
    assert await backend.count_tokens(request_of("你好世界")) >= 4


@pytest.mark.parametrize("fits", [4, 9, 16])
async def test_a_key_is_not_said_in_part_where_an_error_is_cut(ask, fits):
    key = "sk-planted-secret"
    body = f'{{"error":{{"message":"{"z" * (300 - fits)}{key} is wrong"}}}}'
    failed = await ask(head(400), body.encode(), key=key)
    streamed = await ask(SSE_HEAD, sse(body), key=key)
    for error in (failed.error, streamed.error):
        assert error.detail == "z" * (300 - fits) + "…"
        assert "sk-p" not in str(error)


async def test_a_key_is_not_said_as_it_stands_in_an_address(ask):
    moved = head(307, Location="http://model.test/?key=a%2Bb%2Fc%3D")
    assert "a%2Bb" not in (await ask(moved, key="a+b/c=")).error.location
