"""A real HTTP server on loopback that says exactly the bytes it is told to, well or badly."""

import asyncio
import socket
import struct
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

SSE_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
    b"Cache-Control: no-cache\r\n\r\n"
)
"""Without a length: the body ends with the connection, so a hang-up looks like an end."""

CHUNKED_HEAD = SSE_HEAD[:-2] + b"Transfer-Encoding: chunked\r\n\r\n"

SILENCE = "silence"
RESET = "reset"
FLUSH = "flush"


def head(status=200, kind="application/json", **headers):
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nConnection: close\r\n{more}\r\n".encode()
    )


def chunk(data):
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def sse(*events, end="\n\n"):
    return "".join(f"data: {event}{end}" for event in events).encode()


@dataclass
class Server:
    """`script` is what it says: bytes, one packet each; or SILENCE, RESET."""

    script: list
    requests: list = field(default_factory=list)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    spoke: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    writers: list = field(default_factory=list)
    stop: Callable = None
    """Listens no more; connections that are open stay."""

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/v1"

    async def answer(self, reader, writer):
        self.writers.append(writer)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.requests.append(await _request(reader))
            await self._say(writer)
            if SILENCE in self.script:
                await reader.read()
                self.hung_up.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up.set()
        finally:
            writer.close()

    async def _say(self, writer):
        for step in self.script:
            if step == SILENCE:
                break
            if step == RESET:
                linger = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, linger
                )
                writer.transport.abort()
                return
            writer.write(step)
            await writer.drain()
            await asyncio.sleep(0)
        self.spoke.set()


@asynccontextmanager
async def serving(*script, ssl=None):
    server = Server(list(script))
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0, ssl=ssl)
    server.stop = listening.close
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for writer in server.writers:
            writer.close()
        await listening.wait_closed()


async def _request(reader):
    top = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in top.splitlines()
            if line.lower()[:15] == b"content-length:"
        ),
        0,
    )
    return top.decode("latin-1"), await reader.readexactly(length)
