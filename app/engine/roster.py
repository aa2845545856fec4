"""Which sessions are open."""

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.core.agent import AgentCard
from app.core.conversation import Conversation, new_id
from app.core.errors import CardError
from app.core.events import AgentsChanged, SessionClosed, SessionOpened
from app.core.tasks import TaskScope
from app.engine.models import ModelChoice
from app.engine.recorder import Recorder
from app.engine.session import Session, Surroundings
from app.storage.cards import Cards

log = logging.getLogger(__name__)

OnError = Callable[[str, Exception], None]


class Roster:
    """Opens and closes sessions; closing the roster closes them all."""

    def __init__(
        self,
        recorder: Recorder,
        cards: Cards,
        surroundings: Surroundings,
        on_error: OnError | None = None,
    ) -> None:
        """`on_error` is told of a task that failed with an error nobody expected."""
        self.cards = cards
        self._recorder = recorder
        self._with = surroundings
        self._on_error = on_error
        self._scopes: dict[str, TaskScope] = {}
        self._sessions: dict[str, Session] = {}
        self.sessions: Mapping[str, Session] = MappingProxyType(self._sessions)
        self._heard = surroundings.bus.subscribe(AgentsChanged, self._renew_cards)

    @property
    def running(self) -> tuple[Session, ...]:
        """The sessions that are answering now."""
        return tuple(each for each in self._sessions.values() if each.is_running)

    def of_agent(self, agent_id: str) -> tuple[Session, ...]:
        """The open sessions of one agent, in the order they were opened."""
        return tuple(each for each in self._sessions.values() if each.card.id == agent_id)

    async def open(self, conversation_id: str, agent_id: str = "") -> Session:
        """Open a stored conversation; the same session when it is open already.

        One that was never stored, because nothing was said in it, begins anew with
        `agent_id`.

        Raises:
            StorageError: It cannot be read.
            CardError: Its agent is gone, or nothing is stored and no agent was named.
        """
        if conversation_id not in self._sessions:
            conversation = await self._recorder.load(conversation_id)
            if conversation_id not in self._sessions:  # not opened while we read
                return self._open(conversation or Conversation(conversation_id, agent_id))
        return self._sessions[conversation_id]

    async def open_latest(self, agent_id: str) -> Session:
        """Open the agent's newest conversation, or a new one when it has none.

        Raises:
            StorageError: What is stored cannot be read.
            CardError: There is no such agent.
        """
        stored = await self._recorder.conversations(agent_id)
        return await self.open(stored[0].id) if stored else self.open_new(agent_id)

    def open_new(self, agent_id: str, like: Session | None = None) -> Session:
        """Open an empty conversation; it is stored with its first message or draft.

        It asks the model that `like` chose, as long as nobody chooses another.

        Raises:
            CardError: There is no such agent.
        """
        choice = like.conversation.choice if like else ""
        return self._open(Conversation(new_id(), agent_id, choice=choice))

    async def close(self, session_id: str) -> None:
        """End a session's work, keep what arrived, and forget it.

        Texts and files that were still queued become the beginning of its draft.
        """
        session = self._sessions.get(session_id)
        scope = self._scopes.pop(session_id, None)
        if session is None or scope is None:
            return
        session.interrupt()
        if session.waiting_to_be_sent:
            draft = self._recorder.draft(session_id)
            texts = (each.text for each in session.waiting_to_be_sent)
            self._recorder.keep_draft(session_id, "\n\n".join(filter(None, (*texts, draft))))
            session.enclosed.put_back(
                tuple(file for each in session.waiting_to_be_sent for file in each.files)
            )
        await scope.aclose()
        del self._sessions[session_id]
        self._with.bus.publish(SessionClosed(session_id))

    async def aclose(self) -> None:
        """Close every session."""
        self._heard.close()
        for session_id in tuple(self._sessions):
            await self.close(session_id)

    def _open(self, conversation: Conversation) -> Session:
        card = self._card(conversation.agent)
        choice = ModelChoice.parse(conversation.choice) if conversation.choice else None
        scope = TaskScope(f"session:{conversation.id}", self._on_error)
        session = Session(card, conversation, choice, self._with, scope)
        self._scopes[session.id] = scope
        self._sessions[session.id] = session
        log.info("opened a conversation with %s", card.id)
        self._with.bus.publish(SessionOpened(session.id))
        return session

    def _renew_cards(self, event: AgentsChanged) -> None:
        """Let open sessions answer from now on as their changed cards say."""
        for session in self._sessions.values():
            session.card = self.cards.get(session.card.id, session.card)

    def _card(self, agent_id: str) -> AgentCard:
        try:
            return self.cards[agent_id]
        except KeyError as error:
            raise CardError(f"no agent {agent_id!r}") from error
