"""The text of a file whose encoding nobody told us."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = (
    "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1250", "cp1251", "cp1252", "cp1253",
    "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r", "koi8_u", "tis_620",
    "utf_16_le", "utf_16_be",
)  # fmt: skip
"""What files on people's disks are in; with all 90 that Python knows, French becomes Hungarian."""

_SAMPLE = 200_000
"""Bytes that are enough to tell."""


def text_of(data: bytes) -> str | None:
    """What is written in a file; None when it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" not in data:
        text = _decoded(data, "utf-8")
        if text is not None:
            return text
    return _guessed(data)


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # 25 ms that only old files cost

    sample = data[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=list(_LIKELY)).best()
    if best is None or (b"\0" in sample and not best.encoding.startswith("utf_16")):
        return None
    for encoding in (best.encoding, *best.could_be_from_charset):
        if (text := _decoded(data, encoding)) is not None:
            return text
    return None


def _decoded(data: bytes, encoding: str) -> str | None:
    """The text, unless it cannot be or has signs that no text has."""
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return None
    return None if any(sign in text for sign in _NO_TEXT) else text


_NO_TEXT = tuple(chr(code) for code in range(32) if chr(code) not in "\t\n\r\f\x0b\x1a\x1b\b")
