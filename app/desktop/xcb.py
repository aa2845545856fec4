"""The few calls of X11's own library that grabbing a key needs.

It is asked directly, since Qt's window on X11 needs the same library: it is there
whenever there is a window, and nothing has to be installed beside it.

Source: https://xcb.freedesktop.org/manual/
"""

import ctypes
from ctypes import POINTER, c_char_p, c_int, c_uint, c_uint8, c_uint16, c_uint32, c_void_p
from functools import cache
from typing import Any

KEY_PRESS = 2
MAPPING_NOTIFY = 34
BAD_ACCESS = 10
"""The error when somebody else holds what is asked for."""


class Cookie(ctypes.Structure):
    """Stands for the answer to a request."""

    _fields_ = (("sequence", c_uint),)


class Event(ctypes.Structure):
    """Something that happened; an error has its number where a key has its code."""

    _fields_ = (("type", c_uint8), ("detail", c_uint8), ("sequence", c_uint16))


class Setup(ctypes.Structure):
    """What the server says of itself, up to the first and last code of its keys."""

    _fields_ = (("before", c_uint8 * 34), ("first_key", c_uint8), ("last_key", c_uint8))


class Screens(ctypes.Structure):
    """Goes through the screens; the first word of each is its root window."""

    _fields_ = (("root", POINTER(c_uint32)), ("rem", c_int), ("index", c_int))


class KeysReply(ctypes.Structure):
    """The head of an answer about keys; `count` is how many belong to each code."""

    _fields_ = (("type", c_uint8), ("count", c_uint8), ("sequence", c_uint16), ("length", c_uint32))


@cache
def library() -> Any:
    """The library with the types of its calls.

    Raises:
        OSError: It is not on this machine.
    """
    xcb = ctypes.CDLL("libxcb.so.1")
    link = c_void_p
    for name, result, *arguments in (
        ("connect", c_void_p, c_char_p, POINTER(c_int)),
        ("connection_has_error", c_int, link),
        ("disconnect", None, link),
        ("get_file_descriptor", c_int, link),
        ("get_setup", POINTER(Setup), link),
        ("setup_roots_iterator", Screens, POINTER(Setup)),
        ("get_keyboard_mapping", Cookie, link, c_uint8, c_uint8),
        ("get_keyboard_mapping_reply", POINTER(KeysReply), link, Cookie, c_void_p),
        ("get_keyboard_mapping_keysyms", POINTER(c_uint32), POINTER(KeysReply)),
        ("get_modifier_mapping", Cookie, link),
        ("get_modifier_mapping_reply", POINTER(KeysReply), link, Cookie, c_void_p),
        ("get_modifier_mapping_keycodes", POINTER(c_uint8), POINTER(KeysReply)),
        ("grab_key_checked", Cookie, link, c_uint8, c_uint32, c_uint16, c_uint8, c_uint8, c_uint8),
        ("ungrab_key", Cookie, link, c_uint8, c_uint32, c_uint16),
        ("request_check", POINTER(Event), link, Cookie),
        ("poll_for_event", POINTER(Event), link),
    ):
        call = getattr(xcb, f"xcb_{name}")
        call.restype, call.argtypes = result, arguments
    return xcb


def free(pointer: Any) -> None:
    """Give back what the library handed over."""
    release = ctypes.CDLL(None).free
    release.argtypes = [c_void_p]
    release(ctypes.cast(pointer, c_void_p))
