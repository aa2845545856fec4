"""Servers with Anthropic's Messages API: Claude's own, and others that speak it.

Source: https://platform.claude.com/docs/en/api/messages
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any
from urllib.parse import quote

from app.backends import anthropic_wire
from app.backends.anthropic_answer import AnthropicAnswer
from app.backends.anthropic_messages import PROTOCOL
from app.backends.anthropic_request import form_tool, messages_body
from app.backends.backend_type import BackendType
from app.backends.chat_turns import guessed_tokens
from app.backends.endpoint import Endpoint
from app.backends.exchange import answered
from app.core.backend import Item, ModelFacts, Request
from app.core.errors import BackendRejected

PATH = "/v1/messages"
_MODELS = "/v1/models?limit=1000"
_MOST_PAGES = 20


class Anthropic:
    """One address and its key."""

    def __init__(self, endpoint: Endpoint, *, context: int | None = None) -> None:
        """`context` is the model's length in tokens where somebody knows it."""
        self._endpoint = endpoint
        self._context = context

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item; see `core/backend.py`."""
        body = messages_body(request)
        answer = AnthropicAnswer(request.model, form_tool(request))
        async with aclosing(answered(self._endpoint, PATH, body, answer)) as items:
            async for item in items:
                yield item

    async def context_length(self, model: str) -> int | None:
        return self._context

    async def count_tokens(self, request: Request) -> int:
        """A guess: the server could count, but each request would wait for it."""
        return guessed_tokens(request, PROTOCOL)

    async def models(self) -> tuple[ModelFacts, ...]:
        """The models of all pages of the listing.

        Source: https://platform.claude.com/docs/en/api/models-list
        """
        found: dict[str, ModelFacts] = {}
        after = ""
        for _ in range(_MOST_PAGES):
            page = await self._endpoint.get(_MODELS + (after and f"&after_id={quote(after)}"))
            found.update({each.id: each for each in anthropic_wire.listed(page)})
            before, after = after, _next_page(page)
            if not after or after == before:
                break
        if not found:
            raise BackendRejected(None, "no models are listed")
        return tuple(found.values())

    async def aclose(self) -> None:
        """Nothing to let go of: the client belongs to somebody else."""


def _next_page(page: Any) -> str:
    """The id after which the listing goes on, "" at its end."""
    last = page.get("last_id") if isinstance(page, dict) and page.get("has_more") else None
    return last if isinstance(last, str) else ""


BACKEND = BackendType(
    PROTOCOL,
    lambda endpoint, context: Anthropic(endpoint, context=context),
    key_header="x-api-key",
    headers={"anthropic-version": "2023-06-01"},
)
