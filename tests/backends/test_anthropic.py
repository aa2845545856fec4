"""What Claude's servers and their imitations send, well and badly."""

import json
import logging
from contextlib import aclosing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.backends.anthropic import BACKEND
from app.backends.anthropic_answer import AnthropicAnswer
from app.backends.endpoint import Endpoint
from app.backends.sse import EventReader
from app.backends.timeouts import Timeouts
from app.core.backend import (
    Ability,
    Citation,
    Echo,
    Finished,
    ModelFacts,
    OutputSchema,
    ReasoningDelta,
    RefusalDelta,
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
from tests.backends.anthropic_said import HELLO, OVERLOADED, SEARCHED, THOUGHT, WEATHER
from tests.backends.conftest import QUICK, Heard, request_of
from tests.backends.paged_server import paged
from tests.backends.server import CHUNKED_HEAD, RESET, SILENCE, SSE_HEAD, chunk, head, serving

SIGNATURE = "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds..."


def reached(client, server, key="", timeouts=QUICK):
    """The backend as the program makes it."""
    place = Endpoint(
        client,
        server.address,
        key,
        timeouts=timeouts,
        key_header=BACKEND.key_header,
        headers=BACKEND.headers,
    )
    return BACKEND.make(place, None)


@pytest.fixture
def ask(client):
    async def ask(*script, key="", timeouts=QUICK, request=None):
        heard = Heard()
        pieces = [
            each.encode() if isinstance(each, str) and len(each) > 9 else each for each in script
        ]
        async with serving(*pieces) as server:
            heard.server = server
            backend = reached(client, server, key, timeouts)
            try:
                async with aclosing(backend.stream(request or request_of("hi"))) as items:
                    async for item in items:
                        heard.items.append(item)
            except BackendError as error:
                heard.error = error
        return heard

    return ask


def event(kind, **more):
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **more}, ensure_ascii=False)}\n\n"


def start(id="msg_1", model="m", **usage):
    return event("message_start", message={"id": id, "model": model, "usage": usage})


def opened(index=0, **block):
    return event("content_block_start", index=index, content_block=block)


def grew(index=0, **delta):
    return event("content_block_delta", index=index, delta=delta)


def closed(index=0):
    return event("content_block_stop", index=index)


def text(*pieces, index=0):
    each = "".join(grew(index, type="text_delta", text=piece) for piece in pieces)
    return opened(index, type="text", text="") + each + closed(index)


def called(*pieces, index=0, id="toolu_1", name="look"):
    each = "".join(grew(index, type="input_json_delta", partial_json=piece) for piece in pieces)
    return opened(index, type="tool_use", id=id, name=name, input={}) + each + closed(index)


def ended(reason="end_turn", **usage):
    delta = event("message_delta", delta={"stop_reason": reason}, usage=usage)
    return delta + event("message_stop")


async def test_an_answer_comes_piece_by_piece_with_its_usage(ask):
    heard = await ask(SSE_HEAD, HELLO)
    assert heard.items == [
        TextDelta("Hello"),
        TextDelta("!"),
        Usage(input=25, output=15),
        Finished(Outcome.COMPLETE, "end_turn", "claude-opus-5-5"),
    ]


async def test_a_call_is_put_together_from_its_fragments(ask):
    heard = await ask(SSE_HEAD, WEATHER)
    assert heard.text == "Okay, let's check"
    assert heard.items[-3:] == [
        ToolCall(
            "toolu_01T1x1fJ34qAmk2tNTrN7Up6", "get_weather", '{"location": "San Francisco, CA"}'
        ),
        Usage(input=472, output=89),
        Finished(Outcome.TOOL_CALLS, "tool_use", "claude-opus-5"),
    ]


async def test_thoughts_are_told_from_the_answer_and_go_back_with_their_signature(ask):
    heard = await ask(SSE_HEAD, THOUGHT, request=request_of("hi", model="claude-opus-5-5"))
    assert heard.reasoning.startswith("I need to find the GCD")
    assert heard.text == "The greatest common divisor of 1071 and 462 is **21**."
    (echo,) = heard.of(Echo)
    assert (echo.protocol, echo.model) == ("anthropic", "claude-opus-5-5")
    assert json.loads(echo.data) == [
        {"type": "thinking", "thinking": heard.reasoning, "signature": SIGNATURE},
        {"type": "text", "text": heard.text},
    ]


async def test_a_search_on_the_server_gives_sources_and_goes_back_whole(ask):
    heard = await ask(SSE_HEAD, SEARCHED)
    assert heard.text == (
        "I'll check the current weather in New York City for you.\n\n"
        "Here's the current weather information for New York City:\n\n# Weather"
    )
    assert heard.of(Citation) == [
        Citation(
            "https://world-weather.info/forecast/usa/new_york/may-2025/",
            "Weather in New York City in May 2025 (New York) - detailed Weather Forecast "
            "for a month",
        )
    ]
    assert heard.of(Usage) == [Usage(input=10682, output=510, cached=0)]
    assert not heard.of(ToolCall)
    sent = json.loads(heard.of(Echo)[0].data)
    assert [each["type"] for each in sent] == [
        "text",
        "server_tool_use",
        "web_search_tool_result",
        "text",
    ]
    assert sent[1]["input"] == {"query": "weather NYC today"}
    assert sent[2]["content"][0]["encrypted_content"] == "Ev0DCioIAxgCIiQ3NmU4ZmI4OC1k..."


async def test_an_answer_of_text_alone_needs_no_echo(ask):
    assert not (await ask(SSE_HEAD, HELLO)).of(Echo)
    assert not (await ask(SSE_HEAD, WEATHER)).of(Echo)


@pytest.mark.parametrize("stream", [HELLO, WEATHER, THOUGHT, SEARCHED])
@given(cuts=some.lists(some.integers(0, 5000)))
def test_it_does_not_matter_how_the_network_splits_the_bytes(stream, cuts):
    def items(pieces):
        answer, reader = AnthropicAnswer("m"), EventReader()
        events = [event for piece in pieces for event in reader.feed(piece)]
        read = [item for event in events for item in answer.read(event)]
        return [*read, *answer.end(None)]

    whole = stream.encode()
    at = [0, *sorted({cut % len(whole) for cut in cuts}), len(whole)]
    assert items(whole[a:b] for a, b in pairwise(at)) == items([whole])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
async def test_single_bytes_through_a_real_connection_read_the_same(ask, end):
    stream = THOUGHT.replace("\n", end).encode()
    heard = await ask(SSE_HEAD, *(stream[at : at + 1] for at in range(len(stream))))
    assert heard.items == (await ask(SSE_HEAD, THOUGHT)).items
    assert heard.end.outcome is Outcome.COMPLETE


async def test_everything_it_read_counts_as_input(ask):
    # https://platform.claude.com/docs/en/build-with-claude/prompt-caching#tracking-cache-performance
    first = start(input_tokens=50, cache_read_input_tokens=100_000, cache_creation_input_tokens=248)
    last = ended(output_tokens=503, output_tokens_details={"thinking_tokens": 400})
    heard = await ask(SSE_HEAD, first, text("a"), last)
    assert heard.of(Usage) == [Usage(100_298, 503, 100_000, 400)]


async def test_a_count_that_a_proxy_forgets_at_the_end_stays(ask):
    last = ended(input_tokens=0, output_tokens=5)
    heard = await ask(SSE_HEAD, start(input_tokens=9, output_tokens=1), text("a"), last)
    assert heard.of(Usage) == [Usage(input=9, output=5)]


@pytest.mark.parametrize("usage", [{"input_tokens": "many"}, {"output_tokens": None}, {}])
async def test_usage_of_the_wrong_type_is_no_usage_and_no_error(ask, usage):
    heard = await ask(SSE_HEAD, start(**usage), text("a"), ended())
    assert (heard.of(Usage), heard.error) == ([], None)


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        # https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons
        ("end_turn", Outcome.COMPLETE),
        ("stop_sequence", Outcome.COMPLETE),
        ("tool_use", Outcome.COMPLETE),
        ("max_tokens", Outcome.LENGTH),
        ("model_context_window_exceeded", Outcome.LENGTH),
        ("pause_turn", Outcome.LENGTH),
        ("refusal", Outcome.REFUSED),
        ("something_new", Outcome.COMPLETE),
    ],
)
async def test_the_servers_word_for_the_end_is_understood_and_kept(ask, reason, outcome):
    heard = await ask(SSE_HEAD, start(), text("a"), ended(reason))
    assert (heard.end.outcome, heard.end.reason) == (outcome, reason)


async def test_why_it_declines_is_told(ask):
    # https://platform.claude.com/docs/en/build-with-claude/refusals-and-fallback
    why = {"type": "refusal", "category": "bio", "explanation": "Not this."}
    delta = event("message_delta", delta={"stop_reason": "refusal", "stop_details": why})
    heard = await ask(SSE_HEAD, start(), delta, event("message_stop"))
    assert heard.items == [RefusalDelta("Not this."), Finished(Outcome.REFUSED, "refusal", "m")]


@pytest.mark.parametrize("pieces", [[], [""], ["", "  "]])
async def test_a_call_without_arguments_has_none(ask, pieces):
    heard = await ask(SSE_HEAD, start(), called(*pieces), ended("tool_use"))
    assert heard.of(ToolCall) == [ToolCall("toolu_1", "look", "{}")]


async def test_arguments_that_come_all_at_once_are_read(ask):
    block = opened(type="tool_use", id="toolu_1", name="look", input={"at": 1}) + closed()
    heard = await ask(SSE_HEAD, start(), block, ended("tool_use"))
    assert json.loads(heard.of(ToolCall)[0].arguments) == {"at": 1}


@pytest.mark.parametrize("arguments", ['{"a": 1', "[1]", "null", "nonsense"])
async def test_arguments_that_are_no_object_call_nothing(ask, arguments):
    heard = await ask(SSE_HEAD, start(), called(arguments), ended("tool_use"))
    assert not heard.of(ToolCall)
    assert heard.end.outcome is Outcome.FAILED  # as with every other protocol


async def test_a_call_that_was_cut_off_is_not_made_but_the_one_before_it_is(ask):
    calls = called('{"a": 1}', index=0, id="one") + called(index=1, id="two")
    heard = await ask(SSE_HEAD, start(), calls, ended("max_tokens"))
    assert [call.id for call in heard.of(ToolCall)] == ["one"]
    assert heard.end.outcome is Outcome.LENGTH


async def test_a_call_without_an_id_gets_one_that_also_goes_back(ask):
    thought = opened(0, type="redacted_thinking", data="Em…") + closed(0)
    block = opened(1, type="tool_use", name="look", input={}) + closed(1)
    heard = await ask(SSE_HEAD, start(), thought, block, ended("tool_use"))
    sent = json.loads(heard.of(Echo)[0].data)
    assert sent[0] == {"type": "redacted_thinking", "data": "Em…"}
    assert sent[1]["id"] == heard.of(ToolCall)[0].id != ""


async def test_thoughts_between_calls_stay_in_their_order_when_sent_back(ask):
    def thought(index, words):
        grown = grew(index, type="thinking_delta", thinking=words)
        signed = grew(index, type="signature_delta", signature=f"s{index}")
        return opened(index, type="thinking", thinking="", signature="") + grown + signed

    stream = [
        thought(0, "one"),
        called('{"b":2, "a": 1.0}', index=1),
        thought(2, "two"),
        text("", index=3),
    ]
    heard = await ask(SSE_HEAD, start(), *stream, ended("tool_use"))
    assert heard.reasoning == "one\n\ntwo"
    data = heard.of(Echo)[0].data
    assert '"input":{"b":2, "a": 1.0}' in data, "the arguments are not as they came"
    assert [each.get("signature") for each in json.loads(data)] == ["s0", None, "s2"]


async def test_a_hidden_thought_is_no_word_and_still_goes_back(ask):
    # https://platform.claude.com/docs/en/build-with-claude/thinking#controlling-thinking-display
    block = opened(type="thinking", thinking="", signature="")
    block += grew(type="thinking_delta", thinking="") + grew(type="signature_delta", signature="s")
    heard = await ask(SSE_HEAD, start(), block, closed(), text("a", index=1), ended())
    assert (heard.reasoning, heard.text) == ("", "a")
    assert json.loads(heard.of(Echo)[0].data)[0] == {
        "type": "thinking",
        "thinking": "",
        "signature": "s",
    }


@pytest.mark.parametrize("reason", ["max_tokens", "refusal"])
async def test_an_answer_that_was_cut_off_is_not_sent_back_as_it_was(ask, reason):
    stream = THOUGHT.replace("end_turn", reason)
    assert not (await ask(SSE_HEAD, stream)).of(Echo)


async def test_a_paused_search_goes_back_to_be_gone_on_with(ask):
    stream = SEARCHED.replace("end_turn", "pause_turn")
    assert (await ask(SSE_HEAD, stream)).of(Echo)


async def test_cited_pages_come_first_and_each_but_once(ask):
    # https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-search-tool
    def cites(index, **citation):
        return grew(index, type="citations_delta", citation=citation)

    found = [{"type": "web_search_result", "url": f"https://{x}.example", "title": x} for x in "ab"]
    stream = [
        opened(0, type="web_search_tool_result", tool_use_id="s", content=found) + closed(0),
        opened(1, type="text", text="", citations=[]),
        cites(1, type="web_search_result_location", url="https://b.example", title="b"),
        cites(1, type="char_location", document_title="My file", cited_text="x"),
        grew(1, type="text_delta", text="So."),
        closed(1),
    ]
    heard = await ask(SSE_HEAD, start(), *stream, ended())
    assert heard.of(Citation) == [
        Citation("https://b.example", "b"),
        Citation("", "My file"),
        Citation("https://a.example", "a"),
    ]
    assert len(json.loads(heard.of(Echo)[0].data)[1]["citations"]) == 2


@pytest.mark.parametrize("content", [{"type": "web_search_tool_result_error"}, None, "x", [1]])
async def test_a_search_that_failed_has_no_sources(ask, content):
    block = opened(type="web_search_tool_result", tool_use_id="s", content=content) + closed()
    heard = await ask(SSE_HEAD, start(), block, text("a", index=1), ended())
    assert (heard.of(Citation), heard.text) == ([], "a")


async def test_an_overload_in_mid_stream_is_a_529_that_keeps_the_text(ask):
    heard = await ask(SSE_HEAD, start(input_tokens=3), text("half"), OVERLOADED)
    assert isinstance(heard.error, BackendRejected)
    assert (heard.error.status, heard.error.detail) == (529, "Overloaded")
    assert (heard.text, heard.of(Usage)) == ("half", [Usage(input=3)])


@pytest.mark.parametrize(
    ("kind", "status"),
    [("rate_limit_error", 429), ("api_error", 500), ("invalid_request_error", 400), ("odd", None)],
)
async def test_an_error_after_a_200_has_the_status_it_would_have_had(ask, kind, status):
    heard = await ask(SSE_HEAD, event("error", error={"type": kind, "message": "no"}))
    assert (heard.error.status, heard.error.detail) == (status, "no")


async def test_an_error_in_place_of_a_stream_is_an_error(ask):
    body = b'{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
    assert (await ask(head(), body)).error.status == 529


@pytest.mark.parametrize("status", [400, 401, 429, 529])
async def test_a_rejection_says_why_without_the_key(ask, status):
    # https://platform.claude.com/docs/en/api/errors
    body = {
        "type": "error",
        "error": {"type": "x", "message": "key sk-ant-1 is bad"},
        "request_id": "req_1",
    }
    answer = head(status, retry_after="7") + json.dumps(body).encode()
    heard = await ask(answer, key="sk-ant-1")
    assert (heard.error.status, heard.error.detail) == (status, "key … is bad")
    assert heard.error.retry_after == 7


async def test_an_answer_in_one_piece_is_read_too(ask):
    # https://platform.claude.com/docs/en/api/messages
    body = {
        "id": "msg_013Zva2CMHLNnjNjJKqJ2EF",
        "type": "message",
        "role": "assistant",
        "model": "claude-opus-5",
        "content": [
            {"type": "thinking", "thinking": "Hm.", "signature": "s"},
            {"type": "text", "text": "Hi!", "citations": None},
            {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"a": 1}},
        ],
        "stop_reason": "tool_use",
        "stop_sequence": None,
        "usage": {"input_tokens": 2095, "output_tokens": 503},
    }
    heard = await ask(head(), json.dumps(body).encode())
    assert heard.items == [
        ReasoningDelta("Hm."),
        TextDelta("Hi!"),
        ToolCall("toolu_1", "look", '{"a": 1}'),
        heard.of(Echo)[0],
        Usage(2095, 503),
        Finished(Outcome.TOOL_CALLS, "tool_use", "claude-opus-5"),
    ]
    assert json.loads(heard.of(Echo)[0].data) == body["content"]


async def test_the_same_start_twice_changes_nothing(ask):
    first = start(input_tokens=3)
    heard = await ask(
        SSE_HEAD, first, first, opened(type="text", text=""), first, text("a"), ended()
    )
    assert (heard.text, heard.of(Usage)) == ("a", [Usage(input=3)])


async def test_a_start_in_mid_stream_neither_resets_nor_doubles_the_text(ask):
    begun = opened(type="text", text="") + grew(type="text_delta", text="Hel")
    rest = grew(type="text_delta", text="lo") + closed()
    heard = await ask(SSE_HEAD, start(), begun, start("msg_2"), rest, ended())
    assert heard.text == "Hello"


@pytest.mark.parametrize("again", ["msg_1", "msg_2"])
@pytest.mark.parametrize("pieces", [["Hello", "!"], ["Hel", "lo!"], ["Hello! And more"]])
async def test_a_stream_that_begins_anew_says_nothing_twice(ask, again, pieces):
    begun = opened(type="text", text="") + grew(type="text_delta", text="Hello")
    heard = await ask(SSE_HEAD, start(), begun, start(again), text(*pieces), ended())
    assert heard.text == "".join(pieces)


async def test_a_stream_that_begins_anew_in_other_words_is_another_paragraph(ask):
    first = text("Hello wor") + called('{"a": 1}', index=1, id="lost")
    heard = await ask(SSE_HEAD, start(), first, start("msg_2"), text("Hel", "p is near."), ended())
    assert heard.text == "Hello wor\n\nHelp is near."
    assert not heard.of(ToolCall)


async def test_what_comes_after_the_end_is_no_answer(ask):
    over = event("message_delta", delta={"stop_reason": "end_turn"})
    heard = await ask(SSE_HEAD, start(), text("a"), over, start("msg_2"), text("b"), ended())
    assert heard.text == "a"


async def test_what_comes_after_the_end_takes_no_call_away(ask):
    over = event("message_delta", delta={"stop_reason": "tool_use"})
    more = start("msg_2") + opened(type="text", text="b") + closed()
    heard = await ask(SSE_HEAD, start(), called('{"a": 1}'), over, more, event("message_stop"))
    assert heard.items[:-1] == [ToolCall("toolu_1", "look", '{"a": 1}')]


async def test_unknown_events_blocks_and_deltas_are_ignored_and_named_once(ask, caplog):
    caplog.set_level(logging.DEBUG, "app.backends")
    stream = [
        event("message_nap", index="secret", delta=3),
        event("message_nap"),
        opened(0, type="hologram", text="secret"),
        grew(0, type="hologram_delta", text={"x": "secret"}),
        closed(0),
        text("a", index=1),
    ]
    heard = await ask(SSE_HEAD, start(), *stream, ended())
    assert (heard.text, heard.of(Echo), heard.error) == ("a", [], None)
    said = [record.getMessage() for record in caplog.records if "not read" in record.message]
    assert said == [
        "not read: event message_nap",
        "not read: block hologram",
        "not read: delta hologram_delta",
    ]
    assert "secret" not in caplog.text


async def test_lines_padded_with_spaces_are_read(ask):
    # Recorded: objects padded before their end, and after it.
    padded = HELLO.replace("}\n\n", "    }   \n\n")
    assert (await ask(SSE_HEAD, padded)).text == "Hello!"
    between = HELLO.replace("\n\n", "\n   \n")
    assert (await ask(SSE_HEAD, between + "\n")).text == "Hello!"


async def test_pings_may_come_anywhere(ask):
    ping = event("ping")
    stream = [ping, start(), ping, opened(type="text", text=""), ping]
    stream += [grew(type="text_delta", text="a"), ping, closed(), ping, ended(), ping]
    assert (await ask(SSE_HEAD, *stream)).text == "a"


async def test_an_event_without_a_name_is_read(ask):
    stream = "".join(line + "\n" for line in HELLO.split("\n") if not line.startswith("event:"))
    assert (await ask(SSE_HEAD, stream)).end.outcome is Outcome.COMPLETE


async def test_blocks_that_all_have_the_same_number_are_told_apart(ask):
    thought = opened(0, type="thinking", thinking="Hm.", signature="s") + closed(0)
    calls = called('{"a": 1}', id="one"), called('{"a": 2}', id="two")
    heard = await ask(SSE_HEAD, start(), thought, text("So."), *calls, ended("tool_use"))
    assert (heard.reasoning, heard.text) == ("Hm.", "So.")
    assert [call.id for call in heard.of(ToolCall)] == ["one", "two"]
    kinds = [each["type"] for each in json.loads(heard.of(Echo)[0].data)]
    assert kinds == ["thinking", "text", "tool_use", "tool_use"]


async def test_blocks_without_numbers_are_read_as_they_come(ask):
    stream = (text("So.") + called('{"a": 1}', index=1)).replace('"index": 0, ', "")
    heard = await ask(SSE_HEAD, start(), stream.replace('"index": 1, ', ""), ended("tool_use"))
    assert (heard.text, heard.of(ToolCall)) == ("So.", [ToolCall("toolu_1", "look", '{"a": 1}')])


@pytest.mark.parametrize("lost", ["content_block_start", "content_block_stop", "message_start"])
async def test_an_event_that_a_proxy_forgot_costs_no_words(ask, lost):
    kept = [each for each in HELLO.split("\n\n") if f"event: {lost}" not in each]
    heard = await ask(SSE_HEAD, "\n\n".join(kept))
    assert (heard.text, heard.end.outcome) == ("Hello!", Outcome.COMPLETE)


async def test_an_end_without_message_stop_is_complete_if_a_reason_came(ask):
    heard = await ask(SSE_HEAD, HELLO.split("event: message_stop")[0])
    assert heard.end.outcome is Outcome.COMPLETE


@pytest.mark.parametrize("cut", ["", 'data: {"type":"content_', "event: message_delta\ndata: {}"])
async def test_an_end_that_nobody_announced_is_an_error_that_keeps_the_text(ask, cut):
    heard = await ask(SSE_HEAD, start(input_tokens=3), text("half"), cut.encode())
    assert isinstance(heard.error, BackendUnfinished)
    assert heard.items == [TextDelta("half"), Usage(input=3)]


@pytest.mark.parametrize("said", [b"", b": hello\n\n", event("message_stop").encode()])
async def test_an_answer_of_nothing_is_no_answer(ask, said):
    assert isinstance((await ask(SSE_HEAD, said)).error, BackendUnfinished)


async def test_a_connection_that_breaks_keeps_the_text(ask):
    heard = await ask(CHUNKED_HEAD, chunk((start() + text("half")).encode()), RESET)
    assert isinstance(heard.error, BackendBroken)
    assert heard.text == "half"


async def test_a_server_that_falls_silent_is_given_up(ask):
    slow = Timeouts(connect=5, first_byte=5, idle=0.05)
    heard = await ask(SSE_HEAD, start() + text("half"), SILENCE, timeouts=slow)
    assert isinstance(heard.error, BackendTimeout)
    assert heard.text == "half"


@pytest.mark.parametrize(
    "wrong",
    [
        grew(0, type="text_delta", text=5),
        grew(0, type="thinking_delta", thinking=["x"]),
        opened(1, type="text", text=5),
        event("content_block_delta", index="0", delta={"type": "text_delta", "text": "x"}),
        event("message_delta", delta={"stop_reason": 1}),
        "data: {nonsense}\n\n",
        "data: [1, 2]\n\n",
    ],
)
async def test_a_known_field_of_the_wrong_type_is_garbled_and_keeps_what_came(ask, wrong):
    heard = await ask(SSE_HEAD, start(), text("half"), wrong)
    assert isinstance(heard.error, BackendGarbled)
    assert heard.text == "half"


async def test_broken_characters_do_not_end_an_answer(ask):
    said = grew(type="text_delta", text="ÿ\ud83d!")  # a letter cut in half, half a picture
    bad = said.encode("utf-8", "surrogatepass").replace("ÿ".encode(), b"\xff")
    heard = await ask(SSE_HEAD, start(), bad, ended())
    assert heard.text == "����!"


@pytest.mark.parametrize("kind", ["thinking", "hologram"])
async def test_broken_characters_do_not_end_an_answer_where_a_block_begins(ask, kind):
    bad = opened(type=kind, **{kind: "ÿ"}).encode().replace("ÿ".encode(), b"\xff\\ud83d")
    heard = await ask(SSE_HEAD, start(), bad, closed(), text("a", index=1), ended())
    assert (heard.text, heard.error) == ("a", None)
    assert json.loads(heard.of(Echo)[0].data)[0][kind] == "�?"


async def test_a_piece_of_a_megabyte_arrives_whole(ask):
    heard = await ask(SSE_HEAD, start(), text("热" * 400_000), ended())
    assert heard.text == "热" * 400_000


async def test_a_web_page_is_no_answer(ask):
    heard = await ask(head(kind="text/html"), b"<html><title>Sign in</title></html>")
    assert isinstance(heard.error, BackendGarbled)


async def test_an_answer_in_a_wanted_form_is_text_where_a_tool_stands_for_the_form(ask):
    wanted = OutputSchema("point", '{"type":"object","properties":{"x":{"type":"number"}}}')
    request = request_of("hi", model="claude-3-5-haiku-20241022", output=wanted)
    thought = opened(type="thinking", thinking="Hm.", signature="s") + closed()
    form = called('{"x"', ": 1}", name="point", index=1)
    heard = await ask(SSE_HEAD, start(), thought, form, ended("tool_use"), request=request)
    assert (heard.text, heard.end.outcome) == ('{"x": 1}', Outcome.COMPLETE)
    assert not heard.of(ToolCall)
    assert not heard.of(Echo), "a call would go back that nobody answers"


async def test_a_form_that_comes_all_at_once_is_text_too(ask):
    wanted = OutputSchema("point", '{"type":"object"}')
    block = opened(type="tool_use", id="toolu_1", name="point", input={"x": 1}) + closed()
    request = request_of("hi", model="kimi-k2", output=wanted)
    heard = await ask(SSE_HEAD, start(), block, ended("tool_use"), request=request)
    assert json.loads(heard.text) == {"x": 1}


async def test_stopping_is_seen_by_the_server_at_once(client):
    async with serving(SSE_HEAD, (start() + text("a")).encode(), SILENCE) as server:
        async with aclosing(reached(client, server).stream(request_of("hi"))) as items:
            assert await anext(items) == TextDelta("a")
        await server.hung_up.wait()


def listing(*ids, more=False):
    models = [{"id": id, "type": "model", "display_name": id.title()} for id in ids]
    page = {"data": models, "has_more": more, "first_id": ids[0], "last_id": ids[-1]}
    return json.dumps(page).encode()


async def test_the_models_are_listed_with_what_they_can(client):
    # https://platform.claude.com/docs/en/api/models-list
    yes, no = {"supported": True}, {"supported": False}
    body = {
        "data": [
            {
                "id": "claude-opus-5",
                "type": "model",
                "display_name": "Claude Opus 5",
                "created_at": "2026-07-24T00:00:00Z",
                "lifecycle": "active",
                "max_input_tokens": 1_000_000,
                "max_tokens": 128_000,
                "capabilities": {
                    "image_input": yes,
                    "pdf_input": no,
                    "thinking": {"supported": True, "types": {"adaptive": yes}},
                    "structured_outputs": yes,
                },
            },
            {"id": "claude-2", "display_name": "Claude 2", "lifecycle": "retired"},
            {"id": "other"},
            {"nothing": 1},
        ],
        "has_more": False,
    }
    async with serving(head(), json.dumps(body).encode()) as server:
        facts = await reached(client, server, "sk-ant-1").models()
    can = frozenset((Ability.VISION, Ability.REASONING, Ability.SCHEMA, Ability.TOOLS))
    assert facts == (
        ModelFacts("claude-opus-5", "Claude Opus 5", 1_000_000, can),
        ModelFacts("other"),
    )
    top = server.requests[0][0]
    assert top.startswith("GET /v1/models?limit=1000 ")
    assert "x-api-key: sk-ant-1" in top.lower()


async def test_every_page_of_the_listing_is_read(client):
    pages = {"": listing("a", "b", more=True), "b": listing("c", more=True), "c": listing("d")}
    async with paged(pages) as server:
        facts = await reached(client, server).models()
    assert [each.id for each in facts] == ["a", "b", "c", "d"]


async def test_a_listing_that_never_ends_is_left(client):
    pages = {"": listing("a", more=True), "a": listing("a", more=True)}
    async with paged(pages) as server:
        facts = await reached(client, server).models()
        assert [each.id for each in facts] == ["a"]
        assert server.requests == ["", "a"]


async def test_a_listing_of_nothing_is_an_error(client):
    async with serving(head(), b'{"data":[]}') as server:
        with pytest.raises(BackendRejected):
            await reached(client, server).models()
