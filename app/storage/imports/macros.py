"""The placeholders of character cards, filled in."""

import re

_COMMENT = re.compile(r"\{\{(?://|comment:)[^{}]*\}\}", re.IGNORECASE)
_CHAR = re.compile(r"\{\{char\}\}|<char>|<bot>", re.IGNORECASE)
_USER = re.compile(r"\{\{user\}\}|<user>", re.IGNORECASE)
_ORIGINAL = re.compile(r"\{\{original\}\}", re.IGNORECASE)


def filled(text: str, name: str, user: str) -> str:
    """`text` with the names in it; `{{original}}` is nothing, for we add no prompt of our own.

    Placeholders that only other programs know stay as they are.
    """
    text = _ORIGINAL.sub("", _COMMENT.sub("", text))
    return _USER.sub(lambda _: user, _CHAR.sub(lambda _: name, text)).strip()
