"""The strip of agents at the left."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.core.agent import AgentCard, in_language
from app.core.events import (
    AgentsChanged,
    NoticesChanged,
    SessionChanged,
    SessionClosed,
    SessionOpened,
)
from app.engine.session import Session, SessionState
from app.ui.panel_context import PanelContext
from app.ui.rail_button import AgentNow, RailButton
from app.ui.theme import set_class

LOUDEST_FIRST = (
    SessionState.NEEDS_YOU,
    SessionState.FAILED,
    SessionState.BUDGET,
    SessionState.STREAMING,
    SessionState.THINKING,
    SessionState.WAITING,
    SessionState.IDLE,
)
"""Of several sessions of one agent the rail shows the loudest state."""


class Rail(QFrame):
    """All agents with their states and unread counts; arrows walk them, Return opens.

    Signals:
        agent_wanted: Show this agent's tile (agent id).
        new_conversation_wanted: As `agent_wanted`, with an empty conversation.
        second_tile_wanted: One more tile of this agent.
        gallery_wanted: Show this agent in the gallery.
        hide_wanted: This agent shall leave the rail.
        add_wanted: The user wants to add an agent.
        feed_wanted: The feed shall be shown (True) or hidden.
        settings_wanted: Open the settings at a page ("" for the first).
    """

    agent_wanted = Signal(str)
    new_conversation_wanted = Signal(str)
    second_tile_wanted = Signal(str)
    gallery_wanted = Signal(str)
    hide_wanted = Signal(str)
    add_wanted = Signal()
    feed_wanted = Signal(bool)
    settings_wanted = Signal(str)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Agents"))
        set_class(self, "side-left")
        self._with = context
        self._current = ""
        self._buttons: dict[str, RailButton] = {}
        self._agents = QVBoxLayout()
        self.feed_button = self._tool("feed", self.tr("Show the feed"))
        self.settings_button = self._tool("settings", self.tr("Settings"))
        self.add_button = self._tool("plus", self.tr("Add an agent"))
        self._build()
        self._subscriptions = [
            context.bus.subscribe(kind, lambda event: context.clock.mark(self))
            for kind in (SessionOpened, SessionClosed, SessionChanged, NoticesChanged)
        ]
        self._subscriptions.append(
            context.bus.subscribe(AgentsChanged, lambda event: self.show_agents())
        )
        context.look.changed.connect(self._fit)
        self.show_agents()

    def show_agents(self) -> None:
        """Show a button for each card there is now."""
        for button in self._buttons.values():
            self._agents.removeWidget(button)
            button.deleteLater()
        cards = self._with.roster.cards.on_rail
        self._buttons = {card.id: self._button(card) for card in cards}
        for place, button in enumerate(self._buttons.values()):
            self._agents.insertWidget(place, button)
        self._fit()
        self.refresh()

    def show_current(self, agent_id: str) -> None:
        """Mark the agent whose tile has the focus; "" for none."""
        if agent_id != self._current:
            self._current = agent_id
            self._with.clock.mark(self)

    def show_feed_visible(self, is_visible: bool) -> None:
        """Let the foot say whether the feed is shown."""
        self.feed_button.setChecked(is_visible)

    def button(self, agent_id: str) -> RailButton:
        """The button of one agent."""
        return self._buttons[agent_id]

    def focus_agent(self, agent_id: str) -> None:
        """Give the keyboard to an agent's button, else to the first one there is."""
        first = next(iter(self._buttons.values()), self.add_button)
        self._buttons.get(agent_id, first).setFocus()

    def refresh(self) -> None:
        """Show every agent's state and unread count."""
        states = self._states(self._with.roster.sessions.values())
        unread: dict[str, int] = {}
        for notice in self._with.notices.inbox:
            if not notice.is_read:
                unread[notice.agent] = unread.get(notice.agent, 0) + 1
        for id, button in self._buttons.items():
            now = AgentNow(states.get(id), unread.get(id, 0), id == self._current)
            if now != button.now or not button.toolTip():
                button.show_now(now)
                self._describe(button)

    def close_subscriptions(self) -> None:
        """Hear nothing more; call it before the rail is destroyed."""
        for subscription in self._subscriptions:
            subscription.close()
        self._with.clock.forget(self)

    def _states(self, sessions: Iterable[Session]) -> dict[str, SessionState]:
        found: dict[str, SessionState] = {}
        for session in sessions:
            before = found.get(session.card.id, SessionState.IDLE)
            found[session.card.id] = min(before, session.state, key=LOUDEST_FIRST.index)
        return found

    def _describe(self, button: RailButton) -> None:
        language, now = self._with.language, button.now
        name = in_language(button.card.name, language)
        lines = [in_language(button.card.summary, language)]
        doing = []
        if now.state is not None:
            doing.append(self._with.wording.state(now.state))
        if now.unread:
            doing.append(self.tr("%n unread", "", now.unread))
        lines += [" · ".join(doing)] if doing else []
        body = "<br>".join(escape(line) for line in lines)
        button.setToolTip(f"<p style='white-space:pre-wrap'><b>{escape(name)}</b><br>{body}</p>")
        button.setAccessibleName(name)
        button.setAccessibleDescription(". ".join(lines))

    def _button(self, card: AgentCard) -> RailButton:
        button = RailButton(card, self._with.look, self._with.icons)
        id = card.id
        button.clicked.connect(lambda: self.agent_wanted.emit(id))
        button.new_conversation_wanted.connect(lambda: self.new_conversation_wanted.emit(id))
        button.second_tile_wanted.connect(lambda: self.second_tile_wanted.emit(id))
        button.gallery_wanted.connect(lambda: self.gallery_wanted.emit(id))
        button.hide_wanted.connect(lambda: self.hide_wanted.emit(id))
        button.focused.connect(lambda: self._rove(id))
        button.step_wanted.connect(lambda steps: self._step(id, steps))
        return button

    def _rove(self, id: str) -> None:
        """Keep one stop for Tab on the whole strip: the button that was last in use."""
        for each, button in self._buttons.items():
            stops = Qt.FocusPolicy.StrongFocus if each == id else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stops)
        self._scroll.ensureWidgetVisible(self._buttons[id], 0, 8)

    def _step(self, id: str, steps: int) -> None:
        ids = list(self._buttons)
        place = max(0, min(len(ids) - 1, ids.index(id) + steps))
        self._buttons[ids[place]].setFocus(Qt.FocusReason.TabFocusReason)

    def _tool(self, icon: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(self._with.icons.icon(icon))
        button.setToolTip(words)
        button.setAccessibleName(words)
        set_class(button, "icon")
        return button

    def _build(self) -> None:
        strip = QWidget()
        self._agents.setContentsMargins(0, 0, 0, 0)
        self._agents.setSpacing(0)
        self._agents.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._agents.addStretch(1)
        strip.setLayout(self._agents)
        self._scroll = QScrollArea()
        self._scroll.setWidget(strip)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setSpacing(4)
        whole.addWidget(self._scroll, 1)
        for button in (self.feed_button, self.settings_button):
            whole.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.feed_button.setCheckable(True)
        self.feed_button.setChecked(True)
        self.feed_button.clicked.connect(lambda is_on: self.feed_wanted.emit(is_on))
        self.settings_button.clicked.connect(lambda: self.settings_wanted.emit(""))
        self.add_button.clicked.connect(self.add_wanted.emit)

    def _fit(self) -> None:
        look = self._with.look
        self.setFixedWidth(look.px("rail"))
        margin = look.px("gap")
        whole = self.layout()
        assert whole is not None
        whole.setContentsMargins(0, margin - 2, 0, margin)
        side = QSize(look.px("icon") + 2, look.px("icon") + 2)
        for tool in (self.add_button, self.feed_button, self.settings_button):
            tool.setIconSize(side)
        for button in self._buttons.values():
            button.fit()
