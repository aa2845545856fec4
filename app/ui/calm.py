"""Turns the window calm by itself: on battery, or when the desktop wants less motion."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.core.tasks import TaskScope
from app.core.worker import Worker
from app.storage.settings_file import SettingsFile
from app.ui.still import MotionWish
from app.ui.theme import Look

POLL_SECONDS = 60.0
"""Between two looks at the battery."""

MOTION, BATTERY = "motion", "battery"


class Calm(QObject):
    """Says which density is in force: the user's own, or calm while there is a reason.

    A reason counts if the settings allow it and until the user chooses a density all the
    same; when it is over, the user's own density comes back by itself.

    Signals:
        changed: The density in force, or the reason for it, may be another.
        asked: The machine began to live on its battery, and the user wants to be asked.
    """

    changed = Signal()
    asked = Signal()

    def __init__(
        self, settings: SettingsFile, look: Look, scope: TaskScope, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._look = look
        self._scope = scope
        self._reasons: dict[str, bool] = {MOTION: False, BATTERY: False}
        self._overruled: set[str] = set()
        self._has_asked = False
        self._worker = Worker("renao-battery")
        self._motion = MotionWish(self)
        self._motion.heard.connect(self._take_motion)

    @property
    def density(self) -> str:
        """What the window shall wear."""
        return "calm" if self.reason else self._settings.current.appearance.density

    @property
    def reason(self) -> str:
        """Why it is calm although the user's own density is another: `motion`, `battery`, ""."""
        rules = self._settings.current.appearance
        if rules.density == "calm":
            return ""
        allowed = {MOTION: rules.calm_when_still, BATTERY: rules.calm_on_battery == "always"}
        holds = (each for each, is_so in self._reasons.items() if is_so and allowed[each])
        return next((each for each in holds if each not in self._overruled), "")

    def begin(self, is_on_battery: Callable[[], bool | None] | None = None) -> None:
        """Ask the desktop and, now and then, the battery; call it after the first frame."""
        self._motion.begin()
        self._scope.start("battery", self._watch_battery, is_on_battery)

    def overrule(self) -> None:
        """The user chose a density: what holds now is no reason any more."""
        self._overruled |= {each for each, is_so in self._reasons.items() if is_so}
        self.changed.emit()

    def close(self) -> None:
        """Ask nobody any more; twice is fine."""
        self._motion.close()
        self._scope.cancel("battery")
        self._worker.close()

    def _take_motion(self, is_less: bool) -> None:
        self._look.set_still(is_less)
        self._take(MOTION, is_less)

    def _take(self, reason: str, is_so: bool) -> None:
        if self._reasons[reason] != is_so:
            self._reasons[reason] = is_so
            self._overruled.discard(reason)
            self.changed.emit()

    async def _watch_battery(self, is_on_battery: Callable[[], bool | None] | None) -> None:
        """Look every minute, as long as there is a battery to look at."""
        from app.desktop import power

        look = is_on_battery or power.is_on_battery
        while (found := await self._worker.run(look)) is not None:
            self._take(BATTERY, found)
            if found:
                self._ask_once()
            await asyncio.sleep(POLL_SECONDS)

    def _ask_once(self) -> None:
        rules = self._settings.current.appearance
        if rules.calm_on_battery == "ask" and rules.density != "calm" and not self._has_asked:
            self._has_asked = True
            self.asked.emit()
