"""Why a file is not attached."""

from app.core.settings import QT_TRANSLATE_NOOP
from app.engine.sentences.sentence import Sentence

FILES = {
    "file_refused": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} was not attached. Pictures (PNG, JPEG, GIF, WebP), PDF and text files "
            "can be sent.",
        ),
    ),
    "file_refused.unreadable": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} cannot be read: {detail}. Check that it is still there and that you may"
            " open it, then attach it again.",
        ),
    ),
    "file_refused.folder": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is a folder. Attach the files in it.",
        ),
    ),
    "file_refused.special": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is no ordinary file. There is nothing in it that could be sent.",
        ),
    ),
    "file_refused.empty": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is empty. There is nothing in it to send.",
        ),
    ),
    "file_refused.large": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is larger than {detail}, which no provider takes. Attach a smaller file"
            " or a part of it.",
        ),
    ),
    "file_refused.long": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} has more than {detail} of text, more than a model can read at once. "
            "Attach a part of it.",
        ),
    ),
    "file_refused.kind": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is of a kind that models cannot read. Pictures (PNG, JPEG, GIF, WebP), "
            "PDF and text files can be sent.",
        ),
    ),
    "file_refused.picture": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} looks like a picture but cannot be opened: it may be damaged. Save it "
            "anew as PNG or JPEG and attach that.",
        ),
    ),
    "file_refused.pixels": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} has {detail} pixels, too many to open safely. Make it smaller and attach it "
            "again.",
        ),
    ),
    "file_refused.locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is locked with a password. Save a copy without one and attach that.",
        ),
    ),
    "file_refused.scanned": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} has no text, only pictures of pages. Attach those pages as pictures, or"
            " choose a model that reads PDF files.",
        ),
    ),
    "file_refused.slow": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "Reading {name} took too long. Attach a part of it, or its text.",
        ),
    ),
    "file_refused.unread": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} is no PDF that can be read: it may be damaged. Save it anew and attach that.",
        ),
    ),
    "file_refused.many": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} was not attached: one message takes {detail} files. Send these first.",
        ),
    ),
    "file_refused.disk": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "{name} could not be stored: {detail}. Make room in the data folder, then "
            "attach it again.",
        ),
    ),
    "file_missing": Sentence(
        QT_TRANSLATE_NOOP(
            "Wording",
            "An attached file is no longer there. What was said is kept. Attach it again if"
            " it is still needed.",
        ),
    ),
}
