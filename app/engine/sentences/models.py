"""What went wrong with a model of this machine, or on the way to it."""

from app.core.settings import QT_TRANSLATE_NOOP
from app.engine.sentences.sentence import FETCH, PROVIDERS, Sentence

MODELS = {
    "model_missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The built-in model is not on this computer yet. What was said is kept. Fetch it "
            "(98 MB), or add a provider.",
        ),
        FETCH,
    ),
    "model_missing.choice": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The model {choice} is no longer set up. What was said is kept. Choose another model "
            "in the tile's title, or add its provider again.",
        ),
        PROVIDERS,
    ),
    "model_crashed": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The built-in model ended unexpectedly and is started again. What had arrived is "
            "kept. Continue asks for the rest.",
        ),
    ),
    "model_crashed.own": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The model {name} ended unexpectedly. What had arrived is kept. Ask again to load it "
            "anew; if it happens twice, give it less context under Settings, Models.",
        ),
    ),
    "model_unloaded": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "You unloaded the model {name} while it answered. What had arrived is kept. Continue "
            "loads it again and asks for the rest.",
        ),
    ),
    "model_file_gone": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file of this model is no longer where it was: {path}. What was said is kept. Put "
            "the file back, or choose another model in the tile's title.",
        ),
    ),
    "model_unreadable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This file is no model that Renao can read: {error}. Nothing was changed. Choose a "
            "whole file in the GGUF format.",
        ),
    ),
    "address_refused": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This is no address of a file. Nothing was downloaded. Enter one that begins with "
            "https:// and ends with .gguf.",
        ),
    ),
    "address_refused.plain": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This address is not encrypted, so anybody on the way could change the file. Nothing "
            "was downloaded. Use https://, or allow it for this download.",
        ),
    ),
    "address_refused.secret": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This address holds a password. Nothing was downloaded. Use an address without one.",
        ),
    ),
    "address_refused.hops": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "This address leads from one place to the next without end. Nothing was downloaded. "
            "Use the file's own address.",
        ),
    ),
    "download_rejected": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The server does not hand over the file (HTTP {status}). What has come is kept. Check "
            "the address, then go on with the download.",
        ),
    ),
    "download_broken": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The download broke off. What has come is kept. Check the network, then go on with "
            "the download.",
        ),
    ),
    "no_space": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The disk has too little room: {needed} are needed and {free} are free. What has come "
            "is kept. Make room, then go on with the download.",
        ),
    ),
    "download_wrong": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "What came is no whole model, so it was not kept. Check the address: it must be the "
            "file's own, not a page about it.",
        ),
    ),
    "download_wrong.sha256": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The file's sha256 is not the one you entered, so it was not kept. Check that number; "
            "if it is right, something on the way changed the file.",
        ),
    ),
    "model_fetch": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The built-in model could not be fetched. Nothing was changed. Fetch it again, or add "
            "a provider.",
        ),
        FETCH,
    ),
    "model_fetch_failed": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The built-in model could not be downloaded. Nothing was changed. Check the network "
            "and the free space on the disk, then fetch it again.",
        ),
        FETCH,
    ),
    "model_file_wrong": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "The downloaded model is not the file Renao expects, so it was not kept. Fetch it "
            "again; if it happens twice, something on the way changes it.",
        ),
        FETCH,
    ),
}
