"""One message in the transcript: where its card, reasoning, text, outcome and footer stand."""

from math import inf

from PySide6.QtCore import QPointF, QRectF

from app.core.conversation import Message, Outcome, Reply, Role
from app.ui.transcript import sayings
from app.ui.transcript.box import text_width
from app.ui.transcript.enclosed import Enclosed
from app.ui.transcript.extras import citations, extras_of
from app.ui.transcript.layout import Column
from app.ui.transcript.leaves import Run
from app.ui.transcript.scene import REASONING, TEXT, Explained, Flow, Frame, Hit, Scene
from app.ui.transcript.set_text import SetText

INDENT = 12
"""Of unfolded reasoning."""
SIGN = 26
"""The room of the sign in a card."""
_FEW = 8
"""Blocks of a user's message up to which its card is made as narrow as they are."""
_NARROW = 0.8
_AHEAD = 200
"""Pixels beyond the window that are laid out too."""


class Entry:
    """A message or reply, as wide as the view; laid out when it is seen."""

    __slots__ = (
        "_reasoning", "_text", "enclosed", "frame", "height", "is_cut_here", "is_newest",
        "is_unfolded", "offers", "outcome", "said", "scene", "variant", "width",
    )  # fmt: skip

    def __init__(self, said: Message | Reply, scene: Scene) -> None:
        self.said = said
        self.scene = scene
        self.height = 0.0
        self.width = -1.0
        self.is_unfolded = scene.is_unfolded
        self.is_newest = False
        self.is_cut_here = False
        self.variant = (1, 1)
        """Which of how many variants it is."""
        self.outcome: SetText | None = None
        self.offers: tuple[sayings.Offer, ...] = ()
        self.frame = Frame()
        self.enclosed: Enclosed | None = None
        """Its files; known when it is laid out."""
        self._text: Flow | None = None
        self._reasoning: Flow | None = None

    @property
    def role(self) -> Role:
        return self.said.role if isinstance(self.said, Message) else Role.AGENT

    @property
    def is_coming(self) -> bool:
        """It is a reply that still grows."""
        return isinstance(self.said, Reply)

    @property
    def is_failed(self) -> bool:
        return isinstance(self.said, Message) and self.said.outcome is Outcome.FAILED

    @property
    def columns(self) -> tuple[Column | None, Column | None]:
        """The column of its reasoning, where it is unfolded, and of its text."""
        reasoning = self._reasoning.column if self._reasoning and self.is_unfolded else None
        return reasoning, self._text.column if self._text else None

    @property
    def ground(self) -> QRectF:
        """Where the message itself is, without the line above it and its footer."""
        frame = self.frame
        if not frame.card.isNull():
            return frame.card
        return QRectF(0, frame.fold, max(0.0, self.width), (frame.end or self.height) - frame.fold)

    def forget(self) -> None:
        """Forget the layout, because the look changed; its height stays as a guess."""
        self._text = self._reasoning = self.outcome = None
        self.width = -1.0

    def guess(self, width: float) -> None:
        """Guess its height, as long as it was never seen."""
        if self._text is None and not self.height:
            typeset = self.scene.typeset
            self.height = typeset.estimate(len(self.said.text), width) + 3 * typeset.small_line

    def lay(self, width: float, top: float, bottom: float, deadline: float) -> bool:
        """Lay out what lies between two of its heights; False when time ran out."""
        if self._text is None:
            self._text = Flow(self.scene.typeset, is_plain=self.role is Role.USER)
            files = self.said.files if isinstance(self.said, Message) else ()
            self.enclosed = Enclosed(files, self.scene.typeset) if files else None
        self.width = width
        self._text.take(self.said.text, deadline)
        self._add_extras(self._text)
        done = self._lay_reasoning(width, top, bottom, deadline)
        y = self.frame.text
        column = self._text.column
        inner = self._inner(width)
        done &= column.lay(inner, top - y - _AHEAD, bottom - y + _AHEAD, deadline)
        self._arrange()
        return done and not self.is_behind()

    def grow(self, deadline: float) -> float:
        """Show what came since the last time; returns from which height it differs.

        What was taken in is also laid out, whatever the time: a blank would be seen.
        """
        if self._text is None or self.width < 0:
            return 0.0
        before, reasoning_y = (self.frame.text, self.frame.thought), inf
        caret = self._text.column.end()  # it leaves the line where it stands now
        caret_y = caret.top() - 2 if caret else inf
        if self._reasoning and self.is_unfolded:
            reasoning_y = self._reasoning.take(self.said.reasoning, deadline)
            self._reasoning.column.lay(self.width - INDENT, reasoning_y, inf, inf)
        text_y = min(self._text.take(self.said.text, deadline), self._add_extras(self._text))
        self._text.column.lay(self._inner(self.width), text_y, inf, inf)
        self._arrange()
        if before != (self.frame.text, self.frame.thought):
            return 0.0
        return min(reasoning_y + self.frame.reasoning, min(caret_y, text_y) + self.frame.text)

    def restack(self) -> None:
        """Something in it has another height now."""
        for column in self.columns:
            if column:
                column.measure()
        if self._text:
            self._arrange()

    def renew(self) -> bool:
        """Take over what was drawn elsewhere since; False when nothing changed."""
        changed = [column.renew() for column in self.columns if column]
        if any(changed):
            self._arrange()
        return any(changed)

    def is_behind(self) -> bool:
        """Some of its text is not taken in yet."""
        return self._text is not None and not self._text.is_all(self.said.text)

    def hit(self, point: QPointF) -> Hit:
        """What is at `point`."""
        for press, rect in self.frame.presses.items():
            if rect.adjusted(-4, -4, 4, 4).contains(point):
                return Hit(press)
        reasoning, text = self.columns
        if reasoning and self.frame.reasoning <= point.y() < self.frame.text:
            return _in_column(reasoning, REASONING, point - QPointF(INDENT, self.frame.reasoning))
        if text:
            return _in_column(text, TEXT, point - QPointF(self.frame.left, self.frame.text))
        return Hit()

    @property
    def cut_height(self) -> float:
        """Of the line that says where the model's memory begins."""
        typeset = self.scene.typeset
        lines = 1 + int(text_width(typeset, sayings.cut_line()) > self.width)
        return lines * typeset.small_line

    def _inner(self, width: float) -> float:
        pad = self.scene.typeset.pad
        if self.role is Role.USER:
            return max(60.0, width * _NARROW - 2 * pad)
        return width - 2 * pad - SIGN if self.role is Role.NOTE else width

    def _add_extras(self, flow: Flow) -> float:
        """Put tools and sources below the text; returns from which height it differs."""
        if self.role is not Role.AGENT:
            return inf
        cited = tuple(part.url for part in citations(self.said))
        return flow.add(extras_of(self.said, self.scene.results), cited)

    def _lay_reasoning(self, width: float, top: float, bottom: float, deadline: float) -> bool:
        words = self.said.reasoning
        if not words:
            return True
        if self._reasoning is None:
            self._reasoning = Flow(self.scene.quiet)
        if not self.is_unfolded:
            return True
        self._reasoning.take(words, deadline)
        y, column = self.frame.reasoning, self._reasoning.column
        done = column.lay(width - INDENT, top - y - _AHEAD, bottom - y + _AHEAD, deadline)
        return done and self._reasoning.is_all(words)

    def _arrange(self) -> None:
        """Find out where each part stands, from top to bottom."""
        if self.said.reasoning and self._reasoning is None:
            self._reasoning = Flow(self.scene.quiet)
        typeset, frame = self.scene.typeset, self.frame
        reasoning, text = self.columns
        assert text is not None
        frame.fold = y = self.cut_height + typeset.step if self.is_cut_here else 0.0
        y += typeset.small_line + typeset.step if self._reasoning else 0
        frame.reasoning = y
        y += reasoning.height + typeset.step * 2 if reasoning else 0
        padded = typeset.step + 2 if self.role is not Role.AGENT else 0
        frame.files = y + padded
        frame.text = frame.files + self._lay_files()
        y = frame.text + text.height + padded
        self._place_card(y - frame.reasoning, text)
        frame.end = self._arrange_end(y)
        footer = typeset.small_line + 3 if self.role is Role.AGENT else 0
        self.height = frame.end + footer + typeset.pad + typeset.step
        self._find_presses()

    def _lay_files(self) -> float:
        """The height that the files take above the text."""
        if self.enclosed is None:
            return 0.0
        self.enclosed.lay(self._inner(self.width))
        return self.enclosed.height + (self.scene.typeset.step if self.said.text else 0)

    def _place_card(self, height: float, text: Column) -> None:
        if self.role is Role.AGENT:
            return
        inner, pad, top = self._inner(self.width), self.scene.typeset.pad, self.frame.reasoning
        if self.role is Role.USER:
            if len(text.stacks) <= _FEW:
                shown = self.enclosed.natural_width if self.enclosed else 0.0
                inner = min(inner, max(text.natural_width + 1, shown))
            left = self.width - inner - 2 * pad
            self.frame.card = QRectF(left, top, inner + 2 * pad, height)
            self.frame.left = left + pad
        else:
            self.frame.card = QRectF(0, top, self.width, height)
            self.frame.left = pad + SIGN

    @property
    def words_at_end(self) -> str:
        """How it ended, or what it waits for; "" when there is nothing to say."""
        if self.role is not Role.AGENT:
            return ""
        if isinstance(self.said, Reply) and self.said.is_empty:
            return sayings.waiting(self.said, self.scene.wording)
        if self._explained:
            return self._explained.text
        return sayings.outcome(self.said, self.scene.wording)

    def _arrange_end(self, y: float) -> float:
        """Place how it ended and what can be done about it; returns where the footer begins."""
        words, typeset, frame = self.words_at_end, self.scene.typeset, self.frame
        self.offers = self._offered() if words and self.is_newest else ()
        if not words:
            self.outcome = None
            return y
        if self.outcome is None or self.outcome.text != words:
            self.outcome = SetText((Run(words),), typeset if self.is_failed else self.scene.quiet)
        air = typeset.step + 2 if self.is_failed else 0
        self.outcome.lay(max(60.0, self.width - (2 * typeset.pad + SIGN if air else 0)))
        frame.outcome = y + (typeset.step if self.said.text else 0)
        y = frame.outcome + self.outcome.height + 2 * air
        if self.offers:
            frame.offers = y - (4 if air else -4)
            y = self._offer_rects()[-1].bottom() + (air or 4)
        return y

    @property
    def _explained(self) -> Explained | None:
        return self.scene.explained.get(self.said.id) if self.is_newest else None

    def _offered(self) -> tuple[sayings.Offer, ...]:
        """What can be done about how it ended; what was explained comes first."""
        found, usual = self._explained, sayings.offers(self.said)
        if found is None or not found.action:
            return usual
        return (sayings.Offer(found.action, found.label), *usual)

    def _offer_rects(self) -> list[QRectF]:
        """Where each offer stands: in a row, or in several where that is too wide."""
        typeset, found = self.scene.typeset, []
        begin = x = float(typeset.pad + SIGN) if self.is_failed else 0.0
        y, chip = self.frame.offers, typeset.look.px("chip")
        for offer in self.offers:
            wide = text_width(typeset, offer.label) + 2 * typeset.pad
            if x > begin and x + wide > self.width - typeset.pad:
                x, y = begin, y + chip + typeset.step + 2
            found.append(QRectF(x, y, wide, chip))
            x += wide + typeset.step + 2
        return found

    def _find_presses(self) -> None:
        typeset, frame = self.scene.typeset, self.frame
        frame.presses = {}
        frame.thought = sayings.thinking(self.said) if self._reasoning else ""
        if frame.thought:
            line = text_width(typeset, frame.thought) + 2 * typeset.small.pixelSize()
            frame.presses["fold"] = QRectF(0, frame.fold, line, typeset.small_line)
        for offer, rect in zip(self.offers, self._offer_rects(), strict=True):
            frame.presses[offer.action] = rect
        for number, place in enumerate(self.enclosed.places if self.enclosed else ()):
            frame.presses[f"{sayings.FILE}{number}"] = place.translated(frame.left, frame.files)
        if self.variant[1] > 1:
            self._place_variants()

    @property
    def footer(self) -> str:
        """Time and model; tokens and cost where there is room for them."""
        typeset = self.scene.typeset
        room = self.width - (14 + 4 * typeset.small_line if self.variant[1] > 1 else 0)
        offered = sayings.footers(self.said)
        fitting = (words for words in offered if text_width(typeset, words) <= room)
        return next(fitting, offered[-1])

    def explained_at(self, point: QPointF) -> str:
        """What the footer says in short, where `point` is on it; "" elsewhere."""
        typeset, top = self.scene.typeset, self.frame.end
        is_on = 0 <= point.x() <= text_width(typeset, self.footer)
        is_on = is_on and top <= point.y() <= top + typeset.small_line + 6
        return sayings.explained(self.said) if is_on and self.role is Role.AGENT else ""

    def _place_variants(self) -> None:
        typeset, frame = self.scene.typeset, self.frame
        count = text_width(typeset, f"{self.variant[1]}/{self.variant[1]}") + 4
        line = float(typeset.small_line)
        x, y = text_width(typeset, self.footer) + 14, frame.end + 3
        if self.role is Role.USER:
            x, y = frame.card.left() - line * 2 - count - 8, frame.card.top() + 4
        frame.presses["earlier"] = QRectF(x, y, line, line)
        frame.presses["later"] = QRectF(x + line + count, y, line, line)


def _in_column(column: Column, number: int, point: QPointF) -> Hit:
    found = column.find(point)
    if found is None:
        return Hit(column=number)
    box, inside, place = found
    return Hit("", box, box.spot(inside), number, place)
