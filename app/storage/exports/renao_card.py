"""An agent as one file that another Renao can import, with its portrait and its source."""

import base64
from typing import Any

import tomlkit

from app.core.agent import AgentCard
from app.storage.card_file import table_of
from app.storage.imports.foreign import Belongings
from app.storage.imports.renao_card import BELONGINGS


def shared_card(card: AgentCard, belongings: Belongings) -> bytes:
    """The card's TOML with what lies beside it, but for the large file it came in."""
    table: dict[str, Any] = table_of(card, belongings.unknown)
    beside = {"source": belongings.source, "portrait": belongings.portrait}
    said = {name: base64.b64encode(raw).decode() for name, raw in beside.items() if raw}
    if said:
        table[BELONGINGS] = said
    return tomlkit.dumps(table).encode()
