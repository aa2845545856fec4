"""Blocks become boxes, stacked in a column and laid out when they come into view."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.ui.transcript.blocks import Block
from app.ui.transcript.box import Box, RuleBox, TextBox
from app.ui.transcript.code_box import FOLD, CodeBox
from app.ui.transcript.drawing_box import FormulaBox, PictureBox
from app.ui.transcript.leaves import (
    MOST_CELLS,
    TABLE,
    Code,
    Formula,
    Leaf,
    Paragraph,
    Picture,
    Sources,
    Table,
)
from app.ui.transcript.set_text import Selection
from app.ui.transcript.sources_box import SourcesBox
from app.ui.transcript.stacking import note_marker
from app.ui.transcript.table_box import TableBox
from app.ui.transcript.typeset import Typeset

_QUOTE = 14
_AT_LEAST = 1
"""Blocks that are laid out in one go, however long they take."""


class Place(NamedTuple):
    """A place in a column: which block, which leaf of it, where in its text."""

    block: int
    leaf: int
    offset: int


Between = tuple[Place, Place]
START, END = Place(-1, 0, 0), Place(1 << 40, 0, 0)
"""Before all and after all places of a column."""


class Stack:
    """One block: the boxes of its leaves, from top to bottom."""

    def __init__(self, block: Block, typeset: Typeset) -> None:
        self.block = block
        self.width = -1.0
        self.height = 0.0
        self.boxes: list[Box] = []
        self.tops: list[float] = []
        self._typeset = typeset

    def lay(self, width: float) -> None:
        """Lay out all of it."""
        if not self.boxes:
            self.boxes = [_box(leaf, self._typeset) for leaf in self.block.leaves]
        self.width = width
        self.tops.clear()
        y, before = 0.0, None
        for box in self.boxes:
            y += gap(before, box.leaf, self._typeset)
            box.lay(max(40.0, width - self.inset(box.leaf)))
            self.tops.append(y)
            y, before = y + box.height, box.leaf
        self.height = y

    def guess(self, width: float) -> None:
        """Guess its height, as long as it was never laid out."""
        if self.width < 0:
            self.height = sum(_guess(leaf, width, self._typeset) for leaf in self.block.leaves)

    def update(self, block: Block) -> float | None:
        """Show a newer state of the block: where it differs first, None if it was unseen."""
        if not self.boxes:
            return None
        first = _common(self.block.leaves, block.leaves)
        y = top = self.tops[first] if first < len(self.tops) else self.height
        kept, rest = self.boxes[:first], block.leaves[first:]
        if rest and first < len(self.boxes):
            grown = self.boxes[first].update(rest[0])
            if grown is not None:
                kept.append(self.boxes[first])
                y, rest = y + grown, rest[1:]
        self.block, self.boxes = block, kept + [_box(leaf, self._typeset) for leaf in rest]
        self.lay(self.width)
        return _from(y, top, self.tops[first] if first < len(self.tops) else self.height)

    def renew(self) -> bool:
        """Take over what was drawn elsewhere since; False when nothing changed."""
        changed = [box for box in self.boxes if box.renew()]
        if changed:
            self.lay(self.width)
        return bool(changed)

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, chosen: Between | None, number: int
    ) -> None:
        """Draw the boxes that touch `clip`; the block is the column's `number`th."""
        for index, box in enumerate(self.boxes):
            top = at.y() + self.tops[index]
            if top > clip.bottom() + 1 or top + box.height < clip.top() - 1:
                continue
            corner = QPointF(at.x() + self.left(box), top)
            self._draw_bars(painter, at, index)
            selection = _within(chosen, number, index, box.length) if chosen else None
            box.draw(painter, corner, clip, selection)

    def box_at(self, y: float) -> int:
        """The index of the box at `y`, or the one above it."""
        return max(0, bisect_right(self.tops, y) - 1)

    def inset(self, leaf: Leaf) -> float:
        """How far a leaf is moved in by its quotes and items."""
        wanted = sum(_QUOTE if each == "q" else self._typeset.indent for each in leaf.indent)
        return min(float(wanted), self.width * 0.4)

    def left(self, box: Box) -> float:
        """Where a box begins; what is read from the right is moved in from there."""
        return 0.0 if box.is_rtl and "q" not in box.leaf.indent else self.inset(box.leaf)

    def _draw_bars(self, painter: QPainter, at: QPointF, index: int) -> None:
        leaf, x = self.boxes[index].leaf, at.x()
        before = self.boxes[index - 1].leaf.indent if index else ""
        for depth, each in enumerate(leaf.indent):
            if x > at.x() + self.width * 0.4:
                break
            if each == "q":
                shared = index and before[: depth + 1] == leaf.indent[: depth + 1]
                above = self.boxes[index - 1].height + self.tops[index - 1] if shared else 0.0
                top = at.y() + (above if shared else self.tops[index])
                end = at.y() + self.tops[index] + self.boxes[index].height
                painter.fillRect(QRectF(x, top, 3, end - top), self._typeset.color("edge"))
            x += _QUOTE if each == "q" else self._typeset.indent


class Column:
    """The blocks of a text, one below the other."""

    def __init__(self, typeset: Typeset) -> None:
        self.stacks: list[Stack] = []
        self.tops: list[float] = []
        self.height = 0.0
        self._typeset = typeset
        self._width = 0.0

    def show(self, blocks: Sequence[Block], first: int) -> float:
        """Show `blocks`, which differ from `first` on; returns from which height on."""
        if first >= len(blocks) and len(blocks) == len(self.stacks):
            return self.height
        y = top = self.tops[first] if first < len(self.tops) else self.height
        kept = first
        if first < min(len(self.stacks), len(blocks)):
            grown = self.stacks[first].update(blocks[first])
            if grown is not None:
                kept += 1
                y += grown
        added = [Stack(block, self._typeset) for block in blocks[kept:]]
        for stack in added:
            stack.guess(self._width or 400.0)
        self.stacks[kept:] = added
        self._restack(first)
        return _from(y, top, self.tops[first] if first < len(self.tops) else self.height)

    def lay(self, width: float, top: float, bottom: float, deadline: float) -> bool:
        """Lay out what lies between two heights; False when time ran out before the end.

        A few blocks are laid out whatever the time: else a text that takes long to parse
        would be blank until all of it is.
        """
        self._width, laid = width, 0
        index = max(0, bisect_right(self.tops, top) - 1)
        while index < len(self.stacks) and self.tops[index] <= bottom:
            stack = self.stacks[index]
            if stack.width != width:
                if laid >= _AT_LEAST and perf_counter() > deadline:
                    return False
                laid += 1
                before = stack.height
                stack.lay(width)
                if stack.height != before:
                    self._restack(index)
            index += 1
        return True

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, chosen: Between | None = None
    ) -> None:
        """Draw what touches `clip`; what was never laid out is left blank."""
        index = max(0, bisect_right(self.tops, clip.top() - at.y()) - 1)
        while index < len(self.stacks) and at.y() + self.tops[index] <= clip.bottom():
            corner = QPointF(at.x(), at.y() + self.tops[index])
            self.stacks[index].draw(painter, corner, clip, chosen, index)
            index += 1

    def find(self, point: QPointF) -> tuple[Box, QPointF, Place] | None:
        """The box nearest to `point`, the point within it, and the place in its text."""
        number = max(0, bisect_right(self.tops, point.y()) - 1)
        if number >= len(self.stacks) or not self.stacks[number].boxes:
            return None
        stack = self.stacks[number]
        inside = point - QPointF(0, self.tops[number])
        index = stack.box_at(inside.y())
        box = stack.boxes[index]
        inside -= QPointF(stack.left(box), stack.tops[index])
        return box, inside, Place(number, index, box.offset_at(inside))

    def note(self, label: str) -> float | None:
        """At which height the footnote of a label stands, None if there is none."""
        for stack, top in zip(self.stacks, self.tops, strict=True):
            if stack.block.leaves and stack.block.leaves[0].marker == note_marker(label):
                return top
        return None

    def selected(self, chosen: Between) -> Iterator[str]:
        """The text between two places, leaf by leaf; laid out or not."""
        for number, stack in enumerate(self.stacks):
            if not chosen[0].block <= number <= chosen[1].block:
                continue
            boxes = stack.boxes or [_box(leaf, self._typeset) for leaf in stack.block.leaves]
            for index, box in enumerate(boxes):
                if part := _within(chosen, number, index, box.length):
                    yield box.selected_text(part)

    def measure(self) -> None:
        """Some box changed its height by itself."""
        for stack in self.stacks:
            if stack.boxes:
                stack.lay(stack.width)
        self._restack(0)

    def renew(self) -> bool:
        """Take over what was drawn elsewhere since; False when nothing changed."""
        changed = [stack for stack in self.stacks if stack.renew()]
        if changed:
            self._restack(0)
        return bool(changed)

    def boxes(self) -> Iterator[Box]:
        """Every box that was laid out."""
        for stack in self.stacks:
            yield from stack.boxes

    @property
    def natural_width(self) -> float:
        """How wide it has to be at least; all of it must be laid out."""
        found = 0.0
        for stack in self.stacks:
            for box in stack.boxes:
                width = box.natural_width if isinstance(box, TextBox) else self._width
                found = max(found, width + stack.inset(box.leaf))
        return found

    def end(self) -> QRectF | None:
        """Where the next letter would stand."""
        if not self.stacks or not self.stacks[-1].boxes:
            return None
        stack = self.stacks[-1]
        box = stack.boxes[-1]
        corner = QPointF(stack.left(box), self.tops[-1] + stack.tops[-1])
        found = box.end()
        return found.translated(corner) if found else None

    def _restack(self, first: int) -> None:
        del self.tops[first:]
        above = self.stacks[first - 1] if first else None
        y = self.tops[-1] + above.height if above else 0.0
        for stack in self.stacks[first:]:
            before = above.block.leaves[-1] if above and above.block.leaves else None
            if stack.block.leaves:
                y += gap(before, stack.block.leaves[0], self._typeset)
            self.tops.append(y)
            y, above = y + stack.height, stack
        self.height = y


def gap(before: Leaf | None, leaf: Leaf, typeset: Typeset) -> float:
    """The distance between two leaves."""
    if before is None:
        return 0
    size = typeset.body.pixelSize()
    if isinstance(leaf, Paragraph) and leaf.heading:
        return round(size * 1.1)
    if isinstance(before, Paragraph) and before.heading:
        return round(size * 0.4)
    if leaf.marker and "l" in before.indent:
        return round(size * 0.25)
    return round(size * 0.65)


def _from(y: float, before: float, now: float) -> float:
    """Where it differs first: at `y`, unless what begins at `before` begins at `now`."""
    return y if now == before else min(y, before, now)


def _box(leaf: Leaf, typeset: Typeset) -> Box:
    if isinstance(leaf, Paragraph):
        return TextBox(leaf, typeset)
    if isinstance(leaf, Code):
        return CodeBox(leaf, typeset)
    if isinstance(leaf, Table):
        if len(leaf.rows) * len(leaf.aligns) > MOST_CELLS:
            return CodeBox(Code(code=leaf.text, language=TABLE, indent=leaf.indent), typeset)
        return TableBox(leaf, typeset)
    if isinstance(leaf, Formula):
        return FormulaBox(leaf, typeset)
    if isinstance(leaf, Picture):
        return PictureBox(leaf, typeset)
    if isinstance(leaf, Sources):
        return SourcesBox(leaf, typeset)
    return RuleBox(leaf, typeset)


def _guess(leaf: Leaf, width: float, typeset: Typeset) -> float:
    if isinstance(leaf, Code):
        return 40 + typeset.code_line * min(FOLD + 2, 1 + leaf.code.count("\n"))
    if isinstance(leaf, Table):
        return (typeset.leading("", 0) + 12) * len(leaf.rows)
    return typeset.estimate(len(leaf.text), width)


def _common(old: Sequence[Leaf], new: Sequence[Leaf]) -> int:
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _within(chosen: Between, block: int, leaf: int, length: int) -> Selection | None:
    """The part of a leaf's text that lies between two places."""
    first, last = chosen
    if (block, leaf) < first[:2] or (block, leaf) > last[:2]:
        return None
    start = first.offset if first[:2] == (block, leaf) else 0
    end = last.offset if last[:2] == (block, leaf) else length
    return (start, end) if start < end else None
