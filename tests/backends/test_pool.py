import asyncio
import sys
from contextlib import AsyncExitStack, aclosing

import pytest

from app.backends.endpoint import Endpoint
from app.backends.openai_chat import OpenAIChat
from app.backends.pool import Member, Pool
from app.backends.retrying import Pauses
from app.backends.timeouts import Timeouts
from app.core.backend import Finished, TextDelta, Usage, Waiting
from app.core.errors import (
    BackendBroken,
    BackendError,
    BackendRejected,
    BackendUnfinished,
    BackendUnreachable,
)
from tests.backends.conftest import QUICK, request_of
from tests.backends.server import RESET, SILENCE, SSE_HEAD, head, serving, sse

SOON = Pauses(first=0.01, longest=0.05, tries=3)
NEVER = Pauses(first=3600.0, longest=3600.0, tries=1)


def word(text):
    return f'{{"choices":[{{"index":0,"delta":{{"content":"{text}"}},"finish_reason":null}}]}}'


def answer(text):
    end = '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}'
    return [SSE_HEAD, sse(word(text), end, "[DONE]")]


def said(items):
    return "".join(item.text for item in items if isinstance(item, TextDelta))


@pytest.fixture
async def make_pool(client):
    """Makes pools of real servers that say the given scripts; hands over both."""
    async with AsyncExitStack() as stack:

        async def make(*scripts, pauses=NEVER, keys=("",), timeouts=QUICK):
            servers = [await stack.enter_async_context(serving(*script)) for script in scripts]
            members = [
                Member(
                    OpenAIChat(Endpoint(client, server.address, key, timeouts=timeouts)),
                    server.address,
                    number,
                )
                for server in servers
                for number, key in enumerate(keys)
            ]
            pool = Pool(members, pauses)
            stack.push_async_callback(pool.aclose)
            return pool, servers

        yield make


async def heard(pool, request=None):
    async with aclosing(pool.stream(request or request_of("hi"))) as items:
        return [item async for item in items]


async def test_runs_are_spread_over_the_addresses(make_pool):
    pool, servers = await make_pool(answer("a"), answer("b"))
    answers = [said(await heard(pool)) for _ in range(4)]
    assert sorted(answers) == ["a", "a", "b", "b"]
    assert [len(server.requests) for server in servers] == [2, 2]


async def test_the_least_busy_one_is_asked_first(make_pool):
    pool, _ = await make_pool(answer("a"), answer("b"))
    pool.members[0].runs = 3
    assert [said(await heard(pool)) for _ in range(3)] == ["b", "b", "b"]


async def test_another_takes_over_from_one_that_is_gone(make_pool):
    pool, servers = await make_pool(answer("a"), answer("b"))
    servers[0].stop()
    assert [said(await heard(pool)) for _ in range(3)] == ["b", "b", "b"]
    assert pool.members[0].is_resting
    assert len(servers[1].requests) == 3


LIES = {
    "a web page": [head(200, "text/html"), b"<html><title>Welcome</title></html>"],
    "no JSON": [SSE_HEAD, sse("nonsense")],
    "nothing": [SSE_HEAD],
    "an end without an answer": [SSE_HEAD, sse("[DONE]")],
    "a hang-up": [RESET],
    "busy": [head(503), b'{"error":"loading"}'],
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
async def test_another_takes_over_from_one_that_lies(make_pool, lie):
    pool, servers = await make_pool(lie, answer("b"))
    items = await heard(pool)
    assert said(items) == "b"
    assert [len(server.requests) for server in servers] == [1, 1]


async def test_another_takes_over_from_one_that_is_too_slow_to_begin(make_pool):
    slow = Timeouts(connect=5, first_byte=0.05, idle=5)
    pool, _ = await make_pool([SSE_HEAD, SILENCE], answer("b"), timeouts=slow)
    assert said(await heard(pool)) == "b"


async def test_after_the_first_word_nothing_is_sent_again(make_pool):
    begun = [SSE_HEAD, sse(word("Once upon")), RESET]
    pool, servers = await make_pool(begun, answer("b"), pauses=SOON)
    items, error = [], None
    try:
        async with aclosing(pool.stream(request_of("hi"))) as stream:
            async for item in stream:
                items.append(item)
    except BackendError as caught:
        error = caught
    assert isinstance(error, BackendBroken | BackendUnfinished)
    assert said(items) == "Once upon"
    assert [len(server.requests) for server in servers] == [1, 0]


async def test_a_question_that_is_itself_wrong_is_not_asked_elsewhere(make_pool):
    pool, servers = await make_pool([head(400), b'{"error":"bad"}'], answer("b"))
    with pytest.raises(BackendRejected):
        await heard(pool)
    assert len(servers[1].requests) == 0
    assert not pool.members[0].is_resting


async def test_one_that_rests_comes_back_when_it_answers_again(make_pool):
    back = asyncio.Event()
    pool, servers = await make_pool(
        [head(503), b""], answer("b"), pauses=Pauses(first=0.01, longest=0.01, tries=1)
    )
    assert said(await heard(pool)) == "b"
    assert pool.members[0].is_resting
    pool.on_change = back.set
    servers[0].script[:] = [head(200), b'{"data":[]}']
    async with asyncio.timeout(5):
        await back.wait()
    assert not pool.members[0].is_resting
    assert servers[0].requests[-1][0].startswith("GET /v1/models ")


async def test_keys_are_used_in_turn_and_a_refused_one_rests(make_pool):
    pool, (server,) = await make_pool(answer("a"), keys=("one", "two"))
    for _ in range(4):
        await heard(pool)
    used = [top.partition("Bearer ")[2][:3] for top, _ in server.requests]
    assert sorted(used) == ["one", "one", "two", "two"]


async def test_a_refused_key_gives_way_to_the_next_and_is_not_used_again(make_pool):
    pool, (server,) = await make_pool([head(401), b'{"error":"no such key"}'], keys=("one", "two"))
    with pytest.raises(BackendRejected):
        await heard(pool)
    assert all(member.is_resting for member in pool.members)
    assert len(server.requests) == 2


async def test_a_busy_server_is_asked_again_and_the_wait_is_said(make_pool):
    pool, (server,) = await make_pool(
        [head(429, retry_after="0.02"), b'{"error":"slow down"}'], pauses=SOON
    )
    items = []
    async with aclosing(pool.stream(request_of("hi"))) as stream:
        async for item in stream:
            items.append(item)
            if isinstance(item, Waiting) and item.seconds:
                server.script[:] = answer("at last")
    wait, over, *rest = items
    assert (wait.status, wait.detail, over.seconds) == (429, "slow down", 0.0)
    assert 0.02 <= wait.seconds <= 0.03
    assert said(rest) == "at last"
    assert isinstance(items[-1], Finished)


async def test_the_user_can_cut_a_wait_short(make_pool):
    pool, (server,) = await make_pool([head(429, retry_after="200"), b""], pauses=Pauses(tries=2))
    items = []
    async with asyncio.timeout(5), aclosing(pool.stream(request_of("hi"))) as stream:
        async for item in stream:
            items.append(item)
            if isinstance(item, Waiting) and item.seconds:
                server.script[:] = answer("now")
                item.hurry()
    assert said(items) == "now"


async def test_a_server_that_stays_busy_is_given_up(make_pool):
    pool, (server,) = await make_pool([head(503), b'{"error":"down"}'], pauses=SOON)
    with pytest.raises(BackendRejected) as caught:
        await heard(pool)
    assert caught.value.status == 503
    assert len(server.requests) == 3


async def test_an_hour_is_not_waited_for(make_pool):
    pool, (server,) = await make_pool([head(429, retry_after="3600"), b""], pauses=Pauses())
    with pytest.raises(BackendRejected) as caught:
        await heard(pool)
    assert caught.value.retry_after == 3600
    assert len(server.requests) == 1


async def test_a_used_up_quota_is_not_waited_for(make_pool):
    pool, (server,) = await make_pool(
        [
            head(429),
            b'{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}',
        ],
        pauses=SOON,
    )
    with pytest.raises(BackendRejected):
        await heard(pool)
    assert len(server.requests) == 1


async def test_a_server_that_is_not_there_is_said_at_once_on_this_machine(client):
    pool = Pool(
        [Member(OpenAIChat(Endpoint(client, "http://127.0.0.1:1/v1")), "x")], Pauses(reach_tries=1)
    )
    with pytest.raises(BackendUnreachable):
        await heard(pool)


async def test_a_stopped_wait_is_over(make_pool):
    pool, (server,) = await make_pool([head(429, retry_after="200"), b""], pauses=Pauses())
    async with aclosing(pool.stream(request_of("hi"))) as stream:
        waiting = await anext(stream)
    assert waiting.seconds >= 200
    assert len(server.requests) == 1


async def test_with_one_killed_one_slow_and_one_lying_every_question_is_answered_once(client):
    """The killed one is a process of its own; the slow one answers all the same."""
    killed = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HANGS), stdout=asyncio.subprocess.PIPE
    )
    port = int(await killed.stdout.readline())
    async with serving(*answer("slow but true")) as slow, serving(*LIES["a web page"]) as liar:
        addresses = (f"http://127.0.0.1:{port}/v1", liar.address, slow.address)
        backends = [OpenAIChat(Endpoint(client, each, timeouts=QUICK)) for each in addresses]
        members = [Member(each, where) for each, where in zip(backends, addresses, strict=True)]
        pool = Pool(members, NEVER)
        async with asyncio.TaskGroup() as group:
            runs = [group.create_task(heard(pool)) for _ in range(9)]
            assert await killed.stdout.readline() == b"taken\n"
            killed.kill()
        await killed.wait()
        assert [said(run.result()) for run in runs] == ["slow but true"] * 9
        assert [isinstance(run.result()[-1], Finished) for run in runs] == [True] * 9
        assert len(slow.requests) == 9
        assert (members[0].is_resting, members[1].is_resting) == (True, True)
        await pool.aclose()


COUNTED = '{"choices":[],"usage":{"prompt_tokens":4}}'
"""A usage before any word; what comes after it differs."""


async def test_an_answer_has_one_usage_though_another_began_it(make_pool):
    counted = answer("b")
    counted[1] = sse(word("b"), STOP_WITH_USAGE, "[DONE]")
    pool, _ = await make_pool([SSE_HEAD, sse(COUNTED)], counted)
    items = await heard(pool)
    assert [each for each in items if isinstance(each, Usage)] == [Usage(input=9)]
    assert isinstance(items[-1], Finished)


async def test_a_usage_is_told_though_nobody_answered(make_pool):
    pool, _ = await make_pool([SSE_HEAD, sse(COUNTED)])
    async with aclosing(pool.stream(request_of("hi"))) as items:
        assert await anext(items) == Usage(input=4)
        with pytest.raises(BackendUnfinished):
            await anext(items)


@pytest.mark.parametrize("code", ["503", "429", '"server_error"', '"rate_limit_exceeded"'])
async def test_one_that_is_busy_after_a_200_is_replaced_by_another(make_pool, code):
    # https://openrouter.ai/docs/api/reference/errors-and-debugging
    busy = sse(f'{{"error":{{"code":{code},"message":"busy"}}}}')
    pool, servers = await make_pool([SSE_HEAD, busy], answer("b"))
    assert said(await heard(pool)) == "b"
    assert [len(server.requests) for server in servers] == [1, 1]


async def test_one_that_fails_after_a_200_without_a_status_is_replaced_by_another(make_pool):
    # https://docs.ollama.com/api/errors: what comes after the first byte has no status.
    pool, servers = await make_pool([SSE_HEAD, sse('{"error":"terminated"}')], answer("b"))
    assert said(await heard(pool)) == "b"
    assert [len(server.requests) for server in servers] == [1, 1]


@pytest.mark.parametrize("seconds", ["0", "Thu, 01 Jan 1970 00:00:00 GMT"])
async def test_a_server_that_wants_to_be_asked_at_once_is_left_alone_all_the_same(
    make_pool, seconds
):
    busy = [head(503, Retry_After=seconds), b""]
    pool, (server, _) = await make_pool(busy, answer("b"), pauses=Pauses(first=3600.0))
    assert said(await heard(pool)) == "b"
    for _ in range(3):  # each is one turn of a server that hears from us
        assert said(await heard(pool)) == "b"
    assert len(server.requests) == 1


def test_a_wish_of_no_seconds_is_no_wish():
    pause = Pauses(first=8.0, jitter=0.0).before(3, BackendRejected(503, "", 0.0))
    assert pause == 16.0


STOP_WITH_USAGE = (
    '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":9}}'
)


HANGS = """
import socket
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
taken = []
while True:
    taken.append(listening.accept())
    print("taken", flush=True)
"""
