"""How a tile moves between the conversations with its agent."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication

from app.core.agent import in_language
from app.core.bus import Subscription
from app.core.conversation import ConversationSummary
from app.core.errors import AppError
from app.core.events import ConversationChanged
from app.engine.models import ModelChoice
from app.engine.prompts import spoken
from app.tiles import Tile
from app.ui.as_markdown import as_markdown

if TYPE_CHECKING:
    from app.ui.earlier import Earlier


class Conversations(QObject):
    """Opens the tile's menu and the list of earlier conversations, and does what is chosen.

    What is read from the store is read in tasks of the window's scope; they end with
    the tile.
    """

    def __init__(self, tile: Tile) -> None:
        super().__init__(tile)
        self._tile = tile
        self._context = tile.context
        self._agent = tile.session.card.id
        self._name = f"tile:{id(tile):x}"
        self._list: Earlier | None = None
        self._place = QPoint()
        self._heard: Subscription = self._context.bus.subscribe(ConversationChanged, self._hear)

    def close_subscriptions(self) -> None:
        """Hear nothing any more, and read nothing."""
        self._heard.close()
        self._context.scope.cancel(f"{self._name}:list")
        self._context.scope.cancel(f"{self._name}:open")
        if self._list is not None:
            self._list.close()

    def open_menu(self, place: QPoint) -> None:
        """Show the tile's menu at a place of the screen."""
        from app.ui.conversation_menu import ConversationMenu

        self._place = place
        tile, session = self._tile, self._tile.session
        menu = ConversationMenu(session, tile)
        menu.new_wanted.connect(self.begin_new)
        menu.earlier_wanted.connect(self.open_earlier)
        menu.attach_wanted.connect(tile.attach)
        menu.wishes_wanted.connect(self.open_wishes)
        menu.regenerate_wanted.connect(session.regenerate)
        menu.copy_wanted.connect(self.copy)
        menu.undo_wanted.connect(tile.undo)
        menu.second_wanted.connect(tile.second_wanted)
        menu.maximize_wanted.connect(tile.maximize_wanted)
        menu.float_wanted.connect(tile.float_wanted)
        menu.close_wanted.connect(tile.close_wanted)
        menu.popup(place)

    def begin_new(self) -> None:
        """Show an empty conversation; an empty one stays."""
        if self._tile.session.conversation.all_messages:
            self._show_new()
        self._tile.focus_composer()

    def copy(self) -> None:
        """Put the conversation into the clipboard as Markdown."""
        session = self._tile.session
        name = in_language(session.card.name, self._context.language)
        QGuiApplication.clipboard().setText(as_markdown(session.conversation, name))

    def open_earlier(self) -> None:
        """Show the list of the agent's conversations."""
        from app.ui.earlier import Earlier

        listed = Earlier(self._context.look, self._tile)
        listed.open_wanted.connect(self.open)
        listed.rename_wanted.connect(self._rename)
        listed.delete_wanted.connect(self._delete)
        listed.undo_wanted.connect(self._bring_back)
        listed.destroyed.connect(self._forget_list)
        self._list = listed
        place, self._place = self._place, QPoint()  # of the menu that it was chosen in
        title = self._tile.tile_title
        corner = title.mapToGlobal(title.rect().bottomRight())
        listed.open_at(QPoint(corner.x(), place.y() or corner.y()))
        self._read()

    def open_wishes(self) -> None:
        """Ask how the agent is to answer in this conversation."""
        from app.ui.wishes_dialog import WishesDialog

        context, session = self._context, self._tile.session
        card, language = session.card, context.language
        dialog = WishesDialog(
            in_language(card.name, language),
            in_language(card.persona, spoken(language, context.models.languages(session.choice))),
            card.sampling,
            session.conversation.wishes,
            self._tile,
        )
        dialog.offer_models(context.models, context.settings.current.agent_models.get(card.id, ""))
        dialog.wished.connect(session.wish)
        dialog.begin_with_wanted.connect(self._begin_with)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, conversation_id: str) -> None:
        """Show a stored conversation in the tile."""
        if conversation_id != self._tile.session.id:
            self._context.scope.start(f"{self._name}:open", self._open, conversation_id)

    # What takes time

    async def _open(self, conversation_id: str) -> None:
        try:
            session = await self._context.roster.open(conversation_id)
        except AppError as error:
            self._tile.say_error(error)
        else:
            self._tile.show_session(session)

    async def _fill(self) -> None:
        try:
            known = await self._context.recorder.conversations(self._agent)
        except AppError as error:
            self._tile.say_error(error)
        else:
            self._show(known)

    async def _forget(self, conversation_id: str) -> None:
        await self._context.roster.close(conversation_id)
        await self._context.recorder.delete(conversation_id)

    # What is done at once

    def _show(self, known: list[ConversationSummary]) -> None:
        if self._list is not None:
            self._list.show_conversations(known, self._tile.session.id)

    def _begin_with(self, choice: ModelChoice | None) -> None:
        chosen = None if choice is None else str(choice)
        self._context.settings.set_agent_model(self._agent, chosen)

    def _read(self) -> None:
        self._context.scope.start(f"{self._name}:list", self._fill)

    def _rename(self, conversation_id: str, title: str) -> None:
        recorder = self._context.recorder
        self._context.scope.start(
            f"rename:{conversation_id}", recorder.rename, conversation_id, title
        )

    def _delete(self, conversation_id: str) -> None:
        if conversation_id == self._tile.session.id:
            self._show_new()
        self._context.scope.start(f"delete:{conversation_id}", self._forget, conversation_id)

    def _bring_back(self, conversation_id: str) -> None:
        recorder = self._context.recorder
        self._context.scope.start(f"delete:{conversation_id}", recorder.bring_back, conversation_id)

    def _hear(self, event: ConversationChanged) -> None:
        if event.about == self._tile.session.id:
            self._leave_if_gone()
        if self._list is not None:
            self._read()

    def _leave_if_gone(self) -> None:
        """Another tile deleted the conversation that is shown here."""
        if self._tile.session.id not in self._context.roster.sessions:
            self._show_new()

    def _show_new(self) -> None:
        tile = self._tile
        tile.show_session(self._context.roster.open_new(self._agent, tile.session))

    def _forget_list(self) -> None:
        self._list = None
