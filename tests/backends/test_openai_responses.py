"""What servers with responses send, from published examples; the source stands beside each."""

import asyncio
import json
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.backends.endpoint import Endpoint
from app.backends.openai_responses import OpenAIResponses
from app.backends.responses_answer import ResponsesAnswer
from app.backends.responses_request import OPENAI, PERPLEXITY
from app.core.backend import (
    Ability,
    Citation,
    Echo,
    Effort,
    Finished,
    ModelFacts,
    OutputSchema,
    RefusalDelta,
    Sampling,
    TextDelta,
    ToolCall,
    ToolSpec,
    Usage,
)
from app.core.conversation import (
    EchoPart,
    FilePart,
    Outcome,
    ReasoningPart,
    ToolCallPart,
    ToolResultPart,
)
from app.core.errors import (
    BackendBroken,
    BackendError,
    BackendGarbled,
    BackendRejected,
    BackendTimeout,
    BackendUnfinished,
)
from tests.backends.conftest import QUICK, Heard
from tests.backends.said import PDF, PIXEL, agent, asking, joined, read_in_pieces, sent, tools, user
from tests.backends.server import CHUNKED_HEAD, RESET, SILENCE, SSE_HEAD, chunk, head, serving

SPEC = '{"type":"object","properties":{"location":{"type":"string"}}}'


@pytest.fixture
def ask(client):
    """Ask a server that says exactly `script`."""

    async def ask(*script, request=None, **facts):
        heard = Heard()
        async with serving(*script) as server:
            heard.server = server
            timeouts = facts.pop("timeouts", QUICK)
            backend = OpenAIResponses(Endpoint(client, server.address, timeouts=timeouts), **facts)
            try:
                async with aclosing(backend.stream(request or asking())) as items:
                    async for item in items:
                        heard.items.append(item)
            except BackendError as error:
                heard.error = error
        return heard

    return ask


def events(*said, end="\n"):
    """Named events, as the server sends them: the name stands in the data too."""
    return "".join(
        f"event: {json.loads(each)['type']}{end}data: {each}{end}{end}" for each in said
    ).encode()


def event(kind, **facts):
    return json.dumps({"type": kind, **facts})


def completed(*output, **facts):
    response = {"id": "r", "object": "response", "status": "completed", "output": output}
    return event("response.completed", response={**response, **facts})


DONE = completed(model="m")

# https://platform.openai.com/docs/api-reference/responses/create, the example "Streaming"
HELLO = (
    '{"type":"response.created","response":{"id":"resp_67c9fdcecf488190bdd9a0409de3a1ec07b8b0ad4e5'
    'eb654","object":"response","created_at":1741290958,"status":"in_progress","error":null,'
    '"incomplete_details":null,"instructions":"You are a helpful assistant.",'
    '"max_output_tokens":null,"model":"gpt-4.1-2025-04-14","output":[],"parallel_tool_calls":true,'
    '"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":true,'
    '"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],'
    '"top_p":1.0,"truncation":"disabled","usage":null,"user":null,"metadata":{}}}',
    '{"type":"response.output_item.added","output_index":0,"item":{"id":"msg_67c9fdcf37fc8190ba82'
    '116e33fb28c507b8b0ad4e5eb654","type":"message","status":"in_progress","role":"assistant",'
    '"content":[]}}',
    '{"type":"response.content_part.added","item_id":"msg_67c9fdcf37fc8190ba82116e33fb28c507b8b0a'
    'd4e5eb654","output_index":0,"content_index":0,"part":{"type":"output_text","text":"",'
    '"annotations":[]}}',
    '{"type":"response.output_text.delta","item_id":"msg_67c9fdcf37fc8190ba82116e33fb28c507b8b0ad'
    '4e5eb654","output_index":0,"content_index":0,"delta":"Hi"}',
    '{"type":"response.output_text.delta","item_id":"msg_67c9fdcf37fc8190ba82116e33fb28c507b8b0ad'
    '4e5eb654","output_index":0,"content_index":0,"delta":" there!"}',
    '{"type":"response.output_text.done","item_id":"msg_67c9fdcf37fc8190ba82116e33fb28c507b8b0ad4'
    'e5eb654","output_index":0,"content_index":0,"text":"Hi there!"}',
    '{"type":"response.content_part.done","item_id":"msg_67c9fdcf37fc8190ba82116e33fb28c507b8b0ad'
    '4e5eb654","output_index":0,"content_index":0,"part":{"type":"output_text","text":"Hi there!",'
    '"annotations":[]}}',
    '{"type":"response.output_item.done","output_index":0,"item":{"id":"msg_67c9fdcf37fc8190ba821'
    '16e33fb28c507b8b0ad4e5eb654","type":"message","status":"completed","role":"assistant",'
    '"content":[{"type":"output_text","text":"Hi there!","annotations":[]}]}}',
    '{"type":"response.completed","response":{"id":"resp_67c9fdcecf488190bdd9a0409de3a1ec07b8b0ad'
    '4e5eb654","object":"response","created_at":1741290958,"status":"completed","error":null,'
    '"incomplete_details":null,"model":"gpt-4.1-2025-04-14","output":[{"id":"msg_67c9fdcf37fc8190'
    'ba82116e33fb28c507b8b0ad4e5eb654","type":"message","status":"completed","role":"assistant",'
    '"content":[{"type":"output_text","text":"Hi there!","annotations":[]}]}],"usage":'
    '{"input_tokens":37,"output_tokens":11,"output_tokens_details":{"reasoning_tokens":0},'
    '"total_tokens":48}}}',
)
HELLO_ITEMS = [
    TextDelta("Hi there!"),
    Usage(37, 11, None, 0),
    Finished(Outcome.COMPLETE, "completed", "gpt-4.1-2025-04-14"),
]

# https://platform.openai.com/docs/guides/function-calling#streaming
WEATHER = (
    '{"type":"response.output_item.added","response_id":"resp_1234xyz","output_index":0,"item":{'
    '"type":"function_call","id":"fc_1234xyz","call_id":"call_1234xyz","name":"get_weather",'
    '"arguments":""}}',
    '{"type":"response.function_call_arguments.delta","response_id":"resp_1234xyz","item_id":'
    '"fc_1234xyz","output_index":0,"delta":"{\\"location\\":"}',
    '{"type":"response.function_call_arguments.delta","response_id":"resp_1234xyz","item_id":'
    '"fc_1234xyz","output_index":0,"delta":"\\"Paris, France\\"}"}',
    '{"type":"response.function_call_arguments.done","response_id":"resp_1234xyz","item_id":'
    '"fc_1234xyz","output_index":0,"arguments":"{\\"location\\":\\"Paris, France\\"}"}',
    '{"type":"response.output_item.done","response_id":"resp_1234xyz","output_index":0,"item":{'
    '"type":"function_call","id":"fc_1234xyz","call_id":"call_1234xyz","name":"get_weather",'
    '"arguments":"{\\"location\\":\\"Paris, France\\"}"}}',
)
PARIS = ToolCall("call_1234xyz", "get_weather", '{"location":"Paris, France"}')

# https://platform.openai.com/docs/guides/reasoning#encrypted-reasoning-items
THOUGHT = (
    '{"id":"rs_6820f383d7c08191846711c5df8233bc0ac5ba57aafcbac7","type":"reasoning","summary":[],'
    '"encrypted_content":"gAAAAABkyw\\u00e9=="}'
)
CALL = (
    '{"id":"fc_6820f3","type":"function_call","status":"completed","arguments":"{\\"a\\": 1}",'
    '"call_id":"call_jnM4","name":"get"}'
)


async def test_an_answer_comes_piece_by_piece_with_its_usage(ask):
    heard = await ask(SSE_HEAD, events(*HELLO))
    assert heard.of(TextDelta) == [TextDelta("Hi"), TextDelta(" there!")]
    assert joined(heard.items) == HELLO_ITEMS


@given(st.lists(st.integers(0, 5000), max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_it_does_not_matter_how_the_bytes_are_split(cuts, end):
    said = events(*WEATHER, *HELLO, end=end)
    items = read_in_pieces(ResponsesAnswer("m"), said, cuts)
    assert items == read_in_pieces(ResponsesAnswer("m"), said, [])
    assert joined(items) == HELLO_ITEMS


@pytest.mark.parametrize("size", [1, 7, 4096])
async def test_packets_of_any_size_bring_the_same(ask, size):
    said = events(*HELLO)
    heard = await ask(SSE_HEAD, *(said[at : at + size] for at in range(0, len(said), size)))
    assert joined(heard.items) == HELLO_ITEMS


async def test_events_without_a_type_in_their_data_are_known_by_name(ask):
    said = b'event: response.output_text.delta\ndata: {"delta":"a"}\n\n'
    assert (await ask(SSE_HEAD, said, events(DONE))).text == "a"


async def test_an_answer_that_is_only_in_the_last_event_is_shown_once(ask):
    heard = await ask(SSE_HEAD, events(HELLO[-1]))
    assert joined(heard.items) == HELLO_ITEMS


async def test_a_text_that_comes_whole_is_shown_once(ask):
    heard = await ask(SSE_HEAD, events(HELLO[5], HELLO[-1]))
    assert joined(heard.items) == HELLO_ITEMS


async def test_a_text_without_its_place_is_shown_once(ask):
    said = [event("response.output_text.delta", delta="Hi there!"), *HELLO[5:]]
    assert joined((await ask(SSE_HEAD, events(*said))).items) == HELLO_ITEMS


async def test_an_answer_in_one_go_is_read_though_we_asked_for_a_stream(ask):
    body = json.dumps(json.loads(HELLO[-1])["response"])
    assert joined((await ask(head(200), body.encode())).items) == HELLO_ITEMS


async def test_two_messages_are_told_apart(ask):
    said = (event("response.output_text.delta", delta=f"m{at}", output_index=at) for at in (0, 2))
    assert (await ask(SSE_HEAD, events(*said, DONE))).text == "m0\n\nm2"


async def test_reasoning_comes_as_a_summary_or_in_whole(ask):
    # https://platform.openai.com/docs/api-reference/responses-streaming/response/reasoning_summary_text/delta
    said = [
        '{"type":"response.reasoning_summary_text.delta","item_id":"rs_6806bfca0b2481918a574830806'
        '1a2600d3ce51bdffd5476","output_index":0,"summary_index":0,"delta":"**Responding"}',
        event("response.reasoning_summary_text.delta", output_index=0, summary_index=0, delta="**"),
        event("response.reasoning_summary_text.delta", output_index=0, summary_index=1, delta="B"),
        '{"type":"response.reasoning_text.delta","item_id":"rs_123","output_index":1,'
        '"content_index":0,"delta":"The","sequence_number":1}',
    ]
    assert (await ask(SSE_HEAD, events(*said, DONE))).reasoning == "**Responding**\n\nB\n\nThe"


async def test_a_refusal_is_no_text(ask):
    # https://platform.openai.com/docs/api-reference/responses-streaming/response/refusal/delta
    said = [
        '{"type":"response.refusal.delta","item_id":"msg_123","output_index":0,"content_index":0,'
        '"delta":"refusal text so far","sequence_number":1}',
        '{"type":"response.refusal.done","item_id":"item-abc","output_index":0,"content_index":0,'
        '"refusal":"refusal text so far","sequence_number":2}',
    ]
    heard = await ask(SSE_HEAD, events(*said, DONE))
    assert heard.items[0] == RefusalDelta("refusal text so far")
    assert heard.end == Finished(Outcome.REFUSED, "completed", "m")


async def test_a_tool_call_comes_whole_at_the_end(ask):
    heard = await ask(SSE_HEAD, events(*WEATHER, DONE))
    assert heard.items == [PARIS, Finished(Outcome.TOOL_CALLS, "completed", "m")]


@pytest.mark.parametrize("said", [WEATHER[:3], WEATHER[:1] + WEATHER[3:4], WEATHER[4:]])
async def test_any_of_the_events_of_a_call_are_enough(ask, said):
    assert (await ask(SSE_HEAD, events(*said, DONE))).of(ToolCall) == [PARIS]


async def test_a_call_that_nobody_gave_a_place_is_one_call(ask):
    pruned = [
        json.dumps(
            {name: each for name, each in json.loads(said).items() if name != "output_index"}
        )
        for said in WEATHER
    ]
    assert (await ask(SSE_HEAD, events(*pruned, DONE))).of(ToolCall) == [PARIS]


@pytest.mark.parametrize(("arguments", "expected"), [("", "{}"), ({"a": 1}, '{"a":1}')])
async def test_arguments_may_be_empty_or_an_object(ask, arguments, expected):
    item = {"type": "function_call", "call_id": "c", "name": "get", "arguments": arguments}
    assert (await ask(SSE_HEAD, events(completed(item)))).of(ToolCall) == [
        ToolCall("c", "get", expected)
    ]


async def test_a_call_that_cannot_be_read_is_not_handed_on(ask):
    item = {"type": "function_call", "call_id": "c", "name": "get", "arguments": "[1]"}
    heard = await ask(SSE_HEAD, events(completed(item)))
    assert heard.of(ToolCall) == []
    assert heard.end.outcome is Outcome.FAILED


async def test_a_call_that_was_cut_off_is_not_handed_on(ask):
    cut = event(
        "response.incomplete",
        response={"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}},
    )
    heard = await ask(SSE_HEAD, events(*WEATHER, cut))
    assert heard.items == [Finished(Outcome.LENGTH, "max_output_tokens", "")]


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("max_output_tokens", Outcome.LENGTH),
        ("content_filter", Outcome.REFUSED),
        ("something new", Outcome.FAILED),
    ],
)
async def test_an_incomplete_answer_says_why(ask, reason, outcome):
    # https://platform.openai.com/docs/api-reference/responses-streaming/response/incomplete
    response = {"status": "incomplete", "error": None, "incomplete_details": {"reason": reason}}
    heard = await ask(SSE_HEAD, events(HELLO[3], event("response.incomplete", response=response)))
    assert (heard.text, heard.end) == ("Hi", Finished(outcome, reason, ""))


@pytest.mark.parametrize(
    ("said", "status", "detail"),
    [
        # https://platform.openai.com/docs/api-reference/responses-streaming/response/failed
        (
            '{"type":"response.failed","response":{"id":"resp_123","object":"response",'
            '"created_at":1740855869,"status":"failed","error":{"code":"server_error","message":'
            '"The model failed to generate a response."},"incomplete_details":null,"output":[],'
            '"usage":null}}',
            500,
            "The model failed to generate a response.",
        ),
        # https://platform.openai.com/docs/api-reference/responses-streaming/error
        (
            '{"type":"error","code":"ERR_SOMETHING","message":"Something went wrong","param":null,'
            '"sequence_number":1}',
            None,
            "Something went wrong",
        ),
        ('{"type":"error","error":{"type":"server_error","message":"no"}}', None, "no"),
        ('{"type":"error","code":"rate_limit_exceeded","message":"busy"}', 429, "busy"),
    ],
)
async def test_an_error_in_the_middle_is_an_error_that_keeps_the_text(ask, said, status, detail):
    heard = await ask(SSE_HEAD, events(HELLO[3], said))
    assert heard.text == "Hi"
    assert isinstance(heard.error, BackendRejected)
    assert (heard.error.status, heard.error.detail) == (status, detail)


async def test_an_error_in_one_go_is_an_error_even_with_http_200(ask):
    assert (await ask(head(200), b'{"error":{"message":"no"}}')).error.detail == "no"


@pytest.mark.parametrize("cut", [b"", b'data: {"type":"resp', events(HELLO[0]), b"data: [DONE]"])
async def test_an_end_that_nobody_announced_is_an_error(ask, cut):
    heard = await ask(SSE_HEAD, cut)
    assert isinstance(heard.error, BackendUnfinished)


async def test_a_stream_that_ends_early_keeps_its_text(ask):
    heard = await ask(SSE_HEAD, events(*HELLO[:5]))
    assert isinstance(heard.error, BackendUnfinished)
    assert heard.text == "Hi there!"


async def test_a_connection_that_breaks_keeps_the_text(ask):
    heard = await ask(CHUNKED_HEAD, chunk(events(*HELLO[:5])), RESET)
    assert isinstance(heard.error, BackendBroken)
    assert heard.text == "Hi there!"


async def test_silence_after_the_end_is_not_waited_for(ask):
    async with asyncio.timeout(3):  # it would be waited for 5 s
        heard = await ask(SSE_HEAD, events(*HELLO), SILENCE)
    assert heard.end.outcome is Outcome.COMPLETE


async def test_a_server_that_falls_silent_is_given_up(ask):
    timeouts = type(QUICK)(5, 5, 0.05)
    heard = await ask(SSE_HEAD, events(*HELLO[:5]), SILENCE, timeouts=timeouts)
    assert isinstance(heard.error, BackendTimeout)
    assert heard.text == "Hi there!"


async def test_closing_the_stream_hangs_up(client):
    async with serving(CHUNKED_HEAD, chunk(events(*HELLO[:4])), SILENCE) as server:
        backend = OpenAIResponses(Endpoint(client, server.address, timeouts=QUICK))
        async with aclosing(backend.stream(asking())) as items:
            assert await anext(items) == TextDelta("Hi")
        await asyncio.wait_for(server.hung_up.wait(), 0.3)


async def test_words_of_a_wrong_type_are_garbled_and_unknown_events_ignored(ask):
    heard = await ask(SSE_HEAD, events(HELLO[3], event("response.output_text.delta", delta=5)))
    assert isinstance(heard.error, BackendGarbled)
    assert heard.text == "Hi"
    new = [event("response.new", delta={"x": 1}), event("response.audio.delta", delta=5)]
    assert (await ask(SSE_HEAD, events(*new, *HELLO))).end.outcome is Outcome.COMPLETE


@pytest.mark.parametrize("said", ["oops", "[1]", "7"])
async def test_nonsense_is_garbled(ask, said):
    heard = await ask(SSE_HEAD, events(HELLO[3]), f"data: {said}\n\n".encode())
    assert isinstance(heard.error, BackendGarbled)
    assert heard.text == "Hi"


async def test_sources_are_named_once_each(ask):
    # https://platform.openai.com/docs/guides/tools-web-search#output-and-citations
    note = {
        "type": "url_citation",
        "start_index": 2606,
        "end_index": 2758,
        "url": "https://www.reuters.com/x",
        "title": "News",
    }
    part = {"type": "output_text", "text": "Hi there!", "annotations": [note]}
    message = {"type": "message", "role": "assistant", "content": [part]}
    search = {"type": "web_search_call", "id": "ws_67", "status": "completed", "action": 1}
    said = [
        event("response.web_search_call.searching", output_index=0, item_id="ws_67"),
        *HELLO[3:5],
        event("response.output_text.annotation.added", output_index=1, annotation=note),
        completed(search, message),
    ]
    heard = await ask(SSE_HEAD, events(*said))
    assert heard.of(Citation) == [Citation("https://www.reuters.com/x", "News")]
    assert heard.of(Echo) == []


async def test_perplexitys_results_are_sources_and_its_cost_is_known(ask):
    # https://docs.perplexity.ai/api-reference/agent-post
    results = [{"id": 1, "title": "A", "url": "https://a.example", "snippet": "…"}]
    found = {"type": "search_results", "queries": ["q"], "results": results}
    usage = {"input_tokens": 3, "output_tokens": 4, "cost": {"currency": "USD", "total_cost": 0.25}}
    heard = await ask(SSE_HEAD, events(HELLO[3], completed(found, usage=usage)))
    assert heard.of(Citation) == [Citation("https://a.example", "A")]
    assert heard.of(Usage) == [Usage(3, 4, cost=0.25)]


async def test_cached_tokens_are_part_of_the_input(ask):
    # https://platform.openai.com/docs/api-reference/responses/object
    usage = {
        "input_tokens": 81,
        "input_tokens_details": {"cached_tokens": 64},
        "output_tokens": 1035,
        "output_tokens_details": {"reasoning_tokens": 832},
        "total_tokens": 1116,
    }
    heard = await ask(SSE_HEAD, events(HELLO[3], completed(usage=usage)))
    assert heard.of(Usage) == [Usage(81, 1035, 64, 832)]


def raw_completed(*items):
    return f'{{"type":"response.completed","response":{{"output":[{",".join(items)}]}}}}'


async def test_encrypted_thoughts_go_back_unchanged_and_in_order(ask):
    heard = await ask(SSE_HEAD, events(raw_completed(THOUGHT, CALL)))
    assert heard.of(Echo) == [Echo("openai_responses", "m", f"[{THOUGHT},{CALL}]")]
    called = agent(
        ToolCallPart("call_jnM4", "get", '{"a": 1}'),
        EchoPart("openai_responses", "m", heard.of(Echo)[0].data),
    )
    request = asking(user("hi"), called, tools(ToolResultPart("call_jnM4", "get", "42")))
    again = await ask(SSE_HEAD, events(DONE), request=request)
    assert f"{THOUGHT},{CALL}".encode() in again.server.requests[0][1]
    assert sent(again)["input"][3] == {
        "type": "function_call_output",
        "call_id": "call_jnM4",
        "output": "42",
    }


async def test_items_that_were_only_streamed_go_back_too(ask):
    done = [
        f'{{"type":"response.output_item.done","output_index":{at},"item":{item}}}'
        for at, item in enumerate([THOUGHT, CALL])
    ]
    heard = await ask(SSE_HEAD, events(*done, completed()))
    assert heard.of(Echo)[0].data == f"[{THOUGHT},{CALL}]"


async def test_thoughts_that_are_not_encrypted_stay_behind(ask):
    bare = '{"id":"rs_1","type":"reasoning","summary":[]}'
    assert (await ask(SSE_HEAD, events(raw_completed(bare, CALL)))).of(Echo) == []


async def test_what_another_model_thought_is_rebuilt(ask):
    called = agent(
        ReasoningPart("Hm."),
        "Let me see.",
        ToolCallPart("c" * 60, "get", "{}"),
        EchoPart("openai_responses", "other", f"[{THOUGHT}]"),
        EchoPart("anthropic", "m", "[]"),
    )
    request = asking(user("hi"), called, tools(ToolResultPart("c" * 60, "get", "42")))
    body = sent(await ask(SSE_HEAD, events(DONE), request=request))
    said, call, result = body["input"][1:]
    assert said == {
        "role": "assistant",
        "content": [{"type": "output_text", "text": "Let me see."}],
    }
    assert call["call_id"] == result["call_id"]
    assert len(call["call_id"]) <= 64


async def test_the_request_says_what_was_said(ask):
    request = asking(
        user(
            "look", FilePart("a.png", "image/png", PIXEL), FilePart("a.pdf", "application/pdf", PDF)
        ),
        agent("nice"),
        user(FilePart("a.csv", "text/csv", "a,ö".encode())),
        model="gpt-5",
        system="Be kind.",
        sampling=Sampling(temperature=0.5, max_tokens=9),
        tools=(ToolSpec("get", "Gets.", SPEC),),
        effort=Effort.LOW,
        output=OutputSchema("city", SPEC),
    )
    body = sent(await ask(SSE_HEAD, events(DONE), request=request, dialect=OPENAI))
    image, document = body["input"][0]["content"][1:]
    assert image["image_url"].startswith("data:image/png;base64,iVBORw0KGgo")
    assert document["filename"] == "a.pdf"
    assert document["file_data"].startswith("data:application/pdf;base64,JVBERi0")
    text = body["input"][2]["content"][0]
    assert (text["type"], "a,ö" in text["text"], "a.csv" in text["text"]) == (
        "input_text",
        True,
        True,
    )
    schema = json.loads(SPEC)
    assert {name: each for name, each in body.items() if name != "input"} == {
        "model": "gpt-5",
        "stream": True,
        "store": False,
        "include": ["reasoning.encrypted_content"],
        "reasoning": {"summary": "auto", "effort": "low"},
        "instructions": "Be kind.",
        "tools": [
            {
                "type": "function",
                "name": "get",
                "description": "Gets.",
                "parameters": schema,
                "strict": False,
            }
        ],
        "text": {
            "format": {"type": "json_schema", "name": "city", "schema": schema, "strict": False}
        },
        "max_output_tokens": 9,
    }


async def test_models_that_do_not_think_are_not_asked_for_thoughts(ask):
    request = asking(model="gpt-4o", sampling=Sampling(temperature=0.5), effort=Effort.HIGH)
    body = sent(await ask(SSE_HEAD, events(DONE), request=request, dialect=OPENAI))
    assert not {"include", "reasoning"} & set(body)
    assert body["temperature"] == 0.5


async def test_perplexity_is_asked_to_search_in_its_own_words(ask):
    request = asking(output=OutputSchema("city", SPEC))
    body = sent(await ask(SSE_HEAD, events(DONE), request=request, dialect=PERPLEXITY))
    assert body["tools"] == [{"type": "web_search"}]
    assert body["response_format"]["json_schema"]["name"] == "city"
    assert not {"store", "include", "text"} & set(body)


async def test_a_server_that_knows_no_encrypted_thoughts_is_asked_without(client):
    # https://github.com/pydantic/pydantic-ai/issues/2865
    said = (
        b'{"error":{"message":"Encrypted content is not supported with this model.",'
        b'"type":"invalid_request_error","param":"include","code":null}}'
    )
    echo = EchoPart("openai_responses", "m", f"[{THOUGHT}]")
    async with serving(head(400), said) as server:
        backend = OpenAIResponses(Endpoint(client, server.address, timeouts=QUICK))
        with pytest.raises(BackendRejected):
            [item async for item in backend.stream(asking(user("hi"), agent("yes", echo)))]
        bodies = [json.loads(body) for _, body in server.requests]
        assert ["include" in body for body in bodies] == [True, False]
        assert bodies[1]["input"][1]["role"] == "assistant"


async def test_a_refusal_for_another_reason_is_not_asked_again(ask):
    heard = await ask(head(400), b'{"error":{"message":"The model does not exist."}}')
    assert len(heard.server.requests) == 1


async def test_models_are_listed_with_what_the_server_says_of_them(client):
    body = b'{"data":[{"id":"a","supported_parameters":["tools"],"context_length":8}]}'
    async with serving(head(200), body) as server:
        listed = await OpenAIResponses(Endpoint(client, server.address)).models()
    assert listed == (ModelFacts("a", "", 8, frozenset({Ability.TOOLS})),)


async def test_tokens_are_rather_guessed_too_many(client):
    backend = OpenAIResponses(Endpoint(client, "http://127.0.0.1:1/v1"), context=4096)
    assert await backend.context_length("m") == 4096
    bare = await backend.count_tokens(asking(user("hello there")))
    assert bare >= 2
    tool = ToolSpec("get", "Gets.", SPEC)
    assert await backend.count_tokens(asking(user("hello there"), tools=(tool,))) > bare
