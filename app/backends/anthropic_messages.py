"""What was said, in the words of Anthropic's Messages API.

The rules it enforces: the user speaks first and the roles take turns, no text is blank,
every call is answered in the very next message, and the answers come before all else there.

Source: https://platform.claude.com/docs/en/api/messages
"""

import re
from typing import Any

import msgspec

from app.backends.anthropic_blocks import THINKING
from app.backends.chat_files import base64_of, file_text, unsendable
from app.core.backend import Request
from app.core.conversation import (
    EchoPart,
    FilePart,
    Message,
    Role,
    ToolCallPart,
    ToolResultPart,
)

PROTOCOL = "anthropic"

WireBlock = dict[str, Any] | msgspec.Raw
WireMessage = dict[str, Any]

_IMAGES = frozenset(("image/jpeg", "image/png", "image/gif", "image/webp"))
_PDF = "application/pdf"
_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]")
"""Characters that neither a tool's name nor a call's id may have; other protocols' do."""
_LONGEST_NAME = 64
_LONGEST_TITLE = 500
_BEFORE = "…"
"""What the user is taken to have said where the agent spoke first."""
_NO_RESULT = "No result."
"""What is answered to a call that no tool answered."""


class Head(msgspec.Struct):
    """What a block says of itself."""

    type: str = ""
    id: str = ""


_heads = msgspec.json.Decoder(Head)
_echoes = msgspec.json.Decoder(list[msgspec.Raw])


def wire_messages(
    request: Request, *, is_claude: bool, keeps_thoughts: bool, is_bound: bool
) -> list[WireMessage]:
    """All that was said. `is_claude` says that documents are understood.

    Thoughts go back only if `keeps_thoughts`, and where the model's are bound (`is_bound`)
    to what was said before them, only those since the user last spoke: they were thought
    after exactly the words that are sent now. Earlier ones were not, for the context is cut
    at its start and can be edited, and the server refuses them for that.

    Source: https://platform.claude.com/docs/en/build-with-claude/preserved-thinking
    """
    spoken = [place for place, each in enumerate(request.messages) if each.role is Role.USER]
    thread = _Thread(request.model, is_claude)
    for place, message in enumerate(request.messages):
        is_now = not is_bound or not spoken or place > spoken[-1]
        thread.add(message, with_thoughts=keeps_thoughts and is_now)
    return thread.finished()


def begins_with_thought(content: list[WireBlock]) -> bool:
    """Whether an answer's first block is a thought."""
    return bool(content) and _head(content[0]).type in THINKING


class _Thread:
    """The messages so far, and the calls that wait for their answer."""

    def __init__(self, model: str, is_claude: bool) -> None:
        self._model = model
        self._is_claude = is_claude
        self._messages: list[WireMessage] = []
        self._open: dict[str, str] = {}
        """The id of each call that waits, as it is sent, by our own."""
        self._used: set[str] = set()

    def add(self, message: Message, *, with_thoughts: bool) -> None:
        """Add what was said."""
        if message.role is Role.TOOL:
            self._say("user", self._results(message))
        elif message.role is not Role.NOTE:
            self._answer_the_rest()
            if message.role is Role.USER:
                self._say("user", self._question(message))
            else:
                self._say("assistant", self._answer(message, with_thoughts))

    def finished(self) -> list[WireMessage]:
        """All messages, the user's first."""
        self._answer_the_rest()
        if not self._messages or self._messages[0]["role"] != "user":
            self._messages.insert(0, _message("user", [_text(_BEFORE)]))
        last = self._messages[-1]["content"][-1]
        if self._messages[-1]["role"] == "assistant" and isinstance(last, dict) and "text" in last:
            last["text"] = last["text"].rstrip()
        return self._messages

    def _say(self, role: str, blocks: list[WireBlock]) -> None:
        if not blocks:
            return
        if self._messages and self._messages[-1]["role"] == role:
            self._messages[-1]["content"] += blocks
        else:
            self._messages.append(_message(role, blocks))

    def _question(self, message: Message) -> list[WireBlock]:
        files = (part for part in message.parts if isinstance(part, FilePart))
        blocks: list[WireBlock] = [_file(part, self._is_claude) for part in files]
        return [*blocks, *_texts(message)]

    def _answer(self, message: Message, with_thoughts: bool) -> list[WireBlock]:
        echo = next((part for part in message.parts if self._is_ours(part)), None)
        if isinstance(echo, EchoPart) and (blocks := _echoed(echo, with_thoughts)):
            heads = map(_head, blocks)
            self._open = {head.id: head.id for head in heads if head.type == "tool_use"}
            self._used |= set(self._open)
            return blocks
        calls = [part for part in message.parts if isinstance(part, ToolCallPart)]
        self._open = {part.id: self._new_id(part.id) for part in calls}
        return [*_texts(message), *(_call(self._open[part.id], part) for part in calls)]

    def _results(self, message: Message) -> list[WireBlock]:
        """The answers to calls; one to no call is left out, for its call was cut off."""
        return [
            _result(self._open.pop(part.id), part.text, part.is_error)
            for part in message.parts
            if isinstance(part, ToolResultPart) and part.id in self._open
        ]

    def _answer_the_rest(self) -> None:
        rest: list[WireBlock] = [_result(id, _NO_RESULT, True) for id in self._open.values()]
        self._open.clear()
        self._say("user", rest)

    def _is_ours(self, part: object) -> bool:
        is_echo = isinstance(part, EchoPart) and part.protocol == PROTOCOL
        return is_echo and getattr(part, "model", "") in ("", self._model)

    def _new_id(self, id: str) -> str:
        """An id of the characters that are allowed, used by no other call: those that were
        made up where a server gave none begin anew with each answer."""
        plain = wanted = _NOT_IN_NAMES.sub("_", id)[:_LONGEST_NAME] or "call"
        number = 1
        while wanted in self._used:
            number += 1
            wanted = f"{plain}_{number}"
        self._used.add(wanted)
        return wanted


def _message(role: str, content: list[WireBlock]) -> WireMessage:
    return {"role": role, "content": content}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _texts(message: Message) -> list[WireBlock]:
    return [_text(message.text)] if message.text.strip() else []


def _call(id: str, part: ToolCallPart) -> WireBlock:
    name = _NOT_IN_NAMES.sub("_", part.name)[:_LONGEST_NAME] or "tool"
    return {"type": "tool_use", "id": id, "name": name, "input": _object(part.arguments)}


def _object(text: str) -> msgspec.Raw:
    """The object in `text`, an empty one for anything else."""
    try:
        data = text.encode()
        is_object = isinstance(msgspec.json.decode(data), dict)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        is_object = False
    return msgspec.Raw(data if is_object else b"{}")


def _result(id: str, text: str, is_error: bool) -> WireBlock:
    found: dict[str, Any] = {"type": "tool_result", "tool_use_id": id}
    if text.strip():
        found["content"] = text
    elif is_error:
        found["content"] = _NO_RESULT  # an error without words is refused
    return {**found, "is_error": True} if is_error else found


def _echoed(part: EchoPart, with_thoughts: bool) -> list[WireBlock]:
    """The blocks of an earlier answer, byte by byte; none if they cannot be read."""
    try:
        blocks = _echoes.decode(part.data)
        return [each for each in blocks if with_thoughts or _head(each).type not in THINKING]
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return []


def _head(block: WireBlock) -> Head:
    if isinstance(block, dict):
        return Head(str(block.get("type", "")), str(block.get("id", "")))
    return _heads.decode(block)


def _file(part: FilePart, is_claude: bool) -> WireBlock:
    """A file as the protocol has it; what it has no form for is at least named."""
    if part.media_type in _IMAGES:
        return {"type": "image", "source": _source(part)}
    title = " ".join(part.name.split())[:_LONGEST_TITLE] or "file"
    if part.media_type == _PDF:
        return {"type": "document", "source": _source(part), "title": title}
    text = file_text(part)
    if text is None or not part.data.strip():
        return _text(unsendable(part))
    if not is_claude:  # the imitations know words and pictures only
        return _text(text)
    words = part.data.decode("utf-8-sig")
    source = {"type": "text", "media_type": "text/plain", "data": words}
    return {"type": "document", "source": source, "title": title}


def _source(part: FilePart) -> dict[str, Any]:
    return {"type": "base64", "media_type": part.media_type, "data": base64_of(part)}
