"""A tall page of entries seen through a window: laid out, scrolled and painted piecewise."""

from time import perf_counter

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.core.conversation import Conversation
from app.engine.wording import Wording
from app.ui.icons import Icons
from app.ui.theme import Look
from app.ui.transcript.choosing import Choosing
from app.ui.transcript.entry import Entry
from app.ui.transcript.entry_paint import draw_entry
from app.ui.transcript.roll import Roll
from app.ui.transcript.scene import Hit, Scene
from app.ui.transcript.typeset import Typeset

BUDGET = 0.004
"""Seconds that one round of layout may take; the rest waits for the next."""
_NEAR = 3
"""Pixels from the end that still count as the end."""
_ROUNDS = 6

MEASURE = 56
"""Of a line, in letter sizes: longer ones are hard to read, so a wide view keeps margins."""


class Scroller(QAbstractScrollArea):
    """Shows a roll. What is seen stays where it is, unless the user is at the end."""

    def __init__(
        self,
        conversation: Conversation,
        look: Look,
        icons: Icons | None,
        wording: Wording,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.paints = 0
        self.scene = Scene(Typeset(look), Typeset(look, is_quiet=True), icons, wording)
        self.roll = Roll(conversation, self.scene)
        self.choosing = Choosing()
        self.current = -1
        """The entry that the keyboard is on, -1 for none."""
        self._look = look
        self._sticks = True
        self._pinned = ""
        """The message whose beginning stays in view until the user moves on, "" for none."""
        self._is_moving = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def is_at_end(self) -> bool:
        """The newest text is in view, and what comes will be."""
        return self._sticks

    def to_end(self) -> None:
        """Go to the newest text and stay there."""
        self._sticks = True
        self._pinned = ""
        self.arrange()
        self.viewport().update()

    def arrange(self) -> bool:
        """Lay out what is in view; False when time ran out."""
        deadline = perf_counter() + BUDGET
        for _ in range(_ROUNDS):
            top = self.verticalScrollBar().value()
            anchor = self.roll.anchor(top)
            bottom = top + self.viewport().height()
            is_done = self.roll.lay(self._page_width, top, bottom, deadline)
            moved = self._keep_place(self._pinned_top(self.roll.height_of(anchor)))
            if not is_done:
                return False
            if not moved:
                return True
        return False

    def grow(self, deadline: float) -> None:
        """Show what came to the last entry, and repaint no more than that."""
        last = len(self.roll.entries) - 1
        entry, before = self.roll.entries[last], self.verticalScrollBar().value()
        y = self.roll.tops[last] + entry.grow(deadline)
        self.roll.restack(last)
        self._keep_place(self._pinned_top(before))
        moved = self.verticalScrollBar().value() - before
        if moved:
            self.viewport().scroll(0, -moved)
        top = max(0, int(y) - self.verticalScrollBar().value() - 2)
        if top < self.viewport().height():
            self.viewport().update(QRect(0, top, self.viewport().width(), 1 << 14))

    def take_drawings(self) -> None:
        """Show what was drawn elsewhere; what is read stays where it is."""
        anchor = self.roll.anchor(self.verticalScrollBar().value())
        changed = [entry for entry in self.roll.entries if entry.renew()]
        if not changed:
            return
        self.roll.restack(0)
        self._keep_place(self._pinned_top(self.roll.height_of(anchor)))
        self.arrange()
        self.viewport().update()

    def entry_at(self, y: float) -> int:
        """The entry at a height of the viewport, -1 for none."""
        page = y + self.verticalScrollBar().value()
        index = self.roll.index_at(page)
        if index >= len(self.roll.entries):
            return -1
        return index if page <= self.roll.tops[index] + self.roll.entries[index].height else -1

    def hit(self, point: QPointF) -> tuple[int, Hit]:
        """The entry and what of it is at a point of the viewport."""
        index = self.roll.index_at(point.y() + self.verticalScrollBar().value())
        if index >= len(self.roll.entries):
            return -1, Hit()
        return index, self.roll.entries[index].hit(point - self.corner_of(index))

    def corner_of(self, index: int) -> QPointF:
        """Where an entry's corner is in the viewport."""
        y = self.roll.tops[index] - self.verticalScrollBar().value()
        return QPointF(self._page_left, y)

    def wear(self) -> None:
        """Set everything in the fonts and colours now in force."""
        self.scene.typeset = Typeset(self._look)
        self.scene.quiet = Typeset(self._look, is_quiet=True)
        self.roll.forget_layout()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1
        painter = QPainter(self.viewport())
        clip = event.rect()
        painter.fillRect(clip, self._look.color("surface"))
        top = clip.top() + self.verticalScrollBar().value()
        for index, entry in self.roll.between(top, top + clip.height()):
            corner = self.corner_of(index)
            draw_entry(painter, entry, corner, QRectF(clip), self.choosing.within(index))
            if index == self.current and self.hasFocus():
                self._draw_ring(painter, entry, corner)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._page_changed()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._is_moving:
            return
        bar = self.verticalScrollBar()
        self._sticks = bar.value() >= bar.maximum() - _NEAR
        self._pinned = ""
        self.viewport().scroll(0, dy)
        self._page_moved()

    def _page_changed(self) -> None:
        """The page has another size; overridden to finish it later."""
        self.arrange()
        self.viewport().update()

    def _page_moved(self) -> None:
        """The user scrolled."""
        height = self.roll.height
        if not self.arrange() or self.roll.height != height:
            self.viewport().update()

    @property
    def measure(self) -> int:
        """The longest line in pixels."""
        return self.scene.typeset.body.pixelSize() * MEASURE

    @property
    def _page_left(self) -> float:
        """In the middle of the view, whether or not there is a scroll bar."""
        pad, wide = self.scene.typeset.pad, self._page_width
        most = self.viewport().width() - pad - wide
        return max(pad, min((self.width() - wide) / 2, most))

    @property
    def _page_width(self) -> float:
        return float(
            max(80, min(self.measure, self.viewport().width() - 2 * self.scene.typeset.pad))
        )

    def _pinned_top(self, y: float) -> float:
        """Where the pinned message begins, `y` when none is pinned."""
        tops = zip(self.roll.entries, self.roll.tops, strict=False)
        return next((top for entry, top in tops if entry.said.id == self._pinned), y)

    def _keep_place(self, y: float) -> bool:
        """Scroll so that height `y` is at the top, or the end at the bottom."""
        bar, page = self.verticalScrollBar(), self.viewport().height()
        most = max(0, round(self.roll.height) - page)
        before = (bar.value(), bar.maximum())
        self._is_moving = True
        if bar.maximum() != most or bar.pageStep() != page:
            bar.setRange(0, most)
            bar.setPageStep(page)
            bar.setSingleStep(self.scene.typeset.leading("", 0) * 2)
        bar.setValue(most if self._sticks else round(y))
        self._is_moving = False
        return before != (bar.value(), bar.maximum())

    def _draw_ring(self, painter: QPainter, entry: Entry, corner: QPointF) -> None:
        ring = entry.ground.translated(corner).adjusted(-3, -3, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, 8, 8)
