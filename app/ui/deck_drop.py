"""Where a dragged tile would go: the side of an area, of the whole deck, or a window."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from app.ui.deck_docks import Docks, Side

EDGE = 14
"""Pixels along the edge of a container that mean all of it, and not the area below."""

BAND = 0.27
"""The part of an area's width or height, at each side, that splits it."""

HALF = 0.5
WHOLE_SIDE = 0.3
"""How much of an area, and of a container, the mark covers."""


@dataclass(frozen=True, slots=True)
class Target:
    """A side of `beside`, an area or container; `rect` on the screen is what it would fill."""

    beside: QWidget
    side: Side
    rect: QRect


def find_target(docks: Docks, tile_id: str, position: QPoint) -> Target | None:
    """What lies under a place on the screen; None where the tile would stay or float."""
    for container in docks.containers():
        frame = _on_screen(container)
        if not frame.contains(position) or _is_only_tile(docks, tile_id, container):
            continue
        areas = docks.areas_in(container)
        if len(areas) > 1 and (side := _edge(frame, position)):
            return Target(container, side, _part(frame, side, WHOLE_SIDE))
        for area in areas:
            if area.isVisible() and _on_screen(area).contains(position):
                return _in_area(docks, tile_id, area, position)
        return None if areas else Target(container, Side.CENTER, frame)
    return None


def _in_area(docks: Docks, tile_id: str, area: QWidget, position: QPoint) -> Target | None:
    rect = _on_screen(area)
    side = _side(rect, position)
    tiles = docks.tiles_in(area)
    if tile_id in tiles and (side is Side.CENTER or len(tiles) == 1):
        return None
    return Target(area, side, _part(rect, side, HALF))


def _is_only_tile(docks: Docks, tile_id: str, container: QWidget) -> bool:
    areas = docks.areas_in(container)
    return bool(areas) and [docks.tiles_in(area) for area in areas] == [[tile_id]]


def _on_screen(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def _edge(frame: QRect, position: QPoint) -> Side | None:
    side, distance = _nearest(frame, position)
    return side if distance < EDGE else None


def _side(rect: QRect, position: QPoint) -> Side:
    x = (position.x() - rect.x()) / max(1, rect.width())
    y = (position.y() - rect.y()) / max(1, rect.height())
    side, distance = min(
        (Side.LEFT, x), (Side.RIGHT, 1 - x), (Side.TOP, y), (Side.BOTTOM, 1 - y), key=_second
    )
    return side if distance < BAND else Side.CENTER


def _nearest(frame: QRect, position: QPoint) -> tuple[Side, float]:
    return min(
        (Side.LEFT, float(position.x() - frame.left())),
        (Side.RIGHT, float(frame.right() - position.x())),
        (Side.TOP, float(position.y() - frame.top())),
        (Side.BOTTOM, float(frame.bottom() - position.y())),
        key=_second,
    )


def _second(pair: tuple[Side, float]) -> float:
    return pair[1]


def _part(rect: QRect, side: Side, share: float) -> QRect:
    wide, high = round(rect.width() * share), round(rect.height() * share)
    return {
        Side.LEFT: QRect(rect.x(), rect.y(), wide, rect.height()),
        Side.RIGHT: QRect(rect.right() - wide + 1, rect.y(), wide, rect.height()),
        Side.TOP: QRect(rect.x(), rect.y(), rect.width(), high),
        Side.BOTTOM: QRect(rect.x(), rect.bottom() - high + 1, rect.width(), high),
        Side.CENTER: rect,
    }[side]


class DropMark(QWidget):
    """The tinted rectangle over the place where a tile would go.

    A child of the window it lies in, so it needs no compositor to shine through.
    """

    def __init__(self, home: QWidget) -> None:
        super().__init__(home)
        self._home = home
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_target(self, target: Target | None) -> None:
        """Lie over `target`, or hide."""
        if target is None:
            self._lie_in(self._home)
            self.hide()
            return
        window = target.beside.window()
        self._lie_in(window)
        self.setGeometry(QRect(window.mapFromGlobal(target.rect.topLeft()), target.rect.size()))
        self.raise_()
        self.show()

    def _lie_in(self, window: QWidget) -> None:
        """A floating window may be destroyed after the drag, and its children with it."""
        if self.parentWidget() is not window:
            self.setParent(window)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Accent)
        tint = QColor(accent)
        tint.setAlphaF(0.22)
        painter.setBrush(tint)
        painter.setPen(QPen(accent, 2))
        painter.drawRoundedRect(self.rect().adjusted(3, 3, -4, -4), 10, 10)
