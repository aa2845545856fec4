"""One answer of OpenAI's responses, put together from its events."""

import logging

import msgspec

from app.backends.chat_calls import Call
from app.backends.chat_usage import usage
from app.backends.chat_wire import NOTHING, citations, decoded, dicts, is_null, read_raw
from app.backends.endpoint import error_detail, shortened, status_in
from app.backends.responses_output import Output
from app.backends.responses_wire import (
    Head,
    Response,
    read_head,
    read_item,
    read_note,
    read_response,
    read_whole,
    read_words,
)
from app.backends.sse import ServerEvent
from app.core.backend import Finished, Item, ReasoningDelta, RefusalDelta, TextDelta, ToolCall
from app.core.conversation import Outcome
from app.core.errors import BackendError, BackendRejected, BackendUnfinished

log = logging.getLogger(__name__)

_ENDS = ("completed", "incomplete", "cancelled")
_REASONS = {
    "max_output_tokens": Outcome.LENGTH,
    "max_tokens": Outcome.LENGTH,
    "content_filter": Outcome.REFUSED,
}
"""Why an answer was cut off; with any other reason it failed."""


Place = tuple[int | None, int | None]
"""An item of the answer and a part of it, as far as the server names them."""


class ResponsesAnswer:
    """Turns events into items: `read` while they come, `end` when no more will.

    See `exchange.Answer`.
    """

    def __init__(self, model: str) -> None:
        """`model` is the name that was asked for."""
        self.is_done = False
        self._asked = model
        self._model = ""
        self._status = ""
        self._reason = ""
        self._spoken: list[Place] = []
        self._thought: Place | None = None
        self._has_refusal = False
        self._usage: msgspec.Raw = NOTHING
        self._output = Output()
        self._unknown: set[str] = set()

    @property
    def is_complete(self) -> bool:
        return bool(self._status)

    def read(self, event: ServerEvent) -> list[Item]:
        """The items that `event` brings.

        Raises:
            BackendRejected: It is an error in place of an answer.
            BackendGarbled: It cannot be read.
        """
        if event.data.startswith(b"[DONE]"):
            self.is_done = True
            return []
        head = decoded(read_head, event.data)
        kind = head.type or event.name.decode(errors="replace")
        if kind == "error" or (not head.type and not is_null(head.error)):
            raise _rejection(head)
        if head.object == "response" and not head.type:
            return self._whole(decoded(read_response, event.data))
        return self._read(kind.removeprefix("response."), event.data)

    def _read(self, kind: str, data: bytes) -> list[Item]:
        match kind:
            case "output_text.delta" | "output_text.done" | "refusal.delta" | "refusal.done":
                return self._words(kind, data)
            case "reasoning_summary_text.delta" | "reasoning_text.delta":
                return self._thoughts(data)
            case "function_call_arguments.delta" | "function_call_arguments.done":
                self._output.add_arguments(decoded(read_words, data))
            case "output_item.added" | "output_item.done":
                event = decoded(read_item, data)
                self._output.add_item(event, is_done=kind == "output_item.done")
            case "output_text.annotation.added":
                self._output.notes += dicts([read_raw(decoded(read_note, data).annotation)])
            case "created" | "in_progress" | "queued":
                response = decoded(read_whole, data).response
                self._model = (response and response.model) or self._model
            case "completed" | "incomplete" | "failed" | "cancelled":
                return self._whole(decoded(read_whole, data).response or Response(), kind)
            case _:
                self._log_unknown(kind)
        return []

    def end(self, failure: BackendError | None) -> list[Item]:
        """What remains to be said when the stream is over; `Finished` if the answer is."""
        if failure is not None or self.missing_end() is not None:
            return self._counted()
        outcome = self._outcome()
        calls = self._output.calls(is_cut=outcome is not Outcome.COMPLETE)
        if self._output.has_calls and outcome is Outcome.COMPLETE:
            # Calls of which none can be read are no answer.
            outcome = Outcome.TOOL_CALLS if calls else Outcome.FAILED
        found: list[Item] = [ToolCall(call.id, call.name, call.arguments) for call in calls]
        found += citations(self._output.sources, None, self._output.url_notes())
        found += self._echo(outcome, calls)
        return [*found, *self._counted(), Finished(outcome, self._reason, self._model)]

    def missing_end(self) -> BackendUnfinished | None:
        """The error of a stream that stopped although nobody said the answer is over."""
        if self._status or (self.is_done and (self._spoken or self._output.has_calls)):
            return None
        return BackendUnfinished("the stream ended without a completed response")

    def _words(self, kind: str, data: bytes) -> list[Item]:
        """Text or refusal; what comes whole was not said in pieces, or is said already."""
        words = decoded(read_words, data)
        place = (words.output_index, words.content_index)
        is_refusal = kind.startswith("refusal")
        if kind.endswith("delta"):
            return self._said(words.delta or "", is_refusal, place)
        if place in self._spoken or (None, None) in self._spoken:
            return []
        return self._said(words.refusal or words.text or "", is_refusal, place)

    def _said(self, text: str, is_refusal: bool, place: Place) -> list[Item]:
        if not text:
            return []
        if not self._spoken or self._spoken[-1] != place:
            # One message and the next are told apart by a blank line.
            text = f"\n\n{text}" if self._spoken and self._spoken[-1][0] != place[0] else text
            self._spoken.append(place)
        if is_refusal:
            self._has_refusal = True
            return [RefusalDelta(text)]
        return [TextDelta(text)]

    def _thoughts(self, data: bytes) -> list[Item]:
        words = decoded(read_words, data)
        if not words.delta:
            return []
        place = (words.output_index, words.summary_index)
        between = "\n\n" if self._thought not in (None, place) else ""
        self._thought = place
        return [ReasoningDelta(between + words.delta)]

    def _whole(self, response: Response, kind: str = "") -> list[Item]:
        """The last event, or an answer in one piece, and what was not said before it."""
        self._model = response.model or self._model
        self._usage = response.usage
        status = kind or response.status or ""
        if not is_null(response.error) or status not in _ENDS:
            said = read_raw(response.error)
            detail = shortened(error_detail(said))
            raise BackendRejected(
                status_in(said), detail or f"the response is {status or 'unfinished'}"
            )
        self._status, self.is_done = status, True
        details = response.incomplete_details
        self._reason = (details and details.reason) or status
        self._output.settle(response.output or [])
        if self._spoken:
            return []
        return [
            item
            for at, text, is_refusal in self._output.texts()
            for item in self._said(text, is_refusal, (at, 0))
        ]

    def _outcome(self) -> Outcome:
        if self._status == "incomplete":
            return _REASONS.get(self._reason, Outcome.FAILED)
        if self._status == "cancelled":
            return Outcome.FAILED
        return Outcome.REFUSED if self._has_refusal else Outcome.COMPLETE

    def _echo(self, outcome: Outcome, calls: list[Call]) -> list[Item]:
        is_whole = outcome in (Outcome.COMPLETE, Outcome.TOOL_CALLS)
        echo = self._output.echo(self._asked, calls) if is_whole else None
        return [echo] if echo is not None else []

    def _counted(self) -> list[Item]:
        found = usage(read_raw(self._usage))
        return [found] if found is not None else []

    def _log_unknown(self, kind: str) -> None:
        """Log the kinds of events that we do not read, once each."""
        if kind not in self._unknown:
            self._unknown.add(kind)
            log.debug("event not read: %s", kind)


def _rejection(head: Head) -> BackendRejected:
    said = [read_raw(raw) for raw in (head.error, head.message, head.code)]
    details = (shortened(error_detail(each)) for each in said)
    status = status_in(said[0]) or status_in({"code": said[2]})
    return BackendRejected(status, next(filter(None, details), "unknown error"))
