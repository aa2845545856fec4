"""Errors, outcomes and notices as sentences, in the reader's language and without a window.

The sentences themselves stand in `sentences.py`, in English; `translate` gives them in
the window's language.
"""

from collections.abc import Callable
from math import ceil
from string import Formatter

from app.core.conversation import Message, Outcome
from app.core.errors import (
    AddressRefused,
    AppError,
    BackendRejected,
    BackendTimeout,
    CardRefused,
    DownloadWrong,
    FileRefused,
    ModelCrashed,
    ModelMissing,
    NoSpace,
    ProxyUnusable,
)
from app.core.settings import QT_TRANSLATE_NOOP
from app.engine.filling import filled
from app.engine.sentences import ERRORS, NOTICES, OUTCOMES, REASONS, REMEMBERED, STATES
from app.engine.sentences import Sentence as Sentence
from app.engine.sizes import in_bytes
from app.engine.titles import first_line, shortened


class Wording:
    """Says things in the reader's language."""

    def __init__(self, translate: Callable[[str, str], str] | None = None) -> None:
        """`translate` takes a context and an English text; without it all is English."""
        self._translate = translate

    def error(self, err: Exception, who: str = "") -> Sentence:
        """What happened, what was kept, what to do; `who` answers, "" for just a model."""
        return self._said(err, key_of(err), who)

    def at_start(self, err: Exception) -> Sentence:
        """As `error`, for what went wrong while the program opened."""
        return self._said(err, f"{key_of(err)}.start")

    def remembered(self, reason: str, who: str) -> Sentence:
        """As `error`, for a stored reply that failed: of the error only its code is known."""
        found = REMEMBERED.get(reason) or ERRORS.get(reason)
        if found is not None and not _places(found.text) - {"who"}:
            return Sentence(filled(self._(found.text), who=who), found.action)
        short = self._(REASONS.get(reason) or OUTCOMES[Outcome.FAILED])
        rest = QT_TRANSLATE_NOOP("Wording", "{why}. What had arrived is kept. Ask again.")
        return Sentence(filled(self._(rest), why=short))

    def translated(self, text: str) -> str:
        """A sentence that is marked for translation, with its places still to be filled."""
        return self._(text)

    def outcome(self, message: Message) -> str:
        """How a reply ended, in few words; "" when it is simply complete."""
        known = REASONS.get(message.reason) if message.outcome is Outcome.FAILED else None
        return self._(known or OUTCOMES[message.outcome])

    def state(self, state: str) -> str:
        """What a session is doing."""
        return self._(STATES[state])

    def queue_place(self, place: int) -> str:
        """How many runs come before this one at the model."""
        return filled(self._(QT_TRANSLATE_NOOP("Wording", "Waiting, {place} ahead")), place=place)

    def notice(self, id: str, who: str = "", line: str = "") -> Sentence:
        """The sentence of one of the `NOTICES`."""
        found = NOTICES[id]
        return Sentence(filled(self._(found.text), who=who, line=line), found.action)

    def reply_ended(self, who: str, message: Message) -> Sentence:
        """That an agent answered, with the beginning of what it said."""
        if message.outcome is Outcome.REFUSED:
            return self.notice("reply.refused", who)
        line = first_line(message.text)
        id = "reply.length" if message.outcome is Outcome.LENGTH else "reply.complete"
        return self.notice(id if line else "reply.empty", who, line)

    def _said(self, err: Exception, key: str, who: str = "") -> Sentence:
        found = ERRORS.get(key) or ERRORS.get(key_of(err)) or ERRORS[AppError.code]
        named = who or self._(QT_TRANSLATE_NOOP("Wording", "the model"))
        facts = {"who": named, "error": str(err), **facts_of(err)}
        text = filled(self._(found.text), **facts)
        return Sentence(text if who else text[:1].upper() + text[1:], found.action)

    def _(self, text: str) -> str:
        return self._translate("Wording", text) if self._translate and text else text


def key_of(error: Exception) -> str:
    """Under which key of `ERRORS` an error is."""
    code = error.code if isinstance(error, AppError) else AppError.code
    detail = ""
    if isinstance(error, BackendTimeout):
        detail = error.waited_for
    elif isinstance(error, BackendRejected):
        detail = _refusal(error)
    elif isinstance(error, ModelMissing) and error.choice:
        detail = "choice"
    elif isinstance(error, ModelCrashed) and error.name:
        detail = "own"
    elif isinstance(
        error, AddressRefused | CardRefused | DownloadWrong | FileRefused | ProxyUnusable
    ):
        detail = error.why
    return f"{code}.{detail}" if f"{code}.{detail}" in ERRORS else code


def _refusal(error: BackendRejected) -> str:
    status = error.status or 0
    if status == 429 or (status == 403 and error.is_out_of_money):
        return _quota(error)
    if status == 403:
        return "forbidden" if error.detail else "key"
    known = {401: "key", 402: "money", 404: "model", 413: "size"}
    return "server" if status >= 500 else known.get(status, "")


def _quota(error: BackendRejected) -> str:
    """Whether money, a moment or patience is wanted."""
    if error.is_out_of_money:
        return "quota"
    if error.retry_after is None:
        return "hurry"
    return "minutes" if error.retry_after >= 100 else "seconds"


def _places(text: str) -> set[str]:
    """The names in a sentence that are to be filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def facts_of(error: Exception) -> dict[str, object]:
    """What an error carries, short enough for a sentence."""
    names = ("seconds", "status", "detail", "location", "needed", "available", "kept_at")
    more = ("choice", "name", "path", "free", "proxy")
    facts = {name: getattr(error, name) for name in (*names, *more) if hasattr(error, name)}
    if isinstance(error, NoSpace):
        facts |= {"needed": in_bytes(error.needed), "free": in_bytes(error.free)}
    if isinstance(error, BackendRejected) and error.retry_after is not None:
        facts |= {"seconds": ceil(error.retry_after), "minutes": ceil(error.retry_after / 60)}
    if "seconds" in facts:
        facts["seconds"] = f"{facts['seconds']:g}"
    for name in ("detail", "location"):
        if name in facts:
            facts[name] = shortened(str(facts[name]).strip().rstrip("."), 200)
    return facts
