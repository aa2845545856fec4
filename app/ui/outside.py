"""How the program is reached from outside its window: tray, keys, quick questions, calls."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.calls import Call, Wish, read_call
from app.core.conversation import new_id
from app.core.errors import AppError
from app.core.tasks import TaskScope
from app.engine.notices import NoticeKind
from app.runtime import Runtime
from app.ui.hotkey import Hotkey
from app.ui.main_window import MainWindow
from app.ui.notice_actions import DESKTOP
from app.ui.panel_context import PanelContext
from app.ui.tray import Tray
from app.ui.workspace import Workspace

if TYPE_CHECKING:
    from app.ui.quick_ask import QuickAsk


class Outside(QObject):
    """Made after the first full frame; the box for quick questions when it is first wanted.

    Signals:
        action_wanted: What an error in the box offers.
        seen: The box was shown or hidden, or shows another conversation.
    """

    action_wanted = Signal(str)
    seen = Signal()

    def __init__(
        self,
        window: MainWindow,
        runtime: Runtime,
        context: PanelContext,
        workspace: Workspace,
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runtime = runtime
        self._context = context
        self._workspace = workspace
        self._scope = scope
        self._quick: QuickAsk | None = None
        self._has_said_where = False
        self.tray = Tray(context, runtime.settings, window)
        self.hotkey = Hotkey(runtime.settings, runtime.bus, self)
        self._connect()

    @property
    def quick(self) -> "QuickAsk":
        """The box; imported and made when it is first asked for."""
        if self._quick is None:
            from app.ui.quick_ask import QuickAsk

            models, is_in_tile = self._runtime.models, self._is_in_tile
            self._quick = QuickAsk(self._context, models, self._scope, is_in_tile)
            self._quick.tile_wanted.connect(self._show_in_tile)
            self._quick.action_wanted.connect(self.action_wanted)
            self._quick.seen.connect(self.seen)
        return self._quick

    @property
    def session_in_view(self) -> str:
        """The session that is seen in the box, "" for none."""
        return self._quick.session_in_view if self._quick is not None else ""

    def begin(self) -> None:
        """Take a place in the tray, and the keys that the user wants."""
        self.tray.open()
        self.hotkey.begin()

    def hear(self, words: Sequence[str]) -> None:
        """Do what another start was told."""
        call = read_call(words)
        if call.wish is Wish.QUICK:
            self.quick.show_box(call.text)
        elif call.wish is Wish.ASK:
            self._scope.start(f"ask {new_id()}", self._ask, call)
        else:
            self._window.come_forward()
            if call.wish is Wish.TILE:
                self._workspace.show_agent(call.agent)

    def close(self) -> None:
        """Be reached no more; once."""
        self.hotkey.close()
        self.tray.close()
        if self._quick is not None:
            self._quick.close_subscriptions()
            self._quick.deleteLater()
            self._quick = None

    async def _ask(self, call: Call) -> None:
        """Ask in an agent's tile, wherever the user is meanwhile; nothing is brought forward."""
        try:
            session = await self._workspace.session_of(call.agent)
        except AppError as error:
            sentence = self._runtime.wording.error(error)
            self._runtime.notices.say(NoticeKind.PROBLEM, sentence.text, action=sentence.action)
        else:
            session.send(call.text)

    def _connect(self) -> None:
        self.tray.quick_wanted.connect(lambda: self.quick.show_box())
        self.tray.quit_wanted.connect(self._quit)
        self.hotkey.pressed.connect(lambda: self.quick.turn())
        self.hotkey.refused.connect(self._say_refused)
        self._window.stays_in_tray = self._stays_in_tray

    def _is_in_tile(self, session_id: str) -> bool:
        return any(tile.session.id == session_id for tile in self._workspace.tiles.values())

    def _quit(self) -> None:
        """Quit; where that will be a question, the window comes with it."""
        if self._runtime.roster.running:
            self._window.come_forward()
        self._window.close_wanted.emit()

    def _say_refused(self, sentence: str) -> None:
        self._runtime.notices.say(NoticeKind.PROBLEM, sentence, action=DESKTOP)

    def _stays_in_tray(self) -> bool:
        """Whether closing the window only hides it; said once, for it looks like an end."""
        stays = self._runtime.settings.current.desktop.close_to_tray and self.tray.is_there
        if stays and not self._has_said_where:
            self._has_said_where = True
            self.tray.icon.showMessage("Renao", self.tr("Renao goes on here, in the tray."))
        return stays

    def _show_in_tile(self, session_id: str, agent_id: str) -> None:
        self._window.come_forward()
        if session_id:
            self._workspace.show_conversation(session_id, agent_id)
        else:
            self._workspace.show_agent(agent_id)
