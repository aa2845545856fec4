"""Servers with OpenAI's chat completions: nearly everybody's.

Source: https://platform.openai.com/docs/api-reference/chat-streaming
"""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

import httpx

from app.backends import chat_wire
from app.backends.chat_answer import ChatAnswer
from app.backends.chat_request import chat_body, guessed_tokens
from app.backends.http import Incoming, post
from app.backends.sse import EventReader, ServerEvent
from app.backends.timeouts import Timeouts
from app.core.backend import Item, Request
from app.core.errors import (
    BackendError,
    BackendGarbled,
    BackendRejected,
    BackendUnreachable,
)

log = logging.getLogger(__name__)

_LARGEST_ERROR = 64 * 1024
_DONE = ServerEvent(b"", b"[DONE]")
_AFTER_FINISH = 5.0
"""Seconds we wait for the usage once the answer itself is complete."""


class OpenAIChat:
    """One address and its key."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        address: str,
        key: str,
        *,
        timeouts: Timeouts | None = None,
        context: int | None = None,
        is_llama: bool = False,
    ) -> None:
        """`address` is the base to which `/chat/completions` is added; `key` may be "".

        `context` is the model's length in tokens where somebody knows it. `is_llama` says
        that llama.cpp's own server answers.
        """
        self._client = client
        self._address = address
        self._key = key.strip()
        self._timeouts = timeouts or Timeouts()
        self._context = context
        self._is_llama = is_llama

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item; see `core/backend.py`."""
        url = self._url()
        body = chat_body(request, url.host, is_llama=self._is_llama)
        async with post(self._client, str(url), body, self._headers(), self._timeouts) as incoming:
            if incoming.status >= 400:
                raise await self._rejection(incoming)
            async with aclosing(self._items(incoming)) as items:
                async for item in items:
                    yield item

    async def context_length(self, model: str) -> int | None:
        return self._context

    async def count_tokens(self, request: Request) -> int:
        return guessed_tokens(request)

    async def aclose(self) -> None:
        """Nothing to let go of: the client belongs to somebody else."""

    def _url(self) -> httpx.URL:
        try:
            base = httpx.URL(self._address.strip())
        except httpx.InvalidURL as error:
            raise BackendUnreachable("the address cannot be read") from error
        if base.scheme not in ("http", "https") or not base.host:
            raise BackendUnreachable("the address must begin with http:// or https://")
        path = base.path.rstrip("/").removesuffix("/chat/completions")
        return base.copy_with(path=f"{path}/chat/completions")

    def _headers(self) -> dict[str, str]:
        if not self._key:
            return {}
        if not (self._key.isascii() and self._key.isprintable()):
            raise BackendRejected(None, "the key has characters that no key has")
        return {"Authorization": f"Bearer {self._key}"}

    async def _rejection(self, incoming: Incoming) -> BackendRejected:
        try:
            body = await incoming.whole(self._timeouts.idle, most=_LARGEST_ERROR)
        except BackendError:
            body = b""  # the status says enough
        return BackendRejected(incoming.status, self._without_key(chat_wire.body_detail(body)))

    def _without_key(self, detail: str) -> str:
        return detail.replace(self._key, "…") if self._key else detail

    async def _items(self, incoming: Incoming) -> AsyncGenerator[Item, None]:
        answer = ChatAnswer()
        failure: BackendError | None = None
        try:
            async with aclosing(self._batches(incoming, answer)) as batches:
                async for events in batches:
                    for event in events:
                        for item in _read(event, answer):
                            yield item
        except BackendRejected as error:
            failure = BackendRejected(None, self._without_key(error.detail))
        except BackendError as error:
            # Once the answer is complete, a poor end takes nothing away from it.
            failure = None if answer.finish_reason else error
        for item in answer.end(failure):
            yield item
        if failure := failure or answer.missing_end():
            raise failure

    async def _batches(
        self, incoming: Incoming, answer: ChatAnswer
    ) -> AsyncGenerator[list[ServerEvent], None]:
        """The events of each packet, until the server is done."""
        idle = self._timeouts.idle
        piece = await _start(incoming, idle)
        if piece[:1] == b"{":  # an answer in one go, though we asked for a stream
            yield [ServerEvent(b"", await incoming.whole(idle, piece)), _DONE]
            return
        reader = EventReader()
        while piece and not answer.is_done:
            yield reader.feed(piece)
            if answer.finish_reason:
                incoming.expect(min(idle, _AFTER_FINISH))
            piece = b"" if answer.is_done else await incoming.piece(idle)
        yield [event for event in reader.finish() if _is_whole(event)]


async def _start(incoming: Incoming, idle: float) -> bytes:
    """The first bytes that are not blank.

    Raises:
        BackendGarbled: It is a web page.
    """
    start = b""
    while not start and (piece := await incoming.piece(idle)):
        start = piece.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"<":
        page = await incoming.whole(idle, start, most=_LARGEST_ERROR)
        raise BackendGarbled(f"a web page: {chat_wire.body_detail(page)}")
    return start


def _read(event: ServerEvent, answer: ChatAnswer) -> list[Item]:
    if event.data.startswith(b"[DONE]"):
        answer.is_done = True
    if answer.is_done:
        return []
    if event.name == b"error":
        raise BackendRejected(None, chat_wire.body_detail(event.data) or "unknown error")
    if log.isEnabledFor(logging.DEBUG):
        answer.log_unknown(event.data)
    return answer.read(chat_wire.decode(event.data))


def _is_whole(event: ServerEvent) -> bool:
    """Whether what was left at the end is an event, and not the first half of one."""
    if event.name == b"error" or event.data.startswith(b"[DONE]"):
        return True
    try:
        chat_wire.decode(event.data)
    except BackendGarbled:
        return False
    return True
