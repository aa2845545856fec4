"""What the disk and the place for keys did not do."""

from app.core.settings import QT_TRANSLATE_NOOP
from app.engine.sentences.sentence import LOG, PROVIDERS, Sentence

DISK = {
    "storage": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Something could not be stored. It is kept in memory and tried again. The log says "
            "why.",
        ),
        LOG,
    ),
    "storage.start": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database could not be opened. Nothing in it was changed, but what you do now is "
            "not stored. The log says why.",
        ),
        LOG,
    ),
    "database_corrupt": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database was damaged. It was set aside as {kept_at}, and a new one was begun. "
            "Tools for SQLite may still read what is in it.",
        ),
        LOG,
    ),
    "database_locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Another program holds the database. What is new is kept in memory and tried again. "
            "Close that program.",
        ),
    ),
    "database_locked.start": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Another program holds the database. Nothing in it was changed, but what you do now "
            "is not stored. Close that program, then start Renao again.",
        ),
    ),
    "database_read_only": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database cannot be written. Nothing in it was changed, and what is new is only "
            "in memory. Give yourself the right to write in its folder.",
        ),
    ),
    "database_read_only.start": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database cannot be written. Nothing in it was changed, but what you do now is "
            "not stored. Give yourself the right to write in its folder, then start Renao again.",
        ),
    ),
    "disk_full": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The disk is full. What was stored is safe; what is new is kept in memory and tried "
            "again. Make room.",
        ),
    ),
    "disk_full.start": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The disk is full. What was stored is safe, but what you do now is not stored. Make "
            "room, then start Renao again.",
        ),
    ),
    "database_too_new": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The database was made by a newer Renao. Nothing in it was changed, but what you do "
            "now is not stored. Install that newer version, then start it.",
        ),
    ),
    "secret": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The keyring did not hand over the key of {who}. What was said is kept. Unlock the "
            "keyring, or enter the key again under Providers.",
        ),
        PROVIDERS,
    ),
    "keyring_missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This computer has no keyring that Renao can use. Keys are kept until Renao ends. "
            "Choose where they are kept in the settings.",
        ),
        PROVIDERS,
    ),
    "keyring_silent": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The keyring does not answer, so the key of {who} could not be read. What was said is "
            "kept. Unlock the keyring, or choose another place for keys in the settings.",
        ),
        PROVIDERS,
    ),
    "secrets_locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file with your keys is locked, so the key of {who} could not be read. What was "
            "said is kept. Enter its passphrase in the settings.",
        ),
        PROVIDERS,
    ),
    "passphrase_wrong": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is not the passphrase of the file with your keys. The file is as it was. Try "
            "again.",
        ),
    ),
    "key_file_broken": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file with your keys is damaged. It was not overwritten but kept as {kept_at}. "
            "Make a new one and enter the keys again.",
        ),
        PROVIDERS,
    ),
    "key_file_too_new": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file with your keys was made by a newer Renao. Nothing in it was changed. Install "
            "that newer version, then start it.",
        ),
    ),
    "setting": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Something in the settings cannot be used: {error}. What can be used is in force, the "
            "rest is at its default. Choose it anew in the settings.",
        ),
    ),
    "error": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Something in Renao went wrong. What had arrived is kept. The log says more.",
        ),
        LOG,
    ),
}
