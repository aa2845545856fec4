"""Tokens and costs as the servers with OpenAI's protocols count them."""

from typing import Any

from app.core.backend import Usage

_TICKS_A_DOLLAR = 10_000_000_000
"""xAI's unit. Source: https://docs.x.ai/developers/cost-tracking"""


def usage(found: Any, *, hides_thought: bool = False) -> Usage | None:
    """What the server counted; what it did not say stays unknown.

    Reads the names of chat completions and of responses. `hides_thought` says that only
    the total holds the thought tokens.

    Sources: https://platform.openai.com/docs/api-reference/chat/object,
    https://platform.openai.com/docs/api-reference/responses/object
    """
    if not isinstance(found, dict):
        return None
    into = found.get("prompt_tokens_details") or found.get("input_tokens_details")
    outof = found.get("completion_tokens_details") or found.get("output_tokens_details")
    reasoning = first(
        count(outof, "reasoning_tokens"),
        count(found, "reasoning_tokens"),  # Perplexity
    )
    counted = Usage(
        input=first(count(found, "prompt_tokens"), count(found, "input_tokens")),
        output=_output(found, reasoning, hides_thought),
        cached=first(
            count(into, "cached_tokens"),
            count(found, "prompt_cache_hit_tokens"),  # DeepSeek
            count(found, "cached_tokens"),  # Moonshot
        ),
        reasoning=reasoning,
        cost=_cost(found),
    )
    return None if counted == Usage() else counted


def count(found: Any, name: str) -> int | None:
    """The whole number under `name`; None where there is none."""
    value = found.get(name) if isinstance(found, dict) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and value >= 0 else None


def first(*values: int | None) -> int | None:
    """The first value that is known."""
    return next((value for value in values if value is not None), None)


def _output(found: dict[str, Any], reasoning: int | None, hides_thought: bool) -> int | None:
    """All that was written: xAI and Gemini leave what was thought out of their count."""
    read = first(count(found, "prompt_tokens"), count(found, "input_tokens"))
    written = first(count(found, "completion_tokens"), count(found, "output_tokens"))
    total = count(found, "total_tokens")
    if read is None or written is None or total is None:
        return written
    hidden = total - read - written
    is_thought = hides_thought or (hidden == reasoning)
    return written + hidden if is_thought and hidden > 0 else written


def _cost(found: dict[str, Any]) -> float | None:
    """In US dollars. OpenRouter says a number, Perplexity an object, xAI ticks."""
    if (ticks := count(found, "cost_in_usd_ticks")) is not None:
        return ticks / _TICKS_A_DOLLAR
    said = found.get("cost")
    value = said.get("total_cost") if isinstance(said, dict) else said
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < float("inf") else None
