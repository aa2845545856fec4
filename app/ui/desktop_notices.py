"""Tells the desktop what happened while Renao's window is not the active one."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.core.bus import Bus
from app.core.events import NoticesChanged
from app.engine.notices import Notice, Notices
from app.storage.settings_file import SettingsFile
from app.ui.main_window import MainWindow

SHOWN_MS = 8000
"""Milliseconds a message stays, where the desktop lets us say so."""


class DesktopNotices(QObject):
    """Shows each new notice once through the desktop's own notifications.

    It says nothing while a window of the program is active, while do-not-disturb is on,
    when the setting is off, or where the desktop has no place for it.

    Signals:
        clicked: The user clicked the message about a notice (its id).
    """

    clicked = Signal(str)

    def __init__(
        self,
        notices: Notices,
        settings: SettingsFile,
        bus: Bus,
        window: MainWindow,
        tray: QSystemTrayIcon,
    ) -> None:
        """`tray` is the program's icon, which belongs to `Tray`."""
        super().__init__(window)
        self._notices = notices
        self._settings = settings
        self._window = window
        self._told: Notice | None = None
        self._tray = tray
        self._tray.messageClicked.connect(self._follow)
        self._subscription = bus.subscribe(NoticesChanged, self._consider)

    def close(self) -> None:
        """Hear nothing any more."""
        self._subscription.close()

    def _consider(self, event: NoticesChanged) -> None:
        newest, told = self._notices.newest, self._told
        if newest is None or (told is not None and newest.created <= told.created):
            return  # what was told, or an older one that stands first because that was read
        self._told = newest
        rules = self._settings.current.notices
        is_wanted = rules.desktop and not rules.do_not_disturb
        if is_wanted and QApplication.activeWindow() is None and self._tray.isVisible():
            words = without_tags(newest.sentence)
            self._tray.showMessage("Renao", words, self._tray.icon(), SHOWN_MS)

    def _follow(self) -> None:
        self._window.come_forward()
        if self._told is not None:
            self.clicked.emit(self._told.id)


def without_tags(words: str) -> str:
    """What an agent said, so that no desktop takes a piece of it for a tag and follows it."""
    return words.replace("<", "‹").replace(">", "›")
