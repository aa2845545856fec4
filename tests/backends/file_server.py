"""A real HTTP server on loopback that hands out one file, well or badly."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class FileServer:
    """`cuts` are the bytes of the body after which each answer in turn breaks off.

    `holds` has the server wait in the middle of every answer until it is set.
    """

    data: bytes
    etag: str = '"one"'
    has_ranges: bool = True
    says_length: bool = True
    status: int = 0
    location: str = ""
    cuts: list = field(default_factory=list)
    holds: asyncio.Event | None = None
    requests: list = field(default_factory=list)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/models/tiny.gguf?download=true"

    async def answer(self, reader, writer):
        try:
            headers = _headers((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            self.requests.append(headers)
            await self._say(writer, *self._answer_to(headers))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _answer_to(self, headers):
        if self.location:
            return "302 Found", [f"Location: {self.location}"], b""
        if self.status:
            return f"{self.status} No", [], b"no"
        tag = [f"ETag: {self.etag}"] if self.etag else []
        wanted = headers.get("range", "")
        is_same = headers.get("if-range", self.etag) == self.etag
        if not (wanted and self.has_ranges and is_same):
            return "200 OK", tag, self.data
        first = int(wanted.removeprefix("bytes=").rstrip("-"))
        if first >= len(self.data):
            return "416 No", [f"Content-Range: bytes */{len(self.data)}"], b""
        where = f"Content-Range: bytes {first}-{len(self.data) - 1}/{len(self.data)}"
        return "206 Partial", [*tag, where], self.data[first:]

    async def _say(self, writer, status, lines, body):
        cut = self.cuts.pop(0) if self.cuts else None
        if self.says_length:
            lines = [*lines, f"Content-Length: {len(body)}"]
        top = "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *lines])
        writer.write(f"{top}\r\n\r\n".encode())
        if self.holds is not None and not self.holds.is_set():
            writer.write(body[: len(body) // 2])
            await writer.drain()
            self.waiting.set()
            await self.holds.wait()
            body = body[len(body) // 2 :]
        writer.write(body[:cut])
        await writer.drain()


def _headers(top):
    lines = [line.partition(": ") for line in top.split("\r\n")[1:]]
    return {name.lower(): value for name, _, value in lines if name}


@asynccontextmanager
async def handing_out(data, **how):
    server = FileServer(data, **how)
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        if server.holds is not None:
            server.holds.set()
        listening.close()
        await listening.wait_closed()
