"""A real HTTP server on loopback that has something to say at each of its paths."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.backends.server import head


@dataclass
class Routed:
    """`routes` is by path: an object or text to answer with, or a function of the body."""

    routes: dict
    asked: list = field(default_factory=list)
    """Every path and body, in order."""
    most_at_once: int = 0
    address: str = ""
    _open: int = 0

    def bodies(self, path):
        return [body for asked, body in self.asked if asked == path]

    async def answer(self, reader, writer):
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        try:
            top = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = top.split(" ")[1].partition("?")[0]
            size = next((line for line in top.lower().splitlines() if "content-length" in line), "")
            body = await reader.readexactly(int(size.partition(":")[2] or 0))
            self.asked.append((path, json.loads(body) if body else None))
            said = self.routes.get(path, (404, {"error": "not found"}))
            said = said(self.asked[-1][1]) if callable(said) else said
            status, said = said if isinstance(said, tuple) else (200, said)
            writer.write(
                head(status) + (said if isinstance(said, str) else json.dumps(said)).encode()
            )
            await writer.drain()
        finally:
            self._open -= 1
            writer.close()


@asynccontextmanager
async def routed(routes):
    server = Routed(routes)
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    server.address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()
