"""Ways through proxies. The names asked for are known to the proxies alone."""

import asyncio
import socket
import ssl
from contextlib import aclosing
from pathlib import Path

import aiohttp
import pytest

from app.backends.endpoint import Endpoint
from app.backends.http import make_client
from app.backends.openai_chat import OpenAIChat
from app.backends.proxies import is_bypassed, proxy_from, variables_for
from app.backends.socks import SocksConnector
from app.backends.timeouts import Timeouts
from app.core.backend import Finished
from app.core.errors import (
    BackendBroken,
    BackendUnreachable,
    CertificatesUnusable,
    ProxyUnusable,
    SecretsLocked,
)
from app.core.settings import Network
from tests.backends.authority import make_authority
from tests.backends.conftest import QUICK, request_of
from tests.backends.proxy_server import proxying
from tests.backends.server import SSE_HEAD, serving, sse

STOP = '{"choices":[{"delta":{},"finish_reason":"stop"}]}'
ANSWER = (SSE_HEAD, sse(STOP))
PEM = Path(__file__).with_name("self_signed.pem")
KEY = "sk-0123456789"


def by_hand(proxy, kind="http", **more):
    return Network(proxy="manual", proxy_address=f"{kind}://127.0.0.1:{proxy.port}", **more)


async def answer_of(address, network, password="", timeouts=QUICK):
    async def get_password():
        if isinstance(password, Exception):
            raise password
        return password

    async with await make_client(lambda: network, get_password) as client:
        return await said_by(client, address, timeouts)


async def said_by(client, address, timeouts=QUICK):
    backend = OpenAIChat(Endpoint(client, address, KEY, timeouts=timeouts))
    async with aclosing(backend.stream(request_of("hi"))) as items:
        return [item async for item in items][-1]


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """The file of an authority nobody knows, and TLS for `model.test` that it vouches for."""
    return make_authority(tmp_path_factory.mktemp("authority"), "model.test")


@pytest.mark.parametrize("user", ["", "ann"])
async def test_a_request_is_forwarded_by_a_proxy_set_by_hand(user):
    password = "pässwörd" if user else ""
    async with (
        serving(*ANSWER) as server,
        proxying(target=server.port, user=user, password=password) as proxy,
    ):
        network = by_hand(proxy, proxy_user=user)
        assert isinstance(await answer_of("http://model.test/v1", network, password), Finished)
    assert proxy.asked == ["POST http://model.test/v1/chat/completions"]


@pytest.mark.parametrize("user", ["", "ann"])
async def test_an_encrypted_server_is_reached_through_a_tunnel(authority, user):
    file, tls = authority
    async with (
        serving(*ANSWER, ssl=tls) as server,
        proxying(target=server.port, user=user, password="pw") as proxy,
    ):
        network = by_hand(proxy, proxy_user=user, certificates=str(file))
        said = await answer_of("https://model.test/v1", network, "pw")
        assert isinstance(said, Finished)
    assert proxy.asked == ["CONNECT model.test:443"]
    assert KEY.encode() not in b"".join(proxy.heard)


@pytest.mark.parametrize("kind", ["socks4a", "socks5h", "socks"])
async def test_a_socks_proxy_is_told_the_servers_name(kind):
    async with serving(*ANSWER) as server, proxying("socks", target=server.port) as proxy:
        said = await answer_of("http://model.test:81/v1", by_hand(proxy, kind))
        assert isinstance(said, Finished)
    assert [asked[2:] for asked in proxy.asked] == ["model.test:81"]


@pytest.mark.parametrize("kind", ["socks4", "socks5"])
async def test_another_socks_proxy_is_told_the_servers_number(kind):
    async with serving(*ANSWER) as server, proxying("socks", target=server.port) as proxy:
        said = await answer_of("http://203.0.113.7/v1", by_hand(proxy, kind))
        assert isinstance(said, Finished)
        with pytest.raises(BackendUnreachable, match="name"):
            await answer_of("http://model.invalid/v1", by_hand(proxy, kind))
    assert [asked[2:] for asked in proxy.asked] == ["203.0.113.7:80"]


async def test_an_encrypted_server_is_reached_through_socks_with_a_password(authority):
    file, tls = authority
    async with (
        serving(*ANSWER, ssl=tls) as server,
        proxying("socks", target=server.port, user="ann", password="pw") as proxy,
    ):
        network = by_hand(proxy, "socks5h", proxy_user="ann", certificates=str(file))
        said = await answer_of("https://model.test/v1", network, "pw")
        assert isinstance(said, Finished)
    assert proxy.asked == ["5 model.test:443"]


@pytest.mark.parametrize("kind", ["http", "socks5h"])
async def test_an_authority_that_nobody_named_is_not_trusted_behind_a_proxy_either(authority, kind):
    async with (
        serving(*ANSWER, ssl=authority[1]) as server,
        proxying(kind.partition("5")[0], target=server.port) as proxy,
    ):
        with pytest.raises(BackendUnreachable, match=r"certificate of model\.test") as caught:
            await answer_of("https://model.test/v1", by_hand(proxy, kind))
    assert not isinstance(caught.value, ProxyUnusable)
    assert not server.requests


@pytest.mark.parametrize("kind", ["http", "socks4", "socks5", "socks5h"])
async def test_this_machine_is_not_reached_through_a_proxy_set_by_hand(kind):
    async with serving(*ANSWER) as server, proxying(target=9) as proxy:
        for host in ("127.0.0.1", "localhost"):
            address = f"http://{host}:{server.port}/v1"
            assert isinstance(await answer_of(address, by_hand(proxy, kind)), Finished)
    assert proxy.asked == []


async def test_without_a_proxy_the_systems_own_is_left_alone(monkeypatch):
    async with proxying(target=9) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(BackendUnreachable, match=r"model\.invalid"):
            await answer_of("http://model.invalid/v1", Network(proxy="none"))
    assert proxy.asked == []


async def test_a_socks_proxy_of_the_systems_is_used_too(monkeypatch):
    async with serving(*ANSWER) as server, proxying("socks", target=server.port) as proxy:
        monkeypatch.setenv("all_proxy", f"socks5h://127.0.0.1:{proxy.port}")
        assert isinstance(await answer_of("http://model.test/v1", Network()), Finished)
    assert proxy.asked == ["5 model.test:80"]


@pytest.mark.parametrize("address", ["http://model.test/v1", "https://model.test/v1"])
@pytest.mark.parametrize(
    ("kind", "says", "why"),
    [
        ("http", b"SSH-2.0-OpenSSH_9.2\r\n", "garbled"),
        ("http", b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", "password"),
        ("socks5h", b"", "gone"),
        ("socks5h", b"HTTP/1.1 400 Bad Request\r\n\r\n", "garbled"),
        ("socks5h", b"\x05\xff", "password"),
        ("socks5h", b"\x05\x00\x05\x02\x00\x01" + bytes(6), "refused"),
        ("socks4a", b"\0\x5d" + bytes(6), "password"),
        ("socks4a", b"\0\x5b" + bytes(6), "refused"),
        ("socks4a", b"HTTP/1.1 400", "garbled"),
    ],
)
async def test_a_proxy_that_fails_is_named_and_says_why(kind, says, why, address):
    async with serving(*ANSWER) as server, proxying(kind[:5].rstrip("45"), says=says) as proxy:
        proxy.target = server.port
        with pytest.raises(BackendUnreachable) as caught:
            await answer_of(address, by_hand(proxy, kind))
    assert isinstance(caught.value, ProxyUnusable)
    assert (caught.value.proxy, caught.value.why) == (f"{kind}://127.0.0.1:{proxy.port}", why)
    assert server.requests == []


async def test_a_proxy_that_dies_before_it_leads_anywhere_is_named():
    async with proxying(says=b"") as proxy:
        with pytest.raises(ProxyUnusable, match="hung up") as caught:
            await answer_of("https://model.test/v1", by_hand(proxy))
        with pytest.raises(BackendBroken):  # here nobody can tell it from the server
            await answer_of("http://model.test/v1", by_hand(proxy))
    assert caught.value.why == "gone"


async def test_a_tunnel_that_is_refused_says_how():
    async with proxying(says=b"HTTP/1.1 403 Forbidden\r\n\r\n") as proxy:
        with pytest.raises(ProxyUnusable, match="HTTP 403") as caught:
            await answer_of("https://model.test/v1", by_hand(proxy))
    assert caught.value.why == "refused"


async def test_a_server_that_socks_cannot_reach_is_not_the_proxys_fault():
    async with proxying("socks", says=b"\x05\x00\x05\x04\x00\x01" + bytes(6)) as proxy:
        with pytest.raises(BackendUnreachable, match=r"model\.test: Host unreachable") as caught:
            await answer_of("http://model.test/v1", by_hand(proxy, "socks5h"))
    assert not isinstance(caught.value, ProxyUnusable)


@pytest.mark.parametrize("kind", ["http", "socks5h", "socks4a"])
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_is_not_there_is_named(kind, scheme):
    async with proxying() as gone:
        pass
    with pytest.raises(ProxyUnusable, match=r"Connection refused|gone") as caught:
        await answer_of(f"{scheme}://model.test/v1", by_hand(gone, kind))
    assert caught.value.why == "gone"


@pytest.mark.parametrize("kind", ["http", "socks5h"])
async def test_a_proxy_that_stays_silent_is_not_waited_for_without_end(kind):
    async def listen(reader, writer):
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(listen, "127.0.0.1", 0)
    silent.port = silent.sockets[0].getsockname()[1]
    async with silent:
        with pytest.raises(ProxyUnusable) as caught:
            await answer_of(
                "https://model.test/v1", by_hand(silent, kind), timeouts=Timeouts(connect=0.2)
            )
    assert caught.value.why == "silent"


@pytest.mark.parametrize(("kind", "password"), [("http", "no"), ("socks5h", "no"), ("http", "")])
async def test_a_wrong_password_is_said_and_nothing_goes_past_the_proxy(kind, password):
    async with (
        serving(*ANSWER) as server,
        proxying(kind[:5].rstrip("5"), target=server.port, user="ann", password="pw") as proxy,
    ):
        network = by_hand(proxy, kind, proxy_user="ann")
        with pytest.raises(ProxyUnusable) as caught:
            await answer_of("http://model.test/v1", network, password)
    assert caught.value.why == "password"
    assert "ann" not in str(caught.value)
    assert server.requests == []


async def test_a_password_that_cannot_be_read_stops_those_behind_the_proxy_only():
    async with serving(*ANSWER) as server, proxying(target=server.port) as proxy:
        network = by_hand(proxy, proxy_user="ann")
        with pytest.raises(SecretsLocked):
            await answer_of("http://model.test/v1", network, SecretsLocked("x"))
        assert isinstance(await answer_of(server.address, network, SecretsLocked("x")), Finished)
    assert proxy.asked == []


@pytest.mark.parametrize(
    ("address", "why", "shown"),
    [
        ("", "missing", ""),
        ("gopher://proxy:70", "address", "gopher://proxy:70"),
        ("http://ann:secret@[::bad", "address", "http://[::bad"),
        ("http://proxy:99999", "address", "http://proxy:99999"),
    ],
)
async def test_a_proxy_whose_address_cannot_be_used_is_never_left_out(address, why, shown):
    with pytest.raises(ProxyUnusable) as caught:
        await answer_of("http://model.test/v1", Network(proxy="manual", proxy_address=address))
    assert (caught.value.why, caught.value.proxy) == (why, shown)


def test_other_programs_are_sent_the_same_way():
    assert variables_for(Network()) == {}
    none = variables_for(Network(proxy="none"))
    assert (none["https_proxy"], none["NO_PROXY"]) == ("", "*")
    by_hand = Network(
        proxy="manual", proxy_address="proxy:3128", proxy_user="ann", proxy_bypass=".example"
    )
    variables = variables_for(by_hand, "p@ss/word")
    assert variables["HTTPS_PROXY"] == "http://ann:p%40ss%2Fword@proxy:3128"
    assert variables["no_proxy"].startswith(".example,localhost,127.0.0.1")
    with pytest.raises(ProxyUnusable):
        variables_for(Network(proxy="manual"))


def test_an_address_may_hold_user_and_password_and_shows_neither():
    proxy = proxy_from("socks5://ann:p%40ss@proxy:9")
    assert (proxy.user, proxy.password) == ("ann", "p@ss")
    assert str(proxy) == "socks5://proxy:9"
    assert "p@ss" not in repr(proxy)
    assert str(proxy_from("proxy:3128")) == "http://proxy:3128"


@pytest.mark.parametrize(
    ("host", "rules", "expected"),
    [
        ("intranet", "intranet", True),
        ("a.intranet", "intranet", False),
        ("A.Example.com.", "x, .example.com", True),
        ("example.com", ".example.com", True),
        ("example.com", "*.example.com", True),
        ("badexample.com", ".example.com", False),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("11.1.2.3", "10.0.0.0/8", False),
        ("ten.example", "10.0.0.0/8", False),
        ("192.168.1.7", "192.168.1.7", True),
        ("192.168.1.7", "192.168.1.7:80", True),
        ("192.168.1.7", "192.168.1.7:81", False),
        ("[fd00::1]", "fd00::/8", True),
        ("[fd00::1]", "[fd00::1]:80", True),
        ("anything", "*", True),
        ("anything", "", False),
        ("anything", ",, nonsense/99", False),
    ],
)
def test_hosts_that_the_proxy_is_not_for(host, rules, expected):
    assert is_bypassed(host, 80, rules) is expected


async def test_a_host_that_the_proxy_is_not_for_is_asked_directly():
    async with proxying(target=9) as proxy:
        network = by_hand(proxy, proxy_bypass=".invalid")
        with pytest.raises(BackendUnreachable, match=r"model\.invalid"):
            await answer_of("http://model.invalid/v1", network)
    assert proxy.asked == []


async def test_the_users_own_authority_is_trusted_and_no_other():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(PEM)
    async with serving(*ANSWER, ssl=tls) as server:
        address = f"https://127.0.0.1:{server.port}/v1"
        assert isinstance(await answer_of(address, Network(certificates=str(PEM))), Finished)
        with pytest.raises(BackendUnreachable, match="certificate of 127"):
            await answer_of(address, Network())


async def test_an_authority_that_cannot_be_read_is_named_where_it_is_needed(tmp_path):
    (tmp_path / "empty.pem").write_text("no certificate")
    async with serving(*ANSWER) as server:
        for name in ("gone.pem", "empty.pem"):
            network = Network(certificates=str(tmp_path / name))
            with pytest.raises(CertificatesUnusable) as caught:
                await answer_of("https://model.test/v1", network)
            assert caught.value.path.endswith(name)
            assert isinstance(await answer_of(server.address, network), Finished)


async def test_a_change_holds_from_the_next_request_on_and_tears_nothing_off():
    networks = [Network(proxy="none")]
    rest = asyncio.Event()

    async def slow(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(SSE_HEAD)
        await rest.wait()
        writer.write(sse(STOP))
        writer.close()

    slowly = await asyncio.start_server(slow, "127.0.0.1", 0)
    port = slowly.sockets[0].getsockname()[1]
    async with (
        slowly,
        serving(*ANSWER) as server,
        proxying(target=server.port) as proxy,
        await make_client(lambda: networks[-1]) as client,
        client.stream("GET", f"http://127.0.0.1:{port}/") as under_way,
    ):
        networks.append(by_hand(proxy))
        assert isinstance(await said_by(client, "http://model.test/v1"), Finished)
        rest.set()
        assert await under_way.aread() == sse(STOP)
    assert len(proxy.asked) == 1


async def test_a_connection_through_socks_notices_a_server_that_vanished():
    async with (
        serving(*ANSWER) as server,
        proxying("socks", target=server.port) as proxy,
        aiohttp.ClientSession(
            connector=SocksConnector(proxy_from(f"socks5h://127.0.0.1:{proxy.port}"))
        ) as session,
        session.get("http://model.test/") as response,
    ):
        found = response.connection.transport.get_extra_info("socket")
        assert found.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
