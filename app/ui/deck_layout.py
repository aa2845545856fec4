"""The deck's layout as something that can be stored, and the default one."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.deck_docks import Docks, Side, centered

VERSION = 1

ROOT = "QtAdvancedDockingSystem"
"""The outermost element of the library's XML."""

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
"""Without it the library takes a layout for a packed one."""

LARGE = 37
"""Per cent of the deck's width that the first tile has by default."""


class Restored(StrEnum):
    """How well a saved layout could be brought back."""

    WHOLE = "whole"
    WINDOWS_MOVED = "windows moved"
    """Windows that lay on a screen that is gone were brought onto one that is there."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Layout:
    """A saved layout: the library's XML, the tiles it names, and what we add to it."""

    docks: str
    tiles: frozenset[str]
    maximized: str
    windows: Mapping[str, QRect]


def pack(docks: Docks, state: str, maximized: str) -> str:
    """The layout as JSON; `state` is the library's XML."""
    windows = {
        tile_id: _numbers(window.geometry()) for tile_id, window in docks.floating_windows().items()
    }
    return json.dumps(
        {"version": VERSION, "docks": state, "maximized": maximized, "windows": windows}
    )


def unpack(saved: str) -> Layout | None:
    """The layout in `saved`; None if it is not one, or of another version."""
    try:
        found: Any = json.loads(saved)
        if found["version"] != VERSION:
            return None
        docks, maximized = str(found["docks"]), str(found["maximized"])
        windows = {str(each): QRect(*rect) for each, rect in found["windows"].items()}
        root = ElementTree.fromstring(docks)
    except (ValueError, KeyError, TypeError, AttributeError, ElementTree.ParseError):
        return None
    if root.tag != ROOT:
        return None
    tiles = frozenset(each.get("Name", "") for each in root.iter("Widget"))
    return Layout(docks, tiles, maximized, windows)


def known_part(saved: str, is_known: Callable[[str], bool]) -> str:
    """A saved layout without the tiles that there are no more: their agents were removed."""
    layout = unpack(saved)
    if layout is None or all(is_known(each) for each in layout.tiles):
        return saved
    root = ElementTree.fromstring(layout.docks)
    for parent in [*root.iter()]:
        for child in parent.findall("Widget"):
            if not is_known(child.get("Name", "")):
                parent.remove(child)
    found = json.loads(saved)
    maximized = layout.maximized if is_known(layout.maximized) else ""
    windows = {tile_id: each for tile_id, each in found["windows"].items() if is_known(tile_id)}
    docks = HEAD + ElementTree.tostring(root, "unicode")
    return json.dumps({**found, "docks": docks, "maximized": maximized, "windows": windows})


def lay_out(docks: Docks, tiles: Sequence[str], areas: int) -> None:
    """The default: the first tile large at the left, the others in two columns of tabs.

    `areas` is how many tiles are seen at once; the rest are tabs behind them.
    """
    for tile_id in docks:
        if docks.is_open(tile_id):
            docks.close(tile_id)
    if not tiles:
        return
    docks.put(tiles[0], Side.LEFT)
    seats = _make_columns(docks, tiles, min(areas, len(tiles)))
    for number, tile_id in enumerate(tiles[len(seats) + 1 :]):
        docks.put(tile_id, Side.CENTER, docks.area_of(seats[number % len(seats)]))
    for seat in seats:
        docks.bring_to_front(seat)
    if len(seats) > 1:
        rest = (100 - LARGE) // 2
        docks.share(tiles[0], [LARGE, rest, rest])


def lay_out_grid(docks: Docks, tiles: Sequence[str], columns: int) -> None:
    """These tiles and no others, all of one size, row by row."""
    for tile_id in docks:
        if docks.is_open(tile_id):
            docks.close(tile_id)
    for number, tile_id in enumerate(tiles):
        if number == 0:
            docks.put(tile_id, Side.LEFT)
        elif number < columns:
            docks.put(tile_id, Side.RIGHT, docks.area_of(tiles[number - 1]))
        else:
            docks.put(tile_id, Side.BOTTOM, docks.area_of(tiles[number - columns]))


def _make_columns(docks: Docks, tiles: Sequence[str], areas: int) -> list[str]:
    """Seat the tiles after the first one in two columns; the seated, in their order."""
    seats = list(tiles[1:areas])
    columns = 2 if len(seats) > 1 else len(seats)
    before = tiles[0]
    for tile_id in seats[:columns]:
        docks.put(tile_id, Side.RIGHT, docks.area_of(before))
        before = tile_id
    for number, tile_id in enumerate(seats[columns:]):
        docks.put(tile_id, Side.BOTTOM, docks.area_of(seats[number]))
    return seats or [tiles[0]]


def bring_back(window: QWidget, wanted: QRect, home: QPoint) -> bool:
    """Put a floating window where it was; to `home` if no screen shows that place any more."""
    is_lost = not any(
        screen.availableGeometry().contains(wanted.center()) for screen in QGuiApplication.screens()
    )
    window.setGeometry(centered(wanted.size(), home) if is_lost else wanted)
    return is_lost


def _numbers(rect: QRect) -> list[int]:
    return [rect.x(), rect.y(), rect.width(), rect.height()]
