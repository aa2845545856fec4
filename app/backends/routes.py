"""How a request reaches its server: straight, or through a proxy."""

import asyncio
import ipaddress
import os
import ssl
import urllib.request
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from app.backends.certificates import trusting
from app.backends.lookups import in_thread, resolver
from app.backends.proxies import (
    Proxy,
    is_bypassed_by_system,
    proxy_from,
    system_proxy,
    without_proxy,
)
from app.backends.sockets import kept_alive
from app.core.errors import CertificatesUnusable, ProxyUnusable
from app.core.settings import Network

_FAILURES = (httpx.HTTPError, aiohttp.ClientError, OSError)

_connected: ContextVar[list[bool]] = ContextVar("connected")
"""Whether the connection of the request under way was made, and with it the proxy passed."""


class Routes(httpx.AsyncBaseTransport):
    """Sends each request as the network's settings say at that moment.

    After a change new requests go the new way; what the old one still brings is brought
    to its end. This machine itself is never reached through a proxy.
    """

    def __init__(
        self, network: Callable[[], Network], password: Callable[[], Awaitable[str]]
    ) -> None:
        """`password` is asked for whenever a proxy of the settings wants one."""
        self._network = network
        self._password = password
        self._ways: _Ways | None = None
        self._old: set[_Ways] = set()
        self._opening = asyncio.Lock()

    async def open(self) -> None:
        """Get ready for the first request."""
        await self._current()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        ways = await self._current()
        ways.under_way += 1
        try:
            response = await ways.send(request)
        except BaseException:
            await self._done(ways)
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Told(response.stream, lambda: self._done(ways))
        return response

    async def aclose(self) -> None:
        for ways in (*self._old, *((self._ways,) if self._ways else ())):
            await ways.aclose()

    async def _current(self) -> "_Ways":
        """The ways that the settings want now."""
        if self._ways is not None and self._ways.network == self._network():
            return self._ways
        async with self._opening:
            network, before = self._network(), self._ways
            if before is None or before.network != network:
                self._ways = await _opened(network, self._password)
                if before is not None:
                    self._old.add(before)
                    await self._close_if_done(before)
            assert self._ways is not None
            return self._ways

    async def _done(self, ways: "_Ways") -> None:
        ways.under_way -= 1
        await self._close_if_done(ways)

    async def _close_if_done(self, ways: "_Ways") -> None:
        if ways in self._old and not ways.under_way:
            self._old.remove(ways)
            await ways.aclose()


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


async def _opened(network: Network, password: Callable[[], Awaitable[str]]) -> "_Ways":
    problem: CertificatesUnusable | None = None
    try:
        context = await in_thread(trusting, network.certificates)
    except CertificatesUnusable as error:
        problem, context = error, await in_thread(trusting)
    return _Ways(network, password, context, problem)


class _Ways:
    """All ways to servers under one `network`: the direct one, and one through each proxy.

    `under_way` counts the requests that are not over. `problem` is why the user's own
    certificate authority cannot be used.
    """

    def __init__(
        self,
        network: Network,
        password: Callable[[], Awaitable[str]],
        context: ssl.SSLContext,
        problem: CertificatesUnusable | None,
    ) -> None:
        self.network = network
        self.under_way = 0
        self._password = password
        self._context = context
        self._problem = problem
        self._proxies = urllib.request.getproxies() if network.proxy == "system" else {}
        self._session = _session(self._connector(aiohttp.TCPConnector, resolver=resolver()))
        self._direct = self._way(self._session)
        self._through: dict[Proxy, AiohttpTransport] = {}
        self._sessions = [self._session]

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send it, straight or through the proxy that is wanted for it.

        Raises:
            BackendUnreachable: The proxy or the user's certificates cannot be used.
            SecretError: The proxy's password was not handed over.
        """
        if self._problem is not None and request.url.scheme == "https":
            raise CertificatesUnusable(self._problem.path, self._problem.detail)
        proxy = await self._proxy_for(request.url)
        if proxy is None:
            return await self._direct.handle_async_request(request)
        return await _sent_through(proxy, await self._way_through(proxy), request)

    async def aclose(self) -> None:
        for session in self._sessions:
            await session.close()

    async def _proxy_for(self, url: httpx.URL) -> Proxy | None:
        """The proxy for `url`; None where it is reached directly."""
        if is_loopback(url.host) or without_proxy(self.network, url.host, url.port or _port(url)):
            return None
        if self.network.proxy == "manual":
            return await self._manual()
        address = system_proxy(url.scheme, self._proxies)
        # It may look the name up.
        if not address or await in_thread(is_bypassed_by_system, url.host):
            return None
        return proxy_from(address)

    async def _manual(self) -> Proxy:
        found = proxy_from(self.network.proxy_address)
        if not self.network.proxy_user:
            return found
        password = await self._password()
        return Proxy(found.kind, found.host, found.port, self.network.proxy_user, password)

    async def _way_through(self, proxy: Proxy) -> AiohttpTransport:
        if proxy not in self._through:
            way = await self._socks(proxy) if proxy.is_socks else self._http(proxy)
            self._through.setdefault(proxy, way)
        return self._through[proxy]

    def _http(self, proxy: Proxy) -> AiohttpTransport:
        return self._way(self._session, httpx.Proxy(str(proxy), headers=_credentials(proxy)))

    async def _socks(self, proxy: Proxy) -> AiohttpTransport:
        connector = await in_thread(_socks_connector)  # importing it takes a moment
        session = _session(self._connector(connector, proxy=proxy))
        self._sessions.append(session)
        return self._way(session)

    def _connector(self, kind: Callable[..., aiohttp.TCPConnector], **more: Any) -> Any:
        # One connection each: a server that hangs up on an idle one just as we use it again
        # cannot be told from a crash, and a question must not be sent twice.
        return kind(limit=0, ssl=self._context, force_close=True, socket_factory=kept_alive, **more)

    def _way(
        self, session: aiohttp.ClientSession, proxy: httpx.Proxy | None = None
    ) -> AiohttpTransport:
        return AiohttpTransport(verify=self._context, client=session, proxy=proxy)


class _Told(httpx.AsyncByteStream):
    """A body that tells when it is over. Its pieces come as they would without it."""

    def __init__(self, body: httpx.AsyncByteStream, is_over: Callable[[], Awaitable[None]]) -> None:
        self._body = body
        self._is_over = is_over
        self._is_open = True

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._body.__aiter__()

    async def aclose(self) -> None:
        try:
            await self._body.aclose()
        finally:
            if self._is_open:
                self._is_open = False
                await self._is_over()


def _session(connector: aiohttp.BaseConnector) -> aiohttp.ClientSession:
    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(_note_connected)
    return aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=[trace]
    )


async def _note_connected(*_: object) -> None:
    if (seen := _connected.get(None)) is not None:
        seen[0] = True


def _socks_connector() -> Callable[..., aiohttp.TCPConnector]:
    from app.backends.socks import SocksConnector

    return SocksConnector


def _credentials(proxy: Proxy) -> dict[str, str]:
    if not (proxy.user or proxy.password):
        return {}
    said = b64encode(f"{proxy.user}:{proxy.password}".encode()).decode()
    return {"Proxy-Authorization": f"Basic {said}"}


def _port(url: httpx.URL) -> int:
    return 443 if url.scheme == "https" else 80


async def _sent_through(
    proxy: Proxy, way: AiohttpTransport, request: httpx.Request
) -> httpx.Response:
    """Send it; what goes wrong on the way to the proxy's other side is said of the proxy."""
    is_forwarded = request.url.scheme == "http" and not proxy.is_socks
    if is_forwarded:  # else it is said in a request of its own, before
        request.headers.update(_credentials(proxy))
    seen = [False]
    token = _connected.set(seen)
    try:
        response = await way.handle_async_request(request)
    except _FAILURES as error:
        failure = _failure(proxy, _root(error), is_at_proxy=not seen[0], is_forwarded=is_forwarded)
        if failure is None:
            raise
    else:
        if response.status_code != 407:
            return response
        await response.aclose()
        failure = ProxyUnusable(str(proxy), "password")
    finally:
        _connected.reset(token)
    raise failure  # out here it has no context, which could hold the key


def _failure(
    proxy: Proxy, error: Exception, *, is_at_proxy: bool, is_forwarded: bool
) -> ProxyUnusable | None:
    """What a failure says of the proxy; None when it is the server that failed."""
    if isinstance(error, aiohttp.ClientSSLError):
        return None
    if isinstance(error, aiohttp.ClientHttpProxyError):
        why = "password" if error.status == 407 else "refused"
        return ProxyUnusable(str(proxy), why, f"HTTP {error.status}")
    if isinstance(error, aiohttp.ClientResponseError) and (is_at_proxy or is_forwarded):
        return ProxyUnusable(str(proxy), "garbled")
    if not is_at_proxy:
        return None
    if isinstance(error, TimeoutError):
        return ProxyUnusable(str(proxy), "silent")
    if isinstance(error, aiohttp.ClientConnectorError):
        return ProxyUnusable(str(proxy), "gone", system_words(error.os_error))
    return ProxyUnusable(str(proxy), "gone", "it hung up")


def system_words(error: OSError) -> str:
    """What the system says of an error of a connection."""
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return error.strerror or type(error).__name__


def _root(error: Exception) -> Exception:
    while isinstance(error.__cause__, Exception) and not isinstance(error, aiohttp.ClientError):
        error = error.__cause__
    return error
