"""The texts that a PNG carries besides its picture, read and written.

The picture itself is never decoded here, so no imaging library is needed: a file is a list of
chunks, and three kinds of them are texts. Source: https://www.w3.org/TR/png-3/#11textinfo
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping

from app.core.errors import CardRefused

SIGNATURE = b"\x89PNG\r\n\x1a\n"

MOST_TEXT = 24_000_000
"""Bytes that one packed text may unpack to: as much JSON as is read, in base64."""

MOST_CHUNKS = 20_000

_TEXTS = (b"tEXt", b"zTXt", b"iTXt")


def chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk of a PNG as its type and what is in it; check sums are not looked at.

    Raises:
        CardRefused: It ends in the middle, or has more chunks than any picture.
    """
    if not raw.startswith(SIGNATURE):
        raise CardRefused("png")
    place, count, is_whole = len(SIGNATURE), 0, False
    while place + 8 <= len(raw):
        length, kind = struct.unpack_from(">I4s", raw, place)
        end = place + 8 + length
        count += 1
        if is_whole and end > len(raw):
            return  # what stands behind a whole picture is none of it
        if end > len(raw) or count > MOST_CHUNKS:
            raise CardRefused("png")
        yield kind, raw[place + 8 : end]
        is_whole = is_whole or kind == b"IEND"
        place = end + 4
    if not is_whole:
        raise CardRefused("png")


def texts(raw: bytes, keywords: Iterable[str]) -> dict[str, bytes]:
    """The texts with these keywords; the first of several with one keyword.

    What comes after damage is not read, as long as something came before it.

    Raises:
        CardRefused: It is damaged, or a text unpacks to far too much.
    """
    wanted = {each.encode("latin-1"): each for each in keywords}
    found: dict[str, bytes] = {}
    try:
        for kind, body in chunks(raw):
            keyword, _, rest = body.partition(b"\0") if kind in _TEXTS else (b"", b"", b"")
            if keyword in wanted:
                found.setdefault(wanted[keyword], _unpacked(kind, rest))
    except CardRefused as error:
        if error.why != "png" or not found:
            raise
    return found


def with_texts(raw: bytes, said: Mapping[str, bytes], without: Iterable[str]) -> bytes:
    """The same picture with the texts `said`, and without those it had `without`.

    Raises:
        CardRefused: It is damaged.
    """
    gone = {each.encode("latin-1") for each in (*said, *without)}
    parts = [SIGNATURE]
    for kind, body in chunks(raw):
        if kind in _TEXTS and body.partition(b"\0")[0] in gone:
            continue
        if kind == b"IEND":
            parts += [_chunk(b"tEXt", k.encode("latin-1") + b"\0" + v) for k, v in said.items()]
        parts.append(_chunk(kind, body))
    return b"".join(parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _unpacked(kind: bytes, rest: bytes) -> bytes:
    """A chunk's text, whatever it is packed in."""
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _inflated(rest[1:])
    is_packed, body = rest[:1] == b"\1", rest[2:]
    text = body.partition(b"\0")[2].partition(b"\0")[2]  # behind its language and translation
    return _inflated(text) if is_packed else text


def _inflated(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(packed, MOST_TEXT)
    except zlib.error as error:
        raise CardRefused("base64") from error
    if unpacker.unconsumed_tail:
        raise CardRefused("bomb")
    return found
