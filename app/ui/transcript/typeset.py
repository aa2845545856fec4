"""Fonts, colours and distances of a transcript, made once for each look in force."""

import re

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QTextCharFormat

from app.ui.theme import Look
from app.ui.transcript.formulas import Drawings
from app.ui.transcript.leaves import BOLD, CODE, IMAGE, ITALIC, MATH, NOTE, STRIKE

_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_LEADING, _LEADING_CJK, _LEADING_HEADING, _LEADING_CODE = 1.45, 1.6, 1.3, 1.4
ROOM = "\u00a6"
"""The letter that keeps the room of a formula: no line ends beside it without a space."""
OPENED = ("http://", "https://", "mailto:")
"""The only links that are links."""


class Typeset:
    """How text is set under one look; thrown away when the look changes.

    `is_quiet` sets it small and muted, as reasoning is.
    """

    def __init__(self, look: Look, *, is_quiet: bool = False) -> None:
        self.look = look
        self.ink = look.color("muted" if is_quiet else "text")
        self.body = look.font("small" if is_quiet else "body")
        self.small = look.font("small")
        self.code = look.font("code")
        self.pad = look.px("pad")
        self.step = look.px("step")
        self.indent = round(self.body.pixelSize() * 1.75)
        self.small_line = round(self.small.pixelSize() * 1.5)
        self.code_line = round(self.code.pixelSize() * _LEADING_CODE)
        self.corner = look.px("control_corner")
        self.letter = QFontMetricsF(self.body).averageCharWidth()
        self.tab = 4 * QFontMetricsF(self.code).horizontalAdvance("0")
        program = QGuiApplication.instance()
        ratio = program.devicePixelRatio() if isinstance(program, QGuiApplication) else 1.0
        self.drawings = Drawings(self.ink.name(), ratio)
        self._formats: dict[tuple[int, bool, int], QTextCharFormat] = {}

    def color(self, name: str) -> QColor:
        return self.look.color(name)

    def font(self, heading: int) -> QFont:
        """The font of a paragraph, or of a heading of level 1 to 6."""
        return self.look.font(f"heading{min(heading, 3)}") if heading else self.body

    def leading(self, text: str, heading: int) -> int:
        """Pixels from line to line; Chinese needs more air."""
        factor = _LEADING_CJK if _CJK.search(text) else _LEADING
        if heading:
            factor = _LEADING_HEADING
        return round(self.font(heading).pixelSize() * factor)

    def estimate(self, length: int, width: float) -> float:
        """A guess at the height of `length` letters that were never laid out."""
        lines = 1 + int(length * self.letter / max(width, self.letter))
        return lines * self.leading("", 0)

    def format(self, style: int, href: str, heading: int) -> QTextCharFormat:
        """How a run is set within its paragraph."""
        key = (style, bool(style & NOTE) or href.startswith(OPENED), heading)
        if key not in self._formats:
            self._formats[key] = self._format(*key)
        return self._formats[key]

    def code_format(self, group: str) -> QTextCharFormat:
        """How a piece of highlighted code is set."""
        key = (hash(group), False, -1)
        if key not in self._formats:
            found = self._formats[key] = QTextCharFormat()
            found.setForeground(self.color(f"code_{group}"))
            found.setFontItalic(group == "comment")
        return self._formats[key]

    def room_format(self, width: float, heading: int) -> QTextCharFormat:
        """For one letter that is not seen and takes `width` pixels."""
        found = QTextCharFormat()
        font = QFont(self.font(heading))
        own = QFontMetricsF(font).horizontalAdvance(ROOM)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, width - own)
        found.setFont(font)
        found.setForeground(QColor(0, 0, 0, 0))
        return found

    def _format(self, style: int, is_link: bool, heading: int) -> QTextCharFormat:
        found = QTextCharFormat()
        font = QFont(self.font(heading))
        if style & NOTE:
            found.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        if style & (CODE | MATH):
            size = round(font.pixelSize() * self.code.pixelSize() / self.body.pixelSize())
            font = QFont(self.code)
            font.setPixelSize(min(size, font.pixelSize() + 3))
        if style & BOLD:
            font.setWeight(QFont.Weight.DemiBold)
        font.setItalic(bool(style & ITALIC))
        font.setStrikeOut(bool(style & STRIKE))
        font.setUnderline(is_link and not style & (IMAGE | NOTE))
        found.setFont(font)
        found.setForeground(self.color("link") if is_link else self.ink)
        return found
