"""What was said, as turns: neighbours of one role become one."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.backends.chat_files import file_text
from app.core.backend import Request
from app.core.conversation import (
    EchoPart,
    FilePart,
    Message,
    Part,
    RefusalPart,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)

_PICTURE_TOKENS = 1500
_FILE_BYTES_A_TOKEN = 32


@dataclass(slots=True)
class Turn:
    """All that one role said without a break.

    `echo` is the whole of it in the form of the protocol, "" when it must be rebuilt.
    """

    role: Role
    parts: list[Part]
    echo: str = ""

    @property
    def text(self) -> str:
        """All words in it, refusals too."""
        said = (part.text for part in self.parts if isinstance(part, TextPart | RefusalPart))
        return "".join(said)

    @property
    def calls(self) -> list[ToolCallPart]:
        return [part for part in self.parts if isinstance(part, ToolCallPart)]

    @property
    def results(self) -> list[ToolResultPart]:
        return [part for part in self.parts if isinstance(part, ToolResultPart)]


def turns(request: Request, protocol: str) -> list[Turn]:
    """The turns of `request`, oldest first, without notes and empty messages.

    Many servers refuse two messages of one role in a row, which is what a failed reply
    leaves behind, and empty messages.
    """
    found: list[Turn] = []
    for message in request.messages:
        if message.role is Role.NOTE or not _says_something(message):
            continue
        if found and found[-1].role is message.role:
            between = [TextPart("\n\n")] if message.role is Role.USER else []
            found[-1].parts += [*between, *message.parts]
            found[-1].echo = ""
        else:
            echo = _echo(message, protocol, request.model)
            found.append(Turn(message.role, list(message.parts), echo))
    return found


def guessed_tokens(request: Request, protocol: str) -> int:
    """Rather too many tokens than too few, for a model whose tokens nobody told us."""
    tools = (f"{tool.name}{tool.about}{tool.parameters}" for tool in request.tools)
    schema = request.output.schema if request.output else ""
    fixed = (request.system, schema, *tools)
    asked = sum(8 + _guess(text) for text in fixed if text)
    return 8 + asked + sum(8 + _turn_tokens(turn) for turn in turns(request, protocol))


def _says_something(message: Message) -> bool:
    kinds = FilePart | ToolCallPart | ToolResultPart | EchoPart
    has_more = any(isinstance(part, kinds) for part in message.parts)
    return has_more or bool(message.text.strip())


def _echo(message: Message, protocol: str, model: str) -> str:
    echoes = (part for part in message.parts if isinstance(part, EchoPart))
    fitting = (each for each in echoes if each.protocol == protocol and each.model in (model, ""))
    return next((each.data for each in fitting), "")


def _turn_tokens(turn: Turn) -> int:
    return len(turn.echo) // 4 + sum(_part_tokens(turn.parts))


def _part_tokens(parts: Iterable[Part]) -> Iterable[int]:
    for part in parts:
        match part:
            case TextPart(text) | RefusalPart(text):
                yield _guess(text)
            case ToolCallPart(_, name, arguments):
                yield 8 + _guess(name + arguments)
            case ToolResultPart(text=text):
                yield 8 + _guess(text)
            case FilePart():
                yield _file_tokens(part)


def _file_tokens(file: FilePart) -> int:
    if (text := file_text(file)) is not None:
        return _guess(text)
    size = 0 if file.is_image else len(file.data) // _FILE_BYTES_A_TOKEN
    return max(_PICTURE_TOKENS, size)


def _guess(text: str) -> int:
    ascii_size = sum(1 for character in text if character < "\x80")
    return ascii_size // 3 + int((len(text) - ascii_size) * 1.5) + 1
