"""Where the user's own cards have their portraits, and which agents the rail does not show."""

import json
from pathlib import Path

HIDDEN = ".rail.json"
"""Which agents the user does not want on the rail."""


def portrait_of(folder: Path, id: str) -> str:
    """The file of an own agent's portrait, "" if it has none."""
    file = folder / id / "portrait.png"
    return str(file) if file.is_file() else ""


def hidden_in(folder: Path) -> frozenset[str]:
    """The agents that are not on the rail; none when nothing can be read."""
    try:
        said = json.loads((folder / HIDDEN).read_bytes())
    except (OSError, ValueError):
        return frozenset()
    return frozenset(str(each) for each in said) if isinstance(said, list) else frozenset()
