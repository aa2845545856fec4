"""What the user should be told although they are looking elsewhere."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.agent import in_language
from app.core.bus import Bus
from app.core.conversation import Outcome, new_id
from app.core.errors import AppError
from app.core.events import ModelChanged, NoticesChanged, ReplyEnded, SessionChanged
from app.engine.builtin import BUILTIN, BuiltinState
from app.engine.models import ModelChoice, Models
from app.engine.provider_wording import rest_sentence
from app.engine.rests import Rest
from app.engine.roster import Roster
from app.engine.session import Session, SessionState
from app.engine.wording import Sentence, Wording

LENGTH = 200
"""The most notices the inbox keeps; the oldest go first."""


class NoticeKind(StrEnum):
    """What a notice is about, which also says how loud it is."""

    NEEDS_YOU = "needs_you"
    ENDED = "ended"
    FAILED = "failed"
    MODEL = "model"
    PROBLEM = "problem"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing the user should know, and what they can do about it.

    `about` is a session id or "", `agent` a card's id or "", `created` in seconds since
    1970 (UTC). `action` is `tile.open`, `log.open`, `settings.providers`, `model.fetch`
    or "" for none.
    """

    id: str
    kind: NoticeKind
    about: str
    agent: str
    created: float
    sentence: str
    action: str
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """The three numbers of the notice bar."""

    needs_you: int
    running: int
    worth_knowing: int


class Notices:
    """The inbox, newest first: at most one notice of each kind about each session.

    `seen` holds the ids of the sessions in view: what ends there needs no notice. The
    window keeps it up to date, best by `look_at`.
    """

    def __init__(
        self, bus: Bus, roster: Roster, models: Models, wording: Wording, language: str
    ) -> None:
        self.inbox: tuple[Notice, ...] = ()
        self.seen: set[str] = set()
        self._bus = bus
        self._roster = roster
        self._models = models
        self._wording = wording
        self._language = language
        self._builtin_was = models.builtin_state
        self._misses_builtin = False
        bus.subscribe(ReplyEnded, self._consider_reply)
        bus.subscribe(SessionChanged, self._consider_session)
        self._resting: dict[str, frozenset[Rest]] = {}
        """What rests of each provider, as far as it was said."""
        bus.subscribe(ModelChanged, self._consider_model, about=BUILTIN)
        bus.subscribe(ModelChanged, self._consider_rests)

    @property
    def newest(self) -> Notice | None:
        """The newest notice that was not read; mere information does not cover a problem."""
        unread = [notice for notice in self.inbox if not notice.is_read]
        if unread and unread[0].kind in _LIGHT and not unread[0].action:
            return next((notice for notice in unread if notice.kind in _WEIGHTY), unread[0])
        return unread[0] if unread else None

    @property
    def counts(self) -> Counts:
        """What waits for the user, what runs, and what else was not read."""
        unread = [notice.kind for notice in self.inbox if not notice.is_read]
        urgent = sum(kind in (NoticeKind.NEEDS_YOU, NoticeKind.FAILED) for kind in unread)
        return Counts(urgent, len(self._roster.running), len(unread) - urgent)

    def say(
        self,
        kind: NoticeKind,
        sentence: str,
        about: str = "",
        agent: str = "",
        action: str = "",
    ) -> None:
        """Add a notice; it takes the place of an older one that says the same."""
        notice = Notice(new_id(), kind, about, agent, time.time(), sentence, action)
        others = [each for each in self.inbox if not _replaces(notice, each)]
        self._set(notice, *others[: LENGTH - 1])

    def read(self, id: str) -> None:
        """Mark one notice as read."""
        self._mark(each.id for each in self.inbox if each.id == id)

    def read_all(self) -> None:
        """Mark every notice as read."""
        self._mark(each.id for each in self.inbox)

    def dismiss(self, id: str) -> None:
        """Take one notice out of the inbox."""
        self._set(*(each for each in self.inbox if each.id != id))

    def look_at(self, session_ids: Iterable[str]) -> None:
        """Say which sessions are in view now; notices about them are read by that."""
        self.seen = set(session_ids)
        self._mark(each.id for each in self.inbox if each.about in self.seen)

    def _mark(self, ids: Iterable[str]) -> None:
        wanted = set(ids)
        if any(each.id in wanted and not each.is_read for each in self.inbox):
            self._set(
                *(replace(each, is_read=True) if each.id in wanted else each for each in self.inbox)
            )

    def _set(self, *notices: Notice) -> None:
        self.inbox = notices
        self._bus.publish(NoticesChanged())

    def _consider_reply(self, event: ReplyEnded) -> None:
        session = self._roster.sessions.get(event.about)
        if session is None or session.id in self.seen:
            return
        message = session.conversation[event.message_id]
        if message.outcome in (Outcome.STOPPED, Outcome.INTERRUPTED):
            return
        if message.outcome is Outcome.FAILED:
            self._say_about(session, NoticeKind.FAILED, self._failure(session))
        else:
            sentence = self._wording.reply_ended(self._name(session), message)
            self._say_about(session, NoticeKind.ENDED, sentence)

    def _consider_session(self, event: SessionChanged) -> None:
        session = self._roster.sessions.get(event.about)
        if session is None or session.id in self.seen:
            return
        if session.state is SessionState.NEEDS_YOU:
            sentence = self._wording.notice("needs_you", self._name(session))
            self._say_about(session, NoticeKind.NEEDS_YOU, sentence)

    def _consider_model(self, event: ModelChanged) -> None:
        before, self._builtin_was = self._builtin_was, self._models.builtin_state
        if self._builtin_was is before:
            return
        if problem := self._models.builtin_problem:
            error = self._wording.error(problem)
            self.say(NoticeKind.MODEL, error.text, action=error.action)
            self._misses_builtin = True
        elif self._is_builtin_back(before):
            self.say(NoticeKind.MODEL, self._wording.notice("model.ready").text)
            self._misses_builtin = False

    def _consider_rests(self, event: ModelChanged) -> None:
        """Say once of each address and key that it rests now."""
        before = self._resting.get(event.about, frozenset())
        rests = self._models.rests(event.about)
        self._resting[event.about] = frozenset(rests)
        for rest in rests:
            if rest not in before:
                who = self._models.provider_title(ModelChoice(event.about, ""))
                said = rest_sentence(self._wording, rest, who)
                self.say(NoticeKind.PROBLEM, said.text, action=said.action)

    def _is_builtin_back(self, before: BuiltinState) -> bool:
        """Whether the built-in model can be used and somebody was waiting for that.

        That it is ready after every start of the program is no news.
        """
        if before is BuiltinState.FETCHING:
            return self._builtin_was is BuiltinState.STOPPED
        return self._builtin_was is BuiltinState.READY and (
            self._misses_builtin
            or any(
                session.choice.provider == BUILTIN and session.id not in self.seen
                for session in self._roster.running
            )
        )

    def _say_about(self, session: Session, kind: NoticeKind, sentence: Sentence) -> None:
        action = sentence.action or "tile.open"
        self.say(kind, sentence.text, session.id, session.card.id, action)

    def _failure(self, session: Session) -> Sentence:
        """What went wrong with whom: the provider's server, while the agent was asked."""
        who = self._models.provider_title(session.asked) or self._name(session)
        error = self._wording.error(session.last_error or AppError(), who)
        text = self._wording.notice("reply.failed", self._name(session), error.text).text
        return Sentence(text, error.action)

    def _name(self, session: Session) -> str:
        return in_language(session.card.name, self._language)


_LIGHT = (NoticeKind.MODEL, NoticeKind.INFO)
"""Kinds that ask for nothing, as long as they offer nothing."""
_WEIGHTY = (NoticeKind.NEEDS_YOU, NoticeKind.FAILED, NoticeKind.PROBLEM)


def _replaces(new: Notice, old: Notice) -> bool:
    if new.kind is not old.kind or new.about != old.about:
        return False
    return bool(new.about) or new.sentence == old.sentence
