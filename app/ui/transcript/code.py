"""Finds the colours of code by its language; Pygments is slow to import and to run."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from app.ui.transcript.set_text import utf16_length

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST = 60_000
"""Letters of code that are coloured; longer code stays plain."""

Colored = tuple[tuple[int, int, str], ...]
"""Pieces of code in Qt's places: from, to, and the name of their colour (`code_…`)."""

_GROUPS = (
    ("Comment", "comment"),
    ("Keyword.Type", "kind"),
    ("Keyword", "keyword"),
    ("Name.Function", "function"),
    ("Name.Class", "kind"),
    ("Name.Decorator", "function"),
    ("Name.Builtin", "builtin"),
    ("Name.Exception", "kind"),
    ("Name.Tag", "keyword"),
    ("Name.Attribute", "function"),
    ("Literal.String", "string"),
    ("Literal.Number", "number"),
    ("Operator.Word", "keyword"),
    ("Operator", "operator"),
    ("Punctuation", "operator"),
    ("Generic.Deleted", "error"),
    ("Generic.Inserted", "string"),
    ("Generic.Heading", "function"),
    ("Error", "name"),
)
_PLAIN = frozenset(("", "text", "txt", "plain", "plaintext", "output", "table"))


def has_colors(language: str) -> bool:
    """Whether it is worth asking for the colours of a language."""
    return language.lower() not in _PLAIN


def colored(code: str, language: str) -> Colored:
    """The pieces of `code` that have a colour of their own. Not for the window's thread."""
    if len(code) > LONGEST or (lexer := _lexer(language.lower())) is None:
        return ()
    return tuple(_pieces(code, lexer))


def _pieces(code: str, lexer: "Lexer") -> Iterator[tuple[int, int, str]]:
    at = 0
    for _, kind, text in lexer.get_tokens_unprocessed(code):
        end = at + utf16_length(text)
        if group := _group(str(kind).removeprefix("Token.")):
            yield at, end, group
        at = end


@cache
def _group(kind: str) -> str:
    return next((group for name, group in _GROUPS if kind.startswith(name)), "")


@cache
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None
