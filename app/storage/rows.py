"""Messages as rows of the database, and back."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from app.core.conversation import (
    CitationPart,
    Cost,
    EchoPart,
    FilePart,
    Message,
    Outcome,
    Part,
    ReasoningPart,
    RefusalPart,
    Role,
    TextPart,
    Tokens,
    ToolCallPart,
    ToolResultPart,
)
from app.core.errors import StorageError
from app.storage.database import Row


class _Part(msgspec.Struct, tag_field="type", omit_defaults=True, gc=False):
    pass


class _Text(_Part, tag="text"):
    text: str


class _Reasoning(_Part, tag="reasoning"):
    text: str
    seconds: float | None = None


class _ToolCall(_Part, tag="tool_call"):
    id: str
    name: str
    arguments: str


class _Citation(_Part, tag="citation"):
    url: str
    title: str = ""


class _ToolResult(_Part, tag="tool_result"):
    id: str
    name: str
    text: str
    is_error: bool = False


class _Refusal(_Part, tag="refusal"):
    text: str


class _File(_Part, tag="file"):
    name: str
    media_type: str
    data: bytes = b""
    """Of files that were stored before they had a place of their own."""
    sha256: str = ""
    size: int = 0


class _Echo(_Part, tag="echo"):
    protocol: str
    model: str
    data: str


_AnyPart = _Text | _Reasoning | _ToolCall | _ToolResult | _Citation | _Refusal | _File | _Echo

_decode = msgspec.json.Decoder(list[_AnyPart]).decode
_encode = msgspec.json.Encoder().encode

_TO_PART: dict[type[_Part], Callable[[Any], Part]] = {
    _Text: lambda part: TextPart(part.text),
    _Reasoning: lambda part: ReasoningPart(part.text, part.seconds),
    _ToolCall: lambda part: ToolCallPart(part.id, part.name, part.arguments),
    _ToolResult: lambda part: ToolResultPart(part.id, part.name, part.text, part.is_error),
    _Citation: lambda part: CitationPart(part.url, part.title),
    _Refusal: lambda part: RefusalPart(part.text),
    _File: lambda part: FilePart(part.name, part.media_type, part.data, part.sha256, part.size),
    _Echo: lambda part: EchoPart(part.protocol, part.model, part.data),
}
_FROM_PART: dict[type[Part], Callable[[Any], _Part]] = {
    TextPart: lambda part: _Text(part.text),
    ReasoningPart: lambda part: _Reasoning(part.text, part.seconds),
    ToolCallPart: lambda part: _ToolCall(part.id, part.name, part.arguments),
    ToolResultPart: lambda part: _ToolResult(part.id, part.name, part.text, part.is_error),
    CitationPart: lambda part: _Citation(part.url, part.title),
    RefusalPart: lambda part: _Refusal(part.text),
    FilePart: lambda part: _File(
        part.name, part.media_type, b"" if part.sha256 else part.data, part.sha256, part.size
    ),
    EchoPart: lambda part: _Echo(part.protocol, part.model, part.data),
}

_ROLES = {str(role): role for role in Role}
_OUTCOMES = {str(outcome): outcome for outcome in Outcome}
_NO_TOKENS = (None, None, None, None)
_UNCOUNTED = Tokens()


def row_of(conversation_id: str, message: Message) -> Row:
    """The values of a message for the `COLUMNS` of `conversations.py`."""
    tokens = message.tokens
    return (
        message.id,
        conversation_id,
        message.parent,
        str(message.role),
        json_of(message.parts),
        message.created,
        message.ended,
        str(message.outcome),
        message.reason,
        message.model,
        tokens.input,
        tokens.output,
        tokens.cached,
        tokens.reasoning,
        message.context_from,
        message.cost.amount if message.cost else None,
        message.cost.currency if message.cost else "",
    )


def message_of(row: Row) -> Message:
    """The message whose values for `COLUMNS` are in `row`.

    Raises:
        StorageError: They make no message.
    """
    values: tuple[Any, ...] = row
    try:
        return Message(
            values[0],
            values[2],
            _ROLES[values[3]],
            parts_of(values[4]),
            values[5],
            values[6],
            _OUTCOMES[values[7]],
            values[8],
            values[9],
            _UNCOUNTED if values[10:14] == _NO_TOKENS else Tokens(*values[10:14]),
            values[14],
            None if values[15] is None else Cost(values[15], values[16]),
        )
    except (KeyError, msgspec.MsgspecError) as error:
        raise StorageError(f"message {values[0]} cannot be read: {error}") from error


def json_of(said: Iterable[Part]) -> str:
    """The JSON in which parts are stored."""
    parts = [_FROM_PART[type(part)](part) for part in said]
    try:
        return _encode(parts).decode()
    except UnicodeEncodeError:  # half a character, which UTF-8 cannot say
        whole = [msgspec.to_builtins(part, str_keys=True) for part in parts]
        return json.dumps(whole, ensure_ascii=False).encode(errors="replace").decode()


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of a message from their JSON."""
    return tuple([_TO_PART[type(part)](part) for part in _decode(text)])
