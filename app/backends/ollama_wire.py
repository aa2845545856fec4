"""What Ollama's servers say, as typed structures.

Every field may be missing or null. A field that holds words and is of another type than
it should be is an error; fields that only describe stay raw and are read with indulgence.

Sources: https://docs.ollama.com/api/chat, https://docs.ollama.com/api/errors,
https://docs.ollama.com/api-reference/show-model-details, https://docs.ollama.com/api/ps
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from app.backends.chat_usage import count
from app.backends.chat_wire import NOTHING, decoded, dicts
from app.core.backend import Ability, ModelFacts, Usage

_NUM_CTX = re.compile(r"^num_ctx\s+(\d+)\s*$", re.MULTILINE)
_WORDS = {
    "vision": Ability.VISION,
    "tools": Ability.TOOLS,
    "thinking": Ability.REASONING,
}


class Function(msgspec.Struct):
    """A tool's name and its arguments: an object, or its text with some servers."""

    name: str | None = None
    arguments: msgspec.Raw = NOTHING


class ToolCall(msgspec.Struct):
    """A tool call, always whole."""

    id: str | None = None
    function: Function | None = None


class Message(msgspec.Struct):
    """What is new in a line."""

    content: str | None = None
    thinking: str | None = None
    tool_calls: list[msgspec.Raw] | None = None
    images: msgspec.Raw = NOTHING


class Line(msgspec.Struct):
    """One line of a stream, or a whole answer."""

    model: str | None = None
    message: Message | None = None
    done: bool | None = None
    done_reason: str | None = None
    prompt_eval_count: msgspec.Raw = NOTHING
    eval_count: msgspec.Raw = NOTHING
    error: msgspec.Raw = NOTHING


_lines = msgspec.json.Decoder(Line)
_calls = msgspec.json.Decoder(ToolCall)


def decode(data: bytes) -> Line:
    """Read one line.

    Raises:
        BackendGarbled: It is not JSON, or a field that holds words is of another type.
    """
    return decoded(_lines, data)


def call(raw: msgspec.Raw) -> ToolCall:
    """Read a tool call; raises as `decode`."""
    return decoded(_calls, bytes(raw))


def usage(read: Any, written: Any) -> Usage | None:
    """Tokens as the server counted them; it does not say which of them were thoughts."""
    said = {"input": read, "output": written}
    counted = Usage(input=count(said, "input"), output=count(said, "output"))
    return None if counted == Usage() else counted


@dataclass(frozen=True, slots=True)
class Shown:
    """What a server says of one model.

    `context` is the longest it was made for, in tokens, `num_ctx` what its author set.
    `abilities` is None where an older server does not say. `thinking` are the values it
    takes for how long to think. `is_remote`: it runs on the maker's own servers.
    """

    context: int | None = None
    num_ctx: int | None = None
    abilities: frozenset[Ability] | None = None
    is_for_chat: bool = True
    thinking: tuple[bool | str, ...] | None = None
    is_remote: bool = False


def shown(found: Any) -> Shown:
    """Read what `/api/show` says."""
    if not isinstance(found, dict):
        return Shown()
    words = found.get("capabilities")
    return Shown(
        _length(found.get("model_info")),
        _num_ctx(found.get("parameters")),
        _abilities(words) if isinstance(words, list) else None,
        is_for_chat=not isinstance(words, list) or not words or "completion" in words,
        thinking=_values(found.get("thinking")),
        is_remote=bool(found.get("remote_model") or found.get("remote_host")),
    )


def names(found: Any) -> list[str]:
    """The models in a listing."""
    models = found.get("models") if isinstance(found, dict) else None
    each_name = (each.get("name") or each.get("model") for each in dicts(models))
    return [name for name in each_name if isinstance(name, str) and name]


def loaded_length(found: Any, model: str) -> int | None:
    """The context with which `model` is in memory; None if it is not, or nobody says."""
    models = found.get("models") if isinstance(found, dict) else None
    wanted = (model, f"{model}:latest")
    for each in dicts(models):
        if each.get("name") in wanted or each.get("model") in wanted:
            return count(each, "context_length") or None
    return None


def facts(name: str, said: Shown | None) -> ModelFacts:
    """A model as it is listed."""
    if said is None:
        return ModelFacts(name)
    return ModelFacts(name, context=said.num_ctx or said.context, abilities=said.abilities)


def _length(info: Any) -> int | None:
    each = info if isinstance(info, dict) else {}
    ends = (name for name in each if isinstance(name, str) and name.endswith(".context_length"))
    return next((count(each, name) or None for name in ends), None)


def _num_ctx(parameters: Any) -> int | None:
    found = _NUM_CTX.search(parameters) if isinstance(parameters, str) else None
    return int(found[1]) or None if found else None


def _abilities(words: Iterable[Any]) -> frozenset[Ability]:
    has = {_WORDS[word] for word in words if isinstance(word, str) and word in _WORDS}
    return frozenset((Ability.SCHEMA, *has))  # the server itself holds every answer to a form


def _values(thinking: Any) -> tuple[bool | str, ...] | None:
    values = thinking.get("values") if isinstance(thinking, dict) else None
    if not isinstance(values, list):
        return None
    return tuple(value for value in values if isinstance(value, bool | str))
