"""What the buttons of notices and errors are called, and the icons of notices."""

from PySide6.QtCore import QCoreApplication

from app.engine.sentences import FETCH, LOG, NETWORK, PROVIDERS

OPEN_TILE = "tile.open"
DESKTOP = "settings.desktop"
CALM_ON_BATTERY = "calm.battery"


def action_title(action: str) -> str:
    """The word on the button for an action; "" when there is nothing to do."""
    translate = QCoreApplication.translate
    titles = {
        OPEN_TILE: translate("NoticeActions", "Open"),
        LOG: translate("NoticeActions", "Open log"),
        PROVIDERS: translate("NoticeActions", "Open providers"),
        NETWORK: translate("NoticeActions", "Open network settings"),
        FETCH: translate("NoticeActions", "Fetch the model"),
        DESKTOP: translate("NoticeActions", "Open settings"),
        CALM_ON_BATTERY: translate("NoticeActions", "Calm on battery"),
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
