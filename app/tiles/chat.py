"""A talk with one agent."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.core.agent import in_language
from app.core.bus import Subscription
from app.core.conversation import Role
from app.core.errors import AppError
from app.core.events import (
    BranchShown,
    Event,
    MessageAdded,
    MessagesRemoved,
    ModelChanged,
    ReplyBegan,
    SessionChanged,
    SettingChanged,
)
from app.engine.filling import filled
from app.engine.models import ModelChoice
from app.engine.sentences import FETCH, PAGE
from app.engine.session import Session
from app.tiles import Tile, TileContext, TileType
from app.tiles.banners import Banners
from app.tiles.conversations import Conversations
from app.tiles.enclosing import Enclosing
from app.tiles.trouble import Trouble
from app.ui.composer import Composer
from app.ui.edge_light import FRAME, EdgeLight
from app.ui.offered_files import is_for_tile
from app.ui.panel_slot import PanelSlot
from app.ui.thumbnails import Thumbnails
from app.ui.tile_title import TileTitle
from app.ui.transcript.view import Transcript
from app.ui.welcome import Welcome

if TYPE_CHECKING:
    from app.tiles.waiting_line import WaitingLine
    from app.ui.drop_light import DropLight

DRAFT_PAUSE = 500
"""Milliseconds without a key until the draft is kept."""

LEAST_TALK = 40
"""Pixels of height; in a low tile the banners are read in full and the talk scrolls."""

SIDE = 8
"""Pixels at each side of what stands around the talk."""

COMPOSER_SHARE = 0.35
"""Of the tile's height that the composer may take at the most."""


class ChatTile(Tile):
    """Title, banners, transcript or welcome, a panel's slot, and the composer.

    `panel` is empty here; a kind of tile with a panel of its own fills it.
    """

    def __init__(self, context: TileContext) -> None:
        super().__init__(context)
        look, icons, card = context.look, context.icons, context.session.card
        self._title = TileTitle(context.session, context.models, context.wording, look, icons, self)
        self.banners = Banners(context, self)
        self.banners.refresh(context.session)  # what it makes comes here in the order of Tab
        self.transcript = self._make_transcript()
        self.panel = PanelSlot(look, icons, self)
        self.trouble = Trouble(context, self)
        self.composer = Composer(look, icons, card.hue, self)
        self.pictures = Thumbnails(lambda file: self.session.files.read(file), self)
        self.enclosing = Enclosing(self, self.composer, self.trouble, self.pictures)
        self.light = EdgeLight(self, look, card.hue)
        self.conversations = Conversations(self)
        self._of_session: list[Subscription] = []
        self._kept_draft = ""
        self._draft_timer = QTimer(self, singleShot=True, interval=DRAFT_PAUSE)
        self._talk = QStackedLayout()
        self._build()
        self._connect()
        self._show_now()

    @cached_property
    def welcome(self) -> Welcome:
        """What stands in the place of a talk; made when there is none for the first time."""
        context = self.context
        welcome = Welcome(self.session.card, context.look, context.icons, context.language)
        welcome.setMinimumHeight(LEAST_TALK)
        self._talk.addWidget(welcome)
        welcome.started.connect(self._start)
        before: QWidget = self.transcript
        for chip in welcome.chips:  # the keyboard meets them before the composer
            self.setTabOrder(before, chip)
            before = chip
        return welcome

    @cached_property
    def waiting_line(self) -> "WaitingLine":
        """Why nothing comes at the moment; made when something waits for the first time."""
        from app.tiles.waiting_line import WaitingLine

        line = WaitingLine(self.context, self)
        rows = self.layout()
        assert isinstance(rows, QVBoxLayout)
        rows.insertWidget(rows.indexOf(self.composer), line)
        self._keep_margins()
        return line

    @cached_property
    def drop_light(self) -> "DropLight":
        """Shines while something to attach is held over the tile; made when it first is."""
        from app.ui.drop_light import DropLight

        return DropLight(self.context.look, self.context.icons, self)

    @property
    def tile_title(self) -> QWidget:
        return self._title

    @property
    def is_settled(self) -> bool:
        return self.transcript.is_settled or not self.transcript.isVisible()

    def show_session(self, session: Session) -> None:
        self._keep_draft()
        self.trouble.forget_done()
        self._listen_to(session)
        self._session = session
        self.transcript.show_conversation(session.conversation)
        self._title.show_session(session)
        self._show_now()
        self.session_changed.emit(session.id)

    def focus_composer(self) -> None:
        self.composer.field.setFocus()

    def attach(self) -> None:
        self.enclosing.choose()

    def open_earlier(self) -> None:
        self.conversations.open_earlier()

    def send(self, text: str) -> None:
        """Send `text` and what is attached; the composer keeps it when that cannot be done."""
        self.session.send(text, self.session.enclosed.take())
        self.composer.clear()
        self._keep_draft()

    def undo(self) -> bool:
        can = self.session.can_undo_delete and not self.session.is_running
        if can:
            self.session.undo_delete()
            self.trouble.forget_done()
        return can

    def say_error(self, error: AppError) -> None:
        self.trouble.show_error(error, self.session)

    def close_subscriptions(self) -> None:
        self._keep_draft()
        self._draft_timer.stop()
        super().close_subscriptions()
        for each in self._of_session:
            each.close()
        self.conversations.close_subscriptions()
        self.transcript.close_subscriptions()
        self.pictures.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share the room that there is."""
        line = self.context.look.px("line")
        self.banners.set_room(self.height() / line)
        self.enclosing.set_room(self.height())
        self.composer.set_most_lines(int(self.height() * COMPOSER_SHARE / line))
        self._keep_margins()

    def _keep_margins(self) -> None:
        """Stand under and over the talk, which has margins in a wide tile."""
        side = (self.width() - self.transcript.measure) // 2
        around = [self.banners, self.trouble]
        for part in [*around, *filter(None, [self.__dict__.get("waiting_line")])]:
            part.setContentsMargins(max(FRAME, side - SIDE), 0, max(FRAME, side - SIDE), 0)
        wider = max(FRAME, side - 2 * SIDE)  # what is written stands above what was said
        self.composer.setContentsMargins(wider, 0, wider, 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_for_tile(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.drop_light.shine()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_light.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_light.hide()
        if is_for_tile(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.enclosing.add(event.mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.matches(QKeySequence.StandardKey.Undo) and self.undo()):
            super().keyPressEvent(event)

    def _make_transcript(self) -> Transcript:
        context = self.context
        transcript = Transcript(
            context.session.conversation,
            context.bus,
            context.clock,
            context.look,
            context.icons,
            context.wording,
            self,
        )
        transcript.scene.is_unfolded = context.settings.current.chat.show_reasoning
        return transcript

    def _build(self) -> None:
        context, card = self.context, self.session.card
        name = in_language(card.name, context.language)
        self.setObjectName("tile")
        self.setAcceptDrops(True)
        self.setAccessibleName(name)
        self._title.set_name(name)
        self.composer.set_placeholder(filled(self.tr("Write to {name}"), name=name))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        talk = QHBoxLayout()
        talk.setContentsMargins(FRAME, 0, FRAME, 0)
        talk.addLayout(self._talk)
        rows.setSpacing(0)
        rows.addWidget(self._title)
        rows.addWidget(self.banners)
        rows.addLayout(talk, 1)
        self.transcript.setMinimumHeight(LEAST_TALK)
        self._talk.addWidget(self.transcript)
        rows.addWidget(self.panel)
        rows.addWidget(self.trouble)
        rows.addWidget(self.composer)

    def _connect(self) -> None:
        self._title.menu_wanted.connect(self.conversations.open_menu)
        self._title.maximize_wanted.connect(self.maximize_wanted)
        self._title.chip.chosen.connect(self._choose)
        self._title.chip.providers_wanted.connect(self._want_providers)
        self.banners.providers_wanted.connect(self._want_providers)
        self.trouble.action_wanted.connect(self._act)
        self._connect_composer()
        self._connect_transcript()
        bus = self.context.bus
        self._subscriptions += [
            bus.subscribe(ModelChanged, self._hear_model),
            bus.subscribe(SettingChanged, self._hear_model),
        ]
        self.context.look.changed.connect(self._fit)
        self._listen_to(self.session)

    def _connect_composer(self) -> None:
        composer = self.composer
        composer.submitted.connect(self.send)
        composer.text_changed.connect(self._draft_timer.start)
        composer.stop_wanted.connect(lambda: self.session.stop())
        composer.edit_wanted.connect(self._edit_waiting)
        composer.cancel_wanted.connect(lambda place: self.session.unqueue(place))
        self._draft_timer.timeout.connect(self._keep_draft)

    def _connect_transcript(self) -> None:
        transcript = self.transcript
        transcript.link_wanted.connect(self._ask_to_open)
        transcript.file_wanted.connect(self.enclosing.show_file)
        transcript.scene.pictures = self.pictures
        self.pictures.ready.connect(transcript.viewport().update)
        transcript.regenerate_wanted.connect(lambda: self.session.regenerate())
        transcript.continue_wanted.connect(lambda: self.session.continue_reply())
        transcript.post_wanted.connect(self._post)
        transcript.delete_wanted.connect(self._delete)
        transcript.action_wanted.connect(self._act)
        transcript.variant_wanted.connect(lambda wanted: self.session.show(wanted))

    def _listen_to(self, session: Session) -> None:
        for each in self._of_session:
            each.close()
        bus, about = self.context.bus, session.id
        self._of_session = [bus.subscribe(SessionChanged, self._hear_session, about=about)]
        for kind in (MessageAdded, ReplyBegan, MessagesRemoved, BranchShown):
            self._of_session.append(bus.subscribe(kind, self._hear_talk, about=about))

    # What is heard

    def _hear_session(self, event: SessionChanged) -> None:
        self._show_state()

    def _hear_talk(self, event: Event) -> None:
        self._show_talk()

    def _hear_model(self, event: ModelChanged | SettingChanged) -> None:
        self._show_state()

    # What is shown

    def _show_now(self) -> None:
        self._kept_draft = self.context.recorder.draft(self.session.id)
        self.composer.show_conversation(self._said(), self._kept_draft)
        self._show_talk()
        self._show_state()

    def _show_talk(self) -> None:
        conversation = self.session.conversation
        is_empty = conversation.reply is None and not conversation.messages
        self._talk.setCurrentWidget(self.welcome if is_empty else self.transcript)
        self.composer.set_said(self._said())

    def _show_state(self) -> None:
        session = self.session
        self._title.refresh()
        self.banners.refresh(session)
        if "welcome" in self.__dict__:
            self.welcome.offer(self.context.models.languages(session.choice))
        self.composer.set_running(session.is_running)
        self.composer.queue.show_texts(session.queue)
        self.enclosing.refresh()
        self.light.show_live(session.is_running)
        if session.waiting is not None or "waiting_line" in self.__dict__:
            self.waiting_line.refresh(session)
        self._show_failure()

    def _show_failure(self) -> None:
        """Explain at the newest reply why it failed; nothing is said twice."""
        if self.session.is_running:
            self.trouble.forget_error()
        messages = self.session.conversation.messages
        if messages and (why := self.trouble.explain(self.session)) is not None:
            self.transcript.explain(messages[-1].id, why)

    def _said(self) -> list[str]:
        messages = self.session.conversation.messages
        return [each.text for each in messages if each.role is Role.USER]

    # What is done

    def _start(self, prompt: str) -> None:
        """Send a prompt of the welcome; the keyboard goes on in the composer."""
        self.focus_composer()
        self.session.send(prompt)

    def _keep_draft(self) -> None:
        self._draft_timer.stop()
        is_open = self.session.id in self.context.roster.sessions
        if is_open and self.composer.text != self._kept_draft:
            self._kept_draft = self.composer.text
            self.context.recorder.keep_draft(self.session.id, self._kept_draft)

    def _edit_waiting(self, place: int) -> None:
        self.composer.take(self.session.unqueue(place, is_edited=True))

    def _choose(self, choice: ModelChoice) -> None:
        self.session.choose(choice)
        self.focus_composer()

    def _want_providers(self) -> None:
        self.settings_wanted.emit("providers")

    def _ask_to_open(self, link: str) -> None:
        from app.ui.link_question import ask_to_open

        ask_to_open(link, self)

    def _post(self, message_id: str) -> None:
        session = self.session
        text = session.conversation[message_id].text
        self.context.feed.post(session.card.id, text, session.id, message_id)
        self.trouble.say(self.tr("Posted to the feed."))

    def _delete(self, message_id: str) -> None:
        self.session.delete(message_id)
        self.trouble.say(self.tr("Deleted."), self.tr("Undo"), self.undo)

    def _act(self, action: str) -> None:
        if action.startswith(PAGE):
            self.settings_wanted.emit(action.removeprefix(PAGE))
        elif action == FETCH:
            self.context.models.fetch_builtin()
        elif action:
            self.action_wanted.emit(action)
        else:
            self.session.regenerate()


TILE = TileType("chat", ChatTile)
