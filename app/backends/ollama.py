"""Ollama's own API, which says more of a model than the one it shares with others.

Source: https://docs.ollama.com/api/chat
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from app.backends.backend_type import BackendType
from app.backends.chat_turns import guessed_tokens
from app.backends.endpoint import Endpoint
from app.backends.exchange import answered
from app.backends.ollama_answer import PROTOCOL, OllamaAnswer
from app.backends.ollama_facts import CHAT, OllamaFacts
from app.backends.ollama_request import ollama_body
from app.backends.tools_by_schema import ToolsBySchema
from app.core.backend import Ability, Item, ModelFacts, Request
from app.core.errors import BackendRejected


class Ollama:
    """One address, and its key where it has one."""

    def __init__(self, endpoint: Endpoint, *, context: int | None = None) -> None:
        """`context` is the models' length in tokens where somebody knows it. An address
        that was meant for OpenAI's API will do."""
        self._endpoint = endpoint.without_end("/v1")
        self._context = context
        self._facts = OllamaFacts(self._endpoint)
        self._plain: set[str] = set()
        """The models that may not be told how long to think."""
        self._toolless: set[str] = set()

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item; see `core/backend.py`.

        A model that refuses tools or to be told how to think is asked again in another
        way: tools are then given to it by the form of the answer.
        """
        try:
            async with aclosing(self._stream(request)) as items:
                async for item in items:
                    yield item
        except BackendRejected as error:
            if not self._learns(request, error):
                raise
        else:
            return
        async with aclosing(self.stream(request)) as items:
            async for item in items:
                yield item

    async def context_length(self, model: str) -> int | None:
        """What the server really holds, which is less than the model was made for."""
        return self._context or await self._facts.context_length(model)

    async def count_tokens(self, request: Request) -> int:
        return guessed_tokens(request, PROTOCOL)

    async def models(self) -> tuple[ModelFacts, ...]:
        """The models that are on the server.

        Source: https://docs.ollama.com/api/tags
        """
        return await self._facts.models()

    async def aclose(self) -> None:
        """Nothing to let go of: the client belongs to somebody else."""

    async def _stream(self, request: Request) -> AsyncGenerator[Item, None]:
        if request.tools and not self._has_tools(request.model):
            items = ToolsBySchema(self).stream(request)
        else:
            items = self._answer(request)
        async with aclosing(items):
            async for item in items:
                yield item

    def _answer(self, request: Request) -> AsyncGenerator[Item, None]:
        body = ollama_body(
            request,
            self._facts.known(request.model),
            length=self._context or self._facts.length(request.model),
            is_plain=request.model in self._plain,
        )
        answer = OllamaAnswer(request.model)
        return answered(self._endpoint, CHAT, body, answer, in_lines=True)

    def _has_tools(self, model: str) -> bool:
        abilities = self._facts.known(model).abilities
        return model not in self._toolless and (abilities is None or Ability.TOOLS in abilities)

    def _learns(self, request: Request, error: BackendRejected) -> bool:
        """Whether the refusal says something new about the model."""
        detail = error.detail.lower()
        if error.status != 400:
            return False
        if "think" in detail and request.model not in self._plain:
            self._plain.add(request.model)
            return True
        if "does not support tools" in detail and self._has_tools(request.model):
            self._toolless.add(request.model)
            return bool(request.tools)
        return False


BACKEND = BackendType(PROTOCOL, lambda endpoint, context: Ollama(endpoint, context=context))
