"""A small box above everything: one question, one answer, from wherever the user is."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QCursor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QLayout, QWidget

from app.core.agent import in_language
from app.core.conversation import Outcome
from app.core.errors import AppError
from app.core.events import AgentsChanged, ModelChanged, SessionChanged, SessionClosed
from app.core.tasks import TaskScope
from app.engine.models import Models
from app.engine.session import Session
from app.ui.box import draw_box
from app.ui.notice_actions import action_title
from app.ui.panel_context import PanelContext
from app.ui.quick_ask_clipboard import with_quoted
from app.ui.quick_ask_parts import QuickAskParts
from app.ui.transcript.scene import Explained

FRESH_SECONDS = 600.0
"""After so long out of sight the box begins anew instead of showing the last answer."""

_CONTROL = Qt.KeyboardModifier.ControlModifier.value
_SHIFT = Qt.KeyboardModifier.ShiftModifier.value


class QuickAsk(QWidget):
    """Return asks, Ctrl+Return goes on in the agent's tile, Ctrl+N begins anew, Esc hides.

    Ctrl+Shift+V lets the clipboard go along.
    It is a conversation like any other: stored, found again, and still answered while the
    box is hidden. Whoever made it calls `close_subscriptions`.

    Signals:
        tile_wanted: The user wants this conversation ("" for none yet) in the tile of this agent.
        action_wanted: The user pressed the action of an error, like `settings.providers`.
        seen: It was shown or hidden, or shows another conversation.
    """

    tile_wanted = Signal(str, str)
    action_wanted = Signal(str)
    seen = Signal()

    def __init__(
        self,
        context: PanelContext,
        models: Models,
        scope: TaskScope,
        is_in_tile: Callable[[str], bool],
    ) -> None:
        """`scope` is the window's and outlives the box; `is_in_tile` tells of a session
        whether a tile shows it too.
        """
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint
        super().__init__(None, flags | Qt.WindowType.WindowStaysOnTopHint)
        self._with = context
        self._models = models
        self._scope = scope
        self._is_in_tile = is_in_tile
        self._session: Session | None = None
        self._hidden_at = 0.0
        self.parts = QuickAskParts(context, self)
        self._build()
        self._subscriptions = [
            context.bus.subscribe(AgentsChanged, lambda event: self._offer_agents()),
            context.bus.subscribe(SessionChanged, self._hear_session),
            context.bus.subscribe(SessionClosed, self._hear_closed),
            context.bus.subscribe(ModelChanged, lambda event: self._show_state()),
        ]
        self._offer_agents()
        self._show_state()

    @property
    def session_in_view(self) -> str:
        """The session that the user can see here, "" for none."""
        is_seen = self._session is not None and self.isVisible()
        return self._session.id if self._session is not None and is_seen else ""

    def show_box(self, text: str = "") -> None:
        """Come to the screen on which the mouse is; `text` is put in, not sent."""
        is_old = time.monotonic() - self._hidden_at > FRESH_SECONDS
        if not self.isVisible():
            self._leave_clipboard_out()
            if is_old or text:
                self.begin_anew()
            self._place()
        if text:
            self.parts.field.replace_text(text)
        self.show()
        self.raise_()
        self.activateWindow()
        self.parts.field.setFocus()
        self.seen.emit()

    def turn(self) -> None:
        """Come, or go away if the user is in it."""
        if self.isActiveWindow():
            self.hide_box()
        else:
            self.show_box()

    def hide_box(self) -> None:
        """Go away; what runs goes on, what is written stays."""
        self._hidden_at = time.monotonic()
        self.hide()
        self.seen.emit()

    def begin_anew(self) -> None:
        """Let the next question begin a conversation of its own."""
        before, self._session = self._session, None
        if before is not None and not before.is_running and not self._is_in_tile(before.id):
            self._scope.start(f"close {before.id}", self._with.roster.close, before.id)
        self.parts.show_conversation(None)
        self._show_state()
        self.seen.emit()

    def close_subscriptions(self) -> None:
        """Hear nothing any more; twice is fine."""
        for each in self._subscriptions:
            each.close()
        self.parts.close_subscriptions()

    # Qt

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the window's shortcuts are not meant for what is behind the box
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and not self.parts.field.is_composing:
            assert isinstance(event, QKeyEvent)
            return self._has_taken(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._has_taken(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide_box()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle = self.windowHandle()
        if event.button() == Qt.MouseButton.LeftButton and handle is not None:
            handle.startSystemMove()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        corner = self._with.look.px("corner")
        round_off = QPainterPath()
        round_off.addRoundedRect(QRectF(self.rect()), corner, corner)
        self.setMask(QRegion(round_off.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._with.look, QPainter(self)
        ground, edge = look.color("surface"), look.color("muted")
        painter.fillRect(self.rect(), edge)
        draw_box(painter, QRectF(self.rect()), ground, edge, look.px("corner"))

    # What is done

    def _has_taken(self, event: QKeyEvent) -> bool:
        keys = event.keyCombination().toCombined() & ~Qt.KeyboardModifier.KeypadModifier.value
        work = {
            Qt.Key.Key_Escape.value: self.hide_box,
            _CONTROL | Qt.Key.Key_W.value: self.hide_box,
            _CONTROL | Qt.Key.Key_N.value: self.begin_anew,
            _CONTROL | Qt.Key.Key_Return.value: self._go_to_tile,
            _CONTROL | Qt.Key.Key_Enter.value: self._go_to_tile,
            _CONTROL | _SHIFT | Qt.Key.Key_V.value: self.parts.about.toggle,
        }.get(keys)
        if work is not None:
            work()
        return work is not None

    def _send(self) -> None:
        question = self.parts.field.toPlainText().strip()
        if not question:
            return
        if self._session is None and not self._open():
            return
        assert self._session is not None
        self._session.send(with_quoted(question, self.parts.clipboard.text))
        self.parts.field.begin_with("")
        self._leave_clipboard_out()

    def _open(self) -> bool:
        """Open a conversation with the chosen agent; False if it is gone."""
        try:
            self._session = self._with.roster.open_new(self.parts.agent)
        except AppError as error:
            self.parts.say(self._with.wording.error(error).text)
            return False
        self.parts.show_conversation(self._session.conversation)
        self.seen.emit()
        return True

    def _go_to_tile(self) -> None:
        """Hand the conversation to its tile, with what is written as its next question."""
        self._send()
        session, self._session = self._session, None
        agent = session.card.id if session else self.parts.agent
        self.tile_wanted.emit(session.id if session else "", agent)
        self.hide_box()
        self.begin_anew()

    def _take_agent(self) -> None:
        """Another agent was chosen, who knows nothing of what was said."""
        if self._session is not None and self._session.card.id != self.parts.agent:
            self.begin_anew()
        self._show_state()

    def _turn_clipboard(self, is_wanted: bool) -> None:
        if is_wanted and not self.parts.clipboard.take():
            self.parts.say(self.tr("There is no text on the clipboard."))
            self.parts.about.setChecked(False)
        elif not is_wanted:
            self.parts.clipboard.leave_out()
        self.parts.field.setFocus()

    def _leave_clipboard_out(self) -> None:
        self.parts.about.setChecked(False)
        self.parts.clipboard.leave_out()

    def _stop(self) -> None:
        if self._session is not None:
            self._session.stop()

    def _go_on(self) -> None:
        if self._session is not None:
            self._session.continue_reply()

    def _ask_again(self, action: str) -> None:
        if action:
            self.action_wanted.emit(action)
        elif self._session is not None:
            self._session.regenerate()

    # What is shown

    def _hear_session(self, event: SessionChanged) -> None:
        if self._session is not None and event.about == self._session.id:
            self._show_state()

    def _hear_closed(self, event: SessionClosed) -> None:
        """A tile that showed it too let it go: nothing can be asked in it any more."""
        if self._session is not None and event.about == self._session.id:
            self._session = None
            self.begin_anew()

    def _offer_agents(self) -> None:
        self.parts.offer_agents(self._with.roster.cards.all)

    def _show_state(self) -> None:
        session = self._session
        choice = session.choice if session else self._models.default_for(self.parts.agent)
        self.parts.show_model(self._models.title(choice))
        self.parts.set_running(session is not None and session.is_running)
        if session is not None and session.conversation.messages:
            why = self._why(session)
            if why is not None:
                self.parts.explain(session.conversation.messages[-1].id, why)

    def _why(self, session: Session) -> Explained | None:
        """Why the last reply failed and what helps; None if it did not."""
        last = session.conversation.messages[-1]
        if session.is_running or last.outcome is not Outcome.FAILED or session.last_error is None:
            return None
        name = in_language(session.card.name, self._with.language)
        who = self._models.provider_title(session.asked) or name
        sentence = self._with.wording.error(session.last_error, who)
        return Explained(sentence.text, sentence.action, action_title(sentence.action))

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Quick ask"))
        parts = self.parts
        column = parts.column(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        parts.field.installEventFilter(self)
        parts.field.return_pressed.connect(self._send)
        parts.send.clicked.connect(self._send)
        parts.stop.clicked.connect(self._stop)
        parts.agents.currentIndexChanged.connect(self._take_agent)
        parts.about.toggled.connect(self._turn_clipboard)
        parts.clipboard.removed.connect(self._leave_clipboard_out)
        parts.anew.clicked.connect(self.begin_anew)
        parts.tile.clicked.connect(self._go_to_tile)
        parts.away.clicked.connect(self.hide_box)
        parts.action_wanted.connect(self._ask_again)
        parts.continue_wanted.connect(self._go_on)

    def _place(self) -> None:
        """Stand in the upper third of the screen with the mouse."""
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        self.parts.set_room(room.size())
        size = self.sizeHint()
        self.move(room.center().x() - size.width() // 2, room.top() + room.height() // 5)
