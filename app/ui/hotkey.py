"""The keys that open Quick ask whatever program is in front."""

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from app.core.bus import Bus
from app.core.events import SettingChanged
from app.storage.settings_file import SettingsFile

if TYPE_CHECKING:
    from app.desktop.key_grab import KeyGrab
    from app.desktop.key_names import Keys
    from app.desktop.session_bus import BusThread


class Hotkey(QObject):
    """Holds the keys of the settings: on X11 by itself, on Wayland through the portal.

    Signals:
        pressed: They were pressed.
        refused: They cannot be had (a sentence that says why).
    """

    pressed = Signal()
    refused = Signal(str)
    _decided = Signal(bool)

    def __init__(self, settings: SettingsFile, bus: Bus, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._grab: KeyGrab | None = None
        self._notifier: QSocketNotifier | None = None
        self._portal: BusThread | None = None
        self._held = ""
        self._decided.connect(self._hear_portal)
        self._subscription = bus.subscribe(SettingChanged, self._follow)

    def begin(self) -> None:
        """Take the keys, if the user wants them; call it after the first frame."""
        rules = self._settings.current.desktop
        self._held = rules.quick_keys if rules.quick_anywhere else ""
        self._let_go()
        if not self._held:
            return
        from app.desktop.key_names import keys_from

        keys = keys_from(self._held)
        if keys is None:
            self._refuse(self.tr("Take Ctrl, Alt or Meta with one key, or a function key."))
        elif sys.platform != "linux":
            self._refuse(self._words_for_nobody())
        elif _is_wayland():
            self._ask_portal(keys)
        else:
            self._take(keys)

    def close(self) -> None:
        """Leave the keys to others; twice is fine."""
        self._subscription.close()
        self._let_go()

    def _follow(self, event: SettingChanged) -> None:
        rules = self._settings.current.desktop
        wanted = rules.quick_keys if rules.quick_anywhere else ""
        if event.about.startswith("desktop.") and wanted != self._held:
            self.begin()

    def _take(self, keys: "Keys") -> None:
        from app.desktop.key_grab import Held, KeyGrab

        self._grab = grab = KeyGrab()
        held = grab.hold(keys)
        if held is not Held.YES:
            self._let_go()
            self._refuse(
                {
                    Held.TAKEN: self.tr("Another program has them. Choose other keys."),
                    Held.NO_KEY: self.tr("This keyboard has no such key. Choose other keys."),
                }.get(held, self._words_for_nobody())
            )
            return
        self._notifier = QSocketNotifier(grab.socket, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        grab, notifier = self._grab, self._notifier
        if grab is None or notifier is None:
            return
        if grab.heard():
            self.pressed.emit()
        if grab.socket < 0:
            notifier.setEnabled(False)

    def _ask_portal(self, keys: "Keys") -> None:
        from app.desktop.portal import portal_keys

        title = self.tr("Quick ask")
        self._portal = portal_keys(keys, title, self.pressed.emit, self._decided.emit)
        self._portal.start()

    def _hear_portal(self, is_granted: bool) -> None:
        if not is_granted:
            self._refuse(self._words_for_nobody())

    def _let_go(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._grab is not None:
            self._grab.close()
            self._grab = None
        if self._portal is not None:
            self._portal.close()
            self._portal = None

    def _refuse(self, why: str) -> None:
        words = self.tr("{keys} do not open Quick ask from everywhere. {why}")
        self.refused.emit(words.format(keys=self._held, why=why))

    def _words_for_nobody(self) -> str:
        return self.tr("This desktop does not offer that; give “renao quick” keys in its settings.")


def _is_wayland() -> bool:
    """Whether keys belong to a Wayland desktop: on its X screen they are heard only sometimes."""
    return bool(os.environ.get("WAYLAND_DISPLAY"))
