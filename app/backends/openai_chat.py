"""Servers with OpenAI's chat completions: nearly everybody's.

Source: https://platform.openai.com/docs/api-reference/chat-streaming
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from app.backends import chat_wire
from app.backends.chat_answer import ChatAnswer
from app.backends.chat_request import chat_body, guessed_tokens
from app.backends.endpoint import Endpoint
from app.backends.exchange import answered
from app.core.backend import Item, ModelFacts, Request

PATH = "/chat/completions"


class OpenAIChat:
    """One address and its key."""

    def __init__(
        self, endpoint: Endpoint, *, context: int | None = None, is_llama: bool = False
    ) -> None:
        """`context` is the model's length in tokens where somebody knows it. `is_llama`
        says that llama.cpp's own server answers."""
        self._endpoint = endpoint
        self._context = context
        self._is_llama = is_llama

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item; see `core/backend.py`."""
        body = chat_body(request, self._endpoint.host, is_llama=self._is_llama)
        async with aclosing(answered(self._endpoint, PATH, body, ChatAnswer())) as items:
            async for item in items:
                yield item

    async def context_length(self, model: str) -> int | None:
        return self._context

    async def count_tokens(self, request: Request) -> int:
        return guessed_tokens(request)

    async def models(self) -> tuple[ModelFacts, ...]:
        """The models at `/models`.

        Source: https://platform.openai.com/docs/api-reference/models/list
        """
        return chat_wire.listed(await self._endpoint.get("/models"))

    async def aclose(self) -> None:
        """Nothing to let go of: the client belongs to somebody else."""
