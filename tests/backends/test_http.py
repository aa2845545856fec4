import ssl
from contextlib import aclosing
from pathlib import Path

import pytest

from app.backends.endpoint import Endpoint
from app.backends.http import make_client
from app.backends.openai_chat import OpenAIChat
from app.backends.routes import is_loopback
from app.core.backend import Finished
from app.core.errors import BackendUnreachable, ProxyUnusable
from tests.backends.conftest import QUICK, request_of
from tests.backends.server import SSE_HEAD, head, serving, sse

STOP = '{"choices":[{"delta":{},"finish_reason":"stop"}]}'
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture
def proxies(monkeypatch):
    """Set the system's proxy variables; everything else is cleared."""
    for name in (*PROXIES, "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)

    def set_proxies(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_proxies


async def answer_of(address):
    async with await make_client() as client:
        backend = OpenAIChat(Endpoint(client, address, "", timeouts=QUICK))
        async with aclosing(backend.stream(request_of("hi"))) as items:
            return [item async for item in items]


async def test_this_machine_is_never_reached_through_a_proxy(proxies):
    proxies(
        http_proxy="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9", ALL_PROXY="socks5://x"
    )
    async with serving(SSE_HEAD, sse(STOP)) as server:
        for host in ("127.0.0.1", "localhost"):
            items = await answer_of(f"http://{host}:{server.port}/v1")
            assert isinstance(items[-1], Finished)


async def test_others_are_reached_through_the_systems_proxy(proxies):
    async with serving(SSE_HEAD, sse(STOP)) as proxy:
        proxies(http_proxy=f"127.0.0.1:{proxy.port}")
        await answer_of("http://model.example/v1")
    assert proxy.requests[0][0].startswith("POST http://model.example/v1/chat/completions ")


async def test_a_proxy_is_not_asked_for_hosts_it_is_not_for(proxies):
    proxies(http_proxy="http://127.0.0.1:9", no_proxy=".invalid")
    with pytest.raises(BackendUnreachable, match=r"model\.invalid"):
        await answer_of("http://model.invalid/v1")


@pytest.mark.parametrize("name", ["http_proxy", "all_proxy"])
async def test_a_proxy_of_an_unknown_kind_is_an_error_and_never_left_out(proxies, name):
    async with serving(SSE_HEAD, sse(STOP)) as proxy:
        proxies(**{name: f"gopher://127.0.0.1:{proxy.port}"})
        with pytest.raises(ProxyUnusable, match="gopher"):
            await answer_of("http://model.example/v1")
    assert proxy.requests == []


async def test_a_proxy_that_is_not_there_is_said(proxies):
    async with serving() as gone:
        port = gone.port
    proxies(http_proxy=f"http://127.0.0.1:{port}")
    with pytest.raises(BackendUnreachable, match="proxy"):
        await answer_of("http://model.example/v1")


async def test_cookies_are_not_kept(proxies):
    async with serving(head(200, Set_Cookie="id=7; Path=/"), b"{}") as server:
        async with await make_client() as client:
            for _ in range(2):
                await client.get(server.address)
        assert all("cookie" not in top.lower() for top, _ in server.requests)
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("LOCALHOST.", True),
        ("a.localhost", True),
        ("0.0.0.0", True),
        ("localhost.example", False),
        ("10.0.0.1", False),
        ("127.0.0.1.example", False),
    ],
)
def test_loopback_is_this_machine_and_nothing_else(host, expected):
    assert is_loopback(host) is expected


@pytest.mark.parametrize("address", ["ftp://x/v1", "x", "http://", "http://x:99999/", "http://[::"])
async def test_an_address_that_cannot_be_one_is_unreachable(address):
    with pytest.raises(BackendUnreachable):
        await answer_of(address)


async def test_an_untrusted_certificate_is_said():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    async with serving(ssl=context) as server:
        with pytest.raises(BackendUnreachable, match="certificate"):
            await answer_of(f"https://127.0.0.1:{server.port}/v1")


@pytest.mark.parametrize(
    ("key", "said"), [("", "authorization: Basic YW5uOnAgdw=="), ("k", "authorization: Bearer k")]
)
async def test_a_user_in_the_address_is_said_where_there_is_no_key(key, said):
    async with serving(SSE_HEAD, sse(STOP)) as server, await make_client() as client:
        address = f"http://ann:p%20w@127.0.0.1:{server.port}/v1"
        backend = OpenAIChat(Endpoint(client, address, key, timeouts=QUICK))
        async with aclosing(backend.stream(request_of("hi"))) as items:
            assert isinstance([item async for item in items][-1], Finished)
    top = server.requests[0][0]
    assert said.lower() in top.lower()
    assert "ann" not in top
