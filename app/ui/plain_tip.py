"""Tool tips that show words as they were written."""

from html import escape


def plain_tip(words: str) -> str:
    """What to hand to `setToolTip` for `words` of an agent or a server: never markup to Qt."""
    return f"<p style='white-space:pre-wrap'>{escape(words)}</p>" if "<" in words else words
