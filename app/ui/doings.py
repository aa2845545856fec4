"""What the window does besides moving tiles: dialogs, the feed, density, what notices offer."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.core.agent import in_language
from app.core.errors import AppError
from app.core.tasks import TaskScope
from app.engine.notices import NoticeKind
from app.runtime import Runtime
from app.ui.main_window import MainWindow
from app.ui.notice_actions import CALM_ON_BATTERY

if TYPE_CHECKING:
    from app.ui.furniture import Furniture
    from app.ui.gallery import Gallery
    from app.ui.settings_dialog import SettingsDialog


class Doings(QObject):
    """Each method is a command, or what a button of a notice does.

    Dialogs that are seldom seen are imported and made when they are first wanted.
    """

    def __init__(
        self, window: MainWindow, runtime: Runtime, furniture: "Furniture", scope: TaskScope
    ) -> None:
        super().__init__(furniture)
        self._window = window
        self._runtime = runtime
        self._parts = furniture
        self._scope = scope
        self._settings: SettingsDialog | None = None
        self._gallery: Gallery | None = None

    def show_palette(self) -> None:
        self._parts.palette.open()

    def show_settings(self, page: str) -> None:
        """Open the settings at a page, "" for the first."""
        from app.ui.models_page import ModelsPage
        from app.ui.provider_asking import provider_context
        from app.ui.provider_page import ProviderPage
        from app.ui.settings_dialog import SettingsDialog

        if self._settings is None:
            runtime = self._runtime
            window = self._window
            context = provider_context(runtime, self._scope, window.look, window.icons)
            providers = ProviderPage(context)
            self._settings = SettingsDialog(
                runtime.settings,
                runtime.models,
                providers,
                runtime.bus,
                self._window,
                ModelsPage(
                    runtime.models,
                    runtime.wording,
                    runtime.bus,
                    self._scope,
                    self._window.look,
                    self._window.icons,
                ),
            )
        self._settings.show_page(page or "appearance")

    def show_inbox(self, page: str) -> None:
        self._parts.inbox.show_page(page)

    def show_changes(self) -> None:
        from app.ui.changes import ChangesDialog

        ChangesDialog(self._runtime.resources / "changes.md", self._window).open()

    def open_log(self) -> None:
        _open_file(self._runtime.paths.log)

    def hide_agent(self, agent_id: str) -> None:
        """Take an agent off the rail; the gallery has it still."""
        self._scope.start(f"hide {agent_id}", self._hide_agent, agent_id)

    async def _hide_agent(self, agent_id: str) -> None:
        cards, name = self._runtime.cards, self._runtime.cards[agent_id].name
        try:
            await cards.show_on_rail(agent_id, False)
        except AppError as error:
            said = self._runtime.wording.error(error)
            self._runtime.notices.say(NoticeKind.PROBLEM, said.text, action=said.action)
            return
        words = self.tr("{name} is off the rail. You find it in the gallery, behind the plus.")
        called = in_language(name, self._runtime.language)
        self._runtime.notices.say(NoticeKind.INFO, words.format(name=called))

    def show_gallery(self, agent_id: str = "") -> None:
        """Show all agents, to choose, make, change and import them; one of them chosen."""
        from app.ui.gallery import Gallery
        from app.ui.gallery_context import GalleryContext

        if self._gallery is None:
            parts, runtime = self._parts, self._runtime
            context = GalleryContext(parts.context, runtime.cards, runtime.models, self._scope)
            self._gallery = Gallery(context, runtime.paths.own_agents, self._window)
            self._gallery.agent_wanted.connect(parts.workspace.show_agent)
        self._gallery.show_all(agent_id)

    def toggle_feed(self) -> None:
        self.show_feed(not self._window.shows_feed)

    def show_feed(self, is_visible: bool) -> None:
        """Show the feed or hide it, also where it hides by itself; that is kept."""
        self._runtime.settings.set("feed.visible", is_visible)
        self._parts.show_feed(is_visible)
        if is_visible and not self._window.shows_feed:
            sentence = self.tr("The feed has no room beside the tiles. Make the window wider.")
            self._runtime.notices.say(NoticeKind.INFO, sentence)

    def set_density(self, density: str) -> None:
        """Wear a density, also where the window turned calm by itself."""
        self._runtime.settings.set("appearance.density", density)
        self._parts.calm.overrule()

    def show_quick_ask(self) -> None:
        self._parts.outside.quick.show_box()

    def focus_rail(self) -> None:
        self._parts.rail.focus_agent(self._parts.deck.focused.partition("#")[0])

    def focus_feed(self) -> None:
        self.show_feed(True)
        self._parts.feed.setFocus()
        self._parts.feed.focusNextChild()

    def quit(self) -> None:
        self._window.close_wanted.emit()

    def act_on(self, notice_id: str) -> None:
        """Do what a notice offers, and count it as read."""
        notices = self._runtime.notices
        notice = next((each for each in notices.inbox if each.id == notice_id), None)
        if notice is None:
            return
        notices.read(notice_id)
        if notice.action in ("", "tile.open") and notice.about:
            self._parts.workspace.show_conversation(notice.about, notice.agent)
        else:
            self.act(notice.action)

    def act(self, action: str) -> None:
        """Do what an error or a notice offers."""
        if action == "log.open":
            self.open_log()
        elif action.startswith("settings."):
            self.show_settings(action.removeprefix("settings."))
        elif action == CALM_ON_BATTERY:
            self._runtime.settings.set("appearance.calm_on_battery", "always")
        elif action == "model.fetch":
            self._runtime.models.fetch_builtin()

    def close(self) -> None:
        """Hear nothing any more."""
        if self._settings is not None:
            self._settings.close_subscriptions()
        if self._gallery is not None:
            self._gallery.close_subscriptions()


def _open_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
