"""What the program needs from a model, whoever runs it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from app.core.conversation import Message, Outcome


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a model chooses its words; None leaves the choice to the server.

    `temperature` is 0 to 2, `top_p` 0 to 1, `max_tokens` the longest answer in tokens.
    """

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    repeat_penalty: float | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model: its name, the persona, and all that was said, oldest first."""

    model: str
    messages: tuple[Message, ...]
    system: str = ""
    sampling: Sampling = Sampling()


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More of what the model thinks before it answers."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model wants a tool; `arguments` is JSON text, complete."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A source the model used."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them; None where it did not say."""

    input: int | None = None
    output: int | None = None
    cached: int | None = None
    reasoning: int | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """The model is busy; `place` runs come before this one. 0: its turn has come."""

    place: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The last item of every stream that did not raise.

    `reason` is the server's own word. `model` is what the server says answered, "" if
    it did not say.
    """

    outcome: Outcome
    reason: str = ""
    model: str = ""


Item = TextDelta | ReasoningDelta | ToolCall | Citation | Usage | Queued | Finished


class Backend(Protocol):
    """Something that answers. One instance serves any number of sessions at once."""

    def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item, `Finished` last; closing the generator hangs up.

        Usage comes at most once, before `Finished`.

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

    async def aclose(self) -> None:
        """Let go of processes and connections. Streams still open end as failed."""
        ...
