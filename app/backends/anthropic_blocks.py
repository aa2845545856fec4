"""The blocks that an answer of Anthropic's Messages API is made of, while they come."""

from typing import Any

import msgspec

from app.backends import anthropic_wire as wire
from app.core.backend import Citation
from app.core.conversation import new_id

THINKING = frozenset(("thinking", "redacted_thinking"))

_TEXTS = {"text_delta": "text", "thinking_delta": "thinking", "signature_delta": "signature"}
"""Which field of its block a delta makes longer."""


class Block:
    """One block: how it began, and what was added."""

    def __init__(self, raw: msgspec.Raw) -> None:
        """
        Raises:
            BackendGarbled: Its words are none.
        """
        self._raw = wire.clean(raw)
        self.start = wire.content(self._raw)
        self.kind = self.start.type or ""
        self.id = self.start.id or f"toolu_{new_id()}"
        self.is_closed = False
        self.is_lossy = False
        """Something was added that we do not know, so it cannot be sent back."""
        self._added: dict[str, list[str]] = {}
        self._citations: list[msgspec.Raw] = []

    def add(self, delta: wire.Delta) -> None:
        """Add what is new."""
        match delta.type:
            case "text_delta" | "thinking_delta" | "signature_delta":
                field = _TEXTS[delta.type]
                self._added.setdefault(field, []).append(getattr(delta, field) or "")
            case "input_json_delta":
                self._added.setdefault("input", []).append(delta.partial_json or "")
            case "citations_delta":
                self._citations.append(delta.citation)
            case _:
                self.is_lossy = True

    @property
    def arguments(self) -> str:
        """A call's arguments as JSON text, "" where they are no object, or cut off."""
        text = "".join(self._added.get("input", ())).strip()
        if not text:
            text = "{}" if wire.is_null(self.start.input) else bytes(self.start.input).decode()
        found = wire.read_raw(msgspec.Raw(text.encode(errors="replace")))
        return text if isinstance(found, dict) else ""

    @property
    def sources(self) -> list[Citation]:
        """What its text cites."""
        first = wire.read_raw(self.start.citations)
        each = [*(first if isinstance(first, list) else ()), *map(wire.read_raw, self._citations)]
        return [said for one in each if (said := wire.citation(one)) is not None]

    def whole(self) -> msgspec.Raw | None:
        """The block as it is sent back, None when it holds nothing that could be.

        A text of nothing is refused, although servers send such.
        """
        if self.kind == "text" and not self._text("text").strip():
            return None
        is_named = self.kind != "tool_use" or self.start.id
        if not self._added and not self._citations and is_named:
            return self._raw
        found: dict[str, Any] = wire.read_raw(self._raw)
        for field in self._added:
            found[field] = self._input() if field == "input" else self._text(field)
        if self._citations:
            found["citations"] = [*(found.get("citations") or ()), *self._citations]
        if self.kind == "tool_use":
            found["id"] = self.id
        return msgspec.Raw(msgspec.json.encode(found))

    def _text(self, field: str) -> str:
        first = wire.read_raw(self._raw).get(field)
        return "".join((first if isinstance(first, str) else "", *self._added.get(field, ())))

    def _input(self) -> msgspec.Raw:
        return msgspec.Raw((self.arguments or "{}").encode())


class Told:
    """What was told so far, so that a stream that begins anew tells nothing twice."""

    def __init__(self) -> None:
        self._told: list[str] = []
        self._again = ""
        """What is expected to come again, up to where it differs."""
        self._at = 0
        self._break = False
        self._has_words = False

    def begin_again(self) -> None:
        """From now on the same words may come once more, from the start."""
        self._again, self._at = "".join(self._told), 0
        self._break = self._has_words = False

    def begin_block(self) -> None:
        """The next words belong to another paragraph."""
        self._break = self._has_words

    def new(self, text: str) -> str:
        """What of `text` is to be told, "" for nothing."""
        if self._break and text:
            self._break = False
            text = text if text[0] == "\n" else f"\n\n{text}"
        self._has_words = self._has_words or bool(text)
        if self._again:
            text = self._differing(text)
        if text:
            self._told.append(text)
        return text

    def _differing(self, text: str) -> str:
        left = self._again[self._at :]
        if left.startswith(text):
            self._at += len(text)
            self._again = "" if self._at == len(self._again) else self._again
            return ""
        same, self._again = self._again[: self._at], ""
        return text[len(left) :] if text.startswith(left) else f"\n\n{same}{text}"
