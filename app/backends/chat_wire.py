"""What servers with OpenAI's chat completions say, as typed structures.

Every field may be missing or null. A field that holds words and is of another type than
it should be is an error; fields that only describe (usage, sources) stay raw here and are
read with indulgence at the end.

Sources: https://platform.openai.com/docs/api-reference/chat-streaming,
https://docs.mistral.ai/capabilities/reasoning, https://openrouter.ai/docs/api/reference/streaming,
https://api-docs.deepseek.com/api/create-chat-completion, https://docs.perplexity.ai/api-reference
"""

import json
from typing import Any, TypeVar

import msgspec

from app.core.backend import Citation
from app.core.errors import BackendGarbled

T = TypeVar("T")

NOTHING = msgspec.Raw(b"null")
"""A raw field that is not there."""


class Piece(msgspec.Struct):
    """A part of a message whose content is a list (Mistral)."""

    type: str | None = None
    text: str | None = None
    thinking: str | list["Piece"] | None = None


class ToolFunction(msgspec.Struct):
    """A tool's name, and a fragment of its arguments."""

    name: str | None = None
    arguments: str | dict[str, Any] | None = None


class ToolPiece(msgspec.Struct):
    """A fragment of a tool call."""

    index: int | None = None
    id: str | None = None
    function: ToolFunction | None = None
    extra_content: msgspec.Raw = NOTHING
    """Gemini's signature of the thought behind the call; wanted back."""


class Delta(msgspec.Struct):
    """What is new in a chunk, or a whole message where nothing was streamed."""

    content: str | list[Piece] | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    reasoning_details: list[dict[str, Any]] | None = None
    refusal: str | None = None
    tool_calls: list[ToolPiece] | None = None
    function_call: ToolFunction | None = None
    """What tool calls were before there could be several."""
    annotations: msgspec.Raw = NOTHING
    extra_content: msgspec.Raw = NOTHING


class Choice(msgspec.Struct):
    """One answer; we only ask for one."""

    delta: Delta | None = None
    message: Delta | None = None
    finish_reason: str | None = None
    index: int | None = None
    usage: msgspec.Raw = NOTHING
    """Moonshot puts it here."""
    error: msgspec.Raw = NOTHING


class Groq(msgspec.Struct):
    """Groq's own corner."""

    usage: msgspec.Raw = NOTHING
    error: msgspec.Raw = NOTHING


class Chunk(msgspec.Struct):
    """One event of a stream, or a whole answer."""

    choices: list[Choice] | None = None
    model: str | None = None
    usage: msgspec.Raw = NOTHING
    error: msgspec.Raw = NOTHING
    object: str | None = None
    message: msgspec.Raw = NOTHING
    code: msgspec.Raw = NOTHING
    """Of vLLM's errors, both."""
    x_groq: Groq | None = None
    citations: msgspec.Raw = NOTHING
    search_results: msgspec.Raw = NOTHING


_decoder = msgspec.json.Decoder(Chunk)


def decode(data: bytes) -> Chunk:
    """Read one event; raises as `decoded`."""
    return decoded(_decoder, data)


def decoded(decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    """What `data` says.

    Raises:
        BackendGarbled: It is not JSON, or a field that holds words is of another type.
    """
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        raise BackendGarbled(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _decoded_slowly(decoder, data)


def read_raw(raw: msgspec.Raw) -> Any:
    """What a raw field holds; None for nothing, null or nonsense."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def is_null(raw: msgspec.Raw) -> bool:
    """Whether the server said nothing there."""
    return raw is NOTHING or bytes(raw) == b"null"


def citations(results: Any, links: Any, annotations: list[Any]) -> list[Citation]:
    """Sources once each, in the order given; titles where somebody gave one."""
    found: dict[str, str] = {}
    for each in (*dicts(results), *(note.get("url_citation") for note in dicts(annotations))):
        if isinstance(each, dict) and isinstance(each.get("url"), str):
            title = each.get("title")
            found.setdefault(each["url"], title if isinstance(title, str) else "")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, str):
            found.setdefault(link, "")
    return [Citation(url, title) for url, title in found.items() if url]


def unknown_fields(data: bytes) -> set[str]:
    """The names of a chunk's fields that we do not read."""
    found = read_raw(msgspec.Raw(data))
    return set(found) - set(Chunk.__struct_fields__) if isinstance(found, dict) else set()


def dicts(found: Any) -> list[dict[str, Any]]:
    """The objects in a list; none if it is no list."""
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _decoded_slowly(decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    """Read what is nearly JSON: bad UTF-8, lone surrogates, NaN."""
    try:
        loose = json.loads(data.decode(errors="replace"), parse_constant=lambda _: None)
        return decoder.decode(json.dumps(loose, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError) as error:
        raise BackendGarbled(f"not JSON: {type(error).__name__}") from None
