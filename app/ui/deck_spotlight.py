"""One tile that has the whole deck for itself for a while."""

from PySide6.QtWidgets import QSplitter, QWidget

from app.ui.deck_docks import Docks


class Spotlight:
    """Hides the areas around one tile and brings them back; the layout itself is untouched.

    A floating tile gets the whole screen instead.
    """

    def __init__(self, docks: Docks) -> None:
        self._docks = docks
        self.tile_id = ""
        self._before = ""
        self._window: QWidget | None = None
        self._hidden: list[QWidget] = []
        self._sizes: dict[QSplitter, list[int]] = {}

    @property
    def layout(self) -> str:
        """The library's state without the spotlight."""
        return self._before if self.tile_id else self._docks.save()

    def enter(self, tile_id: str) -> None:
        """Put the light on a tile; from another one it moves over."""
        self.leave()
        self._before = self._docks.save()
        self.tile_id = tile_id
        if self._docks.is_floating(tile_id):
            self._window = self._docks.area_of(tile_id).window()
            self._window.showMaximized()
        else:
            self._hide_others(tile_id)

    def leave(self) -> None:
        """Show everything again as it was."""
        if not self.tile_id:
            return
        self.tile_id = ""
        if self._window is not None:
            self._window.showNormal()
            self._window = None
        for widget in reversed(self._hidden):
            widget.show()
        for splitter, sizes in self._sizes.items():
            splitter.setSizes(sizes)
        self._hidden.clear()
        self._sizes.clear()

    def _hide_others(self, tile_id: str) -> None:
        container = self._docks.container_of(tile_id)
        area = self._docks.area_of(tile_id)
        splitters = self._docks.splitters_in(container)
        self._sizes = {splitter: splitter.sizes() for splitter in splitters}
        others = [each for each in self._docks.areas_in(container) if each is not area]
        around = [each for each in splitters if not each.isAncestorOf(area)]
        self._hidden = [each for each in (*others, *around) if not each.isHidden()]
        for widget in self._hidden:
            widget.hide()
