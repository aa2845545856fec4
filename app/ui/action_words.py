"""What the buttons say that help after an error."""

from PySide6.QtCore import QCoreApplication

from app.engine.sentences import FETCH, LOG, PROVIDERS


def action_word(action: str) -> str:
    """The word for an action of `engine/sentences.py`; for none it is to ask again."""
    translate = QCoreApplication.translate
    words = {
        PROVIDERS: translate("Trouble", "Open providers"),
        FETCH: translate("Trouble", "Fetch the model"),
        LOG: translate("Trouble", "Open log"),
    }
    return words.get(action, translate("Trouble", "Ask again"))
