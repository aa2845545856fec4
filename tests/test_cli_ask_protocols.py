"""`renao ask` in every protocol, and a tool loop driven from outside."""

import json

import pytest

from tests.backends import gemini_said
from tests.backends.anthropic_said import HELLO, OVERLOADED, THOUGHT, WEATHER
from tests.backends.said import PIXEL
from tests.backends.server import SSE_HEAD, head, serving

TOOL = {
    "name": "get_weather",
    "description": "Tells the weather.",
    "parameters": {"type": "object", "properties": {"location": {"type": "string"}}},
}


@pytest.fixture
def ask(renao):
    """Ask a server that says `said` in the protocol."""

    async def ask(said, *more, protocol="anthropic", key="secret"):
        async with serving(*said) as server:
            result = await renao(
                *("ask", "--json", "--protocol", protocol, "--address", server.address),
                *("--model", "m", *more),
                RENAO_KEY=key,
            )
        result.requests = server.requests
        return result

    return ask


def anthropic(text):
    return [SSE_HEAD, text.encode()]


def body(result):
    return json.loads(result.requests[0][1])


def of(result, kind):
    return [line for line in result.lines if line["type"] == kind]


async def test_an_answer_in_another_protocol_is_the_same_lines(ask):
    result = await ask(anthropic(HELLO), "hi")
    assert "".join(line["text"] for line in of(result, "text")) == "Hello!"
    assert [line["type"] for line in result.lines[-3:]] == ["usage", "message", "end"]
    assert (result.lines[-1]["outcome"], result.code, result.err) == ("complete", 0, "")
    top = result.requests[0][0]
    assert top.startswith("POST /v1/messages ")
    assert "x-api-key: secret" in top.lower()


def responses(*events):
    return [
        SSE_HEAD,
        "".join(f"event: x\ndata: {json.dumps(each)}\n\n" for each in events).encode(),
    ]


RESPONSE = responses(
    {"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": "Hi"},
    {"type": "response.completed", "response": {"status": "completed", "output": []}},
)
CHAT = [SSE_HEAD, b'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\n']
OLLAMA = [
    head(200, "application/x-ndjson"),
    b'{"message":{"role":"assistant","content":"Hi"},"done":true,"done_reason":"stop"}\n',
]


@pytest.mark.parametrize(
    ("protocol", "said", "path", "header", "text"),
    [
        ("openai-chat", CHAT, "/v1/chat/completions", "authorization: bearer secret", "Hi"),
        ("openai-responses", RESPONSE, "/v1/responses", "authorization: bearer secret", "Hi"),
        (
            "gemini",
            [SSE_HEAD, gemini_said.CHEYENNE.encode()],
            "/v1/models/m:streamGenerateContent?alt=sse",
            "x-goog-api-key: secret",
            "The capital of Wyoming is **Cheyenne**.\n",
        ),
        ("ollama", OLLAMA, "/api/chat", "authorization: bearer secret", "Hi"),
    ],
)
async def test_every_protocol_has_its_path_and_its_place_for_the_key(
    ask, protocol, said, path, header, text
):
    result = await ask(said, "hi", protocol=protocol)
    assert "".join(line["text"] for line in of(result, "text")) == text
    assert result.lines[-1]["outcome"] == "complete"
    asked = [top for top, _ in result.requests if top.startswith(f"POST {path} ")]
    assert len(asked) == 1
    assert all(header in top.lower() for top, _ in result.requests)


async def test_what_gemini_signed_goes_back_as_it_came(ask, tmp_path):
    asked = await ask([SSE_HEAD, gemini_said.NOW.encode()], "When?", protocol="gemini")
    ((call,), (reply,)) = of(asked, "tool_call"), of(asked, "message")
    assert (call["name"], call["arguments"], asked.code) == ("now", {}, 0)
    result = {"type": "tool_result", "id": call["id"], "name": "now", "text": "noon"}
    talk = [{"role": "user", "text": "When?"}, reply, {"role": "tool", "parts": [result]}]
    (tmp_path / "talk.json").write_text(json.dumps(talk))
    said = [SSE_HEAD, gemini_said.CHEYENNE.encode()]
    told = await ask(said, "--messages", str(tmp_path / "talk.json"), protocol="gemini")
    assert gemini_said.SIGNATURE in told.requests[0][1].decode()


async def test_a_tool_loop_can_be_driven_from_outside(ask, tmp_path):
    (tmp_path / "tools.json").write_text(json.dumps([TOOL]))
    tools = ("--tool-schema", str(tmp_path / "tools.json"))
    asked = await ask(anthropic(WEATHER), *tools, "How warm is it?")
    (call,) = of(asked, "tool_call")
    assert (call["name"], call["arguments"]) == (
        "get_weather",
        {"location": "San Francisco, CA"},
    )
    assert (asked.lines[-1]["outcome"], asked.code) == ("tool_calls", 0)
    assert body(asked)["tools"][0]["input_schema"] == TOOL["parameters"]

    (reply,) = of(asked, "message")
    result = {"type": "tool_result", "id": call["id"], "name": call["name"], "text": "21 °C"}
    talk = [{"role": "user", "text": "How warm is it?"}, reply, {"role": "tool", "parts": [result]}]
    (tmp_path / "talk.json").write_text(json.dumps(talk))
    answered = await ask(anthropic(HELLO), *tools, "--messages", str(tmp_path / "talk.json"))
    assert answered.code == 0
    said, called, told = body(answered)["messages"]
    assert said["role"] == "user"
    assert called["content"][-1]["id"] == call["id"]
    assert told["content"][0]["tool_use_id"] == call["id"]
    assert "21 °C" in json.dumps(told, ensure_ascii=False)


async def test_a_signature_goes_back_unchanged(ask, tmp_path):
    thought = await ask(anthropic(THOUGHT), "--effort", "low", "gcd?")
    (reply,) = of(thought, "message")
    talk = [{"role": "user", "text": "gcd?"}, reply, {"role": "user", "text": "And of 2 and 4?"}]
    (tmp_path / "talk.json").write_text(json.dumps(talk))
    answered = await ask(anthropic(HELLO), "--messages", str(tmp_path / "talk.json"))
    (block, _) = body(answered)["messages"][1]["content"]
    assert block["type"] == "thinking"
    assert block["signature"] == "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds..."


async def test_a_picture_goes_along(ask, tmp_path):
    (tmp_path / "dot.png").write_bytes(PIXEL)
    result = await ask(anthropic(HELLO), "--image", str(tmp_path / "dot.png"), "What is it?")
    kinds = [part["type"] for part in body(result)["messages"][0]["content"]]
    assert sorted(kinds) == ["image", "text"]


async def test_a_server_that_gives_up_in_the_middle_fails_with_what_had_come(ask):
    result = await ask(anthropic(OVERLOADED), "hi")
    assert (result.lines[-1]["outcome"], result.lines[-1]["status"], result.code) == (
        "failed",
        529,
        1,
    )
    assert of(result, "message") == []
    assert "secret" not in result.out.decode() + result.err


async def test_a_busy_server_is_asked_once(ask):
    result = await ask([head(529), b'{"type":"error","error":{"type":"overloaded_error"}}'], "hi")
    assert (result.code, len(result.requests)) == (1, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--protocol", "carrier-pigeon", "--address", "http://127.0.0.1:1", "--model", "m", "hi"),
        ("--protocol", "anthropic", "hi"),
        ("--provider", "x", "--address", "http://127.0.0.1:1", "--model", "m", "hi"),
        ("--image", "gone.png", "hi"),
        ("--tool-schema", "gone.json", "hi"),
        ("--messages", "gone.json"),
        ("--effort", "heroic", "hi"),
        (),
    ],
)
async def test_wrong_arguments_say_so_and_nothing_on_standard_output(renao, arguments):
    result = await renao("ask", "--json", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert result.err
