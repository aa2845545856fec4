import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from app.core.bus import Bus
from app.core.events import ModelChanged
from app.core.provider_facts import ProviderKind
from app.core.settings import Network, Provider, Settings
from app.engine import local_servers
from app.engine.local_servers import FoundServer, LocalServers
from app.storage.catalogue import Catalogue
from app.storage.paths import resources_folder

OPENAI = b'{"data": [{"id": "qwen3"}, {"id": "llama4"}]}'
OLLAMA = b'{"models": [{"name": "gemma3:4b", "model": "gemma3:4b"}]}'


class Place:
    """Everything `LocalServers` works with, and what it published."""

    def __init__(self, *kinds):
        self.settings, bus, self.told = Settings(), Bus(), []
        bus.subscribe(ModelChanged, self.told.append)
        self.servers = LocalServers(lambda: self.settings, lambda: kinds, bus)

    def configure(self, address, **more):
        provider = Provider("p", "P", address, **more)
        self.settings = replace(self.settings, providers=(provider,))

    def switch(self, is_on):
        self.settings = replace(self.settings, network=Network(find_local=is_on))


@asynccontextmanager
async def server(body, head=b"HTTP/1.0 200 OK\r\n\r\n"):
    """A server that answers everything with `body`, or with silence for None."""

    async def answer(reader, writer):
        listening.asked.append((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode())
        if body is None:
            await reader.read()
        else:
            writer.write(head + body)
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    listening.asked = []
    listening.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield listening


def kind(port, probe="/v1/models", host="127.0.0.1", **more):
    address = f"http://{host}:{port}/v1"
    return ProviderKind("k", {"en": "K"}, "x", address, is_local=True, probe=probe, **more)


async def test_servers_are_found_with_the_models_they_name():
    async with server(OPENAI) as one, server(OLLAMA) as other:
        place = Place(kind(one.port), replace(kind(other.port, "/api/tags"), id="ollama"))
        await place.servers.look()
    assert place.servers.found == (
        FoundServer("k", f"http://127.0.0.1:{one.port}/v1", ("qwen3", "llama4")),
        FoundServer("ollama", f"http://127.0.0.1:{other.port}/v1", ("gemma3:4b",)),
    )
    assert (one.asked, other.asked) == (["/v1/models"], ["/api/tags"])
    assert [event.about for event in place.told] == [""]


async def test_that_nothing_changed_is_not_told():
    async with server(OPENAI) as one:
        place = Place(kind(one.port), kind(9))
        await place.servers.look()
        await place.servers.look()
    assert len(place.told) == 1
    await place.servers.look()
    assert place.servers.found == ()
    assert len(place.told) == 2


async def test_switched_off_nobody_is_asked_and_nothing_is_found():
    async with server(OPENAI) as one:
        place = Place(kind(one.port))
        await place.servers.look()
        place.switch(False)
        assert place.servers.found == ()
        await place.servers.look()
    assert len(one.asked) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_what_is_set_up_is_not_asked(host):
    async with server(OPENAI) as one:
        place = Place(kind(one.port))
        place.configure(f"http://{host}:{one.port}/other", is_on=False)
        await place.servers.look()
        place.configure("http://x", addresses=(f"http://{host}:{one.port}",))
        await place.servers.look()
        assert one.asked == []
        place.configure("http://127.0.0.1:99999/v1")
        await place.servers.look()
    assert len(place.servers.found) == 1
    place.configure(f"http://{host}:{one.port}/v1")
    assert place.servers.found == ()


async def test_nothing_but_this_machine_is_ever_asked():
    async with server(OPENAI) as one:
        hosts = ("192.0.2.1", "model.example", "localhost.example")
        place = Place(*(kind(one.port, host=host) for host in hosts))
        await asyncio.wait_for(place.servers.look(), 1)
    assert place.servers.found == ()
    assert one.asked == []


async def test_no_proxy_is_asked(monkeypatch):
    async with server(OPENAI) as proxy:
        for name in ("http_proxy", "all_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        await Place(kind(9)).servers.look()
    assert proxy.asked == []


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (b"<html>", b"HTTP/1.0 200 OK\r\n\r\n"),
        (b"[1]", b"HTTP/1.0 200 OK\r\n\r\n"),
        (b"7", b"HTTP/1.0 200 OK\r\n\r\n"),
        (b'{"data": [1]}', b"HTTP/1.0 200 OK\r\n\r\n"),
        (OPENAI, b"HTTP/1.0 401 No\r\n\r\n"),
        (b"", b""),
    ],
)
async def test_another_web_server_is_not_taken_for_a_model(body, head):
    async with server(body, head) as one:
        place = Place(kind(one.port))
        await place.servers.look()
    assert place.servers.found == ()
    assert one.asked


async def test_a_silent_server_holds_nobody_up(monkeypatch):
    monkeypatch.setattr(local_servers, "SECONDS", 0.05)
    async with server(None) as silent, server(OPENAI) as one:
        place = Place(kind(silent.port), kind(one.port))
        await place.servers.look()
    assert len(place.servers.found) == 1


def test_the_catalogue_names_the_usual_servers_of_this_machine():
    kinds = Catalogue(resources_folder(), resources_folder()).kinds.values()
    places = {each.id: each.address for each in kinds if each.is_local and each.probe}
    assert {"ollama", "lmstudio", "llamacpp", "vllm"} <= set(places)
    assert all(address.startswith("http://127.0.0.1:") for address in places.values())
