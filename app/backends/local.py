"""A model on this machine: a child process running llama.cpp, shared by all tiles.

It is reached over 127.0.0.1 with a key made for this start. It is started when first
needed; the built-in one again when it dies, after pauses that grow.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx

from app.backends.chat_request import chat_messages, chat_tools, encoded
from app.backends.endpoint import Endpoint
from app.backends.http import send
from app.backends.local_process import LocalProcess
from app.backends.openai_chat import OpenAIChat
from app.backends.serving import AS_BUILTIN, Serving
from app.backends.serving import CONTEXT as CONTEXT
from app.backends.slots import Slots
from app.backends.timeouts import Timeouts
from app.backends.tools_by_schema import ToolsBySchema, told
from app.core.backend import Item, ModelFacts, Request
from app.core.errors import (
    AppError,
    BackendBroken,
    BackendError,
    BackendGarbled,
    BackendRejected,
    BackendUnfinished,
    BackendUnreachable,
    ModelCrashed,
    ModelFileGone,
    ModelMissing,
    ModelUnloaded,
)
from app.core.tasks import TaskScope

log = logging.getLogger(__name__)

START_LIMIT = 120.0
"""Seconds the model may take to load on a slow disk."""

SLOWEST_DISK = 20_000_000
"""Bytes a second that a disk reads at least; a large model has so much more time."""

_PATIENT = Timeouts(connect=30.0, first_byte=3600.0, idle=600.0)
"""It may be as slow as one token a second for a while, and others may be before us."""

REPEAT_PENALTY = 1.15
"""Without one the tiny model says the same words over and over until its room is full."""

MOST_TOKENS = 640
"""The longest answer when nobody asked for another length; rarely does more of it help."""

_RESTARTS = 6
"""Crashes in a row after which it is only started again when somebody asks."""

_LONGEST_PAUSE = 60.0


class LocalState(StrEnum):
    """What a local model is doing."""

    MISSING = "missing"
    """Its file is not there."""
    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class _Served:
    """A process that is ready, and how to talk to it."""

    process: LocalProcess
    chat: OpenAIChat
    address: str
    since: float
    has_tools: bool
    """The model's template knows tools; they are given to others by a form of the answer."""


class LocalModel:
    """The backend of a model's file and the owner of the process that serves it.

    `problem` says why it is not ready, None when nothing is wrong. `on_change` hears of
    every change of `state`. Close it with `aclose`; afterwards it never starts again.
    """

    def __init__(
        self,
        model_file: Path,
        client: httpx.AsyncClient,
        *,
        on_change: Callable[[], None] = lambda: None,
        serving: Serving = AS_BUILTIN,
        log_file: Path | None = None,
    ) -> None:
        """The log is beside the model's file unless `log_file` says where."""
        self.problem: AppError | None = None
        self._file = model_file
        self._client = client
        self._on_change = on_change
        self._serving = serving
        self._log_file = log_file or model_file.with_suffix(".log")
        self._slots = Slots(serving.slots)
        self._unloaded: ModelUnloaded | None = None
        self._state = LocalState.STOPPED
        self._scope = TaskScope("local model")
        self._process: LocalProcess | None = None
        self._served: _Served | None = None
        self._crashes = 0

    @property
    def state(self) -> LocalState:
        return self._state

    @property
    def pid(self) -> int:
        """The process's id, 0 when none is ready."""
        return self._served.process.pid if self._served is not None else 0

    @property
    def runs(self) -> int:
        """How many runs are served or wait."""
        return self._slots.count

    @property
    def serving(self) -> Serving:
        """How it is served, or will be."""
        return self._serving

    async def start(self) -> None:
        """Start the process unless it runs; all who call meanwhile share one start.

        Raises:
            ModelMissing: Its file is not there.
            ModelCrashed: It cannot be started.
        """
        await self._ready()

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Wait for a slot, saying the place in line, then yield the answer."""
        ticket = self._slots.take(request.asker)
        try:
            async with aclosing(ticket.places()) as places:
                async for place in places:
                    yield place
            served = await self._ready()
            asked = steadied(request) if self._serving.is_tiny else request
            chat = served.chat if served.has_tools else ToolsBySchema(served.chat)
            async with aclosing(chat.stream(asked)) as items:
                try:
                    async for item in items:
                        yield item
                except (BackendBroken, BackendUnfinished, BackendUnreachable) as error:
                    raise await self._explained(error, served.process) from error
        finally:
            ticket.give_back()

    async def context_length(self, model: str) -> int | None:
        return self._serving.context

    async def count_tokens(self, request: Request) -> int:
        """Exactly as many as the model's own server will count."""
        served = await self._ready()
        request = request if served.has_tools else told(request)
        asked = {"messages": chat_messages(request), **chat_tools(request)}
        prompt = (await self._ask(served, "/apply-template", asked)).get("prompt")
        text = {"content": prompt, "add_special": True, "parse_special": True}
        tokens = (await self._ask(served, "/tokenize", text)).get("tokens")
        if not isinstance(tokens, list):
            raise BackendGarbled("no tokens")
        return len(tokens)

    async def models(self) -> tuple[ModelFacts, ...]:
        return (ModelFacts(self._file.stem, context=self._serving.context),)

    async def unload(self, name: str) -> None:
        """End the process because the user wants it; open streams fail and say so."""
        self._unloaded = ModelUnloaded(name)
        await self.aclose()

    async def aclose(self) -> None:
        """End the process; streams still open fail."""
        await self._scope.aclose()
        self._served = None
        if self._process is not None:
            await self._process.aclose()
        self._become(LocalState.STOPPED)

    async def _ready(self) -> _Served:
        if self._served is None:
            if "start" not in self._scope:
                self._scope.start("start", self._start, 0.0)
            await self._scope.wait("start")
        if self._served is None:
            raise self._unloaded or self.problem or self._crash("the program is ending")
        return self._served

    async def _start(self, pause: float) -> None:
        self._become(LocalState.STARTING)
        try:
            await asyncio.sleep(pause)
            self._served = await self._launched()
        except BackendError as error:
            log.info("a local model did not start: %s", error)
            is_missing = isinstance(error, ModelMissing | ModelFileGone)
            self._become(LocalState.MISSING if is_missing else LocalState.FAILED, error)
            return
        self._scope.start("watch", self._watch, self._served)
        self._become(LocalState.READY)

    async def _launched(self) -> _Served:
        size = self._size()
        limit = START_LIMIT + size / SLOWEST_DISK
        process = LocalProcess(self._file, self._serving, self._log_file, limit)
        self._process = process
        try:
            address = await process.start()
            endpoint = Endpoint(self._client, f"{address}/v1", process.key, timeouts=_PATIENT)
            chat = OpenAIChat(endpoint, is_llama=True)
            about = Endpoint(self._client, address, process.key, timeouts=_PATIENT)
            has_tools = _knows_tools(await about.get("/props"))
            served = _Served(process, chat, address, time.monotonic(), has_tools)
            # It answers only once the model is loaded and the key is ours.
            await self._ask(served, "/tokenize", {"content": "ready"})
        except BackendError:
            await process.aclose()
            raise
        return served

    def _size(self) -> int:
        """Bytes of the model's file."""
        try:
            return self._file.stat().st_size
        except OSError as error:
            path = str(self._file)
            missing = ModelMissing(path) if self._serving.is_tiny else ModelFileGone(path)
            raise missing from error

    async def _watch(self, served: _Served) -> None:
        await served.process.gone.wait()
        self._served = None
        ran = time.monotonic() - served.since
        self._crashes = 1 if ran > _LONGEST_PAUSE else self._crashes + 1
        problem = self._crash()
        # A large model may have ended because the memory was full: only who asks wants it again.
        if self._crashes > _RESTARTS or not self._serving.is_tiny:
            self._crashes = 0
            self._become(LocalState.FAILED, problem)
            return
        self._become(LocalState.STOPPED, problem)
        self._scope.start("start", self._start, pause_after(self._crashes))

    async def _ask(self, served: _Served, path: str, body: dict[str, Any]) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {served.process.key}"}
        url, content = f"{served.address}{path}", encoded(body)
        async with send(self._client, "POST", url, content, headers, _PATIENT) as incoming:
            answer = await incoming.whole(_PATIENT.idle)
        if incoming.status >= 400:
            raise BackendRejected(incoming.status, path)
        try:
            found = json.loads(answer)
        except ValueError as error:
            raise BackendGarbled(path) from error
        return found if isinstance(found, dict) else {}

    async def _explained(self, error: BackendError, process: LocalProcess) -> BackendError:
        """The process's end shows first as a broken connection: tell the two apart."""
        try:
            async with asyncio.timeout(1.0):
                await process.gone.wait()
        except TimeoutError:
            return self._unloaded or error
        return self._unloaded or self._crash()

    def _crash(self, detail: str = "its process ended") -> ModelCrashed:
        return ModelCrashed(detail, self._serving.name)

    def _become(self, state: LocalState, problem: AppError | None = None) -> None:
        if (state, problem) != (self._state, self.problem):
            self._state, self.problem = state, problem
            self._on_change()


def pause_after(crashes: int) -> float:
    """Seconds to wait before the start that follows so many crashes in a row."""
    return min(0.25 * 2.0**crashes, _LONGEST_PAUSE)


def _knows_tools(props: Any) -> bool:
    """Whether the model's template does, as its server found out.

    Source: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
    """
    known = props.get("chat_template_caps") if isinstance(props, dict) else None
    return isinstance(known, dict) and known.get("supports_tools") is True


def steadied(request: Request) -> Request:
    """The request with what keeps a tiny model from going in circles."""
    wish = request.sampling
    steadied = replace(
        wish,
        repeat_penalty=wish.repeat_penalty or REPEAT_PENALTY,
        max_tokens=wish.max_tokens or MOST_TOKENS,
    )
    return replace(request, sampling=steadied)
