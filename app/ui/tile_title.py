"""The row atop a tile: who answers, with which model, and what is happening."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolButton, QWidget

from app.engine.models import Models
from app.engine.session import Session, SessionState
from app.engine.wording import Wording
from app.ui.avatar import Avatar
from app.ui.elided import ElidedLabel
from app.ui.icons import Icons
from app.ui.model_chip import ModelChip
from app.ui.state_glyph import StateGlyph
from app.ui.state_words import rate_words
from app.ui.theme import Look
from app.ui.transcript.sayings import sums

GAP = 7

RATE_EVERY = 500
"""Milliseconds between two looks at how fast a reply comes."""


class TileTitle(QWidget):
    """Avatar, name, model chip, state and the menu button; the deck drags a tile by it.

    Where the tabs of several tiles stand in the row (its left margin), they name the agent.
    In a narrow tile the words of the state go first, then the model's name, then the
    end of the agent's name. The glyph of the state always stays.

    Signals:
        menu_wanted: The tile's menu shall open at this place on the screen.
        maximize_wanted: It was double-clicked.
    """

    menu_wanted = Signal(QPoint)
    maximize_wanted = Signal()

    def __init__(
        self,
        session: Session,
        models: Models,
        wording: Wording,
        look: Look,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        card = session.card
        self._session = session
        self._wording = wording
        self._look = look
        self._icons = icons
        self._avatar = Avatar(card, "avatar", look, icons, self)
        self._name = ElidedLabel(parent=self)
        self.chip = ModelChip(models, look, icons, self)
        self.glyph = StateGlyph(look, icons, card.hue, self)
        self.state = ElidedLabel(parent=self)
        self.cost = ElidedLabel(parent=self)
        self._more = QToolButton(self)
        self._rate = QTimer(self, interval=RATE_EVERY)
        self._build()
        self.restyle()
        self.refresh()

    def show_session(self, session: Session) -> None:
        """Tell of another session of the same agent."""
        self._session = session
        self.refresh()

    def set_name(self, name: str) -> None:
        """Name the agent."""
        self._name.setText(name)
        self.setAccessibleName(name)
        self._arrange()

    def refresh(self) -> None:
        """Show the session's model and state as they are now."""
        self.chip.show_choice(self._session.choice)
        self._refresh_cost()
        self._refresh_state()
        if self._session.is_running:
            self._rate.start()
        else:
            self._rate.stop()

    def open_menu(self) -> None:
        """Ask for the tile's menu below its button."""
        self.menu_wanted.emit(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def restyle(self) -> None:
        """Take the theme's fonts, heights and colours."""
        title, small = self._look.font("title"), self._look.font("small")
        self._name.setFont(title)
        self.state.setFont(small)
        self.cost.setFont(small)
        self._more.setIcon(self._icons.icon("more"))
        side = self._look.px("icon")
        self._more.setIconSize(QSize(side, side))
        self.setFixedHeight(self._look.px("title_row"))
        self._refresh_state()
        self._arrange()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self._look.px("title_row"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ContentsRectChange:
            self._arrange()
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.maximize_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = self._look.color("hairline")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def _build(self) -> None:
        for part in (self._avatar, self._name, self.glyph, self.state):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.state.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self._more.setProperty("class", "icon")
        self._more.setToolTip(self.tr("Menu of this tile"))
        self._more.setAccessibleName(self.tr("Menu of this tile"))
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.clicked.connect(self.open_menu)
        self._rate.timeout.connect(self._refresh_state)
        self._look.changed.connect(self.restyle)

    def _refresh_state(self) -> None:
        state = self._session.state
        words = self._words()
        self.glyph.show_state(state)
        self.state.set_color(self.glyph.color())
        self._name.set_color(self._look.color("text"))
        self.cost.set_color(self._look.color("muted"))
        if words != self.state.text():
            self.state.setText(words)
            self.state.setAccessibleName(words)
            self.glyph.setToolTip(words)
            self._arrange()

    def _refresh_cost(self) -> None:
        """What all answers of the conversation cost together, as far as it is known."""
        said = self._session.conversation.all_messages.values()
        words = sums(said) if self._look.density == "busy" else ""
        if words != self.cost.text():
            self.cost.setText(words)
            self.cost.setAccessibleName(self.tr("Cost: {amount}").format(amount=words))
            self._arrange()

    def _words(self) -> str:
        session, reply = self._session, self._session.conversation.reply
        if session.state is SessionState.IDLE:
            return ""
        if session.state is SessionState.WAITING and reply is not None and reply.queue_place:
            return self._wording.queue_place(reply.queue_place)
        if session.waiting is not None:  # for its server, not for its turn
            return self.tr("Waiting")
        is_live = self._look.density == "busy" and session.state is SessionState.STREAMING
        rate = rate_words(session.tokens_per_second) if is_live else ""
        return self.tr("{rate} tok/s").format(rate=rate) if rate else self._plain_words()

    def _plain_words(self) -> str:
        return self._wording.state(self._session.state)

    def _arrange(self) -> None:
        hit = min(self.height(), self._look.px("hit"))
        right = self.width() - 4 - hit
        _place(self._more, right, hit, self.height(), hit)
        left, glyph = self._place_avatar(), self.glyph.width()
        name, chip, words = self._widths(right - left - 3 * GAP - glyph)
        for part, width in ((self._name, name), (self.chip, chip)):
            _place(part, left, width, self.height())
            left += width + GAP if width else 0
        self.chip.setVisible(chip > 0)
        self.state.setVisible(words > 0)
        cost = self._width_of_cost(right - left - glyph - words - 2 * GAP)
        self.cost.setVisible(cost > 0)
        right -= GAP // 2 + cost
        _place(self.cost, right, cost, self.height())
        right -= words + (GAP if cost else 0)
        _place(self.state, right, words, self.height())
        _place(self.glyph, right - glyph - (4 if words else 0), glyph, self.height())

    def _width_of_cost(self, room: int) -> int:
        """Whole or not at all: half an amount would be a wrong one."""
        wide = self.cost.full_width() if self.cost.text() else 0
        return wide if wide <= room else 0

    def _place_avatar(self) -> int:
        """Returns where the name, or what follows it, begins."""
        tabs = self.contentsMargins().left()
        for part in (self._avatar, self._name):
            part.setVisible(not tabs)
        if tabs:
            return tabs + GAP
        _place(self._avatar, 8, self._avatar.width(), self.height())
        return 8 + self._avatar.width() + GAP

    def _widths(self, room: int) -> tuple[int, int, int]:
        """How `room` pixels go to name, model chip and the words of the state."""
        name = 0 if self._name.isHidden() else self._name.full_width()
        chip = self.chip.sizeHint().width()
        least = self.chip.least_width()
        words = self.state.full_width() + 4 if self.state.text() else 0
        if name + chip + words > room:
            chip = max(least, room - name - words)
        if name + chip + words > room:
            words = 0
            chip = min(self.chip.sizeHint().width(), max(least, room - name))
        chip = self.chip.width_in(min(chip, room))
        return max(0, min(name, room - chip)), chip, words


def _place(part: QWidget, left: int, width: int, height: int, own: int = 0) -> None:
    own = own or min(height, part.sizeHint().height())
    part.setGeometry(left, (height - own) // 2, width, own)
