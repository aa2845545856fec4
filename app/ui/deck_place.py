"""The place of one tile in the deck: empty until somebody can see it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

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
        self._row: QWidget | None = None
        self._tabs = QSize(0, 0)
        self.setMinimumSize(LEAST)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @property
    def row_height(self) -> int:
        """Of the content's title row, which tabs may share; 0 as long as there is none."""
        return self._row.height() if self._row is not None else 0

    def leave_room(self, tabs: QSize) -> None:
        """Keep the upper left corner free for tabs; the title row goes on beside them."""
        self._tabs = tabs
        top = 0 if self._row is not None else tabs.height()
        self._layout.setContentsMargins(0, top, 0, 0)
        if self._row is not None and self._row.contentsMargins().left() != tabs.width():
            self._row.setContentsMargins(tabs.width(), 0, 0, 0)

    def fill(
        self, content: QWidget, take_focus: Callable[[], None] | None, row: QWidget | None = None
    ) -> None:
        """Show `content`, which belongs to the place from now on; `row` is its title row."""
        assert self.content is None, f"the place of {self.tile_id} is taken"
        self.content = content
        self._take_focus = take_focus or content.setFocus
        self._layout.addWidget(content)
        self._row = row if row is not content else None
        self.leave_room(self._tabs)

    def take_focus(self) -> None:
        """Give the content the keyboard, in whatever window it is."""
        if QApplication.activeWindow() not in (None, self.window()):
            self.window().activateWindow()
        self._take_focus()

    def clear(self) -> None:
        """Destroy the content."""
        if self.content is not None:
            self._layout.removeWidget(self.content)
            self.content.hide()
            self.content.deleteLater()
            self.content = self._row = None
            self._take_focus = self.setFocus

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit(self.tile_id)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.unseen.emit(self.tile_id)
