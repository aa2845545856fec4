"""A sentence and the action that helps."""

from dataclasses import dataclass

PROVIDERS, FETCH, LOG = "settings.providers", "model.fetch", "log.open"
"""Actions that a sentence can offer."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to show, and the id of the action that helps, "" for none."""

    text: str
    action: str = ""
