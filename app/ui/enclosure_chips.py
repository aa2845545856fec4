"""What is attached to the next message: chips above the composer, in as many rows as needed."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.engine.enclosures import Enclosure
from app.ui.enclosure_chip import WIDEST, EnclosureChip
from app.ui.icons import Icons
from app.ui.theme import Look
from app.ui.thumbnails import Thumbnails

_GAP = 4
_ROWS = 2
"""So many are in view where there is room; the others are scrolled to."""


class EnclosureChips(QScrollArea):
    """One chip for each, in the order in which they were attached.

    Signals:
        removed, opened: What the user does with a chip (its id).
        left: The keyboard leaves the chips, forwards or because they were all removed.
    """

    removed = Signal(int)
    opened = Signal(int)
    left = Signal()

    def __init__(self, look: Look, icons: Icons, pictures: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._icons = icons
        self._pictures = pictures
        self.chips: list[EnclosureChip] = []
        self._most = _ROWS
        self._ground = QWidget()
        self._ground.setProperty("class", "clear")
        self.setWidget(self._ground)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("class", "clear")
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Attached files"))
        look.changed.connect(self._restyle)
        self.hide()

    def show_items(self, items: tuple[Enclosure, ...]) -> None:
        """Show these; none hides the row."""
        known = {chip.item.id: chip for chip in self.chips}
        focused = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), -1)
        wanted = {item.id for item in items}
        for id, chip in known.items():
            if id not in wanted:
                chip.hide()
                chip.deleteLater()
        self.chips = [known[item.id] for item in items if item.id in known]
        for place, item in enumerate(items):
            if item.id not in known:
                self.chips.insert(place, self._shown(item, place))
            elif self.chips[place].item != item:
                self.chips[place].show_item(item)
        self.setVisible(bool(items))
        self._arrange()
        if focused >= 0 and not any(chip.hasFocus() for chip in self.chips):
            self._focus(min(focused, len(self.chips) - 1))

    def take_focus(self) -> None:
        """Put the keyboard on the last chip."""
        self._focus(len(self.chips) - 1)

    def set_most_rows(self, rows: int) -> None:
        """Show `rows` at the most, as the tile has room."""
        if rows != self._most:
            self._most = rows
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _shown(self, item: Enclosure, place: int) -> EnclosureChip:
        chip = EnclosureChip(item, self._look, self._icons, self._pictures, self._ground)
        chip.setFont(self._look.font("small"))
        chip.removed.connect(self.removed)
        chip.opened.connect(self.opened)
        chip.stepped.connect(self._step)
        chip.left.connect(self.left)
        chip.show()
        return chip

    def _arrange(self) -> None:
        """Place the chips in rows; each is at most as wide as the room."""
        room = max(60, self.width())
        x = y = row = 0
        for chip in self.chips:
            size = chip.sizeHint().boundedTo(QSize(min(WIDEST, room), 999))
            if x and x + size.width() > room:
                x, y = 0, y + row + _GAP
            chip.setGeometry(x, y, size.width(), size.height())
            x, row = x + size.width() + _GAP, size.height()
        self._ground.resize(room, y + row)
        whole = self._most * row + (self._most - 1) * _GAP
        # The half of a row in view says that there are more; in a low tile the bar does.
        shown = y + row if y + row <= whole else whole + (row // 2 if self._most > 1 else 0)
        if shown != self.height():
            self.setFixedHeight(max(1, shown))

    def _restyle(self) -> None:
        for chip in self.chips:
            chip.setFont(self._look.font("small"))
        self._arrange()

    def _step(self, by: int) -> None:
        place = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), 0)
        self._focus(max(0, min(len(self.chips) - 1, place + by)))

    def _focus(self, place: int) -> None:
        if place < 0:
            self.left.emit()
            return
        self.chips[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(self.chips[place], 0, 0)
