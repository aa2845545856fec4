"""The kinds of tile, one file each.

To add one, write `app/tiles/NAME.py` with a `Tile`, and end the file with
`TILE = TileType(...)`. Nothing else needs to change.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.bus import Bus, Subscription
from app.core.errors import AppError
from app.core.tasks import TaskScope
from app.engine.feed import Feed
from app.engine.models import Models
from app.engine.recorder import Recorder
from app.engine.roster import Roster
from app.engine.session import Session
from app.engine.wording import Wording
from app.storage.settings_file import SettingsFile
from app.ui.frame_clock import FrameClock
from app.ui.icons import Icons
from app.ui.theme import Look


@dataclass(frozen=True, slots=True)
class TileContext:
    """All that a tile may reach; the window makes one for each tile.

    `scope` is the window's: it outlives every tile. `language` is that of the window.
    `parent` is the tile's place; what is made in its place need not be styled twice.
    """

    session: Session
    roster: Roster
    recorder: Recorder
    models: Models
    feed: Feed
    wording: Wording
    bus: Bus
    clock: FrameClock
    look: Look
    icons: Icons
    settings: SettingsFile
    scope: TaskScope
    language: str = "en"
    parent: QWidget | None = None


class Tile(QWidget):
    """One agent at work on one conversation, in the deck.

    The deck calls `close_subscriptions` before it destroys a tile.

    Signals:
        session_changed: It shows another session now (its id).
        settings_wanted: The user wants a page of the settings, like `providers`.
        action_wanted: The user pressed the action of an error, like `log.open`.
        close_wanted, maximize_wanted, float_wanted: What the deck shall do with it.
        second_wanted: The user wants a second tile of this agent.
    """

    session_changed = Signal(str)
    settings_wanted = Signal(str)
    action_wanted = Signal(str)
    close_wanted = Signal()
    maximize_wanted = Signal()
    float_wanted = Signal()
    second_wanted = Signal()

    def __init__(self, context: TileContext) -> None:
        super().__init__(context.parent)
        self.context = context
        self._session = context.session
        self._subscriptions: list[Subscription] = []

    @property
    def session(self) -> Session:
        """The session that is shown."""
        return self._session

    @property
    def tile_title(self) -> QWidget:
        """The row by which the deck lets the tile be dragged."""
        raise NotImplementedError

    @property
    def is_settled(self) -> bool:
        """It shows all that is in view; the start waits for it."""
        return True

    def show_session(self, session: Session) -> None:
        """Show another session, and say so."""
        self._session = session
        self.session_changed.emit(session.id)

    def focus_composer(self) -> None:
        """Put the cursor where the user writes."""
        self.setFocus()

    def attach(self) -> None:
        """Ask which files go with the next message; a tile without a composer takes none."""

    def open_earlier(self) -> None:
        """Show what was said before; a tile without conversations has nothing to show."""

    def say_error(self, error: AppError) -> None:
        """Tell that something asked for here failed."""
        raise NotImplementedError

    def undo(self) -> bool:
        """Take the last thing done to the conversation back; False if there is none."""
        return False

    def close_subscriptions(self) -> None:
        """Hear nothing any more and keep what was typed; twice is fine."""
        for subscription in self._subscriptions:
            subscription.close()
        self._subscriptions.clear()


@dataclass(frozen=True, slots=True)
class TileType:
    """A kind of tile: `id` is what a card says under `tile`."""

    id: str
    make: Callable[[TileContext], Tile]


def find_tile_types() -> Mapping[str, TileType]:
    """Import every module of this package, when called, and collect its `TILE`."""
    return {found.id: found for found in _declared()}


def _declared() -> Iterator[TileType]:
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if found := getattr(module, "TILE", None):
            yield found
