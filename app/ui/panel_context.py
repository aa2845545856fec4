"""What the rail, the feed and the other parts around the deck work with."""

from dataclasses import dataclass

from app.core.bus import Bus
from app.engine.feed import Feed
from app.engine.notices import Notices
from app.engine.roster import Roster
from app.engine.wording import Wording
from app.ui.frame_clock import FrameClock
from app.ui.icons import Icons
from app.ui.theme import Look


@dataclass(frozen=True, slots=True)
class PanelContext:
    """Handed to each panel by the window; nothing in it belongs to the panel."""

    roster: Roster
    feed: Feed
    notices: Notices
    wording: Wording
    language: str
    bus: Bus
    clock: FrameClock
    look: Look
    icons: Icons
