"""Messages as rows of the database, and back."""

import json
from collections.abc import Callable
from typing import Any

import msgspec

from app.core.conversation import (
    CitationPart,
    Message,
    Outcome,
    Part,
    ReasoningPart,
    Role,
    TextPart,
    Tokens,
    ToolCallPart,
)
from app.core.errors import StorageError
from app.storage.database import Row

COLUMNS = (
    "id, conversation, parent, role, parts, created, ended, outcome, reason, model,"
    " tokens_input, tokens_output, tokens_cached, tokens_reasoning, context_from"
)
"""The columns of a row, in its order."""


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


_decode = msgspec.json.Decoder(list[_Text | _Reasoning | _ToolCall | _Citation]).decode
_encode = msgspec.json.Encoder().encode

_TO_PART: dict[type[_Part], Callable[[Any], Part]] = {
    _Text: lambda part: TextPart(part.text),
    _Reasoning: lambda part: ReasoningPart(part.text, part.seconds),
    _ToolCall: lambda part: ToolCallPart(part.id, part.name, part.arguments),
    _Citation: lambda part: CitationPart(part.url, part.title),
}
_FROM_PART: dict[type[Part], Callable[[Any], _Part]] = {
    TextPart: lambda part: _Text(part.text),
    ReasoningPart: lambda part: _Reasoning(part.text, part.seconds),
    ToolCallPart: lambda part: _ToolCall(part.id, part.name, part.arguments),
    CitationPart: lambda part: _Citation(part.url, part.title),
}

_ROLES = {str(role): role for role in Role}
_OUTCOMES = {str(outcome): outcome for outcome in Outcome}
_NO_TOKENS = (None, None, None, None)
_UNCOUNTED = Tokens()


def row_of(conversation_id: str, message: Message) -> Row:
    """The values of a message for `COLUMNS`."""
    tokens = message.tokens
    return (
        message.id,
        conversation_id,
        message.parent,
        str(message.role),
        _parts_json(message),
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
        )
    except (KeyError, msgspec.MsgspecError) as error:
        raise StorageError(f"message {values[0]} cannot be read: {error}") from error


def _parts_json(message: Message) -> str:
    parts = [_FROM_PART[type(part)](part) for part in message.parts]
    try:
        return _encode(parts).decode()
    except UnicodeEncodeError:  # half a character, which UTF-8 cannot say
        whole = [msgspec.to_builtins(part, str_keys=True) for part in parts]
        return json.dumps(whole, ensure_ascii=False).encode(errors="replace").decode()


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of a message from their JSON."""
    return tuple([_TO_PART[type(part)](part) for part in _decode(text)])
