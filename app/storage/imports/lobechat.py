"""Agents of LobeChat: single ones, their copies in other languages, and its own exports.

Source: https://github.com/lobehub/lobe-chat-agents/blob/main/agent-template-full.json
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.agent import AgentCard, Texts
from app.core.errors import CardRefused
from app.core.wishes import Sampling
from app.storage.imports.foreign import (
    Belongings,
    Foreign,
    Origin,
    Remark,
    glyph_of,
    hue_of,
    number_in,
    one_line,
    starters_of,
    table_in,
    text_in,
    texts_in,
)
from app.storage.imports.stripping import without_keys


def is_lobechat(value: Any) -> bool:
    """Whether a JSON value is an agent of LobeChat, or an export with several."""
    if not isinstance(value, dict):
        return False
    return bool(_sessions(value)) or (
        isinstance(value.get("config"), dict) and isinstance(value.get("meta"), dict)
    )


def from_lobechat(value: Mapping[str, Any], file: Path) -> list[Foreign]:
    """Every agent in it; the file's name tells the language of a localised copy.

    Raises:
        CardRefused: There is none.
    """
    found = [_agent(each, file) for each in _sessions(value) or [value]]
    agents = [each for each in found if each is not None]
    if not agents:
        raise CardRefused("empty")
    return agents


def joined(agents: Sequence[tuple[str, Foreign]]) -> list[Foreign]:
    """Copies of one agent in several languages (those with one name) as one agent."""
    found: dict[str, Foreign] = {}
    for name, foreign in agents:
        found[name] = _both(found[name], foreign) if name in found else foreign
    return list(found.values())


def identifier(foreign: Foreign, file: Path) -> str:
    """By what the copies of one agent know each other: its id, else its folder's name."""
    said = json.loads(foreign.belongings.source or b"{}")
    own = said.get("identifier") if isinstance(said, dict) else ""
    return str(own or (file.parent.name if file.stem.startswith("index") else file.stem))


def language_of(value: Mapping[str, Any], file: Path) -> str:
    """The language of an agent in our own codes, `en` when nothing says another."""
    in_name = file.stem.rpartition(".")[2] if "." in file.stem else ""
    said = str(value.get("locale") or in_name or "en").replace("_", "-")
    if said.lower().startswith("zh"):
        return "zh_CN"
    return "en" if said.lower().startswith("en") else said.replace("-", "_")[:12]


def _sessions(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = table_in(value, "state").get("sessions")
    listed = found if isinstance(found, list) else []
    return [each for each in listed if isinstance(each, dict) and "config" in each]


def _agent(value: Mapping[str, Any], file: Path) -> Foreign | None:
    clean, had_keys = without_keys(dict(value))
    meta, config = table_in(clean, "meta"), table_in(clean, "config")
    name, persona = one_line(text_in(meta, "title"), 80), text_in(config, "systemRole")
    if not name and not persona:
        return None
    name = name or one_line(persona, 40)
    starters, is_short = starters_of(texts_in(config, "openingQuestions"))
    avatar = text_in(meta, "avatar")
    language = language_of(clean, file)
    card = AgentCard(
        id="",
        name=_texts(name, language),
        summary=_texts(one_line(text_in(meta, "description") or persona, 160) or name, language),
        persona=_texts(persona or name, language),
        starters={"en": starters, language: starters},
        glyph=glyph_of(avatar, name),
        hue=hue_of(name),
        sampling=_sampling(table_in(config, "params")),
        greeting=_texts(text_in(config, "openingMessage"), language),
        is_own=True,
        origin=Origin.LOBECHAT,
    )
    remarks = {
        Remark.KEYS: had_keys,
        Remark.SHORTENED: is_short,
        Remark.WEB_PICTURE: avatar.startswith(("http:", "https:")),
    }
    source = json.dumps(clean, ensure_ascii=True, indent=2).encode()
    said = tuple(sorted(remark for remark, holds in remarks.items() if holds))
    return Foreign(card, Belongings(source), remarks=said)


def _texts(text: str, language: str) -> Texts:
    """A text in its language, and as the one that stands for all others."""
    return {"en": text, language: text}


def _sampling(params: Mapping[str, Any]) -> Sampling:
    most = number_in(params, "max_tokens", 1, 1_000_000)
    return Sampling(
        temperature=number_in(params, "temperature", 0, 2),
        top_p=number_in(params, "top_p", 0, 1),
        max_tokens=int(most) if most else None,
    )


def _both(one: Foreign, other: Foreign) -> Foreign:
    """One agent with the texts of both; English is what calls itself that, if any does."""
    is_other_english = set(other.card.name) == {"en"}
    first, second = (other, one) if is_other_english else (one, other)
    a, b = first.card, second.card
    card = replace(
        a,
        name={**b.name, **a.name},
        summary={**b.summary, **a.summary},
        persona={**b.persona, **a.persona},
        starters={**b.starters, **a.starters},
        greeting={**b.greeting, **a.greeting},
    )
    # The whole agent is the one with an id; its copies only repeat what it says.
    source = max(one, other, key=lambda each: b'"identifier"' in each.belongings.source)
    return replace(first, card=card, belongings=source.belongings)
