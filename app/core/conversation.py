"""What was said, and what is being said right now."""

import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from app.core.wishes import Wishes


class Role(StrEnum):
    """Who said it."""

    USER = "user"
    AGENT = "agent"
    NOTE = "note"
    """The program itself (emergency advice); shown and stored, never sent to a model."""
    TOOL = "tool"
    """What tools answered to the calls of the message before."""


class Outcome(StrEnum):
    """How a message came to its end."""

    COMPLETE = "complete"
    LENGTH = "length"
    """Cut off at the most tokens that were asked for, or at the model's limit."""
    STOPPED = "stopped"
    """The user stopped it."""
    FAILED = "failed"
    REFUSED = "refused"
    """The model declined, or its provider's filter did."""
    TOOL_CALLS = "tool_calls"
    """Complete; the model waits for what its tools answer."""
    INTERRUPTED = "interrupted"
    """The program ended while it was coming."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """Markdown that is shown."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningPart:
    """What the model thought before it spoke; `seconds` is how long, None if unknown."""

    text: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class ToolCallPart:
    """A tool the model asked for; `arguments` is JSON text."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolResultPart:
    """What a tool answered to the call `id`; `name` is the tool's."""

    id: str
    name: str
    text: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class CitationPart:
    """A source the model named."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class RefusalPart:
    """Why the model declines, in its own words; shown like text."""

    text: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """A picture or another file that was said along; `media_type` is its MIME type.

    A stored one is known by its `sha256` and `size` in bytes; its `data` is looked up when
    it is sent or painted. `is_missing` says that it was looked up and is not there.
    """

    name: str
    media_type: str
    data: bytes = field(default=b"", repr=False)
    sha256: str = ""
    size: int = 0
    is_missing: bool = False

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def length(self) -> int:
        """Its bytes, whether they are at hand or not."""
        return self.size or len(self.data)


@dataclass(frozen=True, slots=True)
class EchoPart:
    """The whole message as its protocol wants it back, unchanged.

    It holds what no other part can: signatures and encrypted reasoning. `data` is JSON
    text in the form of `protocol`; it means nothing to any other protocol or `model`.
    """

    protocol: str
    model: str
    data: str = field(repr=False)


Part = (
    TextPart
    | ReasoningPart
    | ToolCallPart
    | ToolResultPart
    | CitationPart
    | RefusalPart
    | FilePart
    | EchoPart
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer cost; `currency` is an ISO 4217 code."""

    amount: float
    currency: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens counted by the server; None where it did not say, never a guessed 0."""

    input: int | None = None
    output: int | None = None
    cached: int | None = None
    reasoning: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Something said, finished and never changed again.

    `created` and `ended` are in seconds since 1970 (UTC). `parent` is the message it
    answers or follows, "" for the first. `model` is `provider/model`, "" for the user's.
    `reason` is a stable code that says why it ended (`core/errors.py`, or the
    provider's own word). `context_from` is the first message that was sent to the model
    for this reply, "" when nothing was left out.
    """

    id: str
    parent: str
    role: Role
    parts: tuple[Part, ...]
    created: float
    ended: float = 0.0
    outcome: Outcome = Outcome.COMPLETE
    reason: str = ""
    model: str = ""
    tokens: Tokens = Tokens()
    context_from: str = ""
    cost: Cost | None = None
    """None when nobody knows it, which is not the same as nothing."""

    @property
    def text(self) -> str:
        """All that is shown, without reasoning."""
        shown = (part.text for part in self.parts if isinstance(part, TextPart | RefusalPart))
        return "".join(shown)

    @property
    def reasoning(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, ReasoningPart))

    @property
    def files(self) -> tuple[FilePart, ...]:
        """The pictures and other files that were said along."""
        return tuple(part for part in self.parts if isinstance(part, FilePart))


@dataclass(slots=True)
class Reply:
    """An answer still being received; becomes a `Message` of the same id."""

    id: str
    parent: str
    created: float
    model: str = ""
    context_from: str = ""
    tokens: Tokens = Tokens()
    queue_place: int = 0
    """How many runs are before this one at the model; 0 when it is being answered."""
    cost: Cost | None = None
    others: list[ToolCallPart | CitationPart | EchoPart] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _refusal: list[str] = field(default_factory=list)
    _reasoning: list[str] = field(default_factory=list)
    _reasoning_began: float | None = None
    _reasoning_ended: float | None = None

    @property
    def text(self) -> str:
        """All text so far; joins the pieces once, however often it is read."""
        return _joined(self._text) + _joined(self._refusal)

    @property
    def reasoning(self) -> str:
        return _joined(self._reasoning)

    @property
    def is_empty(self) -> bool:
        return not (self._text or self._refusal or self._reasoning or self.others)

    @property
    def reasoning_seconds(self) -> float | None:
        """How long the model thought; None before it began to."""
        if self._reasoning_began is None:
            return None
        return (self._reasoning_ended or time.time()) - self._reasoning_began

    @property
    def is_reasoning(self) -> bool:
        return self._reasoning_began is not None and self._reasoning_ended is None

    def append_text(self, piece: str) -> None:
        if self.is_reasoning:
            self._reasoning_ended = time.time()
        self._text.append(piece)

    def append_refusal(self, piece: str) -> None:
        self._refusal.append(piece)

    def append_reasoning(self, piece: str) -> None:
        if self._reasoning_began is None:
            self._reasoning_began = time.time()
        self._reasoning.append(piece)

    def parts(self) -> tuple[Part, ...]:
        """What has arrived so far: reasoning, then text, then the rest."""
        found: list[Part] = []
        if self._reasoning:
            found.append(ReasoningPart(self.reasoning, self.reasoning_seconds))
        if self._text:
            found.append(TextPart(_joined(self._text)))
        if self._refusal:
            found.append(RefusalPart(_joined(self._refusal)))
        return (*found, *self.others)


class Conversation:
    """A tree of messages, one branch of it shown, and at most one reply under way.

    `agent` is the id of the card it is held with. `title` is "" until somebody names it.
    `choice` is the `provider/model` that was chosen for it, "" for none; `draft` and
    `draft_files` what stood in its composer when it was stored; `wishes` how it is to be
    answered.
    """

    def __init__(
        self,
        id: str,
        agent: str,
        messages: Iterable[Message] = (),
        *,
        tip: str = "",
        title: str = "",
        choice: str = "",
        draft: str = "",
    ) -> None:
        """`tip` is the last message of the shown branch; "" means the newest one."""
        self.id = id
        self.agent = agent
        self.title = title
        self.choice = choice
        self.draft = draft
        self.draft_files: tuple[FilePart, ...] = ()
        self.wishes = Wishes()
        self.reply: Reply | None = None
        self._messages = {message.id: message for message in messages}
        known = tip in self._messages
        self._tip = tip if known else next(reversed(self._messages), "")

    @property
    def tip(self) -> str:
        """The last message of the shown branch, "" when nothing was said."""
        return self._tip

    @property
    def all_messages(self) -> Mapping[str, Message]:
        """Every message of every branch by id, in the order they were added."""
        return MappingProxyType(self._messages)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The shown branch, oldest first."""
        return self._branch(self._tip)

    def __getitem__(self, message_id: str) -> Message:
        return self._messages[message_id]

    def __contains__(self, message_id: str) -> bool:
        return message_id in self._messages

    def variants(self, message_id: str) -> tuple[Message, ...]:
        """The message and its siblings of the same role, oldest first."""
        me = self._messages[message_id]
        return tuple(
            each
            for each in self._messages.values()
            if each.parent == me.parent and each.role is me.role
        )

    def show(self, message_id: str) -> None:
        """Show the branch that runs through `message_id`, to its newest end."""
        assert self.reply is None, "a reply is under way"
        tip = message_id
        for message in self._messages.values():
            if message.parent == tip:
                tip = message.id
        self._tip = tip

    def say(
        self,
        text: str,
        role: Role = Role.USER,
        reason: str = "",
        files: tuple[FilePart, ...] = (),
    ) -> Message:
        """Add what the user (or the program) said at the end of the shown branch.

        Files come before the text: models answer better to what they are shown first.
        """
        assert self.reply is None, "a reply is under way"
        now = time.time()
        parts: tuple[Part, ...] = (*files, TextPart(text)) if text or not files else files
        message = Message(new_id(), self._tip, role, parts, now, now, reason=reason)
        return self._add(message)

    def begin_reply(self, model: str, *, after: str | None = None) -> Reply:
        """Make room for an answer to `after` (the tip when None); none may be under way."""
        assert self.reply is None, "a reply is already under way"
        if after is not None:
            self._tip = after
        self.reply = Reply(new_id(), self._tip, time.time(), model)
        return self.reply

    def end_reply(self, outcome: Outcome, reason: str = "") -> Message:
        """Turn the reply under way into a message."""
        assert self.reply is not None, "no reply is under way"
        reply, self.reply = self.reply, None
        return self._add(ended(reply, outcome, reason))

    def remove(self, message_id: str) -> tuple[Message, ...]:
        """Take a message and all that follows it away; hand back what was taken."""
        assert self.reply is None, "a reply is under way"
        gone = {message_id}
        for message in self._messages.values():
            if message.parent in gone:
                gone.add(message.id)
        taken = tuple(self._messages.pop(id) for id in tuple(self._messages) if id in gone)
        if self._tip in gone:
            self._tip = taken[0].parent
        return taken

    def put_back(self, messages: Iterable[Message]) -> None:
        """Undo `remove`; a reply under way keeps its place."""
        tip = self._tip
        for message in messages:
            self._add(message)
        if self.reply is not None:
            self._tip = tip
        in_order = sorted(self._messages.values(), key=lambda message: message.created)
        self._messages = {message.id: message for message in in_order}

    def _add(self, message: Message) -> Message:
        self._messages[message.id] = message
        self._tip = message.id
        return message

    def _branch(self, tip: str) -> tuple[Message, ...]:
        found: list[Message] = []
        while message := self._messages.get(tip):
            found.append(message)
            tip = message.parent
        return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A stored conversation, as a line in a list shows it.

    `updated` is in seconds since 1970 (UTC); `last_line` is the end of what was said
    last on the shown branch.
    """

    id: str
    agent: str
    title: str
    updated: float
    last_line: str


def ended(reply: Reply, outcome: Outcome, reason: str = "") -> Message:
    """The message that `reply` becomes when it ends now with `outcome`."""
    return Message(
        reply.id,
        reply.parent,
        Role.AGENT,
        reply.parts(),
        reply.created,
        time.time(),
        outcome,
        reason,
        reply.model,
        reply.tokens,
        reply.context_from,
        reply.cost,
    )


def without_reasoning(message: Message) -> Message:
    """A copy that holds only what was said aloud."""
    hidden = (ReasoningPart, EchoPart)
    kept = tuple(part for part in message.parts if not isinstance(part, hidden))
    return replace(message, parts=kept)


def new_id() -> str:
    """An id that nothing else in the world has."""
    return uuid.uuid4().hex


def _joined(pieces: list[str]) -> str:
    if len(pieces) > 1:
        pieces[:] = ["".join(pieces)]
    return pieces[0] if pieces else ""
