"""The docking library, spoken to in our own words. The only module that imports PySide6QtAds.

The library keeps splitters, tabs, floating windows and their state. What it does not do
here: dragging (its drop marks are windows of their own, which are black without a
compositor; `deck_drag.py` does it), title bars (a tile has its own) and its style sheet.
"""

from collections.abc import Iterator
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSplitter, QWidget
from PySide6QtAds import (
    CDockAreaWidget,
    CDockContainerWidget,
    CDockManager,
    CDockWidget,
    CDockWidgetTab,
    CFloatingDockContainer,
    DockWidgetArea,
)

STATE_VERSION = 1
"""Of what the library saves; another one is refused by it."""


class Side(StrEnum):
    """Where something is put, seen from what is there; `CENTER` is a tab beside it."""

    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"
    CENTER = "center"


_AREAS = {
    Side.LEFT: DockWidgetArea.LeftDockWidgetArea,
    Side.RIGHT: DockWidgetArea.RightDockWidgetArea,
    Side.TOP: DockWidgetArea.TopDockWidgetArea,
    Side.BOTTOM: DockWidgetArea.BottomDockWidgetArea,
    Side.CENTER: DockWidgetArea.CenterDockWidgetArea,
}


class Docks(QObject):
    """Tiles by id, in areas (tabs, one of them shown), in containers (the deck, or a window).

    An area and a container are plain widgets to everybody else; they may be gone after
    any change, so nobody keeps them.

    Signals:
        toggled: This tile was opened or closed.
        arranged: Areas are new, gone or elsewhere.
        area_made: This area is new; it needs the deck's look.
    """

    toggled = Signal(str)
    arranged = Signal()
    area_made = Signal(QWidget)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        flags = CDockManager.eConfigFlag
        CDockManager.setConfigFlags(
            flags.DisableStylesheet
            | flags.OpaqueSplitterResize
            | flags.EqualSplitOnInsertion
            | flags.FloatingContainerHasWidgetTitle
            | flags.FloatingContainerHasWidgetIcon
            | flags.FloatingContainerForceNativeTitleBar
            | flags.MiddleMouseButtonClosesTab
        )
        self.manager = CDockManager(parent)
        self._tiles: dict[str, CDockWidget] = {}
        self._unplaced: set[str] = set()
        self._eager: QWidget | None = None
        self.manager.dockAreaCreated.connect(self._dress)
        self.manager.floatingWidgetCreated.connect(self._tame)

    def add(self, tile_id: str, title: str, icon: QIcon, place: QWidget) -> None:
        """Make a closed tile whose content is `place`."""
        tile = CDockWidget(self.manager, title)
        tile.setObjectName(tile_id)
        tile.setIcon(icon)
        tile.setFeatures(CDockWidget.DockWidgetFeature.DockWidgetClosable)
        tile.setWidget(place, CDockWidget.eInsertMode.ForceNoScrollArea)
        tile.setMinimumSizeHintMode(
            CDockWidget.eMinimumSizeHintMode.MinimumSizeHintFromContentMinimumSize
        )
        # The library restores only what was in an area once; this one is never seen.
        lobby = self._lobby()
        self._unplaced.add(tile_id)
        self._tiles[tile_id] = tile  # its place may come into view, and ask, at the next step
        self.manager.addDockWidget(DockWidgetArea.CenterDockWidgetArea, tile, lobby)
        tile.toggleView(False)
        tile.viewToggled.connect(lambda _open: self.toggled.emit(tile_id))
        tile.topLevelChanged.connect(self.arranged)

    def rename(self, tile_id: str, title: str, icon: QIcon) -> None:
        """Give a tile another title and icon."""
        self._tiles[tile_id].setWindowTitle(title)
        self._tiles[tile_id].setIcon(icon)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tiles)

    def is_open(self, tile_id: str) -> bool:
        """It is in an area, perhaps behind another tab."""
        return self._is_placed(tile_id) and not self._tiles[tile_id].isClosed()

    def open(self, tile_id: str) -> bool:
        """Open a closed tile where it was; False if it never had a place."""
        if not self._is_placed(tile_id):
            return False
        self._tiles[tile_id].toggleView(True)
        return True

    def close(self, tile_id: str) -> None:
        """Close a tile; its place is remembered."""
        self._tiles[tile_id].toggleView(False)

    def put(self, tile_id: str, side: Side, beside: QWidget | None = None) -> None:
        """Put a tile at a side of an area, or of a whole container (the deck by default)."""
        tile = self._tiles[tile_id]
        self._unplaced.discard(tile_id)
        if isinstance(beside, CDockAreaWidget):
            self.manager.addDockWidget(_AREAS[side], tile, beside)
        elif isinstance(beside, CDockContainerWidget):
            self.manager.addDockWidgetToContainer(_AREAS[side], tile, beside)
        else:
            self.manager.addDockWidget(_AREAS[side], tile)
        if tile.isClosed():
            tile.toggleView(True)
        tile.tabWidget().show()  # the library leaves that of a tile that was closed hidden
        self.arranged.emit()

    def float(self, tile_id: str, geometry: QRect) -> None:
        """Give a tile a window of its own."""
        tile = self._tiles[tile_id]
        self._unplaced.discard(tile_id)
        window = tile.window() if self.is_alone(tile_id) else None
        window = window or self.manager.addDockWidgetFloating(tile)
        window.setGeometry(_on_screen(geometry))
        self._eager = window
        if tile.isClosed():
            tile.toggleView(True)
        tile.tabWidget().show()
        window.show()
        self.arranged.emit()

    def bring_to_front(self, tile_id: str) -> None:
        """Show a tile's tab and raise its window."""
        tile = self._tiles[tile_id]
        tile.setAsCurrentTab()
        if tile.isInFloatingContainer():
            tile.window().raise_()

    def area_of(self, tile_id: str) -> QWidget:
        """The area that holds an open tile."""
        area = self._tiles[tile_id].dockAreaWidget()
        assert area is not None, f"tile {tile_id} has no place"
        return area

    def tiles_in(self, area: QWidget) -> list[str]:
        """The open tiles of an area, in the order of their tabs."""
        assert isinstance(area, CDockAreaWidget)
        return [tile.objectName() for tile in area.openedDockWidgets()]

    def tab_of(self, tile_id: str) -> QWidget:
        """The tab by which an area of several tiles shows this one."""
        return self._tiles[tile_id].tabWidget()

    def is_area(self, widget: QWidget) -> bool:
        return isinstance(widget, CDockAreaWidget)

    def bar_of(self, area: QWidget) -> QWidget:
        """What holds the tabs of an area; hidden where there is only one."""
        assert isinstance(area, CDockAreaWidget)
        return area.titleBar()

    def front_of(self, area: QWidget) -> str:
        """The tile that an area shows, "" while it has none."""
        assert isinstance(area, CDockAreaWidget)
        shown = area.currentDockWidget()
        return shown.objectName() if shown is not None else ""

    def size_icon(self, tab: QWidget, side: int) -> None:
        """Make the icon of a tab so large."""
        assert isinstance(tab, CDockWidgetTab)
        if tab.iconSize().width() != side:
            tab.setIconSize(QSize(side, side))

    def containers(self) -> list[QWidget]:
        """The deck and all floating windows that show something, the one in front first."""
        shown = [each for each in self.manager.dockContainers() if each.isVisible()]
        shown.sort(key=lambda each: each.zOrderIndex(), reverse=True)
        return [*shown]

    def container_of(self, tile_id: str) -> QWidget:
        """The deck, or the floating window's content, that a tile lies in."""
        found = self._tiles[tile_id].dockContainer()
        assert found is not None
        return found

    def areas_in(self, container: QWidget) -> list[QWidget]:
        """All areas of a container that hold an open tile."""
        assert isinstance(container, CDockContainerWidget)
        return list(container.openedDockAreas())

    def splitters_in(self, container: QWidget) -> list[QSplitter]:
        """Every splitter of a container, the outermost first."""
        assert isinstance(container, CDockContainerWidget)
        root = container.rootSplitter()
        return [root, *root.findChildren(QSplitter)] if root is not None else []

    def is_floating(self, tile_id: str) -> bool:
        """It is in a window of its own or in one with others."""
        return self._is_placed(tile_id) and self._tiles[tile_id].isInFloatingContainer()

    def is_alone(self, tile_id: str) -> bool:
        """It is the only open tile of a floating window."""
        if not self.is_floating(tile_id):
            return False
        areas = self.areas_in(self.container_of(tile_id))
        return sum(len(self.tiles_in(area)) for area in areas) == 1

    def floating_windows(self) -> dict[str, QWidget]:
        """Each visible floating window, by one of its tiles."""
        found: dict[str, QWidget] = {}
        for tile_id in self._tiles:
            if self.is_open(tile_id) and self.is_floating(tile_id):
                window = self._tiles[tile_id].window()
                if window not in found.values():
                    found[tile_id] = window
        return found

    def share(self, tile_id: str, parts: list[int]) -> None:
        """Divide the splitter around a tile's area in proportion to `parts`."""
        area = self._tiles[tile_id].dockAreaWidget()
        assert area is not None
        width = self.manager.width()
        self.manager.setSplitterSizes(area, [width * part // sum(parts) for part in parts])

    def drop_windows(self) -> None:
        """Take all tiles out of floating windows, which the library then destroys.

        Before a layout is restored, or it would use windows again that it is about to
        delete; and before the deck is destroyed, which they must not outlive.
        """
        for tile in self._tiles.values():
            if tile.isInFloatingContainer():
                self.manager.addDockWidget(DockWidgetArea.LeftDockWidgetArea, tile)

    def show_windows(self) -> None:
        """Show floating windows that hold an open tile; offscreen they are lost on restoring."""
        for tile in self._tiles.values():
            if tile.isInFloatingContainer() and not tile.isClosed() and tile.window().isHidden():
                tile.window().show()

    def raise_windows(self) -> None:
        """Bring every floating window before the main one."""
        for window in self.floating_windows().values():
            window.raise_()

    def save(self) -> str:
        """The whole arrangement as XML."""
        return bytes(self.manager.saveState(STATE_VERSION).data()).decode()

    def restore(self, state: str) -> bool:
        """Arrange all as saved; False, and nothing changed, if that is not possible."""
        self.drop_windows()
        done = self.manager.restoreState(state.encode(), STATE_VERSION)
        if done:
            self._unplaced.clear()
            self.arranged.emit()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.UpdateRequest and watched is self._eager:
            # Only a window that is there can be given the keyboard.
            QTimer.singleShot(0, self._eager, self._eager.activateWindow)
            self._eager = None
        if kind == QEvent.Type.WindowStateChange:
            # A window that is about to be destroyed has forgotten its manager, and asks it.
            return isinstance(watched, QWidget) and watched.isHidden()
        # The library takes a window moved by its frame for a drag and shows its drop marks.
        return kind == QEvent.Type.Move

    def _is_placed(self, tile_id: str) -> bool:
        has_area = self._tiles[tile_id].dockAreaWidget() is not None
        return has_area and tile_id not in self._unplaced

    def _lobby(self) -> CDockAreaWidget | None:
        """The area of the tiles that were never opened."""
        for tile_id in self._unplaced & self._tiles.keys():
            return self._tiles[tile_id].dockAreaWidget()
        return None

    def _dress(self, area: CDockAreaWidget) -> None:
        area.setDockAreaFlag(CDockAreaWidget.eDockAreaFlag.HideSingleWidgetTitleBar, True)
        area.titleBar().setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.area_made.emit(area)
        self.arranged.emit()

    def _tame(self, window: CFloatingDockContainer) -> None:
        """Let the desktop frame and focus a new window, also under XWayland."""
        window.installEventFilter(self)
        if window.windowFlags() & Qt.WindowType.BypassWindowManagerHint:
            window.setTitleBarWidget(QWidget())
        window.setWindowFlags(Qt.WindowType.Window)


def centered(size: QSize, around: QPoint) -> QRect:
    """A rectangle of `size` whose middle is `around`."""
    rect = QRect(QPoint(), size)
    rect.moveCenter(around)
    return rect


def _on_screen(rect: QRect) -> QRect:
    """`rect`, moved so that all of it can be seen, and smaller where the screen is."""
    screen = QGuiApplication.screenAt(rect.center()) or QGuiApplication.screenAt(rect.topLeft())
    room = (screen or QGuiApplication.primaryScreen()).availableGeometry()
    size = rect.size().boundedTo(room.size())
    x = min(max(rect.x(), room.x()), room.right() + 1 - size.width())
    y = min(max(rect.y(), room.y()), room.bottom() + 1 - size.height())
    return QRect(QPoint(x, y), size)
