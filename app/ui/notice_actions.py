"""What the buttons of a notice are called."""

from PySide6.QtCore import QCoreApplication


def action_title(action: str) -> str:
    """The word on the button for a notice's action; "" when there is nothing to do."""
    titles = {
        "tile.open": QCoreApplication.translate("NoticeActions", "Open"),
        "log.open": QCoreApplication.translate("NoticeActions", "Open log"),
        "settings.providers": QCoreApplication.translate("NoticeActions", "Providers…"),
        "model.fetch": QCoreApplication.translate("NoticeActions", "Download"),
    }
    return titles.get(action, "")


def notice_icon(kind: str) -> tuple[str, str]:
    """The icon that stands for a kind of notice, and the theme's name of its colour."""
    return {
        "needs_you": ("state-needs-you", "warning"),
        "failed": ("state-failed", "danger"),
        "problem": ("warning", "danger"),
        "ended": ("check", "good"),
        "model": ("local", "muted"),
    }.get(kind, ("info", "muted"))
