"""Server-sent events: the wire format in which models stream.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from typing import NamedTuple

from app.core.errors import BackendGarbled

LARGEST_EVENT = 8 * 1024 * 1024
"""In bytes. Pictures come as text in one event; more than this is no answer."""

_BOM = b"\xef\xbb\xbf"


class ServerEvent(NamedTuple):
    """One event: its name (b"" for most) and its data, both as bytes."""

    name: bytes
    data: bytes


class EventReader:
    """Cuts bytes into events, however the network split them.

    Two habits of servers that the specification does not know are read too: a line
    `error: {…}` (older llama.cpp) is an event named `error`, and a line that is one JSON
    object is an event of its own.
    """

    def __init__(self, largest: int = LARGEST_EVENT) -> None:
        self._largest = largest
        self._partial: list[bytes] = []
        self._partial_size = 0
        self._data: list[bytes] = []
        self._data_size = 0
        self._name = b""
        self._is_after_cr = False
        self._is_first_line = True

    def feed(self, piece: bytes) -> list[ServerEvent]:
        """Take what arrived; hand back the events it completed.

        Raises:
            BackendGarbled: One event is larger than any answer is.
        """
        if self._is_after_cr and piece:
            self._is_after_cr = False
            if piece[0] == 10:
                piece = piece[1:]
        if not piece:
            return []
        if b"\n" not in piece and b"\r" not in piece:
            self._keep(piece)
            return []
        return self._events(self._lines(piece))

    def finish(self) -> list[ServerEvent]:
        """What was still open when the stream ended; it may be cut off."""
        rest = b"".join(self._partial)
        self._partial.clear()
        return self._events([rest, b""] if rest else [b""])

    def _lines(self, piece: bytes) -> list[bytes]:
        self._is_after_cr = piece[-1] == 13
        if self._partial:
            piece = b"".join((*self._partial, piece))
            self._partial.clear()
            self._partial_size = 0
        lines = piece.splitlines()
        if piece[-1] not in b"\r\n":
            self._keep(lines.pop())
        return lines

    def _keep(self, piece: bytes) -> None:
        self._partial.append(piece)
        self._partial_size += len(piece)
        self._check_size()

    def _check_size(self) -> None:
        if self._partial_size + self._data_size > self._largest:
            raise BackendGarbled(f"an event of over {self._largest} bytes")

    def _events(self, lines: list[bytes]) -> list[ServerEvent]:
        if self._is_first_line and lines:
            self._is_first_line = False
            lines[0] = lines[0].removeprefix(_BOM)
        found: list[ServerEvent] = []
        for line in lines:
            if line.startswith(b"data:"):
                self._add(line[6:] if line[5:6] == b" " else line[5:])
            elif not line:
                if self._data:
                    found.append(ServerEvent(self._name, b"\n".join(self._data)))
                    self._data.clear()
                    self._data_size = 0
                self._name = b""
            else:
                self._other(line, found)
        return found

    def _add(self, data: bytes) -> None:
        self._data.append(data)
        self._data_size += len(data) + 1
        self._check_size()

    def _other(self, line: bytes, found: list[ServerEvent]) -> None:
        if line.startswith(b"event:"):
            self._name = line[6:].strip()
        elif line.startswith(b"error:"):
            found.append(ServerEvent(b"error", line[6:].strip()))
        elif line == b"data":
            self._add(b"")
        elif (bare := line.strip())[:1] == b"{" and bare[-1:] == b"}":
            found.append(ServerEvent(b"", bare))
