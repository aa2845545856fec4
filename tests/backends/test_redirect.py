"""A server that points elsewhere is not followed: keys must not travel."""

from contextlib import aclosing

import pytest

from app.backends.endpoint import Endpoint
from app.backends.http import make_client
from app.backends.openai_chat import OpenAIChat
from app.core.errors import BackendRedirected
from app.core.settings import Network
from tests.backends.conftest import QUICK, request_of
from tests.backends.proxy_server import proxying
from tests.backends.server import SSE_HEAD, head, serving, sse

KEY = "sk-0123456789"
HEADERS = ("authorization", "x-api-key", "api-key", "x-goog-api-key")
ELSEWHERE = (SSE_HEAD, sse('{"choices":[{"delta":{"content":"hi"},"finish_reason":"stop"}]}'))


def backend_at(client, address, header):
    return OpenAIChat(Endpoint(client, address, KEY, timeouts=QUICK, key_header=header))


async def asked(backend):
    async with aclosing(backend.stream(request_of("hi"))) as items:
        return [item async for item in items]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_question_and_no_key_goes_where_a_server_points(client, header, status):
    async with serving(*ELSEWHERE) as other:
        there = f"http://localhost:{other.port}/v1/chat/completions"
        async with serving(head(status, Location=there), b"") as server:
            with pytest.raises(BackendRedirected) as caught:
                await asked(backend_at(client, server.address, header))
    assert (caught.value.status, caught.value.location) == (status, there)
    assert f"{header}: " in server.requests[0][0].lower()
    assert KEY in server.requests[0][0]
    assert other.requests == []
    assert other.writers == []


@pytest.mark.parametrize("header", HEADERS)
async def test_no_list_is_asked_for_where_a_server_points(client, header):
    async with serving(*ELSEWHERE) as other:
        there = f"http://127.0.0.1:{other.port}/v1/models"
        async with serving(head(302, Location=there), b"") as server:
            with pytest.raises(BackendRedirected, match=there):
                await backend_at(client, server.address, header).models()
    assert other.writers == []


@pytest.mark.parametrize("header", HEADERS)
async def test_nothing_is_followed_behind_a_proxy_either(header):
    async with (
        serving(head(307, Location="http://other.test/v1"), b"") as server,
        proxying(target=server.port) as proxy,
    ):
        network = Network(proxy="manual", proxy_address=f"http://127.0.0.1:{proxy.port}")
        async with await make_client(lambda: network) as client:
            with pytest.raises(BackendRedirected, match=r"other\.test"):
                await asked(backend_at(client, "http://model.test/v1", header))
    assert proxy.asked == ["POST http://model.test/v1/chat/completions"]


async def test_a_server_that_points_nowhere_is_not_followed_either(client):
    async with serving(head(302), b"") as server:
        with pytest.raises(BackendRedirected):
            await asked(backend_at(client, server.address, "authorization"))
    assert len(server.requests) == 1
