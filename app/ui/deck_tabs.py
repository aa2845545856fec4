"""Where tiles share a place, their tabs stand in the title row of the tile in front."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from app.ui.deck_docks import Docks
from app.ui.deck_place import Place

REST, LEAST_REST = 6, 4
"""Row heights that tabs with and without words leave for the tile's model, state and menu."""

_ICON = 0.62
"""Of the row's height."""

_WATCHED = (
    QEvent.Type.Resize,
    QEvent.Type.LayoutRequest,
    QEvent.Type.Show,
    QEvent.Type.Hide,
)


class TabStrips(QObject):
    """Lays each area's tabs over the title row below them: one line, and one name.

    With little room only the tab in front keeps its words; the others are their icons.
    """

    def __init__(self, docks: Docks, places: Mapping[str, Place], parent: QObject) -> None:
        super().__init__(parent)
        self._docks = docks
        self._places = places
        self._is_shut = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._lay_all)
        docks.area_made.connect(self._adopt)

    def lay(self, tile_id: str) -> None:
        """Lay the tabs of the area that shows this tile."""
        if self._docks.is_open(tile_id):
            self._lay(self._docks.area_of(tile_id))

    def shut(self) -> None:
        """Lay nothing any more: the deck is about to be destroyed."""
        self._is_shut = True
        self._soon.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WATCHED and not self._is_shut:
            self._soon.start()  # the area may be about to go: nothing of it is touched here
        return False

    def _lay_all(self) -> None:
        for container in self._docks.containers():
            for area in self._docks.areas_in(container):
                self._lay(area)

    def _adopt(self, area: QWidget) -> None:
        bar = self._docks.bar_of(area)
        layout = area.layout()
        assert isinstance(layout, QBoxLayout)
        layout.removeWidget(bar)
        layout.insertSpacing(0, 0)  # the library counts on something being there
        for each in (area, bar):
            each.installEventFilter(self)

    def _lay(self, area: QWidget) -> None:
        place = self._places.get(self._docks.front_of(area))
        if place is None:
            return
        tiles = self._docks.tiles_in(area)
        if len(tiles) > 1:
            self._spread(area, tiles, place)
        else:
            place.leave_room(QSize(0, 0))

    def _spread(self, area: QWidget, tiles: list[str], place: Place) -> None:
        bar, room = self._docks.bar_of(area), area.contentsRect()
        height = place.row_height or bar.sizeHint().height()
        most = room.width() - REST * height
        tabs = [self._docks.tab_of(each) for each in tiles]
        for tab in tabs:
            self._docks.size_icon(tab, round(height * _ICON))
            _label(tab).setTextFormat(Qt.TextFormat.PlainText)  # a name is no markup
        has_room = sum(map(_bare, tabs)) + sum(map(_words, tabs)) <= most
        for tile_id, tab in zip(tiles, tabs, strict=True):
            _show_words(tab, has_room or tile_id == place.tile_id)
        wanted = sum(tab.sizeHint().width() for tab in tabs)
        most = max(room.width() - LEAST_REST * height, room.width() // 2)
        width = min(wanted + 2 * PAD, most)
        bar.setGeometry(QRect(room.topLeft(), QSize(width, height)))
        bar.raise_()
        place.leave_room(QSize(width, height))


def _bare(tab: QWidget) -> int:
    """Pixels that a tab takes without its words."""
    label = _label(tab)
    return tab.sizeHint().width() - (0 if label.isHidden() else label.sizeHint().width())


def _words(tab: QWidget) -> int:
    return _label(tab).sizeHint().width()


def _show_words(tab: QWidget, are_wanted: bool) -> None:
    label = _label(tab)
    if label.isHidden() is are_wanted:
        label.setVisible(are_wanted)
        tab.updateGeometry()


PAD = 4
"""Pixels before the first tab and behind the last."""


def _label(tab: QWidget) -> QLabel:
    found = tab.findChild(QLabel, "dockWidgetTabLabel")
    assert isinstance(found, QLabel)
    return found
