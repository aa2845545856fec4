"""One HTTP client for every backend: its transport, its proxies, and errors that are ours.

Importing this module takes a third of a second: import it in a thread, after the first
frame.
"""

import logging
import os
import socket
import ssl
import urllib.request
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, cast

import aiohttp
import certifi
import httpx

from app.backends.routes import Routes, in_thread, resolver
from app.backends.timeouts import Patience
from app.backends.timeouts import Timeouts as Timeouts
from app.core.errors import (
    BackendBroken,
    BackendError,
    BackendGarbled,
    BackendRedirected,
    BackendTimeout,
    BackendUnreachable,
)

log = logging.getLogger(__name__)

FOREIGN_ERRORS = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError)
"""What the client raises; `ours` says what it means."""

_LARGEST_BODY = 32 * 1024 * 1024


async def make_client() -> httpx.AsyncClient:
    """A client for all backends; whoever calls closes it."""
    context, proxies = await in_thread(_what_the_system_says)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses
    # One connection each: a server that hangs up on an idle one just as we use it again
    # cannot be told from a crash, and a question must not be sent twice.
    connector = aiohttp.TCPConnector(
        limit=0,
        ssl=context,
        force_close=True,
        socket_factory=_kept_alive,
        resolver=resolver(),
    )
    session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(
        transport=Routes(session, context, proxies), cookies=no_cookies, trust_env=False
    )


class Incoming:
    """A server's answer while it arrives."""

    def __init__(
        self, response: httpx.Response, pieces: AsyncGenerator[bytes, None], patience: Patience
    ) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.media_type = response.headers.get("content-type", "").partition(";")[0].lower()
        self._pieces = pieces
        self._patience = patience
        self._is_first = True

    def expect(self, seconds: float) -> None:
        """From now on wait at most `seconds` for each piece."""
        self._patience.change("idle", seconds)

    async def piece(self, idle: float) -> bytes:
        """The next bytes, b"" at the end; the first may take as long as the first byte may.

        Raises:
            BackendError: It broke off, or nothing came for `idle` seconds.
        """
        try:
            piece = await self._patience.wait(anext(self._pieces))
        except StopAsyncIteration:
            return b""
        except FOREIGN_ERRORS as error:
            failure, cause = ours(error), _shown_cause(error)
        else:
            if self._is_first:
                self._is_first = False
                self._patience.change("idle", idle)
            return piece
        raise failure from cause  # out here it has no context, which could hold the key

    async def whole(self, idle: float, start: bytes = b"", most: int = _LARGEST_BODY) -> bytes:
        """All that comes, after `start`; cut at `most` bytes."""
        found = [start]
        size = len(start)
        while size < most and (piece := await self.piece(idle)):
            found.append(piece)
            size += len(piece)
        return b"".join(found)[:most]


@asynccontextmanager
async def send(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    timeouts: Timeouts,
) -> AsyncIterator[Incoming]:
    """Send JSON (or nothing) and hand over the answer as it arrives; leaving hangs up.

    Raises:
        BackendError: The server is not there, too slow, sends us elsewhere or talks nonsense.
    """
    with Patience("first_byte", timeouts.first_byte) as patience:
        request = _request(client, method, url, body, headers, timeouts)
        response = await _opened(client, request, timeouts, patience)
        try:
            if 300 <= response.status_code < 400:
                raise BackendRedirected(response.status_code, response.headers.get("location", ""))
            is_plain = response.headers.get("content-encoding", "identity") == "identity"
            pieces = response.aiter_raw() if is_plain else response.aiter_bytes()
            async with aclosing(cast("AsyncGenerator[bytes, None]", pieces)) as each:
                yield Incoming(response, each, patience)
        finally:
            await _hang_up(response)


def ours(error: Exception) -> BackendError:
    """What a foreign error means. Its text never holds an address's query or a header."""
    cause = error
    while isinstance(cause.__cause__, Exception) and not isinstance(cause, aiohttp.ClientError):
        cause = cause.__cause__
    if isinstance(cause, aiohttp.ConnectionTimeoutError):
        return BackendTimeout("connect", 0.0)
    return _kind(cause)(_detail(cause))


def _what_the_system_says() -> tuple[ssl.SSLContext, Mapping[str, str]]:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context, urllib.request.getproxies()


def _kept_alive(address: Any) -> socket.socket:
    """A socket on which a server that vanished is noticed after a minute or so."""
    made = socket.socket(address[0], address[1], address[2])
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, option):
            made.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    return made


def _request(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    timeouts: Timeouts,
) -> httpx.Request:
    all_headers = {
        **({"content-type": "application/json"} if body else {}),
        "accept": "text/event-stream, application/json",
        "accept-encoding": "identity",
        "connection": "close",
        **headers,
    }
    limits = httpx.Timeout(None, connect=timeouts.connect, pool=timeouts.connect)
    try:
        return client.build_request(
            method, url, content=body or None, headers=all_headers, timeout=limits
        )
    except FOREIGN_ERRORS as error:
        failure = ours(error)
    raise failure  # out here it has no context, which could hold the key


async def _opened(
    client: httpx.AsyncClient, request: httpx.Request, timeouts: Timeouts, patience: Patience
) -> httpx.Response:
    try:
        return await patience.wait(client.send(request, stream=True, follow_redirects=False))
    except (*FOREIGN_ERRORS, RuntimeError) as error:  # RuntimeError: the client is closed
        failure, cause = ours(error), _shown_cause(error)
    if isinstance(failure, BackendTimeout):
        failure = BackendTimeout("connect", timeouts.connect)
    raise failure from cause  # out here it has no context, which could hold the key


async def _hang_up(response: httpx.Response) -> None:
    try:
        await response.aclose()
    except FOREIGN_ERRORS as error:
        log.debug("hanging up: %s", type(error).__name__)


def _kind(cause: Exception) -> type[BackendUnreachable | BackendBroken | BackendGarbled]:
    unreachable = (
        aiohttp.ClientConnectorError,
        aiohttp.ClientHttpProxyError,
        aiohttp.InvalidURL,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
        httpx.InvalidURL,
    )
    if isinstance(cause, unreachable):
        return BackendUnreachable
    broken = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, OSError, RuntimeError)
    if isinstance(cause, broken):
        return BackendBroken
    return BackendGarbled


def _detail(cause: Exception) -> str:
    if isinstance(cause, aiohttp.ClientConnectorCertificateError):
        return f"certificate of {cause.host} not trusted"
    if isinstance(cause, aiohttp.ClientHttpProxyError):
        return f"the proxy said {cause.status}"
    if isinstance(cause, aiohttp.ClientConnectorError):
        whose = "the proxy " if isinstance(cause, aiohttp.ClientProxyConnectionError) else ""
        return f"{whose}{cause.host}:{cause.port}: {_system_words(cause.os_error)}"
    if isinstance(cause, httpx.ProxyError):
        return str(cause)
    if isinstance(cause, aiohttp.ClientResponseError):
        return "it is not HTTP"
    return type(cause).__name__


def _system_words(error: OSError) -> str:
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return error.strerror or type(error).__name__


def _shown_cause(error: Exception) -> Exception | None:
    """The error itself, unless its `repr` holds our headers, and with them the key."""
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, aiohttp.ClientResponseError):
            return None
        chain = chain.__cause__
    return error
