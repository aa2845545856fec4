"""What Gemini's generations want to be asked differently, told from a model's name.

Nothing here is asked of the server: a request must not wait for another. A Gemini whose
name says no generation is taken for the newest.

Sources: https://ai.google.dev/gemini-api/docs/generate-content/thinking,
https://ai.google.dev/gemini-api/docs/openai#thinking,
https://ai.google.dev/gemini-api/docs/thought-signatures
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from app.core.backend import Effort

_NEWEST = (99, 0)
_VERSION = re.compile(r"gemini-(\d{1,2})(?:\.(\d{1,2}))?(?!\d)")
_MAKERS = ("image", "tts", "audio", "live", "embedding")
"""Words in the names of models that make something else than text, most without thought."""

_BUDGETS = {
    Effort.MINIMAL: 512,
    Effort.LOW: 1024,
    Effort.MEDIUM: 8192,
    Effort.HIGH: 24_576,
}
_LEAST_OF_PRO = 128


class Thinks(Enum):
    """How a model is told how long to think."""

    NEVER = "never"
    BY_BUDGET = "by budget"
    """In tokens."""
    BY_LEVEL = "by level"
    """In words."""


@dataclass(frozen=True, slots=True)
class Gemini:
    """What a generation takes.

    `is_signed`: calls are refused that come back without their signature.
    `takes_tools_with_form`: an answer may have a form where tools are offered.
    `takes_system`: it has a place for the persona.
    """

    thinks: Thinks
    is_pro: bool
    is_signed: bool
    takes_tools_with_form: bool
    takes_system: bool

    def thinking(self, effort: Effort) -> dict[str, str | int | bool]:
        """How long to think, and to tell of it; {} says nothing."""
        if self.thinks is Thinks.NEVER:
            return {}
        if effort is Effort.UNSAID:
            return {"includeThoughts": True}
        if self.thinks is Thinks.BY_BUDGET:
            least = _LEAST_OF_PRO if self.is_pro else 0
            return {"includeThoughts": True, "thinkingBudget": _BUDGETS.get(effort, least)}
        is_least = effort in (Effort.NONE, Effort.MINIMAL)
        level = ("low" if self.is_pro else "minimal") if is_least else effort.value
        return {"includeThoughts": True, "thinkingLevel": level}


@lru_cache(maxsize=64)
def gemini(model: str) -> Gemini:
    """What the model of this name takes."""
    name = model.lower()
    version = _version(name)
    return Gemini(
        _thinks(version, name),
        is_pro="pro" in name,
        is_signed=version >= (3, 0),
        takes_tools_with_form=version >= (3, 0),
        takes_system="gemma-3" not in name,
    )


def _version(name: str) -> tuple[int, int]:
    if found := _VERSION.search(name):
        return int(found[1]), int(found[2] or 0)
    return _NEWEST if "gemini" in name and "exp" not in name else (0, 0)


def _thinks(version: tuple[int, int], name: str) -> Thinks:
    if version < (2, 5) or any(word in name for word in _MAKERS):
        return Thinks.NEVER
    return Thinks.BY_LEVEL if version >= (3, 0) else Thinks.BY_BUDGET
