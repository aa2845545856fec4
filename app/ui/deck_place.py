"""The place of one tile in the deck: empty until somebody can see it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

LEAST = QSize(220, 160)
"""The smallest that a tile can be made by hand."""


class Place(QWidget):
    """Holds a tile's widget, and says when it comes into view and goes out of it.

    Signals:
        seen: It is visible now.
        unseen: It is hidden now, behind another tab or with its window.
    """

    seen = Signal(str)
    unseen = Signal(str)

    def __init__(self, tile_id: str) -> None:
        super().__init__()
        self.tile_id = tile_id
        self.content: QWidget | None = None
        self._take_focus: Callable[[], None] = self.setFocus
        self.setMinimumSize(LEAST)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def fill(self, content: QWidget, take_focus: Callable[[], None] | None) -> None:
        """Show `content`, which belongs to the place from now on."""
        assert self.content is None, f"the place of {self.tile_id} is taken"
        self.content = content
        self._take_focus = take_focus or content.setFocus
        self._layout.addWidget(content)

    def take_focus(self) -> None:
        """Give the content the keyboard, in whatever window it is."""
        if self.window().parentWidget() is not None:  # a floating one
            self.window().activateWindow()
        self._take_focus()

    def clear(self) -> None:
        """Destroy the content."""
        if self.content is not None:
            self._layout.removeWidget(self.content)
            self.content.hide()
            self.content.deleteLater()
            self.content = None
            self._take_focus = self.setFocus

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit(self.tile_id)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.unseen.emit(self.tile_id)
