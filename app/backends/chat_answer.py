"""One answer of OpenAI's chat completions, put together from its chunks."""

import logging
from typing import Any

import msgspec

from app.backends import chat_wire
from app.backends.chat_calls import Calls
from app.backends.chat_dialects import PLAIN, Dialect
from app.backends.chat_echo import ChatEcho
from app.backends.chat_usage import usage
from app.backends.chat_wire import NOTHING, Chunk, Delta, Piece, is_null
from app.backends.endpoint import body_detail, error_detail, shortened, status_in
from app.backends.sse import ServerEvent
from app.backends.think import ThinkTags
from app.core.backend import (
    Finished,
    Item,
    ReasoningDelta,
    RefusalDelta,
    Request,
    ToolCall,
)
from app.core.conversation import Outcome
from app.core.errors import BackendError, BackendRejected, BackendUnfinished

log = logging.getLogger(__name__)

_OUTCOMES = {
    "length": Outcome.LENGTH,
    "max_tokens": Outcome.LENGTH,
    "model_length": Outcome.LENGTH,
    "content_filter": Outcome.REFUSED,
    "refusal": Outcome.REFUSED,
    "insufficient_system_resource": Outcome.FAILED,
    "error": Outcome.FAILED,
}
"""Every other word a server gives for stopping means that the answer is complete."""


class ChatAnswer:
    """Turns chunks into items: `read` while they come, `end` when no more will.

    See `exchange.Answer`.
    """

    def __init__(self, request: Request, dialect: Dialect = PLAIN) -> None:
        self.finish_reason = ""
        self.is_done = False
        self.model = ""
        self._unknown: set[str] = set()
        self._think = ThinkTags()
        self._has_text = False
        self._has_refusal = False
        self._usage: msgspec.Raw = NOTHING
        self._results: msgspec.Raw = NOTHING
        self._links: msgspec.Raw = NOTHING
        self._annotations: list[Any] = []
        self._calls = Calls()
        self._dialect = dialect
        self._echo = ChatEcho(request.model, has_tools=bool(request.tools))

    @property
    def is_complete(self) -> bool:
        return bool(self.finish_reason)

    def read(self, event: ServerEvent) -> list[Item]:
        """The items that `event` brings.

        Raises:
            BackendRejected: It is an error in place of an answer.
            BackendGarbled: It cannot be read.
        """
        if event.data.startswith(b"[DONE]"):
            self.is_done = True
            return []
        if event.name == b"error":
            raise BackendRejected(None, body_detail(event.data) or "unknown error")
        if log.isEnabledFor(logging.DEBUG):
            self._log_unknown(event.data)
        return self._read(chat_wire.decode(event.data))

    def _read(self, chunk: Chunk) -> list[Item]:
        self._check_error(chunk)
        self._note(chunk)
        if not chunk.choices:
            return []
        choice = chunk.choices[0]
        if choice.index:
            return []  # another answer than the one we asked for
        if choice.finish_reason:
            self.finish_reason = choice.finish_reason
        if not is_null(choice.usage):
            self._usage = choice.usage
        delta = choice.delta or choice.message
        return self._words(delta) if delta is not None else []

    def end(self, failure: BackendError | None) -> list[Item]:
        """What remains to be said when the stream is over; `Finished` if the answer is."""
        found: list[Item] = list(self._think.finish())
        if failure is not None or self.missing_end() is not None:
            return [*found, *self._counted()]
        return [*found, *self._ending()]

    def missing_end(self) -> BackendUnfinished | None:
        """The error of a stream that stopped although nobody said the answer is over."""
        if self.finish_reason or (self.is_done and (self._has_text or self._calls)):
            return None
        return BackendUnfinished("the stream ended without a finish reason")

    def _log_unknown(self, data: bytes) -> None:
        """Log the names of fields that we do not read, once each."""
        if unknown := chat_wire.unknown_fields(data) - self._unknown:
            self._unknown |= unknown
            log.debug("fields not read: %s", ", ".join(sorted(unknown)))

    def _ending(self) -> list[Item]:
        """Calls, sources, the echo, the usage and the end of an answer that is whole."""
        outcome = self._outcome()
        calls = self._calls.whole(is_cut=outcome is not Outcome.COMPLETE)
        if self._calls and outcome is Outcome.COMPLETE:
            # Calls of which none can be read are no answer.
            outcome = Outcome.TOOL_CALLS if calls else Outcome.FAILED
        found: list[Item] = [ToolCall(call.id, call.name, call.arguments) for call in calls]
        found += self._citations()
        if outcome in (Outcome.COMPLETE, Outcome.TOOL_CALLS) and (echo := self._echo.echo(calls)):
            found.append(echo)
        return [*found, *self._counted(), Finished(outcome, self.finish_reason, self.model)]

    def _outcome(self) -> Outcome:
        outcome = _OUTCOMES.get(self.finish_reason, Outcome.COMPLETE)
        if self._has_refusal and outcome is Outcome.COMPLETE:
            self.finish_reason = "refusal"
            return Outcome.REFUSED
        return outcome

    def _counted(self) -> list[Item]:
        said = chat_wire.read_raw(self._usage)
        found = usage(said, hides_thought=self._dialect.hides_thought)
        return [found] if found is not None else []

    def _check_error(self, chunk: Chunk) -> None:
        inner = chunk.choices[0].error if chunk.choices else NOTHING
        if is_null(chunk.error) and is_null(inner) and chunk.object != "error":
            return
        self._note(chunk)
        said = [chat_wire.read_raw(raw) for raw in (chunk.error, inner, chunk.message)]
        details = (shortened(error_detail(each)) for each in said)
        statuses = (status_in(each) for each in (*said, {"code": chat_wire.read_raw(chunk.code)}))
        status = next(filter(None, statuses), None)
        raise BackendRejected(status, next(filter(None, details), "unknown error"))

    def _note(self, chunk: Chunk) -> None:
        """Keep what describes the answer; the last word of the server counts."""
        if chunk.model:
            self.model = chunk.model
        if not is_null(chunk.usage):
            self._usage = chunk.usage
        elif chunk.x_groq is not None and not is_null(chunk.x_groq.usage):
            self._usage = chunk.x_groq.usage
        if not is_null(chunk.search_results):
            self._results = chunk.search_results
        if not is_null(chunk.citations):
            self._links = chunk.citations

    def _words(self, delta: Delta) -> list[Item]:
        found: list[Item] = []
        if delta.reasoning_content or delta.reasoning or delta.reasoning_details:
            found = self._thoughts(delta)
        if delta.content:
            if isinstance(delta.content, str):
                found += self._text(delta.content)
            else:
                found += self._pieces(delta.content)
        if delta.refusal:
            self._has_refusal = True
            found.append(RefusalDelta(delta.refusal))
        if _has_more(delta):
            self._keep(delta)
        return found

    def _thoughts(self, delta: Delta) -> list[Item]:
        """Reasoning under its many names; what two of them say is said once."""
        details = delta.reasoning_details or []
        if details:
            self._echo.add_details(details)
        if delta.reasoning_content:
            self._echo.add_reasoning(delta.reasoning_content)
        if thought := delta.reasoning_content or delta.reasoning:
            return [ReasoningDelta(thought)]
        return [ReasoningDelta(text) for each in details if (text := _detail_text(each))]

    def _text(self, text: str) -> list[Item]:
        self._has_text = True
        self._echo.add_text(text)
        return list(self._think.feed(text))

    def _pieces(self, pieces: list[Piece]) -> list[Item]:
        found: list[Item] = []
        for piece in pieces:
            if piece.thinking is not None:
                if thought := _thinking(piece):
                    self._echo.add_thinking(thought)
                    found.append(ReasoningDelta(thought))
            elif piece.text:
                found += self._text(piece.text)
        return found

    def _keep(self, delta: Delta) -> None:
        """Put by what is said at the end."""
        for piece in delta.tool_calls or ():
            self._calls.add(piece)
        if delta.function_call is not None:
            self._calls.add_function(delta.function_call)
        if not is_null(delta.extra_content):
            self._echo.extra = delta.extra_content
        if not is_null(delta.annotations):
            notes = chat_wire.read_raw(delta.annotations)
            self._annotations += notes if isinstance(notes, list) else []

    def _citations(self) -> list[Item]:
        results, links = chat_wire.read_raw(self._results), chat_wire.read_raw(self._links)
        return list(chat_wire.citations(results, links, self._annotations))


def _has_more(delta: Delta) -> bool:
    """Whether there is anything but words in it; most have nothing."""
    if delta.tool_calls or delta.function_call is not None:
        return True
    return delta.annotations is not NOTHING or delta.extra_content is not NOTHING


def _detail_text(detail: dict[str, Any]) -> str:
    text = detail.get("text") or detail.get("summary")
    return text if isinstance(text, str) else ""


def _thinking(piece: Piece) -> str:
    if isinstance(piece.thinking, str):
        return piece.thinking
    return "".join(part.text or "" for part in piece.thinking or ())
