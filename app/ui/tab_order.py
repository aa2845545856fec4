"""Where the Tab key goes next: as the eye does, whatever was made first."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

TILE = "tile"
"""The object name of a tile; what is in one is gone through before the next one."""

RAIL = "rail"
"""The object name of the rail, which is gone through from top to bottom."""


def next_stop(focused: QWidget, regions: Sequence[QWidget], forward: bool) -> QWidget | None:
    """The next that takes the keyboard, in the order of `regions`, tiles row by row.

    Within a region or tile the order is Qt's own. None when `focused` is in none of them.
    """
    chain, following = [focused], focused.nextInFocusChain()
    while following is not None and following is not focused:
        chain.append(following)
        following = following.nextInFocusChain()
    stops = [each for each in chain if each is focused or _stops(each, focused.window())]
    keys = {each: _key(each, regions) for each in stops}
    if keys[focused][0] == len(regions):
        return None
    began = _first_made(chain, focused.window())
    stops = sorted([*stops[began:], *stops[:began]], key=keys.__getitem__)
    place = stops.index(focused) + (1 if forward else -1)
    return stops[place % len(stops)]


def _stops(widget: QWidget, window: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isVisible() and widget.isEnabled() and widget.window() is window


def _first_made(chain: Sequence[QWidget], window: QWidget) -> int:
    """How many stops the chain has before it comes to its own beginning, the window."""
    if window not in chain:
        return 0
    before = chain[: chain.index(window)]
    return sum(each is chain[0] or _stops(each, window) for each in before)


def _key(widget: QWidget, regions: Sequence[QWidget]) -> tuple[int, int, int]:
    corner = QPoint(0, 0)
    each: QWidget | None = widget
    while each is not None and each not in regions:
        if each.objectName() == TILE:
            corner = each.mapTo(each.window(), QPoint(0, 0))
        each = each.parentWidget()
    if each is not None and each.objectName() == RAIL:
        corner = widget.mapTo(each, QPoint(0, 0))
    region = regions.index(each) if each is not None else len(regions)
    return region, corner.y(), corner.x()
