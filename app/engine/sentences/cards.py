"""Why an agent's card is not taken over."""

from app.core.settings import QT_TRANSLATE_NOOP
from app.engine.sentences.sentence import LOG, Sentence

CARDS = {
    "card": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "An agent's card cannot be read: {error}. Its conversations are kept. Put the card "
            "right, then start Renao again.",
        ),
        LOG,
    ),
    "card_refused": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is no agent that Renao knows. Nothing was imported. Choose a character card "
            "(PNG, JSON, CHARX), an agent of LobeChat or Cherry Studio, or a card of Renao "
            "(TOML).",
        ),
    ),
    "card_refused.large": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is larger than any agent should be. Nothing was imported.",
        ),
    ),
    "card_refused.json": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is damaged, or it is no JSON: {detail}. Nothing was imported. Get the file "
            "once more.",
        ),
    ),
    "card_refused.toml": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is no card of Renao: {detail}. Nothing was imported. Put it right, then "
            "import it again.",
        ),
    ),
    "card_refused.png": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This picture is damaged: it ends too early. Nothing was imported. Get the file once "
            "more.",
        ),
    ),
    "card_refused.no_card": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is a picture without a character in it. Nothing was imported. Many sites remove "
            "the character when they show a picture: look for a download of the original.",
        ),
    ),
    "card_refused.base64": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The character in this picture is damaged. Nothing was imported. Get the file once "
            "more.",
        ),
    ),
    "card_refused.zip": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This archive is damaged, or there is no character in it. Nothing was imported. Get "
            "the file once more.",
        ),
    ),
    "card_refused.path": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This archive wants to write outside its own folder ({detail}), which is how harmful "
            "files behave. Nothing was imported.",
        ),
    ),
    "card_refused.link": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This archive contains a link to somewhere else ({detail}), which is how harmful "
            "files behave. Nothing was imported.",
        ),
    ),
    "card_refused.locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This archive is locked with a password. Nothing was imported. Unpack it first, then "
            "import what is in it.",
        ),
    ),
    "card_refused.bomb": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Unpacked, this file would be far too large. Nothing was imported.",
        ),
    ),
    "card_refused.backup": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Only Cherry Studio itself can read this backup. Nothing was imported. Export your "
            "assistants there as JSON, or make a backup with version 5 or older.",
        ),
    ),
    "card_refused.lorebook": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is a lorebook: knowledge for a character, and no character. Nothing was "
            "imported.",
        ),
    ),
    "card_refused.empty": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "There is no agent in this file. Nothing was imported.",
        ),
    ),
    "card_refused.gone": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file cannot be opened: {detail}. Nothing was imported.",
        ),
    ),
    "card_unwritable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The agent could not be stored: {error}. Nothing was changed. Make room, or give "
            "yourself the right to write in the data folder.",
        ),
        LOG,
    ),
}
