"""Every sentence that the parts below the window say, in English and marked for translation.

Those of errors say what happened, what was kept and what to do.
"""

from app.engine.sentences.cards import CARDS
from app.engine.sentences.disk import DISK
from app.engine.sentences.files import FILES
from app.engine.sentences.models import MODELS
from app.engine.sentences.sentence import FETCH, LOG, NETWORK, PAGE, PROVIDERS, Sentence
from app.engine.sentences.servers import SERVERS
from app.engine.sentences.states import NOTICES, OUTCOMES, REASONS, REMEMBERED, STATES

__all__ = [
    "ERRORS",
    "FETCH",
    "LOG",
    "NETWORK",
    "NOTICES",
    "OUTCOMES",
    "PAGE",
    "PROVIDERS",
    "REASONS",
    "REMEMBERED",
    "STATES",
    "Sentence",
]

ERRORS = {**SERVERS, **MODELS, **DISK, **CARDS, **FILES}
"""By the error's `code`, some with a detail after a dot."""
