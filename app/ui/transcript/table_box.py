"""A table with all its borders; one that is too wide scrolls sideways."""

from collections.abc import Callable
from itertools import accumulate
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.ui.transcript.box import NOTHING, Box, Spot
from app.ui.transcript.leaves import BOLD, Align, Leaf, Run, Runs, Table
from app.ui.transcript.set_text import Selection, SetText
from app.ui.transcript.typeset import Typeset

_WIDE = 1e6
_WORD = 160.0
"""A longer word may be broken."""
_CELL = 1 << 16
"""Places a cell has: the place of a letter is its cell's number times this, plus its own."""


class _Cell(SetText):
    """A cell, and how wide it would be if there were room."""

    def __init__(self, runs: Runs, typeset: Typeset, *, align: Align, source: Runs) -> None:
        """`source` is what the table says of it, which a head sets otherwise."""
        super().__init__(runs, typeset, align=align)
        self.source = source
        self.lay(_WIDE)
        self.wanted = ceil(self.natural_width)

    @property
    def least(self) -> int:
        """How wide its widest word is."""
        metrics = QFontMetricsF(self.font)
        words = (metrics.horizontalAdvance(word) for word in self.text.split())
        drawn = max((each.width for _, each, _ in self._drawn), default=0.0)
        return ceil(max((drawn, *words))) + 1


class TableBox(Box):
    """Columns as wide as they like while there is room, and fairly shared when there is not."""

    def __init__(self, leaf: Table, typeset: Typeset) -> None:
        super().__init__(leaf, typeset)
        self._table = leaf
        self._pad_x, self._pad_y = typeset.step + 3, max(3, typeset.step // 2 + 1)
        self._rows: list[list[_Cell]] = []
        self._columns: list[float] = []
        self._tops: list[float] = [0.0]
        self._same = 0  # rows that are as they were when it was laid out
        self._wanted: list[list[float]] = []
        self._least: list[list[float]] = []
        self._width = 0.0
        self._left = 0.0
        self._fill(leaf)

    def update(self, leaf: Leaf) -> float | None:
        if not isinstance(leaf, Table) or leaf.aligns != self._table.aligns:
            return None
        columns, first, width = self._columns, max(0, len(self._rows) - 1), self._width
        self._fill(leaf)
        self.leaf = self._table = leaf
        self._width = 0.0
        top = self._tops[min(first, len(self._tops) - 1)]
        if width:
            self.lay(width)
        return top if columns == self._columns else 0.0

    def renew(self) -> bool:
        if not any(cell.is_stale for row in self._rows for cell in row):
            return False
        self._fill(self._table)
        self._width = 0.0
        return True

    def lay(self, width: float) -> None:
        if width == self._width:
            return
        self._width = width
        around, before = 2 * self._pad_x + 1, self._columns
        widest = self._most(self._wanted, lambda cell: cell.wanted)
        wanted = [each + around for each in widest]
        if sum(wanted) > width - 1:
            narrow = self._most(self._least, lambda cell: min(cell.least, _WORD))
            wanted = _shared(wanted, [each + around for each in narrow], width - 1)
        self._columns = wanted
        kept = min(self._same, len(self._tops) - 1) if before == wanted else 0
        heights = [self._lay_row(row) for row in self._rows[kept:]]
        self._tops = [*self._tops[:kept], *accumulate(heights, initial=self._tops[kept])]
        self._same = len(self._rows)
        self.height = self._tops[-1] + 1 + (6 if self._overflow > 0 else 0)

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, selection: Selection | None
    ) -> None:
        painter.save()
        painter.setClipRect(
            QRectF(at.x(), at.y(), self._width, self.height), Qt.ClipOperation.IntersectClip
        )
        corner = QPointF(at.x() - self._left, at.y())
        self._draw_grid(painter, corner)
        for number, row in enumerate(self._rows):
            top = corner.y() + self._tops[number]
            if top <= clip.bottom() and corner.y() + self._tops[number + 1] >= clip.top():
                self._draw_row(painter, QPointF(corner.x(), top), number, row, clip, selection)
        painter.restore()

    def spot(self, point: QPointF) -> Spot:
        row, column, inside = self._cell_at(point)
        if row >= len(self._rows) or column >= len(self._columns):
            return NOTHING
        return Spot(href=self._rows[row][column].href_at(inside))

    def scroll(self, distance: float) -> bool:
        before = self._left
        self._left = min(max(0.0, self._overflow), max(0.0, self._left + distance))
        return self._left != before

    def offset_at(self, point: QPointF) -> int:
        row, column, inside = self._cell_at(point)
        row, column = min(row, len(self._rows) - 1), min(column, len(self._columns) - 1)
        number = row * len(self._columns) + column
        return number * _CELL + self._rows[row][column].offset_at(inside)

    @property
    def length(self) -> int:
        return sum(len(row) for row in self._rows) * _CELL

    def selected_text(self, selection: Selection) -> str:
        lines = []
        for number, row in enumerate(self._rows):
            cells = [
                self._part(cell, number * len(row) + column, selection)
                for column, cell in enumerate(row)
            ]
            if any(cell is not None for cell in cells):
                lines.append("\t".join(cell or "" for cell in cells))
        return "\n".join(lines)

    @property
    def _overflow(self) -> float:
        return sum(self._columns) + 1 - self._width

    def _fill(self, table: Table) -> None:
        """Make the cells, keeping those that are the same as before."""
        old, self._rows = self._rows, []
        self._same = 0
        for number, runs in enumerate(table.rows):
            before = old[number] if number < len(old) else []
            if before and self._is_same(before, runs):
                self._same += self._same == number
                self._rows.append(before)
                continue
            row = [self._cell(each, at, number == 0, before) for at, each in enumerate(runs)]
            self._rows.append(row)
        del self._wanted[self._same :], self._least[self._same :]

    def _is_same(self, row: "list[_Cell]", runs: tuple[Runs, ...]) -> bool:
        return all(
            cell.source is each and not cell.awaits for cell, each in zip(row, runs, strict=False)
        )

    def _most(self, kept: list[list[float]], width_of: "Callable[[_Cell], float]") -> list[float]:
        """The widest of each column; `kept` has it for all rows down to each."""
        for row in self._rows[len(kept) :]:
            widths = [width_of(cell) for cell in row]
            kept.append(
                [max(pair) for pair in zip(widths, kept[-1], strict=True)] if kept else widths
            )
        return kept[-1]

    def _cell(self, runs: Runs, column: int, is_head: bool, before: "list[_Cell]") -> "_Cell":
        source = runs
        if is_head:
            runs = tuple(Run(run.text, run.style | BOLD, run.href) for run in runs)
        is_same = column < len(before) and before[column].runs == runs
        if is_same and not before[column].is_stale:
            before[column].source = source
            return before[column]
        return _Cell(runs, self.typeset, align=self._table.aligns[column], source=source)

    def _lay_row(self, row: list[_Cell]) -> float:
        for cell, width in zip(row, self._columns, strict=True):
            cell.lay(width - 2 * self._pad_x - 1)
        return max((cell.height for cell in row), default=0.0) + 2 * self._pad_y + 1

    def _draw_row(
        self,
        painter: QPainter,
        corner: QPointF,
        number: int,
        row: list[_Cell],
        clip: QRectF,
        selection: Selection | None,
    ) -> None:
        x = corner.x()
        for column, cell in enumerate(row):
            place = QPointF(x + 1 + self._pad_x, corner.y() + 1 + self._pad_y)
            chosen = _clamped(selection, number * len(row) + column)
            cell.draw(painter, place, clip, chosen)
            x += self._columns[column]

    def _draw_grid(self, painter: QPainter, corner: QPointF) -> None:
        width, height = sum(self._columns) + 1, self._tops[-1] + 1
        line, x, y = self.typeset.color("edge"), corner.x(), corner.y()
        head = QRectF(x, y, width, self._tops[min(1, len(self._tops) - 1)])
        painter.fillRect(head, self.typeset.color("raised"))
        for top in self._tops:
            painter.fillRect(QRectF(x, y + top, width, 1), line)
        for left in (0.0, *accumulate(self._columns)):
            painter.fillRect(QRectF(x + left, y, 1, height), line)
        if self._overflow > 0:
            share = self._width / width
            bar = QRectF(x + self._left * (1 + share), y + height + 2, self._width * share, 3)
            painter.fillRect(bar, self.typeset.color("scroll"))

    def _cell_at(self, point: QPointF) -> tuple[int, int, QPointF]:
        row, column = 0, 0
        while row < len(self._rows) - 1 and point.y() >= self._tops[row + 1]:
            row += 1
        x = point.x() + self._left
        for width in self._columns:
            if x < width:
                break
            x -= width
            column += 1
        inside = QPointF(x - 1 - self._pad_x, point.y() - self._tops[row] - 1 - self._pad_y)
        return row, column, inside

    def _part(self, cell: SetText, number: int, selection: Selection) -> str | None:
        chosen = _clamped(selection, number)
        return None if chosen is None else cell.slice(*chosen)


def _clamped(selection: Selection | None, number: int) -> Selection | None:
    if selection is None:
        return None
    low = max(0, selection[0] - number * _CELL)
    high = min(_CELL - 1, selection[1] - number * _CELL)
    return (low, high) if low <= high and low < _CELL and selection[1] > number * _CELL else None


def _shared(wanted: list[float], least: list[float], width: float) -> list[float]:
    """Column widths: the narrow ones get what they want, the others share the rest."""
    found = list(wanted)
    wide = set(range(len(wanted)))
    while wide:
        rest = width - sum(each for n, each in enumerate(found) if n not in wide)
        share = rest / len(wide)
        settled = {n for n in wide if wanted[n] <= share or least[n] >= share}
        if not settled:
            break
        for n in settled:
            found[n] = min(wanted[n], max(least[n], share))
        wide -= settled
    for n in wide:
        found[n] = share
    return [float(floor(each)) for each in found]
