"""A piece of code: its language, copy and wrap, and its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextOption

from app.ui.transcript.box import NOTHING, Box, Spot, draw_card, text_width
from app.ui.transcript.leaves import Code, Leaf
from app.ui.transcript.set_text import Selection, format_range, utf16_length, utf16_slice
from app.ui.transcript.typeset import Typeset

_PAGE = 40
"""Lines that are laid out together: a code that grows lays out its last page only."""

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
        self._paginate(0)

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
        if not isinstance(leaf, Code) or leaf.language != self.code.language:
            return None
        grows = leaf.code.startswith(self.code.code)
        self.is_asked = False
        self.leaf = self.code = leaf
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
        painter.setClipRect(frame.adjusted(1, self._head, -1, -1), Qt.ClipOperation.IntersectClip)
        painter.setPen(typeset.color("code_name"))
        x, y = at.x() + self._pad - self._left, at.y() + self._head
        for page in self._pages:
            if y + page.y + page.height >= clip.top() and y + page.y <= clip.bottom():
                chosen = _within(selection, page, typeset)
                page.layout.draw(painter, QPointF(x, y + page.y), chosen, clip)
        painter.restore()
        self._draw_bar(painter, frame)

    def spot(self, point: QPointF) -> Spot:
        if 0 <= point.y() < self._head:
            for name, rect in self._labels(QRectF(0, 0, self._width, self.height)):
                if rect.adjusted(-5, -3, 5, 3).contains(point):
                    return Spot(press=name)
        return NOTHING

    def press(self, spot: Spot) -> None:
        if spot.press == "wrap":
            self.is_wrapped, self._left = not self.is_wrapped, 0.0
            width, self._width = self._width, -1.0
            self.lay(width)
        self.was_copied = spot.press == "copy"

    def scroll(self, distance: float) -> bool:
        most = max(0.0, self._widest + 2 * self._pad - self._width)
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
            found = line.xToCursor(point.x() - self._pad + self._left)
        return page.at + found

    def selected_text(self, selection: Selection) -> str:
        return utf16_slice(self.code.code, *selection)

    def end(self) -> QRectF | None:
        page = self._pages[-1]
        last = page.layout.lineAt(page.layout.lineCount() - 1)
        x = min(last.naturalTextWidth() + self._pad - self._left, self._width - self._pad)
        return QRectF(x, self._head + page.y + last.y(), 0, last.height())

    def _paginate(self, keep: int) -> None:
        at = self._pages[keep].at if keep < len(self._pages) else 0
        start = self._pages[keep].start if keep < len(self._pages) else 0
        del self._pages[keep:]
        lines = self.code.code[start:].split("\n")
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
            line.setLineWidth(self._width - 2 * self._pad if self.is_wrapped else 1e6)
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
        self.height = self._head + y + below

    @property
    def _is_wide(self) -> bool:
        return self._widest + 2 * self._pad > self._width

    def _formats(self, page: _Page) -> Iterator[QTextLayout.FormatRange]:
        end = page.at + utf16_length(page.text)
        for start, stop, group in self._colored:
            low, high = max(start, page.at), min(stop, end)
            if low < high:
                given = self.typeset.code_format(group)
                yield format_range(low - page.at, high - page.at, given)

    def _labels(self, frame: QRectF) -> Iterator[tuple[str, QRectF]]:
        right = frame.right() - self._pad
        for name in ("copy", "wrap"):
            width = text_width(self.typeset, self._label(name))
            yield name, QRectF(right - width, frame.top(), width, self._head)
            right -= width + 12

    def _label(self, name: str) -> str:
        translate = QCoreApplication.translate
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
        language = self.code.language or QCoreApplication.translate("Code", "text")
        painter.drawText(room, middle, language)
        line = QRectF(frame.left() + 1, frame.top() + self._head - 1, frame.width() - 2, 1)
        painter.fillRect(line, typeset.color("hairline"))

    def _draw_bar(self, painter: QPainter, frame: QRectF) -> None:
        whole, shown = self._widest + 2 * self._pad, self._width
        if not self._is_wide:
            return
        room = shown - 12
        bar = QRectF(
            frame.left() + 6 + room * self._left / whole,
            frame.bottom() - 6,
            room * shown / whole,
            3,
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.typeset.color("scroll"))
        painter.drawRoundedRect(bar, 1.5, 1.5)


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
