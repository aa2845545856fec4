"""One address of a server, its key, and how it is asked."""

import json
import re
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from copy import copy
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import quote

import httpx

from app.backends.http import Incoming, send
from app.backends.resets import reset_after
from app.backends.timeouts import Timeouts
from app.core.errors import (
    BackendError,
    BackendGarbled,
    BackendRedirected,
    BackendRejected,
    BackendUnreachable,
)

BEARER = "authorization"
"""The header that most servers want a key in, after the word Bearer."""

_LARGEST_ERROR = 64 * 1024
_LONGEST_DETAIL = 300
_SHORTEST_SECRET = 4
"""Fewer characters of a key than these tell nothing of it."""
_LIMITED = (429, 503, 529)
"""Answers of servers that were asked too much."""
_STATUSES = {"rate_limit_exceeded": 429, "server_error": 500}
"""What OpenAI's names for errors would have been."""


class Endpoint:
    """Where a server is and how it knows us. The client belongs to somebody else.

    `address` is the base that a protocol's own path is added to; one that ends in `#` is
    taken as it is. `key_header` is the header the key goes into, `headers` what else the
    protocol wants to be said. A user and a password in the address are said where there is
    no key.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        address: str,
        key: str = "",
        *,
        timeouts: Timeouts | None = None,
        key_header: str = BEARER,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.timeouts = timeouts or Timeouts()
        self._client = client
        self._address = address.strip()
        self._key = key.strip()
        self._key_header = key_header
        self._extra = dict(headers or {})

    @property
    def host(self) -> str:
        """The host's name, "" where the address cannot be read."""
        try:
            return httpx.URL(self._address.removesuffix("#")).host
        except httpx.InvalidURL:
            return ""

    @property
    def has_path(self) -> bool:
        """Whether the address names more than a host."""
        try:
            return httpx.URL(self._address.removesuffix("#")).path.strip("/") != ""
        except httpx.InvalidURL:
            return False

    def without_end(self, path: str) -> "Endpoint":
        """The same server, `path` cut off the end of its address if it is there."""
        found = copy(self)
        found._address = self._address.rstrip("/").removesuffix(path)
        return found

    def url(self, path: str) -> str:
        """The address of `path`, which begins with `/` and may have a query.

        Where the address already ends in what `path` begins with, that is not said twice.

        Raises:
            BackendUnreachable: The address is none.
        """
        try:
            base = httpx.URL(self._address.removesuffix("#")).copy_with(userinfo=b"")
        except httpx.InvalidURL as error:
            raise BackendUnreachable("the address cannot be read") from error
        if base.scheme not in ("http", "https") or not base.host:
            raise BackendUnreachable("the address must begin with http:// or https://")
        if self._address.endswith("#"):
            return str(base)
        path, _, query = path.partition("?")
        joined = base.copy_with(path=_joined(base.path, path))
        return str(joined.copy_merge_params(httpx.QueryParams(query)) if query else joined)

    @asynccontextmanager
    async def post(self, path: str, body: bytes) -> AsyncIterator[Incoming]:
        """Send JSON and hand over the answer as it arrives; leaving hangs up.

        Raises:
            BackendRejected: The server said no.
            BackendError: It is not there, too slow, sends us elsewhere or talks nonsense.
        """
        async with self._exchange("POST", path, body) as incoming:
            yield incoming

    async def get(self, path: str) -> Any:
        """The JSON that the server has at `path`.

        Raises:
            BackendRejected: The server said no.
            BackendError: It is not there, too slow, sends us elsewhere or talks nonsense.
        """
        async with self._exchange("GET", path, b"") as incoming:
            return self._json(await incoming.whole(self.timeouts.idle))

    async def ask(self, path: str, body: bytes) -> Any:
        """The JSON that the server answers to `body`; raises as `get`."""
        async with self._exchange("POST", path, body) as incoming:
            return self._json(await incoming.whole(self.timeouts.idle))

    def without_key(self, text: str) -> str:
        """`text` with the key blacked out, should a server repeat it, even in part at the end
        of a text that was cut, or as it stands in addresses."""
        if not self._key:
            return text
        text = text.replace(self._key, "…").replace(quote(self._key, safe=""), "…")
        if text.endswith("…"):
            bare = text[:-1]
            for length in range(len(self._key) - 1, _SHORTEST_SECRET - 1, -1):
                if bare.endswith(self._key[:length]):
                    return f"{bare[:-length]}…"
        return text

    def without_key_in(self, error: BackendError) -> BackendError:
        """`error` itself, unless the server made it repeat the key."""
        said = f"{error.__cause__!r} {error}"
        if self.without_key(said) == said:
            return error
        if isinstance(error, BackendRejected):
            detail = self.without_key(error.detail)
            return BackendRejected(error.status, detail, error.retry_after)
        if isinstance(error, BackendRedirected):
            return BackendRedirected(error.status, self.without_key(error.location))
        if isinstance(error, BackendGarbled):
            return BackendGarbled(self.without_key(str(error)))
        return error  # no word of it is the server's

    @asynccontextmanager
    async def _exchange(self, method: str, path: str, body: bytes) -> AsyncIterator[Incoming]:
        url, headers = self.url(path), self._headers()
        async with AsyncExitStack() as stack:
            try:
                sent = send(self._client, method, url, body, headers, self.timeouts)
                incoming = await stack.enter_async_context(sent)
                if incoming.status >= 400:
                    raise await self._rejection(incoming)
            except BackendError as error:
                failure = self.without_key_in(error)
            else:
                yield incoming
                return
            raise failure  # out here it has no context, which could hold the key

    def _headers(self) -> dict[str, str]:
        if not self._key:
            return {**self._extra, **_basic(self._address)}
        if not (self._key.isascii() and self._key.isprintable()):
            raise BackendRejected(None, "the key has characters that no key has")
        said = f"Bearer {self._key}" if self._key_header.lower() == BEARER else self._key
        return {**self._extra, self._key_header: said}

    def _json(self, body: bytes) -> Any:
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            detail = self.without_key(body_detail(body))
        raise BackendGarbled(f"no JSON: {detail}")

    async def _rejection(self, incoming: Incoming) -> BackendRejected:
        try:
            body = await incoming.whole(self.timeouts.idle, most=_LARGEST_ERROR)
        except BackendError:
            body = b""  # the status says enough
        seconds = retry_after(incoming.headers)
        if seconds is None and incoming.status in _LIMITED:
            seconds = reset_after(incoming.headers)
        wanted = delay_in(_read(body)) if seconds is None else seconds
        return BackendRejected(incoming.status, body_detail(body), wanted)


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """In how many seconds a server wants to be asked again; None when it does not say.

    Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    if (milliseconds := _number(headers.get("retry-after-ms", ""))) is not None:
        return milliseconds / 1000
    said = headers.get("retry-after", "").strip()
    if not said or (seconds := _number(said)) is not None:
        return seconds if said else None
    try:
        moment = parsedate_to_datetime(said).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment - (time.time() if now is None else now))


def delay_in(found: Any) -> float | None:
    """In how many seconds an error of Google's wants to be asked again; None if unsaid.

    Source: https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
    """
    for each in found if isinstance(found, list) else [found]:
        error = each.get("error") if isinstance(each, dict) else None
        details = error.get("details") if isinstance(error, dict) else None
        for detail in details if isinstance(details, list) else ():
            said = detail.get("retryDelay") if isinstance(detail, dict) else None
            if isinstance(said, str) and said.endswith("s"):
                return _number(said[:-1])
    return None


def status_in(found: Any) -> int | None:
    """The status that an error after a 200 says it would have had, None if it does not.

    Sources: https://openrouter.ai/docs/api/reference/errors-and-debugging,
    https://platform.openai.com/docs/api-reference/responses/object
    """
    codes = [found.get(key) for key in ("code", "status_code")] if isinstance(found, dict) else []
    for code in codes:
        if isinstance(code, str):
            code = _STATUSES.get(code) or (int(code) if code.isdecimal() else None)
        if type(code) is int and 400 <= code < 600:
            return code
    return None


def error_detail(found: Any) -> str:
    """The sentence in an error of any shape; "" when there is none."""
    if isinstance(found, str):
        return found.strip()
    if isinstance(found, list):
        return next((detail for each in found if (detail := error_detail(each))), "")
    if isinstance(found, dict):
        keys = ("error", "message", "detail", "msg", "error_description", "title", "code", "type")
        return next((detail for key in keys if (detail := error_detail(found.get(key)))), "")
    return ""


def body_detail(body: bytes) -> str:
    """One short line that says what an error's body says, be it JSON, a page or plain text."""
    text = body.decode(errors="replace").strip()
    try:
        detail = error_detail(json.loads(text))
    except (ValueError, RecursionError):
        detail = _page_text(text) if text[:1] == "<" else text
    return shortened(detail)


def shortened(detail: str) -> str:
    """`detail` on one line, cut where it grows too long for a notice."""
    line = " ".join(detail.split())
    return line if len(line) <= _LONGEST_DETAIL else f"{line[:_LONGEST_DETAIL]}…"


def _basic(address: str) -> dict[str, str]:
    """The header for a user and a password that stand in the address, {} without them.

    Source: https://www.rfc-editor.org/rfc/rfc7617
    """
    url = httpx.URL(address)
    if not url.userinfo:
        return {}
    said = b64encode(f"{url.username}:{url.password}".encode()).decode()
    return {BEARER: f"Basic {said}"}


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _joined(base: str, path: str) -> str:
    have = [each for each in base.split("/") if each]
    want = [each for each in path.split("/") if each]
    for shared in range(min(len(have), len(want)), 0, -1):
        if have[-shared:] == want[:shared]:
            have = have[:-shared]
            break
    return "/" + "/".join((*have, *want))


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if 0 <= found < float("inf") else None


def _page_text(page: str) -> str:
    title = re.search(r"<title[^>]*>(.*?)</title>", page, re.IGNORECASE | re.DOTALL)
    if title and title[1].strip():
        return unescape(title[1])
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", page, flags=re.I | re.DOTALL)
    return unescape(bare)
