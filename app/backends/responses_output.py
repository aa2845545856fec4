"""The items of one answer of OpenAI's responses: messages, calls, thoughts, sources."""

from collections.abc import Iterable
from typing import Any

import msgspec

from app.backends.chat_calls import Call, object_text
from app.backends.chat_wire import dicts, read_raw
from app.backends.responses_request import PROTOCOL
from app.backends.responses_wire import (
    FunctionCall,
    ItemEvent,
    Known,
    Message,
    Reasoning,
    Sources,
    Words,
    item,
)
from app.core.backend import Echo
from app.core.conversation import new_id

Entry = tuple[msgspec.Raw, Known | None]
"""An item as it came, and as we read it."""


class Output:
    """Collects items by their place, `settle` puts the server's final list over them."""

    def __init__(self) -> None:
        self.notes: list[dict[str, Any]] = []
        """Annotations of the text."""
        self._entries: dict[int, Entry] = {}
        self._arguments: dict[int | str, str] = {}
        self._done: set[int] = set()

    @property
    def has_calls(self) -> bool:
        return any(isinstance(known, FunctionCall) for _, known in self._entries.values())

    @property
    def sources(self) -> list[dict[str, Any]]:
        """What the server searched and found."""
        found = (known for _, known in self._in_order() if isinstance(known, Sources))
        return [result for each in found for result in dicts(read_raw(each.results))]

    def add_item(self, event: ItemEvent, *, is_done: bool) -> None:
        """An item that begins or is complete."""
        known = item(event.item)
        place = event.output_index
        if place is None:
            place = self._place_of(known)
        self._entries[place] = (event.item, known)
        if is_done:
            self._done.add(place)

    def add_arguments(self, words: Words) -> None:
        """More of a call's arguments, or all of them."""
        key = words.output_index if words.output_index is not None else words.item_id or ""
        if words.arguments is not None:
            self._arguments[key] = words.arguments
        elif words.delta:
            self._arguments[key] = self._arguments.get(key, "") + words.delta

    def settle(self, output: list[msgspec.Raw]) -> None:
        """Take the server's list of all items; an empty one says nothing new."""
        if output:
            self._entries = {at: (raw, item(raw)) for at, raw in enumerate(output)}
            self._done = set(self._entries)

    def texts(self) -> Iterable[tuple[int, str, bool]]:
        """Each text with its place, and whether it is a refusal."""
        for at, (_, known) in sorted(self._entries.items()):
            for part in (known.content or ()) if isinstance(known, Message) else ():
                yield at, part.refusal or part.text or "", bool(part.refusal)

    def url_notes(self) -> list[dict[str, Any]]:
        """The annotations that name a source, in the form of chat completions."""
        said = (known for _, known in self._in_order() if isinstance(known, Message))
        whole = [
            note
            for message in said
            for part in message.content or ()
            for note in dicts(read_raw(part.annotations))
        ]
        return [{"url_citation": note} for note in (*self.notes, *whole)]

    def calls(self, *, is_cut: bool) -> list[Call]:
        """The calls that came whole: where the answer was cut, the last one did not."""
        found: list[Call] = []
        calls = [at for at in sorted(self._entries) if self._is_call(at)]
        for at in calls[:-1] if is_cut else calls:
            known = self._entries[at][1]
            if isinstance(known, FunctionCall) and known.name:
                arguments = object_text(self._arguments_of(at, known))
                if arguments is not None:
                    found.append(Call(_call_id(known), known.name, arguments))
        return found

    def echo(self, model: str, calls: list[Call]) -> Echo | None:
        """All items as they go back, in order; None where a message's parts say it all.

        Thoughts that are not encrypted stay behind: with nothing stored, the server could
        not find them.
        """
        entries = [(raw, known) for raw, known in self._in_order() if not _is_bare(known)]
        is_special = any(_is_special(known) for _, known in entries)
        is_whole = self._done == set(self._entries) and len(calls) == self._call_count()
        if not is_special or not is_whole:
            return None
        items = b",".join(bytes(raw) for raw, _ in entries)
        return Echo(PROTOCOL, model, f"[{items.decode(errors='replace')}]")

    def _in_order(self) -> list[Entry]:
        return [entry for _, entry in sorted(self._entries.items())]

    def _is_call(self, at: int) -> bool:
        return isinstance(self._entries[at][1], FunctionCall)

    def _call_count(self) -> int:
        return sum(self._is_call(at) for at in self._entries)

    def _arguments_of(self, at: int, call: FunctionCall) -> str:
        if isinstance(call.arguments, dict):
            return msgspec.json.encode(call.arguments).decode()
        pieces = self._arguments.get(at) or self._arguments.get(call.id or "")
        return call.arguments or pieces or ""

    def _place_of(self, known: Known | None) -> int:
        """The place of an item whose server names none: that of its beginning, or the end."""
        for at, (_, other) in self._entries.items():
            if isinstance(known, FunctionCall) and _is_same(known, other):
                return at
        return max(self._entries, default=-1) + 1


def _call_id(call: FunctionCall) -> str:
    return call.call_id or call.id or f"call_{new_id()}"


def _is_bare(known: Known | None) -> bool:
    return isinstance(known, Reasoning) and not known.encrypted_content


def _is_special(known: Known | None) -> bool:
    """Whether an item says what no part of a message can hold."""
    return isinstance(known, Reasoning) or (isinstance(known, Message) and bool(known.phase))


def _is_same(call: FunctionCall, other: Known | None) -> bool:
    return isinstance(other, FunctionCall) and (call.call_id, call.id) == (other.call_id, other.id)
