"""Takes keys out of what other programs wrote: a card is shared, a key never is."""

import re
from typing import Any

_NAMES = re.compile(
    r"^(?:.*(?:api|access|secret|private|auth|account|license|licence)[-_ ]?keys?(?:[-_ ]?id)?"
    r"|keys?|.*(?<!max_)(?<!max)token|.*secret|.*passw(?:or)?d|.*passphrase|.*authorization"
    r"|.*cookie|.*bearer|.*credentials?)$",
    re.IGNORECASE,
)
_VALUES = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|pplx|ghp|github_pat|glpat|hf|nvapi|tvly)[-_][A-Za-z0-9_-]{16,}"
    r"|\bAIza[A-Za-z0-9_-]{30,}|\bBearer +[A-Za-z0-9._~+/-]{16,}"
)


def without_keys(value: Any) -> tuple[Any, bool]:
    """A copy of a JSON value without keys, and whether there were any."""
    if isinstance(value, dict):
        return _table_without_keys(value)
    if isinstance(value, list):
        pairs = [without_keys(each) for each in value]
        return [each for each, _ in pairs], any(had for _, had in pairs)
    if isinstance(value, str):
        said = _VALUES.sub("", value)
        return said, said != value
    return value, False


def _table_without_keys(table: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    found: dict[str, Any] = {}
    had_any = False
    for name, value in table.items():
        if _is_secret(name, value):
            had_any = True
            continue
        found[name], had = without_keys(value)
        had_any = had_any or had
    return found, had_any


def _is_secret(name: str, value: Any) -> bool:
    """A text (or a list or table of them) under a name that only keys have."""
    return bool(value) and not isinstance(value, int | float) and bool(_NAMES.match(name))
