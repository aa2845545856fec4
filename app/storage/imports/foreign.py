"""What is read from a foreign file: a card of ours, and all that it has no place for."""

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.core.agent import AgentCard
from app.core.errors import CardRefused

MOST_JSON = 16_000_000
"""Bytes of JSON that are read at the most."""

MOST_TEXT = 400_000
"""Characters that one text of an agent may have."""

STARTER = 160
"""Characters of a starter prompt: a chip shows no more."""

MOST_STARTERS = 6


class Origin(StrEnum):
    """Which kind of file an agent came from."""

    RENAO = "renao"
    CHARACTER_CARD = "character_card"
    LOBECHAT = "lobechat"
    CHERRY_STUDIO = "cherry_studio"


class Remark(StrEnum):
    """Something that the user should know before an agent is taken over."""

    BOOK = "book"
    """A lorebook is kept and not used yet."""
    ASSETS = "assets"
    """Further pictures and sounds are kept and not shown."""
    KEYS = "keys"
    """Keys were in it and are left out."""
    TALKS = "talks"
    """Conversations were in it and are left out."""
    NEWER = "newer"
    """It was made for a newer version of its format."""
    SHORTENED = "shortened"
    """Starters are only the beginnings of the greetings that it has."""
    WEB_PICTURE = "web_picture"
    """Its picture lies on the web and is not fetched."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What lies beside a card, and is given back when it is exported.

    `source` is the foreign card's own JSON, `original` the whole file it came in (its name
    ends with `suffix`), `portrait` a PNG, and `unknown` the fields of a card of Renao that
    this version does not know.
    """

    source: bytes = b""
    original: bytes = b""
    suffix: str = ""
    portrait: bytes = b""
    unknown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Foreign:
    """An agent that was read and is not taken over yet; its card has no id.

    `picture` is an undecoded raster picture for its portrait, b"" for none.
    """

    card: AgentCard
    belongings: Belongings
    picture: bytes = b""
    remarks: tuple[Remark, ...] = ()


def parsed(raw: bytes) -> Any:
    """The value that JSON says.

    Raises:
        CardRefused: It is too large, or no JSON.
    """
    if len(raw) > MOST_JSON:
        raise CardRefused("large")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise CardRefused("json", str(error)[:120]) from error


def text_in(table: Mapping[str, Any], name: str) -> str:
    """A text that can be shown and stored, "" where there is none.

    Raises:
        CardRefused: It is too long.
    """
    found = table.get(name)
    if not isinstance(found, str):
        return ""
    if len(found) > MOST_TEXT:
        raise CardRefused("large")
    whole = found.encode("utf-8", "replace").decode("utf-8")  # halves of a character
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def texts_in(table: Mapping[str, Any], name: str) -> list[str]:
    """The texts of a list, without what is none."""
    found = table.get(name)
    if not isinstance(found, list):
        return []
    return [text for each in found if (text := text_in({"": each}, ""))]


def table_in(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A table, empty where there is none."""
    found = table.get(name)
    return found if isinstance(found, dict) else {}


def number_in(table: Mapping[str, Any], name: str, low: float, high: float) -> float | None:
    """A number within its limits; None for anything else."""
    found = table.get(name)
    if not isinstance(found, int | float) or isinstance(found, bool):
        return None
    return float(found) if low <= found <= high else None


def own_icon(name: str) -> str:
    """The name of one of our icons; "" for what would lead somewhere else."""
    return name if _ICON.fullmatch(name) else ""


def glyph_of(emoji: str, name: str) -> str:
    """Up to three characters for the avatar: the emoji, else the first letter of the name."""
    found = emoji.strip()
    if not found or len(found) > 12 or "/" in found or found.isascii():
        found = name.strip()[:1].upper()
    return found if len(found) <= 3 else found[:1]


def hue_of(name: str) -> int:
    """A hue for an agent that has none, always the same for one name."""
    return zlib.crc32(name.encode("utf-8", "replace")) % 360


def one_line(text: str, most: int) -> str:
    """The beginning of a text, on one line and cut between words where it can be."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    cut = head.rfind(" ")
    return f"{head[:cut] if cut > most // 2 else head}…"


def starters_of(texts: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """A few prompts short enough for a chip, and whether any had to be cut."""
    whole = [" ".join(text.split()) for text in texts if text.strip()]
    short = tuple(one_line(text, STARTER) for text in whole)[:MOST_STARTERS]
    return short, len(whole) > len(short) or any(a != b for a, b in zip(whole, short, strict=False))


def is_chinese(text: str) -> bool:
    """Whether a text is mostly written in Chinese characters."""
    found = len(_CHINESE.findall(text[:4000]))
    return found * 5 > len(text[:4000].strip())


_ICON = re.compile(r"[a-z0-9-]{1,40}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
