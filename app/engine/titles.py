"""What a conversation or a message is called in one line."""

from app.core.conversation import Conversation, Role

_MARKS = "#>*_`-+ \t"


def title_of(conversation: Conversation, length: int = 40) -> str:
    """Its own title, else the beginning of what the user said first, "" when empty."""
    if conversation.title:
        return conversation.title
    said = (each.text for each in conversation.messages if each.role is Role.USER)
    return first_line(next(said, ""), length)


def first_line(text: str, length: int = 80) -> str:
    """The first line that says something, without Markdown's marks around it."""
    lines = (line.strip(_MARKS) for line in text[:4000].splitlines())
    return shortened(next(filter(None, lines), ""), length)


def shortened(text: str, length: int) -> str:
    """`text` in one line of at most `length` characters."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
