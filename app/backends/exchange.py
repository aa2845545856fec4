"""A question sent and its answer read, the same way for every protocol."""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

from app.backends.endpoint import Endpoint, body_detail
from app.backends.http import Incoming
from app.backends.sse import EventReader, ServerEvent
from app.core.backend import Item
from app.core.errors import BackendError, BackendGarbled, BackendRejected

log = logging.getLogger(__name__)

DONE = ServerEvent(b"", b"[DONE]")
"""What follows an answer that came in one piece; many servers end every stream with it."""

_LARGEST_PAGE = 64 * 1024
_AFTER_COMPLETE = 5.0
"""Seconds we wait for the usage once the answer itself is complete."""


class Answer(Protocol):
    """Puts an answer of one protocol together from its events.

    `is_complete`: nothing more can be missing but the usage. `is_done`: nothing more comes.
    """

    @property
    def is_complete(self) -> bool: ...

    @property
    def is_done(self) -> bool: ...

    def read(self, event: ServerEvent) -> list[Item]:
        """The items that `event` brings.

        Raises:
            BackendRejected: It is an error in place of an answer.
            BackendGarbled: A known field is of the wrong type.
        """
        ...

    def end(self, failure: BackendError | None) -> list[Item]:
        """What remains to be said when the stream is over; `Finished` last if it is whole."""
        ...

    def missing_end(self) -> BackendError | None:
        """The error of a stream that stopped although nobody said the answer is over."""
        ...


async def answered(
    endpoint: Endpoint, path: str, body: bytes, answer: Answer, *, in_lines: bool = False
) -> AsyncGenerator[Item, None]:
    """Post `body` to `path` and yield the answer's items, `Finished` last.

    `in_lines` says that the server sends a JSON object a line instead of events.

    Raises:
        BackendError: The answer cannot be had or broke off; what had come was yielded.
    """
    async with (
        endpoint.post(path, body) as incoming,
        aclosing(_items(endpoint, incoming, answer, in_lines)) as items,
    ):
        async for item in items:
            yield item


async def _items(
    endpoint: Endpoint, incoming: Incoming, answer: Answer, in_lines: bool
) -> AsyncGenerator[Item, None]:
    failure: BackendError | None = None
    try:
        batches = _batches(incoming, answer, endpoint.timeouts.idle, in_lines)
        async with aclosing(batches) as each_batch:
            async for events in each_batch:
                for event in events:
                    for item in answer.read(event) if not answer.is_done else ():
                        yield item
    except BackendRejected as error:
        failure = error
    except BackendError as error:
        # Once the answer is complete, a poor end takes nothing away from it.
        failure = None if answer.is_complete else error
    for item in answer.end(failure):
        yield item
    if failure := failure or answer.missing_end():
        raise endpoint.without_key_in(failure)


async def _batches(
    incoming: Incoming, answer: Answer, idle: float, in_lines: bool
) -> AsyncGenerator[list[ServerEvent], None]:
    """The events of each packet, until the server is done."""
    piece = await _start(incoming, idle)
    if not in_lines and piece[:1] in (b"{", b"["):  # in one go, though we asked for a stream
        yield [ServerEvent(b"", await incoming.whole(idle, piece)), DONE]
        return
    reader = EventReader()
    while piece and not answer.is_done:
        yield reader.feed(piece)
        if answer.is_complete:
            incoming.expect(min(idle, _AFTER_COMPLETE))
        piece = b"" if answer.is_done else await incoming.piece(idle)
    # What is left had no end of its own: the first half of an event, more often than not.
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
        page = await incoming.whole(idle, start, most=_LARGEST_PAGE)
        raise BackendGarbled(f"a web page: {body_detail(page)}")
    return start


def _is_whole(event: ServerEvent) -> bool:
    data = event.data.strip()
    return event.name == b"error" or data.startswith(b"[DONE]") or data[-1:] in (b"}", b"]")
