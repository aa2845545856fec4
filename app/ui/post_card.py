"""One post of the feed: who, when, what, what others said, and what to do with it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import AgentCard
from app.core.feed import Comment, Post
from app.engine.filling import filled
from app.ui.ago import ago, exactly
from app.ui.avatar import Avatar, avatar_icon
from app.ui.clamped_text import ClampedText, without_marks
from app.ui.elided import ElidedLabel
from app.ui.focus_ring import OWN_RING
from app.ui.icons import Icons
from app.ui.plain_tip import plain_tip
from app.ui.theme import Look, set_class

LINES = {"busy": 3, "balanced": 4, "calm": 6}
"""Lines of a post's text before it is unfolded."""

_KEYS = {Qt.Key.Key_L: "like", Qt.Key.Key_S: "save", Qt.Key.Key_Delete: "hide"}


@dataclass(frozen=True, slots=True)
class CardContext:
    """What every post card works with.

    `card` finds an agent's card (None when it is gone), `name` what it is called,
    `askable` the agents that may still comment on a post.
    """

    look: Look
    icons: Icons
    card: Callable[[str], AgentCard | None]
    name: Callable[[str], str]
    askable: Callable[[str], tuple[AgentCard, ...]]


class PostCard(QFrame):
    """Shows one post; walk with the arrows, Return opens, A asks another agent, L likes, S saves,
    Del hides.

    Signals:
        open_wanted, like_wanted, save_wanted, hide_wanted: What the button says.
        comment_wanted: Ask this agent about it (agent id).
        step_wanted: The keyboard wants to go that many cards down.
    """

    open_wanted = Signal()
    like_wanted = Signal()
    save_wanted = Signal()
    hide_wanted = Signal()
    comment_wanted = Signal(str)
    step_wanted = Signal(int)

    def __init__(self, post: Post, context: CardContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "card")
        self.post = post
        self._with = context
        self._coming: tuple[str, ...] = ()
        self._comments: list[ClampedText] = []
        self._column = QVBoxLayout(self)
        self._words = QVBoxLayout()
        self._head = QHBoxLayout()
        self._talk = QVBoxLayout()
        self._foot = QHBoxLayout()
        self._asks = QHBoxLayout()
        self._name, self._time = ElidedLabel(), QLabel()
        self.text = ClampedText(context.look)
        self.more = QPushButton(self.tr("more"))
        self.open_button = self._word(self.tr("Open"), self.open_wanted.emit)
        self.ask_button = self._word(self.tr("Ask another"), self._show_askable)
        self.ask_button.setToolTip(self.tr("Ask another agent about it") + " (A)")
        self.like_button = self._sign(self.like_wanted.emit)
        self.save_button = self._sign(self.save_wanted.emit)
        self.hide_button = self._sign(self.hide_wanted.emit)
        self._build()
        self.fit()
        self.show_post(post)

    def show_post(self, post: Post, coming: tuple[str, ...] = ()) -> None:
        """Show another state of the post; `coming` are agents writing a comment now."""
        talk_changed = (post.comments, coming) != (self.post.comments, self._coming)
        self.post, self._coming = post, coming
        lines = LINES[self._with.look.density]
        self.text.show_text(without_marks(post.text), lines)
        self._show_signs()
        if talk_changed or not self._comments:
            self._show_talk()
        self.setAccessibleName(f"{self._with.name(post.agent)}: {self.text.accessibleName()}")

    def is_other(self, post: Post, coming: tuple[str, ...]) -> bool:
        """Whether showing this would change anything."""
        return (post, coming) != (self.post, self._coming)

    def show_time(self, now: float) -> None:
        """Say how long ago it was; `now` is in seconds since 1970 (UTC)."""
        self._time.setText(ago(self.post.created, now))

    def fit(self) -> None:
        """Take the sizes and colours of the look in force."""
        px, font = self._with.look.px, self._with.look.font
        pad, step = px("pad") + 1, px("step")
        inset = (px("hit") - px("icon")) // 2  # so that signs end where the words do
        self._column.setContentsMargins(pad, pad, pad - inset, 1)
        self._words.setContentsMargins(0, 0, inset, 0)
        self._column.setSpacing(0)
        self._words.setSpacing(step)
        self._head.setSpacing(step + 3)
        self._talk.setSpacing(step)
        self._foot.setSpacing(0)
        self._asks.setSpacing(px("pad") + 4)
        self._name.setFont(font("title"))
        self._time.setFont(font("small"))
        for word in (self.open_button, self.ask_button):
            word.setFont(font("small"))
        self.more.setFont(font("small"))
        side = px("icon") - 1
        for sign in (self.like_button, self.save_button, self.hide_button):
            sign.setIconSize(QSize(side, side))
        if self._comments:
            self._show_talk()
        self.text.show_text(without_marks(self.post.text), LINES[self._with.look.density])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_wanted.emit()
        elif key == Qt.Key.Key_A and self.ask_button.isEnabled():
            self._show_askable()
        elif key in _KEYS:
            getattr(self, f"{_KEYS[key]}_wanted").emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._with.look.color("focus"), 2))
            corner = self._with.look.px("corner") - 1
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), corner, corner)
            painter.end()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(OWN_RING, True)
        card = self._with.card(self.post.agent)
        if card is not None:
            self._head.addWidget(Avatar(card, "avatar", self._with.look, self._with.icons))
        self._name.setText(self._with.name(self.post.agent))
        set_class(self._time, "muted")
        self._time.setToolTip(exactly(self.post.created))
        self._head.addWidget(self._name, 1)
        self._head.addWidget(self._time)
        self._asks.addWidget(self.open_button)
        self._asks.addWidget(self.ask_button)
        self._foot.addLayout(self._asks)
        self._foot.addStretch(1)
        for sign in (self.like_button, self.save_button, self.hide_button):
            self._foot.addWidget(sign)
        self._words.addLayout(self._head)
        self._words.addWidget(self.text)
        self._words.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._words.addLayout(self._talk)
        self._column.addLayout(self._words)
        self._column.addLayout(self._foot)
        set_class(self.more, "link", "small")
        self.more.clicked.connect(self._unfold)
        self.more.hide()
        self.text.resized.connect(self._show_more)

    def _word(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        set_class(button, "word")
        button.clicked.connect(act)
        return button

    def _sign(self, act: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        set_class(button, "icon")
        button.clicked.connect(act)
        return button

    def _show_signs(self) -> None:
        post, icon = self.post, self._with.icons.icon
        like = icon("like-on", "accent") if post.liked else icon("like")
        save = icon("save-on", "warning") if post.saved else icon("save")
        _label(self.like_button, like, self.tr("Unlike") if post.liked else self.tr("Like"), "L")
        words = self.tr("No longer saved") if post.saved else self.tr("Save")
        _label(self.save_button, save, words, "S")
        _label(self.hide_button, icon("hide"), self.tr("Hide"), "Del")
        self.ask_button.setEnabled(bool(self._with.askable(post.id)))

    def _show_talk(self) -> None:
        for line in self._comments:
            self._talk.removeWidget(line)
            line.deleteLater()
        said = [self._line(comment) for comment in self.post.comments]
        self._comments = said + [self._line_coming(agent) for agent in self._coming]
        for line in self._comments:
            self._talk.addWidget(line)

    def _line(self, comment: Comment) -> ClampedText:
        name = self._with.name(comment.agent)
        return self._said(comment.agent, f"{name}  {without_marks(comment.text)}", len(name))

    def _line_coming(self, agent: str) -> ClampedText:
        name = self._with.name(agent)
        return self._said(agent, filled(self.tr("{name} is writing…"), name=name), 0)

    def _said(self, agent: str, words: str, lead: int) -> ClampedText:
        line = ClampedText(self._with.look, "small")
        line.show_text(words, 2, "muted")
        line.setToolTip(plain_tip(words))
        card = self._with.card(agent)
        look = self._with.look
        line.set_lead(lead, look.agent_color(card.hue, "text") if card else look.color("text"))
        return line

    def _show_more(self) -> None:
        self.more.setVisible(self.text.is_unfolded or self.text.is_cut)
        self.more.setText(self.tr("less") if self.text.is_unfolded else self.tr("more"))

    def _unfold(self) -> None:
        self.text.set_unfolded(not self.text.is_unfolded)
        self._show_more()

    def _show_askable(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for card in self._with.askable(self.post.id):
            icon = avatar_icon(card, self._with.look, self._with.icons)
            action = menu.addAction(icon, self._with.name(card.id).replace("&", "&&"))
            action.triggered.connect(lambda checked, who=card.id: self.comment_wanted.emit(who))
        menu.popup(self.ask_button.mapToGlobal(QPoint(0, self.ask_button.height())))


def _label(button: QToolButton, icon: QIcon, words: str, key: str) -> None:
    button.setIcon(icon)
    button.setToolTip(f"{words} ({key})")
    button.setAccessibleName(words)
