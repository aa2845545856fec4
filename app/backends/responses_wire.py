"""What servers with OpenAI's responses say, as typed structures.

Sources: https://platform.openai.com/docs/api-reference/responses-streaming,
https://docs.perplexity.ai/api-reference/agent-post
"""

from typing import Any

import msgspec

from app.backends.chat_wire import NOTHING, decoded


class Head(msgspec.Struct):
    """What tells one event from another."""

    type: str | None = None
    object: str | None = None
    """`response` where the answer came in one piece."""
    error: msgspec.Raw = NOTHING
    message: msgspec.Raw = NOTHING
    code: msgspec.Raw = NOTHING


class Words(msgspec.Struct):
    """A piece of text, or all of one, and where in the answer it belongs."""

    delta: str | None = None
    text: str | None = None
    refusal: str | None = None
    arguments: str | None = None
    item_id: str | None = None
    output_index: int | None = None
    content_index: int | None = None
    summary_index: int | None = None


class Content(msgspec.Struct):
    """A part of a message."""

    type: str | None = None
    text: str | None = None
    refusal: str | None = None
    annotations: msgspec.Raw = NOTHING


class Message(msgspec.Struct):
    """A message of the model; `phase` tells what it says on the way from its answer."""

    content: list[Content] | None = None
    phase: str | None = None


class FunctionCall(msgspec.Struct):
    """A tool call."""

    id: str | None = None
    call_id: str | None = None
    name: str | None = None
    arguments: str | dict[str, Any] | None = None


class Reasoning(msgspec.Struct):
    """What the model thought, readable by its server alone."""

    encrypted_content: str | None = None


class Sources(msgspec.Struct):
    """What Perplexity found."""

    results: msgspec.Raw = NOTHING


class Kind(msgspec.Struct):
    """What kind of item it is."""

    type: str | None = None


class ItemEvent(msgspec.Struct):
    """An item of the answer that began or is complete."""

    item: msgspec.Raw = NOTHING
    output_index: int | None = None


class Note(msgspec.Struct):
    """A source that belongs to the text."""

    annotation: msgspec.Raw = NOTHING


class Incomplete(msgspec.Struct):
    """Why an answer was cut off."""

    reason: str | None = None


class Response(msgspec.Struct):
    """The whole answer, as far as it has come."""

    status: str | None = None
    model: str | None = None
    output: list[msgspec.Raw] | None = None
    usage: msgspec.Raw = NOTHING
    error: msgspec.Raw = NOTHING
    incomplete_details: Incomplete | None = None


class Whole(msgspec.Struct):
    """An event about the whole answer."""

    response: Response | None = None


read_head = msgspec.json.Decoder(Head)
read_words = msgspec.json.Decoder(Words)
read_item = msgspec.json.Decoder(ItemEvent)
read_note = msgspec.json.Decoder(Note)
read_whole = msgspec.json.Decoder(Whole)
read_response = msgspec.json.Decoder(Response)
_kind = msgspec.json.Decoder(Kind)
_kinds: dict[str, msgspec.json.Decoder[Any]] = {
    "message": msgspec.json.Decoder(Message),
    "function_call": msgspec.json.Decoder(FunctionCall),
    "reasoning": msgspec.json.Decoder(Reasoning),
    "search_results": msgspec.json.Decoder(Sources),
    "fetch_url_results": msgspec.json.Decoder(Sources),
}

Known = Message | FunctionCall | Reasoning | Sources


def item(raw: msgspec.Raw) -> Known | None:
    """The item in `raw`; None for a kind that says nothing to us.

    Raises:
        BackendGarbled: It is of a known kind, and a field is of another type than it should be.
    """
    kind = decoded(_kind, bytes(raw)).type or ""
    decoder = _kinds.get(kind)
    found: Known | None = decoded(decoder, bytes(raw)) if decoder is not None else None
    return found
