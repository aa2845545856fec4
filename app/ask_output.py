"""Where `renao ask` writes: an answer for people or for programs."""

import errno
import json
import os
import select
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

from app.ask_messages import message_object
from app.core.backend import (
    Citation,
    Item,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCall,
    Usage,
    Waiting,
)
from app.core.conversation import Message, Outcome

_STDOUT, _STDERR = 1, 2
_CLOSED = (errno.EBADF, errno.EINVAL)
"""Nobody wanted to read from the start; the second is what Windows says of such a pipe."""


class ReaderGone(Exception):
    """Nobody reads our standard output any more, or it takes no more: a full disk.

    `exit_code` is 0 where a reader had enough.
    """

    exit_code = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended. `reason` is a stable code, `status` HTTP's if there was one."""

    outcome: Outcome
    reason: str
    message: str
    model: str
    status: int | None = None

    @property
    def exit_code(self) -> int:
        return {Outcome.FAILED: 1, Outcome.STOPPED: 130}.get(self.outcome, 0)


class Output(Protocol):
    """Takes an answer as it comes. All raise `ReaderGone`."""

    def item(self, item: Item) -> None: ...

    def message(self, message: Message) -> None: ...

    def end(self, ending: Ending) -> None: ...


class JsonOutput:
    """One JSON object a line on standard output."""

    def __init__(self, *, has_message: bool = False) -> None:
        """`has_message` asks for the whole reply as one line before the end."""
        self._has_message = has_message

    def item(self, item: Item) -> None:
        """Write what is promised; nothing else is."""
        match item:
            case TextDelta(text):
                self._line({"type": "text", "text": text})
            case ReasoningDelta(text):
                self._line({"type": "reasoning", "text": text})
            case RefusalDelta(text):
                self._line({"type": "refusal", "text": text})
            case ToolCall(id, name, arguments):
                called = {"id": id, "name": name, "arguments": json.loads(arguments)}
                self._line({"type": "tool_call", **called})
            case Citation(url, title):
                self._line({"type": "citation", "url": url, "title": title})
            case Usage():
                known = {name: count for name, count in asdict(item).items() if count is not None}
                self._line({"type": "usage", **known})
            case Waiting():
                _say_waiting(item)

    def message(self, message: Message) -> None:
        """Write the whole reply, in the form that `--messages` reads."""
        if self._has_message:
            self._line({"type": "message", **message_object(message)})

    def end(self, ending: Ending) -> None:
        """Write the last line; a failure is said on standard error too."""
        if ending.outcome is Outcome.FAILED:
            say(ending.message)
        self._line({"type": "end", **asdict(ending)})

    def _line(self, found: Mapping[str, object]) -> None:
        _write(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n")


class PlainOutput:
    """The answer on standard output, and nothing but it; all else on standard error."""

    def __init__(self) -> None:
        self._is_reasoning = False
        self._is_line_open = False

    def item(self, item: Item) -> None:
        """Write what came."""
        match item:
            case TextDelta(text):
                self._end_reasoning()
                _write(text)
                self._is_line_open = not text.endswith("\n")
            case RefusalDelta(text):
                self._end_reasoning()
                _write(text)
                self._is_line_open = not text.endswith("\n")
            case ReasoningDelta(text):
                self._is_reasoning = True
                _complain(text)
            case ToolCall() | Citation() | Waiting():
                self._end_reasoning()
                _say_aside(item)

    def message(self, message: Message) -> None:
        """The answer stands there already."""

    def end(self, ending: Ending) -> None:
        """Close the line on a terminal, and say how it ended unless all went well."""
        self._end_reasoning()
        if self._is_line_open and os.isatty(_STDOUT):
            _write("\n")
        if ending.outcome not in (Outcome.COMPLETE, Outcome.STOPPED, Outcome.TOOL_CALLS):
            say(ending.message)

    def _end_reasoning(self) -> None:
        if self._is_reasoning:
            self._is_reasoning = False
            _complain("\n")


def _say_aside(item: ToolCall | Citation | Waiting) -> None:
    match item:
        case ToolCall(_, name, arguments):
            say(f"Tool call: {name} {arguments}")
        case Citation(url, title):
            say(f"Source: {title} {url}" if title else f"Source: {url}")
        case Waiting():
            _say_waiting(item)


def _say_waiting(waiting: Waiting) -> None:
    if waiting.seconds:
        why = f": {waiting.detail}" if waiting.detail else "."
        say(f"Trying again in {waiting.seconds:.0f} s{why}")


def write_line(line: str) -> None:
    """Write one line on standard output; raises `ReaderGone`."""
    _write(f"{line}\n")


def say(line: str) -> None:
    """Write one line on standard error."""
    _complain(f"{line}\n")


def _write(text: str) -> None:
    try:
        _write_all(_STDOUT, text)
    except BrokenPipeError as error:
        raise ReaderGone from error
    except OSError as error:
        gone = ReaderGone()
        if error.errno not in _CLOSED:
            say(f"The answer cannot be written: {error.strerror}.")
            gone.exit_code = 1
        raise gone from error


def _complain(text: str) -> None:
    try:
        _write_all(_STDERR, text)
    except OSError:
        return  # nobody listens


def _write_all(stream: int, text: str) -> None:
    """Write past Python's buffers, in UTF-8 whatever the locale says."""
    data = text.encode("utf-8", "replace")
    while data:
        try:
            data = data[os.write(stream, data) :]
        except BlockingIOError:
            if sys.platform != "win32":
                select.select([], [stream], [])
