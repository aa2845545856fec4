"""How replies end, what sessions do, and what is worth a notice."""

from app.core.conversation import Outcome
from app.core.settings import QT_TRANSLATE_NOOP
from app.engine.sentences.sentence import LOG, PROVIDERS, Sentence

REASONS = {
    "unreachable": QT_TRANSLATE_NOOP("Wording", "No connection to the server"),
    "proxy_unusable": QT_TRANSLATE_NOOP("Wording", "The proxy cannot be used"),
    "certificates_unusable": QT_TRANSLATE_NOOP("Wording", "The own certificates cannot be used"),
    "timeout": QT_TRANSLATE_NOOP("Wording", "The server was silent for too long"),
    "broken": QT_TRANSLATE_NOOP("Wording", "The connection broke off"),
    "rejected": QT_TRANSLATE_NOOP("Wording", "The server said no"),
    "garbled": QT_TRANSLATE_NOOP("Wording", "The server's answer could not be read"),
    "unfinished": QT_TRANSLATE_NOOP("Wording", "The answer stopped in the middle"),
    "redirected": QT_TRANSLATE_NOOP("Wording", "The server points to another address"),
    "context_too_small": QT_TRANSLATE_NOOP("Wording", "Too long for this model"),
    "model_missing": QT_TRANSLATE_NOOP("Wording", "The model is not there"),
    "model_crashed": QT_TRANSLATE_NOOP("Wording", "The model ended unexpectedly"),
    "model_fetch_failed": QT_TRANSLATE_NOOP("Wording", "The built-in model did not come"),
    "model_file_wrong": QT_TRANSLATE_NOOP("Wording", "The built-in model did not come"),
    "model_unloaded": QT_TRANSLATE_NOOP("Wording", "The model was unloaded"),
    "model_file_gone": QT_TRANSLATE_NOOP("Wording", "The model's file is gone"),
    "secret": QT_TRANSLATE_NOOP("Wording", "The keyring did not hand over the key"),
    "keyring_silent": QT_TRANSLATE_NOOP("Wording", "The keyring does not answer"),
    "secrets_locked": QT_TRANSLATE_NOOP("Wording", "The file with your keys is locked"),
}
"""Why a reply failed, in few words, by `Message.reason`."""

REMEMBERED = {
    "timeout": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} was silent for too long. What had arrived is kept. Ask again, or "
            "let Renao wait longer under Settings, Models.",
        ),
    ),
    "rejected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} said no. What was said is kept. Check its key and the model's "
            "name under Providers, then ask again.",
        ),
        PROVIDERS,
    ),
    "redirected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server of {who} pointed to another address, and Renao did not follow. What was "
            "said is kept. Check its address under Providers, then ask again.",
        ),
        PROVIDERS,
    ),
    "context_too_small": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is too long for the model of {who}. Your message is kept. Shorten it, or choose "
            "a model that takes more.",
        ),
    ),
    "model_missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The model was not there. What was said is kept. Ask again, or choose another model "
            "in the tile's title.",
        ),
    ),
}
"""Why a reply failed, by `Message.reason`, when no more than that is known any longer."""

OUTCOMES = {
    Outcome.COMPLETE: "",
    Outcome.LENGTH: QT_TRANSLATE_NOOP("Wording", "Cut off at the longest answer allowed"),
    Outcome.STOPPED: QT_TRANSLATE_NOOP("Wording", "Stopped by you"),
    Outcome.FAILED: QT_TRANSLATE_NOOP("Wording", "Something went wrong"),
    Outcome.REFUSED: QT_TRANSLATE_NOOP("Wording", "The model declined to answer"),
    Outcome.TOOL_CALLS: QT_TRANSLATE_NOOP("Wording", "Waits for its tools"),
    Outcome.INTERRUPTED: QT_TRANSLATE_NOOP("Wording", "Interrupted when Renao ended"),
}

STATES = {
    "idle": QT_TRANSLATE_NOOP("Wording", "Idle"),
    "waiting": QT_TRANSLATE_NOOP("Wording", "Waiting for its turn"),
    "thinking": QT_TRANSLATE_NOOP("Wording", "Thinking"),
    "streaming": QT_TRANSLATE_NOOP("Wording", "Answering"),
    "needs_you": QT_TRANSLATE_NOOP("Wording", "Needs you"),
    "failed": QT_TRANSLATE_NOOP("Wording", "Failed"),
    "budget": QT_TRANSLATE_NOOP("Wording", "Budget used up"),
}
"""By `SessionState`."""

NOTICES = {
    "reply.complete": Sentence(QT_TRANSLATE_NOOP("Wording", "{who} answered: {line}")),
    "reply.length": Sentence(
        QT_TRANSLATE_NOOP("Wording", "{who} answered up to the longest length allowed: {line}")
    ),
    "reply.refused": Sentence(QT_TRANSLATE_NOOP("Wording", "{who} declined to answer.")),
    "reply.empty": Sentence(QT_TRANSLATE_NOOP("Wording", "{who} answered nothing.")),
    "reply.failed": Sentence(QT_TRANSLATE_NOOP("Wording", "{who}: {line}")),
    "needs_you": Sentence(QT_TRANSLATE_NOOP("Wording", "{who} needs you.")),
    "model.ready": Sentence(QT_TRANSLATE_NOOP("Wording", "The built-in model is ready.")),
    "model.tight": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{who} may take more memory than is free ({line}). It is loaded all the same. If the "
            "computer becomes slow, unload it or give it less context under Settings, Models.",
        ),
    ),
    "comment.failed": Sentence(
        QT_TRANSLATE_NOOP("Wording", "{who} could not comment. The post is unchanged. {line}")
    ),
    "uncaught": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Something in Renao went wrong and was stopped. Everything else goes on. The log "
            "says more.",
        ),
        LOG,
    ),
    "secrets.memory": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This computer has no keyring that Renao can use. Keys are kept until Renao ends "
            "and must then be entered again.",
        ),
        PROVIDERS,
    ),
    "secrets.locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file with your keys is locked. Enter its passphrase in the settings; until then "
            "only models without a key answer.",
        ),
        PROVIDERS,
    ),
    "folder.unwritable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Renao cannot write {line}. Everything works all the same, but what you say and set "
            "now may be gone when Renao ends. Give yourself the right to write there, then start "
            "Renao again.",
        ),
    ),
    "red_flags.broken": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The list of emergency signs cannot be read, so no emergency advice is shown. "
            "Install Renao again to repair it.",
        ),
        LOG,
    ),
}
"""What a notice can say besides errors."""
