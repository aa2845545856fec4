"""What the keyboard and the mouse do to tiles: where each of them goes."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from app.ui.deck_docks import Docks, Side, centered
from app.ui.deck_drop import Target

FLOAT_SIZE = QSize(420, 560)


def reading_order(docks: Docks) -> list[str]:
    """The open tiles: the deck's from the left and the top, then those of the windows."""
    found = []
    for tile_id in docks:
        if docks.is_open(tile_id):
            area = docks.area_of(tile_id)
            corner = area.mapTo(area.window(), QPoint(0, 0))
            tab = docks.tiles_in(area).index(tile_id)
            found.append((docks.is_floating(tile_id), corner.x(), corner.y(), tab, tile_id))
    return [each[-1] for each in sorted(found)]


def neighbour(docks: Docks, tile_id: str, side: Side) -> QWidget | None:
    """The nearest area at a side of a tile's, in the same container."""
    here = docks.area_of(tile_id)
    start = _rect(here)
    found = [
        (_distance(start, _rect(area), side), number, area)
        for number, area in enumerate(docks.areas_in(docks.container_of(tile_id)))
        if area is not here and _lies(start, _rect(area), side)
    ]
    return min(found, key=lambda each: each[:2])[2] if found else None


def _rect(area: QWidget) -> QRect:
    return QRect(area.mapTo(area.window(), QPoint(0, 0)), area.size())


def _lies(start: QRect, other: QRect, side: Side) -> bool:
    return {
        Side.LEFT: other.right() < start.left(),
        Side.RIGHT: other.left() > start.right(),
        Side.TOP: other.bottom() < start.top(),
        Side.BOTTOM: other.top() > start.bottom(),
    }[side]


def _distance(start: QRect, other: QRect, side: Side) -> int:
    across = other.center() - start.center()
    along_x = side in (Side.LEFT, Side.RIGHT)
    along, aside = (across.x(), across.y()) if along_x else (across.y(), across.x())
    return abs(along) + 2 * abs(aside)


def move_aside(docks: Docks, tile_id: str, side: Side) -> None:
    """Move by keyboard: out of its tabs, else into the neighbour's, else along the edge."""
    area, container = docks.area_of(tile_id), docks.container_of(tile_id)
    if len(docks.tiles_in(area)) > 1:
        docks.put(tile_id, side, area)
    elif (beside := neighbour(docks, tile_id, side)) is not None:
        docks.put(tile_id, Side.CENTER, beside)
    elif len(docks.areas_in(container)) > 1:
        docks.put(tile_id, side, container)


def toggle_float(docks: Docks, tile_id: str, middle: QPoint) -> None:
    """Give a tile a window of its own around `middle`, or bring it back into the deck."""
    if not docks.is_floating(tile_id):
        docks.float(tile_id, centered(FLOAT_SIZE, middle))
        return
    others = [each for each in reading_order(docks) if not docks.is_floating(each)]
    if others:
        docks.put(tile_id, Side.CENTER, docks.area_of(others[-1]))
    else:
        docks.put(tile_id, Side.LEFT)


def land(docks: Docks, tile_id: str, target: Target | None, corner: QPoint) -> None:
    """Put a dragged tile on its target, or give it a window with its corner there."""
    if target is not None:
        docks.put(tile_id, target.side, target.beside)
        return
    size = docks.area_of(tile_id).size() if docks.is_open(tile_id) else FLOAT_SIZE
    docks.float(tile_id, QRect(corner, size))
