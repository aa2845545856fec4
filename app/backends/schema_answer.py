"""Reads an answer that is either text or a tool call, while it is being written."""

import json
import re
from dataclasses import replace

from app.backends.chat_calls import object_text
from app.core.backend import Finished, Item, Request, TextDelta, ToolCall
from app.core.conversation import Outcome, new_id

ANSWER = "answer"
"""The name that stands for no tool at all."""

_SPOKEN = re.compile(rf'\s*\{{\s*"tool"\s*:\s*"{ANSWER}"\s*,\s*"text"\s*:\s*"')
_OURS = re.compile(r'\s*\{\s*"tool"')
_PLAIN = re.compile(r'[^"\\]+')
_HIGH = r"u[dD][89abAB][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"\\(?:{_HIGH}\\u[0-9a-fA-F]{{4}}|u[0-9a-fA-F]{{4}}|[^u])")
_HALF = re.compile(rf"\\{_HIGH}(?:\\(?:u[0-9a-fA-F]{{0,3}})?)?$")
"""One half of a character, whose other half may still come."""


class SchemaAnswer:
    """Takes the pieces of one JSON object; hands out the text in it as it comes.

    Should the model not keep to the form, all it says is text.
    """

    def __init__(self, request: Request) -> None:
        self._names = {tool.name for tool in request.tools}
        self._is_text = request.output is None
        self._held = ""
        self._read = self._at_start

    def feed(self, text: str) -> list[Item]:
        """Take more of the answer; hand back what of it is for the user."""
        return [TextDelta(spoken)] if (spoken := self._read(text)) else []

    def finish(self, finished: Finished) -> list[Item]:
        """What remains to be said when nothing more comes, `Finished` last."""
        if self._read != self._at_start:
            return [finished]
        said = _object(self._held)
        name = said.get("tool")
        if isinstance(name, str) and name in self._names:
            return self._called(name, said.get("arguments"), finished)
        if name == ANSWER and "text" in said:
            return [TextDelta(_written(said["text"])), finished]
        if _OURS.match(self._held):  # cut off: half a call is nothing to show or run
            is_odd = finished.outcome is Outcome.COMPLETE
            return [replace(finished, outcome=Outcome.FAILED) if is_odd else finished]
        return [*([TextDelta(self._held)] if self._held.strip() else ()), finished]

    def _called(self, name: str, arguments: object, finished: Finished) -> list[Item]:
        text = object_text(json.dumps(arguments, ensure_ascii=False))
        if text is None or finished.outcome is not Outcome.COMPLETE:
            return [replace(finished, outcome=Outcome.FAILED)]
        call = ToolCall(f"call_{new_id()}", name, text)
        return [call, replace(finished, outcome=Outcome.TOOL_CALLS)]

    def _at_start(self, text: str) -> str:
        self._held += text
        begin = self._held.lstrip()
        if begin and begin[0] != "{":
            self._read = self._as_it_is
            return self._held
        if self._is_text and (found := _SPOKEN.match(self._held)):
            rest, self._held = self._held[found.end() :], ""
            self._read = self._in_string
            return self._in_string(rest)
        return ""

    def _as_it_is(self, text: str) -> str:
        return text

    def _after_string(self, text: str) -> str:
        return ""

    def _in_string(self, text: str) -> str:
        """The characters of a JSON string, as far as they are certain."""
        self._held += text
        spoken: list[str] = []
        at = 0
        while at < len(self._held) and self._held[at] != '"':
            found = _PLAIN.match(self._held, at) or _escape(self._held, at)
            if found is None:
                break
            spoken.append(found[0] if found.re is _PLAIN else _unescaped(found[0]))
            at = found.end()
        if self._held[at : at + 1] == '"':
            self._read = self._after_string
        self._held = self._held[at:]
        return "".join(spoken)


def _escape(text: str, at: int) -> re.Match[str] | None:
    """The escape that begins there; None while more of it may come."""
    return None if _HALF.match(text, at) else _ESCAPE.match(text, at)


def _unescaped(escape: str) -> str:
    try:
        found = str(json.loads(f'"{escape}"'))
    except ValueError:
        return escape
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
