"""The sources of an answer: numbered chips that lead to them."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.ui.transcript.box import NOTHING, Box, Spot, draw_card, text_width
from app.ui.transcript.leaves import Source, Sources
from app.ui.transcript.set_text import Selection, utf16_slice
from app.ui.transcript.typeset import OPENED, Typeset

_WIDEST = 260


class SourcesBox(Box):
    """A line that says what they are, and the chips below it, as many in a row as fit."""

    def __init__(self, leaf: Sources, typeset: Typeset) -> None:
        super().__init__(leaf, typeset)
        self._sources = leaf.sources
        self._chips: list[QRectF] = []

    def lay(self, width: float) -> None:
        typeset, self._chips = self.typeset, []
        tall, air = typeset.look.px("chip"), typeset.step + 2
        x, y = 0.0, float(typeset.small_line + 4)
        for number, source in enumerate(self._sources, 1):
            label = text_width(typeset, _label(number, source)) + 2 * typeset.pad
            wide = min(label, _WIDEST, width)
            if x and x + wide > width:
                x, y = 0.0, y + tall + air
            self._chips.append(QRectF(x, y, wide, tall))
            x += wide + air
        self.height = y + tall

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, selection: Selection | None
    ) -> None:
        typeset = self.typeset
        painter.setFont(typeset.small)
        painter.setPen(typeset.color("muted"))
        words = QCoreApplication.translate("Transcript", "Sources")
        room = QRectF(at.x(), at.y(), text_width(typeset, words) + 2, typeset.small_line)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        for number, source in enumerate(self._sources, 1):
            place = self._chips[number - 1].translated(at)
            fill, edge = typeset.color("raised"), typeset.color("edge")
            draw_card(painter, place, fill, edge, round(place.height() / 2))
            inside = place.adjusted(typeset.pad - 2, 0, 2 - typeset.pad, 0)
            elided = painter.fontMetrics().elidedText(
                _label(number, source), Qt.TextElideMode.ElideRight, int(inside.width()) + 2
            )
            painter.setPen(typeset.color("link" if _leads(source) else "text"))
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, elided)

    def spot(self, point: QPointF) -> Spot:
        for source, place in zip(self._sources, self._chips, strict=False):
            if place.contains(point) and _leads(source):
                return Spot(href=source.url)
        return NOTHING

    def selected_text(self, selection: Selection) -> str:
        return utf16_slice(self.leaf.text, *selection)


def _leads(source: Source) -> bool:
    return source.url.startswith(OPENED)


def _label(number: int, source: Source) -> str:
    name = source.title.strip() or urlsplit(source.url).netloc or source.url
    return f"{number} · {' '.join(name.split())}"
