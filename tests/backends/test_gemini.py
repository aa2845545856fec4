"""What Gemini's servers and their imitations send, well and badly."""

import json
import logging
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.backends.endpoint import Endpoint
from app.backends.gemini import BACKEND
from app.backends.gemini_answer import GeminiAnswer
from app.backends.timeouts import Timeouts
from app.core.backend import (
    Ability,
    Citation,
    Echo,
    Finished,
    ModelFacts,
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
from tests.backends.gemini_said import (
    BLOCKED,
    CHEYENNE,
    FINISHED,
    KEY_INVALID,
    LONDON,
    NOW,
    PICTURE,
    PRIMES,
    QUOTA,
    RECITED,
    SIGNATURE,
)
from tests.backends.paged_server import paged
from tests.backends.said import joined, read_in_pieces
from tests.backends.server import CHUNKED_HEAD, RESET, SILENCE, SSE_HEAD, chunk, head, serving


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
            backend = reached(client, server.address, key, timeouts)
            try:
                async with aclosing(backend.stream(request or request_of("hi"))) as items:
                    async for item in items:
                        heard.items.append(item)
            except BackendError as error:
                heard.error = error
        return heard

    return ask


def said(*parts, reason=None, **more):
    candidate = {"content": {"parts": list(parts), "role": "model"}, "index": 0}
    if reason:
        candidate["finishReason"] = reason
    return event(candidates=[candidate], **more)


def event(**fields):
    return f"data: {json.dumps(fields, ensure_ascii=False)}\n\n"


def calls(*pieces, reason="STOP"):
    """A call whose arguments come in pieces."""
    events = [said({"functionCall": piece}) for piece in pieces]
    return "".join((*events, said(reason=reason)))


async def test_an_answer_comes_piece_by_piece_with_its_usage(ask):
    heard = await ask(SSE_HEAD, CHEYENNE)
    assert heard.items == [
        TextDelta("The"),
        TextDelta(" capital of Wyoming"),
        TextDelta(" is **Cheyenne**.\n"),
        Usage(input=7, output=10),
        Finished(Outcome.COMPLETE, "STOP", "gemini-3.1-flash-lite"),
    ]


async def test_a_call_has_an_id_of_ours_and_goes_back_with_its_signature(ask):
    heard = await ask(SSE_HEAD, NOW, request=request_of("hi", model="gemini-2.5-flash"))
    assert heard.reasoning.startswith("**Calculating the Days**")
    call, echo, usage, end = heard.items[-4:]
    assert (call.name, call.arguments, bool(call.id)) == ("now", "{}", True)
    assert (echo.protocol, echo.model) == ("gemini", "gemini-2.5-flash")
    assert json.loads(echo.data) == {
        "role": "model",
        "parts": [
            {"text": heard.reasoning, "thought": True},
            {"functionCall": {"name": "now", "args": {}}, "thoughtSignature": SIGNATURE},
        ],
    }
    assert (
        f'{{"functionCall": {{"name": "now","args": {{}}}},"thoughtSignature": "{SIGNATURE}"}}'
        in (echo.data)
    ), "as it came, byte by byte"
    assert usage == Usage(input=38, output=174, reasoning=168)
    assert end == Finished(Outcome.TOOL_CALLS, "STOP", "gemini-2.5-flash")


async def test_an_id_of_the_servers_own_is_kept(ask):
    call = {"functionCall": {"id": "gp737npz", "name": "look", "args": {"where": "Peking 北京"}}}
    heard = await ask(SSE_HEAD, said(call, reason="STOP"))
    assert heard.items[0] == ToolCall("gp737npz", "look", '{"where": "Peking 北京"}')
    assert not heard.of(Echo), "our own parts hold all of it"


async def test_two_calls_at_once_are_two(ask):
    both = [{"functionCall": {"name": "look", "args": {"at": place}}} for place in ("a", "b")]
    found = (await ask(SSE_HEAD, said(*both, reason="STOP"))).of(ToolCall)
    assert [json.loads(call.arguments) for call in found] == [{"at": "a"}, {"at": "b"}]
    assert found[0].id != found[1].id


async def test_words_cut_for_the_way_are_one_in_the_echo_but_signed_ones_stay_apart(ask):
    heard = await ask(
        SSE_HEAD,
        said({"text": "hm", "thought": True}),
        said({"text": "Let "}),
        said({"text": "me."}),
        said({"text": "", "thoughtSignature": "AA=="}),
        said({"text": "!"}),
        said({"text": "", "thoughtSignature": "BB=="}, reason="STOP"),
    )
    assert heard.text == "Let me.!"
    assert json.loads(heard.of(Echo)[0].data)["parts"] == [
        {"text": "hm", "thought": True},
        {"text": "Let me."},
        {"text": "", "thoughtSignature": "AA=="},
        {"text": "!"},
        {"text": "", "thoughtSignature": "BB=="},
    ]


@pytest.mark.parametrize("reason", ["MAX_TOKENS", "SAFETY", "OTHER"])
async def test_an_answer_that_was_cut_is_not_echoed(ask, reason):
    heard = await ask(SSE_HEAD, said({"text": "a", "thoughtSignature": "AA=="}, reason=reason))
    assert heard.text == "a"
    assert not heard.of(Echo)


async def test_a_question_that_is_blocked_is_refused_and_keeps_the_words_before(ask):
    heard = await ask(SSE_HEAD, BLOCKED)
    assert heard.text == "text1text2text3"
    assert heard.end == Finished(Outcome.REFUSED, "SAFETY", "gemini-2.0-flash")
    nothing_else = await ask(SSE_HEAD, event(promptFeedback={"blockReason": "OTHER"}))
    assert nothing_else.items == [Finished(Outcome.REFUSED, "OTHER")]


async def test_an_answer_that_repeats_others_is_refused_and_names_them(ask):
    heard = await ask(SSE_HEAD, RECITED)
    assert heard.text == "text3text5"
    assert heard.of(Citation) == [
        Citation("https://uc-r.github.io/tidy_text"),
        Citation("https://www.google.com/"),
    ]
    assert heard.items[-2:] == [
        Usage(input=9, output=261),
        Finished(Outcome.REFUSED, "RECITATION", "gemini-3.1-flash-lite"),
    ]


async def test_a_picture_in_an_answer_is_kept_for_the_server_and_hurts_nobody(ask, caplog):
    caplog.set_level(logging.DEBUG, "app")
    heard = await ask(SSE_HEAD, PICTURE)
    assert heard.text == " you! "
    assert heard.end.outcome is Outcome.COMPLETE
    parts = json.loads(heard.of(Echo)[0].data)["parts"]
    assert [list(part) for part in parts] == [["text"], ["inlineData"]]
    assert "inlineData" in caplog.text
    assert "iVBOR" not in caplog.text


async def test_a_program_that_the_server_ran_is_shown_as_code(ask):
    heard = await ask(SSE_HEAD, PRIMES)
    assert "\n\n```python\nprime_numbers = [2, 3, 5, 7, 11]\n" in heard.text
    assert "\n\n```\nThe sum of the first 5 prime numbers is: 28\n```\n\n" in heard.text
    assert heard.text.endswith("The sum of the first 5 prime numbers is 28.")
    assert heard.of(Usage) == [Usage(input=21 + 243, output=126 + 95, reasoning=95)]
    assert "executableCode" in heard.of(Echo)[0].data


async def test_what_a_search_found_is_named(ask):
    heard = await ask(head(), LONDON)
    assert heard.text.startswith("The current weather in London")
    accuweather, google = heard.of(Citation)
    assert accuweather.title == "accuweather.com"
    assert google == Citation(
        "https://www.google.com/search?q=weather+in+London",
        "Weather information for locality: London",
    )
    assert heard.end.outcome is Outcome.COMPLETE


async def test_a_source_keeps_the_title_it_had(ask):
    named = {"groundingChunks": [{"web": {"uri": "http://a", "title": "A"}}]}
    again = {"citationSources": [{"uri": "http://a"}]}
    first = {"content": {"parts": [{"text": "a"}]}, "groundingMetadata": named}
    last = {"finishReason": "STOP", "citationMetadata": again}
    heard = await ask(SSE_HEAD, event(candidates=[first]), event(candidates=[last]))
    assert heard.of(Citation) == [Citation("http://a", "A")]


async def test_code_that_holds_a_fence_is_fenced_with_a_longer_one(ask):
    part = {"executableCode": {"language": "PYTHON", "code": 'print("```")'}}
    heard = await ask(SSE_HEAD, said(part, reason="STOP"))
    assert heard.text == '\n\n````python\nprint("```")\n````\n\n'


async def test_an_answer_as_one_list_is_read_as_well(ask):
    events = ",\n".join(line[6:] for line in CHEYENNE.splitlines() if line)
    heard = await ask(head(), f"[{events}\n]")
    assert heard.items == (await ask(SSE_HEAD, CHEYENNE)).items


async def test_the_usage_may_be_missing(ask):
    heard = await ask(SSE_HEAD, FINISHED)
    assert heard.text == "Hello world!"
    assert heard.items[-1] == Finished(Outcome.COMPLETE, "STOP", "gemini-2.0-flash")
    assert not heard.of(Usage)


async def test_tokens_from_a_cache_are_among_those_read(ask):
    counts = {"promptTokenCount": 50, "cachedContentTokenCount": 40, "candidatesTokenCount": 2}
    heard = await ask(SSE_HEAD, said({"text": "a"}, reason="STOP", usageMetadata=counts))
    assert heard.of(Usage) == [Usage(input=50, output=2, cached=40)]


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("STOP", Outcome.COMPLETE),
        ("FINISH_REASON_UNSPECIFIED", Outcome.COMPLETE),
        ("SOMETHING_NEW", Outcome.COMPLETE),
        ("MAX_TOKENS", Outcome.LENGTH),
        ("CONTINUATION", Outcome.LENGTH),
        ("SAFETY", Outcome.REFUSED),
        ("ESCALATION", Outcome.REFUSED),
        ("RECITATION", Outcome.REFUSED),
        ("PROHIBITED_CONTENT", Outcome.REFUSED),
        ("BLOCKLIST", Outcome.REFUSED),
        ("SPII", Outcome.REFUSED),
        ("MALFORMED_FUNCTION_CALL", Outcome.FAILED),
        ("UNEXPECTED_TOOL_CALL", Outcome.FAILED),
        ("MISSING_THOUGHT_SIGNATURE", Outcome.FAILED),
        ("OTHER", Outcome.FAILED),
    ],
)
async def test_why_it_stopped_is_kept_in_its_own_words(ask, reason, outcome):
    heard = await ask(SSE_HEAD, said({"text": "a"}, reason=reason))
    assert heard.items == [TextDelta("a"), Finished(outcome, reason)]


async def test_the_last_event_may_have_empty_text(ask):
    heard = await ask(SSE_HEAD, said({"text": "a"}), said({"text": ""}, reason="STOP"))
    assert heard.items == [TextDelta("a"), Finished(Outcome.COMPLETE, "STOP")]


async def test_text_may_go_on_after_a_reason_to_stop(ask):
    heard = await ask(
        SSE_HEAD, said({"text": "a"}, reason="STOP"), said({"text": "b"}, reason="STOP")
    )
    assert heard.text == "ab"


@pytest.mark.parametrize("reason", ["SAFETY", "MALFORMED_FUNCTION_CALL", "MAX_TOKENS"])
async def test_a_call_at_the_end_of_a_cut_answer_is_not_made(ask, reason):
    call = {"functionCall": {"name": "look", "args": {}}}
    assert not (await ask(SSE_HEAD, said(call, reason=reason))).of(ToolCall)


async def test_a_call_before_the_text_that_was_cut_is_made(ask):
    call = {"functionCall": {"name": "look", "args": {}}}
    heard = await ask(SSE_HEAD, said(call, {"text": "and"}, reason="MAX_TOKENS"))
    assert [each.name for each in heard.of(ToolCall)] == ["look"]
    assert heard.end.outcome is Outcome.LENGTH


@pytest.mark.parametrize("args", ["[1]", '"x"', "1"])
async def test_calls_of_which_none_can_be_read_are_no_answer(ask, args):
    call = f'{{"functionCall": {{"name": "look", "args": {args}}}, "thoughtSignature": "AA=="}}'
    stream = (
        f'data: {{"candidates":[{{"content":{{"parts":[{call}]}},"finishReason":"STOP"}}]}}\n\n'
    )
    heard = await ask(SSE_HEAD, stream)
    assert heard.items == [Finished(Outcome.FAILED, "STOP")]


# https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling
async def test_arguments_that_come_in_pieces_are_put_together(ask):
    heard = await ask(
        SSE_HEAD,
        calls(
            {"name": "get_current_weather", "willContinue": True},
            {
                "partialArgs": [
                    {"jsonPath": "$.location", "stringValue": "New ", "willContinue": True}
                ],
                "willContinue": True,
            },
            {
                "partialArgs": [{"jsonPath": "$.location", "stringValue": "Delhi"}],
                "willContinue": True,
            },
            {
                "partialArgs": [
                    {"jsonPath": "$.foo.bar[0].data", "numberValue": 3},
                    {"jsonPath": "$.foo.bar[1]['x y']", "boolValue": True},
                    {"jsonPath": "$['nil']", "nullValue": "NULL_VALUE"},
                ],
                "willContinue": True,
            },
            {},
        ),
    )
    (call,) = heard.of(ToolCall)
    assert call.name == "get_current_weather"
    assert json.loads(call.arguments) == {
        "location": "New Delhi",
        "foo": {"bar": [{"data": 3}, {"x y": True}]},
        "nil": None,
    }
    assert '"data":3}' in call.arguments, "a whole number"
    assert heard.end.outcome is Outcome.TOOL_CALLS


async def test_a_streamed_call_goes_back_whole_with_its_signature(ask):
    heard = await ask(
        SSE_HEAD,
        said(
            {"functionCall": {"name": "f", "willContinue": True}, "thoughtSignature": "AA=="},
            {"functionCall": {"partialArgs": [{"jsonPath": "$.a", "numberValue": 1.5}]}},
            reason="STOP",
        ),
    )
    assert json.loads(heard.of(Echo)[0].data)["parts"] == [
        {"functionCall": {"name": "f", "args": {"a": 1.5}}, "thoughtSignature": "AA=="}
    ]


@pytest.mark.parametrize(
    "path", ["", "a", "$", "$.a[5]", "$[0]", "$.a..b", "$.a[", "$.b.c", "$.b[0]", "$" + ".a" * 99]
)
async def test_a_piece_that_belongs_nowhere_spoils_its_call(ask, path):
    pieces = [{"jsonPath": "$.b", "stringValue": "x"}, {"jsonPath": path, "stringValue": "y"}]
    heard = await ask(SSE_HEAD, calls({"name": "f", "partialArgs": pieces}))
    assert heard.items == [Finished(Outcome.FAILED, "STOP")]


async def test_a_call_whose_pieces_stop_coming_is_not_made(ask):
    begun = said({"functionCall": {"name": "f", "willContinue": True}})
    heard = await ask(SSE_HEAD, begun)
    assert isinstance(heard.error, BackendUnfinished)
    assert not (await ask(SSE_HEAD, begun, said(reason="STOP"))).of(ToolCall)


# Google's own command line takes neither for a good end, unless a tool was called:
# https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/core/geminiChat.ts
async def test_an_end_without_a_reason_is_none_but_keeps_the_words(ask):
    counted = {"promptTokenCount": 1}
    heard = await ask(SSE_HEAD, said({"text": "a"}, usageMetadata=counted))
    assert heard.items == [TextDelta("a"), Usage(input=1)]
    assert isinstance(heard.error, BackendUnfinished)
    assert isinstance((await ask(SSE_HEAD)).error, BackendUnfinished)


async def test_a_whole_call_needs_no_reason(ask):
    heard = await ask(SSE_HEAD, said({"functionCall": {"name": "f", "args": {}}}))
    assert heard.end == Finished(Outcome.TOOL_CALLS)


async def test_an_imitation_may_say_done_in_place_of_a_reason(ask):
    heard = await ask(SSE_HEAD, said({"text": "a"}), "data: [DONE]\n\n")
    assert heard.items == [TextDelta("a"), Finished(Outcome.COMPLETE)]
    assert isinstance((await ask(SSE_HEAD, "data: [DONE]\n\n")).error, BackendUnfinished)


async def test_other_candidates_are_not_ours(ask):
    other = {"content": {"parts": [{"text": "b"}]}, "index": 1, "finishReason": "STOP"}
    heard = await ask(SSE_HEAD, event(candidates=[other]), said({"text": "a"}, reason="STOP"))
    assert heard.text == "a"


async def test_a_wrong_key_is_told_as_one(ask):
    heard = await ask(head(400), KEY_INVALID)
    assert heard.error.status == 401
    assert heard.error.detail == "API key not valid. Please pass a valid API key."


@pytest.mark.parametrize("body", [QUOTA, f"[{QUOTA}]"])
async def test_how_long_to_wait_is_read_from_the_error(ask, body):
    heard = await ask(head(429), body)
    assert (heard.error.status, heard.error.retry_after) == (429, 26.0)
    assert heard.error.detail.startswith("You exceeded your current quota")
    assert not heard.error.is_out_of_money


async def test_the_header_says_it_first(ask):
    assert (await ask(head(429, retry_after=3), QUOTA)).error.retry_after == 3


@pytest.mark.parametrize("delay", ["", "s", "xs", "-1s", 5, None, [], {}])
async def test_a_wait_that_cannot_be_read_is_none(ask, delay):
    body = json.dumps({"error": {"message": "no", "details": [{"retryDelay": delay}, 1]}})
    assert (await ask(head(429), body)).error.retry_after is None


@pytest.mark.parametrize("as_event", [True, False])
async def test_an_error_after_the_first_words_keeps_them(ask, as_event):
    error = json.dumps(json.loads(QUOTA))
    heard = await ask(
        SSE_HEAD, said({"text": "a"}), f"data: {error}\n\n" if as_event else f"{error}\n\n"
    )
    assert heard.items == [TextDelta("a")]
    assert isinstance(heard.error, BackendRejected)
    assert (heard.error.status, heard.error.retry_after) == (429, 26.0)


async def test_an_error_in_a_list_after_a_200_is_one(ask):
    heard = await ask(head(), '[{"error": {"code": 503, "message": "overloaded"}}]')
    assert (heard.error.status, heard.error.detail) == (503, "overloaded")


async def test_an_event_named_error_is_one_whatever_it_says(ask):
    heard = await ask(SSE_HEAD, 'event: error\ndata: "something"\n\n')
    assert isinstance(heard.error, BackendRejected)
    assert heard.error.detail == "something"


@pytest.mark.parametrize(
    "bad",
    [
        '{"candidates":[{"content":{"parts":[{"text":1}]}}]}',
        '{"candidates":{"a":1}}',
        '{"candidates":[{"finishReason":7}]}',
        '{"candidates":[{"content":{"parts":[{"functionCall":"f"}]}}]}',
        "1",
        "nonsense",
    ],
)
async def test_what_cannot_be_read_keeps_what_came(ask, bad):
    heard = await ask(SSE_HEAD, said({"text": "a"}), f"data: {bad}\n\n")
    assert heard.items == [TextDelta("a")]
    assert isinstance(heard.error, BackendGarbled)


async def test_what_only_describes_may_be_of_any_type(ask):
    odd = {"usageMetadata": [1], "promptFeedback": "x", "responseId": 7, "new": {"a": 1}}
    heard = await ask(SSE_HEAD, said({"text": "a"}, reason="STOP", **odd))
    assert heard.items == [TextDelta("a"), Finished(Outcome.COMPLETE, "STOP")]
    candidate = {"content": None, "groundingMetadata": 1, "citationMetadata": [None]}
    assert (await ask(SSE_HEAD, event(candidates=[candidate]), said(reason="STOP"))).error is None


async def test_bad_characters_are_replaced_and_the_rest_is_read(ask):
    stream = said({"text": "aXb", "thoughtSignature": "AA=="}, reason="STOP").encode()
    heard = await ask(SSE_HEAD, stream.replace(b"X", b"\xff"))
    assert heard.text == "a\N{REPLACEMENT CHARACTER}b"
    assert json.loads(heard.of(Echo)[0].data)["parts"][0]["thoughtSignature"] == "AA=="


async def test_a_hang_up_in_the_middle_is_an_error(ask):
    first, _, rest = CHEYENNE.partition("\n\n")
    heard = await ask(SSE_HEAD, f"{first}\n\n", rest[:60])
    assert heard.text == "The"
    assert isinstance(heard.error, BackendUnfinished)
    heard = await ask(CHUNKED_HEAD, chunk(f"{first}\n\n".encode()), RESET)
    assert heard.text == "The"
    assert isinstance(heard.error, BackendBroken)


async def test_a_server_that_falls_silent_is_left(ask):
    timeouts = Timeouts(connect=5, first_byte=5, idle=0.2)
    heard = await ask(SSE_HEAD, said({"text": "a"}), SILENCE, timeouts=timeouts)
    assert heard.text == "a"
    assert isinstance(heard.error, BackendTimeout)


async def test_a_web_page_is_no_answer(ask):
    heard = await ask(head(200, "text/html"), "<html><title>Sign in</title></html>")
    assert isinstance(heard.error, BackendGarbled)


STREAMS = {"words": CHEYENNE, "call": NOW, "code": PRIMES, "picture": PICTURE, "cited": RECITED}


@pytest.mark.parametrize("name", STREAMS)
@given(cuts=some.lists(some.integers(0, 9999), max_size=30), end=some.sampled_from(["\n", "\r\n"]))
def test_it_does_not_matter_how_the_network_splits_the_bytes(name, cuts, end):
    def without_ids(items):
        return [item if not isinstance(item, ToolCall) else item.name for item in joined(items)]

    stream = STREAMS[name].replace("\n", end).encode()
    whole = read_in_pieces(GeminiAnswer("m"), STREAMS[name].encode(), [])
    assert without_ids(read_in_pieces(GeminiAnswer("m"), stream, cuts)) == without_ids(whole)
    assert isinstance(whole[-1], Finished)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
async def test_single_bytes_through_a_real_connection_read_the_same(ask, end):
    stream = CHEYENNE.replace("\n", end).encode()
    heard = await ask(SSE_HEAD, *(stream[at : at + 1] for at in range(len(stream))))
    assert heard.items == (await ask(SSE_HEAD, CHEYENNE)).items


async def test_a_model_that_takes_nothing_about_thinking_is_asked_again_once(client):
    """https://github.com/google-gemini/gemini-cli/issues/1953 has the sentence."""
    refusal = {"error": {"code": 400, "message": "Thinking is not enabled for models/gemini-x"}}
    async with serving(head(400) + json.dumps(refusal).encode()) as server:
        backend = reached(client, server.address)
        with pytest.raises(BackendRejected, match="Thinking"):
            [item async for item in backend.stream(request_of("hi", model="gemini-3-x"))]
        server.script[:] = [SSE_HEAD, CHEYENNE.encode()]
        items = [item async for item in backend.stream(request_of("hi", model="gemini-3-x"))]
    first, second, third = (json.loads(body) for _, body in server.requests)
    assert first["generationConfig"]["thinkingConfig"] == {"includeThoughts": True}
    assert "generationConfig" not in second
    assert "generationConfig" not in third
    assert isinstance(items[-1], Finished)


async def test_nothing_is_asked_twice_once_something_was_said(ask):
    error = {"error": {"code": 400, "message": "Thinking is not enabled"}}
    heard = await ask(SSE_HEAD, said({"text": "a"}), event(**error))
    assert heard.text == "a"
    assert heard.error.status == 400
    assert len(heard.server.requests) == 1


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("", "/v1beta/models/gemini-3.8-flash"),
        ("/", "/v1beta/models/gemini-3.8-flash"),
        ("/v1beta", "/v1beta/models/gemini-3.8-flash"),
        ("/proxy/v1beta/", "/proxy/v1beta/models/gemini-3.8-flash"),
        ("/v1beta/models", "/v1beta/models/gemini-3.8-flash"),
    ],
)
async def test_the_version_is_added_to_a_bare_address(client, base, path):
    async with serving(SSE_HEAD, CHEYENNE.encode()) as server:
        backend = reached(client, f"http://127.0.0.1:{server.port}{base}", "key-1")
        request = request_of("hi", model="gemini-3.8-flash")
        items = [item async for item in backend.stream(request)]
    top = server.requests[0][0]
    assert top.startswith(f"POST {path}:streamGenerateContent?alt=sse HTTP")
    assert "x-goog-api-key: key-1\r\n" in top
    assert "authorization" not in top.lower()
    assert isinstance(items[-1], Finished)


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("models/gemini-3.8-flash", "models/gemini-3.8-flash"),
        ("tunedModels/mine-1", "tunedModels/mine-1"),
        ("a/b?c#d %é", "models/a%2Fb%3Fc%23d%20%25%C3%A9"),
        ("../x", "models/..%2Fx"),
    ],
)
async def test_a_models_name_cannot_leave_its_place_in_the_address(ask, model, path):
    heard = await ask(SSE_HEAD, CHEYENNE, request=request_of("hi", model=model))
    top = heard.server.requests[0][0]
    assert top.startswith(f"POST /v1/{path}:streamGenerateContent?alt=sse HTTP")


# https://ai.google.dev/api/models, with the fields it documents
PAGE = {
    "models": [
        {
            "name": "models/gemini-3.8-flash",
            "displayName": "Gemini 3.8 Flash",
            "inputTokenLimit": 1048576,
            "outputTokenLimit": 65536,
            "supportedGenerationMethods": ["generateContent", "countTokens"],
            "thinking": True,
        },
        {
            "name": "models/gemini-embedding-001",
            "displayName": "Gemini Embedding 001",
            "inputTokenLimit": 2048,
            "supportedGenerationMethods": ["embedContent"],
        },
        {"name": "models/gemma-3-27b-it", "supportedGenerationMethods": ["generateContent"]},
        {"name": 5},
        "nonsense",
    ],
}
MORE = {
    "models": [
        {
            "name": "models/gemini-2.0-flash",
            "inputTokenLimit": 8192,
            "supportedGenerationMethods": ["generateContent"],
        }
    ]
}


async def test_all_pages_of_the_listing_are_read_and_only_what_chats_is_listed(client):
    first = {**PAGE, "nextPageToken": "a b/c"}
    pages = {"": json.dumps(first).encode(), "a b/c": json.dumps(MORE).encode()}
    async with paged(pages, "pageToken") as server:
        backend = reached(client, f"http://127.0.0.1:{server.port}")
        assert await backend.context_length("gemini-3.8-flash") is None
        found = await backend.models()
    rest = {Ability.VISION, Ability.FILES, Ability.TOOLS, Ability.SCHEMA}
    assert found == (
        ModelFacts(
            "gemini-3.8-flash", "Gemini 3.8 Flash", 1048576, frozenset({*rest, Ability.REASONING})
        ),
        ModelFacts("gemma-3-27b-it"),
        ModelFacts("gemini-2.0-flash", "", 8192, frozenset(rest)),
    )
    assert await backend.context_length("models/gemini-3.8-flash") == 1048576


async def test_a_listing_without_end_is_left(client):
    page = json.dumps({**MORE, "nextPageToken": "again"}).encode()
    async with paged({"": page, "again": page}, "pageToken") as server:
        found = await reached(client, f"http://127.0.0.1:{server.port}").models()
    assert [each.id for each in found] == ["gemini-2.0-flash"]
    assert len(server.requests) == 2


@pytest.mark.parametrize("body", ["{}", "[]", '{"models": []}', '{"models": {"a": 1}}', "null"])
async def test_a_listing_of_nothing_is_an_error(client, body):
    async with serving(head() + body.encode()) as server:
        with pytest.raises(BackendRejected):
            await reached(client, server.address).models()


async def test_a_wrong_key_is_told_when_listing_too(client):
    async with serving(head(400) + KEY_INVALID.encode()) as server:
        with pytest.raises(BackendRejected) as caught:
            await reached(client, server.address, "key-1").models()
    assert caught.value.status == 401


async def test_thoughts_and_words_are_told_apart(ask):
    parts = ({"text": "hm", "thought": True}, {"text": "yes", "thought": False})
    heard = await ask(SSE_HEAD, said(*parts, reason="STOP"))
    assert heard.items[:2] == [ReasoningDelta("hm"), TextDelta("yes")]
    assert not heard.of(Echo)
