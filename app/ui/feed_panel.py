"""The shared feed at the right: what all agents posted."""

import time
from collections.abc import Iterable
from math import inf

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import AgentCard, in_language
from app.core.events import FeedChanged
from app.core.feed import Post
from app.ui.feed_rows import EmptyFeed, HiddenPost
from app.ui.panel_context import PanelContext
from app.ui.post_card import CardContext, PostCard
from app.ui.theme import set_class

PAGE = 50
"""Posts shown before *Show older*, and how many more that shows."""

FIRST, MORE = 6, 6
"""Cards built at first, and as many again each time their end comes near."""

CARD = 8
"""Lines of text that a usual card is high."""

PATIENCE = 1_500
"""Milliseconds until cards are built that are not in view, unless the user scrolls to them:
after a start there is other work, and a message may be sent."""

SLICE = 0.004
"""Seconds that one refresh spends on new cards; the rest follow with the next frames."""

UNDO = 10_000
"""Milliseconds in which a hidden post can be brought back on the spot."""

MINUTE = 60_000
NARROWEST = 0.96
"""Of the width it likes best; below, a card's actions would be cut."""


class FeedPanel(QFrame):
    """Cards of posts, newest first, all or the saved ones.

    A change rebuilds only the cards that differ; cards far below what is in view are
    built when the view comes near, a few each frame.

    Signals:
        tile_wanted: Open this conversation with this agent (conversation id, "" when the
            post came from none; agent id).
        comment_wanted: An agent is asked for a comment (post id, agent id); the feed is
            already asking it.
    """

    tile_wanted = Signal(str, str)
    comment_wanted = Signal(str, str)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("feedPanel")
        self.setAccessibleName(self.tr("Feed"))
        set_class(self, "side-right")
        self._with = context
        self._cards: dict[str, PostCard] = {}
        self._hidden: dict[str, Post] = {}
        self._traces: dict[str, HiddenPost] = {}
        self._limit = PAGE
        self._ahead = FIRST
        self._soon = QTimer(self, singleShot=True, interval=PATIENCE)
        self._soon.timeout.connect(self._look_ahead)
        self._parts = CardContext(
            context.look, context.icons, self._card_of, self._name_of, self._askable
        )
        self._header = QFrame()
        self._title = QLabel(self.tr("Feed"))
        self._column = QVBoxLayout()
        self._scroll = QScrollArea()
        self.all_filter, self.saved_filter = QPushButton(), QPushButton()
        self.older = QPushButton(self.tr("Show older"))
        self._empty = EmptyFeed(context.look, context.icons)
        self._build()
        self._subscription = context.bus.subscribe(
            FeedChanged, lambda event: context.clock.mark(self)
        )
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self._show_times)
        self._minute.start()
        self.comment_wanted.connect(context.feed.ask_comment)
        context.look.changed.connect(self._fit)
        self._fit()
        self._show(inf)  # nobody waits for a frame of a panel that is not shown yet

    @property
    def cards(self) -> tuple[PostCard, ...]:
        """The cards shown, from the top."""
        return tuple(self._cards[post.id] for post in self._wanted() if post.id in self._cards)

    def close_subscriptions(self) -> None:
        """Hear nothing more; call it before the panel is destroyed."""
        self._subscription.close()
        self._minute.stop()
        self._soon.stop()
        self._with.clock.forget(self)

    @property
    def is_settled(self) -> bool:
        """All cards in view have been made; they need not be painted yet."""
        made = len(self._cards) + len(self._traces)
        return not self.isVisible() or made >= min(self._in_view, len(self._wanted()))

    def sizeHint(self) -> QSize:
        return QSize(self._with.look.px("feed"), super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._ahead < min(self._in_view, len(self._wanted())):
            self._ahead = self._in_view
            self._with.clock.mark(self, urgent=True)
        self._soon.start()

    def refresh(self) -> None:
        """Show the posts there are now, as many as one frame has time for."""
        self._show(SLICE)

    def _show(self, most: float) -> None:
        """Show the posts there are now, spending `most` seconds on new cards."""
        wanted = self._wanted()
        shown = wanted[: min(self._limit, self._ahead)]
        self._drop_all_but({post.id for post in shown})
        began = time.perf_counter()
        for place, post in enumerate(shown):
            if not self._put(place, post) and time.perf_counter() - began > most:
                self._with.clock.mark(self)
                break
        else:
            QTimer.singleShot(0, self, self._fill_view)  # when the cards are laid out
        has_page = len(self._cards) + len(self._traces) >= self._limit
        self.older.setVisible(has_page and len(wanted) > self._limit)
        self._empty.setVisible(not shown)
        self._empty.tell(self.saved_filter.isChecked())

    @property
    def _in_view(self) -> int:
        """So many cards of the usual height are seen at once."""
        return self.height() // (CARD * self._with.look.px("line")) + 1

    def _wanted(self) -> list[Post]:
        posts = [*self._with.feed.posts, *self._hidden.values()]
        if self.saved_filter.isChecked():
            posts = [post for post in posts if post.saved]
        return sorted(posts, key=lambda post: post.created, reverse=True)

    def _put(self, place: int, post: Post) -> bool:
        """Have a widget for `post` at `place`; False when one had to be made."""
        made = False
        row: QWidget | None
        if post.id in self._hidden:
            row = self._traces.get(post.id)
            if row is None:
                row, made = self._make_trace(post), True
        else:
            row = self._cards.get(post.id)
            if row is None:
                row, made = self._make_card(post), True
            else:
                self._show_in(self._cards[post.id], post)
        if self._column.indexOf(row) != place:
            self._column.insertWidget(place, row)
        return not made

    def _show_in(self, card: PostCard, post: Post) -> None:
        coming = self._with.feed.commenting(post.id)
        if card.is_other(post, coming):
            card.show_post(post, coming)

    def _make_card(self, post: Post) -> PostCard:
        card = PostCard(post, self._parts)
        card.show_post(post, self._with.feed.commenting(post.id))
        card.show_time(time.time())
        feed, id = self._with.feed, post.id
        card.open_wanted.connect(lambda: self.tile_wanted.emit(post.conversation, post.agent))
        card.like_wanted.connect(lambda: feed.like(id))
        card.save_wanted.connect(lambda: feed.save(id))
        card.hide_wanted.connect(lambda: self._hide(id))
        card.comment_wanted.connect(lambda agent: self.comment_wanted.emit(id, agent))
        card.step_wanted.connect(lambda steps: self._step(id, steps))
        self._cards[id] = card
        return card

    def _make_trace(self, post: Post) -> HiddenPost:
        trace = HiddenPost(self._name_of(post.agent), self._with.look, self._with.icons)
        trace.undo.clicked.connect(lambda: self._unhide(post.id))
        QTimer.singleShot(UNDO, trace, lambda: self._forget(post.id))
        self._traces[post.id] = trace
        return trace

    def _hide(self, id: str) -> None:
        self._hidden[id] = self._cards[id].post
        self._with.feed.hide(id)
        self.refresh()
        if id in self._traces:
            self._traces[id].show()  # now, and not with the next event: it is given the focus
            self._traces[id].undo.setFocus()

    def _unhide(self, id: str) -> None:
        self._hidden.pop(id, None)
        self._with.feed.unhide(id)
        self.refresh()
        if id in self._cards:
            self._cards[id].show()
            self._cards[id].setFocus()

    def _forget(self, id: str) -> None:
        self._hidden.pop(id, None)
        self.refresh()

    def _drop_all_but(self, ids: set[str]) -> None:
        cards = {id: row for id, row in self._cards.items() if id not in ids or id in self._hidden}
        traces = {id: row for id, row in self._traces.items() if id not in self._hidden}
        for id, row in (*cards.items(), *traces.items()):
            (self._cards if row in cards.values() else self._traces).pop(id)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _step(self, id: str, steps: int) -> None:
        ids = [post.id for post in self._wanted() if post.id in self._cards]
        place = max(0, min(len(ids) - 1, ids.index(id) + steps))
        card = self._cards[ids[place]]
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(card, 0, 8)

    def _show_older(self) -> None:
        self._limit += PAGE
        self.refresh()

    def _fill_view(self) -> None:
        """Leave no empty ground below short cards; what is out of view has time."""
        if self._scroll.verticalScrollBar().maximum() == 0:
            self._look_ahead()
        else:
            self._soon.start()

    def _look_ahead(self) -> None:
        """Build more cards when the end of those there are is less than a view away."""
        bar = self._scroll.verticalScrollBar()
        is_near = (
            self.isVisible() and bar.maximum() - bar.value() < self._scroll.viewport().height()
        )
        if is_near and self._ahead < min(self._limit, len(self._wanted())):
            self._ahead += MORE
            self._with.clock.mark(self)

    def _show_times(self) -> None:
        now = time.time()
        for card in self._cards.values():
            card.show_time(now)

    def _card_of(self, agent_id: str) -> AgentCard | None:
        return next((card for card in self._with.roster.cards.all if card.id == agent_id), None)

    def _name_of(self, agent_id: str) -> str:
        if not agent_id:
            return self.tr("You")
        card = self._card_of(agent_id)
        return in_language(card.name, self._with.language) if card else agent_id

    def _askable(self, post_id: str) -> tuple[AgentCard, ...]:
        cards: Iterable[AgentCard] = self._with.roster.cards.all
        return tuple(card for card in cards if self._with.feed.can_comment(post_id, card.id))

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._build_header()
        whole.addWidget(self._header)
        posts = QWidget()
        posts.setLayout(self._column)
        self._column.addWidget(self._empty)
        self._column.addWidget(self.older, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        set_class(self.older, "chip")
        self.older.clicked.connect(self._show_older)
        self._scroll.setWidget(posts)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(self._look_ahead)
        whole.addWidget(self._scroll, 1)

    def _build_header(self) -> None:
        self._header.setObjectName("feedHeader")
        set_class(self._header, "bar")
        row = QHBoxLayout(self._header)
        row.addWidget(self._title)
        row.addStretch(1)
        group = QButtonGroup(self)
        filters = ((self.all_filter, self.tr("All")), (self.saved_filter, self.tr("Saved")))
        for button, words in filters:
            button.setText(words)
            button.setCheckable(True)
            set_class(button, "chip")
            group.addButton(button)
            button.toggled.connect(self._on_filter)
            row.addWidget(button)
        self.all_filter.setChecked(True)

    def _on_filter(self, is_on: bool) -> None:
        if is_on:
            self._with.clock.mark(self, urgent=True)

    def _fit(self) -> None:
        px = self._with.look.px
        self.setMinimumWidth(round(px("feed") * NARROWEST))
        self.setMaximumWidth(px("feed") * 2)
        self.updateGeometry()
        self._header.setFixedHeight(px("title_row") + 2)
        row = self._header.layout()
        assert row is not None
        row.setContentsMargins(px("pad") + 4, 0, px("pad") + 2, 0)
        row.setSpacing(px("step") + 2)
        self._title.setFont(self._with.look.font("title"))
        gap = px("gap") + 1
        self._column.setContentsMargins(gap + 1, gap, gap + 1, gap)
        self._column.setSpacing(gap)
        for card in self._cards.values():
            card.fit()
