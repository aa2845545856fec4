"""How a request reaches its server: straight, or through the system's proxy."""

import ipaddress
import socket
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

import aiohttp
import httpx
from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from app.core.worker import Worker

P = ParamSpec("P")
T = TypeVar("T")


class Routes(httpx.AsyncBaseTransport):
    """Sends a request straight to its server or through the system's proxy.

    This machine itself is never reached through a proxy.
    """

    def __init__(
        self, session: aiohttp.ClientSession, context: ssl.SSLContext, proxies: Mapping[str, str]
    ) -> None:
        self._session = session
        self._context = context
        self._proxies = proxies
        self._direct = AiohttpTransport(verify=context, client=session)
        self._through: dict[str, AiohttpTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        route = await self._route(request.url)
        return await route.handle_async_request(request)

    async def aclose(self) -> None:
        await self._session.close()

    async def _route(self, url: httpx.URL) -> AiohttpTransport:
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        if not proxy or is_loopback(url.host):
            return self._direct
        # It may look the name up.
        if await in_thread(urllib.request.proxy_bypass, url.host):
            return self._direct
        if proxy not in self._through:
            self._through[proxy] = AiohttpTransport(
                verify=self._context, client=self._session, proxy=_usable(proxy)
            )
        return self._through[proxy]


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine itself."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.is_loopback or mapped.is_unspecified


def resolver() -> AbstractResolver:
    """Looks names up without a thread of the loop's: a name server that never answers
    must not hold the program's end."""
    return ThreadedResolver(loop=_Lookups())  # type: ignore[arg-type]


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `function` in a thread that cannot hold the program's end."""
    worker = Worker("renao-network")
    try:
        return await worker.run(function, *args, **kwargs)
    finally:
        worker.close()


class _Lookups:
    """The two methods of a loop that aiohttp's resolver calls."""

    async def getaddrinfo(self, host: str, port: int, **how: Any) -> Any:
        return await in_thread(socket.getaddrinfo, host, port, **how)

    async def getnameinfo(self, address: Any, flags: int) -> Any:
        return await in_thread(socket.getnameinfo, address, flags)


def _usable(proxy: str) -> httpx.Proxy:
    address = httpx.URL(proxy if "://" in proxy else f"http://{proxy}")
    if address.scheme not in ("http", "https"):
        # aiohttp would speak plain HTTP to it without a word.
        raise httpx.ProxyError(f"the system's proxy is of kind {address.scheme}, which is unknown")
    return httpx.Proxy(address)
