"""Sockets on which a server that vanished is noticed."""

import socket
from typing import Any


def kept_alive(address: Any) -> socket.socket:
    """A socket for `address` (as of `getaddrinfo`) that notices within a minute or so."""
    made = socket.socket(address[0], address[1], address[2])
    keep_alive(made)
    return made


def keep_alive(made: socket.socket) -> None:
    """Have the system ask the other side from time to time whether it is there."""
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, option):
            made.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
