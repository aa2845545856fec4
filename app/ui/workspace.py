"""Which tiles there are, and which conversation each of them shows."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QPoint, Signal, SignalInstance
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from app.core.agent import AgentCard, in_language
from app.core.errors import AppError
from app.core.events import AgentsChanged
from app.core.tasks import TaskScope
from app.engine.session import Session
from app.ui.avatar import avatar_pixmap
from app.ui.deck import Deck
from app.ui.deck_layout import Restored, known_part
from app.ui.panel_context import PanelContext
from app.ui.unopened import Unopened

log = logging.getLogger(__name__)

ICON = 48
"""Pixels; larger than it is shown, so that it is sharp at every size of text."""

FILL_LIMIT = 5.0
"""Seconds that the start waits for the conversations of the visible tiles."""


class TileWidget(Protocol):
    """What the window needs of a tile; `app/tiles` has the real ones."""

    session_changed: SignalInstance
    settings_wanted: SignalInstance
    action_wanted: SignalInstance
    close_wanted: SignalInstance
    maximize_wanted: SignalInstance
    float_wanted: SignalInstance
    second_wanted: SignalInstance

    @property
    def session(self) -> Session: ...
    @property
    def tile_title(self) -> QWidget: ...
    @property
    def is_settled(self) -> bool: ...
    def show_session(self, session: Session) -> None: ...
    def focus_composer(self) -> None: ...
    def attach(self) -> None: ...
    def open_earlier(self) -> None: ...
    def undo(self) -> bool: ...
    def close_subscriptions(self) -> None: ...


MakeTile = Callable[[Session, QWidget], Any]
"""Makes the tile of a session in its place: a widget that is a `TileWidget`."""


class Workspace(QObject):
    """Opens tiles on conversations. A tile's id is its agent's, or `agent#2` for a second one.

    Signals:
        settings_wanted: A tile wants a page of the settings.
        action_wanted: A tile wants the action of an error, like `log.open`.
        changed: Tiles or conversations are others: worth saving.
        agent_focused: The tile of this agent has the keyboard.
        filled: This tile has its widget now.
    """

    settings_wanted = Signal(str)
    action_wanted = Signal(str)
    changed = Signal()
    agent_focused = Signal(str)
    filled = Signal(str)

    def __init__(
        self, deck: Deck, context: PanelContext, make_tile: MakeTile, scope: TaskScope
    ) -> None:
        """`scope` is the window's and outlives the workspace."""
        super().__init__(deck)
        self.deck = deck
        self._with = context
        self._make_tile = make_tile
        self._scope = scope
        self._tiles: dict[str, TileWidget] = {}
        self._conversations: dict[str, str] = {}
        self._fresh: set[str] = set()
        self._opening: set[str] = set()
        self._cards: dict[str, AgentCard] = {}
        self._subscription = context.bus.subscribe(AgentsChanged, self._follow_agents)
        self._connect()
        self._add_agents()

    @property
    def tile(self) -> TileWidget | None:
        """The focused tile, None when there is none."""
        return self._tiles.get(self.deck.focused)

    @property
    def tiles(self) -> dict[str, TileWidget]:
        """Every tile that has been made, by id."""
        return dict(self._tiles)

    @property
    def sessions_in_view(self) -> set[str]:
        """The sessions that the user can see, if the window is active."""
        return {self._tiles[each].session.id for each in self.deck.visible if each in self._tiles}

    def show_agent(self, agent_id: str) -> None:
        """Bring the agent's tile to the front, opening it if need be, ready to write."""
        self._open(self._first_of(agent_id))

    def show_conversation(self, conversation_id: str, agent_id: str) -> None:
        """Bring a conversation to the front: in the tile that shows it, else in its agent's."""
        for tile_id, tile in self._tiles.items():
            if tile.session.id == conversation_id:
                self._open(tile_id)
                return
        tile_id = self._first_of(agent_id)
        if conversation_id:
            self._conversations[tile_id] = conversation_id
            if tile_id in self._tiles:
                self._scope.start(f"show in {tile_id}", self._show, tile_id, conversation_id)
        self._open(tile_id)

    async def session_of(self, agent_id: str) -> Session:
        """The session that the agent's tile shows, or will show; nothing comes to the front.

        Raises:
            AppError: There is no such agent, or its conversation cannot be read.
        """
        tile_id = self._first_of(agent_id)
        if tile_id not in self._tiles:
            session = await self._session_for(tile_id)
            if tile_id not in self._tiles:  # it was not made meanwhile
                self._conversations[tile_id] = session.id
                return session
        return self._tiles[tile_id].session

    def begin_conversation(self, agent_id: str) -> None:
        """An empty conversation in the agent's tile."""
        tile_id = self._first_of(agent_id)
        if tile := self._tiles.get(tile_id):
            tile.show_session(self._with.roster.open_new(agent_id, tile.session))
        else:
            self._fresh.add(tile_id)
        self._open(tile_id)

    def open_second(self, agent_id: str) -> None:
        """One more tile of an agent, beside its first."""
        number = 2
        while (tile_id := f"{agent_id}#{number}") in self.deck and self.deck.is_open(tile_id):
            number += 1
        self._conversations.pop(tile_id, None)
        self._add(tile_id)
        self._fresh.add(tile_id)
        beside = agent_id if self.deck.is_open(agent_id) else ""
        self.deck.arranging.open(tile_id, beside)

    def drop_agent(self, agent_id: str, position: QPoint) -> None:
        """Put the agent's tile where it was let go on the screen."""
        if agent_id in self.deck:
            self.deck.arranging.open_at(agent_id, position)

    def lay_out_default(self) -> None:
        """The default workspace, with every agent's first tile."""
        self.deck.lay_out_default([card.id for card in self._with.roster.cards.on_rail])

    def save(self) -> dict[str, Any]:
        """The tiles, their conversations and their places, for `restore`."""
        return {"tiles": self._conversations, "deck": self.deck.save()}

    def restore(self, saved: Any) -> Restored:
        """Bring saved tiles back; on `FAILED` the default workspace is laid out."""
        found = saved if isinstance(saved, dict) else {}
        tiles = found.get("tiles")
        for tile_id, conversation in (tiles if isinstance(tiles, dict) else {}).items():
            if self._agent_of(str(tile_id)) is not None:
                self._add(str(tile_id))
                self._conversations[str(tile_id)] = str(conversation)
        kept = known_part(str(found.get("deck", "")), self.deck.__contains__)
        done = self.deck.restore(kept)
        if done is Restored.FAILED:
            self.lay_out_default()
        return done

    async def fill_visible(self, are_others_filled: Callable[[], bool] = lambda: True) -> None:
        """Until every visible tile shows its conversation, or an excuse; five seconds at most.

        `are_others_filled` tells of what is filled meanwhile and waited for too.
        """
        deadline = time.monotonic() + FILL_LIMIT
        while time.monotonic() < deadline:
            await asyncio.sleep(0.002)
            if self._opening or (not self.deck.visible and self.deck.tiles):
                continue
            is_filled = all(self._is_filled(each) for each in self.deck.visible)
            if is_filled and are_others_filled():
                return

    def close_subscriptions(self) -> None:
        """Hear nothing any more, and keep what is typed in every tile."""
        self._subscription.close()
        for tile in self._tiles.values():
            tile.close_subscriptions()

    def _is_filled(self, tile_id: str) -> bool:
        tile = self._tiles.get(tile_id)
        return self.deck.is_asked(tile_id) and (tile is None or tile.is_settled)

    def _connect(self) -> None:
        self.deck.wanted.connect(self._fill_soon)
        self.deck.emptied.connect(self._let_go)
        self.deck.arranged.connect(self.changed)
        self.deck.visibility_changed.connect(self.changed)
        self.deck.agent_dropped.connect(self.drop_agent)
        self.deck.maximize_wanted.connect(self.toggle_maximized)
        self.deck.focus_changed.connect(
            lambda tile_id: self.agent_focused.emit(tile_id.partition("#")[0])
        )

    def _first_of(self, agent_id: str) -> str:
        """The agent's tile to use: an open one before a closed one, a visible one before all."""
        mine = [each for each in self.deck.tiles if each.partition("#")[0] == agent_id]
        visible = [each for each in mine if each in self.deck.visible]
        return next(iter(visible or mine), agent_id)

    def _open(self, tile_id: str) -> None:
        self._add(tile_id)
        if tile_id in self._cards:
            self.deck.arranging.open(tile_id)

    def _agent_of(self, tile_id: str) -> AgentCard | None:
        agent_id = tile_id.partition("#")[0]
        return next((card for card in self._with.roster.cards.all if card.id == agent_id), None)

    def _follow_agents(self, event: AgentsChanged) -> None:
        """Show new agents, what changed of the known ones, and none that is gone."""
        self._add_agents()
        for tile_id, before in tuple(self._cards.items()):
            card = self._agent_of(tile_id)
            if card is None:
                self._leave_agent(tile_id)
            elif card != before:
                self._cards[tile_id] = card
                self.deck.rename(tile_id, *self._title_of(tile_id, card))
                if self.deck.is_open(tile_id):
                    self.deck.refill(tile_id)

    def _leave_agent(self, tile_id: str) -> None:
        del self._cards[tile_id]
        self.deck.arranging.close(tile_id)
        for session in self._with.roster.of_agent(tile_id.partition("#")[0]):
            self._scope.start(f"close {session.id}", self._with.roster.close, session.id)

    def _add_agents(self) -> None:
        for card in self._with.roster.cards.on_rail:  # the others when they are wanted
            self._add(card.id)

    def _add(self, tile_id: str) -> None:
        card = self._agent_of(tile_id)
        if card is None or tile_id in self._cards:
            return
        self._cards[tile_id] = card
        if tile_id in self.deck:
            self.deck.rename(tile_id, *self._title_of(tile_id, card))  # removed, and back again
        else:
            self.deck.add(tile_id, *self._title_of(tile_id, card))

    def _title_of(self, tile_id: str, card: AgentCard) -> tuple[str, QIcon]:
        name, number = in_language(card.name, self._with.language), tile_id.partition("#")[2]
        picture = avatar_pixmap(card, ICON, self._with.look, self._with.icons)
        return f"{name} {number}".strip(), QIcon(picture)

    def _fill_soon(self, tile_id: str) -> None:
        self._opening.add(tile_id)
        self._scope.start(f"open {tile_id}", self._fill, tile_id)

    async def _fill(self, tile_id: str) -> None:
        """Open the tile's conversation and show it, if the tile is still there then."""
        excuse: AppError | None = AppError()  # for a bug of ours: never a blank tile
        try:
            session = await self._session_for(tile_id)
            if self.deck.is_open(tile_id) and tile_id not in self._tiles:
                self._put(tile_id, session)
            excuse = None
        except AppError as error:
            log.info("tile %s has no conversation: %s", tile_id, error)
            excuse = error
        except asyncio.CancelledError:
            excuse = None
            raise
        finally:
            self._opening.discard(tile_id)
            if excuse is not None:
                self._excuse(tile_id, excuse)

    async def _session_for(self, tile_id: str) -> Session:
        agent_id = tile_id.partition("#")[0]
        roster = self._with.roster
        if tile_id in self._fresh or (tile_id != agent_id and tile_id not in self._conversations):
            self._fresh.discard(tile_id)
            return roster.open_new(agent_id)
        if conversation_id := self._conversations.get(tile_id):
            return await roster.open(conversation_id, agent_id)
        return await roster.open_latest(agent_id)

    def _put(self, tile_id: str, session: Session) -> None:
        tile = self._make_tile(session, self.deck.place(tile_id))
        self._tiles[tile_id] = tile
        self.deck.fill(tile_id, tile, tile.tile_title, tile.focus_composer)
        tile.session_changed.connect(lambda session_id: self._note(tile_id, session_id))
        tile.settings_wanted.connect(self.settings_wanted)
        tile.action_wanted.connect(self.action_wanted)
        tile.close_wanted.connect(lambda: self.deck.arranging.close(tile_id))
        tile.maximize_wanted.connect(lambda: self.toggle_maximized(tile_id))
        tile.float_wanted.connect(lambda: self.deck.arranging.float(tile_id))
        tile.second_wanted.connect(lambda: self.open_second(tile_id.partition("#")[0]))
        self._note(tile_id, session.id)
        if self.deck.focused == tile_id:
            tile.focus_composer()
        self.filled.emit(tile_id)

    def toggle_maximized(self, tile_id: str) -> None:
        """Give a tile the deck for itself, or give the deck back."""
        self.deck.arranging.maximize("" if self.deck.maximized == tile_id else tile_id)

    def _note(self, tile_id: str, session_id: str) -> None:
        before = self._conversations.get(tile_id)
        self._conversations[tile_id] = session_id
        if before is not None and before != session_id:
            self._retire(before)
        self.changed.emit()

    def _retire(self, session_id: str) -> None:
        """Close a session that no tile shows any more, unless it is at work."""
        session = self._with.roster.sessions.get(session_id)
        is_shown = any(tile.session.id == session_id for tile in self._tiles.values())
        if session is not None and not session.is_running and not is_shown:
            self._scope.start(f"close {session_id}", self._with.roster.close, session_id)

    async def _show(self, tile_id: str, conversation_id: str) -> None:
        agent_id = tile_id.partition("#")[0]
        try:
            session = await self._with.roster.open(conversation_id, agent_id)
        except AppError as error:
            log.info("a conversation cannot be shown: %s", error)
            self.action_wanted.emit("")
            return
        if tile := self._tiles.get(tile_id):
            tile.show_session(session)

    def _excuse(self, tile_id: str, error: AppError) -> None:
        if self.deck.is_open(tile_id) and self.deck.widget(tile_id) is None:
            excuse = Unopened(self._with.wording.error(error).text)
            excuse.again.connect(lambda: self.deck.refill(tile_id))
            excuse.anew.connect(lambda: self._begin_instead(tile_id))
            self.deck.fill(tile_id, excuse, excuse)

    def _begin_instead(self, tile_id: str) -> None:
        self._conversations.pop(tile_id, None)
        self._fresh.add(tile_id)
        self.deck.refill(tile_id)

    def _let_go(self, tile_id: str) -> None:
        if tile := self._tiles.pop(tile_id, None):
            tile.close_subscriptions()
        self.changed.emit()
