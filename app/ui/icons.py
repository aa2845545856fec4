"""Our own icons, tinted from the theme when they are painted.

An icon is a file in `resources/icons`: a 24 px grid, strokes of 1.75 px, drawn in
`currentColor`. An icon asked for by a colour's name follows the theme by itself.
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.theme import Look


class Icons:
    """Every icon by name (the file's stem), as a `QIcon` or a `QPixmap`."""

    def __init__(self, resources: Path, look: Look) -> None:
        self._folder = resources / "icons"
        self._look = look
        self._sources: dict[str, bytes] = {}
        self._known: dict[str, bool] = {}
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}
        self.clones: list[QIconEngine] = []
        self._icons: dict[tuple[str, str | int], QIcon] = {}

    def icon(self, name: str, color: str | QColor = "muted") -> QIcon:
        """For buttons and menus; `color` is a name of the theme (it follows) or fixed."""
        key = (name, color if isinstance(color, str) else color.rgba())
        if key not in self._icons:
            self._icons[key] = QIcon(_Tinted(self, name, color))
        return self._icons[key]

    def pixmap(self, name: str, color: str | QColor, size: int, ratio: float = 1.0) -> QPixmap:
        """A square of `size` pixels; `ratio` is the screen's device pixel ratio."""
        tint = self._tint(color)
        key = (name, tint.rgba(), size, ratio)
        if key not in self._pixmaps:
            if len(self._pixmaps) > 600:
                self._pixmaps.clear()
            self._pixmaps[key] = self._drawn(name, tint, size, ratio)
        return self._pixmaps[key]

    def paint(self, painter: QPainter, name: str, color: str | QColor, rect: QRectF) -> None:
        """Draw an icon sharply into `rect`, for widgets that paint themselves."""
        ratio = painter.device().devicePixelRatio()
        size = round(min(rect.width(), rect.height()))
        corner = rect.center() - QPoint(size, size).toPointF() / 2
        painter.drawPixmap(corner, self.pixmap(name, color, size, ratio))

    def has(self, name: str) -> bool:
        """Whether there is an icon of that name."""
        if name not in self._known:
            self._known[name] = bool(name) and (self._folder / f"{name}.svg").is_file()
        return self._known[name]

    def _tint(self, color: str | QColor) -> QColor:
        return self._look.color(color) if isinstance(color, str) else color

    def _drawn(self, name: str, color: QColor, size: int, ratio: float) -> QPixmap:
        renderer = QSvgRenderer(QByteArray(self._tinted(name, color)))
        picture = QPixmap(round(size * ratio), round(size * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setOpacity(color.alphaF())
        renderer.render(painter)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def _tinted(self, name: str, color: QColor) -> bytes:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_bytes()
        return self._sources[name].replace(b"currentColor", color.name().encode())


class _Tinted(QIconEngine):
    """Asks for the theme's colour each time it is painted."""

    def __init__(self, icons: Icons, name: str, color: str | QColor) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._color = color

    def clone(self) -> QIconEngine:
        copy = _Tinted(self._icons, self._name, self._color)
        # WORKAROUND PySide6 6.11: Qt owns a clone, but Python would free it on return.
        self._icons.clones.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        self._icons.paint(painter, self._name, self._in_mode(mode), QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        side = min(size.width(), size.height())
        return self._icons.pixmap(self._name, self._in_mode(mode), side, scale)

    def _in_mode(self, mode: QIcon.Mode) -> str | QColor:
        return "disabled" if mode == QIcon.Mode.Disabled else self._color
