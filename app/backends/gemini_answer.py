"""One answer of Gemini's, put together from its chunks."""

import logging

import msgspec

from app.backends import gemini_wire as wire
from app.backends.chat_wire import NOTHING, is_null, read_raw
from app.backends.endpoint import body_detail, delay_in, error_detail, shortened, status_in
from app.backends.gemini_parts import Parts
from app.backends.gemini_wire import Candidate, Chunk, Part
from app.backends.sse import ServerEvent
from app.core.backend import Citation, Echo, Finished, Item, ReasoningDelta, TextDelta
from app.core.conversation import Outcome
from app.core.errors import BackendError, BackendRejected, BackendUnfinished

log = logging.getLogger(__name__)

PROTOCOL = "gemini"

_REFUSED = (
    "SAFETY",
    "RECITATION",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "SPII",
    "MODEL_ARMOR",
    "ESCALATION",
    "PUP_LIMITED_DISABLED",
    "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION",
)
_FAILED = (
    "LANGUAGE",
    "OTHER",
    "MALFORMED_FUNCTION_CALL",
    "MALFORMED_RESPONSE",
    "UNEXPECTED_TOOL_CALL",
    "TOO_MANY_TOOL_CALLS",
    "MISSING_THOUGHT_SIGNATURE",
    "IMAGE_OTHER",
    "NO_IMAGE",
)
_OUTCOMES = {
    "MAX_TOKENS": Outcome.LENGTH,
    "CONTINUATION": Outcome.LENGTH,
    **dict.fromkeys(_REFUSED, Outcome.REFUSED),
    **dict.fromkeys(_FAILED, Outcome.FAILED),
}
"""Every other word for stopping means that the answer is complete.

Source: https://ai.google.dev/api/generate-content#FinishReason
"""


class GeminiAnswer:
    """Turns chunks into items: `read` while they come, `end` when no more will.

    See `exchange.Answer`.
    """

    def __init__(self, model: str = "") -> None:
        """`model` is the one that was asked for."""
        self.finish_reason = ""
        self.is_done = False
        self.model = ""
        self._asked = model
        self._blocked = ""
        self._has_text = False
        self._parts = Parts()
        self._sources: dict[str, Citation] = {}
        self._usage: msgspec.Raw = NOTHING
        self._unknown: set[str] = set()

    @property
    def is_complete(self) -> bool:
        return bool(self.finish_reason or self._blocked)

    def read(self, event: ServerEvent) -> list[Item]:
        """The items that `event` brings.

        Raises:
            BackendRejected: It is an error in place of an answer.
            BackendGarbled: It cannot be read.
        """
        if event.data.startswith(b"[DONE]"):
            self.is_done = True
            return []
        if event.name == b"error" and b'"error"' not in event.data:
            raise BackendRejected(None, body_detail(event.data) or "unknown error")
        return [item for chunk in wire.chunks(event.data) for item in self._read(chunk)]

    def end(self, failure: BackendError | None) -> list[Item]:
        """What remains to be said when the stream is over; `Finished` if the answer is."""
        counted = wire.usage(read_raw(self._usage))
        usage: list[Item] = [counted] if counted is not None else []
        if failure is not None or self.missing_end() is not None:
            return usage
        outcome = self._outcome()
        is_whole = outcome is Outcome.COMPLETE
        calls = [] if outcome is Outcome.REFUSED else self._parts.calls(is_cut=not is_whole)
        if self._parts.has_calls and is_whole:
            # Calls of which none can be read are no answer.
            outcome = Outcome.TOOL_CALLS if calls else Outcome.FAILED
        finished = Finished(outcome, self._blocked or self.finish_reason, self.model)
        return [*calls, *self._sources.values(), *self._echo(outcome), *usage, finished]

    def missing_end(self) -> BackendUnfinished | None:
        """The error of a stream that stopped although nobody said the answer is over.

        After a call that came whole some models say no reason, and mean none.
        """
        if self.is_complete or self._parts.has_whole_call or (self.is_done and self._has_text):
            return None
        return BackendUnfinished("the stream ended without a finish reason")

    def _read(self, chunk: Chunk) -> list[Item]:
        if not is_null(chunk.error):
            raise _rejection(chunk.error)
        self.model = chunk.model_version or self.model
        if not is_null(chunk.usage_metadata):
            self._usage = chunk.usage_metadata  # each one tells of the whole so far
        if not is_null(chunk.prompt_feedback):
            self._blocked = wire.blocked(chunk.prompt_feedback) or self._blocked
        if not chunk.candidates or chunk.candidates[0].index:
            return []  # none, or another answer than the one we asked for
        return self._read_candidate(chunk.candidates[0])

    def _read_candidate(self, candidate: Candidate) -> list[Item]:
        self.finish_reason = candidate.finish_reason or self.finish_reason
        if not is_null(candidate.grounding_metadata) or not is_null(candidate.citation_metadata):
            self._add_sources(candidate)
        found: list[Item] = []
        for raw in (candidate.content and candidate.content.parts) or ():
            part, kept = wire.part(raw)
            self._parts.add(part, kept)
            found += self._words(part, kept)
        return found

    def _add_sources(self, candidate: Candidate) -> None:
        for source in wire.sources(candidate.grounding_metadata, candidate.citation_metadata):
            known = self._sources.get(source.url)
            if known is None or not known.title:
                self._sources[source.url] = source

    def _words(self, part: Part, raw: msgspec.Raw) -> list[Item]:
        """What of a part is shown; programs that the server ran are code."""
        if part.text is not None:
            return self._text(part.text, bool(part.thought))
        if part.executable_code is not None:
            code = part.executable_code
            return self._text(_fenced(code.code or "", (code.language or "").lower()), False)
        if part.code_execution_result is not None:
            return self._text(_fenced(part.code_execution_result.output or ""), False)
        if part.function_call is None:
            self._note_unknown(raw)
        return []

    def _text(self, text: str, is_thought: bool) -> list[Item]:
        if not text:
            return []
        if is_thought:
            return [ReasoningDelta(text)]
        self._has_text = True
        return [TextDelta(text)]

    def _outcome(self) -> Outcome:
        if self._blocked:
            return Outcome.REFUSED
        return _OUTCOMES.get(self.finish_reason, Outcome.COMPLETE)

    def _echo(self, outcome: Outcome) -> list[Item]:
        if outcome not in (Outcome.COMPLETE, Outcome.TOOL_CALLS):
            return []
        data = self._parts.echo()
        return [Echo(PROTOCOL, self._asked, data)] if data else []

    def _note_unknown(self, raw: msgspec.Raw) -> None:
        """Log the names of what we do not read, once each."""
        found = read_raw(raw)
        names = set(found) - self._unknown if isinstance(found, dict) else set()
        if names:
            self._unknown |= names
            log.debug("parts not read: %s", ", ".join(sorted(names)))


def _fenced(code: str, language: str = "") -> str:
    fence = "```"
    while fence in code:
        fence += "`"
    return f"\n\n{fence}{language}\n{code.rstrip()}\n{fence}\n\n" if code.strip() else ""


def _rejection(raw: msgspec.Raw) -> BackendRejected:
    said = read_raw(raw)
    detail = shortened(error_detail(said)) or "unknown error"
    return BackendRejected(status_in(said), detail, delay_in({"error": said}))
