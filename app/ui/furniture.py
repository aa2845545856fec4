"""All that stands in the window, and the wires between it."""

import logging

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.core.bus import Subscription
from app.core.commands import CommandTable
from app.core.events import SettingChanged
from app.core.tasks import TaskScope
from app.engine.notices import NoticeKind
from app.runtime import Runtime
from app.ui.actions import Actions
from app.ui.command_palette import CommandPalette
from app.ui.deck import Deck
from app.ui.deck_layout import Restored
from app.ui.desktop_notices import DesktopNotices
from app.ui.doings import Doings
from app.ui.feed_panel import FeedPanel
from app.ui.frame_clock import FrameClock
from app.ui.inbox import Inbox
from app.ui.main_window import MainWindow
from app.ui.notice_bar import NoticeBar
from app.ui.panel_context import PanelContext
from app.ui.rail import Rail
from app.ui.window_commands import WindowCommands
from app.ui.workspace import MakeTile, Workspace

log = logging.getLogger(__name__)

TAB_MENU = ("tile.maximize", "tile.float", "tile.second", "conversation.new", "tile.close")
"""The commands in the menu of a tab."""


class Furniture(QObject):
    """Makes the parts of the window, connects them, and takes them down again.

    Made when the runtime is open; `close` before it closes.
    """

    def __init__(
        self,
        window: MainWindow,
        runtime: Runtime,
        make_tile: MakeTile,
        clock: FrameClock,
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runtime = runtime
        self._context = context = PanelContext(
            runtime.roster,
            runtime.feed,
            runtime.notices,
            runtime.wording,
            runtime.language,
            runtime.bus,
            clock,
            window.look,
            window.icons,
        )
        self.deck = Deck()
        self.workspace = Workspace(self.deck, context, make_tile, scope)
        self.rail = Rail(context)
        self.feed = FeedPanel(context)
        self.notice_bar = NoticeBar(context, runtime.settings)
        self.inbox = Inbox(context, window)
        self.desktop = DesktopNotices(
            runtime.notices, runtime.settings, runtime.bus, window, window.windowIcon()
        )
        self.commands = CommandTable(runtime.settings.current.shortcuts)
        self.doings = Doings(window, runtime, self, scope)
        WindowCommands(self.workspace, self.doings).add_all(
            self.commands, runtime.cards.all, runtime.language
        )
        self.actions = Actions(self.commands, window)
        self.palette = CommandPalette(self.commands, window.look, window)
        self._subscriptions: list[Subscription] = []
        self._made_calm = False
        window.furnish(self.rail, self.deck, self.feed, self.notice_bar)
        self._connect()
        self._dress()

    def bring_back(self) -> None:
        """Lay the tiles out as they were, and keep that up to date from now on."""
        layout_file = self._window.layout_file
        kept = self._window.kept
        restored = self.workspace.restore((kept or {}).get("workspace"))
        if restored is Restored.FAILED and kept != {}:
            self._say(
                self.tr(
                    "The layout could not be brought back, so this is the default one. "
                    "No conversation was touched."
                )
            )
        elif restored is Restored.WINDOWS_MOVED:
            self._say(self.tr("A screen is gone: the tiles that floated there were brought here."))
        layout_file.keep(
            lambda: {"window": self._window.place(), "workspace": self.workspace.save()}
        )
        self.workspace.changed.connect(layout_file.touch)
        self._window.resized.connect(layout_file.touch)
        self._seek_calm(self._window.look.density == "calm")

    def _say(self, sentence: str) -> None:
        self._runtime.notices.say(NoticeKind.INFO, sentence)

    def close(self) -> None:
        """Hear nothing any more; the window is destroyed afterwards."""
        for subscription in self._subscriptions:
            subscription.close()
        self.workspace.close_subscriptions()
        for part in (self.rail, self.feed, self.notice_bar, self.inbox):
            part.close_subscriptions()
        self.desktop.close()
        self.doings.close()
        self.deck.shut()

    def show_feed(self, is_visible: bool) -> None:
        """Show or hide the column at the right, for now."""
        self._window.show_feed(is_visible)
        self.rail.show_feed_visible(is_visible)

    def look_again(self) -> None:
        """Tell the notices what can be seen now."""
        is_active = QGuiApplication.focusWindow() is not None
        self._runtime.notices.look_at(self.workspace.sessions_in_view if is_active else ())

    def _connect(self) -> None:
        window, workspace, do = self._window, self.workspace, self.doings
        window.top_bar.palette_wanted.connect(do.show_palette)
        window.top_bar.density_wanted.connect(do.set_density)
        window.look.changed.connect(self._dress)
        self.rail.agent_wanted.connect(workspace.show_agent)
        self.rail.new_conversation_wanted.connect(workspace.begin_conversation)
        self.rail.second_tile_wanted.connect(workspace.open_second)
        self.rail.feed_wanted.connect(do.show_feed)
        self.rail.settings_wanted.connect(do.show_settings)
        self.rail.add_wanted.connect(do.open_agents_folder)
        workspace.agent_focused.connect(self.rail.show_current)
        workspace.settings_wanted.connect(do.show_settings)
        workspace.action_wanted.connect(do.act)
        self.feed.tile_wanted.connect(workspace.show_conversation)
        self.notice_bar.acted.connect(do.act_on)
        self.notice_bar.inbox_wanted.connect(do.show_inbox)
        self.inbox.acted.connect(do.act_on)
        self.inbox.tile_wanted.connect(self._show_session)
        self.desktop.clicked.connect(do.act_on)
        self.deck.menu_wanted.connect(self._open_tile_menu)
        workspace.changed.connect(self.look_again)
        window.activity_changed.connect(self.look_again)
        QGuiApplication.instance().focusWindowChanged.connect(self.look_again)  # type: ignore[union-attr]
        self._subscriptions = [
            self._runtime.bus.subscribe(SettingChanged, self._hear_setting),
        ]

    def _hear_setting(self, event: SettingChanged) -> None:
        wanted = self._runtime.settings.current
        if event.about.startswith("appearance."):
            look = wanted.appearance
            self._window.look.set_all(look.theme, look.density, look.scale)
        elif event.about == "feed.visible":
            self._show_feed_now()

    def _dress(self) -> None:
        look = self._window.look
        self.deck.set_gap(look.px("gap"))
        self.deck.set_hint(self.tr("Every tile is closed. Click an agent to open its tile."))
        self._show_feed_now()
        self._seek_calm(look.density == "calm")

    def _show_feed_now(self) -> None:
        is_visible = self._runtime.settings.current.feed.visible
        is_visible = is_visible and self._window.look.density != "calm"
        self.show_feed(is_visible)

    def _seek_calm(self, is_calm: bool) -> None:
        """Calm shows one tile; the others come back with the other densities."""
        if is_calm and not self.deck.maximized:
            self._made_calm = True
            self.deck.arranging.maximize(self.deck.focused)
        elif not is_calm and self._made_calm:
            self._made_calm = False
            self.deck.arranging.maximize("")

    def _open_tile_menu(self, tile_id: str, at: QPoint) -> None:
        """What can be done with a tile by its tab."""
        self.deck.focus(tile_id)
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command_id in TAB_MENU:
            menu.addAction(self.actions[command_id])
        menu.popup(at)

    def _show_session(self, session_id: str) -> None:
        session = self._runtime.roster.sessions.get(session_id)
        if session is not None:
            self.workspace.show_conversation(session_id, session.card.id)
