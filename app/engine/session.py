"""One agent at work on one conversation."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.core.agent import AgentCard, in_language
from app.core.backend import Finished, Item, Request, Usage, Waiting
from app.core.bus import Bus
from app.core.conversation import Conversation, FilePart, Message, Outcome, Role, TextPart
from app.core.errors import AppError, BackendUnfinished
from app.core.events import (
    BranchShown,
    Event,
    MessageAdded,
    MessagesRemoved,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
    SessionChanged,
)
from app.core.settings import Settings
from app.core.tasks import TaskScope
from app.core.wishes import Wishes
from app.engine.builtin import BUILTIN
from app.engine.context import fit
from app.engine.enclosures import Enclosures
from app.engine.files import Files
from app.engine.models import ModelChoice, Models
from app.engine.prompts import CONTINUE, persona_of, spoken
from app.engine.red_flags import REASON, Flag, RedFlags, was_told
from app.engine.run import Run

CONTINUABLE = (Outcome.INTERRUPTED, Outcome.LENGTH, Outcome.STOPPED, Outcome.FAILED)
"""Ways a reply ends from which the model can be asked to go on."""


class SessionState(StrEnum):
    """What an agent is doing, or what it ended with."""

    IDLE = "idle"
    WAITING = "waiting"
    """Other runs are before its own at the model, or the server wants to be left alone."""
    THINKING = "thinking"
    """Asked; nothing to read has arrived."""
    STREAMING = "streaming"
    NEEDS_YOU = "needs_you"
    FAILED = "failed"
    BUDGET = "budget"
    """Its budget is used up."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every session works with.

    `language` is the window's. `keep_choice` stores which model a conversation chose,
    `keep_wishes` how it is to be answered, `keep_files` what is attached to its draft;
    `files` reads and stores what is attached.
    """

    bus: Bus
    models: Models
    red_flags: RedFlags
    settings: Callable[[], Settings]
    language: str
    keep_choice: Callable[[str, str], None]
    keep_wishes: Callable[[str, Wishes], None]
    keep_files: Callable[[str, tuple[FilePart, ...]], None] = lambda *kept: None
    files: Files = field(default_factory=lambda: Files(None))


@dataclass(frozen=True, slots=True)
class Unsent:
    """A question that waits to be sent."""

    text: str
    files: tuple[FilePart, ...] = ()

    @property
    def title(self) -> str:
        """Its text, or what its files are called."""
        return self.text or ", ".join(file.name for file in self.files)


class Session:
    """Sends what the user says and receives the answer.

    What it changes in the conversation it changes at once; only receiving takes time,
    in its one task `reply`. Closing `scope` ends that task and keeps what arrived. A
    run that is over is forgotten: whatever its stream still says is dropped.
    """

    def __init__(
        self,
        card: AgentCard,
        conversation: Conversation,
        choice: ModelChoice | None,
        surroundings: Surroundings,
        scope: TaskScope,
    ) -> None:
        """`choice` is the model this conversation chose, None to follow the default."""
        self.card = card
        self.conversation = conversation
        self.state = SessionState.IDLE
        self.waiting_to_be_sent: tuple[Unsent, ...] = ()
        self.enclosed = Enclosures(
            surroundings.files,
            scope,
            self._publish_change,
            lambda files: surroundings.keep_files(conversation.id, files),
            lambda: surroundings.models.abilities(self.choice),
        )
        self.enclosed.begin_with(conversation.draft_files)
        self.missing_files: tuple[str, ...] = ()
        """Names of attached files that the last run could not send: they are gone."""
        self.last_error: AppError | None = None
        self.tokens_per_second: float | None = None
        self._asked: ModelChoice | None = None
        self._choice = choice
        self._with = surroundings
        self._scope = scope
        self._run: Run | None = None
        self._is_closed = False
        self._removed: list[tuple[Message, ...]] = []

    @property
    def id(self) -> str:
        return self.conversation.id

    @property
    def choice(self) -> ModelChoice:
        """The model that the next run asks."""
        return self._choice or self._with.models.default_for(self.card.id)

    @property
    def asked(self) -> ModelChoice:
        """The model that the last run asked; another may have been chosen since."""
        return self._asked or self.choice

    @property
    def is_running(self) -> bool:
        return self._run is not None

    @property
    def can_undo_delete(self) -> bool:
        return bool(self._removed)

    @property
    def queue(self) -> tuple[str, ...]:
        """What waits to be sent, as a line each."""
        return tuple(each.title for each in self.waiting_to_be_sent)

    @property
    def files(self) -> Files:
        """Reads what was attached."""
        return self._with.files

    def send(self, text: str, files: tuple[FilePart, ...] = ()) -> None:
        """Say `text` with `files` and ask the agent, or queue it while an answer is coming.

        A text that speaks of an emergency is never queued: the advice must not wait.
        """
        if not (text.strip() or files) or self._is_closed:
            return
        waits = self._with.settings().chat.while_answering == "queue"
        if ((self.is_running and waits) or self.queue) and self._flag(text) is None:
            self.waiting_to_be_sent = (*self.waiting_to_be_sent, Unsent(text, files))
            self._publish_change()
            if not (self.is_running and waits):
                self._halt(Outcome.STOPPED)
                self._go_on()
            return
        self._halt(Outcome.STOPPED)
        self._ask(Unsent(text, files))
        self._receive_in_task()

    @property
    def waiting(self) -> Waiting | None:
        """Why nothing is asked or answered at the moment; None when nothing holds it up."""
        return self._run.waiting if self._run is not None else None

    def hurry(self) -> None:
        """Try at once what the run under way would wait for."""
        if waiting := self.waiting:
            waiting.hurry()

    def wish(self, wishes: Wishes) -> None:
        """Have the next runs of this conversation answered as `wishes` say."""
        self.conversation.wishes = wishes
        self._with.keep_wishes(self.id, wishes)
        self._publish_change()

    def stop(self) -> None:
        """Keep what has arrived and receive no more; what is queued comes next."""
        if self.is_running:
            self._halt(Outcome.STOPPED)
            self._go_on()

    def regenerate(self) -> None:
        """Answer the last question anew; the old answer stays as a variant."""
        asked = self._last_question()
        if not asked or self._is_closed:
            return
        self._halt(Outcome.STOPPED)
        self._begin(after=asked)
        self._receive_in_task()

    def continue_reply(self) -> None:
        """Ask the model to go on where its last answer broke off."""
        messages = self.conversation.messages
        if self.is_running or self._is_closed or not messages:
            return
        if messages[-1].outcome not in CONTINUABLE:
            return
        if not messages[-1].text.strip():
            self.regenerate()
            return
        self._begin(goes_on=True)
        self._receive_in_task()

    def choose(self, choice: ModelChoice) -> None:
        """Ask another model from the next run on."""
        self._choice = choice
        self._with.keep_choice(self.id, str(choice))
        self._publish_change()

    def unqueue(self, index: int, *, is_edited: bool = False) -> str:
        """Take a question out of the queue and hand its text back.

        Where it is edited, its files are attached to what is written now.
        """
        taken = self._next(index)
        if is_edited:
            self.enclosed.put_back(taken.files)
        return taken.text

    def delete(self, message_id: str) -> None:
        """Take a message and all that follows it away; `undo_delete` brings it back."""
        self._halt(Outcome.STOPPED)
        others = [each for each in self.conversation.variants(message_id) if each.id != message_id]
        was_shown = any(each.id == message_id for each in self.conversation.messages)
        self._removed.append(self.conversation.remove(message_id))
        if others and was_shown:
            self.conversation.show(others[-1].id)
        self._publish(MessagesRemoved(self.id))

    def undo_delete(self) -> None:
        """Put back what was last deleted."""
        if self._removed:
            self.conversation.put_back(self._removed.pop())
            self._publish(MessagesRemoved(self.id))

    def show(self, message_id: str) -> None:
        """Show the branch that runs through a message; not while an answer is coming."""
        if not self.is_running:
            self.conversation.show(message_id)
            self._publish(BranchShown(self.id))

    def interrupt(self) -> None:
        """End the run under way because the session closes; it never runs again."""
        self._is_closed = True
        self._halt(Outcome.INTERRUPTED)

    # What is done at once

    def _ask(self, question: Unsent) -> None:
        """Say it, give emergency advice if it needs some, and begin the reply."""
        flag = self._flag(question.text)
        message = self.conversation.say(question.text, files=question.files)
        self._publish(MessageAdded(self.id, message.id))
        if flag is not None:
            advice = in_language(flag.advice, self._with.language)
            note = self.conversation.say(advice, Role.NOTE, REASON + flag.id)
            self._publish(MessageAdded(self.id, note.id))
        if flag is None or not self._is_too_small_for(flag):
            self._begin()

    def _flag(self, text: str) -> Flag | None:
        """The emergency to speak of: always with health, else each kind once."""
        flag = self._with.red_flags.check(text)
        if flag is None or self.card.is_health or self._is_too_small_for(flag):
            return flag
        return None if was_told(self.conversation, flag) else flag

    def _is_too_small_for(self, flag: Flag) -> bool:
        return not flag.tiny_models_answer and self.choice.provider == BUILTIN

    def _begin(self, *, after: str | None = None, goes_on: bool = False) -> None:
        choice = self._asked = self.choice
        reply = self.conversation.begin_reply(str(choice), after=after)
        self._run = Run(choice, reply, goes_on)
        self.last_error = None
        self.tokens_per_second = None
        self.state = SessionState.THINKING
        if after is not None:
            self._publish(BranchShown(self.id))
        self._publish(ReplyBegan(self.id, reply.id))
        self._publish_change()

    def _halt(self, outcome: Outcome) -> None:
        """End the run under way, if any; its task goes away by itself."""
        if self._run is not None:
            self._end(self._run, outcome)
            self._scope.cancel("reply")

    def _end(
        self, run: Run, outcome: Outcome, reason: str = "", error: AppError | None = None
    ) -> None:
        if self._run is not run:
            return
        self._run = None
        self.last_error = error
        self.tokens_per_second = run.tokens_per_second
        self.state = SessionState.FAILED if outcome is Outcome.FAILED else SessionState.IDLE
        reply = run.reply
        reply.cost = reply.cost or self._with.models.cost(run.choice, reply.tokens, reply.created)
        message = self.conversation.end_reply(outcome, reason)
        self._publish(ReplyEnded(self.id, message.id))
        self._publish_change()

    def _go_on(self) -> None:
        self._ask_next()
        if self.is_running:
            self._receive_in_task()

    def _ask_next(self) -> None:
        if self.waiting_to_be_sent:
            self._ask(self._next(0))

    def _next(self, index: int) -> Unsent:
        waiting = self.waiting_to_be_sent
        self.waiting_to_be_sent = (*waiting[:index], *waiting[index + 1 :])
        self._publish_change()
        return waiting[index]

    # What takes time

    def _receive_in_task(self) -> None:
        self._scope.start("reply", self._receive, self._run)

    async def _receive(self, run: Run | None) -> None:
        """Receive the reply of `run`, then those to the texts in the queue."""
        while run is not None:
            await self._receive_one(run)
            if self._run is not None or self.state is not SessionState.IDLE:
                return
            self._ask_next()
            run = self._run

    async def _receive_one(self, run: Run) -> None:
        try:
            finished = await self._stream(run)
            self._end(run, finished.outcome, finished.reason)
        except AppError as error:
            self._end(run, Outcome.FAILED, error.code, error)
        except asyncio.CancelledError:
            self._end(run, Outcome.INTERRUPTED)
            raise
        finally:
            # Only a bug of ours comes here with the run still under way.
            self._end(run, Outcome.FAILED, AppError.code)

    async def _stream(self, run: Run) -> Finished:
        backend = await self._with.models.backend(run.choice)
        fitted = await fit(backend, await self._with_files(run, self._request(run)))
        run.reply.context_from = fitted.context_from
        async with aclosing(backend.stream(fitted.request)) as items:
            async for item in items:
                if self._run is not run:
                    break
                self._take(run, item)
        if run.finished is None:
            raise BackendUnfinished("the stream ended without its last item")
        return run.finished

    async def _with_files(self, run: Run, request: Request) -> Request:
        """The request with its files at hand, as far as its model can read them."""
        abilities = self._with.models.abilities(run.choice)
        ready = await self._with.files.ready(request.messages, abilities)
        if ready.missing != self.missing_files:
            self.missing_files = ready.missing
            self._publish_change()
        return replace(request, messages=ready.messages)

    def _take(self, run: Run, item: Item) -> None:
        run.take(item)
        if isinstance(item, Finished | Usage):
            return
        self.tokens_per_second = run.tokens_per_second
        self._publish(ReplyGrew(self.id))
        if run.reply.queue_place or run.waiting:
            state = SessionState.WAITING
        else:
            state = SessionState.STREAMING if run.is_answering else SessionState.THINKING
        if state is not self.state or state is SessionState.WAITING:
            self.state = state
            self._publish_change()

    def _request(self, run: Run) -> Request:
        language = spoken(self._with.language, self._with.models.languages(run.choice))
        messages = self.conversation.messages
        if run.goes_on and run.choice.provider != BUILTIN:
            # The built-in model's server goes on by itself when the agent spoke last.
            again = (TextPart(in_language(CONTINUE, language)),)
            messages = (*messages, Message("", self.conversation.tip, Role.USER, again, 0.0))
        wishes = self.conversation.wishes
        persona = persona_of(self.card, language)
        return Request(
            run.choice.model,
            messages,
            persona if wishes.system is None else wishes.system,
            wishes.over(self.card.sampling),
            effort=wishes.effort,
            asker=self.id,
        )

    # Small questions

    def _last_question(self) -> str:
        """What the last answer, however many parts it came in, is an answer to."""
        asked = self.conversation.tip
        while asked and self.conversation[asked].role is Role.AGENT:
            asked = self.conversation[asked].parent
        return asked

    def _publish(self, event: Event) -> None:
        self._with.bus.publish(event)

    def _publish_change(self) -> None:
        self._publish(SessionChanged(self.id))
