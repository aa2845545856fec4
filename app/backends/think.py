"""Reasoning that some servers leave in the text, between `<think>` and `</think>`."""

from app.core.backend import ReasoningDelta, TextDelta

_OPEN, _CLOSE = "<think>", "</think>"

Words = TextDelta | ReasoningDelta


class ThinkTags:
    """Tells reasoning from text as the pieces come, wherever the tags are split.

    `<think>` counts only as the first thing that is not blank: later it is a word like
    others. A `</think>` without its opening tag counts there too, for some templates
    write the opening tag themselves.
    """

    def __init__(self) -> None:
        self._held = ""
        self._read = self._at_start

    def feed(self, text: str) -> list[Words]:
        """Take more text; hand back what is certain by now."""
        return self._read(text)

    def finish(self) -> list[Words]:
        """What was held back in case a tag came."""
        held, self._held = self._held, ""
        if not held:
            return []
        is_thinking = self._read == self._in_reasoning
        return [ReasoningDelta(held) if is_thinking else TextDelta(held)]

    def _at_start(self, text: str) -> list[Words]:
        self._held += text
        bare = self._held.lstrip()
        if bare.startswith(_OPEN):
            self._held, self._read = "", self._in_reasoning
            return self._in_reasoning(bare[len(_OPEN) :])
        if bare.startswith(_CLOSE):
            self._held, self._read = "", self._after_reasoning
            return self._after_reasoning(bare[len(_CLOSE) :])
        if _OPEN.startswith(bare) or _CLOSE.startswith(bare):
            return []
        held, self._held, self._read = self._held, "", self._in_text
        return [TextDelta(held)]

    def _in_reasoning(self, text: str) -> list[Words]:
        text = self._held + text
        inside, tag, rest = text.partition(_CLOSE)
        if not tag:
            keep = _tag_start(text)
            self._held = text[len(text) - keep :]
            sure = text[: len(text) - keep]
            return [ReasoningDelta(sure)] if sure else []
        self._held, self._read = "", self._after_reasoning
        return [*([ReasoningDelta(inside)] if inside else ()), *self._after_reasoning(rest)]

    def _after_reasoning(self, text: str) -> list[Words]:
        """Blank lines between the tag and the answer belong to the tag."""
        text = text.lstrip()
        if not text:
            return []
        self._read = self._in_text
        return [TextDelta(text)]

    def _in_text(self, text: str) -> list[Words]:
        return [TextDelta(text)] if text else []


def _tag_start(text: str) -> int:
    """How many characters at the end of `text` may begin the closing tag."""
    for length in range(min(len(text), len(_CLOSE) - 1), 0, -1):
        if _CLOSE.startswith(text[-length:]):
            return length
    return 0
