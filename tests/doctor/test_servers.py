import asyncio
from contextlib import asynccontextmanager

import pytest

from app.core.provider_facts import ProviderKind
from app.doctor.servers import find_servers
from app.engine import local_servers


def kind(name, port):
    address = f"http://127.0.0.1:{port}/v1"
    return ProviderKind(
        name.lower(), {"en": name}, "openai_chat", address, is_local=True, probe="/v1/models"
    )


@asynccontextmanager
async def server(body, head=b"HTTP/1.0 200 OK\r\n\r\n"):
    """A server that answers everything with `body`, or with silence for None."""

    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        if body is not None:
            writer.write(head + body)
            await writer.drain()
            writer.close()
        else:
            await reader.read()
            writer.close()

    serving = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with serving:
        yield serving.sockets[0].getsockname()[1]


async def test_a_server_is_found_with_its_address_and_models(home):
    async with server(b'{"data": [{"id": "qwen3"}, {"id": "llama4"}]}') as port:
        finding = await find_servers([kind("Ollama", port)])
    assert f"Ollama at http://127.0.0.1:{port}/v1 (qwen3, llama4)" == finding.sentence
    assert finding.what_to_do


async def test_many_models_are_counted():
    models = ", ".join(f'{{"id": "m{number}"}}' for number in range(7))
    async with server(f'{{"data": [{models}]}}'.encode()) as port:
        finding = await find_servers([kind("vLLM", port)])
    assert "m0, m1, m2 and 4 more" in finding.sentence


async def test_nothing_is_found_where_nobody_listens():
    finding = await find_servers([kind("Ollama", 9)])
    assert finding.is_ok
    assert "none of Ollama" in finding.sentence


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"data": [1]}', b"[]", b"\xff", b""])
async def test_another_web_server_is_not_taken_for_a_model(body):
    async with server(body) as port:
        assert "none of" in (await find_servers([kind("vLLM", port)])).sentence


async def test_a_silent_server_does_not_hold_the_doctor(monkeypatch):
    monkeypatch.setattr(local_servers, "SECONDS", 0.05)
    async with server(None) as port:
        assert "none of" in (await find_servers([kind("vLLM", port)])).sentence
