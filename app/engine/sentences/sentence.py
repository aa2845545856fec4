"""A sentence and the action that helps."""

from dataclasses import dataclass

PROVIDERS, NETWORK = "settings.providers", "settings.network"
FETCH, LOG = "model.fetch", "log.open"
"""Actions that a sentence can offer."""

PAGE = "settings."
"""How an action begins that opens a page of the settings, named by the rest."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to show, and the id of the action that helps, "" for none."""

    text: str
    action: str = ""
