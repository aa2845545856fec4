"""What an Ollama server says of its models, asked once and remembered.

A model has the context with which it was loaded, which is often a small part of what it
was made for; what does not fit is left out without a word. So we find out, and say the
same number with each request: another one would load the model anew.

Sources: https://docs.ollama.com/context-length, https://docs.ollama.com/api/ps
"""

import asyncio
import logging

from app.backends import ollama_wire as wire
from app.backends.chat_request import encoded
from app.backends.endpoint import Endpoint
from app.backends.ollama_wire import Shown
from app.core.backend import ModelFacts
from app.core.errors import BackendError, BackendRejected

log = logging.getLogger(__name__)

CHAT = "/api/chat"
_SHOW = "/api/show"
_USUAL_LENGTH = 4096
"""Tokens that a server on a machine with little memory for graphics holds, unless told."""
_AT_ONCE = 4
_PATIENCE = 10.0
"""Seconds that what one model is may take; the listing is not worth more."""


class OllamaFacts:
    """The facts of one server."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._shown: dict[str, Shown] = {}
        self._lengths: dict[str, int] = {}

    def known(self, model: str) -> Shown:
        """What was said of `model` so far; nobody is asked."""
        return self._shown.get(model) or Shown()

    def length(self, model: str) -> int | None:
        """The context with which `model` was found in memory, in tokens."""
        return self._lengths.get(model)

    async def context_length(self, model: str) -> int | None:
        """Tokens that the server really holds for `model`, None if it cannot be asked.

        A model that is not in memory is loaded, which the next request would have to do.
        """
        said = await self._show(model)
        if said is None:
            return None
        if said.is_remote or model.endswith(("-cloud", ":cloud")):
            return said.context
        if said.num_ctx is not None:
            return said.num_ctx
        if model not in self._lengths:
            await self._look(model)
        return self._lengths.get(model) or min(_USUAL_LENGTH, said.context or _USUAL_LENGTH)

    async def models(self) -> tuple[ModelFacts, ...]:
        """Every model that can hold a conversation.

        Raises:
            BackendError: The server cannot be asked, or has none (`BackendRejected`).
        """
        names = wire.names(await self._endpoint.get("/api/tags"))
        self._shown.clear()
        self._lengths.clear()
        gate = asyncio.Semaphore(_AT_ONCE)

        async def show(name: str) -> Shown | None:
            async with gate:
                return await self._show(name)

        said = await asyncio.gather(*(show(name) for name in names))
        found = [
            wire.facts(name, each)
            for name, each in zip(names, said, strict=True)
            if each is None or each.is_for_chat
        ]
        if not found:
            raise BackendRejected(None, "the server has no models")
        return tuple(found)

    async def _show(self, model: str) -> Shown | None:
        if model in self._shown:
            return self._shown[model]
        if self._endpoint.url(_SHOW) == self._endpoint.url(CHAT):
            return None  # the address is for chats alone
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await self._endpoint.ask(_SHOW, encoded({"model": model}))
        except (BackendError, TimeoutError) as error:
            log.debug("a model is not shown: %s", type(error).__name__)
            return None
        self._shown[model] = wire.shown(found)
        return self._shown[model]

    async def _look(self, model: str) -> None:
        """Learn with which context `model` is in memory; it is put there if it is not.

        Source: https://github.com/ollama/ollama/blob/main/docs/api.md#load-a-model-1
        """
        try:
            length = wire.loaded_length(await self._endpoint.get("/api/ps"), model)
            if length is None:
                load = {"model": model, "messages": [], "stream": False}
                await self._endpoint.ask(CHAT, encoded(load))
                length = wire.loaded_length(await self._endpoint.get("/api/ps"), model)
        except BackendError as error:
            log.debug("what is in memory is not said: %s", type(error).__name__)
            return
        if length is not None:
            self._lengths[model] = length
