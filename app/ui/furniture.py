"""All that stands in the window, and the wires between it."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.core.agent import AgentCard
from app.core.commands import CommandTable
from app.core.events import AgentsChanged, SettingChanged
from app.core.tasks import TaskScope
from app.engine.notices import NoticeKind
from app.runtime import Runtime
from app.ui.actions import Actions
from app.ui.calm import Calm
from app.ui.deck import Deck
from app.ui.deck_layout import Restored
from app.ui.doings import Doings
from app.ui.feed_panel import FeedPanel
from app.ui.frame_clock import FrameClock
from app.ui.main_window import MainWindow
from app.ui.notice_actions import CALM_ON_BATTERY
from app.ui.notice_bar import NoticeBar
from app.ui.panel_context import PanelContext
from app.ui.rail import Rail
from app.ui.window_commands import OF_AGENTS, WindowCommands
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
        self._scope = scope
        self.context = context = PanelContext(
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
        self._parting: list[Callable[[], None]] = []
        self.calm = Calm(runtime.settings, window.look, scope, self)
        self._made_calm = False
        with window.look.undressed():  # the window paints nothing until all is in place
            self.deck = Deck()
            self.workspace = Workspace(self.deck, context, make_tile, scope)
            self.rail = Rail(context)
            self.feed = FeedPanel(context)
            self.notice_bar = NoticeBar(context, runtime.settings)
            self.commands = CommandTable(runtime.settings.current.shortcuts)
            self.doings = Doings(window, runtime, self, scope)
            self._connect()
            self._restored = self._restore()
        self._window_commands = WindowCommands(self.workspace, self.doings)
        self._window_commands.add_all(self.commands, _ordered(runtime), runtime.language)
        window.furnish(self.rail, self.deck, self.feed, self.notice_bar)
        self._dress()

    async def fill(self) -> None:
        """Until all that is in view shows what it has to show; it is not painted yet."""
        await self.workspace.fill_visible(lambda: self.feed.is_settled)

    def finish(self) -> None:
        """Make what is not seen at once, say what was wrong, keep the layout from now on."""
        from app.ui.command_palette import CommandPalette
        from app.ui.desktop_notices import DesktopNotices
        from app.ui.inbox import Inbox
        from app.ui.outside import Outside

        window, runtime, do = self._window, self._runtime, self.doings
        self.workspace.deck.raise_windows()
        self.palette = CommandPalette(self.commands, window.look, window)
        self.inbox = Inbox(self.context, window)
        self.inbox.acted.connect(do.act_on)
        self.inbox.tile_wanted.connect(self._show_session)
        self.outside = Outside(window, runtime, self.context, self.workspace, self._scope)
        icon = self.outside.tray.icon
        self.desktop = DesktopNotices(runtime.notices, runtime.settings, runtime.bus, window, icon)
        self.desktop.clicked.connect(do.act_on)
        self.outside.action_wanted.connect(do.act)
        self.outside.seen.connect(self.look_again)
        self.outside.begin()
        self.calm.begin()
        window.top_bar.palette_wanted.connect(do.show_palette)
        self.notice_bar.inbox_wanted.connect(do.show_inbox)
        self.actions = Actions(self.commands, window)
        heard = runtime.bus.subscribe(AgentsChanged, self._renew_agents)
        self._parting.append(heard.close)
        self._parting += [self.inbox.close_subscriptions, self.desktop.close]
        self._parting += [self.calm.close, self.outside.close]
        self._say_what_was_lost()
        self._keep_layout()

    def _restore(self) -> Restored:
        """Lay the tiles out as they were, before they are shown: that is quicker."""
        self.deck.resize(self._window.deck_size)
        return self.workspace.restore((self._window.kept or {}).get("workspace"))

    def _keep_layout(self) -> None:
        window, layout_file = self._window, self._window.layout_file
        layout_file.keep(lambda: {"window": window.place(), "workspace": self.workspace.save()})
        self.workspace.changed.connect(layout_file.touch)
        window.resized.connect(layout_file.touch)

    def _renew_agents(self, event: AgentsChanged) -> None:
        """Let palette and shortcuts go to the agents that there are now."""
        self._window_commands.add_agents(
            self.commands, _ordered(self._runtime), self._runtime.language
        )
        self.actions.renew(OF_AGENTS, self.commands, self._window)

    def _say_what_was_lost(self) -> None:
        restored, kept = self._restored, self._window.kept
        if restored is Restored.FAILED and kept != {}:
            self._say(
                self.tr(
                    "The layout could not be brought back, so this is the default one. "
                    "No conversation was touched."
                )
            )
        elif restored is Restored.WINDOWS_MOVED:
            self._say(self.tr("A screen is gone: the tiles that floated there were brought here."))

    def _say(self, sentence: str) -> None:
        self._runtime.notices.say(NoticeKind.INFO, sentence)

    def close(self) -> None:
        """Hear nothing any more; the window is destroyed afterwards."""
        self.workspace.close_subscriptions()
        for part in (self.rail, self.feed, self.notice_bar):
            part.close_subscriptions()
        for part_with in self._parting:
            part_with()
        self.doings.close()
        self.deck.shut()

    def show_feed(self, is_visible: bool) -> None:
        """Show or hide the column at the right, for now, because the user said so."""
        self._window.show_feed(is_visible, insists=True)

    def look_again(self) -> None:
        """Tell the notices what can be seen now."""
        is_active = QGuiApplication.focusWindow() is not None
        seen = self.workspace.sessions_in_view if is_active and self._window.isVisible() else set()
        if "outside" in self.__dict__:  # it comes later
            seen |= {self.outside.session_in_view}
        self._runtime.notices.look_at(seen - {""})

    def _connect(self) -> None:
        window, workspace, do = self._window, self.workspace, self.doings
        window.top_bar.density_wanted.connect(do.set_density)
        window.look.changed.connect(self._dress)
        window.feed_shown.connect(self.rail.show_feed_visible)
        self.calm.changed.connect(self._calm_down)
        self.calm.asked.connect(self._offer_calm)
        self.rail.agent_wanted.connect(workspace.show_agent)
        self.rail.new_conversation_wanted.connect(workspace.begin_conversation)
        self.rail.second_tile_wanted.connect(workspace.open_second)
        self.rail.feed_wanted.connect(do.show_feed)
        self.rail.settings_wanted.connect(do.show_settings)
        self.rail.add_wanted.connect(do.show_gallery)
        self.rail.gallery_wanted.connect(do.show_gallery)
        self.rail.hide_wanted.connect(do.hide_agent)
        workspace.agent_focused.connect(self.rail.show_current)
        workspace.settings_wanted.connect(do.show_settings)
        workspace.action_wanted.connect(do.act)
        self.feed.tile_wanted.connect(workspace.show_conversation)
        self.notice_bar.acted.connect(do.act_on)
        self.deck.menu_wanted.connect(self._open_tile_menu)
        workspace.changed.connect(self.look_again)
        window.activity_changed.connect(self.look_again)
        QGuiApplication.instance().focusWindowChanged.connect(self.look_again)  # type: ignore[union-attr]
        heard = self._runtime.bus.subscribe(SettingChanged, self._hear_setting)
        self._parting.append(heard.close)

    def _hear_setting(self, event: SettingChanged) -> None:
        wanted = self._runtime.settings.current
        if event.about.startswith("appearance."):
            look = wanted.appearance
            self._window.look.set_all(look.theme, self.calm.density, look.scale)
            self._show_why_calm()
        elif event.about == "feed.visible":
            self._show_feed_now()

    def _calm_down(self) -> None:
        """Wear the density that is in force, and say why it is."""
        self._window.look.set_density(self.calm.density)
        self._show_why_calm()

    def _show_why_calm(self) -> None:
        self._window.top_bar.show_why_calm(self.calm.reason)

    def _offer_calm(self) -> None:
        self._runtime.notices.say(
            NoticeKind.INFO,
            self.tr("No cable is plugged in. Calm shows less, moves nothing and saves power."),
            action=CALM_ON_BATTERY,
        )

    def _dress(self) -> None:
        look = self._window.look
        self.deck.set_gap(look.px("gap"))
        self.deck.set_hint(self.tr("Every tile is closed. Click an agent to open its tile."))
        self._show_feed_now()
        self._seek_calm(look.density == "calm")

    def _show_feed_now(self) -> None:
        is_visible = self._runtime.settings.current.feed.visible
        is_visible = is_visible and self._window.look.density != "calm"
        self._window.show_feed(is_visible)

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


def _ordered(runtime: Runtime) -> tuple[AgentCard, ...]:
    """All agents, those on the rail first: their shortcuts count from its top."""
    shown = runtime.cards.on_rail
    return (*shown, *(card for card in runtime.cards.all if card not in shown))
