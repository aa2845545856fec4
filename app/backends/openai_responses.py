"""Servers with OpenAI's responses, which hold on to what a model thought between tools.

Source: https://platform.openai.com/docs/api-reference/responses
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from app.backends import chat_models
from app.backends.backend_type import BackendType
from app.backends.chat_turns import guessed_tokens
from app.backends.endpoint import Endpoint
from app.backends.exchange import answered
from app.backends.responses_answer import ResponsesAnswer
from app.backends.responses_request import (
    PROTOCOL,
    ResponsesDialect,
    responses_body,
    responses_dialect,
)
from app.core.backend import Item, ModelFacts, Request
from app.core.errors import BackendRejected

PATH = "/responses"

_ABOUT_THOUGHTS = ("encrypted", "reasoning", "include", "summar")
"""Words of a server that refuses a request for what it says about earlier thoughts."""


class OpenAIResponses:
    """One address and its key. Nothing is stored on the server."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        context: int | None = None,
        dialect: ResponsesDialect | None = None,
    ) -> None:
        """`context` is the model's length in tokens where somebody knows it. Without a
        `dialect` the host tells it."""
        self._endpoint = endpoint
        self._context = context
        self._dialect = dialect or responses_dialect(endpoint.host)
        self._plain: set[str] = set()
        """The models that take nothing about thoughts."""

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item; see `core/backend.py`.

        Models that do not think, and accounts that may not see thoughts, are refused all
        that is asked about these: they are asked again without it.
        """
        try:
            async with aclosing(self._stream(request)) as items:
                async for item in items:
                    yield item
        except BackendRejected as error:
            if not self._is_about_thoughts(request, error):
                raise
            self._plain.add(request.model)
        else:
            return
        async with aclosing(self._stream(request)) as items:
            async for item in items:
                yield item

    async def context_length(self, model: str) -> int | None:
        return self._context

    async def count_tokens(self, request: Request) -> int:
        return guessed_tokens(request, PROTOCOL)

    async def models(self) -> tuple[ModelFacts, ...]:
        """The models at `/models`.

        Source: https://platform.openai.com/docs/api-reference/models/list
        """
        return chat_models.listed(await self._endpoint.get("/models"))

    async def aclose(self) -> None:
        """Nothing to let go of: the client belongs to somebody else."""

    async def _stream(self, request: Request) -> AsyncGenerator[Item, None]:
        body = responses_body(request, self._dialect, is_plain=request.model in self._plain)
        answer = ResponsesAnswer(request.model)
        async with aclosing(answered(self._endpoint, PATH, body, answer)) as items:
            async for item in items:
                yield item

    def _is_about_thoughts(self, request: Request, error: BackendRejected) -> bool:
        if error.status != 400 or request.model in self._plain:
            return False
        detail = error.detail.lower()
        return any(word in detail for word in _ABOUT_THOUGHTS)


BACKEND = BackendType(
    PROTOCOL, lambda endpoint, context: OpenAIResponses(endpoint, context=context)
)
