"""Connections through a SOCKS proxy.

Source: https://www.rfc-editor.org/rfc/rfc1928, https://www.openssh.com/txt/socks4a.protocol
"""

import asyncio
import ipaddress
import socket
import ssl
from typing import Any

import aiohttp
import python_socks
from aiohttp.client_proto import ResponseHandler
from aiohttp_socks import ProxyConnector
from python_socks.async_.asyncio.v2 import Proxy as SocksProxy

from app.backends.lookups import numbers_of
from app.backends.proxies import Proxy
from app.backends.sockets import keep_alive
from app.core.errors import BackendUnreachable, ProxyUnusable

_TYPES = {
    "socks4": python_socks.ProxyType.SOCKS4,
    "socks4a": python_socks.ProxyType.SOCKS4,
    "socks5": python_socks.ProxyType.SOCKS5,
    "socks5h": python_socks.ProxyType.SOCKS5,
}
_NOT_THERE = (3, 4, 5, 6)
"""What a SOCKS 5 proxy answers when it is the server that cannot be reached."""


class SocksConnector(ProxyConnector):
    """Makes every connection through `proxy`, looking names up in threads of ours."""

    def __init__(self, proxy: Proxy, **kwargs: Any) -> None:
        super().__init__(proxy.host, proxy.port, _TYPES[proxy.kind], **kwargs)
        self._proxy = proxy

    async def _connect_via_proxy(
        self,
        host: str,
        port: int,
        ssl: ssl.SSLContext | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's name
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        try:
            async with asyncio.timeout(timeout):
                stream = await self._opened(await self._named(host), port)
                return await self._spoken(stream, host, ssl)
        except TimeoutError:
            raise ProxyUnusable(str(self._proxy), "silent") from None

    async def _named(self, host: str) -> str:
        """The server as the proxy is to be told it."""
        if self._proxy.takes_names or _is_number(host):
            return host
        family = socket.AF_INET if self._proxy.kind == "socks4" else socket.AF_UNSPEC
        try:
            return (await numbers_of(host, 0, family))[0]
        except OSError:
            raise BackendUnreachable(f"{host}: nobody knows this name") from None

    async def _opened(self, host: str, port: int) -> Any:
        """A connection to `host` through the first address of the proxy that takes one."""
        try:
            addresses = await numbers_of(self._proxy.host, self._proxy.port)
        except OSError:
            raise ProxyUnusable(str(self._proxy), "gone", "nobody knows this name") from None
        failure: BackendUnreachable = ProxyUnusable(str(self._proxy), "gone")
        for address in addresses:
            try:
                return await self._through(address).connect(host, port)
            except python_socks.ProxyConnectionError:
                continue
            except python_socks.ProxyError as error:
                failure = self._failure(host, error)
            except (OSError, EOFError):  # it hung up
                failure = ProxyUnusable(str(self._proxy), "gone", "it hung up")
            except ValueError:  # a user or password that cannot be sent
                failure = ProxyUnusable(str(self._proxy), "password")
            break
        raise failure

    def _through(self, address: str) -> SocksProxy:
        proxy = self._proxy
        return SocksProxy(
            _TYPES[proxy.kind],
            address,
            proxy.port,
            proxy.user or None,
            proxy.password or None,
            rdns=True,  # what it is not to look up was looked up here
        )

    def _failure(self, host: str, error: python_socks.ProxyError) -> BackendUnreachable:
        said = str(error)
        is_socks4 = self._proxy.kind.startswith("socks4")
        if error.error_code in _NOT_THERE and not is_socks4:
            return BackendUnreachable(f"{host}: {said}, says the proxy")
        if "uthentication" in said or error.error_code == 0x5D:
            return ProxyUnusable(str(self._proxy), "password")
        if error.error_code is not None:
            return ProxyUnusable(str(self._proxy), "refused", said)
        return ProxyUnusable(str(self._proxy), "garbled", said)

    async def _spoken(
        self, stream: Any, host: str, context: ssl.SSLContext | None
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        """The connection as aiohttp wants it, with TLS to the server if `context` is given."""
        try:
            keep_alive(stream.writer.get_extra_info("socket"))
            if context is not None:
                await stream.start_tls(host, context)
        except ssl.SSLCertVerificationError:
            await stream.close()
            raise BackendUnreachable(f"certificate of {host} not trusted") from None
        except (OSError, EOFError) as error:
            await stream.close()
            raise aiohttp.ClientConnectionError(type(error).__name__) from None
        except BaseException:
            await stream.close()
            raise
        protocol = _Spoken(self._loop, stream)
        transport = stream.writer.transport
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        return transport, protocol


class _Spoken(ResponseHandler):
    """Keeps the stream: its writer would close the connection when nobody does."""

    def __init__(self, loop: asyncio.AbstractEventLoop, stream: Any) -> None:
        super().__init__(loop)
        self._stream = stream


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
