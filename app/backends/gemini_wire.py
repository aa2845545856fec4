"""What Gemini's servers say, as typed structures.

Every field may be missing or null. A field that holds words and is of another type than
it should be is an error; fields that only describe stay raw and are read with indulgence.

Sources: https://ai.google.dev/api/generate-content, https://ai.google.dev/api/caching#Part,
https://ai.google.dev/api/models
"""

from typing import Any

import msgspec

from app.backends.chat_usage import count
from app.backends.chat_wire import NOTHING, decoded, dicts, read_raw
from app.core.backend import Ability, Citation, ModelFacts, Usage
from app.core.errors import BackendGarbled

_PREFIX = "models/"
_ASKABLE = ("generateContent", "streamGenerateContent")
_MAKERS = ("image", "tts", "audio", "live")
"""Words in the names of models that make something else than text."""

_COUNTS = (
    "promptTokenCount",
    "toolUsePromptTokenCount",
    "cachedContentTokenCount",
    "candidatesTokenCount",
    "thoughtsTokenCount",
)


class PartialArg(msgspec.Struct, rename="camel"):
    """A fragment of one argument of a call."""

    json_path: str | None = None
    string_value: str | None = None
    number_value: float | None = None
    bool_value: bool | None = None
    null_value: msgspec.Raw = NOTHING


class FunctionCall(msgspec.Struct, rename="camel"):
    """A tool call, or a fragment of one."""

    id: str | None = None
    name: str | None = None
    args: msgspec.Raw = NOTHING
    partial_args: list[PartialArg] | None = None
    will_continue: bool | None = None


class Code(msgspec.Struct):
    """A program that the server ran."""

    language: str | None = None
    code: str | None = None


class CodeResult(msgspec.Struct):
    """What a program on the server printed."""

    output: str | None = None


class Part(msgspec.Struct, rename="camel"):
    """A piece of an answer: words, a thought, a call or something else."""

    text: str | None = None
    thought: bool | None = None
    thought_signature: msgspec.Raw = NOTHING
    function_call: FunctionCall | None = None
    executable_code: Code | None = None
    code_execution_result: CodeResult | None = None


class Content(msgspec.Struct):
    """What a candidate says; its parts stay raw, for some of them must go back unchanged."""

    parts: list[msgspec.Raw] | None = None


class Candidate(msgspec.Struct, rename="camel"):
    """One answer; we only ask for one."""

    content: Content | None = None
    finish_reason: str | None = None
    index: int | None = None
    grounding_metadata: msgspec.Raw = NOTHING
    citation_metadata: msgspec.Raw = NOTHING


class Chunk(msgspec.Struct, rename="camel"):
    """One event of a stream, or a whole answer."""

    candidates: list[Candidate] | None = None
    prompt_feedback: msgspec.Raw = NOTHING
    usage_metadata: msgspec.Raw = NOTHING
    model_version: str | None = None
    error: msgspec.Raw = NOTHING


_chunks = msgspec.json.Decoder(Chunk)
_lists = msgspec.json.Decoder(list[Chunk])
_parts = msgspec.json.Decoder(Part)
_anything: "msgspec.json.Decoder[Any]" = msgspec.json.Decoder()


def chunks(data: bytes) -> list[Chunk]:
    """Read one event; where nothing was streamed it is all of them, as a list.

    Raises:
        BackendGarbled: It is not JSON, or a field that holds words is of another type.
    """
    if data.lstrip()[:1] == b"[":
        return decoded(_lists, data)
    return [decoded(_chunks, data)]


def part(raw: msgspec.Raw) -> tuple[Part, msgspec.Raw]:
    """Read a part, and hand it back as JSON: raw fields were not looked into before.

    Raises:
        BackendGarbled: A field that holds words is of another type.
    """
    try:
        return _parts.decode(raw), raw
    except msgspec.ValidationError as error:
        raise BackendGarbled(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        loose = decoded(_anything, bytes(raw))
        clean = msgspec.Raw(msgspec.json.encode(loose))
        return decoded(_parts, bytes(clean)), clean


def usage(said: Any) -> Usage | None:
    """Tokens as the server counted them; it leaves what was thought out of what was said."""
    counts = {name: number for name in _COUNTS if (number := count(said, name)) is not None}
    if not counts:
        return None
    return Usage(
        input=_sum(counts, "promptTokenCount", "toolUsePromptTokenCount"),
        output=_sum(counts, "candidatesTokenCount", "thoughtsTokenCount"),
        cached=counts.get("cachedContentTokenCount"),
        reasoning=counts.get("thoughtsTokenCount"),
    )


def blocked(raw: msgspec.Raw) -> str:
    """Why the question was not let through, "" if it was."""
    said = read_raw(raw)
    reason = said.get("blockReason") if isinstance(said, dict) else None
    return reason if isinstance(reason, str) else ""


def sources(grounding: msgspec.Raw, citations: msgspec.Raw) -> list[Citation]:
    """The pages that an answer rests on, or that it repeats."""
    said, repeated = read_raw(grounding), read_raw(citations)
    each_page = dicts(said.get("groundingChunks")) if isinstance(said, dict) else []
    pages = [page for each in each_page for page in each.values()]
    if isinstance(repeated, dict):
        pages += dicts(repeated.get("citationSources") or repeated.get("citations"))
    return [Citation(*_named(page)) for page in dicts(pages) if _named(page)[0]]


def listed(found: Any) -> tuple[ModelFacts, ...]:
    """The models of one page of a listing that can hold a conversation."""
    models = found.get("models") if isinstance(found, dict) else None
    return tuple(_facts(each) for each in dicts(models) if _is_for_chat(each))


def next_page(found: Any) -> str:
    """Where a listing goes on, "" at its end."""
    token = found.get("nextPageToken") if isinstance(found, dict) else None
    return token if isinstance(token, str) else ""


def _sum(counts: dict[str, int], *names: str) -> int | None:
    known = [counts[name] for name in names if name in counts]
    return sum(known) if known else None


def _named(page: dict[str, Any]) -> tuple[str, str]:
    url, title = page.get("uri"), page.get("title")
    return url if isinstance(url, str) else "", title if isinstance(title, str) else ""


def _is_for_chat(found: dict[str, Any]) -> bool:
    methods = found.get("supportedGenerationMethods")
    is_askable = not isinstance(methods, list) or any(each in methods for each in _ASKABLE)
    return isinstance(found.get("name"), str) and is_askable


def _facts(found: dict[str, Any]) -> ModelFacts:
    title = found.get("displayName")
    return ModelFacts(
        found["name"].removeprefix(_PREFIX),
        title if isinstance(title, str) else "",
        count(found, "inputTokenLimit") or None,
        _abilities(found),
    )


def _abilities(found: dict[str, Any]) -> frozenset[Ability] | None:
    """The listing says only whether a model thinks; the Geminis that chat have the rest."""
    if "gemini" not in found["name"] or any(word in found["name"] for word in _MAKERS):
        return None
    rest = (Ability.VISION, Ability.FILES, Ability.TOOLS, Ability.SCHEMA)
    return frozenset((*rest, Ability.REASONING) if found.get("thinking") is True else rest)
