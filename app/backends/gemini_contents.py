"""What was said, in the words of Gemini's API.

Sources: https://ai.google.dev/api/caching#Content,
https://ai.google.dev/gemini-api/docs/generate-content/function-calling,
https://ai.google.dev/gemini-api/docs/thought-signatures
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from app.backends.chat_calls import object_text
from app.backends.chat_files import base64_of, file_text, unsendable
from app.backends.chat_turns import Turn, turns
from app.backends.gemini_answer import PROTOCOL
from app.core.backend import Request
from app.core.conversation import FilePart, Part, Role, TextPart, ToolCallPart, ToolResultPart

WireContent = dict[str, Any] | msgspec.Raw

_MEDIA = ("image/", "audio/", "video/", "application/pdf")
_UNSIGNED = "skip_thought_signature_validator"
"""What the API takes for the signature of a call that another model made."""
_NO_RESULT = "No result."


class _Call(msgspec.Struct):
    id: str = ""
    name: str = ""


class _Piece(msgspec.Struct, rename="camel"):
    function_call: _Call | None = None


class _Said(msgspec.Struct):
    parts: list[_Piece] = []


_said = msgspec.json.Decoder(_Said)


def contents(request: Request, is_signed: bool) -> list[WireContent]:
    """All that was said. `is_signed` says that the model refuses calls without signature."""
    thread = _Thread(is_signed)
    for turn in turns(request, PROTOCOL):
        thread.add(turn)
    return thread.finished()


class _Thread:
    """The contents so far, and the calls that wait for their answer."""

    def __init__(self, is_signed: bool) -> None:
        self._is_signed = is_signed
        self._contents: list[WireContent] = []
        self._open: list[tuple[ToolCallPart, str]] = []
        """Each call that waits, and its id as it was sent, "" for none."""

    def add(self, turn: Turn) -> None:
        """Add what was said."""
        if turn.role is Role.TOOL:
            self._answer(turn.results)
            return
        self._answer(())
        if turn.role is Role.USER:
            self._say("user", list(_pieces(turn.parts)))
        elif turn.echo:
            self._contents.append(msgspec.Raw(turn.echo.encode(errors="replace")))
            sent = _sent_ids(turn.echo)
            self._open = [
                (call, sent[place] if place < len(sent) else "")
                for place, call in enumerate(turn.calls)
            ]
        else:
            self._open = [(call, call.id) for call in turn.calls]
            words = [{"text": turn.text}] if turn.text.strip() else []
            self._say("model", [*words, *self._calls(turn.calls)])

    def finished(self) -> list[WireContent]:
        """All contents."""
        self._answer(())
        return self._contents

    def _say(self, role: str, parts: list[dict[str, Any]]) -> None:
        if parts:
            self._contents.append({"role": role, "parts": parts})

    def _calls(self, calls: list[ToolCallPart]) -> Iterable[dict[str, Any]]:
        """Calls anew; only the first one of a turn needs a signature."""
        for place, call in enumerate(calls):
            args = msgspec.Raw((object_text(call.arguments) or "{}").encode(errors="replace"))
            part = {"functionCall": {"id": call.id, "name": call.name, "args": args}}
            is_first = self._is_signed and place == 0
            yield {**part, "thoughtSignature": _UNSIGNED} if is_first else part

    def _answer(self, results: Iterable[ToolResultPart]) -> None:
        """Answer all open calls at once, as is demanded; an answer to no call is left out."""
        by_id = {each.id: each for each in results}
        opened, self._open = self._open, []
        self._say("user", [_response(call, id, by_id.get(call.id)) for call, id in opened])


def _response(call: ToolCallPart, id: str, result: ToolResultPart | None) -> dict[str, Any]:
    is_error = result is None or result.is_error
    said = result.text if result is not None else _NO_RESULT
    known_id = {"id": id} if id else {}
    response = {"error" if is_error else "output": said}
    return {"functionResponse": {**known_id, "name": call.name, "response": response}}


def _sent_ids(echo: str) -> list[str]:
    """The ids of the calls in an answer that goes back unchanged."""
    try:
        found = _said.decode(echo.encode(errors="replace"))
    except (msgspec.DecodeError, RecursionError):
        return []
    return [each.function_call.id for each in found.parts if each.function_call is not None]


def _pieces(parts: Iterable[Part]) -> Iterable[dict[str, Any]]:
    for part in parts:
        if isinstance(part, FilePart):
            yield _file(part)
        elif isinstance(part, TextPart) and part.text:
            yield {"text": part.text}


def _file(file: FilePart) -> dict[str, Any]:
    if file.media_type.startswith(_MEDIA):
        return {"inlineData": {"mimeType": file.media_type, "data": base64_of(file)}}
    text = file_text(file)
    return {"text": f"\n\n{unsendable(file) if text is None else text}\n\n"}
