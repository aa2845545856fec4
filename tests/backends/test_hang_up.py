"""A stream that is stopped is stopped at the server, whatever protocol it speaks.

Everything goes the program's own way: through the makers it opens, with their pools and
gates. Whether the connection is gone is seen by the server, not by us.
"""

import asyncio
import gc
import json
import socket
from contextlib import aclosing

import pytest

from app.core.backend import Item, TextDelta
from app.core.reach import Reach
from app.core.settings import Provider
from app.core.tasks import TaskScope
from app.engine.connections import PROTOCOLS, open_connections
from tests.backends.conftest import request_of
from tests.backends.server import SILENCE, SSE_HEAD, serving

AT_ONCE = 0.3
"""Seconds within which a server must know that nobody listens any more."""


def event(kind, **more):
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **more})}\n\n".encode()


WORDS = {
    "openai_chat": b'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n',
    "openai_responses": event(
        "response.output_text.delta", item_id="msg_1", output_index=0, content_index=0, delta="a"
    ),
    "anthropic": event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    + event("content_block_delta", index=0, delta={"type": "text_delta", "text": "a"}),
    "gemini": b'data: {"candidates":[{"content":{"parts":[{"text":"a"}],"role":"model"}}]}\n\n',
    "ollama": b'{"model":"m","message":{"role":"assistant","content":"a"},"done":false}\n',
}
"""How each protocol says its first word. Whoever adds a protocol adds a line."""

each_protocol = pytest.mark.parametrize("protocol", PROTOCOLS)


@pytest.fixture
async def opened():
    connections = await open_connections()
    yield connections
    await connections.aclose()


@pytest.fixture
def backend(opened):
    """The backend of a protocol at a server, as the program makes it."""

    def backend(protocol, server):
        address = f"http://127.0.0.1:{server.port}"
        limits = {"runs_at_once": 2}
        provider = Provider("p", "P", address, protocol=protocol, **limits)
        return opened.makers[protocol](Reach(provider, ("key-1",)), lambda: None)

    return backend


async def seen_by(server):
    """Fails unless the server sees at once that we hung up."""
    await asyncio.wait_for(server.hung_up.wait(), AT_ONCE)


async def to_the_first_word(items):
    async for item in items:
        if isinstance(item, TextDelta):
            return item.text
    return ""


def test_there_is_a_first_word_of_every_protocol():
    assert set(PROTOCOLS) <= set(WORDS)


@each_protocol
async def test_a_stream_that_is_closed_in_mid_answer_hangs_up(backend, protocol):
    async with serving(SSE_HEAD, WORDS[protocol], SILENCE) as server:
        async with aclosing(backend(protocol, server).stream(request_of("hi"))) as items:
            assert await to_the_first_word(items) == "a"
            assert not server.hung_up.is_set()
        await seen_by(server)


@each_protocol
@pytest.mark.parametrize("said", ["nothing", "its head", "a word"])
async def test_a_task_that_is_cancelled_while_it_waits_hangs_up(backend, protocol, said):
    script = {"nothing": [], "its head": [SSE_HEAD], "a word": [SSE_HEAD, WORDS[protocol]]}[said]
    heard: list[Item] = []
    word = asyncio.Event()

    async def listen():
        async with aclosing(backend(protocol, server).stream(request_of("hi"))) as items:
            async for item in items:
                heard.append(item)
                word.set()

    async with serving(*script, SILENCE) as server, TaskScope("test") as scope:
        scope.start("reply", listen)
        await asyncio.wait_for((word if said == "a word" else server.spoke).wait(), 5)
        assert not server.hung_up.is_set()
        scope.cancel("reply")
        await seen_by(server)
    assert [item.text for item in heard if isinstance(item, TextDelta)] == ["a"] * (
        said == "a word"
    )


@each_protocol
async def test_a_live_connection_notices_a_server_that_vanished(backend, protocol):
    async with serving(SSE_HEAD, WORDS[protocol], SILENCE) as server:
        async with aclosing(backend(protocol, server).stream(request_of("hi"))) as items:
            assert await to_the_first_word(items) == "a"
            (ours,) = sockets_to(server.port)
            assert ours.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            kept = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
            idle, between, count = (ours.getsockopt(socket.IPPROTO_TCP, each) for each in kept)
            assert idle + between * count <= 90, "seconds until it is noticed"
        await seen_by(server)


def sockets_to(port):
    """Our ends of the connections to a server: no public name leads to them."""
    return [
        each for each in gc.get_objects() if isinstance(each, socket.socket) and _is_to(each, port)
    ]


def _is_to(one, port):
    try:
        return one.fileno() >= 0 and one.getpeername()[1] == port
    except (OSError, IndexError):
        return False
