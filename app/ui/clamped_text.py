"""Text that shows its first lines, and all of them when it is unfolded."""

import re
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.metrics import LINE_HEIGHT, LINE_HEIGHT_CJK
from app.ui.theme import Look

_MARKS = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s{0,3}(#{1,6}|>)\s+", re.MULTILINE), ""),
    (re.compile(r"^```.*$", re.MULTILINE), ""),
    (re.compile(r"^(\s*)[-*+]\s+", re.MULTILINE), r"\1• "),
    (re.compile(r"(\*\*|__|`)(.+?)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<!\w)([*_])(\S(?:.*?\S)?)\1(?!\w)"), r"\2"),
    (re.compile(r"\n\s*\n+"), "\n"),
)
WIDTHS = 4
"""Widths for which a text stays laid out."""

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def without_marks(markdown: str) -> str:
    """The words of a Markdown text, without its marks."""
    for mark, instead in _MARKS:
        markdown = mark.sub(instead, markdown)
    return markdown.strip()


class ClampedText(QWidget):
    """Plain text, wrapped; at most `lines` of it until `set_unfolded`.

    Signals:
        resized: It has another width, at which other lines may be missing.
    """

    resized = Signal()

    def __init__(self, look: Look, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._role = role
        self._color = "text"
        self._text = ""
        self._lead = 0
        self._lead_color = QColor()
        self._lines = 3
        self._is_unfolded = False
        self._laid: dict[int, _Laid] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str, lines: int, color: str = "text") -> None:
        """Show `text` in a colour of the theme, clamped to `lines`."""
        self._text, self._lines, self._color = text, lines, color
        self.setAccessibleName(text)
        self.relay()

    def set_lead(self, letters: int, color: QColor) -> None:
        """Write the first `letters` in `color`, a little bolder."""
        self._lead, self._lead_color = letters, color
        self.relay()

    @property
    def is_cut(self) -> bool:
        """Whether lines are missing."""
        return bool(self._laid_at(self.width()).last)

    @property
    def is_unfolded(self) -> bool:
        return self._is_unfolded

    def set_unfolded(self, is_unfolded: bool) -> None:
        """Show all lines, or again the first ones only."""
        self._is_unfolded = is_unfolded
        self.relay()

    def relay(self) -> None:
        """Lay the text out anew: it, or the look, is another."""
        self._laid.clear()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 40 else 240
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._line_height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid_at(width).lines * self._line_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        laid, tall = self._laid_at(self.width()), self._line_height()
        painter = QPainter(self)
        painter.setPen(self._look.color(self._color))
        painter.setFont(self._look.font(self._role))
        for row in range(laid.lines - bool(laid.last)):
            line = laid.layout.lineAt(row)
            line.setPosition(QPointF(0, row * tall + (tall - line.height()) / 2))
            line.draw(painter, QPointF(0, 0))
        if laid.last:
            box = QRectF(0, (laid.lines - 1) * tall, self.width(), tall)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(box, int(flags), laid.last)
        painter.end()

    def _line_height(self) -> int:
        size = self._look.px(self._role)
        return round(size * (LINE_HEIGHT_CJK if _CJK.search(self._text) else LINE_HEIGHT))

    def _laid_at(self, width: int) -> "_Laid":
        """Layouts ask for several widths in turn, again and again."""
        if width not in self._laid:
            if len(self._laid) >= WIDTHS:
                del self._laid[next(iter(self._laid))]
            self._laid[width] = self._lay(max(1, width))
        return self._laid[width]

    def _lay(self, width: int) -> "_Laid":
        layout = QTextLayout(self._text.replace("\n", "\u2028"), self._look.font(self._role))
        layout.setFormats(self._formats())
        count = _wrap(layout, width, None if self._is_unfolded else self._lines)
        if self._is_unfolded or count <= self._lines:
            return _Laid(layout, count, "")
        line = layout.lineAt(self._lines - 1)
        rest = self._text[line.textStart() :].split("\n")[0].rstrip() + "…"
        metrics = QFontMetricsF(self._look.font(self._role))
        last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
        return _Laid(layout, self._lines, last)

    def _formats(self) -> list[QTextLayout.FormatRange]:
        if not self._lead:
            return []
        found = QTextLayout.FormatRange()
        found.start, found.length = 0, self._lead
        style = QTextCharFormat()
        style.setForeground(self._lead_color)
        style.setFontWeight(QFont.Weight.DemiBold)
        found.format = style
        return [found]


@dataclass(frozen=True, slots=True)
class _Laid:
    """A text laid out for a width: so many lines are in view, the last one elided or ""."""

    layout: QTextLayout
    lines: int
    last: str


def _wrap(layout: QTextLayout, width: int, most: int | None) -> int:
    """Lay out the lines and count them; one more than `most` is enough to know."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while (most is None or layout.lineCount() <= most) and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()
    return layout.lineCount()
