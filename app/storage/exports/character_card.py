"""Agents as character cards of version 2 and 3, in JSON or in a picture.

One that was imported and not changed comes out byte for byte as it went in. Of a changed one
only the changed fields are written anew; all that we do not know stays.
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from app.core.agent import AgentCard, Texts
from app.core.errors import CardRefused
from app.storage.card_file import table_of
from app.storage.imports.character_card import (
    EXTENSION,
    KEYWORDS,
    V1_FIELDS,
    V2,
    V3,
    data_of,
    from_json,
)
from app.storage.imports.foreign import Belongings, Origin, parsed
from app.storage.imports.png_chunks import SIGNATURE, texts, with_texts

VERSIONS = {V2: "2.0", V3: "3.0"}

_TEXTS = (
    "name", "description", "personality", "scenario", "first_mes", "mes_example",
    "creator_notes", "system_prompt", "post_history_instructions", "creator",
    "character_version",
)  # fmt: skip
_LISTS = ("alternate_greetings", "tags")


def card_json(card: AgentCard, belongings: Belongings, spec: str) -> bytes:
    """The agent as a character card of `spec` (`V2` or `V3`)."""
    before = _foreign(card, belongings)
    if before is None:
        return _written(_new(card, spec))
    value = parsed(belongings.source)
    changes = _changes(card, before)
    if not changes and value.get("spec") == spec:
        return belongings.source
    data = {**_empty(spec), **data_of(value), **changes}
    # Many programs say the oldest fields once more beside `data`, for those that know no other.
    mirrored = {name: text for name, text in changes.items() if name in value}
    whole = {**value, **mirrored} if data_of(value) is not value else {}
    is_same = value.get("spec") == spec
    version = value.get("spec_version") if is_same else VERSIONS[spec]
    return _written({**whole, "spec": spec, "spec_version": version, "data": data})


def card_png(card: AgentCard, belongings: Belongings, spec: str, portrait: bytes) -> bytes:
    """The agent in a picture: the one it came in, else (or if that is damaged) `portrait`, a PNG.

    Raises:
        CardRefused: `portrait` is damaged too.
    """
    keyword = "ccv3" if spec == V3 else "chara"
    said, picture = card_json(card, belongings, spec), belongings.original
    if said is belongings.source and picture.startswith(SIGNATURE) and _is_alone(picture, keyword):
        return picture
    text = {keyword: base64.b64encode(said)}
    try:
        return with_texts(picture, text, without=KEYWORDS)
    except CardRefused:
        return with_texts(portrait, text, without=KEYWORDS)


def _is_alone(picture: bytes, keyword: str) -> bool:
    """Whether a picture holds this version of a card and no other."""
    return set(texts(picture, KEYWORDS)) == {keyword}


def _foreign(card: AgentCard, belongings: Belongings) -> AgentCard | None:
    """The character card that an agent came from, as it was read then."""
    if card.origin != Origin.CHARACTER_CARD or not belongings.source:
        return None
    try:
        return from_json(belongings.source).card
    except CardRefused:
        return None  # somebody wrote into it; the agent itself is still ours to export


def _changes(card: AgentCard, before: AgentCard) -> dict[str, Any]:
    """The fields of a character that the user changed since it was imported."""
    found: dict[str, Any] = {}
    for name, say in _SAYINGS.items():
        now, then = getattr(card, name), getattr(before, name)
        if now.get("en") != then.get("en"):
            found |= say(now)
    return found


def _new(card: AgentCard, spec: str) -> dict[str, Any]:
    data = _empty(spec)
    for name, say in _SAYINGS.items():
        data |= say(getattr(card, name))
    data["extensions"] = {EXTENSION: {"card": table_of(card, {})}}
    return {"spec": spec, "spec_version": VERSIONS[spec], "data": data}


def _empty(spec: str) -> dict[str, Any]:
    """Every field that a version demands."""
    data: dict[str, Any] = dict.fromkeys(_TEXTS, "")
    data |= {name: [] for name in _LISTS} | {"extensions": {}}
    return data | ({"group_only_greetings": []} if spec == V3 else {})


def _persona(texts: Texts) -> dict[str, Any]:
    """The whole persona as the description, for we do not take it apart again."""
    parts = dict.fromkeys((*V1_FIELDS, "system_prompt", "post_history_instructions"), "")
    del parts["first_mes"]
    return {**parts, "description": texts["en"]}


_SAYINGS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "name": lambda texts: {"name": texts["en"]},
    "summary": lambda texts: {"creator_notes": texts["en"]},
    "persona": _persona,
    "greeting": lambda texts: {"first_mes": texts.get("en", "")},
    "starters": lambda lists: {"alternate_greetings": list(lists.get("en", ()))},
}
"""How a field of ours is said in a character card."""


def _written(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=True, indent=2).encode()
