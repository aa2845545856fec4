"""One answer of OpenAI's chat completions, put together from its chunks."""

import logging
from dataclasses import dataclass
from typing import Any

import msgspec

from app.backends import chat_wire
from app.backends.chat_wire import NOTHING, Chunk, Delta, Piece, ToolPiece, is_null
from app.backends.endpoint import body_detail, error_detail, shortened
from app.backends.sse import ServerEvent
from app.backends.think import ThinkTags
from app.core.backend import Finished, Item, ReasoningDelta, TextDelta, ToolCall
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


@dataclass(slots=True)
class _Call:
    """A tool call while its fragments come."""

    id: str
    name: str
    arguments: str = ""


class ChatAnswer:
    """Turns chunks into items: `read` while they come, `end` when no more will.

    See `exchange.Answer`.
    """

    def __init__(self) -> None:
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
        self._calls: list[_Call] = []
        self._call_at: dict[int, _Call] = {}

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
        outcome = _OUTCOMES.get(self.finish_reason, Outcome.COMPLETE)
        if self._has_refusal and outcome is Outcome.COMPLETE:
            outcome, self.finish_reason = Outcome.REFUSED, "refusal"
        finished = Finished(outcome, self.finish_reason, self.model)
        calls = self._tool_calls(outcome)
        return [*found, *calls, *self._citations(), *self._counted(), finished]

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

    def _counted(self) -> list[Item]:
        found = chat_wire.usage(chat_wire.read_raw(self._usage))
        return [found] if found is not None else []

    def _check_error(self, chunk: Chunk) -> None:
        inner = chunk.choices[0].error if chunk.choices else NOTHING
        if is_null(chunk.error) and is_null(inner) and chunk.object != "error":
            return
        self._note(chunk)
        said = (chat_wire.read_raw(raw) for raw in (chunk.error, inner, chunk.message))
        details = (shortened(error_detail(each)) for each in said)
        raise BackendRejected(None, next(filter(None, details), "unknown error"))

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
        if thought := delta.reasoning_content or delta.reasoning:
            found.append(ReasoningDelta(thought))
        elif delta.reasoning_details:
            found += _details(delta.reasoning_details)
        if delta.content:
            if isinstance(delta.content, str):
                found += self._text(delta.content)
            else:
                found += self._pieces(delta.content)
        if delta.refusal:
            self._has_refusal = True
            found.append(TextDelta(delta.refusal))
        if delta.tool_calls or not is_null(delta.annotations):
            self._keep(delta)
        return found

    def _text(self, text: str) -> list[Item]:
        self._has_text = True
        return list(self._think.feed(text))

    def _pieces(self, pieces: list[Piece]) -> list[Item]:
        found: list[Item] = []
        for piece in pieces:
            if piece.thinking is not None:
                if thought := _thinking(piece):
                    found.append(ReasoningDelta(thought))
            elif piece.text:
                found += self._text(piece.text)
        return found

    def _keep(self, delta: Delta) -> None:
        for piece in delta.tool_calls or ():
            self._join(piece)
        notes = chat_wire.read_raw(delta.annotations)
        if isinstance(notes, list):
            self._annotations += notes

    def _join(self, piece: ToolPiece) -> None:
        name = (piece.function and piece.function.name) or ""
        index = piece.index if piece.index is not None else self._index_without(piece)
        call = self._call_at.get(index)
        if call is None or (name and piece.id and piece.id != call.id):
            # Gemini's imitation gives every whole call the index 0.
            call = self._call_at[index] = _Call(piece.id or "", name)
            self._calls.append(call)
        call.id = call.id or piece.id or ""
        call.name = call.name or name
        call.arguments += _arguments(piece)

    def _index_without(self, piece: ToolPiece) -> int:
        is_new = bool(piece.id) or not self._calls
        return len(self._calls) if is_new else len(self._calls) - 1

    def _tool_calls(self, outcome: Outcome) -> list[Item]:
        """The calls that came whole: where the answer was cut, the last one did not."""
        calls = self._calls
        if outcome is not Outcome.COMPLETE:
            calls = calls[:-1]
        return [
            ToolCall(call.id or f"call_{number}", call.name, call.arguments.strip() or "{}")
            for number, call in enumerate(calls)
            if call.name and (self.finish_reason or _is_json(call.arguments))
        ]

    def _citations(self) -> list[Item]:
        results, links = chat_wire.read_raw(self._results), chat_wire.read_raw(self._links)
        return list(chat_wire.citations(results, links, self._annotations))


def _details(pieces: list[Piece]) -> list[Item]:
    return [ReasoningDelta(text) for piece in pieces if (text := piece.text or piece.summary)]


def _thinking(piece: Piece) -> str:
    if isinstance(piece.thinking, str):
        return piece.thinking
    return "".join(part.text or "" for part in piece.thinking or ())


def _arguments(piece: ToolPiece) -> str:
    arguments = piece.function.arguments if piece.function else None
    if isinstance(arguments, dict):
        return msgspec.json.encode(arguments).decode()
    return arguments or ""


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text or "{}")
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
