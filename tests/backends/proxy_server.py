"""Real proxies on loopback that take every name for a server of the test's."""

import asyncio
import socket
from base64 import b64encode
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """Leads to the port `target`, whatever it is asked for, and remembers what that was.

    With `user` it wants that and `password`. `says` is what it answers instead of leading
    anywhere; b"" hangs up.
    """

    target: int = 0
    user: str = ""
    password: str = ""
    says: bytes | None = None
    asked: list = field(default_factory=list)
    heard: list = field(default_factory=list)
    port: int = 0
    writers: list = field(default_factory=list)

    async def http(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        self.heard.append(head)
        method, address, _ = head.decode("latin-1").split(" ", 2)
        self.asked.append(f"{method} {address}")
        if self.says is not None:
            writer.write(self.says)
        elif self.user and self._credentials() not in head.lower():
            writer.write(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n\r\n")
        elif method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Go on\r\n\r\n")
            await self._lead(reader, writer)
        else:
            await self._lead(reader, writer, head)

    def _credentials(self):
        said = b64encode(f"{self.user}:{self.password}".encode())
        return b"\r\nproxy-authorization: basic " + said.lower() + b"\r\n"

    async def socks(self, reader, writer):
        version = (await reader.readexactly(1))[0]
        if self.says is not None:
            writer.write(self.says)
        elif version == 4:
            await self._socks4(reader, writer)
        else:
            await self._socks5(reader, writer)

    async def _socks4(self, reader, writer):
        _, port_high, port_low, *number = await reader.readexactly(7)
        user = (await reader.readuntil(b"\0"))[:-1].decode()
        host = ".".join(map(str, number))
        if number[:3] == [0, 0, 0]:
            host = (await reader.readuntil(b"\0"))[:-1].decode()
        self.asked.append(f"4 {host}:{port_high * 256 + port_low}")
        if user != self.user:
            writer.write(b"\0\x5d" + bytes(6))
            return
        writer.write(b"\0\x5a" + bytes(6))
        await self._lead(reader, writer)

    async def _socks5(self, reader, writer):
        methods = await reader.readexactly((await reader.readexactly(1))[0])
        wanted = 2 if self.user else 0
        writer.write(bytes([5, wanted if wanted in methods else 0xFF]))
        if self.user and not await self._is_let_in(reader, writer):
            return
        *_, kind = await reader.readexactly(4)
        length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        host = await reader.readexactly(length)
        name = host.decode() if kind == 3 else socket.inet_ntop(_FAMILIES[kind], host)
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"5 {name}:{port}")
        writer.write(b"\x05\0\0\x01" + bytes(6))
        await self._lead(reader, writer)

    async def _is_let_in(self, reader, writer):
        await reader.readexactly(1)
        said = [
            (await reader.readexactly((await reader.readexactly(1))[0])).decode() for _ in range(2)
        ]
        is_right = said == [self.user, self.password]
        writer.write(bytes([1, not is_right]))
        return is_right

    async def _lead(self, reader, writer, head=b""):
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        self.writers.append(back)
        back.write(head)
        await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))


_FAMILIES = {1: socket.AF_INET, 4: socket.AF_INET6}


async def _pass_on(reader, writer):
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


@asynccontextmanager
async def proxying(kind="http", **more):
    proxy = Proxy(**more)

    async def answer(reader, writer):
        proxy.writers.append(writer)
        try:
            await getattr(proxy, kind)(reader, writer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    proxy.port = listening.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        listening.close()
        for writer in proxy.writers:
            writer.close()
        await listening.wait_closed()
