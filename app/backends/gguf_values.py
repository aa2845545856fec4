"""Reads the values of a GGUF file one after the other and believes none of its lengths.

Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import struct
from math import isfinite
from typing import IO

from app.core.errors import ModelUnreadable

Value = int | float | bool | str | tuple[int, ...] | None
"""What a key says; None for what nobody asks for: long arrays, and arrays of text."""

LONGEST_TEXT = 1024
"""Bytes of a text that are kept; the rest is passed over."""

LONGEST_ARRAY = 512
"""Numbers of an array that are kept: one for each layer."""

MOST_STEPS = 8_000_000
"""Values after which a file is given up; vocabularies have a tenth of that."""

_TEXT, _ARRAY = 8, 9
_DEEPEST = 4

# fmt: off
_CODES = {
    0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
}
# fmt: on
_NUMBERS = {kind: struct.Struct(f"<{code}") for kind, code in _CODES.items()}
_LENGTH, _KIND = _NUMBERS[10], _NUMBERS[4]


class GgufValues:
    """A place in a file of `size` bytes that only goes forward.

    However the file lies, no more than its own bytes are read, and little is kept.
    Every method raises `ModelUnreadable` when the file ends early or talks nonsense.
    """

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._size = size
        self._steps = 0
        self.place = 0
        """Bytes read or passed over so far."""

    def kind(self) -> int:
        """A 32-bit number: the kind of a value, a version, a count of dimensions."""
        return int(_KIND.unpack(self.take(4))[0])

    def length(self) -> int:
        """A 64-bit number: a count or a length."""
        return int(_LENGTH.unpack(self.take(8))[0])

    def text(self) -> str:
        """A text, cut where it is longer than any that we use."""
        length = self.length()
        kept = self.take(min(length, LONGEST_TEXT))
        self.skip(length - len(kept))
        return kept.decode("utf-8", "replace")

    def value(self, kind: int) -> Value:
        """A value of that kind."""
        if kind == _TEXT:
            return self.text()
        if kind == _ARRAY:
            return self._array(1)
        if kind not in _NUMBERS:
            raise ModelUnreadable(f"a value is of the unknown kind {kind}")
        packed = _NUMBERS[kind]
        found: int | float | bool = packed.unpack(self.take(packed.size))[0]
        return found

    def take(self, length: int) -> bytes:
        """The next bytes."""
        self._step(length)
        found = self._file.read(length)
        if len(found) < length:
            raise ModelUnreadable("it ends in the middle of its header")
        return found

    def skip(self, length: int) -> None:
        """Pass over the next bytes."""
        if length:
            self._step(length)
            self._file.seek(length, 1)

    def _array(self, depth: int) -> tuple[int, ...] | None:
        kind, count = self.kind(), self.length()
        if kind in (_TEXT, _ARRAY):
            if kind == _ARRAY and depth >= _DEEPEST:
                raise ModelUnreadable("its values are nested too deeply")
            for _ in range(self._believed(count, least=8)):
                if kind == _TEXT:
                    self.skip(self.length())
                else:
                    self._array(depth + 1)
            return None
        if kind not in _NUMBERS:
            raise ModelUnreadable(f"an array holds the unknown kind {kind}")
        packed = _NUMBERS[kind]
        if count > LONGEST_ARRAY:
            self.skip(self._believed(count, packed.size) * packed.size)
            return None
        whole = self.take(count * packed.size)
        return tuple(int(each) for (each,) in packed.iter_unpack(whole) if isfinite(each))

    def _believed(self, count: int, least: int) -> int:
        """`count`, if so many values of at least so many bytes can be in the file."""
        if count * least > self._size - self.place:
            raise ModelUnreadable("it says that it has more values than it has bytes")
        return count

    def _step(self, length: int) -> None:
        self._steps += 1
        if self.place + length > self._size:
            raise ModelUnreadable("it ends in the middle of its header")
        if self._steps > MOST_STEPS:
            raise ModelUnreadable("its header has no end")
        self.place += length
