"""Characters in an archive (`.charx`): a card with pictures and sounds beside it."""

from dataclasses import replace

from app.core.errors import CardRefused
from app.storage.imports.archive import Archive
from app.storage.imports.character_card import (
    MOST_PICTURE,
    data_of,
    embedded,
    from_json,
    main_icon,
)
from app.storage.imports.foreign import MOST_JSON, Foreign, Remark, parsed

CARD = "card.json"


def from_charx(raw: bytes, archive: Archive) -> Foreign:
    """The character of an archive; the archive itself is kept whole.

    Raises:
        CardRefused: There is none in it, or it is damaged.
    """
    source = archive.read(CARD, MOST_JSON)
    if not source:
        raise CardRefused("zip")
    foreign = from_json(source, original=raw, suffix=".charx")
    uri = main_icon(data_of(parsed(source))).get("uri")
    path = embedded(uri) if isinstance(uri, str) else ""
    picture = archive.read(path, MOST_PICTURE) if path else b""
    others = [name for name in archive.names if name not in (CARD, path) and name[-1:] != "/"]
    remarks = {*foreign.remarks, *([Remark.ASSETS] if others else [])}
    return replace(foreign, picture=picture or foreign.picture, remarks=tuple(sorted(remarks)))
