"""`renao ask`: one question to a model, from the command line. Stores nothing."""

import asyncio
import contextlib
import logging
import signal
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field, replace

from app.ask_backend import Whom, opened
from app.ask_output import Ending, JsonOutput, Output, PlainOutput, ReaderGone, say
from app.ask_sentences import OUTCOMES, sentence
from app.core.agent import AgentCard, in_language
from app.core.backend import Backend, Effort, Finished, Request, Sampling, ToolSpec
from app.core.conversation import (
    FilePart,
    Message,
    Outcome,
    Reply,
    Role,
    TextPart,
    ended,
    new_id,
)
from app.core.errors import (
    AppError,
    BackendRedirected,
    BackendRejected,
    BackendUnfinished,
    CardError,
)
from app.storage.cards import Cards
from app.storage.paths import resources_folder, user_paths

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and whom. `text` is "" when `messages` end with the question.

    `tells_message` asks for the whole reply as one line before the end.
    """

    text: str
    whom: Whom = field(default_factory=Whom)
    card: AgentCard | None = None
    system: str | None = None
    max_tokens: int | None = None
    messages: tuple[Message, ...] = ()
    files: tuple[FilePart, ...] = ()
    tools: tuple[ToolSpec, ...] = ()
    effort: Effort = Effort.UNSAID
    tells_message: bool = False


def card_of(agent_id: str) -> AgentCard:
    """The card of the agent called `agent_id`.

    Raises:
        CardError: There is none, or it cannot be read.
    """
    cards = Cards(resources_folder() / "agents", user_paths().own_agents)
    if agent_id not in cards:
        raise CardError(f"there is no agent {agent_id!r}; there are {', '.join(cards)}")
    return cards[agent_id]


def run_ask(question: Question, *, is_json: bool) -> int:
    """Ask, write what comes, and hand back the exit code."""
    logging.getLogger().addHandler(logging.NullHandler())  # what matters is said in the end
    asking = _Asking(question, _output(is_json, question))
    try:
        asyncio.run(asking.run())
    except ReaderGone as gone:
        return gone.exit_code
    except KeyboardInterrupt:  # before or after the loop heard signals
        with contextlib.suppress(ReaderGone):
            asking.end_stopped()
    except Exception as error:  # noqa: BLE001 - a program that reads us was promised an end
        with contextlib.suppress(ReaderGone):
            asking.end_failed(error)
    assert asking.ending is not None
    return asking.exit_code


def stopped_before(model: str, *, is_json: bool) -> int:
    """Say that the user stopped it before anything was asked; hand back the exit code."""
    question = Question("", Whom(model=model))
    asking = _Asking(question, _output(is_json, question))
    with contextlib.suppress(ReaderGone):
        asking.end_stopped()
    return asking.exit_code


def _output(is_json: bool, question: Question) -> Output:
    return JsonOutput(has_message=question.tells_message) if is_json else PlainOutput()


class _Asking:
    """One question on its way; says exactly one end."""

    def __init__(self, question: Question, output: Output) -> None:
        self.ending: Ending | None = None
        self._question = question
        self._output = output
        self._model = question.whom.model
        self._signal = 0

    @property
    def exit_code(self) -> int:
        """130 after Ctrl+C; other signals count in the same way."""
        assert self.ending is not None
        is_signal = self.ending.outcome is Outcome.STOPPED and self._signal
        return 128 + self._signal if is_signal else self.ending.exit_code

    async def run(self) -> None:
        """Ask and write; an error becomes the end."""
        self._listen()
        async with AsyncExitStack() as stack:
            try:
                await self._answer(stack)
            except asyncio.CancelledError:
                self.end_stopped()
                task = asyncio.current_task()
                assert task is not None
                task.uncancel()
            except AppError as error:
                self.end_failed(error)

    def end_stopped(self) -> None:
        """Say that the user stopped it, unless it had ended before."""
        self._end(Ending(Outcome.STOPPED, "stopped", OUTCOMES[Outcome.STOPPED], self._model))

    def end_failed(self, error: Exception) -> None:
        """Say that it failed, unless it had ended before."""
        status = error.status if isinstance(error, BackendRejected | BackendRedirected) else None
        code = error.code if isinstance(error, AppError) else AppError.code
        self._end(Ending(Outcome.FAILED, code, sentence(error), self._model, status))

    async def _answer(self, stack: AsyncExitStack) -> None:
        from app.engine.models import ModelChoice
        from app.engine.run import Run

        _warn(self._question)
        backend, request = await self._prepared(stack)
        self._model = request.model
        run = Run(ModelChoice("", request.model), Reply(new_id(), "", 0.0))
        async with aclosing(backend.stream(request)) as items:
            async for item in items:
                run.take(item)
                if isinstance(item, Finished):
                    self._output.message(ended(run.reply, item.outcome))
                    self._end_finished(item)
                    return
                self._output.item(item)
        raise BackendUnfinished("the stream ended without its last item")

    async def _prepared(self, stack: AsyncExitStack) -> tuple[Backend, Request]:
        from app.engine.context import fit

        backend, self._model = await opened(self._question.whom, user_paths(), stack)
        fitted = await fit(backend, _request(self._question, self._model))
        return backend, fitted.request

    def _end_finished(self, item: Finished) -> None:
        message = OUTCOMES[item.outcome]
        reason = item.reason or item.outcome.value
        if item.outcome is Outcome.FAILED:
            message = f"{message.rstrip('.')}: {reason}."
        self._end(Ending(item.outcome, reason, message, item.model or self._model))

    def _end(self, ending: Ending) -> None:
        if self.ending is None:
            self.ending = ending
            self._output.end(ending)

    def _listen(self) -> None:
        """A signal stops the answer, once; the end is said in either case."""
        task = asyncio.current_task()
        assert task is not None

        def stop(number: int) -> None:
            if not self._signal:
                self._signal = number
                task.cancel()

        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, 0):
                with contextlib.suppress(NotImplementedError):
                    asyncio.get_running_loop().add_signal_handler(number, stop, number)


def _request(question: Question, model: str) -> Request:
    persona, sampling = "", Sampling()
    if question.card is not None:
        persona, sampling = in_language(question.card.persona, "en"), question.card.sampling
    if question.system is not None:
        persona = question.system
    if question.max_tokens is not None:
        sampling = replace(sampling, max_tokens=question.max_tokens)
    said = question.messages
    if question.text or question.files:
        parts = (*question.files, *((TextPart(question.text),) if question.text else ()))
        said = (*said, Message(new_id(), "", Role.USER, parts, 0.0))
    return Request(model, said, persona, sampling, tools=question.tools, effort=question.effort)


def _warn(question: Question) -> None:
    """Words that mean an emergency are answered before any model is asked."""
    from app.engine.red_flags import RedFlags

    said = [message for message in question.messages if message.role is Role.USER]
    text = question.text or (said[-1].text if said else "")
    if flag := RedFlags(resources_folder() / "red_flags.toml").check(text):
        is_chinese = any("\u4e00" <= character <= "\u9fff" for character in text)
        say(in_language(flag.advice, "zh_CN" if is_chinese else "en"))
