"""What Ollama's servers send, well and badly."""

import json
import logging
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.backends.endpoint import Endpoint
from app.backends.ollama import BACKEND
from app.backends.ollama_answer import OllamaAnswer
from app.backends.timeouts import Timeouts
from app.core.backend import (
    Echo,
    Finished,
    ReasoningDelta,
    TextDelta,
    ToolCall,
    Usage,
)
from app.core.conversation import Outcome
from app.core.errors import (
    BackendBroken,
    BackendError,
    BackendGarbled,
    BackendRejected,
    BackendTimeout,
    BackendUnfinished,
)
from tests.backends.conftest import QUICK, Heard, request_of
from tests.backends.ollama_said import BROKE, LOADED, PARIS, SKY, TORONTO
from tests.backends.said import joined, read_in_pieces
from tests.backends.server import CHUNKED_HEAD, RESET, SILENCE, chunk, head, serving

HEAD = head(200, "application/x-ndjson")


def reached(client, address, key="", timeouts=QUICK):
    """The backend as the program makes it."""
    place = Endpoint(client, address, key, timeouts=timeouts, key_header=BACKEND.key_header)
    return BACKEND.make(place, None)


@pytest.fixture
def ask(client):
    async def ask(*script, key="", timeouts=QUICK, request=None):
        heard = Heard()
        pieces = [
            each.encode() if isinstance(each, str) and each not in (SILENCE, RESET) else each
            for each in script
        ]
        async with serving(*pieces) as server:
            heard.server = server
            backend = reached(client, f"http://127.0.0.1:{server.port}", key, timeouts)
            try:
                async with aclosing(backend.stream(request or request_of("hi"))) as items:
                    async for item in items:
                        heard.items.append(item)
            except BackendError as error:
                heard.error = error
        return heard

    return ask


def line(done=False, reason=None, **message):
    """One line as the server writes it."""
    said = {"model": "m", "created_at": "2025-05-27T22:54:57.641643Z"}
    said["message"] = {"role": "assistant", "content": "", **message}
    ended = {"done_reason": reason} if reason else {}
    return json.dumps({**said, **ended, "done": done}, ensure_ascii=False) + "\n"


def end(reason="stop"):
    return line(done=True, reason=reason)


def call(arguments, name="look", **more):
    return {"function": {"name": name, "arguments": arguments}, **more}


async def test_an_answer_comes_line_by_line_with_its_usage(ask):
    heard = await ask(HEAD, SKY)
    assert heard.items == [
        TextDelta("The"),
        Usage(input=26, output=282),
        Finished(Outcome.COMPLETE, "", "llama3.2"),
    ]


async def test_a_call_without_an_id_is_given_one(ask):
    heard = await ask(HEAD, PARIS)
    made, usage, end = heard.items
    assert made.name == "get_current_weather"
    assert json.loads(made.arguments) == {"format": "celsius", "location": "Paris, FR"}
    assert made.id
    assert usage == Usage(input=122, output=33)
    assert end == Finished(Outcome.TOOL_CALLS, "stop", "llama3.2")


async def test_thoughts_that_an_older_server_leaves_in_the_text_are_told_apart(ask):
    heard = await ask(HEAD, TORONTO)
    assert heard.reasoning == "celsius"
    assert heard.text == ""
    assert [each.name for each in heard.of(ToolCall)] == ["get_current_weather"]
    assert heard.end == Finished(Outcome.TOOL_CALLS, "stop", "qwen3")


async def test_thoughts_before_a_call_go_back_with_it_unchanged(ask):
    look = call({"a": 1, "b": "ü"}, id="call_cy3xwkra")
    look["function"]["index"] = 0
    heard = await ask(
        HEAD,
        line(thinking="Let me "),
        line(thinking="see."),
        line(content="I look."),
        line(tool_calls=[look]),
        end(),
        request=request_of("hi", model="qwen3"),
    )
    assert heard.items[:3] == [
        ReasoningDelta("Let me "),
        ReasoningDelta("see."),
        TextDelta("I look."),
    ]
    assert heard.items[3] == ToolCall("call_cy3xwkra", "look", '{"a": 1, "b": "ü"}')
    (echo,) = heard.of(Echo)
    assert (echo.protocol, echo.model) == ("ollama", "qwen3")
    assert json.loads(echo.data) == {
        "role": "assistant",
        "content": "I look.",
        "thinking": "Let me see.",
        "tool_calls": [look],
    }
    assert json.dumps(look, ensure_ascii=False) in echo.data, "byte by byte"


async def test_an_answer_without_calls_or_thoughts_needs_no_echo(ask):
    assert not (await ask(HEAD, line(thinking="hm"), line(content="a"), end())).of(Echo)
    assert not (await ask(HEAD, PARIS)).of(Echo)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [({"a": 1}, '{"a": 1}'), ('{"a":1}', '{"a":1}'), ("", "{}"), (None, "{}"), ({}, "{}")],
)
async def test_arguments_may_be_an_object_or_its_text(ask, arguments, text):
    heard = await ask(HEAD, line(tool_calls=[call(arguments)]), end())
    assert [each.arguments for each in heard.of(ToolCall)] == [text]


@pytest.mark.parametrize("bad", [call("{"), call([1]), call(1), call({}, name=""), {}])
async def test_a_call_that_cannot_be_read_is_not_made(ask, bad):
    heard = await ask(HEAD, line(tool_calls=[bad]), end())
    assert heard.items == [Finished(Outcome.FAILED, "stop", "m")]
    good = await ask(HEAD, line(thinking="hm", tool_calls=[bad, call({})]), end())
    assert len(good.of(ToolCall)) == 1
    assert not good.of(Echo), "it would call what nobody answers"


async def test_two_calls_in_two_lines_are_two(ask):
    heard = await ask(HEAD, line(tool_calls=[call({})]), line(tool_calls=[call({})]), end())
    first, second = heard.of(ToolCall)
    assert first.id != second.id


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("stop", Outcome.COMPLETE),
        ("something new", Outcome.COMPLETE),
        ("length", Outcome.LENGTH),
        ("load", Outcome.FAILED),
        ("unload", Outcome.FAILED),
    ],
)
async def test_why_it_stopped_is_kept_in_its_own_words(ask, reason, outcome):
    heard = await ask(HEAD, line(content="a"), end(reason))
    assert heard.items == [TextDelta("a"), Finished(outcome, reason, "m")]


async def test_a_model_that_was_only_loaded_gave_no_answer(ask):
    assert (await ask(HEAD, LOADED)).items == [Finished(Outcome.FAILED, "load", "llama3.2")]


async def test_a_call_at_the_end_of_a_cut_answer_is_not_made(ask):
    cut = await ask(HEAD, line(tool_calls=[call({})]), end("length"))
    assert not cut.of(ToolCall)
    before = await ask(HEAD, line(tool_calls=[call({})]), line(content="and"), end("length"))
    assert len(before.of(ToolCall)) == 1


async def test_an_error_in_the_middle_keeps_the_words(ask):
    heard = await ask(HEAD, line(content=" Yes"), BROKE)
    assert heard.items == [TextDelta(" Yes")]
    assert isinstance(heard.error, BackendRejected)
    assert heard.error.detail == "an error was encountered while running the model"


@pytest.mark.parametrize("status", [200, 400, 404, 500])
async def test_an_error_in_place_of_an_answer_is_told(ask, status):
    heard = await ask(head(status), '{"error":"model \\"x\\" not found"}')
    assert heard.error.detail == 'model "x" not found'
    assert heard.error.status == (status if status >= 400 else None)


async def test_an_end_before_it_is_done_keeps_the_words(ask):
    heard = await ask(HEAD, line(content="a"), line(content="b")[:-30])
    assert heard.items == [TextDelta("a")]
    assert isinstance(heard.error, BackendUnfinished)
    assert isinstance((await ask(HEAD)).error, BackendUnfinished)


async def test_half_a_tag_at_a_broken_end_is_text(ask):
    heard = await ask(HEAD, line(content="<thi"))
    assert heard.items == [TextDelta("<thi")]
    assert isinstance(heard.error, BackendUnfinished)


async def test_the_last_line_needs_no_end_of_its_own(ask):
    heard = await ask(HEAD, line(content="a"), end().rstrip())
    assert heard.end.outcome is Outcome.COMPLETE


async def test_nothing_is_waited_for_after_the_end(ask):
    heard = await ask(HEAD, line(content="a"), end(), SILENCE)
    assert heard.end.outcome is Outcome.COMPLETE
    broken = await ask(CHUNKED_HEAD, chunk(line(content="a").encode() + end().encode()), RESET)
    assert broken.end.outcome is Outcome.COMPLETE


async def test_a_hang_up_in_the_middle_is_an_error(ask):
    heard = await ask(CHUNKED_HEAD, chunk(line(content="a").encode()), RESET)
    assert heard.text == "a"
    assert isinstance(heard.error, BackendBroken)


async def test_a_server_that_falls_silent_is_left(ask):
    timeouts = Timeouts(connect=5, first_byte=5, idle=0.2)
    heard = await ask(HEAD, line(content="a"), SILENCE, timeouts=timeouts)
    assert heard.text == "a"
    assert isinstance(heard.error, BackendTimeout)


@pytest.mark.parametrize(
    "bad",
    [
        '{"message":{"content":1}}',
        '{"message":[]}',
        '{"message":{"tool_calls":{}}}',
        '{"message":{"tool_calls":["f"]}}',
        '{"done":"yes"}',
        "{nonsense}",
    ],
)
async def test_what_cannot_be_read_keeps_what_came(ask, bad):
    heard = await ask(HEAD, line(content="a"), f"{bad}\n", end())
    assert heard.items == [TextDelta("a")]
    assert isinstance(heard.error, BackendGarbled)


async def test_what_only_describes_may_be_of_any_type(ask, caplog):
    caplog.set_level(logging.DEBUG, "app")
    odd = {"done": True, "eval_count": "x", "prompt_eval_count": [], "new": 1, "error": None}
    heard = await ask(HEAD, line(content="a", images=["AAAA"]), json.dumps(odd) + "\n")
    assert heard.items == [TextDelta("a"), Finished(Outcome.COMPLETE, "", "m")]
    assert "images" in caplog.text
    assert "AAAA" not in caplog.text


async def test_bad_characters_are_replaced(ask):
    heard = await ask(HEAD, line(content="aXb").encode().replace(b"X", b"\xff"), end())
    assert heard.text == "a\N{REPLACEMENT CHARACTER}b"
    assert heard.end.outcome is Outcome.COMPLETE


async def test_lines_may_be_padded_and_blank_ones_between_them(ask):
    padded = f"  {line(content='a').strip()}  \n\n \n\t{end().strip()}\r\n"
    heard = await ask(HEAD, padded)
    assert heard.items == [TextDelta("a"), Finished(Outcome.COMPLETE, "stop", "m")]


async def test_a_proxy_may_send_events_instead_of_lines(ask):
    events = "".join(f"data: {each}\n\n" for each in (line(content="a").strip(), end().strip()))
    assert (await ask(head(200, "text/event-stream"), events)).text == "a"


STREAMS = {"words": SKY, "tags": TORONTO, "call": PARIS}


@pytest.mark.parametrize("name", STREAMS)
@given(cuts=some.lists(some.integers(0, 9999), max_size=30), end=some.sampled_from(["\n", "\r\n"]))
def test_it_does_not_matter_how_the_network_splits_the_bytes(name, cuts, end):
    def without_ids(items):
        return [item if not isinstance(item, ToolCall) else item.name for item in joined(items)]

    stream = STREAMS[name].replace("\n", end).encode()
    whole = read_in_pieces(OllamaAnswer("m"), STREAMS[name].encode(), [])
    assert without_ids(read_in_pieces(OllamaAnswer("m"), stream, cuts)) == without_ids(whole)
    assert isinstance(whole[-1], Finished)


async def test_single_bytes_through_a_real_connection_read_the_same(ask):
    stream = SKY.encode()
    heard = await ask(HEAD, *(stream[at : at + 1] for at in range(len(stream))))
    assert heard.items == (await ask(HEAD, SKY)).items


@pytest.mark.parametrize("base", ["", "/", "/v1", "/v1/", "/api", "/proxy/v1", "/proxy"])
async def test_an_address_meant_for_openais_api_will_do(client, base):
    async with serving(HEAD, SKY.encode()) as server:
        backend = reached(client, f"http://127.0.0.1:{server.port}{base}", "key-1")
        items = [item async for item in backend.stream(request_of("hi"))]
    top = server.requests[0][0]
    path = "/proxy/api/chat" if base.startswith("/proxy") else "/api/chat"
    assert top.startswith(f"POST {path} HTTP")
    assert "authorization: Bearer key-1\r\n" in top.lower().replace("bearer", "Bearer")
    assert isinstance(items[-1], Finished)
