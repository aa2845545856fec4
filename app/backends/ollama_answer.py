"""One answer of Ollama's, put together from its lines."""

import logging

import msgspec

from app.backends import ollama_wire as wire
from app.backends.chat_calls import object_text
from app.backends.chat_wire import NOTHING, is_null, read_raw
from app.backends.endpoint import body_detail, error_detail, shortened
from app.backends.ollama_wire import Line, Message
from app.backends.sse import ServerEvent
from app.backends.think import ThinkTags
from app.core.backend import Echo, Finished, Item, ReasoningDelta, ToolCall
from app.core.conversation import Outcome, new_id
from app.core.errors import BackendError, BackendRejected, BackendUnfinished

log = logging.getLogger(__name__)

PROTOCOL = "ollama"

_OUTCOMES = {
    "length": Outcome.LENGTH,
    "load": Outcome.FAILED,  # it only loaded the model,
    "unload": Outcome.FAILED,  # or let go of it
}
"""Every other word for stopping, and none, means that the answer is complete."""


class OllamaAnswer:
    """Turns lines into items: `read` while they come, `end` when no more will.

    See `exchange.Answer`.
    """

    def __init__(self, model: str = "") -> None:
        """`model` is the one that was asked for."""
        self.is_done = False
        self.model = ""
        self._asked = model
        self._reason = ""
        self._text: list[str] = []
        self._thoughts: list[str] = []
        self._think = ThinkTags()
        self._calls: list[ToolCall | None] = []
        """Every call that came; None for one that cannot be read."""
        self._raw_calls: list[msgspec.Raw] = []
        self._is_call_last = False
        self._counts = (NOTHING, NOTHING)
        self._has_images = False

    @property
    def is_complete(self) -> bool:
        return self.is_done

    def read(self, event: ServerEvent) -> list[Item]:
        """The items that `event` brings.

        Raises:
            BackendRejected: It is an error in place of an answer.
            BackendGarbled: It cannot be read.
        """
        if event.data.startswith(b"[DONE]"):
            return []
        if event.name == b"error":
            raise BackendRejected(None, body_detail(event.data) or "unknown error")
        return self._read(wire.decode(event.data))

    def end(self, failure: BackendError | None) -> list[Item]:
        """What remains to be said when the stream is over; `Finished` if the answer is."""
        counted = wire.usage(*(read_raw(each) for each in self._counts))
        usage: list[Item] = [counted] if counted is not None else []
        words: list[Item] = list(self._think.finish())
        if failure is not None or not self.is_done:
            return [*words, *usage]
        outcome = _OUTCOMES.get(self._reason, Outcome.COMPLETE)
        calls = self._whole_calls(outcome)
        if self._calls and outcome is Outcome.COMPLETE:
            # Calls of which none can be read are no answer.
            outcome = Outcome.TOOL_CALLS if calls else Outcome.FAILED
        finished = Finished(outcome, self._reason, self.model)
        return [*words, *calls, *self._echo(outcome), *usage, finished]

    def missing_end(self) -> BackendUnfinished | None:
        """The error of a stream that stopped although nobody said the answer is over."""
        return None if self.is_done else BackendUnfinished("the stream ended before it was done")

    def _read(self, line: Line) -> list[Item]:
        if not is_null(line.error):
            detail = shortened(error_detail(read_raw(line.error)))
            raise BackendRejected(None, detail or "unknown error")
        self.model = line.model or self.model
        found = self._words(line.message) if line.message is not None else []
        if line.done:
            self.is_done = True
            self._reason = line.done_reason or ""
            self._counts = (line.prompt_eval_count, line.eval_count)
        return found

    def _words(self, message: Message) -> list[Item]:
        found: list[Item] = []
        if message.thinking:
            self._thoughts.append(message.thinking)
            found.append(ReasoningDelta(message.thinking))
        if message.content:
            self._is_call_last = False
            self._text.append(message.content)
            found += self._think.feed(message.content)
        for raw in message.tool_calls or ():
            self._is_call_last = True
            self._raw_calls.append(raw)
            self._calls.append(_call(raw))
        if not is_null(message.images) and not self._has_images:
            self._has_images = True
            log.debug("not read: images")
        return found

    def _whole_calls(self, outcome: Outcome) -> list[ToolCall]:
        is_cut = outcome is not Outcome.COMPLETE and self._is_call_last
        return [call for call in (self._calls[:-1] if is_cut else self._calls) if call is not None]

    def _echo(self, outcome: Outcome) -> list[Item]:
        """The answer as it must go back: what was thought before tools were called.

        Source: https://docs.ollama.com/capabilities/streaming
        """
        if outcome is not Outcome.TOOL_CALLS or not self._thoughts or None in self._calls:
            return []
        whole = {
            "role": "assistant",
            "content": "".join(self._text),
            "thinking": "".join(self._thoughts),
            "tool_calls": self._raw_calls,
        }
        data = msgspec.json.encode(whole).decode(errors="replace")
        return [Echo(PROTOCOL, self._asked, data)]


def _call(raw: msgspec.Raw) -> ToolCall | None:
    said = wire.call(raw)
    function = said.function
    if function is None or not function.name:
        return None
    found = read_raw(function.arguments)
    text = found if isinstance(found, str) else bytes(function.arguments).decode(errors="replace")
    arguments = object_text(text)
    if arguments is None:
        return None
    return ToolCall(said.id or f"call_{new_id()}", function.name, arguments)
