"""Tool calls, put together from the fragments in which they come."""

from dataclasses import dataclass, field

import msgspec

from app.backends.chat_wire import NOTHING, ToolFunction, ToolPiece, is_null
from app.core.conversation import new_id

_ONLY = -1
"""The place of the one call of servers that know no more than one."""


@dataclass(slots=True)
class Call:
    """A tool call while its fragments come. `extra` is what its server wants back."""

    id: str
    name: str
    arguments: str = ""
    extra: msgspec.Raw = field(default_factory=lambda: NOTHING)


class Calls:
    """The calls of one answer in the order they began."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._at: dict[int, Call] = {}

    def __bool__(self) -> bool:
        return bool(self._calls)

    def add(self, piece: ToolPiece) -> None:
        """Join a fragment to the call it belongs to, or begin a new one."""
        function = piece.function or ToolFunction()
        index = piece.index if piece.index is not None else self._index_without(piece)
        call = self._at.get(index)
        if call is None or _is_another(call, piece.id or "", function.name or ""):
            call = self._at[index] = Call("", "")
            self._calls.append(call)
        call.id = call.id or piece.id or ""
        call.name = call.name or function.name or ""
        call.arguments += _text(function)
        if not is_null(piece.extra_content):
            call.extra = piece.extra_content

    def add_function(self, function: ToolFunction) -> None:
        """Join a fragment of the only call."""
        self.add(ToolPiece(index=_ONLY, function=function))

    def whole(self, *, is_cut: bool) -> list[Call]:
        """The calls that came whole: where the answer was cut, the last one did not."""
        found: list[Call] = []
        for call in self._calls[:-1] if is_cut else self._calls:
            arguments = object_text(call.arguments)
            if call.name and arguments is not None:
                call.arguments = arguments
                call.id = call.id or f"call_{new_id()}"
                found.append(call)
        return found

    def _index_without(self, piece: ToolPiece) -> int:
        is_new = bool(piece.id) or not self._calls
        return len(self._calls) if is_new else len(self._calls) - 1


def object_text(arguments: str) -> str | None:
    """The arguments as the text of a JSON object; None when they cannot be read."""
    text = arguments.strip()
    if text in ("", "null"):
        return "{}"
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None
    return text if isinstance(found, dict) else None


def _is_another(call: Call, call_id: str, name: str) -> bool:
    """Whether a fragment with a name begins a new call, though the place is taken.

    Some servers send every whole call with the index 0, and a few of them without an id.
    """
    if not name or not call.name:
        return False
    if call_id:
        return call_id != call.id
    return bool(call.arguments) and object_text(call.arguments) is not None


def _text(function: ToolFunction) -> str:
    arguments = function.arguments
    if isinstance(arguments, dict):
        return msgspec.json.encode(arguments).decode()
    return arguments or ""
