"""One combination of keys that reaches the program wherever the keyboard is, on X11."""

import logging
from enum import StrEnum
from itertools import chain, combinations
from typing import Any

from app.desktop import xcb
from app.desktop.key_names import Keys

log = logging.getLogger(__name__)

_ASYNC = 1
"""The keyboard goes on while the keys are held."""
_LOCK = 2
"""The bit of CapsLock."""
_NUM_LOCK, _SCROLL_LOCK = 0xFF7F, 0xFF14
_SYMBOLS = {"Alt": (0xFFE9, 0xFFEA), "Meta": (0xFFEB, 0xFFEC)}
_USUAL = {"Shift": 1, "Ctrl": 4, "Alt": 8, "Meta": 64}


class Held(StrEnum):
    """What became of a wish for keys."""

    YES = "yes"
    TAKEN = "taken"
    """Another program has them."""
    NO_KEY = "no_key"
    """No key of this keyboard writes that."""
    NO_WAY = "no_way"
    """There is nobody here who could be asked."""


class KeyGrab:
    """Holds one combination at a time, over a connection of its own to the screen.

    The key is held with every state of CapsLock, NumLock and ScrollLock, and wherever the
    layouts of the keyboard have it. Whoever made it calls `heard` when there is something
    to read at `socket` (negative: nobody is there any more), and `close` at the end.
    """

    def __init__(self, display: str = "") -> None:
        """`display` is like `:0`; "" for that of the environment."""
        self._keys: Keys | None = None
        self._grabbed: list[tuple[int, int]] = []
        self._link: Any = None
        self.socket = -1
        try:
            self._xcb = xcb.library()
        except OSError as error:
            log.info("no keys from everywhere: %s", error)
            return
        link = self._xcb.xcb_connect(display.encode() or None, None)
        if self._xcb.xcb_connection_has_error(link):
            self._xcb.xcb_disconnect(link)
            return
        self._link = link
        self._setup = self._xcb.xcb_get_setup(link)
        self._root = self._xcb.xcb_setup_roots_iterator(self._setup).root[0]
        self.socket = self._xcb.xcb_get_file_descriptor(link)

    def hold(self, keys: Keys) -> Held:
        """Take `keys` from everybody else, instead of those held before."""
        self.let_go()
        if self._link is None:
            return Held.NO_WAY
        codes, modifiers = self._codes(keys.symbol), self._modifiers()
        if not codes:
            return Held.NO_KEY
        self._keys = keys
        wanted = 0
        for each in keys.modifiers:
            wanted |= modifiers[each]
        locks = {_LOCK, modifiers["NumLock"], modifiers["ScrollLock"]} - {0}
        for code in codes:
            for state in _sums(locks):
                if not self._grab(code, wanted | state):
                    self.let_go()
                    return Held.TAKEN
        return Held.YES

    def let_go(self) -> None:
        """Leave the keys to others; they can have them when this comes back."""
        self._keys = None
        for code, state in self._grabbed:
            self._xcb.xcb_ungrab_key(self._link, code, self._root, state)
        if self._grabbed:
            self._modifier_keys()  # what is answered comes after all that was asked before
        self._grabbed.clear()

    def heard(self) -> bool:
        """Read what came: whether the keys were pressed. Never waits."""
        is_pressed = has_changed = False
        while self._link is not None and (event := self._xcb.xcb_poll_for_event(self._link)):
            kind = event.contents.type & 0x7F
            is_pressed |= kind == xcb.KEY_PRESS
            has_changed |= kind == xcb.MAPPING_NOTIFY
            xcb.free(event)
        if self._link is not None and self._xcb.xcb_connection_has_error(self._link):
            self.close()
        if has_changed and self._keys is not None:
            log.debug("the keyboard is another; holding the keys anew: %s", self.hold(self._keys))
        return is_pressed

    def close(self) -> None:
        """Let the keys go and leave the screen; twice is fine."""
        self.let_go()
        link, self._link = self._link, None
        self.socket = -1
        if link is not None:
            self._xcb.xcb_disconnect(link)

    def _grab(self, code: int, state: int) -> bool:
        asked = self._xcb.xcb_grab_key_checked(
            self._link, 0, self._root, state, code, _ASYNC, _ASYNC
        )
        if error := self._xcb.xcb_request_check(self._link, asked):
            log.info("key %s with %s is refused: error %s", code, state, error.contents.detail)
            xcb.free(error)
            return False
        self._grabbed.append((code, state))
        return True

    def _codes(self, symbol: int) -> list[int]:
        """The keys that write `symbol`: without Shift if there are any, in any layout."""
        first, rows = self._first_key, self._symbols()
        plain = [code for code, row in enumerate(rows, first) if symbol in row[::2]]
        return plain or [code for code, row in enumerate(rows, first) if symbol in row]

    @property
    def _first_key(self) -> int:
        return int(self._setup.contents.first_key)

    def _symbols(self) -> list[list[int]]:
        """What each key writes, from the first on: pairs without and with Shift."""
        first, last = self._first_key, int(self._setup.contents.last_key)
        asked = self._xcb.xcb_get_keyboard_mapping(self._link, first, last - first + 1)
        reply = self._xcb.xcb_get_keyboard_mapping_reply(self._link, asked, None)
        if not reply:
            return []
        wide = reply.contents.count
        found = self._xcb.xcb_get_keyboard_mapping_keysyms(reply)
        rows = [found[at * wide : (at + 1) * wide] for at in range(last - first + 1)]
        xcb.free(reply)
        return rows

    def _modifiers(self) -> dict[str, int]:
        """The bit of each modifier and lock on this keyboard; 0 for one that it has not."""
        bits = dict(_USUAL) | {"NumLock": 0, "ScrollLock": 0}
        named = dict(_SYMBOLS) | {"NumLock": (_NUM_LOCK,), "ScrollLock": (_SCROLL_LOCK,)}
        rows, first = self._symbols(), self._first_key
        for bit, codes in self._modifier_keys():
            written = set(chain.from_iterable(rows[code - first] for code in codes))
            for name, symbols in named.items():
                if bit >= 8 and written & set(symbols):
                    bits[name] = bit
        return bits

    def _modifier_keys(self) -> list[tuple[int, list[int]]]:
        """Each of the eight bits with the codes of its keys, the weightiest first."""
        asked = self._xcb.xcb_get_modifier_mapping(self._link)
        reply = self._xcb.xcb_get_modifier_mapping_reply(self._link, asked, None)
        if not reply:
            return []
        count = reply.contents.count
        codes = self._xcb.xcb_get_modifier_mapping_keycodes(reply)
        found = [(1 << row, codes[row * count : (row + 1) * count]) for row in range(8)]
        xcb.free(reply)
        return [(bit, [code for code in row if code]) for bit, row in reversed(found)]


def _sums(bits: set[int]) -> list[int]:
    """Every sum of some of `bits`, 0 among them."""
    chosen = chain.from_iterable(combinations(bits, size) for size in range(len(bits) + 1))
    return [sum(each) for each in chosen]
