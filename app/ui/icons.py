"""Our own icons, tinted from the theme.

An icon is a file in `resources/icons`: a 24 px grid, strokes of 1.75 px, drawn in
`currentColor`. Buttons and menus whose icon was asked for by a colour's name get it in the
new colour when the theme changes.
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.ui.theme import Look


class Icons:
    """Every icon by name (the file's stem), as a `QIcon` or a `QPixmap`.

    A `QIcon` is made of pictures in the sizes that the look knows. (An icon engine of our
    own, which would draw any size, crashes: PySide6 6.11 frees what Qt still owns.)
    """

    def __init__(self, resources: Path, look: Look) -> None:
        self._folder = resources / "icons"
        self._look = look
        self._sources: dict[str, bytes] = {}
        self._known: dict[str, bool] = {}
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}
        self._icons: dict[tuple[str, str | int], QIcon] = {}
        look.changed.connect(self._tint_anew)

    def icon(self, name: str, color: str | QColor = "muted") -> QIcon:
        """For buttons and menus; `color` is a name of the theme (it follows) or fixed."""
        key = (name, color if isinstance(color, str) else color.rgba())
        if key not in self._icons:
            self._icons[key] = self._made(name, color)
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

    def _made(self, name: str, color: str | QColor) -> QIcon:
        icon = QIcon()
        ratio = QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
        for size in (self._look.px("icon_small"), self._look.px("icon")):
            icon.addPixmap(self.pixmap(name, color, size, ratio))
            icon.addPixmap(self.pixmap(name, "disabled", size, ratio), QIcon.Mode.Disabled)
        return icon

    def _tint_anew(self) -> None:
        """Give every button and menu whose colour has a name the icon of the new theme."""
        before = {icon.cacheKey(): key for key, icon in self._icons.items()}
        self._icons.clear()
        for widget in QApplication.allWidgets():
            found: list[QAbstractButton | QAction] = list(widget.actions())
            if isinstance(widget, QAbstractButton):
                found.append(widget)
            for each in found:
                name, color = before.get(each.icon().cacheKey(), ("", 0))
                if isinstance(color, str):
                    each.setIcon(self.icon(name, color))

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
