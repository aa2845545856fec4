"""One answer of Anthropic's Messages API, put together from its events."""

import logging

import msgspec

from app.backends import anthropic_wire as wire
from app.backends.anthropic_blocks import THINKING, Block, Told
from app.backends.anthropic_messages import PROTOCOL
from app.backends.endpoint import body_detail, error_detail, shortened
from app.backends.sse import ServerEvent
from app.core.backend import (
    Citation,
    Echo,
    Finished,
    Item,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCall,
)
from app.core.conversation import Outcome
from app.core.errors import BackendError, BackendGarbled, BackendRejected, BackendUnfinished

log = logging.getLogger(__name__)

_OUTCOMES = {
    "max_tokens": Outcome.LENGTH,
    "model_context_window_exceeded": Outcome.LENGTH,
    "pause_turn": Outcome.LENGTH,  # the server's own tools took too long; it goes on if asked
    "refusal": Outcome.REFUSED,
}
"""Every other word for stopping means that the answer is complete."""

_REBUILT = frozenset(("text", "tool_use"))
"""Blocks that our own parts keep whole; an answer of anything else must be echoed."""


class AnthropicAnswer:
    """Turns events into items: `read` while they come, `end` when no more will.

    See `exchange.Answer`. `form` is the tool that stands for an answer in a wanted form,
    "" for none: what the model gives it is the text of the answer.
    """

    def __init__(self, model: str = "", form: str = "") -> None:
        """`model` is the one that was asked for."""
        self.stop_reason = ""
        self.is_done = False
        self.model = ""
        self._asked = model
        self._form = form
        self._may_restart = False
        self._details: msgspec.Raw = wire.NOTHING
        self._blocks: list[Block] = []
        self._at: dict[int, Block] = {}
        """The newest block of each number: some proxies give all the same one."""
        self._kind = ""
        self._counts: dict[str, int] = {}
        self._text = Told()
        self._thoughts = Told()
        self._unknown: set[str] = set()

    @property
    def is_complete(self) -> bool:
        return bool(self.stop_reason)

    def read(self, event: ServerEvent) -> list[Item]:
        """The items that `event` brings.

        Raises:
            BackendRejected: It is an error in place of an answer.
            BackendGarbled: It cannot be read.
        """
        data = event.data
        if data.startswith(b"[DONE]"):
            self.is_done = True
            return []
        if not data.strip():
            return []
        try:
            found = wire.decode(data)
        except BackendGarbled:
            return self._read_lines(event)
        if found.type == "content_block_delta":
            return self._grow(found)
        return self._read(found, event)

    def end(self, failure: BackendError | None) -> list[Item]:
        """What remains to be said when the stream is over; `Finished` if the answer is."""
        counted = wire.usage(self._counts)
        usage: list[Item] = [counted] if counted is not None else []
        if failure is not None or self.missing_end() is not None:
            return usage
        outcome = _OUTCOMES.get(self.stop_reason, Outcome.COMPLETE)
        calls = self._calls(outcome)
        if self._tools() and outcome is Outcome.COMPLETE:
            # Calls of which none can be read are no answer.
            outcome = Outcome.TOOL_CALLS if calls else Outcome.FAILED
        finished = Finished(outcome, self.stop_reason, self.model)
        return [*self._why(), *calls, *self._citations(), *self._echo(outcome), *usage, finished]

    def missing_end(self) -> BackendUnfinished | None:
        """The error of a stream that stopped although nobody said the answer is over."""
        if self.stop_reason or (self.is_done and self._blocks):
            return None
        return BackendUnfinished("the stream ended without a stop reason")

    def _read_lines(self, event: ServerEvent) -> list[Item]:
        """Read events that run into one another because the line between was not empty."""
        lines = [line for line in event.data.split(b"\n") if line.strip()]
        if len(lines) < 2:
            if event.name == b"error":
                raise BackendRejected(None, body_detail(event.data) or "unknown error")
            wire.decode(event.data)  # says again what is wrong
        return [item for line in lines for item in self.read(ServerEvent(event.name, line))]

    def _read(self, found: wire.Event, event: ServerEvent) -> list[Item]:
        if found.type == "error" or event.name == b"error" or not wire.is_null(found.error):
            raise _rejection(found, event.data)
        match found.type:
            case "content_block_start":
                return self._open(found.index, found.content_block)
            case "content_block_stop":
                self._close(found.index)
            case "message_start":
                self._begin(wire.message(found.message))
            case "message_delta":
                self._change(found)
            case "message_stop":
                self.is_done = True
            case "message":
                return self._whole(wire.message(event.data))
            case _:
                self._note_unknown("event", found.type)
        return []

    def _begin(self, message: wire.Message) -> None:
        """The frame of an answer. A second one changes nothing by itself; but where blocks
        come again after it, a proxy began anew."""
        self.model = message.model or self.model
        wire.add_counts(self._counts, message.usage)
        self._may_restart = bool(self._blocks)

    def _restart(self) -> None:
        """The same answer once more, from its start: only what differs is told."""
        self._blocks.clear()
        self._at.clear()
        self._kind = ""
        self._may_restart = False
        self._text.begin_again()
        self._thoughts.begin_again()

    def _whole(self, message: wire.Message) -> list[Item]:
        """An answer that was not streamed."""
        self._begin(message)
        found: list[Item] = []
        for index, raw in enumerate(message.content or ()):
            found += self._open(index, raw)
            self._close(index)
        self.stop_reason = message.stop_reason or ""
        self._details = message.stop_details
        return found

    def _open(self, index: int | None, raw: msgspec.Raw) -> list[Item]:
        if self.stop_reason or wire.is_null(raw):
            return []
        place = len(self._blocks) if index is None else index
        if place in self._at:
            if self._may_restart:
                self._restart()
            elif not self._at[place].is_closed:
                return []  # said twice
        block = self._at[place] = Block(raw)
        self._blocks.append(block)
        for told, kind in ((self._text, "text"), (self._thoughts, "thinking")):
            if block.kind == kind and (self._kind != kind or kind == "thinking"):
                told.begin_block()
        self._kind = block.kind
        if block.kind not in _REBUILT | THINKING:
            self._note_unknown("block", block.kind)
        return self._first_words(block)

    def _first_words(self, block: Block) -> list[Item]:
        if block.kind == "text" and block.start.text:
            return self._say(block.start.text)
        if block.kind == "thinking" and block.start.thinking:
            return self._think(block.start.thinking)
        if self._is_form(block) and bytes(block.start.input) not in (b"null", b"{}"):
            return self._say(bytes(block.start.input).decode())
        return []

    def _grow(self, found: wire.Event) -> list[Item]:
        delta = found.delta
        if delta is None or self.stop_reason:
            return []
        block = self._block(found.index, delta)
        if block is None:
            return []
        block.add(delta)
        if delta.text and delta.type == "text_delta":
            return self._say(delta.text)
        if delta.thinking and delta.type == "thinking_delta":
            return self._think(delta.thinking)
        if delta.partial_json and delta.type == "input_json_delta" and self._is_form(block):
            return self._say(delta.partial_json)
        if block.is_lossy:
            self._note_unknown("delta", delta.type)
        return []

    def _block(self, index: int | None, delta: wire.Delta) -> Block | None:
        """The block that grows; some proxies forget to begin it, or to number it."""
        place = len(self._blocks) - 1 if index is None else index
        block = self._at.get(place)
        kind = {"text_delta": "text", "thinking_delta": "thinking"}.get(delta.type or "")
        if block is None and kind is not None:
            self._open(place, msgspec.Raw(msgspec.json.encode({"type": kind, kind: ""})))
            block = self._at.get(place)
        return block

    def _close(self, index: int | None) -> None:
        if block := self._at.get(len(self._blocks) - 1 if index is None else index):
            block.is_closed = True

    def _change(self, found: wire.Event) -> None:
        wire.add_counts(self._counts, found.usage)
        if found.delta is not None and found.delta.stop_reason:
            self.stop_reason = found.delta.stop_reason
            self._details = found.delta.stop_details

    def _say(self, text: str) -> list[Item]:
        return [TextDelta(told)] if (told := self._text.new(text)) else []

    def _think(self, text: str) -> list[Item]:
        return [ReasoningDelta(told)] if (told := self._thoughts.new(text)) else []

    def _is_form(self, block: Block) -> bool:
        return bool(self._form) and block.kind == "tool_use" and block.start.name == self._form

    def _tools(self) -> list[Block]:
        return [
            each for each in self._blocks if each.kind == "tool_use" and not self._is_form(each)
        ]

    def _calls(self, outcome: Outcome) -> list[Item]:
        """The calls that came whole: where the answer was cut, its last block did not."""
        if outcome is Outcome.REFUSED:
            return []
        last = self._blocks[-1] if self._blocks and outcome is Outcome.LENGTH else None
        return [
            ToolCall(block.id, block.start.name, arguments)
            for block in self._tools()
            if block is not last and block.start.name and (arguments := block.arguments)
        ]

    def _why(self) -> list[Item]:
        details = wire.read_raw(self._details)
        why = details.get("explanation") if isinstance(details, dict) else None
        is_said = self.stop_reason == "refusal" and isinstance(why, str) and why.strip()
        return [RefusalDelta(why)] if is_said and isinstance(why, str) else []

    def _citations(self) -> list[Item]:
        """Sources once each: what the text cites, then what else a search found."""
        blocks = self._blocks
        cited = [source for block in blocks for source in block.sources]
        found = [
            page
            for block in blocks
            if block.kind.endswith("_tool_result")
            for page in wire.results(block.start.content)
        ]
        titles: dict[tuple[str, str], Citation] = {}
        for source in (*cited, *found):
            titles.setdefault((source.url, "" if source.url else source.title), source)
        return list(titles.values())

    def _echo(self, outcome: Outcome) -> list[Item]:
        """The answer as it must go back, where our own parts would lose some of it."""
        if outcome not in (Outcome.COMPLETE, Outcome.TOOL_CALLS) and not self._is_paused:
            return []
        blocks = self._blocks
        if all(each.kind in _REBUILT for each in blocks) or any(map(_is_unsendable, blocks)):
            return []
        if any(map(self._is_form, blocks)):
            return []  # a call that nobody will answer
        whole = [raw for each in blocks if (raw := each.whole()) is not None]
        data = msgspec.json.encode(whole).decode(errors="replace")
        return [Echo(PROTOCOL, self._asked, data)]

    @property
    def _is_paused(self) -> bool:
        return self.stop_reason == "pause_turn"

    def _note_unknown(self, what: str, name: str | None) -> None:
        """Log the names of what we do not read, once each."""
        said = f"{what} {name}"
        if name != "ping" and said not in self._unknown:
            self._unknown.add(said)
            log.debug("not read: %s", said)


def _is_unsendable(block: Block) -> bool:
    is_call = block.kind == "tool_use" and block.start.name and block.arguments
    return block.is_lossy or (block.kind == "tool_use" and not is_call)


def _rejection(found: wire.Event, data: bytes) -> BackendRejected:
    said = wire.read_raw(found.error)
    kind = said.get("type") if isinstance(said, dict) else None
    status = wire.STATUSES.get(kind) if isinstance(kind, str) else None
    return BackendRejected(status, shortened(error_detail(said)) or body_detail(data))
