"""Trials, waits and rests of providers as sentences, in the reader's language."""

from math import ceil
from typing import TYPE_CHECKING

from app.core.backend import Waiting
from app.core.errors import AppError, BackendRejected, SecretError
from app.engine.filling import filled
from app.engine.rests import Rest
from app.engine.sentences import Sentence
from app.engine.sentences.providers import RESTS, TRIALS, WAITS
from app.engine.wording import Wording, facts_of, key_of

if TYPE_CHECKING:
    from app.engine.trial import TrialResult  # the window needs none to start


def trial_sentence(wording: Wording, result: "TrialResult", who: str) -> Sentence:
    """What works, or what to change."""
    found = next(TRIALS[key] for key in _trial_keys(result) if key in TRIALS)
    facts: dict[str, object] = {
        "who": who,
        "count": len(result.models),
        "model": result.model,
        "milliseconds": result.first_token_ms,
        "number": result.key_number,
        "keys": result.key_count,
    }
    if result.error is not None:
        facts |= {"error": str(result.error).rstrip("."), **facts_of(result.error)}
    return Sentence(filled(wording.translated(found.text), **facts), found.action)


def waiting_sentence(
    wording: Wording, waiting: Waiting, who: str, seconds: float | None = None
) -> str:
    """Why a run waits, in few words; `seconds` is how long it still does."""
    text = wording.translated(WAITS[_why(waiting)])
    left = waiting.seconds if seconds is None else seconds
    return filled(text, seconds=max(1, ceil(left)), who=who)


def rest_sentence(wording: Wording, rest: Rest, who: str) -> Sentence:
    """Which address or key of a provider is left alone now."""
    kinds = {402: "empty", 429: "limited"}
    found = RESTS[kinds.get(rest.status or 0, "refused") if rest.number else "address"]
    text = filled(
        wording.translated(found.text),
        who=who,
        number=rest.number,
        count=rest.count,
        address=rest.address,
    )
    return Sentence(text, found.action)


def _trial_keys(result: "TrialResult") -> tuple[str, ...]:
    """Under which keys of `TRIALS` a result may be, the best first."""
    if result.error is not None:
        return _error_keys(result, result.error)
    if result.outcome.value == "works" and len(result.models) < 2:
        return ("works.one" if result.models else "works.unlisted",)
    return (result.outcome.value,)


def _error_keys(result: "TrialResult", error: AppError) -> tuple[str, ...]:
    key = key_of(error)
    if key == "rejected.key":
        if not result.key_count:
            return ("rejected.key.none",)
        is_one_of_many = result.key_number and result.key_count > 1
        return ("rejected.key.number" if is_one_of_many else key,)
    if isinstance(error, SecretError):
        return ("secret",)
    return (key, error.code, "backend")


def _why(waiting: Waiting) -> str:
    if waiting.code == BackendRejected.code:
        return "trouble" if (waiting.status or 0) >= 500 else "busy"
    return waiting.code if waiting.code in WAITS else "busy"
