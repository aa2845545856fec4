"""Google's Gemini API, and servers that speak it.

Source: https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any
from urllib.parse import quote

from app.backends import gemini_wire
from app.backends.backend_type import BackendType
from app.backends.chat_turns import guessed_tokens
from app.backends.endpoint import Endpoint
from app.backends.exchange import answered
from app.backends.gemini_answer import PROTOCOL, GeminiAnswer
from app.backends.gemini_request import gemini_body, stream_path
from app.core.backend import Item, ModelFacts, Request
from app.core.errors import BackendRejected

_VERSION = "/v1beta"
_MODELS = "/models?pageSize=1000"
_MOST_PAGES = 20


class Gemini:
    """One address and its key."""

    def __init__(self, endpoint: Endpoint, *, context: int | None = None) -> None:
        """`context` is the model's length in tokens where somebody knows it."""
        self._endpoint = endpoint
        self._base = "" if endpoint.has_path else _VERSION
        self._context = context
        self._lengths: dict[str, int] = {}
        self._plain: set[str] = set()
        """The models that take nothing about thinking."""

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item; see `core/backend.py`.

        A model that refuses to be told how to think is asked again without it.
        """
        is_silent = True
        try:
            async with aclosing(self._stream(request)) as items:
                async for item in items:
                    is_silent = False
                    yield item
        except BackendRejected as error:
            if not (is_silent and self._is_about_thinking(request, error)):
                raise _told_apart(error) from error.__cause__
            self._plain.add(request.model)
        else:
            return
        async with aclosing(self._stream(request)) as items:
            async for item in items:
                yield item

    async def context_length(self, model: str) -> int | None:
        """What the listing said, once it was asked for."""
        return self._context or self._lengths.get(model.removeprefix("models/"))

    async def count_tokens(self, request: Request) -> int:
        """A guess: the server could count, but each request would wait for it."""
        return guessed_tokens(request, PROTOCOL)

    async def models(self) -> tuple[ModelFacts, ...]:
        """The models of all pages of the listing.

        Source: https://ai.google.dev/api/models#method:-models.list
        """
        found: dict[str, ModelFacts] = {}
        token = ""
        for _ in range(_MOST_PAGES):
            page = await self._page(token)
            found.update({each.id: each for each in gemini_wire.listed(page)})
            before, token = token, gemini_wire.next_page(page)
            if not token or token == before:
                break
        if not found:
            raise BackendRejected(None, "no models are listed")
        self._lengths = {each.id: each.context for each in found.values() if each.context}
        return tuple(found.values())

    async def aclose(self) -> None:
        """Nothing to let go of: the client belongs to somebody else."""

    async def _stream(self, request: Request) -> AsyncGenerator[Item, None]:
        body = gemini_body(request, is_plain=request.model in self._plain)
        path = f"{self._base}{stream_path(request.model)}"
        answer = GeminiAnswer(request.model)
        async with aclosing(answered(self._endpoint, path, body, answer)) as items:
            async for item in items:
                yield item

    async def _page(self, token: str) -> Any:
        more = f"&pageToken={quote(token, safe='')}" if token else ""
        try:
            return await self._endpoint.get(f"{self._base}{_MODELS}{more}")
        except BackendRejected as error:
            raise _told_apart(error) from error.__cause__

    def _is_about_thinking(self, request: Request, error: BackendRejected) -> bool:
        is_new = request.model not in self._plain
        return error.status == 400 and is_new and "thinking" in error.detail.lower()


def _told_apart(error: BackendRejected) -> BackendRejected:
    """The server says 400 to a key it does not know, where all others say 401."""
    if error.status == 400 and "api key" in error.detail.lower():
        return BackendRejected(401, error.detail, error.retry_after)
    return error


BACKEND = BackendType(
    PROTOCOL,
    lambda endpoint, context: Gemini(endpoint, context=context),
    key_header="x-goog-api-key",
)
