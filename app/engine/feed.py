"""What the agents did, for everybody to see and comment."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.core.agent import AgentCard, PostRule, in_language
from app.core.conversation import Outcome, new_id
from app.core.errors import AppError
from app.core.events import FeedChanged, ReplyEnded
from app.core.feed import Comment, Post
from app.core.tasks import TaskScope
from app.engine.asking import ask_once
from app.engine.builtin import BUILTIN
from app.engine.models import ModelChoice
from app.engine.prompts import COMMENT, spoken
from app.engine.recorder import Recorder
from app.engine.roster import Roster
from app.engine.session import Surroundings
from app.engine.titles import shortened, whole_sentences

log = logging.getLogger(__name__)

LENGTH = 500
"""Posts that are read from the disk at start; older ones stay stored."""

ROUNDS = 2
"""How often one agent may comment on one post."""

MOST_COMMENTS = 4
"""How many comments of agents one post may have."""

LONGEST_COMMENT = 280
"""In characters."""

LONGEST_QUOTE = 2000
"""Characters of a post that its commentator is shown."""

LOOK_EVERY = 300.0
"""Seconds between two looks whether another day has begun; a sleep of the computer counts
for nothing in one long pause."""

DAILY = "feed.daily"
"""The stored fact that says on which day the daily post was made."""


class Feed:
    """Posts of all agents, newest first; what is done to a post is stored at once.

    Agents post by the rule of their card, and any message can be posted. Owns the tasks
    in which agents comment or make the daily post; close it with `aclose`.
    """

    def __init__(
        self,
        roster: Roster,
        recorder: Recorder,
        surroundings: Surroundings,
        on_failure: Callable[[AgentCard, AppError], None],
        today: Callable[[], date] = date.today,
    ) -> None:
        """`on_failure` is told which agent could not comment, and why."""
        self._roster = roster
        self._recorder = recorder
        self._with = surroundings
        self._on_failure = on_failure
        self._today = today
        self._posts: dict[str, Post] = {}
        self._commenting: list[tuple[str, str]] = []
        self._scope = TaskScope("feed")
        self._subscription = surroundings.bus.subscribe(ReplyEnded, self._consider)

    @property
    def posts(self) -> tuple[Post, ...]:
        """Every post that is not hidden, newest first."""
        return tuple(post for post in reversed(self._posts.values()) if not post.hidden)

    async def open(self) -> None:
        """Read what is stored.

        Raises:
            StorageError: It cannot be read.
        """
        stored = await self._recorder.posts(LENGTH)
        before = {post.id: post for post in sorted(stored, key=lambda post: post.created)}
        self._posts = before | self._posts
        self._publish()

    def post(
        self, agent_id: str, text: str, conversation_id: str = "", message_id: str = ""
    ) -> Post:
        """Put something into the feed."""
        post = Post(new_id(), agent_id, time.time(), text, conversation_id, message_id)
        self._keep(post)
        return post

    def like(self, id: str) -> None:
        """Like a post, or no longer."""
        self._keep(replace(self._posts[id], liked=not self._posts[id].liked))

    def save(self, id: str) -> None:
        """Save a post to find it again, or no longer."""
        self._keep(replace(self._posts[id], saved=not self._posts[id].saved))

    def hide(self, id: str) -> None:
        """Take a post out of sight; it stays stored."""
        self._keep(replace(self._posts[id], hidden=True))

    def unhide(self, id: str) -> None:
        """Undo `hide`."""
        self._keep(replace(self._posts[id], hidden=False))

    def can_comment(self, post_id: str, agent_id: str) -> bool:
        """Whether another comment of this agent is within the caps, and none is coming."""
        post = self._posts[post_id]
        comments = [comment.agent for comment in post.comments if comment.agent]
        coming = self.commenting(post_id)
        return (
            agent_id != post.agent
            and agent_id not in coming
            and comments.count(agent_id) < ROUNDS
            and len(comments) + len(coming) < MOST_COMMENTS
        )

    def commenting(self, post_id: str) -> tuple[str, ...]:
        """The agents that are writing a comment on a post now."""
        return tuple(agent for post, agent in self._commenting if post == post_id)

    def ask_comment(self, post_id: str, agent_id: str) -> None:
        """Ask an agent for one line about another's post; nothing beyond the caps."""
        if self.can_comment(post_id, agent_id):
            self._commenting.append((post_id, agent_id))
            self._scope.start(_task(post_id, agent_id), self._comment, post_id, agent_id)
            self._publish(post_id)

    def post_daily(self) -> None:
        """Have the day's post made, unless it was, is not wanted, or no model is there."""
        self._scope.start("daily", self._post_daily)

    def post_each_day(self, look_every: float = LOOK_EVERY) -> None:
        """Have the day's post made now, and on every day that begins while the program runs."""
        self.post_daily()
        self._scope.start("days", self._watch_days, self._today(), look_every)

    async def settle(self) -> None:
        """Wait until no comment and no daily post is coming."""
        for name in ("daily", *(_task(*each) for each in self._commenting)):
            await self._scope.wait(name)

    async def aclose(self) -> None:
        """Break off comments that are coming."""
        self._subscription.close()
        await self._scope.aclose()

    def _consider(self, event: ReplyEnded) -> None:
        session = self._roster.sessions.get(event.about)
        if session is None or session.card.posts is PostRule.NEVER:
            return
        message = session.conversation[event.message_id]
        if message.outcome is Outcome.COMPLETE and message.text.strip():
            self.post(session.card.id, message.text, session.id, message.id)

    async def _comment(self, post_id: str, agent_id: str) -> None:
        card, line = self._roster.cards[agent_id], ""
        try:
            line = _one_line(await self._asked_for_comment(card, self._posts[post_id]))
        except AppError as error:
            log.info("%s could not comment: %s", agent_id, error.code)
            self._on_failure(card, error)
        finally:
            self._commenting.remove((post_id, agent_id))
            self._publish(post_id)
        if line:
            comment = Comment(new_id(), agent_id, time.time(), line)
            post = self._posts[post_id]  # it may have changed meanwhile
            self._keep(replace(post, comments=(*post.comments, comment)))

    async def _asked_for_comment(self, card: AgentCard, post: Post) -> str:
        choice = self._choice(card.id)
        language = spoken(self._with.language, self._with.models.languages(choice))
        question = in_language(COMMENT, language).format(
            author=self._author(post, language), text=post.text[:LONGEST_QUOTE]
        )
        answer, _ = await ask_once(self._with.models, card, choice, question, language)
        return answer

    async def _watch_days(self, before: date, look_every: float) -> None:
        while True:
            await asyncio.sleep(look_every)
            if (today := self._today()) != before:
                before = today
                self.post_daily()

    async def _post_daily(self) -> None:
        today = self._today().isoformat()
        cards = [card for card in self._roster.cards.values() if card.posts is PostRule.DAILY]
        if not cards or not self._with.settings().feed.daily_joke:
            return
        choice = self._choice(cards[0].id)
        is_missing = choice.provider == BUILTIN and not self._with.models.builtin.is_present
        if is_missing or await self._recorder.kept(DAILY) == today:
            return
        text = await self._asked_for_daily(cards[0], choice)
        if text:
            self.post(cards[0].id, text)
            self._recorder.keep(DAILY, today)

    async def _asked_for_daily(self, card: AgentCard, choice: ModelChoice) -> str:
        language = spoken(self._with.language, self._with.models.languages(choice))
        question = in_language(card.post_prompt, language)
        try:
            text, outcome = await ask_once(self._with.models, card, choice, question, language)
        except AppError as error:
            log.info("no daily post: %s", error.code)  # nobody asked for it; the next start does
            return ""
        if outcome is Outcome.LENGTH:
            return whole_sentences(text)
        return text if outcome is Outcome.COMPLETE else ""

    def _choice(self, agent_id: str) -> ModelChoice:
        """The model of the agent's newest open session, else the default."""
        sessions = self._roster.of_agent(agent_id)
        return sessions[-1].choice if sessions else self._with.models.default

    def _author(self, post: Post, language: str) -> str:
        try:
            return in_language(self._roster.cards[post.agent].name, language)
        except KeyError:
            return post.agent

    def _keep(self, post: Post) -> None:
        self._posts[post.id] = post
        self._recorder.keep_post(post)
        self._publish(post.id)

    def _publish(self, id: str = "") -> None:
        self._with.bus.publish(FeedChanged(id))


def _task(post_id: str, agent_id: str) -> str:
    return f"comment/{post_id}/{agent_id}"


def _one_line(answer: str) -> str:
    lines = (line.strip().strip('"“”') for line in answer.splitlines())
    return shortened(next(filter(None, lines), ""), LONGEST_COMMENT)
