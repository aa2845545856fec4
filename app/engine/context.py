"""Makes a request fit its model: whole turns are left out from the start."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from app.core.backend import Backend, Request
from app.core.conversation import (
    EchoPart,
    FilePart,
    Message,
    Part,
    ReasoningPart,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from app.core.errors import ContextTooSmall

LEAST_ROOM = 64
"""Tokens that must be left for an answer; with less it is not worth asking."""

FITS_ANYWHERE = 600
"""Bytes of a first question and its persona that fit every model, so that nobody is asked."""

LONGEST_TOKEN = 32
"""Characters; text longer than this times the context cannot fit, whatever it says."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A request that fits, and the first message in it, "" when all were sent."""

    request: Request
    context_from: str


async def fit(backend: Backend, request: Request) -> Fitted:
    """Leave out the oldest turns of `request` until it and its answer fit the model.

    A turn is what the user said and all that answers it. The persona and the last turn
    always stay. Messages come out as models expect them (see `as_sent`).

    Raises:
        ContextTooSmall: Not even the persona and the last turn fit.
        BackendError: The server that knows cannot be asked.
    """
    turns = _turns(request.messages)
    if len(turns) == 1 and _size(request) <= FITS_ANYWHERE:
        return Fitted(_with_turns(request, turns), "")
    length = await backend.context_length(request.model)
    if length is None:
        return Fitted(_with_turns(request, turns), "")
    room = _room(request, length)
    counts: dict[int, int] = {}

    async def fits(drop: int) -> bool:
        if drop not in counts:
            counts[drop] = await backend.count_tokens(_with_turns(request, turns[drop:]))
        return counts[drop] + room <= length

    last = len(turns) - 1
    drop = await _least(fits, _surely_too_many(turns, length), last)
    if not await fits(drop) and counts[drop] + LEAST_ROOM > length:
        raise ContextTooSmall(counts[drop], length)
    return Fitted(_with_turns(request, turns[drop:]), turns[drop][0].id if drop else "")


def as_sent(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The messages as a model expects them: without notes and empty ones, roles in turn.

    Neighbours of one role become one message, because the templates of many models
    refuse two in a row: parts of one answer are joined as they are, questions by a
    blank line. A call that no tool answered, and an answer to no call, are left out:
    servers refuse both.
    """
    said = [each for each in messages if each.role is not Role.NOTE and _says_something(each)]
    sent: list[Message] = []
    for message, after in zip(said, (*said[1:], None), strict=True):
        if message.role is Role.AGENT:
            message = _with_answered_calls(message, after)
        elif message.role is Role.TOOL:
            message = _with_asked_results(message, sent[-1] if sent else None)
        if not _says_something(message):
            continue
        if sent and sent[-1].role is message.role:
            sent[-1] = _joined(sent[-1], message)
        else:
            sent.append(message)
    return tuple(sent)


Turn = tuple[Message, ...]


async def _least(fits: Callable[[int], Awaitable[bool]], low: int, high: int) -> int:
    """The least number from `low` to `high` that fits; `high` when none does."""
    if await fits(low):
        return low
    while low < high:
        middle = (low + high) // 2
        if await fits(middle):
            high = middle
        else:
            low = middle + 1
    return high


def _size(request: Request) -> int:
    """Bytes of a request's words; a file among them is more than fits anywhere."""
    if any(isinstance(part, FilePart) for each in request.messages for part in each.parts):
        return FITS_ANYWHERE + 1
    words = (request.system, *(message.text for message in request.messages))
    tools = (tool.parameters + tool.about for tool in request.tools)
    return sum(len(text.encode(errors="replace")) for text in (*words, *tools))


def _turns(messages: tuple[Message, ...]) -> list[Turn]:
    turns: list[list[Message]] = []
    for message in messages:
        # A message of the user without an id is our own request to go on.
        if not turns or (message.role is Role.USER and message.id):
            turns.append([])
        turns[-1].append(message)
    return [tuple(turn) for turn in turns]


def _with_turns(request: Request, turns: list[Turn]) -> Request:
    messages = tuple(message for turn in turns for message in turn)
    return replace(request, messages=as_sent(messages))


def _room(request: Request, length: int) -> int:
    """Tokens kept free for the answer."""
    wanted = request.sampling.max_tokens or length // 4
    return max(LEAST_ROOM, min(wanted, length // 2))


def _surely_too_many(turns: list[Turn], length: int) -> int:
    """How many of the oldest turns need not even be counted."""
    left = length * LONGEST_TOKEN
    for place in range(len(turns) - 1, -1, -1):
        left -= sum(len(message.text) for message in turns[place])
        if left < 0:
            return min(place + 1, len(turns) - 1)
    return 0


def _says_something(message: Message) -> bool:
    if message.text.strip():
        return True
    return any(isinstance(part, FilePart | ToolCallPart | ToolResultPart) for part in message.parts)


def _with_answered_calls(message: Message, after: Message | None) -> Message:
    calls = {part.id for part in message.parts if isinstance(part, ToolCallPart)}
    results = after.parts if after is not None and after.role is Role.TOOL else ()
    answered = {part.id for part in results if isinstance(part, ToolResultPart)}
    if calls <= answered:
        return message
    return _without(message, lambda part: _is_call_but(part, answered))


def _is_call_but(part: Part, answered: set[str]) -> bool:
    """Whether it is a call that has no answer, or holds one."""
    return isinstance(part, EchoPart) or (
        isinstance(part, ToolCallPart) and part.id not in answered
    )


def _with_asked_results(message: Message, before: Message | None) -> Message:
    asked = before.parts if before is not None and before.role is Role.AGENT else ()
    calls = {part.id for part in asked if isinstance(part, ToolCallPart)}
    return _without(message, lambda part: isinstance(part, ToolResultPart) and part.id not in calls)


def _without(message: Message, is_unwanted: Callable[[Part], bool]) -> Message:
    return replace(message, parts=tuple(part for part in message.parts if not is_unwanted(part)))


def _joined(one: Message, other: Message) -> Message:
    """Two messages of one role as one; neither's thoughts belong to the whole."""
    between = "" if one.role is Role.AGENT else "\n\n"
    first, second = (_without(each, _is_hidden).parts for each in (one, other))
    match first, second:
        case (*head, TextPart(text)), (TextPart(more), *rest):
            return replace(one, parts=(*head, TextPart(text + between + more), *rest))
    return replace(one, parts=(*first, *second))


def _is_hidden(part: Part) -> bool:
    return isinstance(part, ReasoningPart | EchoPart)
