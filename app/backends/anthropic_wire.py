"""What servers with Anthropic's Messages API say, as typed structures.

Every field may be missing or null. A field that holds words and is of another type than
it should be is an error; fields that only describe stay raw and are read with indulgence.

Sources: https://platform.claude.com/docs/en/build-with-claude/streaming,
https://platform.claude.com/docs/en/api/messages,
https://platform.claude.com/docs/en/api/models-list
"""

import json
from typing import Any, TypeVar

import msgspec

from app.core.backend import Ability, Citation, ModelFacts, Usage
from app.core.errors import BackendGarbled

T = TypeVar("T")

NOTHING = msgspec.Raw(b"null")
"""A raw field that is not there."""

EVENTS = frozenset(
    (
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
        "message",
        "error",
    )
)
DELTAS = frozenset(
    ("text_delta", "thinking_delta", "signature_delta", "input_json_delta", "citations_delta")
)
STATUSES = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "conflict_error": 409,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
"""What an error after a 200 would have been. Source: https://platform.claude.com/docs/en/api/errors"""

_COUNTS = (
    "input_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
    "output_tokens",
)
_ABILITIES = {
    "image_input": Ability.VISION,
    "pdf_input": Ability.FILES,
    "thinking": Ability.REASONING,
    "structured_outputs": Ability.SCHEMA,
}


class Delta(msgspec.Struct):
    """What is new of a block, or of the whole message."""

    type: str | None = None
    text: str | None = None
    thinking: str | None = None
    signature: str | None = None
    partial_json: str | None = None
    citation: msgspec.Raw = NOTHING
    stop_reason: str | None = None
    stop_details: msgspec.Raw = NOTHING


class Content(msgspec.Struct):
    """A block of the answer as it begins, or a whole one where nothing was streamed."""

    type: str | None = None
    text: str | None = None
    thinking: str | None = None
    id: str | None = None
    name: str | None = None
    input: msgspec.Raw = NOTHING
    content: msgspec.Raw = NOTHING
    citations: msgspec.Raw = NOTHING


class Message(msgspec.Struct):
    """The whole answer's frame."""

    id: str | None = None
    model: str | None = None
    usage: msgspec.Raw = NOTHING
    content: list[msgspec.Raw] | None = None
    stop_reason: str | None = None
    stop_details: msgspec.Raw = NOTHING


class Event(msgspec.Struct):
    """One event of a stream, or its only one."""

    type: str | None = None
    index: int | None = None
    delta: Delta | None = None
    content_block: msgspec.Raw = NOTHING
    message: msgspec.Raw = NOTHING
    usage: msgspec.Raw = NOTHING
    error: msgspec.Raw = NOTHING


_event = msgspec.json.Decoder(Event)
_content = msgspec.json.Decoder(Content)
_message = msgspec.json.Decoder(Message)


def decode(data: bytes) -> Event:
    """Read one event.

    Raises:
        BackendGarbled: It is not JSON, or a field that holds words is of another type.
    """
    try:
        return _event.decode(data)
    except msgspec.ValidationError as error:
        return _unknown(data, error)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _read(_event, data)


def content(raw: msgspec.Raw) -> Content:
    """Read a block; raises as `decode`."""
    return _read(_content, raw)


def message(raw: msgspec.Raw | bytes) -> Message:
    """Read an answer's frame; raises as `decode`."""
    return _read(_message, raw) if raw is not NOTHING else Message()


def clean(raw: msgspec.Raw) -> msgspec.Raw:
    """`raw`, or what of it is JSON: a raw field was not looked into when it was read."""
    try:
        msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.Raw(_nearly(raw))
    return raw


def read_raw(raw: msgspec.Raw) -> Any:
    """What a raw field holds; None for nothing, null or nonsense."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def is_null(raw: msgspec.Raw) -> bool:
    """Whether the server said nothing there."""
    return raw is NOTHING or bytes(raw) == b"null"


def add_counts(counts: dict[str, int], raw: msgspec.Raw) -> None:
    """Add what a `usage` says to `counts`: counts only grow, and some proxies say 0 later."""
    found = read_raw(raw)
    if not isinstance(found, dict):
        return
    details = found.get("output_tokens_details")
    thought = details.get("thinking_tokens") if isinstance(details, dict) else None
    said = {**{name: found.get(name) for name in _COUNTS}, "thinking_tokens": thought}
    for name, count in said.items():
        if type(count) is int and count >= counts.get(name, 0):
            counts[name] = count


def usage(counts: dict[str, int]) -> Usage | None:
    """Tokens as the server counted them; what was read from a cache or put there was read."""
    if not counts:
        return None
    read = [counts[name] for name in _COUNTS[:3] if name in counts]
    return Usage(
        input=sum(read) if "input_tokens" in counts else None,
        output=counts.get("output_tokens"),
        cached=counts.get("cache_read_input_tokens"),
        reasoning=counts.get("thinking_tokens"),
    )


def citation(found: Any) -> Citation | None:
    """The source in a citation, by its address or its document's title."""
    if not isinstance(found, dict):
        return None
    url = found.get("url") or found.get("source")
    title = found.get("title") or found.get("document_title")
    said = Citation(url if isinstance(url, str) else "", title if isinstance(title, str) else "")
    return said if said.url or said.title else None


def results(raw: msgspec.Raw) -> list[Citation]:
    """The pages in what a search on the server found."""
    found = read_raw(raw)
    each = found if isinstance(found, list) else []
    return [said for one in each if (said := citation(one)) is not None and said.url]


def listed(found: Any) -> tuple[ModelFacts, ...]:
    """The models in a listing, without those that are no more."""
    models = found.get("data") if isinstance(found, dict) else None
    return tuple(
        _facts(each)
        for each in (models if isinstance(models, list) else ())
        if isinstance(each, dict)
        and isinstance(each.get("id"), str)
        and each.get("lifecycle") != "retired"
    )


def _facts(found: dict[str, Any]) -> ModelFacts:
    title, context = found.get("display_name"), found.get("max_input_tokens")
    return ModelFacts(
        found["id"],
        title if isinstance(title, str) else "",
        context if type(context) is int and context > 0 else None,
        _abilities(found.get("capabilities")),
    )


def _abilities(found: Any) -> frozenset[Ability] | None:
    if not isinstance(found, dict):
        return None
    has = {
        ability
        for name, ability in _ABILITIES.items()
        if isinstance(said := found.get(name), dict) and said.get("supported") is True
    }
    return frozenset((Ability.TOOLS, *has))  # every Claude takes tools, so the listing is silent


def _unknown(data: bytes, error: msgspec.ValidationError) -> Event:
    """An event that only looked like one we know: a new kind may reuse a field's name."""
    found = read_raw(msgspec.Raw(data))
    kind = found.get("type") if isinstance(found, dict) else None
    if isinstance(kind, str) and kind not in EVENTS:
        return Event(kind)
    if kind == "content_block_delta" and isinstance(found.get("delta"), dict):
        index, name = found.get("index"), found["delta"].get("type")
        if type(index) is int and isinstance(name, str) and name not in DELTAS:
            return Event(kind, index, Delta(name))
    raise BackendGarbled(str(error)) from error


def _read(decoder: msgspec.json.Decoder[T], data: bytes | msgspec.Raw) -> T:
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        raise BackendGarbled(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return decoder.decode(_nearly(data))
    except msgspec.ValidationError as error:
        raise BackendGarbled(str(error)) from error


def _nearly(data: bytes | msgspec.Raw) -> bytes:
    """What is nearly JSON as JSON: bad UTF-8, lone surrogates, NaN."""
    try:
        loose = json.loads(bytes(data).decode(errors="replace"), parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise BackendGarbled(f"not JSON: {type(error).__name__}") from None
    return json.dumps(loose, ensure_ascii=False).encode(errors="replace")
