"""When a limit is over, as servers say it that do not say when to ask again.

Sources: https://platform.openai.com/docs/guides/rate-limits,
https://docs.anthropic.com/en/api/rate-limits, https://console.groq.com/docs/rate-limits,
https://openrouter.ai/docs/api-reference/limits,
https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06
"""

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime

_NAME = re.compile(r"(?:x-|anthropic-)?ratelimit-(?:(.+)-)?reset(?:-(.+))?")
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_EPOCH, _EPOCH_MS = 1e9, 1e11
"""A number from here on is a moment, in seconds or milliseconds since 1970."""


def reset_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """In how many seconds the limits that are used up are over; None if none is named.

    Where the server does not say which limit that is, it is the one that is over first.
    """
    now = time.time() if now is None else now
    used_up: list[float] = []
    others: list[float] = []
    for name, value in headers.items():
        if (found := _NAME.fullmatch(name.lower())) is None:
            continue
        if (seconds := _seconds(value.strip(), now)) is None:
            continue
        left = _left(headers, found)
        (used_up if left == 0 else others).append(seconds)
    return max(used_up) if used_up else min(others, default=None)


def _left(headers: Mapping[str, str], found: re.Match[str]) -> float | None:
    """How much is left of the limit whose end a header names."""
    said = headers.get(found[0].replace("reset", "remaining"), "")
    try:
        return float(said)
    except ValueError:
        return None


def _seconds(said: str, now: float) -> float | None:
    """Seconds from now: of `6m0s`, `120ms`, `59`, a moment since 1970, or a date."""
    try:
        number = float(said)
    except ValueError:
        return _date(said, now) if "-" in said else _duration(said.lower())
    if number >= _EPOCH:
        number = (number / 1000 if number >= _EPOCH_MS else number) - now
    return max(0.0, number) if abs(number) < float("inf") else None


def _duration(said: str) -> float | None:
    parts = _DURATION.findall(said)
    if not parts or "".join(number + unit for number, unit in parts) != said:
        return None
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


def _date(said: str, now: float) -> float | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now)
