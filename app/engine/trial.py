"""Trying a provider out: is it there, does it take the key, what does it offer, does it answer?"""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from app.core.backend import (
    Item,
    ModelFacts,
    ReasoningDelta,
    RefusalDelta,
    Request,
    Sampling,
    TextDelta,
    ToolCall,
)
from app.core.conversation import Message, Role, TextPart
from app.core.errors import AppError, BackendRejected
from app.core.settings import Provider
from app.engine.listing import is_listing, models_of
from app.engine.models import Models

QUESTION = "Say OK."
LONGEST_ANSWER = 16
"""In tokens; some models refuse to be asked for fewer."""


class StepKind(StrEnum):
    """What a trial has found to be in order, in this order."""

    REACHED = "reached"
    KEY = "key"
    MODELS = "models"
    STREAMING = "streaming"
    FIRST_WORD = "first_word"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is in order. `number` is the count of models, or milliseconds."""

    kind: StepKind
    number: int = 0
    model: str = ""


class TrialOutcome(StrEnum):
    """How a trial ended."""

    WORKS = "works"
    SILENT = "silent"
    """It answered, and said nothing."""
    NO_MODEL = "no_model"
    """It is there, and nobody knows the name of a model."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What came of it. `error` says why it failed.

    `key_number` is which of `key_count` keys was refused, from 1, 0 for none of them; and
    `address` whose turn it was. `first_token_ms` is None where no word came.
    """

    outcome: TrialOutcome
    steps: tuple[Step, ...] = ()
    error: AppError | None = None
    models: tuple[ModelFacts, ...] = ()
    first_token_ms: int | None = None
    model: str = ""
    key_number: int = 0
    key_count: int = 0
    address: str = ""


async def try_provider(
    models: Models, provider: Provider, keys: tuple[str, ...] | None = None, model: str = ""
) -> AsyncGenerator[Step | TrialResult, None]:
    """Yield each step that succeeds, and the result last; closing the generator stops it.

    Every address and every key is asked for its models, and one of them one short
    question. `keys` are used in place of the stored ones and are not kept. Without `model`
    the first favourite is asked, else the first of the provider, else the first listed.
    """
    trial = _Trial(models, replace(provider, context=0, details=()), keys, model)
    try:
        async with aclosing(trial.run()) as steps:
            async for step in steps:
                trial.steps.append(step)
                yield step
    except AppError as error:
        yield trial.result(TrialOutcome.FAILED, error)
    else:
        yield trial.result(trial.outcome)


class _Trial:
    """One trial under way."""

    def __init__(
        self, models: Models, provider: Provider, keys: tuple[str, ...] | None, model: str
    ) -> None:
        self.steps: list[Step] = []
        self.outcome = TrialOutcome.WORKS
        self._models = models
        self._provider = provider
        self._given = keys
        self._keys: tuple[str, ...] = ()
        self._model = model
        self._listed: tuple[ModelFacts, ...] = ()
        self._first_ms: int | None = None
        self._at = ("", 0)
        """The address and the number of the key that are asked at the moment."""

    def result(self, outcome: TrialOutcome, error: AppError | None = None) -> TrialResult:
        return TrialResult(
            outcome,
            tuple(self.steps),
            error,
            self._listed,
            self._first_ms,
            self._model,
            key_number=self._at[1] if error else 0,
            key_count=len(self._keys),
            address=self._at[0] if error else "",
        )

    async def run(self) -> AsyncGenerator[Step, None]:
        self._keys = await self._models.keys_for(self._provider, self._given)
        async with aclosing(self._list()) as steps:
            async for step in steps:
                yield step
        self._model = self._model or self._first_model()
        if not self._model:
            self.outcome = TrialOutcome.NO_MODEL
            return
        async with aclosing(self._ask()) as steps:
            async for step in steps:
                yield step

    async def _list(self) -> AsyncGenerator[Step, None]:
        """Ask each address with each key for the models; that it lists none is no failure."""
        if not is_listing(self._models, self._provider):
            return
        addresses = (self._provider.address, *self._provider.addresses)
        is_known, is_first = True, True
        for address, (number, key) in product(addresses, enumerate(self._keys or ("",), 1)):
            self._at = (address, number if self._keys else 0)
            listed = await self._listing(address, key)
            is_known = is_known and listed is not None
            self._listed = self._listed or listed or ()
            if is_first:
                yield Step(StepKind.REACHED)
                is_first = False
        self._at = ("", 0)
        if self._keys and is_known:
            yield Step(StepKind.KEY)
        if self._listed:
            yield Step(StepKind.MODELS, len(self._listed))

    async def _listing(self, address: str, key: str) -> tuple[ModelFacts, ...] | None:
        """None when the server has no list, which says nothing about the key."""
        one = replace(self._provider, address=address, addresses=())
        try:
            return await models_of(self._models, one, (key,) if key else ())
        except BackendRejected as error:
            if error.status in (401, 402, 429):
                raise
            return None

    def _first_model(self) -> str:
        provider, listed = self._provider, [model.id for model in self._listed]
        return next(iter((*provider.favourites, *provider.models, *listed)), "")

    async def _ask(self) -> AsyncGenerator[Step, None]:
        """Ask the shortest of questions and hang up at the first word."""
        free = replace(self._provider, runs_at_once=0, requests_per_minute=0, tokens_per_minute=0)
        backend = await self._models.apart(free, self._keys)
        message = Message("", "", Role.USER, (TextPart(QUESTION),), 0.0)
        sampling = Sampling(max_tokens=LONGEST_ANSWER)
        began, is_first = time.monotonic(), True
        try:
            async with aclosing(
                backend.stream(Request(self._model, (message,), sampling=sampling))
            ) as items:
                async for item in items:
                    if is_first:
                        is_first = False
                        for step in self._streaming():
                            yield step
                    if _is_word(item):
                        self._first_ms = round((time.monotonic() - began) * 1000)
                        yield Step(StepKind.FIRST_WORD, self._first_ms, self._model)
                        return
        finally:
            await backend.aclose()
        self.outcome = TrialOutcome.SILENT

    def _streaming(self) -> list[Step]:
        """What is known when an answer begins."""
        known = {step.kind for step in self.steps}
        found = [StepKind.REACHED, *([StepKind.KEY] if self._keys else []), StepKind.STREAMING]
        return [Step(kind, model=self._model) for kind in found if kind not in known]


def _is_word(item: Item) -> bool:
    if isinstance(item, TextDelta | ReasoningDelta | RefusalDelta):
        return bool(item.text)
    return isinstance(item, ToolCall)
