"""One HTTP client for every backend: its transport, its proxies, and errors that are ours.

Importing this module takes a third of a second: import it in a thread, after the first
frame.
"""

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import cast

import aiohttp
import httpx

from app.backends.routes import Routes, system_words
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
from app.core.settings import Network

log = logging.getLogger(__name__)

FOREIGN_ERRORS = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError)
"""What the client raises; `ours` says what it means."""

_LARGEST_BODY = 32 * 1024 * 1024


async def _none() -> str:
    return ""


async def make_client(
    network: Callable[[], Network] = Network, password: Callable[[], Awaitable[str]] = _none
) -> httpx.AsyncClient:
    """A client for all backends; whoever calls closes it.

    `network` is asked with every request how servers are reached, `password` for the
    password of a proxy that the settings name a user for.
    """
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses
    routes = Routes(network, password)
    await routes.open()
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(transport=routes, cookies=no_cookies, trust_env=False)


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
        aiohttp.InvalidURL,
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
    if isinstance(cause, aiohttp.ClientConnectorError):
        return f"{cause.host}:{cause.port}: {system_words(cause.os_error)}"
    if isinstance(cause, aiohttp.ClientResponseError):
        return "it is not HTTP"
    return type(cause).__name__


def _shown_cause(error: Exception) -> Exception | None:
    """The error itself, unless its `repr` holds our headers, and with them the key."""
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, aiohttp.ClientResponseError):
            return None
        chain = chain.__cause__
    return error
