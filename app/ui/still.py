"""Whether the desktop asks for less motion, and the look that follows it."""

import logging
import os
import sys

from PySide6.QtCore import QObject

from app.ui.theme import Look

log = logging.getLogger(__name__)

_PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
_SETTINGS = "org.freedesktop.portal.Settings"
_KEY = ("org.gnome.desktop.interface", "enable-animations")
_LIMIT = 1000
"""Milliseconds until a silent desktop counts as having no wish."""


def follow_motion(look: Look) -> None:
    """Ask the desktop once whether it wants stillness; call it after the first frame.

    Nothing waits for the answer. Windows is asked directly, a Linux desktop over its
    settings portal; elsewhere only the density decides.
    """
    if sys.platform == "win32":
        look.set_still(not _windows_animates())
    elif sys.platform == "linux" and _has_bus():
        _ask_portal(look)


def _has_bus() -> bool:
    """Whether a session bus runs; Qt would start one of its own to ask it, and take long."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    return os.path.exists(f"/run/user/{os.getuid()}/bus")


def _ask_portal(look: Look) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

    session = QDBusConnection.sessionBus()
    if not session.isConnected():
        return
    question = QDBusMessage.createMethodCall(*_PORTAL, _SETTINGS, "ReadOne")
    question.setArguments(list(_KEY))
    watcher = QDBusPendingCallWatcher(session.asyncCall(question, _LIMIT), look)
    watcher.finished.connect(lambda answered: _take(look, answered))


def _take(look: Look, watcher: QObject) -> None:
    answer = watcher.reply()  # type: ignore[attr-defined]
    words = answer.arguments() if answer.errorMessage() == "" else []
    log.debug("the desktop says about motion: %s", words)
    value = words[0].variant() if words and hasattr(words[0], "variant") else None
    look.set_still(value is False)
    watcher.deleteLater()


def _windows_animates() -> bool:
    import ctypes

    found = ctypes.c_int(1)
    # SPI_GETCLIENTAREAANIMATION
    ctypes.windll.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(found), 0)  # type: ignore[attr-defined,unused-ignore]
    return bool(found.value)
