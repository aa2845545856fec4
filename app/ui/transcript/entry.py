"""One message in the transcript: its card, reasoning, text, outcome and footer."""

from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.core.conversation import Message, Outcome, Reply, Role
from app.engine.wording import Wording
from app.ui.icons import Icons
from app.ui.transcript import sayings
from app.ui.transcript.blocks import Blocks
from app.ui.transcript.box import Box, Spot, draw_card, text_width
from app.ui.transcript.layout import Between, Column, Place
from app.ui.transcript.leaves import Run
from app.ui.transcript.plain import plain_blocks
from app.ui.transcript.set_text import SetText
from app.ui.transcript.typeset import Typeset

_BITE = 4_000
"""Letters that are parsed between two looks at the clock."""
_FEW = 8
"""Blocks of a user's message up to which its card is made as narrow as they are."""
_NARROW = 0.8
REASONING, TEXT = 0, 1
"""The two columns of an entry."""


@dataclass(slots=True)
class Scene:
    """What all entries of a transcript share."""

    typeset: Typeset
    quiet: Typeset
    icons: Icons | None
    wording: Wording
    is_unfolded: bool = False


class Hit(NamedTuple):
    """What is under the mouse: something to press, or a box and a place in its text."""

    press: str = ""
    """`fold`, `earlier`, `later`, or an action of `sayings.py`."""
    box: Box | None = None
    spot: Spot = Spot()
    column: int = TEXT
    place: Place = Place(-1, 0, 0)


class _Text:
    """A text and its column, taken in bite by bite."""

    def __init__(self, typeset: Typeset, *, is_plain: bool = False) -> None:
        self.column = Column(typeset)
        self._typeset = typeset
        self._is_plain = is_plain
        self._blocks = Blocks()
        self._taken = 0

    def take(self, text: str, deadline: float) -> float:
        """Show more of `text`, all of it if time allows; returns from which height on."""
        if self._is_plain:
            if not self._taken:
                self.column.show(plain_blocks(text), 0)
                self._taken = len(text)
            return 0.0
        y = self.column.height
        while self._taken != len(text):
            self._taken = min(len(text), self._taken + _BITE)
            first = self._blocks.grow(text[: self._taken])
            y = min(y, self.column.show(self._blocks.blocks, first))
            if perf_counter() > deadline:
                break
        return y

    def is_all(self, text: str) -> bool:
        return self._taken == len(text)


class Entry:
    """A message or reply, as wide as the view; laid out when it is seen."""

    __slots__ = (
        "_card", "_offers", "_outcome", "_presses", "_reasoning", "_scene", "_text", "_ys",
        "height", "is_cut_here", "is_newest", "is_unfolded", "said", "variant", "width",
    )  # fmt: skip

    def __init__(self, said: Message | Reply, scene: Scene) -> None:
        self.said = said
        self.height = 0.0
        self.width = -1.0
        self.is_unfolded = scene.is_unfolded
        self.is_newest = False
        self.is_cut_here = False
        self.variant = (1, 1)
        """Which of how many variants it is."""
        self._scene = scene
        self._text: _Text | None = None
        self._reasoning: _Text | None = None
        self._outcome: SetText | None = None
        self._offers: tuple[sayings.Offer, ...] = ()
        self._presses: list[tuple[QRectF, str]] = []
        self._ys: dict[str, float] = {}
        self._card = QRectF()

    @property
    def role(self) -> Role:
        return self.said.role if isinstance(self.said, Message) else Role.AGENT

    @property
    def is_coming(self) -> bool:
        """It is a reply that still grows."""
        return isinstance(self.said, Reply)

    @property
    def is_seen(self) -> bool:
        """It was laid out at least once."""
        return self._text is not None

    @property
    def columns(self) -> tuple[Column | None, Column | None]:
        """The column of its reasoning, where it is unfolded, and of its text."""
        reasoning = self._reasoning.column if self._reasoning and self.is_unfolded else None
        return reasoning, self._text.column if self._text else None

    def forget(self) -> None:
        """Forget the layout, because the look changed; its height stays as a guess."""
        self._text = self._reasoning = self._outcome = None
        self.width = -1.0

    def guess(self, width: float) -> None:
        """Guess its height, as long as it was never seen."""
        if self._text is None and not self.height:
            typeset = self._scene.typeset
            text = typeset.estimate(sum(len(getattr(p, "text", "")) for p in self._parts), width)
            self.height = text + 2 * typeset.small_line

    def lay(self, width: float, top: float, bottom: float, deadline: float) -> bool:
        """Lay out what lies between two of its heights; False when time ran out."""
        scene = self._scene
        if self._text is None:
            self._text = _Text(scene.typeset, is_plain=self.role is Role.USER)
        self.width = width
        text = self.said.text
        self._text.take(text, deadline)
        done = self._text.is_all(text)
        done &= self._lay_reasoning(width, top, bottom, deadline)
        y = self._ys.get("text", 0.0)
        column = self._text.column
        done &= column.lay(self._inner(width), top - y - 200, bottom - y + 200, deadline)
        self._arrange(width)
        return done

    def grow(self, deadline: float) -> float:
        """Show what came since the last time; returns from which height it differs."""
        if self._text is None or self.width < 0:
            return 0.0
        before = dict(self._ys)
        text_y, reasoning_y = 1e9, 1e9
        if self._reasoning and self.is_unfolded:
            reasoning_y = self._reasoning.take(self.said.reasoning, deadline)
            column = self._reasoning.column
            column.lay(self.width - self._indent, reasoning_y, column.height, deadline)
        text_y = self._text.take(self.said.text, deadline)
        column = self._text.column
        column.lay(self._inner(self.width), text_y, column.height, deadline)
        self._arrange(self.width)
        if before.get("text") != self._ys["text"]:
            return 0.0
        return min(reasoning_y + self._ys["reasoning"], text_y + self._ys["text"])

    def restack(self) -> None:
        """Something in it has another height now."""
        for column in self.columns:
            if column:
                column.measure()
        if self._text:
            self._arrange(self.width)

    def is_behind(self) -> bool:
        """Some of its text is not taken in yet."""
        return self._text is not None and not self._text.is_all(self.said.text)

    def draw(
        self, painter: QPainter, at: QPointF, clip: QRectF, chosen: dict[int, Between]
    ) -> None:
        """Draw what touches `clip`; `chosen` is what is selected, by column."""
        if self._text is None:
            return
        if self.is_cut_here:
            self._draw_cut(painter, at)
        if not self._card.isNull():
            self._draw_card(painter, at)
        if self._reasoning:
            self._draw_reasoning(painter, at, clip, chosen.get(REASONING))
        corner = at + QPointF(self._left, self._ys["text"])
        self._text.column.draw(painter, corner, clip, chosen.get(TEXT))
        if self.is_coming:
            self._draw_caret(painter, corner, at)
        self._draw_end(painter, at, clip)

    def hit(self, point: QPointF) -> Hit:
        """What is at `point`."""
        for rect, press in self._presses:
            if rect.adjusted(-4, -4, 4, 4).contains(point):
                return Hit(press)
        reasoning, text = self.columns
        if reasoning and self._ys["reasoning"] <= point.y() < self._ys["text"]:
            corner = QPointF(self._indent, self._ys["reasoning"])
            return self._in_column(reasoning, REASONING, point - corner)
        if text:
            corner = QPointF(self._left, self._ys["text"])
            return self._in_column(text, TEXT, point - corner)
        return Hit()

    @property
    def ground(self) -> QRectF:
        """Where the message itself is, without the line above it and its footer."""
        if not self._card.isNull():
            return self._card
        top = self._ys.get("fold", 0.0)
        return QRectF(0, top, self.width, self._ys.get("end", self.height) - top)

    def text_top(self) -> float:
        """Where its text begins."""
        return self._ys.get("text", 0.0)

    # What follows is geometry and paint.

    @property
    def _parts(self) -> tuple[object, ...]:
        return self.said.parts if isinstance(self.said, Message) else ()

    @property
    def _indent(self) -> int:
        return 12

    @property
    def _left(self) -> float:
        pad = self._scene.typeset.pad
        if self.role is Role.USER:
            return self._card.left() + pad
        return pad + 24 if self.role is Role.NOTE else 0

    def _inner(self, width: float) -> float:
        pad = self._scene.typeset.pad
        if self.role is Role.USER:
            return max(60.0, width * _NARROW - 2 * pad)
        return width - 2 * pad - 24 if self.role is Role.NOTE else width

    def _lay_reasoning(self, width: float, top: float, bottom: float, deadline: float) -> bool:
        said = self.said
        if not said.reasoning:
            return True
        if self._reasoning is None:
            self._reasoning = _Text(self._scene.quiet)
        if not self.is_unfolded:
            return True
        self._reasoning.take(said.reasoning, deadline)
        y = self._ys.get("reasoning", 0.0)
        column = self._reasoning.column
        done = column.lay(width - self._indent, top - y - 200, bottom - y + 200, deadline)
        return done and self._reasoning.is_all(said.reasoning)

    def _arrange(self, width: float) -> None:
        """Find out where each part stands, from top to bottom."""
        assert self._text is not None
        typeset, ys = self._scene.typeset, self._ys
        if self.said.reasoning and self._reasoning is None:
            self._reasoning = _Text(self._scene.quiet)
        ys["cut"] = y = 0.0
        y += self._cut_height + typeset.step if self.is_cut_here else 0
        ys["fold"] = y
        if self._reasoning:
            y += typeset.small_line + typeset.step
        ys["reasoning"] = y
        reasoning, text = self.columns
        y += reasoning.height + typeset.step * 2 if reasoning else 0
        padded = typeset.step + 2 if self.role is not Role.AGENT else 0
        ys["text"] = y + padded
        assert text is not None
        y += text.height + 2 * padded
        self._place_card(width, y - ys["reasoning"], text)
        ys["outcome"] = y
        y = self._arrange_end(width, y)
        ys["end"] = y
        y += self._footer_height
        self.height = y + typeset.pad + typeset.step
        self._find_presses(width)

    def _place_card(self, width: float, height: float, text: Column) -> None:
        if self.role is Role.AGENT:
            return
        inner, pad = self._inner(width), self._scene.typeset.pad
        if self.role is Role.USER:
            if len(text.stacks) <= _FEW:
                inner = min(inner, text.natural_width + 1)
            left = width - inner - 2 * pad
            self._card = QRectF(left, self._ys["reasoning"], inner + 2 * pad, height)
        else:
            self._card = QRectF(0, self._ys["reasoning"], width, height)

    @property
    def _footer_height(self) -> float:
        """Replies end with time and model; a user's time stands beside the card."""
        return self._scene.typeset.small_line + 3 if self.role is Role.AGENT else 0

    def _arrange_end(self, width: float, y: float) -> float:
        typeset = self._scene.typeset
        said, words = self.said, ""
        if self.role is Role.AGENT:
            words = sayings.outcome(said, self._scene.wording)
        if isinstance(said, Reply) and said.is_empty:
            words = sayings.waiting(said, self._scene.wording)
        self._offers = sayings.offers(said) if words and self.is_newest else ()
        if not words:
            self._outcome = None
            return y
        if self._outcome is None or self._outcome.text != words:
            self._outcome = SetText((Run(words),), self._end_type)
        pad = typeset.pad if self._is_failed else 0
        self._outcome.lay(max(60.0, width - 2 * pad - (26 if pad else 0)))
        y += typeset.step if self._text and self._text.column.height else 0
        self._ys["outcome"] = y
        y += self._outcome.height + 2 * (typeset.step if self._is_failed else 0)
        if self._offers:
            self._ys["offers"] = y + (0 if self._is_failed else 4)
            y += self._scene.typeset.look.px("chip") + (typeset.step + 2 if self._is_failed else 4)
        return y

    @property
    def _is_failed(self) -> bool:
        return isinstance(self.said, Message) and self.said.outcome is Outcome.FAILED

    @property
    def _end_type(self) -> Typeset:
        return self._scene.typeset if self._is_failed else self._scene.quiet

    def _find_presses(self, width: float) -> None:
        typeset, ys = self._scene.typeset, self._ys
        self._presses = []
        if self._reasoning:
            line = text_width(typeset, sayings.thinking(self.said)) + 20
            self._presses.append((QRectF(0, ys["fold"], line, typeset.small_line), "fold"))
        x = float(typeset.pad + 26) if self._is_failed else 0.0
        for offer in self._offers:
            wide = text_width(typeset, offer.label) + 2 * typeset.pad
            rect = QRectF(x, ys["offers"], wide, typeset.look.px("chip"))
            self._presses.append((rect, offer.action))
            x += wide + typeset.step + 2
        if self.variant[1] > 1:
            self._presses += self._variant_presses()

    def _variant_presses(self) -> list[tuple[QRectF, str]]:
        typeset = self._scene.typeset
        x, y, line = 0.0, self._ys["end"], float(typeset.small_line)
        if self.role is Role.USER:
            x, y = self._card.left() - line * 2 - self._count_width - 8, self._card.top() + 4
        else:
            x = text_width(typeset, sayings.footer(self.said)) + 14
            y += 3
        later = x + line + self._count_width
        return [(QRectF(x, y, line, line), "earlier"), (QRectF(later, y, line, line), "later")]

    @property
    def _count_width(self) -> float:
        return text_width(self._scene.typeset, f"{self.variant[1]}/{self.variant[1]}") + 4

    def _in_column(self, column: Column, number: int, point: QPointF) -> Hit:
        found = column.find(point)
        if found is None:
            return Hit(column=number)
        box, inside, place = found
        return Hit("", box, box.spot(inside), number, place)

    def _draw_cut(self, painter: QPainter, at: QPointF) -> None:
        typeset, words = self._scene.typeset, sayings.cut_line()
        painter.setFont(typeset.small)
        painter.setPen(typeset.color("warning"))
        room = QRectF(at.x(), at.y(), self.width, self._cut_height)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
        wide = min(self.width, text_width(typeset, words) + 16)
        side, y = (self.width - wide) / 2, room.center().y()
        for x in (at.x(), at.x() + self.width - side):
            painter.fillRect(QRectF(x, y, side, 1), typeset.color("warning"))

    @property
    def _cut_height(self) -> float:
        typeset = self._scene.typeset
        lines = 1 + int(text_width(typeset, sayings.cut_line()) > self.width)
        return lines * typeset.small_line

    def _draw_card(self, painter: QPainter, at: QPointF) -> None:
        typeset = self._scene.typeset
        rect = self._card.translated(at)
        if self.role is Role.USER:
            fill = typeset.color("selection")
            draw_card(painter, rect, fill, fill, typeset.corner)
            self._draw_time(painter, rect)
            return
        draw_card(
            painter, rect, typeset.color("warning_soft"), typeset.color("warning"), typeset.corner
        )
        sign = QRectF(rect.left() + typeset.pad, at.y() + self._ys["text"] + 1, 18, 18)
        self._draw_icon(painter, "emergency", "warning", sign)

    def _draw_time(self, painter: QPainter, card: QRectF) -> None:
        typeset, words = self._scene.typeset, sayings.time_of(self.said)
        wide = text_width(typeset, words)
        room = QRectF(card.left() - wide - 8, card.bottom() - 20, wide + 2, 18)
        if room.left() >= 0:
            painter.setFont(typeset.small)
            painter.setPen(typeset.color("muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if self.variant[1] > 1:
            self._draw_variants(painter, card.topLeft() - self._card.topLeft())

    def _draw_reasoning(
        self, painter: QPainter, at: QPointF, clip: QRectF, chosen: Between | None
    ) -> None:
        typeset = self._scene.typeset
        line = QRectF(at.x(), at.y() + self._ys["fold"], self.width, typeset.small_line)
        painter.setFont(typeset.small)
        painter.setPen(typeset.color("muted"))
        words = sayings.thinking(self.said)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
        name = "chevron-down" if self.is_unfolded else "chevron-right"
        sign = QRectF(line.left() + text_width(typeset, words) + 4, line.center().y() - 6, 12, 12)
        self._draw_icon(painter, name, "muted", sign)
        if column := self.columns[REASONING]:
            corner = at + QPointF(self._indent, self._ys["reasoning"])
            bar = QRectF(at.x() + 2, corner.y(), 2, column.height)
            painter.fillRect(bar, typeset.color("hairline"))
            column.draw(painter, corner, clip, chosen)

    def _draw_caret(self, painter: QPainter, corner: QPointF, at: QPointF) -> None:
        assert self._text is not None
        end = self._text.column.end()
        if self.said.text and end:
            size = self._scene.typeset.body.pixelSize()
            caret = QRectF(end.x() + 2, end.center().y() - size * 0.55, 7, size * 1.1)
            painter.fillRect(caret.translated(corner), self._scene.typeset.color("accent"))

    def _draw_end(self, painter: QPainter, at: QPointF, clip: QRectF) -> None:
        typeset = self._scene.typeset
        if self._outcome:
            self._draw_outcome(painter, at, clip)
        for offer, (rect, _) in zip(self._offers, self._offer_presses(), strict=True):
            place = rect.translated(at)
            corner = round(place.height() / 2)
            draw_card(painter, place, typeset.color("surface"), typeset.color("edge"), corner)
            painter.setFont(typeset.small)
            painter.setPen(typeset.color("text"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, offer.label)
        if self.role is Role.AGENT and not self.is_coming:
            line = QRectF(at.x(), at.y() + self._ys["end"] + 3, self.width, typeset.small_line)
            painter.setFont(typeset.small)
            painter.setPen(typeset.color("muted"))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, sayings.footer(self.said))
            if self.variant[1] > 1:
                self._draw_variants(painter, at)

    def _offer_presses(self) -> list[tuple[QRectF, str]]:
        names = [offer.action for offer in self._offers]
        return [each for each in self._presses if each[1] in names]

    def _draw_outcome(self, painter: QPainter, at: QPointF, clip: QRectF) -> None:
        assert self._outcome is not None
        typeset = self._scene.typeset
        corner = at + QPointF(0, self._ys["outcome"])
        if self._is_failed:
            card = QRectF(corner.x(), corner.y(), self.width, self._ys["end"] - self._ys["outcome"])
            danger = typeset.color("danger")
            draw_card(painter, card, typeset.color("danger_soft"), danger, typeset.corner)
            sign = QRectF(card.left() + typeset.pad, card.top() + typeset.step, 16, 18)
            self._draw_icon(painter, "warning", "danger", sign)
            corner += QPointF(typeset.pad + 26, typeset.step)
        self._outcome.draw(painter, corner, clip)

    def _draw_variants(self, painter: QPainter, at: QPointF) -> None:
        typeset = self._scene.typeset
        left, right = (rect.translated(at) for rect, _ in self._variant_presses())
        number, count = self.variant
        for rect, name, is_on in (
            (left, "chevron-left", number > 1),
            (right, "chevron-right", number < count),
        ):
            self._draw_icon(
                painter, name, "text" if is_on else "disabled", rect.adjusted(2, 2, -2, -2)
            )
        painter.setFont(typeset.small)
        painter.setPen(typeset.color("muted"))
        room = QRectF(left.right(), left.top(), right.left() - left.right(), left.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"{number}/{count}")

    def _draw_icon(self, painter: QPainter, name: str, color: str, rect: QRectF) -> None:
        draw_sign(painter, name, self._scene, color, rect)


def draw_sign(painter: QPainter, name: str, scene: Scene, color: str, rect: QRectF) -> None:
    """An icon; the chevrons are drawn here, because one of them is no file."""
    if name.startswith("chevron"):
        _draw_chevron(painter, name, scene, color, rect)
    elif scene.icons and scene.icons.has(name):
        scene.icons.paint(painter, name, color, rect)


def _draw_chevron(painter: QPainter, name: str, scene: Scene, color: str, rect: QRectF) -> None:
    size = min(rect.width(), rect.height()) * 0.26
    x, y = rect.center().x(), rect.center().y()
    corners = {
        "chevron-right": ((-size / 2, -size), (size / 2, 0.0), (-size / 2, size)),
        "chevron-left": ((size / 2, -size), (-size / 2, 0.0), (size / 2, size)),
        "chevron-down": ((-size, -size / 2), (0.0, size / 2), (size, -size / 2)),
    }[name]
    pen = QPen(scene.typeset.color(color), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in corners])
