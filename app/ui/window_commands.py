"""What the user can tell the window to do: every command with its title and shortcut."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.core.agent import AgentCard, in_language
from app.core.commands import Command, CommandTable
from app.engine.filling import filled
from app.ui.deck_docks import Side
from app.ui.doings import Doings
from app.ui.metrics import DENSITIES
from app.ui.top_bar import PALETTE_SHORTCUT
from app.ui.workspace import Workspace

OF_AGENTS = "agent."
"""How the ids of the commands begin that go to an agent."""


class WindowCommands(QObject):
    """Fills a command table; the palette, the shortcuts and the menus are made from it."""

    def __init__(self, workspace: Workspace, doings: Doings) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._deck = workspace.deck
        self._doings = doings

    def add_all(self, table: CommandTable, cards: tuple[AgentCard, ...], language: str) -> None:
        """Add every command, those of the agents last."""
        table.add(*self._of_tiles())
        table.add(*self._of_window())
        table.add(*self._of_moves())
        table.add(*self._of_densities())
        self.add_agents(table, cards, language)

    def add_agents(self, table: CommandTable, cards: tuple[AgentCard, ...], language: str) -> None:
        """Have one command for each agent; those that were there before are gone."""
        table.remove(OF_AGENTS)
        for number, card in enumerate(cards, 1):
            title = filled(self.tr("Go to {name}"), name=in_language(card.name, language))
            run = partial(self._workspace.show_agent, card.id)
            keys = f"Alt+{number}" if number < 10 else ""
            table.add(Command(f"{OF_AGENTS}{card.id}", title, run, keys))

    def _of_window(self) -> list[Command]:
        do = self._doings
        return [
            Command("settings.open", self.tr("Settings"), partial(do.show_settings, ""), "Ctrl+,"),
            Command(
                "settings.providers",
                self.tr("Providers and keys"),
                partial(do.show_settings, "providers"),
                "Ctrl+Shift+P",
            ),
            Command("agents.gallery", self.tr("All agents"), do.show_gallery, "Ctrl+Shift+A"),
            Command("inbox.open", self.tr("Inbox"), partial(do.show_inbox, "all"), "Ctrl+I"),
            Command("quick.open", self.tr("Quick ask"), do.show_quick_ask, "Ctrl+Shift+Space"),
            Command("feed.toggle", self.tr("Show or hide the feed"), do.toggle_feed, "F9"),
            Command("focus.rail", self.tr("Go to the agents"), do.focus_rail, "F7"),
            Command("focus.feed", self.tr("Go to the feed"), do.focus_feed, "F8"),
            Command("help.new", self.tr("What is new"), do.show_changes, "F1"),
            Command("help.log", self.tr("Open the log"), do.open_log, "Ctrl+Shift+L"),
            Command("palette.open", self.tr("Find a command"), do.show_palette, PALETTE_SHORTCUT),
            Command("app.quit", self.tr("Quit Renao"), do.quit, "Ctrl+Q"),
        ]

    def _of_tiles(self) -> list[Command]:
        arrange = self._deck.arranging
        has = self._has_tile
        return [
            Command("conversation.new", self.tr("New conversation"), self._begin, "Ctrl+N", has),
            Command(
                "conversation.earlier",
                self.tr("Earlier conversations"),
                self._earlier,
                "Ctrl+H",
                has,
            ),
            Command("tile.second", self.tr("Second tile"), self._second, "Ctrl+Shift+N", has),
            Command("tile.stop", self.tr("Stop the reply"), self._stop, "Ctrl+.", self._runs),
            Command("tile.write", self.tr("Write in this tile"), self._write, "Ctrl+L", has),
            Command("tile.attach", self.tr("Attach files"), self._attach, "Ctrl+O", has),
            Command(
                "tile.close", self.tr("Close the tile"), self._on(arrange.close), "Ctrl+W", has
            ),
            Command("tile.reopen", self.tr("Reopen the closed tile"), self._reopen, "Ctrl+Shift+T"),
            Command(
                "tile.maximize",
                self.tr("Maximise the tile, or restore it"),
                self._on(self._workspace.toggle_maximized),
                "F11",
                has,
            ),
            Command(
                "tile.float",
                self.tr("Float the tile, or dock it"),
                self._on(arrange.float),
                "Ctrl+Shift+F",
                has,
            ),
            Command("tile.next", self.tr("Next tile"), partial(self._step, 1), "F6", has),
            Command(
                "tile.previous", self.tr("Previous tile"), partial(self._step, -1), "Shift+F6", has
            ),
        ]

    def _of_moves(self) -> list[Command]:
        titles = {
            Side.LEFT: (self.tr("Move the tile left"), "Left"),
            Side.RIGHT: (self.tr("Move the tile right"), "Right"),
            Side.TOP: (self.tr("Move the tile up"), "Up"),
            Side.BOTTOM: (self.tr("Move the tile down"), "Down"),
        }
        moves = [
            Command(
                f"tile.move.{key.lower()}",
                title,
                partial(self._move, side),
                f"Alt+Shift+{key}",
                self._has_tile,
            )
            for side, (title, key) in titles.items()
        ]
        undo = Command("layout.undo", self.tr("Undo"), self._undo, "Ctrl+Z")
        default = Command(
            "layout.default",
            self.tr("Lay the tiles out anew"),
            self._workspace.lay_out_default,
            "Ctrl+Shift+0",
        )
        return [*moves, undo, default]

    def _of_densities(self) -> list[Command]:
        titles = {
            "busy": self.tr("Density: busy"),
            "balanced": self.tr("Density: balanced"),
            "calm": self.tr("Density: calm"),
        }
        return [
            Command(
                f"density.{name}",
                titles[name],
                partial(self._doings.set_density, name),
                f"Ctrl+Alt+{number}",
            )
            for number, name in enumerate(DENSITIES, 1)
        ]

    def _on(self, work: Callable[[str], None]) -> Callable[[], None]:
        return lambda: work(self._deck.focused)

    def _move(self, side: Side) -> None:
        self._deck.arranging.move(self._deck.focused, side)

    def _has_tile(self) -> bool:
        return bool(self._deck.focused)

    def _runs(self) -> bool:
        tile = self._workspace.tile
        return tile is not None and tile.session.is_running

    def _begin(self) -> None:
        self._workspace.begin_conversation(self._deck.focused.partition("#")[0])

    def _second(self) -> None:
        self._workspace.open_second(self._deck.focused.partition("#")[0])

    def _stop(self) -> None:
        if (tile := self._workspace.tile) is not None:
            tile.session.stop()

    def _write(self) -> None:
        if (tile := self._workspace.tile) is not None:
            tile.focus_composer()

    def _attach(self) -> None:
        if (tile := self._workspace.tile) is not None:
            tile.attach()

    def _earlier(self) -> None:
        if (tile := self._workspace.tile) is not None:
            tile.open_earlier()

    def _reopen(self) -> None:
        self._deck.arranging.reopen()

    def _step(self, by: int) -> None:
        self._deck.arranging.step(self._deck.focused, by)

    def _undo(self) -> None:
        tile = self._workspace.tile
        if tile is not None and tile.undo():
            return
        if self._deck.arranging.undo() and (focused := self._deck.focused):
            self._deck.focus(focused)  # what was undone may have had the keyboard
