"""A sentence that a tile shows above its transcript or its composer, with what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton

from app.ui.box import Box
from app.ui.icons import Icons
from app.ui.theme import Look

KINDS = {
    "info": ("info", "muted", "raised"),
    "warning": ("warning", "warning", "warning_soft"),
    "danger": ("warning", "danger", "danger_soft"),
}
"""How loud a banner is: its icon, the icon's colour and the ground."""


class Banner(Box):
    """One thin line, or as many as its sentence needs; with a button and a cross if wished.

    Signals:
        action_wanted: The button was pressed.
        dismissed: The cross was pressed; the banner is hidden already.
    """

    action_wanted = Signal()
    dismissed = Signal()

    def __init__(self, look: Look, icons: Icons, kind: str = "info") -> None:
        super().__init__(look, fill="")
        self._icons = icons
        self._kind = kind
        self._icon = QLabel()
        self.words = QLabel()
        self.progress = QProgressBar()
        self.action = QPushButton()
        self.cross = QToolButton()
        self._build()
        look.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def say(self, sentence: str, action: str = "", *, may_go: bool = False) -> None:
        """Show `sentence`; `action` is the button's word, "" for no button."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
        self.cross.setVisible(may_go)
        self.setVisible(bool(sentence))

    def set_kind(self, kind: str) -> None:
        """Be louder or quieter: `info`, `warning` or `danger`."""
        self._kind = kind
        self._restyle()

    def show_progress(self, progress: tuple[int, int] | None) -> None:
        """Show how far something is (done, of all); None hides the bar."""
        self.progress.setVisible(progress is not None)
        if progress is not None:
            done, total = progress
            self.progress.setRange(0, max(1, total) // 1024)
            self.progress.setValue(done // 1024)

    def fill_color(self) -> QColor:
        return self.look.color(KINDS[self._kind][2])

    def border_color(self) -> QColor:
        return self.look.color("hairline" if self._kind == "info" else self._kind)

    def _build(self) -> None:
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setMinimumWidth(40)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setMaximumWidth(120)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.hide()
        self.action.setProperty("class", "link")
        self.action.setCursor(Qt.CursorShape.PointingHandCursor)
        self.action.clicked.connect(self.action_wanted)
        self.cross.setProperty("class", "icon")
        self.cross.setAccessibleName(self.tr("Hide this"))
        self.cross.setToolTip(self.tr("Hide this"))
        self.cross.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cross.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 4, 2)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        for part in (self.progress, self.action, self.cross):
            row.addWidget(part)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _restyle(self) -> None:
        icon, color, _ = KINDS[self._kind]
        self._icon.setPixmap(self._icons.pixmap(icon, self.look.color(color), 14))
        self.cross.setIcon(self._icons.icon("close"))
        for part in (self.words, self.action):
            part.setFont(self.look.font("small"))
        self.update()
