"""Who answers: a card that describes an agent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.wishes import Sampling

Texts = Mapping[str, str]
"""One text in several languages, by code (`en`, `zh_CN`); `en` is always there."""


class PostRule(StrEnum):
    """When an agent's replies become posts by themselves."""

    NEVER = "never"
    REPLIES = "replies"
    """Every complete reply is posted."""
    DAILY = "daily"
    """As `REPLIES`, and once a day at the first start one is made unasked."""


@dataclass(frozen=True, slots=True)
class AgentCard:
    """One agent: data from a TOML file, never code.

    `glyph` is one to three characters for the avatar, `icon` the name of an own icon
    that stands instead of it ("" for none); `hue` is 0 to 359 degrees. `banner` is a
    sentence that the tile always shows ("" for none); `banner_kind` is how loud it is
    (`info`, `warning`). `is_health` makes the red-flag check run on every message, and
    not once a conversation. `tile` names the kind of tile that shows it.
    """

    id: str
    name: Texts
    summary: Texts
    persona: Texts
    starters: Mapping[str, tuple[str, ...]]
    glyph: str
    hue: int
    icon: str = ""
    sampling: Sampling = field(default_factory=Sampling)
    posts: PostRule = PostRule.NEVER
    post_prompt: Texts = field(default_factory=lambda: {"en": ""})
    banner: Texts = field(default_factory=lambda: {"en": ""})
    banner_kind: str = "info"
    is_health: bool = False
    is_simulation: bool = False
    tile: str = "chat"
    order: int = 100
    is_own: bool = False
    """It lies in the user's data folder."""
    greeting: Texts = field(default_factory=lambda: {"en": ""})
    """What the agent says before anybody asked, "" for nothing."""
    origin: str = ""
    """Which kind of file it was imported from (`storage/imports`), "" for none."""
    picture: str = ""
    """The file of its portrait, a PNG, "" for its icon or glyph."""
    shows_picture: bool = True
    """Its portrait is what is seen, if it has one."""


def in_language(texts: Texts, language: str) -> str:
    """The text in `language`, else in English."""
    return texts.get(language) or texts.get("en", "")
