"""The answers that must go back to their server unchanged, with what no other part holds."""

from typing import Any

import msgspec

from app.backends.chat_calls import Call
from app.backends.chat_request import PROTOCOL, call_fields, encoded
from app.backends.chat_wire import NOTHING, is_null
from app.core.backend import Echo

_JOINED = {"reasoning.text": "text", "reasoning.summary": "summary"}


class ChatEcho:
    """Keeps what a server of chat completions wants to see again.

    These are OpenRouter's reasoning details and Gemini's signatures, always; and where
    tools are offered, DeepSeek's reasoning and Mistral's thinking, for these models go on
    thinking from there once a tool has answered.

    Sources: https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks,
    https://ai.google.dev/gemini-api/docs/thought-signatures,
    https://api-docs.deepseek.com/guides/thinking_mode, https://docs.mistral.ai/capabilities/reasoning
    """

    def __init__(self, model: str, *, has_tools: bool) -> None:
        """`model` is the name that was asked for; `has_tools`: tools were offered."""
        self.extra: msgspec.Raw = NOTHING
        self._model = model
        self._has_tools = has_tools
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._thinking: list[str] = []
        self._details: list[dict[str, Any]] = []

    def add_text(self, text: str) -> None:
        self._text.append(text)

    def add_reasoning(self, text: str) -> None:
        """More of `reasoning_content`."""
        self._reasoning.append(text)

    def add_thinking(self, text: str) -> None:
        """More of a thinking part of the content."""
        self._thinking.append(text)

    def add_details(self, details: list[dict[str, Any]]) -> None:
        """More of OpenRouter's list; what continues its last entry is joined to it."""
        for detail in details:
            if self._details and _continues(self._details[-1], detail):
                _join(self._details[-1], detail)
            else:
                self._details.append(dict(detail))

    def echo(self, calls: list[Call]) -> Echo | None:
        """The answer as it goes back; None where its parts say all there is to it."""
        kept = self._kept(calls)
        has_extra = any(not is_null(call.extra) for call in calls)
        if not kept and not has_extra:
            return None
        said = {"role": "assistant", "content": "".join(self._text) or None, **kept}
        if calls:
            said["tool_calls"] = [_call(call) for call in calls]
        return Echo(PROTOCOL, self._model, encoded(said).decode())

    def _kept(self, calls: list[Call]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._details:
            found["reasoning_details"] = self._details
        if not is_null(self.extra):
            found["extra_content"] = self.extra
        if calls or self._has_tools:
            if self._reasoning:
                found["reasoning_content"] = "".join(self._reasoning)
            if self._thinking:
                found["content"] = self._pieces()
        return found

    def _pieces(self) -> list[dict[str, Any]]:
        thought = [{"type": "text", "text": "".join(self._thinking)}]
        text = "".join(self._text)
        spoken = [{"type": "text", "text": text}] if text else []
        return [{"type": "thinking", "thinking": thought}, *spoken]


def _call(call: Call) -> dict[str, Any]:
    extra = {} if is_null(call.extra) else {"extra_content": call.extra}
    return {**call_fields(call.id, call.name, call.arguments), **extra}


def _continues(last: dict[str, Any], detail: dict[str, Any]) -> bool:
    kind = detail.get("type")
    is_same = last.get("type") == kind and last.get("index") == detail.get("index")
    return is_same and kind in _JOINED


def _join(last: dict[str, Any], detail: dict[str, Any]) -> None:
    name = _JOINED[detail["type"]]
    before, more = last.get(name), detail.get(name)
    last.update({key: each for key, each in detail.items() if each is not None})
    last[name] = f"{before or ''}{more or ''}"
