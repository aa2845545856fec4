"""A place in a tile for the agent's own panel; it takes no room while there is none."""

from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.ui.icons import Icons
from app.ui.theme import Look


class PanelSlot(QWidget):
    """Shows one panel under a line that folds and unfolds it."""

    def __init__(self, look: Look, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._icons = icons
        self._panel: QWidget | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(8, 2, 8, 2)
        self._rows.setSpacing(2)
        look.changed.connect(self._restyle)
        self.hide()

    @property
    def is_open(self) -> bool:
        """The panel is unfolded."""
        return self._panel is not None and not self._panel.isHidden()

    def set_panel(self, panel: QWidget | None, title: str = "") -> None:
        """Show `panel`, which the slot then owns; None empties the slot."""
        if self._panel is not None:
            self._rows.removeWidget(self._panel)
            self._panel.deleteLater()
        self._panel = panel
        if panel is not None:
            self._rows.addWidget(self._fold)
            self._rows.addWidget(panel)
        self.setVisible(panel is not None)
        if panel is not None:
            self._fold.setText(title)
            self._fold.setAccessibleName(title)
            self._restyle()

    def set_open(self, is_open: bool) -> None:
        """Fold or unfold the panel."""
        if self._panel is not None:
            self._panel.setVisible(is_open)
        self._restyle()

    @cached_property
    def _fold(self) -> QToolButton:
        fold = QToolButton()
        fold.setProperty("class", "quiet")
        fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        fold.clicked.connect(self._turn)
        return fold

    def _turn(self) -> None:
        self.set_open(not self.is_open)

    def _restyle(self) -> None:
        if self._panel is None:
            return
        self._fold.setFont(self._look.font("small"))
        self._fold.setIcon(self._icons.icon("chevron-down" if self.is_open else "chevron-right"))
