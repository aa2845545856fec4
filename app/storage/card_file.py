"""What a card's file may say, and what is wrong with it if it says something else."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from app.core.agent import AgentCard, PostRule, Texts
from app.core.backend import Sampling
from app.core.errors import CardError

T = TypeVar("T", str, int, bool)

BANNER_KINDS = ("info", "warning")

FIELDS = (
    "glyph", "hue", "icon", "order", "posts", "banner_kind", "is_health", "is_simulation", "tile",
    "origin", "shows_picture", "name", "summary", "greeting", "persona", "post_prompt", "banner",
    "starters", "sampling",
)  # fmt: skip
"""Everything that a card's file can say, in the order in which it is written."""

_EMPTY = {"en": ""}


def card_from(table: Mapping[str, Any], file: Path, *, is_own: bool = False) -> AgentCard:
    """The card that `table`, read from `file`, describes; fields we do not know are ignored.

    Raises:
        CardError: A field is missing or cannot be what it is.
    """
    said = _Fields(table, str(file))
    return AgentCard(
        id=file.stem,
        name=said.texts("name"),
        summary=said.texts("summary"),
        persona=said.texts("persona"),
        starters=said.lists("starters"),
        glyph=said.glyph("glyph"),
        hue=int(said.number("hue", 0, 359, whole=True, default=210) or 0),
        icon=said.value("icon", ""),
        sampling=_sampling(_Fields(said.table("sampling"), str(file), "sampling.")),
        posts=PostRule(said.choice("posts", tuple(PostRule), "never")),
        post_prompt=said.texts("post_prompt", is_needed=False),
        banner=said.texts("banner", is_needed=False),
        banner_kind=said.choice("banner_kind", BANNER_KINDS, "info"),
        is_health=said.value("is_health", False),
        is_simulation=said.value("is_simulation", False),
        tile=said.value("tile", "chat"),
        order=said.value("order", 100),
        is_own=is_own,
        greeting=said.texts("greeting", is_needed=False),
        origin=said.value("origin", ""),
        shows_picture=said.value("shows_picture", True),
    )


def unknown_fields(table: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a card's file that this version does not know."""
    return {name: value for name, value in table.items() if name not in FIELDS}


def table_of(card: AgentCard, unknown: Mapping[str, Any]) -> dict[str, Any]:
    """What the file of `card` says: its fields but for those left at their default.

    `unknown` are fields of another version, which are kept.
    """
    least = AgentCard("", _EMPTY, _EMPTY, _EMPTY, {"en": ()}, "", -1)
    table: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(card, name)
        if name in ("glyph", "hue") or value != getattr(least, name):
            table[name] = _plain(value)
    # Simple values go before tables: in TOML they would belong to the table before them.
    whole = {**unknown, **table}
    return dict(sorted(whole.items(), key=lambda item: _is_table(item[1])))


def _is_table(value: object) -> bool:
    is_list_of_tables = isinstance(value, list) and any(isinstance(each, dict) for each in value)
    return isinstance(value, dict) or is_list_of_tables


def _plain(value: Any) -> Any:
    """A value as TOML knows it; what is None is left out."""
    if isinstance(value, Sampling):
        value = {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    return (
        [*value]
        if isinstance(value, tuple)
        else str(value)
        if isinstance(value, StrEnum)
        else value
    )


def _sampling(said: "_Fields") -> Sampling:
    most = said.number("max_tokens", 1, 1_000_000, whole=True)
    return Sampling(
        temperature=said.number("temperature", 0, 2),
        top_p=said.number("top_p", 0, 1),
        max_tokens=None if most is None else int(most),
        repeat_penalty=said.number("repeat_penalty", 0, 10),
    )


class _Fields:
    """The fields of one table, each checked as it is taken."""

    def __init__(self, table: Mapping[str, Any], file: str, prefix: str = "") -> None:
        self._table = table
        self._file = file
        self._prefix = prefix

    def value(self, name: str, default: T) -> T:
        """A value of the same type as `default`."""
        found = self._table.get(name, default)
        if type(found) is not type(default):
            raise self._wrong(name, f"must be {_TYPES[type(default)]}", found)
        return found

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        found = self.value(name, default)
        if found not in choices:
            raise self._wrong(name, f"must be one of {', '.join(choices)}", found)
        return found

    def number(
        self, name: str, low: int, high: int, *, whole: bool = False, default: int | None = None
    ) -> float | None:
        """A number from `low` to `high`; `default` if it is not there."""
        found = self._table.get(name, default)
        kinds: tuple[type, ...] = (int,) if whole else (int, float)
        if found is None:
            return None
        if type(found) not in kinds or not low <= found <= high:
            kind = "a whole number" if whole else "a number"
            raise self._wrong(name, f"must be {kind} from {low} to {high}", found)
        return float(found)

    def glyph(self, name: str) -> str:
        found = self.value(name, "")
        if not 1 <= len(found) <= 3:
            raise self._wrong(name, "must be one to three characters", found)
        return found

    def table(self, name: str) -> Mapping[str, Any]:
        found = self._table.get(name, {})
        if not isinstance(found, dict):
            raise self._wrong(name, "must be a table", found)
        return found

    def texts(self, name: str, *, is_needed: bool = True) -> Texts:
        """One text in several languages; English must be there if it is needed."""
        found = self.table(name)
        for language, text in found.items():
            if not isinstance(text, str):
                raise self._wrong(f"{name}.{language}", "must be text", text)
        if is_needed and not found.get("en", "").strip():
            raise self._wrong(f"{name}.en", "must be there", found.get("en"))
        return {"en": "", **found}

    def lists(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Several texts in several languages; there may be none."""
        found = self.table(name)
        for language, texts in found.items():
            if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
                raise self._wrong(f"{name}.{language}", "must be a list of texts", texts)
        return {"en": (), **{language: tuple(texts) for language, texts in found.items()}}

    def _wrong(self, name: str, what: str, found: object) -> CardError:
        is_there = "it is missing" if found is None else f"not {found!r:.60}"
        return CardError(f"{self._file}: {self._prefix}{name} {what}, {is_there}")


_TYPES: dict[type, str] = {str: "text", int: "a whole number", bool: "true or false"}
