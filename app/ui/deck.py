"""The deck: the grid of tiles. Tiles are split, tabbed, floated, closed and brought back here."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.ui.deck_arranging import Arranging
from app.ui.deck_docks import Docks
from app.ui.deck_drag import TileDrag
from app.ui.deck_drop import DropMark, Target, find_target
from app.ui.deck_history import History
from app.ui.deck_layout import Restored, bring_back, lay_out, lay_out_grid, pack, unpack
from app.ui.deck_moves import reading_order
from app.ui.deck_place import Place
from app.ui.deck_spotlight import Spotlight
from app.ui.deck_tabs import TabStrips

AGENT_MIME = "application/x-renao-agent"
"""What a drag from the rail carries: an agent's id."""


class Deck(QWidget):
    """Tiles by id. A tile's widget is asked for when it is first seen, and kept until it closes.

    `arranging` moves them. `docks` is for the deck's own parts.

    Signals:
        wanted: This tile is seen and has no widget: `fill` it, now or later.
        emptied: This tile was closed; its widget is about to be destroyed.
        visibility_changed: `visible` is another set.
        focus_changed: `focused` is another tile.
        arranged: Something moved, opened or closed: the layout is worth saving.
        agent_dropped: An agent was dragged here from the rail, to this place on the screen.
        menu_wanted: The menu of a tile shall open at this place on the screen.
        maximize_wanted: The tab of a tile was double-clicked.
    """

    wanted = Signal(str)
    emptied = Signal(str)
    visibility_changed = Signal()
    focus_changed = Signal(str)
    arranged = Signal()
    agent_dropped = Signal(str, QPoint)
    menu_wanted = Signal(str, QPoint)
    maximize_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: dict[str, Place] = {}
        self._titles: dict[str, tuple[str, QIcon]] = {}
        self._focused = ""
        self._seen: set[str] = set()
        self._asked: set[str] = set()
        self._gap = 6
        self._history = History()
        self._docks = Docks(self)
        self._strips = TabStrips(self._docks, self._places, self)
        self._spotlight = Spotlight(self._docks)
        self._drag = TileDrag(self._docks, self)
        self._mark = DropMark(self)
        self._hint = QLabel(self)
        self._settling = QTimer(self, singleShot=True, interval=0)
        self.arranging = Arranging(
            self._docks,
            self._spotlight,
            self._history,
            self.focus,
            lambda: self.mapToGlobal(self.rect().center()),
        )
        self._build()

    @property
    def tiles(self) -> list[str]:
        """Every open tile: the deck's from the left and the top, then the windows'."""
        return reading_order(self._docks)

    @property
    def visible(self) -> set[str]:
        """The tiles that can be seen: open, in front of their tabs, in a shown window."""
        return {tile_id for tile_id, place in self._places.items() if place.isVisible()}

    @property
    def focused(self) -> str:
        """The tile that last had the keyboard, as long as it is open; else the first, or ""."""
        if self._focused in self._places and self._docks.is_open(self._focused):
            return self._focused
        return next(iter(self.tiles), "")

    @property
    def maximized(self) -> str:
        """The tile that has the whole deck for itself, or ""."""
        return self._spotlight.tile_id

    def __contains__(self, tile_id: str) -> bool:
        return tile_id in self._places

    def add(self, tile_id: str, title: str, icon: QIcon) -> None:
        """Make a tile known; it stays closed until it is opened."""
        assert tile_id not in self._places, f"tile {tile_id} added twice"
        place = Place(tile_id)
        place.seen.connect(self._strips.lay)
        place.seen.connect(self._touch)
        place.unseen.connect(self._touch)
        self._places[tile_id] = place
        self._titles[tile_id] = (title, icon)
        self._docks.add(tile_id, title, icon, place)
        tab = self._docks.tab_of(tile_id)
        tab.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tab.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(tile_id, tab.mapToGlobal(at))
        )
        self._drag.watch(tab, tile_id)

    def rename(self, tile_id: str, title: str, icon: QIcon) -> None:
        """Give a tile another title and icon."""
        self._titles[tile_id] = (title, icon)
        self._docks.rename(tile_id, title, icon)

    def fill(
        self,
        tile_id: str,
        content: QWidget,
        handle: QWidget | None = None,
        take_focus: Callable[[], None] | None = None,
    ) -> None:
        """Give a tile its widget; it can be dragged by `handle`.

        `take_focus` puts the cursor where the user writes; the widget itself by default.
        """
        self._places[tile_id].fill(content, take_focus, handle)
        self._strips.lay(tile_id)
        if handle is not None:
            self._drag.watch(handle, tile_id)

    def refill(self, tile_id: str) -> None:
        """Destroy a tile's widget and ask for another."""
        self.emptied.emit(tile_id)
        self._places[tile_id].clear()
        self._asked.discard(tile_id)
        self._touch()

    def is_asked(self, tile_id: str) -> bool:
        """Its widget was asked for, and perhaps came."""
        return tile_id in self._asked

    def tab(self, tile_id: str) -> QWidget:
        """The tab that shows a tile where several share a place."""
        return self._docks.tab_of(tile_id)

    def place(self, tile_id: str) -> QWidget:
        """Where a tile's widget belongs; `fill` gives it a place all the same."""
        return self._places[tile_id]

    def is_open(self, tile_id: str) -> bool:
        return tile_id in self._places and self._docks.is_open(tile_id)

    def widget(self, tile_id: str) -> QWidget | None:
        """The widget a tile was filled with, None as long as it was not."""
        return self._places[tile_id].content

    def focus(self, tile_id: str) -> None:
        """Bring a tile to the front and give it the keyboard."""
        self._docks.bring_to_front(tile_id)
        self._places[tile_id].take_focus()
        self._set_focused(tile_id)

    def lay_out_grid(self, tiles: Sequence[str], columns: int) -> None:
        """Show these tiles and no others, side by side and all of one size."""
        self._spotlight.leave()
        lay_out_grid(self._docks, tiles, columns)
        self._history.clear()

    def save(self) -> str:
        """The layout as text for `restore`: places, tabs, sizes, windows, the maximised tile."""
        return pack(self._docks, self._spotlight.layout, self.maximized)

    def raise_windows(self) -> None:
        """Bring floating tiles before the window, which came up before them."""
        self._docks.raise_windows()

    def restore(self, saved: str) -> Restored:
        """Bring a saved layout back; on `FAILED` nothing was changed.

        Every tile that it names must have been added before.
        """
        layout = unpack(saved)
        if layout is None or not layout.tiles <= self._places.keys():
            return Restored.FAILED
        self._spotlight.leave()
        if not self._docks.restore(layout.docks):
            return Restored.FAILED
        self._history.clear()
        home = self.mapToGlobal(self.rect().center())
        windows = self._docks.floating_windows()
        moved = [
            bring_back(windows[tile_id], rect, home)
            for tile_id, rect in layout.windows.items()
            if tile_id in windows
        ]
        self.arranging.maximize(layout.maximized)
        return Restored.WINDOWS_MOVED if any(moved) else Restored.WHOLE

    def lay_out_default(self, tiles: Sequence[str], areas: int = 5) -> None:
        """The default workspace: the first tile large, the others around it, the rest as tabs."""
        self._spotlight.leave()
        lay_out(self._docks, tiles, areas)
        self._history.clear()

    def shut(self) -> None:
        """Before it is destroyed: close all windows; nothing may be done with it afterwards."""
        self._strips.shut()
        self._settling.stop()
        self._docks.drop_windows()
        self._settling.stop()

    def set_gap(self, gap: int) -> None:
        """Pixels between tiles, and around them."""
        self._gap = gap
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(gap, gap, gap, gap)
        self._settle()

    def set_hint(self, text: str) -> None:
        """What stands on the deck when no tile is open."""
        self._hint.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setGeometry(self.rect())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(AGENT_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._mark.show_target(self._target_of(event))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark.show_target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark.show_target(None)
        position = self.mapToGlobal(event.position().toPoint())
        event.acceptProposedAction()
        self.agent_dropped.emit(_agent_in(event), position)

    def _target_of(self, event: QDropEvent) -> Target | None:
        position = self.mapToGlobal(event.position().toPoint())
        return find_target(self._docks, _agent_in(event), position)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._docks.manager)
        self._hint.setObjectName("deckHint")
        self._hint.setAlignment(self._hint.alignment().AlignCenter)
        self._hint.setWordWrap(True)
        self._settling.timeout.connect(self._settle)
        self._docks.toggled.connect(self._on_toggled)
        self._docks.arranged.connect(self._touch)
        self._drag.began.connect(self._on_drag)
        self._drag.dropped.connect(self.arranging.land)
        self._drag.double_clicked.connect(self.maximize_wanted)
        self.setAcceptDrops(True)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def _touch(self) -> None:
        self._settling.start()

    def _settle(self) -> None:
        """After a change, once: gaps, the hint, who is visible, and that it is worth saving."""
        if self.isVisible():
            self._docks.show_windows()
        for container in self._docks.containers():
            for splitter in self._docks.splitters_in(container):
                splitter.setHandleWidth(self._gap)
                splitter.setChildrenCollapsible(False)
        is_empty = not any(self._docks.is_open(each) for each in self._places)
        self._hint.setVisible(is_empty)
        if is_empty:
            self._hint.raise_()
        seen = self.visible
        for tile_id in sorted(seen):
            if self._places[tile_id].content is None and tile_id not in self._asked:
                self._asked.add(tile_id)
                self.wanted.emit(tile_id)
        if seen != self._seen:
            self._seen = seen
            self.visibility_changed.emit()
        self.arranged.emit()

    def _on_toggled(self, tile_id: str) -> None:
        if not self._docks.is_open(tile_id):
            self._history.note_closed(tile_id)
            self._asked.discard(tile_id)
            if self._places[tile_id].content is not None:
                self.emptied.emit(tile_id)
                self._places[tile_id].clear()
        self._touch()

    def _on_drag(self, tile_id: str) -> None:
        self.arranging.begin()
        self._drag.set_ghost(*self._titles[tile_id])

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        while now is not None and not isinstance(now, Place):
            now = now.parentWidget()
        if now is not None and self._places.get(now.tile_id) is now:
            self._set_focused(now.tile_id)

    def _set_focused(self, tile_id: str) -> None:
        if tile_id != self._focused:
            self._focused = tile_id
            self.focus_changed.emit(tile_id)


def _agent_in(event: QDropEvent) -> str:
    return bytes(event.mimeData().data(AGENT_MIME).data()).decode()
