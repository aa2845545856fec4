"""What the program needs from a model, whoever runs it."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from app.core.conversation import Message, Outcome
from app.core.wishes import Effort as Effort
from app.core.wishes import Sampling as Sampling


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool the model may ask for. `parameters` is a JSON schema as JSON text."""

    name: str
    about: str
    parameters: str = '{"type":"object","properties":{}}'


@dataclass(frozen=True, slots=True)
class OutputSchema:
    """The form an answer must have. `schema` is a JSON schema as JSON text."""

    name: str
    schema: str


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model: its name, the persona, and all that was said, oldest first.

    `asker` is who asks (a session's id), so that a server's time is shared fairly.
    `context` is the length in tokens that the user says the model has, for servers that
    choose one when they load it; None leaves it to them.
    """

    model: str
    messages: tuple[Message, ...]
    system: str = ""
    sampling: Sampling = field(default_factory=Sampling)
    tools: tuple[ToolSpec, ...] = ()
    effort: Effort = Effort.UNSAID
    output: OutputSchema | None = None
    asker: str = ""
    context: int | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More of what the model thinks before it answers."""

    text: str


@dataclass(frozen=True, slots=True)
class RefusalDelta:
    """More of why the model declines, in its own words."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model wants a tool; `arguments` is the JSON text of an object, complete."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A source the model used."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Echo:
    """The whole answer as its protocol wants it back; see `EchoPart`. `data` is JSON text."""

    protocol: str
    model: str
    data: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them; None where it did not say.

    `input` counts everything that was read, `cached` how much of it came from a cache;
    `output` everything that was written, `reasoning` how much of it was thought. `cost`
    is in US dollars, from the few servers that say it.
    """

    input: int | None = None
    output: int | None = None
    cached: int | None = None
    reasoning: int | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """The model is busy; `place` runs come before this one. 0: its turn has come."""

    place: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing was sent, or nothing of the answer had come: it is tried again in `seconds`.

    `code` says why (an error's code, or `rate` for our own limit), `detail` in the
    server's words. Calling `hurry` tries at once. 0 seconds: the wait is over.
    """

    seconds: float
    code: str = ""
    status: int | None = None
    detail: str = ""
    hurry: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Finished:
    """The last item of every stream that did not raise.

    `reason` is the server's own word. `model` is what the server says answered, "" if
    it did not say.
    """

    outcome: Outcome
    reason: str = ""
    model: str = ""


Item = (
    TextDelta
    | ReasoningDelta
    | RefusalDelta
    | ToolCall
    | Citation
    | Echo
    | Usage
    | Queued
    | Waiting
    | Finished
)


class Ability(StrEnum):
    """What a model can do besides reading and writing text."""

    VISION = "vision"
    FILES = "files"
    TOOLS = "tools"
    REASONING = "reasoning"
    SCHEMA = "schema"


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model as its server lists it. `context` is in tokens, None when it did not say.

    `abilities` is None when the server did not say, which is not the same as none.
    """

    id: str
    title: str = ""
    context: int | None = None
    abilities: frozenset[Ability] | None = None


class Backend(Protocol):
    """Something that answers. One instance serves any number of sessions at once."""

    def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item, `Finished` last; closing the generator hangs up.

        Usage and echo come at most once, before `Finished`.

        Raises:
            BackendError: The answer cannot be had, or broke off. Nothing is retried here.
        """
        ...

    async def context_length(self, model: str) -> int | None:
        """Tokens a request and its answer may have together; None when nobody knows.

        Raises:
            BackendError: The server that knows cannot be asked.
        """
        ...

    async def count_tokens(self, request: Request) -> int:
        """How many tokens `request` is for its model, exactly or a little too many.

        Raises:
            BackendError: The server that knows cannot be asked.
        """
        ...

    async def models(self) -> tuple[ModelFacts, ...]:
        """The models the server offers, in its order.

        Raises:
            BackendError: It cannot be asked, or lists none (`BackendRejected`).
        """
        ...

    async def aclose(self) -> None:
        """Let go of processes and connections. Streams still open end as failed."""
        ...
