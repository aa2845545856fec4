"""What every laid-out leaf can do, and the two plain ones: running text and a line across."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.ui.transcript.leaves import Leaf, Paragraph
from app.ui.transcript.set_text import Selection, SetText, utf16_length
from app.ui.transcript.stacking import BULLETS, DONE, OPEN
from app.ui.transcript.typeset import Typeset


@dataclass(frozen=True, slots=True)
class Spot:
    """What is under the mouse: a link (`href`), or something to press (`press`)."""

    href: str = ""
    press: str = ""
    """`copy` or `wrap` of a piece of code; "" for nothing."""


NOTHING = Spot()
_LEFT = Qt.AlignmentFlag.AlignLeft


class Box:
    """A leaf with a height for a width. Its corner is at (0, 0); the view moves it."""

    def __init__(self, leaf: Leaf, typeset: Typeset) -> None:
        self.leaf = leaf
        self.typeset = typeset
        self.height = 0.0

    def lay(self, width: float) -> None:
        """Lay it out `width` pixels wide; nothing is done where nothing changed."""

    def update(self, leaf: Leaf) -> float | None:
        """Show a longer leaf of the same kind: where it differs first, None if it cannot."""
        return None

    def renew(self) -> bool:
        """Take over what was drawn elsewhere since; False when there is nothing new."""
        return False

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, selection: Selection | None
    ) -> None:
        """Draw it with its corner at `at`, at least what lies in `clip`."""

    @property
    def is_rtl(self) -> bool:
        """Its marker and its room for one are at the right."""
        return False

    def spot(self, point: QPointF) -> Spot:
        """What is at `point`."""
        return NOTHING

    def press(self, spot: Spot) -> None:
        """Do what a spot of this box is for."""

    def scroll(self, distance: float) -> bool:
        """Move what is wider than the box to the left; False when it fits."""
        return False

    def offset_at(self, point: QPointF) -> int:
        """The place in the text nearest to `point`, for selecting."""
        return 0

    @property
    def length(self) -> int:
        """The place after the last letter."""
        return utf16_length(self.leaf.text)

    def selected_text(self, selection: Selection) -> str:
        """The text between two places."""
        return self.leaf.text

    def end(self) -> QRectF | None:
        """Where the next letter would stand, None where there is no such place."""
        return None


class TextBox(Box):
    """A paragraph, heading, item or quote: lines of text behind its marker and bars."""

    def __init__(self, leaf: Paragraph, typeset: Typeset) -> None:
        super().__init__(leaf, typeset)
        self._heading = leaf.heading
        self._runs = leaf.runs
        self._set = SetText(leaf.runs, typeset, leaf.heading)

    def lay(self, width: float) -> None:
        self._set.lay(width)
        self.height = self._set.height

    def update(self, leaf: Leaf) -> float | None:
        if not isinstance(leaf, Paragraph) or leaf.heading != self._heading:
            return None
        old = self._set
        self.leaf, self._runs = leaf, leaf.runs
        self._set = SetText(leaf.runs, self.typeset, leaf.heading)
        if (
            not self._set.text.startswith(old.text)
            or leaf.runs[: len(old.runs) - 1] != old.runs[:-1]
        ):
            return 0.0
        # The last word may move to the next line, so its whole line is another.
        return old.line_top(utf16_length(old.text))

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, selection: Selection | None
    ) -> None:
        if self.leaf.marker:
            self._draw_marker(painter, at)
        self._set.draw(painter, at, clip, selection)

    def renew(self) -> bool:
        if not self._set.is_stale:
            return False
        self._set = SetText(self._runs, self.typeset, self._heading)
        return True

    def spot(self, point: QPointF) -> Spot:
        return Spot(href=self._set.href_at(point))

    def offset_at(self, point: QPointF) -> int:
        return self._set.offset_at(point)

    @property
    def length(self) -> int:
        return utf16_length(self._set.text)

    @property
    def natural_width(self) -> float:
        """How wide the widest line is."""
        return self._set.natural_width

    @property
    def is_rtl(self) -> bool:
        return self._set.is_rtl

    def selected_text(self, selection: Selection) -> str:
        return self._set.slice(*selection)

    def end(self) -> QRectF | None:
        return self._set.end()

    def _draw_marker(self, painter: QPainter, at: QPointF) -> None:
        marker, size = self.leaf.marker, self.typeset.body.pixelSize()
        line = self.typeset.leading(self._set.text, self._heading)
        room = QRectF(at.x() - 4 * size, at.y(), 4 * size - 0.5 * size, line)
        side = Qt.AlignmentFlag.AlignRight
        if self.is_rtl:
            room, side = (
                QRectF(at.x() + self._set.width + 0.5 * size, at.y(), 4 * size, line),
                _LEFT,
            )
        if marker in (DONE, OPEN):
            x = room.left() if self.is_rtl else room.right() - size + 1
            box = QRectF(x, room.center().y() - size / 2 + 0.5, size, size)
            _draw_tick(painter, box, self.typeset, marker == DONE)
            return
        if marker in BULLETS:
            x = room.left() + 3 if self.is_rtl else room.right() - 3
            _draw_bullet(painter, QPointF(x, room.center().y()), self.typeset, marker)
            return
        painter.setFont(self.typeset.body)
        painter.setPen(self.typeset.color("muted"))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, marker)


class RuleBox(Box):
    """A line across."""

    def lay(self, width: float) -> None:
        self.height = 9.0
        self._width = width

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, selection: Selection | None
    ) -> None:
        painter.fillRect(QRectF(at.x(), at.y() + 4, self._width, 1), self.typeset.color("edge"))


def draw_card(painter: QPainter, rect: QRectF, fill: QColor, edge: QColor, corner: int) -> None:
    """A rounded ground with a hairline around it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_scroll(
    painter: QPainter, frame: QRectF, typeset: Typeset, left: float, whole: float
) -> None:
    """How far something wider than its frame is scrolled, at the frame's foot."""
    room = frame.width() - 12
    x = frame.left() + 6 + room * left / whole
    bar = QRectF(x, frame.bottom() - 6, room * frame.width() / whole, 3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(typeset.color("scroll"))
    painter.drawRoundedRect(bar, 1.5, 1.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def text_width(typeset: Typeset, text: str) -> float:
    """How wide a small label is."""
    return QFontMetricsF(typeset.small).horizontalAdvance(text)


def _draw_bullet(painter: QPainter, middle: QPointF, typeset: Typeset, marker: str) -> None:
    size, ink = typeset.body.pixelSize() * 0.2, typeset.color("muted")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1.2) if marker == BULLETS[1] else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if marker == BULLETS[1] else ink)
    if marker == BULLETS[2]:
        painter.drawRect(QRectF(middle.x() - size, middle.y() - size, 2 * size, 2 * size))
    else:
        painter.drawEllipse(middle, size, size)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_tick(painter: QPainter, box: QRectF, typeset: Typeset, is_done: bool) -> None:
    fill = typeset.color("good_fill" if is_done else "surface")
    draw_card(painter, box, fill, typeset.color("good_fill" if is_done else "edge"), 3)
    if is_done:
        pen = QPen(typeset.color("on_good"), 1.75)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y, size = box.x(), box.y(), box.width()
        points = ((0.26, 0.54), (0.44, 0.70), (0.75, 0.33))
        painter.drawPolyline([QPointF(x + a * size, y + b * size) for a, b in points])
