"""A real HTTP server on loopback that has a listing in pages."""

import asyncio
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

from tests.backends.server import Server, head


@asynccontextmanager
async def paged(pages, name="after_id"):
    """`pages` is by what `name` says in the address, "" for the first."""

    async def answer(reader, writer):
        line = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
        after = parse_qs(urlsplit(line).query).get(name, [""])[0]
        server.requests.append(after)
        writer.write(head() + pages[after])
        await writer.drain()
        writer.close()

    server = Server([])
    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()
