"""Servers with OpenAI's chat completions: nearly everybody's.

Source: https://platform.openai.com/docs/api-reference/chat-streaming
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from app.backends import chat_models
from app.backends.backend_type import BackendType
from app.backends.chat_answer import ChatAnswer
from app.backends.chat_dialects import LLAMA, Dialect, dialect_of
from app.backends.chat_request import PROTOCOL, chat_body
from app.backends.chat_turns import guessed_tokens
from app.backends.endpoint import Endpoint
from app.backends.exchange import answered
from app.core.backend import Item, ModelFacts, Request

PATH = "/chat/completions"


class OpenAIChat:
    """One address and its key."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        context: int | None = None,
        is_llama: bool = False,
        dialect: Dialect | None = None,
    ) -> None:
        """`context` is the model's length in tokens where somebody knows it. `is_llama`
        says that llama.cpp's own server answers. Without a `dialect` the host tells it."""
        self._endpoint = endpoint
        self._context = context
        self._dialect = dialect or (LLAMA if is_llama else dialect_of(endpoint.host))

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item; see `core/backend.py`."""
        body = chat_body(request, self._dialect)
        answer = ChatAnswer(request, self._dialect)
        async with aclosing(answered(self._endpoint, PATH, body, answer)) as items:
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


BACKEND = BackendType(PROTOCOL, lambda endpoint, context: OpenAIChat(endpoint, context=context))
