"""What Claude's generations want to be asked differently, told from a model's name.

Nothing here is asked of the server: a request must not wait for another. A name that says
no generation is taken for the newest. A model that is no Claude (other makers speak the
protocol too) is asked as the protocol was before the generations went apart.

Sources: https://platform.claude.com/docs/en/about-claude/models/overview,
https://platform.claude.com/docs/en/build-with-claude/thinking,
https://platform.claude.com/docs/en/about-claude/models/migration-guide
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_NEWEST = (99, 0)
_VERSION = re.compile(r"(?<!\d)(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)")
"""The number in `claude-opus-4-20250514`, `claude-3.7-sonnet`, `anthropic.claude-opus-4-6-v1`."""


class Thinks(Enum):
    """When a model thinks."""

    NEVER = "never"
    WITH_BUDGET = "with budget"
    """Only if asked, and for as many tokens as the request says."""
    IF_ASKED = "if asked"
    """For as long as it likes; `effort` says how long that is."""
    BY_ITSELF = "by itself"
    """Unless the request says no."""
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Claude:
    """What a generation takes.

    `most` is the longest answer in tokens, None when nobody knows. `quiet` is the kind of
    thinking that means none, "" where saying nothing does. `is_bound`: what it thought
    is accepted only after exactly the words it was thought after.
    """

    is_claude: bool
    most: int | None
    thinks: Thinks
    quiet: str = ""
    takes_sampling: bool = True
    takes_schema: bool = False
    takes_effort: bool = False
    is_bound: bool = False


@lru_cache(maxsize=64)
def claude(model: str) -> Claude:
    """What the model of this name takes."""
    _, is_claude, rest = model.lower().rpartition("claude")
    if not is_claude:
        return Claude(False, None, Thinks.WITH_BUDGET, "disabled")
    version, always = _version(rest), "mythos" in rest or "fable" in rest
    thinks, quiet = (Thinks.ALWAYS, "") if always else _thinks(version, rest)
    return Claude(
        True,
        _most(version, rest),
        thinks,
        quiet,
        takes_sampling=version < (4, 7),
        takes_schema=version >= (4, 5),
        takes_effort=version >= (4, 6),
        is_bound=version >= ((5, 1) if always else (5, 5)),
    )


def _version(rest: str) -> tuple[int, int]:
    found = _VERSION.search(rest)
    return (int(found[1]), int(found[2] or 0)) if found else _NEWEST


def _thinks(version: tuple[int, int], rest: str) -> tuple[Thinks, str]:
    if version < (3, 7):
        return Thinks.NEVER, ""
    if version < (4, 6):
        return Thinks.WITH_BUDGET, ""
    if version < (5, 0):
        return Thinks.IF_ASKED, ""
    if version < (5, 5) or "haiku" in rest:
        return Thinks.BY_ITSELF, "disabled"
    if "sonnet" in rest:
        return Thinks.BY_ITSELF, "between_tools"
    return Thinks.ALWAYS, ""


def _most(version: tuple[int, int], rest: str) -> int:
    if version < (3, 5):
        return 4096
    if version < (3, 7):
        return 8192
    if version < (4, 6):
        return 32_000 if "opus" in rest and version < (4, 5) else 64_000
    return 128_000
