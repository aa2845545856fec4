"""A conversation as JSON: what `renao ask --messages` reads, and the reply it writes.

    {"messages": [
      {"role": "user", "parts": [{"type": "text", "text": "…"},
                                 {"type": "file", "name": "a.png", "media_type": "image/png",
                                  "data": "<base64>"}]},
      {"role": "agent", "parts": [{"type": "reasoning", "text": "…"}, {"type": "text", …},
                                  {"type": "tool_call", "id": "…", "name": "…", "arguments": {…}},
                                  {"type": "citation", "url": "…", "title": "…"},
                                  {"type": "refusal", "text": "…"},
                                  {"type": "echo", "protocol": "…", "model": "…", "data": "…"}]},
      {"role": "tool", "parts": [{"type": "tool_result", "id": "…", "name": "…", "text": "…",
                                  "is_error": false}]}]}

A plain list of messages will do, and `"text": "…"` instead of `parts`. An echo is opaque:
hand it back as it came, and its signatures reach the server unchanged.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.conversation import (
    CitationPart,
    EchoPart,
    FilePart,
    Message,
    Part,
    ReasoningPart,
    RefusalPart,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)

_ROLES = {
    "user": Role.USER,
    "agent": Role.AGENT,
    "assistant": Role.AGENT,
    "tool": Role.TOOL,
}


class MessagesError(ValueError):
    """What was handed over is no conversation; the text says where."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation from outside. `system` is None when it says nothing of it."""

    messages: tuple[Message, ...]
    system: str | None = None


def read_talk(text: str) -> Talk:
    """The conversation in `text`.

    Raises:
        MessagesError: It is none.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MessagesError(f"it is no JSON: {error}") from None
    system = None
    if isinstance(found, dict):
        system = found.get("system")
        if system is not None and not isinstance(system, str):
            raise MessagesError("system must be text")
        found = found.get("messages")
    if not isinstance(found, list):
        raise MessagesError("it must be a list of messages, or have one called messages")
    return Talk(tuple(_message(each, number) for number, each in enumerate(found, 1)), system)


def message_object(message: Message) -> dict[str, object]:
    """The message in the form that `read_talk` reads."""
    parts = [_object(part) for part in message.parts]
    return {"role": "agent" if message.role is Role.AGENT else str(message.role), "parts": parts}


def _message(found: Any, number: int) -> Message:
    where = f"message {number}"
    if not isinstance(found, dict):
        raise MessagesError(f"{where} must be an object")
    role = _ROLES.get(found.get("role", ""))
    if role is None:
        raise MessagesError(f"{where}: the role must be user, agent or tool")
    if isinstance(text := found.get("text"), str):
        parts: tuple[Part, ...] = (TextPart(text),)
    elif isinstance(found.get("parts"), list):
        parts = tuple(
            _part(each, f"{where}, part {place}") for place, each in enumerate(found["parts"], 1)
        )
    else:
        raise MessagesError(f"{where} must have text or parts")
    # A question that carries an id of its own begins a turn; see `engine/context.py`.
    return Message(f"m{number}", "", role, parts, float(number))


def _part(found: Any, where: str) -> Part:
    kind = found.get("type") if isinstance(found, dict) else None
    read = _READERS.get(kind) if isinstance(kind, str) else None
    if read is None:
        raise MessagesError(f"{where}: the type must be one of {', '.join(_READERS)}")
    try:
        return read(found)
    except KeyError as error:
        raise MessagesError(f"{where}: {error.args[0]} is missing") from None
    except (TypeError, binascii.Error) as error:
        raise MessagesError(f"{where}: {error}") from None


def _text(found: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = found[name] if default is None else found.get(name, default)
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text")
    return value


def _arguments(found: Mapping[str, Any]) -> str:
    value = found.get("arguments", {})
    if not isinstance(value, dict):
        raise TypeError("arguments must be an object")
    return json.dumps(value, ensure_ascii=False)


def _file(found: Mapping[str, Any]) -> FilePart:
    data = base64.b64decode(_text(found, "data"), validate=True)
    return FilePart(_text(found, "name", "file"), _text(found, "media_type"), data)


_READERS: dict[str, Callable[[Mapping[str, Any]], Part]] = {
    "text": lambda found: TextPart(_text(found, "text")),
    "reasoning": lambda found: ReasoningPart(_text(found, "text")),
    "refusal": lambda found: RefusalPart(_text(found, "text")),
    "file": _file,
    "tool_call": lambda found: ToolCallPart(
        _text(found, "id"), _text(found, "name"), _arguments(found)
    ),
    "tool_result": lambda found: ToolResultPart(
        _text(found, "id"),
        _text(found, "name", ""),
        _text(found, "text"),
        bool(found.get("is_error", False)),
    ),
    "citation": lambda found: CitationPart(_text(found, "url"), _text(found, "title", "")),
    "echo": lambda found: EchoPart(
        _text(found, "protocol"), _text(found, "model", ""), _text(found, "data")
    ),
}


def _object(part: Part) -> dict[str, object]:
    match part:
        case TextPart(text):
            return {"type": "text", "text": text}
        case ReasoningPart(text):
            return {"type": "reasoning", "text": text}
        case RefusalPart(text):
            return {"type": "refusal", "text": text}
        case FilePart(name, media_type, data):
            encoded = base64.b64encode(data).decode()
            return {"type": "file", "name": name, "media_type": media_type, "data": encoded}
        case _:
            return _tool_object(part)


def _tool_object(part: Part) -> dict[str, object]:
    match part:
        case ToolCallPart(id, name, arguments):
            called = {"id": id, "name": name, "arguments": json.loads(arguments)}
            return {"type": "tool_call", **called}
        case ToolResultPart(id, name, text, is_error):
            result = {"id": id, "name": name, "text": text, "is_error": is_error}
            return {"type": "tool_result", **result}
        case CitationPart(url, title):
            return {"type": "citation", "url": url, "title": title}
        case EchoPart(protocol, model, data):
            return {"type": "echo", "protocol": protocol, "model": model, "data": data}
        case _:
            raise TypeError(type(part).__name__)
