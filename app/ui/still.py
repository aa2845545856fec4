"""Whether the desktop asks for less motion."""

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.desktop.session_bus import BusThread


class MotionWish(QObject):
    """Asks the desktop whether it wants stillness, and hears when it changes its mind.

    Windows is asked directly and once, a Linux desktop over its settings portal in a
    thread; elsewhere there is no wish.

    Signals:
        heard: It wants less motion, or no longer.
    """

    heard = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: BusThread | None = None

    def begin(self) -> None:
        """Ask; call it after the first frame. Nothing waits for the answer."""
        if sys.platform == "win32":
            self.heard.emit(not _windows_animates())
        elif sys.platform == "linux" and _has_bus():
            from app.desktop.portal import motion_wish

            self._thread = motion_wish(self.heard.emit)
            self._thread.start()

    def close(self) -> None:
        """Hear nothing any more; twice is fine."""
        if self._thread is not None:
            self._thread.close()


def _has_bus() -> bool:
    """Whether a session bus runs; a library that finds none could start one, and take long."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    return os.path.exists(f"/run/user/{os.getuid()}/bus")


def _windows_animates() -> bool:
    import ctypes

    found = ctypes.c_int(1)
    # SPI_GETCLIENTAREAANIMATION
    ctypes.windll.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(found), 0)  # type: ignore[attr-defined,unused-ignore]
    return bool(found.value)
