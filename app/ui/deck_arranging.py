"""What the user can do to the layout of the deck; everything here can be undone."""

from collections.abc import Callable

from PySide6.QtCore import QPoint

from app.ui.deck_docks import Docks, Side
from app.ui.deck_drop import Target, find_target
from app.ui.deck_history import History
from app.ui.deck_moves import land, move_aside, reading_order, toggle_float
from app.ui.deck_spotlight import Spotlight


class Arranging:
    """Opens, closes, moves, floats and maximises tiles; `deck.arranging` is it."""

    def __init__(
        self,
        docks: Docks,
        spotlight: Spotlight,
        history: History,
        go_to: Callable[[str], None],
        middle: Callable[[], QPoint],
    ) -> None:
        """`go_to` gives a tile the keyboard; `middle` of the deck is where tiles float."""
        self._docks = docks
        self._spotlight = spotlight
        self._history = history
        self._go_to = go_to
        self._middle = middle

    def begin(self) -> None:
        """Before every change of the layout: give the deck back, keep the way to undo."""
        self._spotlight.leave()
        self._history.remember(self._docks.save())

    def open(self, tile_id: str, beside: str = "") -> None:
        """Open a tile where it was, else as a tab beside another one; it gets the keyboard."""
        if not self._docks.is_open(tile_id):
            self.begin()
            if not self._docks.open(tile_id):
                anchors = [beside] if beside else reading_order(self._docks)[:1]
                area = self._docks.area_of(anchors[0]) if anchors else None
                self._docks.put(tile_id, Side.CENTER if area else Side.LEFT, area)
        elif self._spotlight.tile_id not in ("", tile_id):
            self._spotlight.enter(tile_id)
        self._go_to(tile_id)

    def open_at(self, tile_id: str, position: QPoint) -> None:
        """Open or move a tile to where it was let go on the screen; outside, it floats."""
        self.begin()
        self.land(tile_id, find_target(self._docks, tile_id, position), position)

    def land(self, tile_id: str, target: Target | None, corner: QPoint) -> None:
        """Put a dragged tile on its target, or give it a window with its corner there."""
        land(self._docks, tile_id, target, corner)
        self._go_to(tile_id)

    def close(self, tile_id: str) -> None:
        """Close a tile and destroy its widget; `reopen` and `open` bring it back to its place."""
        if self._docks.is_open(tile_id):
            self.begin()
            self._docks.close(tile_id)

    def reopen(self) -> str:
        """Open the tile that was closed last; "" if there is none."""
        tile_id = self._history.last_closed(self._docks)
        if tile_id:
            self.open(tile_id)
        return tile_id

    def step(self, from_tile: str, by: int) -> None:
        """Focus the tile after another one (1), or before it (-1)."""
        tiles = reading_order(self._docks)
        if tiles:
            here = tiles.index(from_tile)
            self.open(tiles[(here + by) % len(tiles)])

    def move(self, tile_id: str, side: Side) -> None:
        """Move a tile by keyboard: out of its tabs, into the neighbour's, along the edge."""
        self.begin()
        move_aside(self._docks, tile_id, side)
        self._go_to(tile_id)

    def float(self, tile_id: str) -> None:
        """Give a tile a window of its own, or bring it back into the deck."""
        self.begin()
        toggle_float(self._docks, tile_id, self._middle())
        self._go_to(tile_id)

    def maximize(self, tile_id: str) -> None:
        """Give a tile the whole deck (or its window the whole screen); "" gives it back."""
        self._spotlight.leave()
        if tile_id and self._docks.is_open(tile_id):
            self._docks.bring_to_front(tile_id)
            self._spotlight.enter(tile_id)
            self._go_to(tile_id)
        self._docks.arranged.emit()

    def undo(self) -> bool:
        """Take the last change of the layout back; False if there is none."""
        self._spotlight.leave()
        state = self._history.back(self._docks.save())
        return bool(state) and self._docks.restore(state)
