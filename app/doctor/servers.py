"""Looks for model servers that run on this machine. Loopback only, past any proxy."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from app.doctor.finding import Finding

SERVERS = {"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080, "vLLM": 8000}
"""Servers that speak OpenAI's protocol, and where they listen unless told otherwise."""

SECONDS = 3.0
"""How long a server may take to name its models."""

LIMIT = 1_000_000
"""Bytes of an answer that are read."""

SHOWN = 3
"""Models that are named for each server."""


async def find_servers(servers: Mapping[str, int] = SERVERS) -> Finding:
    """Which of the usual servers answer, and with which models."""
    models = await asyncio.gather(*(_models(port) for port in servers.values()))
    found = [
        f"{name} at http://127.0.0.1:{port}/v1 ({_named(names)})"
        for (name, port), names in zip(servers.items(), models, strict=True)
        if names is not None
    ]
    if not found:
        return Finding("Local servers", True, f"none of {', '.join(servers)}; none is needed")
    advice = "Add the address under Settings, Providers."
    return Finding("Local servers", True, "; ".join(found), advice)


def _named(models: list[str]) -> str:
    if not models:
        return "no models yet"
    more = f" and {len(models) - SHOWN} more" if len(models) > SHOWN else ""
    return ", ".join(models[:SHOWN]) + more


async def _models(port: int) -> list[str] | None:
    """The models a server names; None when no such server listens there."""
    try:
        async with asyncio.timeout(SECONDS):
            answer: Any = json.loads(await _get(port, "/v1/models"))
        return [str(each["id"]) for each in answer["data"] or ()]
    except (OSError, TimeoutError, ValueError, KeyError, TypeError):
        return None


async def _get(port: int, path: str) -> bytes:
    """The body of the answer. HTTP/1.0: it ends with the connection, in one piece."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        answer = b""
        while len(answer) < LIMIT and (piece := await reader.read(65536)):
            answer += piece
        return answer.partition(b"\r\n\r\n")[2]
    finally:
        writer.close()
