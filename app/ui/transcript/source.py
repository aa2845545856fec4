"""A model's text as it arrives, made safe to parse and to lay out."""

import re
from collections.abc import Iterator

LONGEST_LINE = 4_096
LONGEST_PICTURE = 400_000
"""Letters of a line that begins with a picture in the text itself."""
LONGEST_PARAGRAPH = 4_096

_CUT = "\n \t\t \t \t\t \n"
"""Put inside a line that is too long: blank to Markdown, and easy to take out again."""
_PAUSE = " \t \t\t \t\t \t \n"
"""The same after a line, where a paragraph is too long."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_OVERLAP = 64
_HEAD = 400
_PICTURE = re.compile(r"[ ]{0,3}!\[[^\]\n]{0,200}\]\(data:image/")


class Source:
    """Grows by pieces; its `text` depends on all that came and not on how it was cut.

    Line ends become `\\n`, what no font can show becomes U+FFFD, and what never ends is
    broken, so that no later step can take more than a moment.
    """

    def __init__(self) -> None:
        self.text = ""
        self._taken = 0
        self._last = ""
        self._in_line = 0
        self._head = ""  # how the line begins
        self._in_paragraph = 0
        self._is_row = False  # a table must not be broken: its rows need their head

    def grow(self, raw: str) -> bool:
        """Take in what `raw` has more than before; False when it is another text."""
        if not raw.startswith(self._last, self._taken - len(self._last)):
            return False
        end = len(raw)
        # Half of a CRLF or of a surrogate pair waits for its other half.
        if raw and (raw[-1] == "\r" or "\ud800" <= raw[-1] <= "\udbff"):
            end -= 1
        if end > self._taken:
            piece, self._taken = raw[self._taken : end], end
            self._last = raw[max(0, end - _OVERLAP) : end]
            self.text += "".join(self._broken(_clean(piece)))
        return True

    @property
    def parsable(self) -> str:
        """The text without a last line that is nothing but spaces so far.

        Nor with one that is a long picture of which the end is missing: each piece of it
        would cost as much as the whole.
        """
        last = self.text.rfind("\n") + 1
        if len(self.text) - last > LONGEST_LINE and not self.text.rstrip().endswith(")"):
            return self.text[:last] if _PICTURE.match(self.text, last) else self.text
        return self.text if self.text[last:].strip(" \t") else self.text[:last]

    def _broken(self, piece: str) -> Iterator[str]:
        for line in _LINE.findall(piece):
            rest = line
            if self._in_line == 0:
                self._head = ""
            self._head += rest[: _HEAD - len(self._head)]
            longest = LONGEST_PICTURE if _PICTURE.match(self._head) else LONGEST_LINE
            while self._in_line + len(rest) > longest:
                room = longest - self._in_line
                yield rest[:room] + _CUT
                rest = rest[room:]
                self._in_line = self._in_paragraph = 0
                self._head, longest = "", LONGEST_LINE
            if self._in_line == 0:
                self._is_row = rest.startswith("|")
            yield rest
            self._in_line += len(rest)
            self._in_paragraph += len(rest)
            if rest.endswith("\n"):
                yield self._line_ended()

    def _line_ended(self) -> str:
        is_blank, self._in_line = self._in_line == 1, 0
        if not is_blank and (self._is_row or self._in_paragraph <= LONGEST_PARAGRAPH):
            return ""
        self._in_paragraph = 0
        return "" if is_blank else _PAUSE


def as_written(text: str) -> str:
    """A part of a source's text without the breaks that were put in."""
    if _PAUSE in text:
        text = text.replace(_PAUSE, "")
    return text.replace(_CUT, "") if _CUT in text else text


def _clean(piece: str) -> str:
    if "\r" in piece:
        piece = piece.replace("\r\n", "\n").replace("\r", "\n")
    if _SURROGATES.search(piece):
        piece = piece.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return piece.replace("\x00", "\ufffd")
