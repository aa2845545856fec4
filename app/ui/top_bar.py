"""The bar at the top: the workspace, the way to every command, and the density switch."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from app.ui.elided import ElidedButton
from app.ui.icons import Icons
from app.ui.metrics import DENSITIES
from app.ui.theme import Look, set_class

PALETTE_SHORTCUT = "Ctrl+K"
"""Opens the command palette; the window's command table registers it."""

_ROOM_PER_LETTER = 62
"""The bar shows words in the density switch when it is that many letter sizes wide."""


_WORDS = 8
"""Letter sizes that the words of the field need beside its shortcut; else that goes."""


class CommandField(ElidedButton):
    """Looks like a field to write in, says its shortcut at the end and opens the palette."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.key = QLabel(QKeySequence(PALETTE_SHORTCUT).toString(_NATIVE))
        set_class(self, "field")
        set_class(self.key, "key")
        self.key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addStretch(1)
        inside.addWidget(self.key, 0, Qt.AlignmentFlag.AlignVCenter)

    def words_for(self, room: int) -> str:
        taken = 0 if self.key.isHidden() else self.key.sizeHint().width() + self._look.px("step")
        return super().words_for(room - taken)

    def resizeEvent(self, event: QResizeEvent) -> None:
        needed = self.key.sizeHint().width() + _WORDS * self._look.px("body")
        self.key.setVisible(self.width() >= needed)
        super().resizeEvent(event)


class TopBar(QFrame):
    """Logo, workspace, command field and the density switch.

    Signals:
        palette_wanted: The user wants to find and run a command.
        density_wanted: `busy`, `balanced` or `calm` was chosen.
    """

    palette_wanted = Signal()
    density_wanted = Signal(str)

    def __init__(self, look: Look, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        set_class(self, "bar")
        self._look = look
        self._icons = icons
        self._logo = QLabel("热闹")
        self._workspace = QLabel(self.tr("Command centre"))
        self.field = CommandField(look)
        self._switch = QFrame()
        self.densities = {name: QPushButton() for name in DENSITIES}
        self._group = QButtonGroup(self)
        self._why_calm = ""
        self._build()
        look.changed.connect(self._fit)
        self._fit()

    def show_why_calm(self, why: str) -> None:
        """Say why it is calm although nobody chose that: `battery`, `motion`, "" for no reason."""
        if why != self._why_calm:
            self._why_calm = why
            self._name_densities()

    def show_workspace(self, name: str) -> None:
        """Name the workspace that the deck shows."""
        self._workspace.setText(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._name_densities()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_densities()
        super().changeEvent(event)

    def _build(self) -> None:
        self._logo.setAccessibleName("Renao")
        self._logo.setObjectName("logo")
        set_class(self._workspace, "workspace")
        self._build_field()
        self._build_switch()
        row = QHBoxLayout(self)
        row.addWidget(self._logo)
        row.addWidget(self._workspace)
        row.addStretch(1)
        row.addWidget(self.field, 4)
        row.addStretch(1)
        row.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignVCenter)

    def _build_field(self) -> None:
        self.field.setText(self.tr("Search, or run a command"))
        self.field.setIcon(self._icons.icon("search"))
        self.field.setCursor(Qt.CursorShape.PointingHandCursor)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field.setMinimumWidth(120)
        self.field.clicked.connect(self.palette_wanted.emit)

    def _build_switch(self) -> None:
        set_class(self._switch, "segments")
        self._switch.setAccessibleName(self.tr("Density"))
        row = QHBoxLayout(self._switch)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(0)
        for name, button in self.densities.items():
            set_class(button, "segment")
            button.setCheckable(True)
            self._group.addButton(button)
            button.clicked.connect(lambda checked, name=name: self.density_wanted.emit(name))
            row.addWidget(button)

    def _words(self) -> dict[str, tuple[str, str]]:
        calm = {
            "battery": self.tr("Calm: on battery"),
            "motion": self.tr("Calm: less motion"),
        }.get(self._why_calm, self.tr("Calm"))
        return {
            "busy": (self.tr("Busy"), self.tr("Everything at once, live")),
            "balanced": (self.tr("Balanced"), self.tr("More room, less motion")),
            "calm": (calm, self.tr("Large and still, few interruptions")),
        }

    def _name_densities(self) -> None:
        has_room = self.width() >= _ROOM_PER_LETTER * self._look.px("body")
        for name, (word, about) in self._words().items():
            button = self.densities[name]
            button.setText(word if has_room else "")
            is_on = button.isChecked()
            icon = self._icons.icon(f"density-{name}", "on_accent" if is_on else "muted")
            button.setIcon(QIcon() if has_room else icon)
            button.setAccessibleName(word)
            button.setToolTip(f"{word}: {about}")

    def _fit(self) -> None:
        px = self._look.px
        self.setFixedHeight(px("top_bar"))
        font = self._look.font("heading1")
        font.setBold(True)
        self._logo.setFont(font)
        row = self.layout()
        assert row is not None
        row.setContentsMargins(px("pad") + 2, 0, px("pad"), 0)
        row.setSpacing(px("pad"))
        self._switch.setFixedHeight(px("control"))
        self.field.key.setFixedHeight(px("chip"))
        self.field.setMaximumWidth(px("body") * 40)
        self.field.setIconSize(QSize(px("icon_small"), px("icon_small")))
        self.densities[self._look.density].setChecked(True)
        for button in self.densities.values():
            button.setIconSize(QSize(px("icon"), px("icon")))
        self._name_densities()


_NATIVE = QKeySequence.SequenceFormat.NativeText
