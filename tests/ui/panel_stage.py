"""Small stand-ins for the engine, with which a panel can be built and acted on."""

import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.core.bus import Bus
from app.core.conversation import new_id
from app.core.events import FeedChanged, NoticesChanged, SessionChanged, SessionOpened
from app.core.feed import Comment, Post
from app.engine.notices import Notice, NoticeKind
from app.engine.session import SessionState
from app.engine.wording import Wording
from app.storage.cards import Cards
from app.ui.frame_clock import FrameClock
from app.ui.icons import Icons
from app.ui.panel_context import PanelContext
from app.ui.theme import Look

RESOURCES = Path(__file__).parents[2] / "resources"


@dataclass
class StagedSession:
    id: str
    card: object
    state: SessionState = SessionState.IDLE


@dataclass
class StagedRoster:
    cards: Cards
    sessions: dict = field(default_factory=dict)


@dataclass
class StagedNotices:
    inbox: tuple = ()


class StagedFeed:
    def __init__(self, bus):
        self._bus = bus
        self._posts = {}
        self.asked = []

    @property
    def posts(self):
        return tuple(post for post in reversed(self._posts.values()) if not post.hidden)

    def post(self, agent, text, *, ago=0.0, conversation="", comments=()):
        said = tuple(Comment(new_id(), who, time.time(), words) for who, words in comments)
        made = Post(new_id(), agent, time.time() - ago, text, conversation, comments=said)
        self._keep(made)
        return made

    def like(self, id):
        self._keep(replace(self._posts[id], liked=not self._posts[id].liked))

    def save(self, id):
        self._keep(replace(self._posts[id], saved=not self._posts[id].saved))

    def hide(self, id):
        self._keep(replace(self._posts[id], hidden=True))

    def unhide(self, id):
        self._keep(replace(self._posts[id], hidden=False))

    def commenting(self, post_id):
        return tuple(agent for post, agent in self.asked if post == post_id)

    def can_comment(self, post_id, agent_id):
        return agent_id not in (self._posts[post_id].agent, *self.commenting(post_id))

    def ask_comment(self, post_id, agent_id):
        if self.can_comment(post_id, agent_id):
            self.asked.append((post_id, agent_id))
            self._bus.publish(FeedChanged(post_id))

    def _keep(self, post):
        self._posts[post.id] = post
        self._bus.publish(FeedChanged(post.id))


class Stage:
    """Everything a panel hears and asks; `context` is what it is built with."""

    def __init__(self, tmp_path, language="en", theme="night-market", density="busy", scale=100):
        self.bus, self.clock = Bus(), FrameClock(1, 1)
        self.look = Look(RESOURCES, theme, density, scale)
        self.icons = Icons(RESOURCES, self.look)
        self.roster = StagedRoster(Cards(RESOURCES / "agents", tmp_path))
        self.feed, self.notices = StagedFeed(self.bus), StagedNotices()
        self.context = PanelContext(
            self.roster, self.feed, self.notices, Wording(), language,
            self.bus, self.clock, self.look, self.icons,
        )  # fmt: skip

    def open(self, agent_id, state=SessionState.IDLE):
        session = StagedSession(new_id(), self.roster.cards[agent_id], state)
        self.roster.sessions[session.id] = session
        self.bus.publish(SessionOpened(session.id))
        return session

    def change(self, session, state):
        session.state = state
        self.bus.publish(SessionChanged(session.id))

    def notice(self, agent_id):
        made = Notice(new_id(), NoticeKind.ENDED, "", agent_id, time.time(), "It answered.", "")
        self.notices.inbox = (made, *self.notices.inbox)
        self.bus.publish(NoticesChanged())
