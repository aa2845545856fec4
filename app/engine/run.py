"""One request and its reply."""

import time
from dataclasses import dataclass, field

from app.core.backend import (
    Citation,
    Echo,
    Finished,
    Item,
    Queued,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCall,
    Usage,
    Waiting,
)
from app.core.conversation import CitationPart, Cost, EchoPart, Reply, Tokens, ToolCallPart, new_id
from app.engine.models import ModelChoice


@dataclass(slots=True, eq=False)
class Run:
    """What is known of one request while its reply is coming.

    `goes_on` says that the reply continues the message before it.
    """

    choice: ModelChoice
    reply: Reply
    goes_on: bool = False
    id: str = field(default_factory=new_id)
    finished: Finished | None = None
    is_answering: bool = False
    """Text has arrived."""
    waiting: Waiting | None = None
    """Why nothing is coming at the moment, and until when."""
    _pieces: int = 0
    _first: float = 0.0
    _last: float = 0.0

    def take(self, item: Item) -> None:
        """Add what the stream said to the reply."""
        match item:
            case TextDelta() | ReasoningDelta() | RefusalDelta():
                self._take_words(item)
            case ToolCall(id, name, arguments):
                self.reply.others.append(ToolCallPart(id, name, arguments))
            case Citation(url, title):
                self.reply.others.append(CitationPart(url, title))
            case Echo(protocol, model, data):
                self.reply.others.append(EchoPart(protocol, model, data))
            case Usage():
                self.reply.tokens = Tokens(item.input, item.output, item.cached, item.reasoning)
                self.reply.cost = Cost(item.cost, "USD") if item.cost is not None else None
            case _:
                self._take_state(item)

    @property
    def tokens_per_second(self) -> float | None:
        """How fast it comes: by the server's count once it told, else by pieces."""
        seconds = self._last - self._first
        count = self.reply.tokens.output or self._pieces
        return (count - 1) / seconds if seconds > 0 and count > 1 else None

    def _take_words(self, item: TextDelta | ReasoningDelta | RefusalDelta) -> None:
        self._count_piece()
        if isinstance(item, ReasoningDelta):
            self.reply.append_reasoning(item.text)
            return
        self.is_answering = True
        if isinstance(item, TextDelta):
            self.reply.append_text(item.text)
        else:
            self.reply.append_refusal(item.text)

    def _take_state(self, item: Queued | Waiting | Finished) -> None:
        match item:
            case Queued(place):
                self.reply.queue_place = place
            case Waiting(seconds):
                self.waiting = item if seconds else None
            case Finished():
                self.finished = item

    def _count_piece(self) -> None:
        self.reply.queue_place = 0
        self.waiting = None
        self._last = time.monotonic()
        self._first = self._first or self._last
        self._pieces += 1
