"""What kind of file it is, by what it begins with and not by what it is called."""

import mimetypes

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""The kinds of picture that every provider takes."""

PDF = "application/pdf"

_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", PDF),
)
_TEXTS = (
    "text/csv", "text/html", "text/markdown", "text/css", "text/xml", "application/json",
)  # fmt: skip


def media_type(data: bytes, name: str) -> str:
    """What kind of file it is, by its first bytes and else by its name."""
    return signed_type(data) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def signed_type(data: bytes) -> str:
    """The kind its first bytes say: a picture or a PDF; "" for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in _SIGNS if data.startswith(sign)), "")


def text_type(name: str) -> str:
    """The kind of a file that was found to be text.

    Its name may say otherwise: `.ts` is a film and `.svg` a picture to many systems.
    """
    guess = mimetypes.guess_type(name)[0] or ""
    return guess if guess in _TEXTS else "text/plain"
