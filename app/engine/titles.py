"""Long texts in one short line."""

import re

_SENTENCE_END = re.compile(r"[.!?…](?=[\s\"'”’)*_]|$)|[。！？]")
_MARKS = "#>*_`-+ \t"


def first_line(text: str, length: int = 80) -> str:
    """The first line that says something, without Markdown's marks around it."""
    lines = (line.strip(_MARKS) for line in text[:4000].splitlines())
    return shortened(next(filter(None, lines), ""), length)


def shortened(text: str, length: int) -> str:
    """`text` in one line of at most `length` characters."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def whole_sentences(text: str) -> str:
    """`text` without the sentence at its end that was cut off; "" when there is no other."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    return text[: ends[-1]] if ends else ""
