"""How the program looks: the theme, density and scale in force, and the style sheet.

Widgets that paint themselves ask `Look` for colours, fonts and sizes by name and
repaint when `changed` is emitted; everything else is styled by `resources/style.qss`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.metrics import DENSITIES, METRICS, ROLES, make_font, sizes
from app.ui.palette import Theme, load_theme
from app.ui.shades import Shade, to_hex

THEMES = ("night-market", "morning-tea", "high-contrast")


class Look(QObject):
    """The look in force. Made once, before the first widget; `wear` puts it on.

    Signals:
        changed: Theme, density or scale is another; the style sheet is already new.
    """

    changed = Signal()

    def __init__(
        self,
        resources: Path,
        theme: str = "system",
        density: str = "busy",
        scale: int = 100,
        parent: QObject | None = None,
    ) -> None:
        """`theme` is one of `THEMES` or `system`; `scale` is 80 to 200 per cent."""
        super().__init__(parent)
        self._resources = resources
        self._application: QApplication | None = None
        self._face = QGuiApplication.font().family()
        self._wanted, self._density, self._scale = theme, density, scale
        self._theme = self._load()
        self._sizes = sizes(density, scale)
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        self._is_still = False
        self._folder = QTemporaryDir()
        self._follow_system()

    @property
    def theme(self) -> Theme:
        """The theme in force, never `system`."""
        return self._theme

    @property
    def density(self) -> str:
        return self._density

    @property
    def scale(self) -> int:
        return self._scale

    @property
    def wears_dark(self) -> bool:
        return self._theme.is_dark

    @property
    def has_motion(self) -> bool:
        """Something may move to explain where it went."""
        return self._density != "calm" and not self._is_still

    @property
    def has_live_motion(self) -> bool:
        """Something may move as long as it is at work: in busy only."""
        return self._density == "busy" and not self._is_still

    def color(self, name: str) -> QColor:
        """A colour of the theme; the names stand atop `palette.py`."""
        if name not in self._colors:
            self._colors[name] = _qcolor(self._theme.colors[name])
        return QColor(self._colors[name])  # the caller's own, to change as it likes

    def agent_color(self, hue: int, part: str) -> QColor:
        """A colour of an agent: `avatar`, `avatar_end`, `border`, `chip`, `text`
        or `fill` (a ground for white letters).
        """
        key = f"{part}{hue}"
        if key not in self._colors:
            self._colors[key] = _qcolor(self._theme.agent_shade(hue, part))
        return QColor(self._colors[key])

    def font(self, role: str) -> QFont:
        """A font by role: `body`, `small`, `title`, `code`, `heading1` to `heading3`."""
        if role not in self._fonts:
            assert role in ROLES, f"no font role {role!r}"
            self._fonts[role] = make_font(role, self.px(role), self._face)
        return QFont(self._fonts[role])

    def px(self, name: str) -> int:
        """A size in pixels; the names stand in `metrics.py`."""
        return self._sizes[name]

    def wear(self, application: QApplication) -> None:
        """Dress the whole program, now and whenever the look changes."""
        self._application = application
        application.setStyle("Fusion")
        self._dress()

    @contextmanager
    def undressed(self) -> Iterator[None]:
        """Put many widgets together without the style sheet, and dress them all at the end.

        With it, each change of a parent styles everything below anew. Nothing may be
        painted meanwhile.
        """
        sheet = self._application.styleSheet() if self._application is not None else ""
        self._wear_sheet("")
        try:
            yield
        finally:
            self._wear_sheet(sheet)

    def set_theme(self, theme: str) -> None:
        self.set_all(theme, self._density, self._scale)

    def set_density(self, density: str) -> None:
        self.set_all(self._wanted, density, self._scale)

    def set_scale(self, scale: int) -> None:
        self.set_all(self._wanted, self._density, scale)

    def set_all(self, theme: str, density: str, scale: int) -> None:
        """Change all at once, so that the window is dressed once."""
        assert density in DENSITIES, f"no density {density!r}"
        if (theme, density, scale) == (self._wanted, self._density, self._scale):
            return
        self._wanted, self._density, self._scale = theme, density, scale
        self._renew()

    def set_still(self, is_still: bool) -> None:
        """Move nothing: the desktop asks for that."""
        if is_still != self._is_still:
            self._is_still = is_still
            self.changed.emit()

    def _renew(self) -> None:
        self._theme = self._load()
        self._sizes = sizes(self._density, self._scale)
        self._colors.clear()
        self._fonts.clear()
        self._dress()
        self.changed.emit()

    def _load(self) -> Theme:
        name = _system_theme() if self._wanted == "system" else self._wanted
        return load_theme(self._resources / "themes", name)

    def _follow_system(self) -> None:
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)

    def _on_system_changed(self) -> None:
        if self._wanted == "system" and self._theme.name != _system_theme():
            self._renew()

    def _dress(self) -> None:
        if self._application is None:
            return
        self._application.setFont(self.font("body"))
        self._application.setPalette(self._palette())
        self._wear_sheet(self.style_sheet())

    def _wear_sheet(self, sheet: str) -> None:
        """Holds the program's only call of `setStyleSheet`."""
        if self._application is not None:
            self._application.setStyleSheet(sheet)

    def style_sheet(self) -> str:
        """`resources/style.qss` with every name filled in; an unknown one is an error."""
        values = {name: to_hex(shade) for name, shade in self._theme.colors.items()}
        values |= {f"px_{name}": f"{self.px(name)}px" for name in METRICS}
        values["art"] = self._art()
        sheet = (self._resources / "style.qss").read_text("utf-8")
        return Template(sheet).substitute(values)

    def _art(self) -> str:
        """Tint the few icons that the style sheet itself draws; say where they lie."""
        ground = Path(self._folder.path()) / self._theme.name
        ground.mkdir(exist_ok=True)
        for name, (icon, color) in _ART.items():
            source = (self._resources / "icons" / f"{icon}.svg").read_text("utf-8")
            tinted = source.replace("currentColor", self.color(color).name())
            (ground / f"{name}.svg").write_text(tinted, "utf-8")
        return ground.as_posix()

    def _palette(self) -> QPalette:
        found = QPalette()
        for role, name in _PALETTE.items():
            found.setColor(role, self.color(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            found.setColor(QPalette.ColorGroup.Disabled, role, self.color("disabled"))
        return found


def set_class(widget: QWidget, *names: str) -> None:
    """Say what `widget` is, for the style sheet; the vocabulary stands atop style.qss."""
    wanted = " ".join(names)
    if widget.property("class") == wanted:
        return
    widget.setProperty("class", wanted)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        restyle(widget)  # one that was not shown yet is styled when it is


def restyle(widget: QWidget) -> None:
    """Have the style sheet look at `widget` again after one of its properties changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


_ART = {
    "chevron-up": ("chevron-up", "muted"),
    "chevron-down": ("chevron-down", "muted"),
    "chevron-right": ("chevron-right", "muted"),
    "check": ("check", "accent"),
    "check-on": ("check", "on_accent"),
    "dot-on": ("dot", "on_accent"),
}

_PALETTE = {
    QPalette.ColorRole.Window: "background",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Light: "hairline",
    QPalette.ColorRole.Mid: "hairline",
    QPalette.ColorRole.Dark: "shadow",
    QPalette.ColorRole.Shadow: "shadow",
    QPalette.ColorRole.Highlight: "accent_fill",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Accent: "accent",
}


def _qcolor(shade: Shade) -> QColor:
    return QColor(to_hex(shade))


def _system_theme() -> str:
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high-contrast"
    return "morning-tea" if hints.colorScheme() == Qt.ColorScheme.Light else "night-market"
