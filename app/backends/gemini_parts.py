"""The parts of one answer of Gemini's: its tool calls, and what must go back unchanged."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import msgspec

from app.backends.chat_calls import object_text
from app.backends.chat_wire import is_null, read_raw
from app.backends.gemini_wire import FunctionCall, Part, PartialArg
from app.core.backend import ToolCall
from app.core.conversation import new_id

_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]|\[(?:'([^']*)'|\"([^\"]*)\")\]")
"""A step of a path like `$.places[0].name`. Source: https://www.rfc-editor.org/rfc/rfc9535"""

_DEEPEST = 64
_WORDS = {"text", "thought"}
"""Fields of a part that our own parts keep whole."""


@dataclass(slots=True)
class Call:
    """A tool call; one that is streamed grows until `is_open` ends."""

    name: str
    id: str
    arguments: str | None
    """None when they cannot be read."""
    is_open: bool = False
    args: dict[str, Any] = field(default_factory=dict)
    signature: Any = None

    @property
    def is_good(self) -> bool:
        """Whether all of it came and can be read."""
        return bool(self.name) and self.arguments is not None and not self.is_open

    def grow(self, piece: FunctionCall) -> None:
        """Join a fragment."""
        for each in piece.partial_args or ():
            if not _put(self.args, each):
                self.arguments = None
        self.is_open = bool(piece.will_continue)
        if not self.is_open and self.arguments is not None:
            self.arguments = msgspec.json.encode(self.args).decode()

    def part(self) -> dict[str, Any]:
        """The call as if it had come whole."""
        known_id = {"id": self.id} if self.id else {}
        call = {**known_id, "name": self.name, "args": msgspec.Raw((self.arguments or "").encode())}
        signed = {"thoughtSignature": self.signature} if self.signature is not None else {}
        return {"functionCall": call, **signed}


class Parts:
    """All parts of one answer in their order."""

    def __init__(self) -> None:
        self._parts: list[msgspec.Raw | Call] = []
        self._calls: list[Call] = []
        self._is_call_last = False

    @property
    def has_calls(self) -> bool:
        return bool(self._calls)

    @property
    def has_whole_call(self) -> bool:
        """Whether the last of the calls, and with it all of them, came whole."""
        return bool(self._calls) and not self._calls[-1].is_open

    def add(self, part: Part, raw: msgspec.Raw) -> None:
        """Keep what came next; `raw` is `part` as the server wrote it."""
        piece = part.function_call
        self._is_call_last = piece is not None
        if piece is None:
            self._parts.append(raw)
        elif self._calls and self._calls[-1].is_open and not piece.name:
            self._grow(self._calls[-1], piece, part)
        elif piece.will_continue or piece.partial_args:
            call = Call(piece.name or "", piece.id or "", "{}", is_open=True)
            self._calls.append(call)
            self._parts.append(call)
            self._grow(call, piece, part)
        else:
            self._calls.append(_whole(piece))
            self._parts.append(raw)

    def calls(self, *, is_cut: bool) -> list[ToolCall]:
        """The calls that came whole: where the answer was cut, one at its end did not."""
        calls = self._calls[:-1] if is_cut and self._is_call_last else self._calls
        return [
            ToolCall(call.id or f"call_{new_id()}", call.name, call.arguments or "{}")
            for call in calls
            if call.is_good
        ]

    def echo(self) -> str:
        """The answer as it must go back, "" where our own parts lose nothing of it."""
        if any(not call.is_good for call in self._calls):
            return ""  # nobody answers such a call
        found = [each.part() if isinstance(each, Call) else read_raw(each) for each in self._parts]
        if all(_is_plain(each) for each in found):
            return ""
        whole = {"role": "model", "parts": self._merged(found)}
        return msgspec.json.encode(whole).decode(errors="replace")

    def _grow(self, call: Call, piece: FunctionCall, part: Part) -> None:
        call.grow(piece)
        if not is_null(part.thought_signature):
            call.signature = part.thought_signature

    def _merged(self, found: list[Any]) -> list[Any]:
        """The parts as they came, but words that were only cut for the way as one."""
        merged: list[Any] = []
        words: dict[str, Any] = {}
        pieces: list[str] = []
        for each, kept in zip(found, self._parts, strict=True):
            if not (isinstance(each, dict) and set(each) <= _WORDS and "text" in each):
                words = {}
                merged += [kept if isinstance(kept, msgspec.Raw) else each] if each else []
            elif words and words.get("thought") == each.get("thought"):
                pieces.append(each["text"])
                words["text"] = pieces  # joined once, when all have come
            else:
                words, pieces = each, [each["text"]]
                merged.append(words)
        return [_joined(each) for each in merged]


def _whole(piece: FunctionCall) -> Call:
    text = bytes(piece.args).decode(errors="replace")
    return Call(piece.name or "", piece.id or "", object_text(text))


def _is_plain(part: Any) -> bool:
    return isinstance(part, dict) and (set(part) <= _WORDS or set(part) == {"functionCall"})


def _joined(part: Any) -> Any:
    if isinstance(part, dict) and isinstance(part.get("text"), list):
        return {**part, "text": "".join(part["text"])}
    return part


def _put(args: dict[str, Any], piece: PartialArg) -> bool:
    """Set what `piece` says; more of a text is added to it. Whether its path leads there."""
    path = _path(piece.json_path or "")
    if not path or len(path) > _DEEPEST:
        return False
    place: Any = args
    for step, after in pairwise(path):
        place = _inner(place, step, [] if isinstance(after, int) else {})
    step = path[-1]
    before, value = _inner(place, step, None), _value(piece)
    if not _fits(place, step):
        return False
    if isinstance(before, str) and isinstance(value, str):
        value = before + value
    place[step] = value
    return True


def _path(path: str) -> list[str | int]:
    if path[:1] != "$":
        return []
    found: list[str | int] = []
    at = 1
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None:
            return []
        name, number, single, double = step.groups()
        found.append(
            int(number)
            if number
            else next(each for each in (name, single, double) if each is not None)
        )
        at = step.end()
    return found


def _inner(place: Any, step: str | int, empty: Any) -> Any:
    """What lies under `step`; `empty` is put there if nothing does."""
    if isinstance(place, list) and step == len(place):
        place.append(empty)
    elif isinstance(place, dict) and isinstance(step, str):
        place.setdefault(step, empty)
    return place[step] if _fits(place, step) else None


def _fits(place: Any, step: str | int) -> bool:
    if isinstance(place, list):
        return isinstance(step, int) and step < len(place)
    return isinstance(place, dict) and isinstance(step, str)


def _value(piece: PartialArg) -> Any:
    for value in (piece.string_value, piece.bool_value):
        if value is not None:
            return value
    number = piece.number_value
    return int(number) if number is not None and number.is_integer() else number
