"""How long ago something was, in a word or two."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def ago(created: float, now: float) -> str:
    """Say how long before `now` it was `created`; both in seconds since 1970 (UTC)."""
    passed = now - created
    if passed < _MINUTE:
        return QCoreApplication.translate("Ago", "now")
    if passed < _HOUR:
        minutes = int(passed // _MINUTE)
        return QCoreApplication.translate("Ago", "%n min", "", minutes)
    days = (date.fromtimestamp(now) - date.fromtimestamp(created)).days
    if days == 0 or passed < _DAY / 4:
        hours = int(passed // _HOUR)
        return QCoreApplication.translate("Ago", "%n h", "", hours)
    if days == 1:
        return QCoreApplication.translate("Ago", "yesterday")
    if days < 7:
        return QCoreApplication.translate("Ago", "%n d", "", days)
    return QLocale().toString(_local(created).date(), QLocale.FormatType.ShortFormat)


def exactly(created: float) -> str:
    """The day and time, for a tool tip."""
    return QLocale().toString(_local(created), QLocale.FormatType.ShortFormat)


def _local(created: float) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(created))
