"""Character cards of version 1, 2 and 3, as JSON or in a picture.

Source: https://github.com/malfoyslastname/character-card-spec-v2/blob/main/spec_v2.md and
https://github.com/kwaroran/character-card-spec-v3/blob/main/SPEC_V3.md
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.agent import AgentCard
from app.core.errors import CardError, CardRefused
from app.storage.card_file import card_from
from app.storage.imports import png_chunks
from app.storage.imports.foreign import (
    Belongings,
    Foreign,
    Origin,
    Remark,
    glyph_of,
    hue_of,
    is_chinese,
    one_line,
    own_icon,
    parsed,
    starters_of,
    table_in,
    text_in,
    texts_in,
)
from app.storage.imports.macros import filled

V2, V3 = "chara_card_v2", "chara_card_v3"
V1_FIELDS = ("description", "personality", "scenario", "first_mes", "mes_example")

KEYWORDS = ("ccv3", "chara")
"""Of the texts in a picture; the first one wins."""

ASSET = "chara-ext-asset_:"
"""Begins the keyword of a text that holds a file."""

EXTENSION = "renao"
"""Under this name of a character's extensions stands our own card, as `card`."""

SAID = ("name", "persona", "greeting")
"""The texts that a character says as our card does."""

MOST_PICTURE = 16_000_000
"""Bytes of a portrait that is looked at."""

_SPACES = re.compile(rb"\s+")
_START = re.compile(r"^[ \t]*<START>[ \t]*\n?", re.IGNORECASE | re.MULTILINE)
"""Begins each example."""

_TAG = re.compile(r"<[^<>]{0,500}>")

_LABELS = {
    False: {
        "personality": "Personality: ",
        "scenario": "Scenario: ",
        "mes_example": "Examples of how {name} talks:\n",
        "user": "the user",
        "you": "you",
    },
    True: {
        "personality": "性格：",
        "scenario": "场景：",
        "mes_example": "{name}说话的例子：\n",
        "user": "用户",
        "you": "你",
    },
}


def is_character(value: Any) -> bool:
    """Whether a JSON value is a character card of any version."""
    if not isinstance(value, dict):
        return False
    if str(value.get("spec", "")).startswith("chara_card"):
        return True
    return isinstance(value.get("name"), str) and any(name in value for name in V1_FIELDS)


def from_png(raw: bytes) -> Foreign:
    """The character in a picture, which is its portrait.

    Raises:
        CardRefused: There is none, or it is damaged.
    """
    said = png_chunks.texts(raw, KEYWORDS)
    keyword = next((each for each in KEYWORDS if each in said), "")
    if not keyword:
        raise CardRefused("no_card")
    return from_json(_decoded(said[keyword]), original=raw, suffix=".png")


def from_json(raw: bytes, *, original: bytes = b"", suffix: str = "") -> Foreign:
    """The character that JSON describes; `original` is the file it was in, if that was another.

    Raises:
        CardRefused: There is none in it.
    """
    value = parsed(raw)
    if isinstance(value, dict) and str(value.get("spec", "")).startswith("lorebook"):
        raise CardRefused("lorebook")
    if not is_character(value):
        raise CardRefused("no_card" if original else "kind")
    data = data_of(value)
    remarks = set(_remarks(value, data))
    card, is_short = card_of(data)
    card = _as_ours(data, card)
    if is_short:
        remarks.add(Remark.SHORTENED)
    picture, is_on_web = _portrait(data, original if suffix == ".png" else b"")
    if is_on_web:
        remarks.add(Remark.WEB_PICTURE)
    kept = Belongings(raw, original, suffix)
    return Foreign(card, kept, picture, tuple(sorted(remarks)))


def data_of(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where a card's fields are: inside `data` since version 2, else beside each other."""
    data = value.get("data")
    return data if isinstance(data, dict) else value


def card_of(data: Mapping[str, Any]) -> tuple[AgentCard, bool]:
    """The fields of a character as a card of ours, and whether starters had to be cut.

    Raises:
        CardRefused: It has no name, or is far too long.
    """
    name = one_line(text_in(data, "name"), 80)
    if not name:
        raise CardRefused("empty")
    called = one_line(text_in(data, "nickname"), 80) or name
    words = _LABELS[is_chinese("".join(text_in(data, each) for each in V1_FIELDS))]

    def said(field: str, user: str = "user") -> str:
        return filled(_START.sub("", text_in(data, field)), called, words[user])

    greetings = [
        filled(each, called, words["you"]) for each in texts_in(data, "alternate_greetings")
    ]
    starters, is_short = starters_of(greetings)
    card = AgentCard(
        id="",
        name={"en": name},
        summary={"en": _summary(data, name, called, words["user"])},
        persona={"en": _persona(said, called, words) or name},
        starters={"en": starters},
        glyph=glyph_of("", name),
        hue=hue_of(name),
        greeting={"en": said("first_mes", "you")},
        is_simulation=True,
        is_own=True,
        origin=Origin.CHARACTER_CARD,
    )
    return card, is_short


def embedded(uri: str) -> str:
    """The path of an asset that lies beside the card, "" for one that lies elsewhere."""
    for scheme in ("embeded://", "embedded://", "__asset:"):
        if uri.startswith(scheme):
            return uri.removeprefix(scheme)
    return ""


def main_icon(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The asset that is the portrait, empty if none is named."""
    assets = data.get("assets")
    listed = assets if isinstance(assets, list) else []
    icons = [each for each in listed if isinstance(each, dict) and each.get("type") == "icon"]
    return next((each for each in icons if each.get("name") == "main"), icons[0] if icons else {})


def _as_ours(data: Mapping[str, Any], card: AgentCard) -> AgentCard:
    """The whole card that we once wrote into a character, unless others changed it since."""
    table = table_in(table_in(table_in(data, "extensions"), EXTENSION), "card")
    try:
        ours = card_from(table, Path("card.toml"), is_own=True)
    except CardError:
        return card
    ours = replace(ours, id="", icon=own_icon(ours.icon))
    is_same = all(getattr(ours, name).get("en") == getattr(card, name)["en"] for name in SAID)
    return ours if is_same else card


def _persona(said: Any, name: str, words: Mapping[str, str]) -> str:
    parts = [said("system_prompt"), said("description")]
    parts += [
        words[field].format(name=name) + text
        for field in ("personality", "scenario", "mes_example")
        if (text := said(field))
    ]
    parts.append(said("post_history_instructions"))
    return "\n\n".join(part for part in parts if part)


def _summary(data: Mapping[str, Any], name: str, called: str, user: str) -> str:
    """One line about the character: what its maker says, else how its description begins."""
    for field in ("creator_notes", "description", "personality", "scenario"):
        text = _TAG.sub(" ", filled(text_in(data, field)[:4000], called, user))
        if line := one_line(text, 160):
            return line
    return name


def _remarks(value: Mapping[str, Any], data: Mapping[str, Any]) -> list[Remark]:
    found = []
    book = data.get("character_book")
    if isinstance(book, dict) and book.get("entries"):
        found.append(Remark.BOOK)
    assets = data.get("assets")
    if isinstance(assets, list) and len(assets) > 1:
        found.append(Remark.ASSETS)
    if _version(value) > 3.0:
        found.append(Remark.NEWER)
    return found


def _version(value: Mapping[str, Any]) -> float:
    try:
        return float(value.get("spec_version") or 0)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _portrait(data: Mapping[str, Any], picture: bytes) -> tuple[bytes, bool]:
    """The bytes of the main icon, and whether it lies on the web instead."""
    uri = main_icon(data).get("uri")
    if not isinstance(uri, str) or uri.startswith("ccdefault:"):
        return picture, False
    if uri.startswith("data:") and len(uri) < MOST_PICTURE:
        return _data_picture(uri) or picture, False
    if path := embedded(uri):
        return _picture_in_png(picture, path) or picture, False
    return picture, uri.startswith(("http:", "https:")) and not picture


def _data_picture(uri: str) -> bytes:
    head, _, body = uri.partition(",")
    if not head.endswith(";base64"):
        return b""
    try:
        return base64.b64decode(body)
    except (binascii.Error, ValueError):
        return b""


def _picture_in_png(picture: bytes, path: str) -> bytes:
    keyword = f"{ASSET}{path}"
    if not picture or not path.isascii():
        return b""
    found = png_chunks.texts(picture, (keyword,)).get(keyword, b"")
    try:
        return base64.b64decode(found)
    except (binascii.Error, ValueError):
        return b""


def _decoded(text: bytes) -> bytes:
    """The JSON in a text of a picture; a few programs forget the base64."""
    plain = _SPACES.sub(b"", text) if not text.lstrip().startswith(b"{") else b""
    if not plain:
        return text
    if len(plain) > png_chunks.MOST_TEXT:
        raise CardRefused("large")
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CardRefused("base64") from error
