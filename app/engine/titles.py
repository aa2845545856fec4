"""Long texts in one short line."""

_MARKS = "#>*_`-+ \t"


def first_line(text: str, length: int = 80) -> str:
    """The first line that says something, without Markdown's marks around it."""
    lines = (line.strip(_MARKS) for line in text[:4000].splitlines())
    return shortened(next(filter(None, lines), ""), length)


def shortened(text: str, length: int) -> str:
    """`text` in one line of at most `length` characters."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
