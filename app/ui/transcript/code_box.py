"""A piece of code: its language, copy, wrap, numbers and fold, and its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from app.ui.transcript.box import NOTHING, Box, Spot, draw_card, draw_scroll, text_width
from app.ui.transcript.leaves import TABLE, Call, Code, Leaf
from app.ui.transcript.set_text import Selection, format_range, utf16_length, utf16_slice
from app.ui.transcript.typeset import Typeset

FOLD = 40
"""Lines that are shown of a longer code until it is unfolded."""
_PAGE = 40
"""Lines that are laid out together: a code that grows lays out its last page only."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Colored = Sequence[tuple[int, int, str]]
"""Pieces of code in Qt's places: from, to, and the name of their colour."""


@dataclass(slots=True)
class _Page:
    start: int  # in letters
    at: int  # in Qt's places
    text: str
    layout: QTextLayout
    y: float = 0.0
    height: float = 0.0


class CodeBox(Box):
    """Code in a frame; wider lines scroll sideways or, when told to, wrap.

    `colored` is what `code.py` found out; without it the code is plain.
    """

    def __init__(self, leaf: Code, typeset: Typeset) -> None:
        super().__init__(leaf, typeset)
        self.code = leaf
        self.is_wrapped = False
        self.is_numbered = False
        self.is_unfolded = False
        self.was_copied = False
        self.is_asked = False
        """Its colours are being looked for, or known."""
        self._colored: Colored = ()
        self._width = 0.0
        self._left = 0.0
        self._widest = 0.0
        self._head = typeset.small_line + 6
        self._pad = typeset.step + 4
        self._pages: list[_Page] = []
        self._lines = 0
        self._shown = ""
        self._count()
        self._paginate(0)

    @property
    def is_folded(self) -> bool:
        """Only its beginning is shown."""
        return self._lines > FOLD and not self.is_unfolded

    def color(self, colored: Colored) -> None:
        """Show it highlighted; its height stays as it is."""
        self._colored = colored
        for page in self._pages:
            self._lay_page(page)

    def lay(self, width: float) -> None:
        if width == self._width:
            return
        self._width = width
        for page in self._pages:
            self._lay_page(page)
        self._stack()

    def update(self, leaf: Leaf) -> float | None:
        if type(leaf) is not Code or leaf.language != self.code.language:
            return None
        grows = leaf.code.startswith(self.code.code)
        was_folded = self.is_folded
        self.is_asked = self.is_asked and was_folded and grows
        self.leaf = self.code = leaf
        self._count()
        if grows and was_folded:
            return max(0.0, self.height - self._foot)
        if not grows:
            self._colored = ()
        keep = max(0, len(self._pages) - 1) if grows else 0
        y = self._pages[keep].y + self._pages[keep].height if grows else 0.0
        self._paginate(keep)
        if self._width:
            for page in self._pages[keep:]:
                self._lay_page(page)
            self._stack()
        return max(0.0, y - self.typeset.code_line - self._pad)

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, selection: Selection | None
    ) -> None:
        frame = QRectF(at.x(), at.y(), self._width, self.height)
        typeset = self.typeset
        draw_card(
            painter, frame, typeset.color("code_ground"), typeset.color("hairline"), typeset.corner
        )
        self._draw_head(painter, frame)
        painter.save()
        inside = frame.adjusted(1 + self._gutter, self._head, -1, -1 - self._foot)
        if self.is_numbered:
            self._draw_numbers(painter, at, clip)
        painter.setClipRect(inside, Qt.ClipOperation.IntersectClip)
        painter.setPen(typeset.color("code_name"))
        x, y = at.x() + self._gutter + self._pad - self._left, at.y() + self._head
        for page in self._pages:
            if y + page.y + page.height >= clip.top() and y + page.y <= clip.bottom():
                chosen = _within(selection, page, typeset)
                page.layout.draw(painter, QPointF(x, y + page.y), chosen, clip)
        painter.restore()
        if self._foot:
            self._draw_foot(painter, frame)
        if self._is_wide:
            above = frame.adjusted(0, 0, 0, -self._foot)
            draw_scroll(painter, above, typeset, self._left, self._whole)

    def spot(self, point: QPointF) -> Spot:
        if 0 <= point.y() < self._head:
            for name, rect in self._labels(QRectF(0, 0, self._width, self.height)):
                if rect.adjusted(-5, -3, 5, 3).contains(point):
                    return Spot(press=name)
        if self._foot and point.y() >= self.height - self._foot:
            return Spot(press="fold")
        return NOTHING

    def press(self, spot: Spot) -> None:
        self.was_copied = spot.press == "copy"
        if self.was_copied:
            return
        self._left = 0.0
        self.is_wrapped ^= spot.press == "wrap"
        self.is_numbered ^= spot.press == "numbers"
        if spot.press == "fold":
            self.is_unfolded = not self.is_unfolded
            self.is_asked = False
            self._count()
            self._paginate(0)
        self._widest = 0.0
        width, self._width = self._width, -1.0
        self.lay(width)

    def scroll(self, distance: float) -> bool:
        most = max(0.0, self._whole - self._width)
        before, self._left = self._left, min(most, max(0.0, self._left + distance))
        return self._left != before

    def offset_at(self, point: QPointF) -> int:
        y = point.y() - self._head
        page = next((each for each in self._pages if y < each.y + each.height), self._pages[-1])
        found = 0
        for number in range(page.layout.lineCount()):
            line = page.layout.lineAt(number)
            if line.y() > y - page.y:
                break
            found = line.xToCursor(point.x() - self._gutter - self._pad + self._left)
        return page.at + found

    def selected_text(self, selection: Selection) -> str:
        return utf16_slice(self.code.code, *selection)

    def end(self) -> QRectF | None:
        if self.is_folded:
            return None
        page = self._pages[-1]
        last = page.layout.lineAt(page.layout.lineCount() - 1)
        x = last.naturalTextWidth() + self._gutter + self._pad - self._left
        x = min(x, self._width - self._pad)
        return QRectF(x, self._head + page.y + last.y(), 0, last.height())

    def _paginate(self, keep: int) -> None:
        at = self._pages[keep].at if keep < len(self._pages) else 0
        start = self._pages[keep].start if keep < len(self._pages) else 0
        del self._pages[keep:]
        lines = self._shown[start:].split("\n")
        for first in range(0, len(lines), _PAGE):
            text = "\u2028".join(lines[first : first + _PAGE])
            page = _Page(start, at, text, QTextLayout(text, self.typeset.code))
            self._pages.append(page)
            start += len(text) + 1
            at += utf16_length(text) + 1

    def _lay_page(self, page: _Page) -> None:
        option = QTextOption()
        wrap = QTextOption.WrapMode
        option.setWrapMode(wrap.WrapAnywhere if self.is_wrapped else wrap.ManualWrap)
        option.setTabStopDistance(self.typeset.tab)
        layout, leading, y = page.layout, self.typeset.code_line, 0.0
        layout.setTextOption(option)
        layout.setFormats(list(self._formats(page)))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(
                self._width - self._gutter - 2 * self._pad if self.is_wrapped else 1e6
            )
            room = max(float(leading), line.height())
            line.setPosition(QPointF(0, y + (room - line.height()) / 2))
            y += room
        layout.endLayout()
        page.height = y

    def _stack(self) -> None:
        y = float(self.typeset.step)
        for page in self._pages:
            page.y = y
            y += page.height
        last = self._pages[-1:] if self._widest else self._pages
        natural = (
            page.layout.lineAt(number).naturalTextWidth()
            for page in last
            for number in range(page.layout.lineCount())
        )
        self._widest = 0.0 if self.is_wrapped else max(natural, default=0.0)
        below = self.typeset.step + (8 if self._is_wide else 1)
        self.height = self._head + y + below + self._foot

    def _count(self) -> None:
        """Find out how many lines there are, and how much of them is shown."""
        code = self.code.code
        self._lines = code.count("\n") + 1
        if self.is_folded:
            self._shown = "\n".join(code.split("\n", FOLD)[:FOLD])
        else:
            self._shown = code

    @property
    def _whole(self) -> float:
        return self._widest + self._gutter + 2 * self._pad

    @property
    def _is_wide(self) -> bool:
        return self._whole > self._width

    @property
    def _gutter(self) -> float:
        """How much room the line numbers take."""
        if not self.is_numbered:
            return 0.0
        digits = len(str(self._lines))
        return round(QFontMetricsF(self.typeset.code).horizontalAdvance("0") * digits) + self._pad

    @property
    def _foot(self) -> float:
        """How tall the line is that folds and unfolds, 0 when there is none."""
        return self.typeset.small_line + 8.0 if self._lines > FOLD else 0.0

    def _formats(self, page: _Page) -> Iterator[QTextLayout.FormatRange]:
        end = page.at + utf16_length(page.text)
        for start, stop, group in self._colored:
            low, high = max(start, page.at), min(stop, end)
            if low < high:
                given = self.typeset.code_format(group)
                yield format_range(low - page.at, high - page.at, given)

    def _labels(self, frame: QRectF) -> Iterator[tuple[str, QRectF]]:
        right = frame.right() - self._pad
        for name in ("copy", "wrap", "numbers"):
            is_narrow = frame.width() < 18 * self.typeset.small_line
            if name == "numbers" and (is_narrow or isinstance(self.code, Call)):
                return
            width = text_width(self.typeset, self._label(name))
            yield name, QRectF(right - width, frame.top(), width, self._head)
            right -= width + 12

    def _label(self, name: str) -> str:
        translate = QCoreApplication.translate
        if name == "numbers":
            is_on = self.is_numbered
            return translate("Code", "No numbers") if is_on else translate("Code", "Numbers")
        if name == "wrap":
            is_on = self.is_wrapped
            return translate("Code", "Unwrap") if is_on else translate("Code", "Wrap")
        return translate("Code", "Copied") if self.was_copied else translate("Code", "Copy")

    def _draw_head(self, painter: QPainter, frame: QRectF) -> None:
        typeset, middle = self.typeset, Qt.AlignmentFlag.AlignVCenter
        painter.setFont(typeset.small)
        painter.setPen(typeset.color("muted"))
        left = frame.left()
        for name, rect in self._labels(frame):
            painter.drawText(rect.adjusted(-2, 0, 2, 0), middle, self._label(name))
            left = rect.left()
        room = QRectF(frame.left() + self._pad, frame.top(), left - frame.left() - 20, self._head)
        painter.setPen(typeset.color(_state_color(self.code)))
        elided = Qt.TextElideMode.ElideRight
        fitting = painter.fontMetrics().elidedText(
            _title(self.code), elided, max(0, int(room.width()))
        )
        painter.drawText(room, middle, fitting)
        line = QRectF(frame.left() + 1, frame.top() + self._head - 1, frame.width() - 2, 1)
        painter.fillRect(line, typeset.color("hairline"))

    def _draw_foot(self, painter: QPainter, frame: QRectF) -> None:
        typeset, translate = self.typeset, QCoreApplication.translate
        words = translate("Code", "Show less")
        if self.is_folded:
            words = translate("Code", "Show all {count} lines").format(count=self._lines)
        foot = QRectF(frame.left(), frame.bottom() - self._foot, frame.width(), self._foot)
        painter.fillRect(
            QRectF(foot.left() + 1, foot.top(), foot.width() - 2, 1), typeset.color("hairline")
        )
        painter.setFont(typeset.small)
        painter.setPen(typeset.color("link"))
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, words)

    def _draw_numbers(self, painter: QPainter, at: QPointF, clip: QRectF) -> None:
        """Number the lines; those that a line is wrapped into share its number."""
        painter.setFont(self.typeset.code)
        painter.setPen(self.typeset.color("muted"))
        top, width, number = at.y() + self._head, self._gutter, 0
        for page in self._pages:
            starts = set(_line_starts(page.text))
            for index in range(page.layout.lineCount()):
                line = page.layout.lineAt(index)
                if line.textStart() not in starts:
                    continue
                number += 1
                room = QRectF(at.x(), top + page.y + line.y(), width, line.height())
                if room.bottom() >= clip.top() and room.top() <= clip.bottom():
                    painter.drawText(room, _RIGHT, str(number))


def _title(code: Code) -> str:
    """What stands above a piece of code."""
    translate = QCoreApplication.translate
    if isinstance(code, Call):
        states = {
            "asked": translate("Code", "asked for"),
            "done": translate("Code", "done"),
            "failed": translate("Code", "failed"),
        }
        signs = {"asked": "…", "done": "✓", "failed": "✕"}
        return f"{signs[code.state]}  {code.tool} · {states[code.state]}"
    if code.language == TABLE:
        return translate("Code", "A large table, as it was written")
    return code.language or translate("Code", "text")


def _state_color(code: Code) -> str:
    if not isinstance(code, Call) or code.state == "asked":
        return "muted"
    return "good" if code.state == "done" else "danger"


def _within(
    selection: Selection | None, page: _Page, typeset: Typeset
) -> list[QTextLayout.FormatRange]:
    if selection is None:
        return []
    low = max(0, selection[0] - page.at)
    high = min(utf16_length(page.text), selection[1] - page.at)
    given = QTextCharFormat()
    given.setBackground(typeset.color("accent_fill"))
    given.setForeground(typeset.color("on_accent"))
    return [format_range(low, high, given)] if low < high else []


def _line_starts(text: str) -> Iterator[int]:
    """Where the lines of a page begin, in Qt's places."""
    at = 0
    for line in text.split("\u2028"):
        yield at
        at += utf16_length(line) + 1
