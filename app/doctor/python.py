"""Looks at the Python that runs us and at our own files."""

import sys
from pathlib import Path

from app.doctor.finding import Finding

OLDEST = (3, 11)
"""The first Python that Renao runs on."""


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Whether this Python is new enough."""
    said = f"{'.'.join(map(str, version))} at {sys.executable}"
    if version >= OLDEST:
        return Finding("Python", True, said)
    return Finding("Python", False, said, "Install Python 3.11 or newer and set Renao up again.")


def check_resources(resources: Path) -> Finding:
    """Whether agents, themes and icons were installed with the program."""
    missing = [
        name
        for name in ("agents", "themes", "icons", "style.qss", "red_flags.toml")
        if not (resources / name).exists()
    ]
    if not missing:
        return Finding("Own files", True, str(resources))
    sentence = f"{resources} lacks {', '.join(missing)}."
    return Finding("Own files", False, sentence, "Install Renao again: `make setup`.")
