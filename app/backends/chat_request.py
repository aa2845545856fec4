"""A request in the words of OpenAI's chat completions.

Source: https://platform.openai.com/docs/api-reference/chat/create
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from app.backends.chat_dialects import PLAIN, Dialect, Fields, SchemaForm
from app.backends.chat_files import data_url, file_text, unsendable
from app.backends.chat_turns import Turn, turns
from app.backends.schemas import is_closed, parsed
from app.core.backend import Effort, OutputSchema, Request, ToolSpec
from app.core.conversation import FilePart, Part, Role, TextPart

PROTOCOL = "openai_chat"


def chat_messages(request: Request, dialect: Dialect = PLAIN) -> list[Any]:
    """The persona and all that was said, a JSON object each."""
    found: list[Any] = []
    if system := _system(request, dialect):
        found.append({"role": "system", "content": system})
    said = turns(request, PROTOCOL)
    for turn in said:
        found += _messages(turn, dialect)
    if dialect.go_on and said and said[-1].role is Role.AGENT and isinstance(found[-1], dict):
        found[-1][dialect.go_on] = True
    return found


def chat_body(request: Request, dialect: Dialect) -> bytes:
    """The body to post."""
    body: Fields = {
        "model": request.model,
        "messages": chat_messages(request, dialect),
        "stream": True,
    }
    if dialect.has_usage_option:
        body["stream_options"] = {"include_usage": True}
    body |= chat_tools(request)
    if request.output is not None and dialect.schema:
        body["response_format"] = _format(request.output, dialect.schema)
    return encoded({**body, **_effort(request, dialect), **_sampling(request, dialect)})


def chat_tools(request: Request) -> Fields:
    """The tools as fields of the body; none where none are offered."""
    return {"tools": [_tool(tool) for tool in request.tools]} if request.tools else {}


def encoded(body: Any) -> bytes:
    """`body` as JSON; halves of characters, which UTF-8 does not know, become `�`."""
    try:
        return msgspec.json.encode(body)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mended(body))


def _system(request: Request, dialect: Dialect) -> str:
    if request.output is None or dialect.schema is SchemaForm.STRICT:
        return request.system
    schema = request.output.schema
    asked = f"Answer with JSON alone, in the form of this JSON schema:\n{schema}"
    return f"{request.system}\n\n{asked}" if request.system else asked


def _messages(turn: Turn, dialect: Dialect) -> list[Any]:
    if turn.role is Role.TOOL:
        return [
            {"role": "tool", "tool_call_id": dialect.call_id(each.id), "content": each.text}
            for each in turn.results
        ]
    if turn.role is Role.AGENT:
        return [msgspec.Raw(turn.echo.encode()) if turn.echo else _assistant(turn, dialect)]
    return [{"role": "user", "content": _content(turn, dialect)}]


def _assistant(turn: Turn, dialect: Dialect) -> Fields:
    said: Fields = {"role": "assistant", "content": turn.text or None}
    if turn.calls:
        said["tool_calls"] = [
            call_fields(dialect.call_id(call.id), call.name, call.arguments) for call in turn.calls
        ]
    return said


def call_fields(call_id: str, name: str, arguments: str) -> Fields:
    """A tool call as it goes back to the server."""
    function = {"name": name, "arguments": arguments}
    return {"id": call_id, "type": "function", "function": function}


def _content(turn: Turn, dialect: Dialect) -> str | list[Fields]:
    """Plain text where it is nothing else: not every server reads lists."""
    pieces = list(_pieces(turn.parts, dialect))
    if all("text" in piece for piece in pieces):
        return "".join(piece["text"] for piece in pieces)
    return pieces


def _pieces(parts: Iterable[Part], dialect: Dialect) -> Iterable[Fields]:
    for part in parts:
        if isinstance(part, FilePart):
            yield _file(part, dialect)
        elif isinstance(part, TextPart) and part.text:
            yield {"type": "text", "text": part.text}


def _file(file: FilePart, dialect: Dialect) -> Fields:
    if file.is_image:
        return {"type": "image_url", "image_url": {"url": data_url(file)}}
    if (text := file_text(file)) is not None:
        return {"type": "text", "text": f"\n\n{text}\n\n"}
    if dialect.document is not None:
        return dialect.document(file)
    return {"type": "text", "text": f"\n\n{unsendable(file)}\n\n"}


def _tool(tool: ToolSpec) -> Fields:
    function = {
        "name": tool.name,
        "description": tool.about,
        "parameters": parsed(tool.parameters),
    }
    return {"type": "function", "function": function}


def _format(output: OutputSchema, form: SchemaForm) -> Fields:
    if form is SchemaForm.JSON:
        return {"type": "json_object"}
    schema = parsed(output.schema)
    described = {"name": output.name, "schema": schema, "strict": is_closed(schema)}
    return {"type": "json_schema", "json_schema": described}


def _effort(request: Request, dialect: Dialect) -> Fields:
    if request.effort is Effort.UNSAID or not _can_think(request, dialect):
        return {}
    return dialect.effort(request.effort, request.model)


def _can_think(request: Request, dialect: Dialect) -> bool:
    return not dialect.reasoners or request.model.startswith(dialect.reasoners)


def _sampling(request: Request, dialect: Dialect) -> Fields:
    wish = request.sampling
    is_fixed = bool(dialect.reasoners) and _can_think(request, dialect)
    all_wishes = {
        "temperature": None if is_fixed else wish.temperature,
        "top_p": None if is_fixed else wish.top_p,
        dialect.limit: wish.max_tokens,
        "repeat_penalty": wish.repeat_penalty if dialect.has_repeat_penalty else None,
    }
    return {name: value for name, value in all_wishes.items() if value is not None}


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mended(each) for each in value]
    if isinstance(value, dict):
        return {name: _mended(each) for name, each in value.items()}
    return value
