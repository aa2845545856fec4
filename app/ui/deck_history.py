"""What the deck was like before: layouts to go back to, and tiles that were closed."""

from app.ui.deck_docks import Docks

UNDO_DEPTH = 30


class History:
    """Layouts to go back to, the newest last, and the tiles that were closed."""

    def __init__(self) -> None:
        self._states: list[str] = []
        self._closed: list[str] = []

    def remember(self, state: str) -> None:
        """Keep the layout before a change."""
        if not self._states or self._states[-1] != state:
            self._states.append(state)
            del self._states[:-UNDO_DEPTH]

    def back(self, now: str) -> str:
        """The newest layout that is not the present one, and forget it; "" if there is none."""
        while self._states:
            state = self._states.pop()
            if state != now:
                return state
        return ""

    def clear(self) -> None:
        """There is nothing to go back to."""
        self._states.clear()

    def note_closed(self, tile_id: str) -> None:
        """Remember a tile that was closed."""
        if tile_id in self._closed:
            self._closed.remove(tile_id)
        self._closed.append(tile_id)

    def last_closed(self, docks: Docks) -> str:
        """The tile closed last that is still closed, and forget it; "" if there is none."""
        while self._closed:
            tile_id = self._closed.pop()
            if not docks.is_open(tile_id):
                return tile_id
        return ""
