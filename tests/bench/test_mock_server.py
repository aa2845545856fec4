from app.bench.child import mock_server
from app.bench.floor import receive
from app.bench.mock_server import LETTERS, answer


def test_text_of_a_stream_depends_on_its_number_alone():
    assert answer(7, 50) == answer(7, 50)
    assert "".join(answer(7, 50)) != "".join(answer(8, 50))


def test_longer_answer_begins_like_a_shorter_one():
    assert answer(3, 200)[:50] == answer(3, 50)


def test_every_token_has_the_same_length():
    assert {len(token) for token in answer(1, 500)} == {LETTERS}


def test_streams_come_at_the_pace_that_was_asked_for():
    with mock_server() as port:
        found = receive(port, streams=3, rate=50, tokens=25)
    assert found["wall"] >= 24 / 50
    assert 0 < found["cpu"] < found["wall"]


async def test_what_is_sent_is_the_answer():
    import httpx

    with mock_server() as port:
        body = {"model": "mock-1000-40-5", "stream": True, "messages": []}
        url = f"http://127.0.0.1:{port}/v1/chat/completions"
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            said = (await client.post(url, json=body)).text
    lines = [line for line in said.split("\n\n") if line]
    assert lines[-1] == "data: [DONE]"
    assert _joined(lines) == "".join(answer(5, 40))


def _joined(lines):
    import json

    events = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
    return "".join(event["choices"][0]["delta"].get("content", "") for event in events)
