"""A request in the words of Ollama's own API.

Sources: https://docs.ollama.com/api/chat, https://docs.ollama.com/capabilities/thinking,
https://docs.ollama.com/capabilities/tool-calling
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from app.backends.chat_calls import object_text
from app.backends.chat_files import base64_of, file_text, unsendable
from app.backends.chat_request import chat_tools, encoded
from app.backends.chat_turns import Turn, turns
from app.backends.ollama_answer import PROTOCOL
from app.backends.ollama_wire import Shown
from app.backends.schemas import parsed
from app.core.backend import Ability, Effort, Request
from app.core.conversation import FilePart, Role, TextPart, ToolCallPart

_LEVELS = (Effort.MINIMAL, Effort.LOW, Effort.MEDIUM, Effort.HIGH)
_WITH_LEVELS = ("gpt-oss",)
"""Models that are told how long to think in words, where the server does not say so."""


def ollama_body(
    request: Request, shown: Shown, *, length: int | None = None, is_plain: bool = False
) -> bytes:
    """The body to post. `shown` is what is known of the model, `length` the context that it
    is to have in memory. `is_plain` leaves out how long to think."""
    body: dict[str, Any] = {
        "model": request.model,
        "messages": _messages(request),
        "stream": True,
        **chat_tools(request),
    }
    if request.output is not None:
        body["format"] = parsed(request.output.schema)
    think = None if is_plain else _think(request.effort, request.model, shown)
    if think is not None:
        body["think"] = think
    if options := _options(request, length):
        body["options"] = options
    return encoded(body)


def _think(effort: Effort, model: str, shown: Shown) -> bool | str | None:
    """How long to think; None says nothing."""
    if effort is Effort.UNSAID:
        return None
    if shown.thinking is not None:
        return _nearest(effort, shown.thinking)
    if shown.abilities is not None and Ability.REASONING not in shown.abilities:
        return None
    if any(name in model for name in _WITH_LEVELS):
        return _nearest(effort, ("low", "medium", "high"))
    return effort is not Effort.NONE


def _nearest(effort: Effort, values: tuple[bool | str, ...]) -> bool | str | None:
    """The one of `values` that comes nearest."""
    levels = [level for level in _LEVELS if level.value in values]
    if effort is Effort.NONE and False in values:
        return False
    if levels:
        wanted = max(effort, Effort.MINIMAL, key=_rank)
        below = [level for level in levels if _rank(level) <= _rank(wanted)]
        return (below[-1] if below else levels[0]).value
    return True if True in values and effort is not Effort.NONE else None


def _rank(effort: Effort) -> int:
    return _LEVELS.index(effort) if effort in _LEVELS else -1


def _options(request: Request, length: int | None) -> dict[str, Any]:
    wish = request.sampling
    said = {
        "temperature": wish.temperature,
        "top_p": wish.top_p,
        "num_predict": wish.max_tokens,
        "repeat_penalty": wish.repeat_penalty,
        "num_ctx": request.context or length,
    }
    return {name: value for name, value in said.items() if value is not None}


def _messages(request: Request) -> list[Any]:
    found: list[Any] = []
    if request.system:
        found.append({"role": "system", "content": request.system})
    for turn in turns(request, PROTOCOL):
        found += _message(turn)
    return found


def _message(turn: Turn) -> Iterable[Any]:
    if turn.role is Role.TOOL:
        for result in turn.results:
            known = {"tool_name": result.name, "tool_call_id": result.id}
            yield {"role": "tool", "content": result.text, **known}
    elif turn.role is Role.USER:
        yield _question(turn)
    elif turn.echo:
        yield msgspec.Raw(turn.echo.encode(errors="replace"))
    else:
        calls = {"tool_calls": [_call(each) for each in turn.calls]} if turn.calls else {}
        yield {"role": "assistant", "content": turn.text, **calls}


def _call(call: ToolCallPart) -> dict[str, Any]:
    arguments = msgspec.Raw((object_text(call.arguments) or "{}").encode(errors="replace"))
    function = {"name": call.name, "arguments": arguments}
    return {"id": call.id, "type": "function", "function": function}


def _question(turn: Turn) -> dict[str, Any]:
    files = [part for part in turn.parts if isinstance(part, FilePart)]
    images = [base64_of(file) for file in files if file.is_image]
    words = "".join(_words(part) for part in turn.parts)
    return {"role": "user", "content": words, **({"images": images} if images else {})}


def _words(part: object) -> str:
    if isinstance(part, FilePart) and not part.is_image:
        text = file_text(part)
        return f"\n\n{unsendable(part) if text is None else text}\n\n"
    return part.text if isinstance(part, TextPart) else ""
