"""Runs of text broken into lines: what paragraphs and table cells are made of."""

from collections.abc import Iterator
from math import ceil
from unicodedata import bidirectional
from urllib.parse import urlsplit

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from app.ui.transcript.formulas import Drawn, Wanted
from app.ui.transcript.leaves import CODE, IMAGE, MATH, Align, Run, Runs
from app.ui.transcript.typeset import OPENED, ROOM, Typeset

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_IMAGE_SIGN = "\U0001f5bc\ufe0e "
MATH_SIZE = 1.17
"""Of a formula's letters beside those of the text: they look smaller at the same size."""
Selection = tuple[int, int]
"""From and to, in UTF-16 units of the text that is shown."""


class SetText:
    """One paragraph of runs; give it a width by `lay`, then draw it anywhere."""

    def __init__(
        self, runs: Runs, typeset: Typeset, heading: int = 0, align: Align = "left"
    ) -> None:
        self.runs = runs
        self.height = 0.0
        self.width = -1.0
        self._typeset = typeset
        self._links: list[tuple[int, int, str]] = []
        self._chips: list[tuple[int, int]] = []
        self._grounds: list[QRectF] = []
        self._heading = heading
        self._drawn: list[tuple[int, Drawn, str]] = []  # where, what, and its source
        self.awaits: list[Wanted] = []
        """Formulas that are shown as their source, because they are not drawn yet."""
        self.text = "".join(self._pieces())
        self._leading = typeset.leading(self.text, heading)
        self.font = typeset.font(heading)
        self._layout = QTextLayout(self.text, self.font)
        self.is_rtl = is_rtl(self.text)
        """It is read from right to left, and stands at the right unless told otherwise."""
        self._layout.setTextOption(_option("right" if self.is_rtl and align == "left" else align))
        self._layout.setFormats(self._formats(heading))

    @property
    def is_stale(self) -> bool:
        """A formula was drawn since: it has to be made anew."""
        return any(self._typeset.drawings.is_known(wanted) for wanted in self.awaits)

    def lay(self, width: float) -> None:
        """Break it into lines of `width` pixels; `height` is right from then on."""
        if width == self.width:
            return
        self.width = width
        if any(drawn.width > width for _, drawn, _ in self._drawn):
            self._links, self._chips = [], []
            self._layout.setFormats(self._formats(self._heading))
        layout, y = self._layout, 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            y += self._place(line, y)
        layout.endLayout()
        self.height = y or self._leading
        self._grounds = [each for chip in self._chips for each in self._boxes(*chip)]

    @property
    def natural_width(self) -> float:
        """How wide the widest line is."""
        lines = (self._layout.lineAt(n) for n in range(self._layout.lineCount()))
        return max((line.naturalTextWidth() for line in lines), default=0.0)

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, selection: Selection | None = None
    ) -> None:
        """Draw the lines that touch `clip`, which is in the painter's coordinates."""
        painter.setPen(self._typeset.ink)
        if self._grounds:
            self._draw_grounds(painter, at)
        self._layout.draw(painter, at, self._selected(selection), clip)
        for offset, drawn, _ in self._drawn:
            self._draw_formula(painter, at, offset, drawn)

    def offset_at(self, point: QPointF) -> int:
        """The place in the text nearest to `point`."""
        line = self._line_at(point.y())
        return line.xToCursor(point.x()) if line else 0

    def href_at(self, point: QPointF) -> str:
        """Where the text at `point` leads, "" for nowhere."""
        line = self._line_at(point.y())
        if not line or not line.naturalTextRect().contains(QPointF(point.x(), line.y())):
            return ""
        offset = line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter)
        return next((href for start, end, href in self._links if start <= offset < end), "")

    def line_top(self, offset: int) -> float:
        """The upper edge of the line that shows the letter at `offset`."""
        line = self._layout.lineForTextPosition(offset)
        return max(0.0, line.y() - self._leading / 2) if line.isValid() else 0.0

    def end(self) -> QRectF:
        """Where the next letter would stand."""
        last = self._layout.lineAt(self._layout.lineCount() - 1)
        if not last.isValid():
            return QRectF(0, 0, 0, self._leading)
        x = _x(last, last.textStart() + last.textLength())
        return QRectF(x, last.y(), 0, last.height())

    def slice(self, start: int, end: int) -> str:
        """The text between two places."""
        found = []
        for offset, _, source in self._drawn:
            if start <= offset < end:
                found += [utf16_slice(self.text, start, offset), source]
                start = offset + 1
        return "".join((*found, utf16_slice(self.text, start, end)))

    def _line_at(self, y: float) -> QTextLine | None:
        found = None
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            if found and line.y() > y:
                break
            found = line
        return found

    def _formats(self, heading: int) -> list[QTextLayout.FormatRange]:
        found, at = [], 0
        rooms = {offset: drawn for offset, drawn, _ in self._drawn}
        for run in self.runs:
            if drawn := rooms.get(at) if run.style & MATH else None:
                end = at + 1
                room = self._typeset.room_format(self._shown_width(drawn), heading)
                found.append(format_range(at, end, room))
            else:
                end = at + utf16_length(_shown(run))
            if (run.style or run.href) and not drawn:
                given = self._typeset.format(run.style, run.href, heading)
                found.append(format_range(at, end, given))
            if run.href:
                self._links.append((at, end, run.href))
            if run.style & (CODE | IMAGE) or (run.style & MATH and not drawn):
                self._chips.append((at, end))
            at = end
        return found

    def _pieces(self) -> Iterator[str]:
        """The text as it is shown: one letter stands for each formula that was drawn."""
        at = 0
        for run in self.runs:
            piece = _shown(run)
            if run.style & MATH and (drawn := self._drawing(run)):
                piece = ROOM
                self._drawn.append((at, drawn, run.text))
            yield piece
            at += utf16_length(piece)

    def _drawing(self, run: Run) -> Drawn | None:
        is_display = run.text.startswith(("$$", "\\["))
        wanted = Wanted(run.text, self.formula_size, is_display)
        drawn = self._typeset.drawings.get(wanted)
        if drawn is None and not self._typeset.drawings.is_known(wanted):
            self.awaits.append(wanted)
        return drawn

    @property
    def formula_size(self) -> int:
        """Of the letters of its formulas, in pixels."""
        return round(self._typeset.font(self._heading).pixelSize() * MATH_SIZE)

    def _shown_width(self, drawn: Drawn) -> float:
        """As wide as it is, or as the line where that is less."""
        return min(drawn.width, self.width) if self.width > 0 else drawn.width

    def _place(self, line: QTextLine, y: float) -> float:
        """Put a line below height `y`; returns how much room it and its formulas take."""
        room = max(float(self._leading), line.height())
        top = (room - line.height()) / 2
        if self._drawn:
            above, below = self._reach(line)
            higher = max(0.0, above - line.ascent() - top)
            room = ceil(higher + max(room, top + line.ascent() + below))
            top += higher
        line.setPosition(QPointF(0, y + top))
        return room

    def _reach(self, line: QTextLine) -> tuple[float, float]:
        """How far the formulas of a line reach above and below its foot."""
        start, end = line.textStart(), line.textStart() + line.textLength()
        above = below = 0.0
        for offset, drawn, _ in self._drawn:
            if start <= offset < end:
                scale = self._shown_width(drawn) / drawn.width
                above = max(above, drawn.ascent * scale)
                below = max(below, (drawn.height - drawn.ascent) * scale)
        return above, below

    def _draw_formula(self, painter: QPainter, at: QPointF, offset: int, drawn: Drawn) -> None:
        line = self._layout.lineForTextPosition(offset)
        if not line.isValid():
            return
        scale = self._shown_width(drawn) / drawn.width
        x = min(_x(line, offset), _x(line, offset + 1))
        y = line.y() + line.ascent() - drawn.ascent * scale
        # On whole pixels, or it would be blurred.
        place = QRectF(
            round(at.x() + x), round(at.y() + y), drawn.width * scale, drawn.height * scale
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, drawn.image)

    def _selected(self, selection: Selection | None) -> list[QTextLayout.FormatRange]:
        if selection is None:
            return []
        given = QTextCharFormat()
        given.setBackground(self._typeset.color("accent_fill"))
        given.setForeground(self._typeset.color("on_accent"))
        return [format_range(*selection, given)]

    def _draw_grounds(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._typeset.color("hover"))
        for rect in self._grounds:
            painter.drawRoundedRect(rect.translated(at), 4, 4)
        painter.setPen(self._typeset.ink)

    def _boxes(self, start: int, end: int) -> Iterator[QRectF]:
        first = self._layout.lineForTextPosition(start)
        for number in range(max(0, first.lineNumber()), self._layout.lineCount()):
            line = self._layout.lineAt(number)
            low = max(start, line.textStart())
            high = min(end, line.textStart() + line.textLength())
            if line.textStart() >= end:
                return
            if low < high:
                left, right = sorted((_x(line, low), _x(line, high)))
                yield QRectF(left - 1.5, line.y() + 1, right - left + 3, line.height() - 2)


def is_rtl(text: str) -> bool:
    """Whether the first letter that has a direction is read from right to left."""
    if text.isascii():
        return False
    kinds = (bidirectional(letter) for letter in text[:500])
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


def format_range(start: int, end: int, given: QTextCharFormat) -> QTextLayout.FormatRange:
    """`given` for the text from `start` to `end`."""
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, end - start, given
    return found


def utf16_length(text: str) -> int:
    """How long `text` is for Qt."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, start: int, end: int) -> str:
    """The part of `text` between two of Qt's places."""
    if text.isascii():
        return text[start:end]
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")


def _x(line: QTextLine, offset: int) -> float:
    found: tuple[float, int] = line.cursorToX(offset)  # type: ignore[assignment]
    return found[0]


def _shown(run: Run) -> str:
    if not run.style & IMAGE:
        return run.text
    host = urlsplit(run.href).netloc if run.href.startswith(OPENED) else ""
    return _IMAGE_SIGN + " · ".join(part for part in (run.text, host[:60]) if part)


def _option(align: Align) -> QTextOption:
    option = QTextOption(_ALIGN[align])
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option
