"""What the desktop's portal says and hears: less motion, and keys from everywhere.

Source: https://flatpak.github.io/xdg-desktop-portal/docs/
"""

import logging
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.desktop.key_names import Keys
from app.desktop.session_bus import Bus, BusThread, NoAnswer

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message

log = logging.getLogger(__name__)

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
REGISTRY = "org.freedesktop.host.portal.Registry"
APPLICATION = "renao"
"""The name of our desktop file."""

_MOTION = ("org.freedesktop.appearance", "reduced-motion")
_ANIMATIONS = ("org.gnome.desktop.interface", "enable-animations")
_CONSENT_SECONDS = 300.0
"""How long the desktop may ask the user whether we get the keys."""


def motion_wish(hear: Callable[[bool], None]) -> BusThread:
    """Tell `hear`, in a thread, whether the desktop wants less motion, and each change.

    Nothing is told where no desktop answers. Start it and close it.
    """
    return BusThread("renao-motion", lambda bus: _follow_motion(bus, hear))


def portal_keys(
    keys: Keys, title: str, pressed: Callable[[], None], decided: Callable[[bool], None]
) -> BusThread:
    """Ask the desktop for `keys`, and call `pressed` in a thread whenever they are.

    `title` is what the desktop shows the user. `decided` hears whether it was granted.
    """

    def work(bus: Bus) -> None:
        try:
            session = _bind(bus, keys, title)
        except NoAnswer as error:
            log.info("no keys from the portal: %s", error)
            decided(False)
            return
        decided(True)
        for signal in bus.signals():
            if signal.body and signal.body[0] == session:
                pressed()

    return BusThread("renao-keys", work)


# Less motion


def _follow_motion(bus: Bus, hear: Callable[[bool], None]) -> None:
    bus.hear(interface=SETTINGS, member="SettingChanged", path=PATH)
    wishes = {key: _read(bus, *key) for key in (_MOTION, _ANIMATIONS)}
    hear(_wants_less(wishes))
    for signal in bus.signals():
        key, value = tuple(signal.body[:2]), _plain(signal.body[2])
        if key in wishes and wishes[key] != value:
            wishes[key] = value
            hear(_wants_less(wishes))


def _wants_less(wishes: dict[tuple[str, str], Any]) -> bool:
    return wishes[_MOTION] == 1 or wishes[_ANIMATIONS] is False


def _read(bus: Bus, namespace: str, key: str) -> Any:
    """The value of a setting of the desktop; None if it knows none."""
    for method in ("ReadOne", "Read"):  # the second is all that an old portal knows
        try:
            return _plain(bus.call(_portal(SETTINGS), method, "ss", namespace, key)[0])
        except NoAnswer as error:
            log.debug("%s %s: %s", namespace, key, error)
    return None


def _plain(value: Any) -> Any:
    """What is in a variant, or in a variant in it."""
    while isinstance(value, tuple) and len(value) == 2:
        value = value[1]
    return value


# Keys from everywhere


def _bind(bus: Bus, keys: Keys, title: str) -> str:
    """Hold `keys` for us; the session in which they are told."""
    _say_who_we_are(bus)
    bus.hear(interface=REQUEST, member="Response")
    token = {"session_handle_token": ("s", _token())}
    results = _ask(bus, "CreateSession", "a{sv}", token)
    session = str(_plain(results.get("session_handle", ("s", ""))))
    if not session:
        raise NoAnswer("no session was made")
    bus.hear(interface=SHORTCUTS, member="Activated")
    wanted = {"description": ("s", title), "preferred_trigger": ("s", keys.trigger)}
    results = _ask(bus, "BindShortcuts", "oa(sa{sv})sa{sv}", session, [("quick", wanted)], "", {})
    if not _plain(results.get("shortcuts")):
        raise NoAnswer("the keys were not granted")
    return session


def _say_who_we_are(bus: Bus) -> None:
    """A program outside a sandbox is known by its name only if it says it."""
    try:
        bus.call(_portal(REGISTRY), "Register", "sa{sv}", APPLICATION, {})
    except NoAnswer as error:
        log.debug("%s", error)


def _ask(bus: Bus, method: str, signature: str, *body: Any) -> dict[str, Any]:
    """Make a request, whose options come last, and wait for the user's decision."""
    token = _token()
    sender = bus.own_name[1:].replace(".", "_")
    path = f"{PATH}/request/{sender}/{token}"
    *others, options = body
    answered = bus.call(
        _portal(SHORTCUTS), method, signature, *others, options | {"handle_token": ("s", token)}
    )
    paths = {path, str(answered[0])}  # older portals choose a path of their own
    while True:
        signal = bus.next_signal(_CONSENT_SECONDS)
        if _path(signal) in paths:
            code, results = signal.body
            if code:
                raise NoAnswer(f"{method} was refused: {code}")
            return dict(results)


def _token() -> str:
    return f"renao_{secrets.token_hex(8)}"


def _path(signal: "Message") -> str:
    from jeepney import HeaderFields

    return str(signal.header.fields.get(HeaderFields.path, ""))


def _portal(interface: str) -> "DBusAddress":
    from jeepney import DBusAddress

    return DBusAddress(PATH, NAME, interface)
