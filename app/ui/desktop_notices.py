"""Tells the desktop what happened while Renao's window is not the active one."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from app.core.bus import Bus
from app.core.events import NoticesChanged
from app.engine.notices import Notices
from app.storage.settings_file import SettingsFile

SHOWN_MS = 8000
"""Milliseconds a message stays, where the desktop lets us say so."""


class DesktopNotices(QObject):
    """Shows each new notice once through the desktop's own notifications.

    It says nothing while the window is active, while do-not-disturb is on, when the
    setting is off, or where the desktop has no place for it.

    Signals:
        clicked: The user clicked the message about a notice (its id).
    """

    clicked = Signal(str)

    def __init__(
        self, notices: Notices, settings: SettingsFile, bus: Bus, window: QWidget, icon: QIcon
    ) -> None:
        super().__init__(window)
        self._notices = notices
        self._settings = settings
        self._window = window
        self._told = ""
        self._tray = QSystemTrayIcon(icon, self)
        self._tray.setToolTip("Renao")
        self._tray.messageClicked.connect(self._follow)
        self._tray.activated.connect(self._raise)
        self._subscription = bus.subscribe(NoticesChanged, self._consider)

    def open(self) -> None:
        """Take a place in the tray, where there is one."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray.show()

    def close(self) -> None:
        """Leave the tray and hear nothing any more."""
        self._subscription.close()
        self._tray.hide()

    def _consider(self, event: NoticesChanged) -> None:
        newest = self._notices.newest
        if newest is None or newest.id == self._told:
            return
        self._told = newest.id
        rules = self._settings.current.notices
        is_wanted = rules.desktop and not rules.do_not_disturb
        if is_wanted and not self._window.isActiveWindow() and self._tray.isVisible():
            self._tray.showMessage("Renao", newest.sentence, self._tray.icon(), SHOWN_MS)

    def _follow(self) -> None:
        self._raise()
        self.clicked.emit(self._told)

    def _raise(self) -> None:
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
