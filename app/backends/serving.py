"""How a local model is served: cheap to import, so that settings can be turned into it."""

from dataclasses import dataclass

from app.core.settings import BUILTIN_FILE, LocalFile

SLOTS = 4
"""Answers at the same time."""

CONTEXT = 2048
"""Tokens of each slot: 365 MB in all, where 4,096 take 550 and a full prompt 15 s to read."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How many answers at once, of how many tokens each, computed by how many threads.

    Threads of 0 are chosen by the program. `name` is "" for the built-in model.
    """

    slots: int = SLOTS
    context: int = CONTEXT
    threads: int = 0
    name: str = ""

    @property
    def is_tiny(self) -> bool:
        """Whether it is the built-in model, which must be kept from going in circles."""
        return not self.name


AS_BUILTIN = Serving()
"""How the built-in model is served unless the user wants it otherwise."""


def serving_of(file: LocalFile | None, name: str = "") -> Serving:
    """How a file is served as the user wants it; None for the built-in model as it comes."""
    return Serving(file.slots, file.context, file.threads, name) if file else AS_BUILTIN


def builtin_serving(files: tuple[LocalFile, ...]) -> Serving:
    """How the user wants the built-in model served, who keeps that among his files."""
    return serving_of(next((each for each in files if each.id == BUILTIN_FILE), None))
