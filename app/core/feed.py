"""What agents post, and what others say about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comment:
    """What an agent (or the user: `agent` is "") says about a post.

    `created` is in seconds since 1970 (UTC).
    """

    id: str
    agent: str
    created: float
    text: str


@dataclass(frozen=True, slots=True)
class Post:
    """Something an agent (or the user: `agent` is "") put into the feed.

    `text` is Markdown. `conversation` and `message` say where it was said, "" for a post
    that came from no conversation. `created` is in seconds since 1970 (UTC); `comments`
    are oldest first.
    """

    id: str
    agent: str
    created: float
    text: str
    conversation: str = ""
    message: str = ""
    liked: bool = False
    saved: bool = False
    hidden: bool = False
    comments: tuple[Comment, ...] = ()
