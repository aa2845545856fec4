"""A combination of keys as the settings write it, and what it is called elsewhere."""

from dataclasses import dataclass

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
"""As the settings write them; Meta is the key with the desktop's logo."""

_STRONG = {"Ctrl", "Alt", "Meta"}
"""With one of them a key does not write a letter, and may be taken from everybody."""

_NAMED = {
    "space": (0x20, "space"),
    "tab": (0xFF09, "Tab"),
    "return": (0xFF0D, "Return"),
    "enter": (0xFF8D, "KP_Enter"),
    "backspace": (0xFF08, "BackSpace"),
    "esc": (0xFF1B, "Escape"),
    "ins": (0xFF63, "Insert"),
    "del": (0xFFFF, "Delete"),
    "home": (0xFF50, "Home"),
    "end": (0xFF57, "End"),
    "pgup": (0xFF55, "Page_Up"),
    "pgdown": (0xFF56, "Page_Down"),
    "left": (0xFF51, "Left"),
    "up": (0xFF52, "Up"),
    "right": (0xFF53, "Right"),
    "down": (0xFF54, "Down"),
    "pause": (0xFF13, "Pause"),
    "print": (0xFF61, "Print"),
}
"""Keys without a letter: their number and their name in X11.

Source: https://www.x.org/releases/current/doc/xproto/x11protocol.html#keysym_encoding
"""
_F1 = 0xFFBE
_MOST_F = 35
_TRIGGER = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Meta": "LOGO"}


@dataclass(frozen=True, slots=True)
class Keys:
    """One key with its modifiers; `symbol` is its number in X11, `name` its name there."""

    modifiers: frozenset[str]
    symbol: int
    name: str

    @property
    def trigger(self) -> str:
        """How the desktop's portal wants it written.

        Source: https://specifications.freedesktop.org/shortcuts-spec/latest/
        """
        held = [_TRIGGER[each] for each in MODIFIERS if each in self.modifiers]
        return "+".join([*held, self.name])


def keys_from(text: str) -> Keys | None:
    """What `text` like `Ctrl+Alt+Space` means.

    None where it means nothing, or keys with which people write.
    """
    *before, last = text.replace(" ", "").split("+")
    held = frozenset(each.capitalize() for each in before)
    found = _key(last)
    if found is None or not held <= set(MODIFIERS):
        return None
    symbol, name = found
    if not held & _STRONG and not name.startswith("F"):
        return None
    return Keys(held, symbol, name)


def _key(text: str) -> tuple[int, str] | None:
    word = text.lower()
    if word in _NAMED:
        return _NAMED[word]
    if word.startswith("f") and word[1:].isascii() and word[1:].isdigit():
        number = int(word[1:])
        return (_F1 + number - 1, f"F{number}") if 1 <= number <= _MOST_F else None
    if len(word) != 1 or not word.isalnum():
        return None
    point = ord(word)
    return (point, word) if point < 0x100 else (0x0100_0000 + point, f"U{point:04X}")
