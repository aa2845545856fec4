"""Formulas and pictures that stand by themselves."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from app.ui.transcript.box import Box, draw_scroll
from app.ui.transcript.formulas import Drawn, Wanted
from app.ui.transcript.leaves import CODE, IMAGE, Formula, Leaf, Picture, Run
from app.ui.transcript.set_text import MATH_SIZE, Selection, SetText, utf16_length, utf16_slice
from app.ui.transcript.typeset import Typeset

_TALLEST = 360
"""Pixels of a picture."""
_BAR = 8


class DrawingBox(Box):
    """Something that is drawn elsewhere; until then, and when it cannot be, its words."""

    def __init__(self, leaf: Leaf, typeset: Typeset, wanted: Wanted, words: Run) -> None:
        super().__init__(leaf, typeset)
        self._wanted = wanted
        self._drawn = typeset.drawings.get(wanted)
        self._words = SetText((words,), typeset)
        self._width = 0.0

    @property
    def is_stale(self) -> bool:
        return self._drawn is None and self.typeset.drawings.get(self._wanted) is not None

    def renew(self) -> bool:
        if not self.is_stale:
            return False
        self._drawn = self.typeset.drawings.get(self._wanted)
        return True

    def lay(self, width: float) -> None:
        self._width = width
        if self._drawn is None:
            self._words.lay(width)
            self.height = self._words.height
        else:
            self.height = self._lay_drawn(self._drawn, width)

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, selection: Selection | None
    ) -> None:
        if self._drawn is None:
            self._words.draw(painter, at, clip, selection)
            return
        if selection:
            ground = self._place(self._drawn).translated(at)
            painter.fillRect(
                ground & QRectF(at.x(), at.y(), self._width, self.height),
                self.typeset.color("selection"),
            )
        self._draw(painter, at, self._drawn)

    def offset_at(self, point: QPointF) -> int:
        if self._drawn is None:
            return self._words.offset_at(point)
        return self.length if point.x() > self._place(self._drawn).center().x() else 0

    @property
    def length(self) -> int:
        return max(1, utf16_length(self.leaf.text))

    def selected_text(self, selection: Selection) -> str:
        return utf16_slice(self.leaf.text, *selection)

    def _lay_drawn(self, drawn: Drawn, width: float) -> float:
        raise NotImplementedError

    def _place(self, drawn: Drawn) -> QRectF:
        raise NotImplementedError

    def _draw(self, painter: QPainter, at: QPointF, drawn: Drawn) -> None:
        raise NotImplementedError


class FormulaBox(DrawingBox):
    """A formula in the middle of its line; a wider one scrolls sideways."""

    def __init__(self, leaf: Formula, typeset: Typeset) -> None:
        size = round(typeset.body.pixelSize() * MATH_SIZE * 1.08)
        words = Run(leaf.source.replace("\n", "\u2028"), CODE)
        super().__init__(leaf, typeset, Wanted(leaf.source, size, is_display=True), words)
        self._left = 0.0

    def scroll(self, distance: float) -> bool:
        most = max(0.0, self._drawn.width - self._width) if self._drawn else 0.0
        before, self._left = self._left, min(most, max(0.0, self._left + distance))
        return self._left != before

    def _lay_drawn(self, drawn: Drawn, width: float) -> float:
        self.scroll(0)
        return drawn.height + 4 + (_BAR if drawn.width > width else 0)

    def _place(self, drawn: Drawn) -> QRectF:
        x = max(0.0, (self._width - drawn.width) / 2) - self._left
        return QRectF(round(x), 2, drawn.width, drawn.height)

    def _draw(self, painter: QPainter, at: QPointF, drawn: Drawn) -> None:
        frame = QRectF(at.x(), at.y(), self._width, self.height)
        painter.save()
        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._place(drawn).translated(round(at.x()), round(at.y())), drawn.image)
        painter.restore()
        if drawn.width > self._width:
            draw_scroll(painter, frame, self.typeset, self._left, drawn.width)


class PictureBox(DrawingBox):
    """A picture, no wider than the text and not too tall."""

    def __init__(self, leaf: Picture, typeset: Typeset) -> None:
        super().__init__(leaf, typeset, Wanted(leaf.address), Run(leaf.name, IMAGE))
        self._size = (0.0, 0.0)

    def _lay_drawn(self, drawn: Drawn, width: float) -> float:
        scale = min(1.0, width / drawn.width, _TALLEST / drawn.height)
        self._size = (max(1.0, drawn.width * scale), max(1.0, drawn.height * scale))
        return self._size[1]

    def _place(self, drawn: Drawn) -> QRectF:
        return QRectF(0, 0, *self._size)

    def _draw(self, painter: QPainter, at: QPointF, drawn: Drawn) -> None:
        place = self._place(drawn).translated(at)
        path = QPainterPath()
        path.addRoundedRect(place, self.typeset.corner, self.typeset.corner)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.drawImage(place, drawn.image)
        painter.restore()
