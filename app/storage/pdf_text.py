"""The text of a PDF, within limits of pages, time and size."""

import io
import logging
import time
from typing import Any

from app.storage.file_limits import LARGEST_TEXT, PDF_PAGES, PDF_SECONDS

_UNPACKED = 16 * 1024 * 1024
"""Bytes that one packed stream may become; a bomb becomes gigabytes."""

_STEPS = 500_000
"""Pieces of one page's drawing; a text has some thousands, and nobody looks at the clock
before all of them are read: a second or two."""


class PdfUnread(ValueError):
    """It has no text that we can read; `why` is as in `core.errors.FileRefused`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def pdf_text(data: bytes, seconds: float = PDF_SECONDS) -> str:
    """All that is written in a PDF, page by page. It takes a while: call it in a thread.

    Raises:
        PdfUnread: It is locked, broken, takes too long, or holds pictures only.
    """
    import pypdf  # 60 ms that only a PDF costs

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains of every small fault
    deadline = time.monotonic() + seconds
    lengths = ("zlib", "lzw", "run_length", "brotli", "array_based_stream")
    limits: dict[str, Any] = {f"{each}_maximum_output_length": _UNPACKED for each in lengths}
    limits |= {"stream_parsing_work_maximum_count": _STEPS, "jbig2dec_binary": None}
    try:
        with pypdf.apply_configuration(pypdf.Configuration(**limits)):
            return _read(pypdf.PdfReader(io.BytesIO(data)), deadline)
    except PdfUnread:
        raise
    except (pypdf.errors.DependencyError, pypdf.errors.FileNotDecryptedError):
        raise PdfUnread("locked") from None
    except (MemoryError, RecursionError, pypdf.errors.LimitReachedError) as error:
        raise PdfUnread("slow") from error
    except Exception as error:  # a broken file ends in errors of any kind
        raise PdfUnread("unread") from error


def _read(reader: Any, deadline: float) -> str:
    # Many files are locked against changes only: an empty password opens them.
    if reader.is_encrypted and not reader.decrypt(""):
        raise PdfUnread("locked")
    pages: list[str] = []
    size = 0

    def look_at_clock(*_: object) -> None:
        if time.monotonic() > deadline:
            raise PdfUnread("slow")

    for number, page in enumerate(reader.pages):
        look_at_clock()
        if number >= PDF_PAGES or size > LARGEST_TEXT:
            pages.append("[…]")
            break
        text = page.extract_text(visitor_operand_before=look_at_clock).strip()
        size += len(text)
        pages.append(text)
    found = "\n\n".join(filter(None, pages))[:LARGEST_TEXT]
    if not found:
        raise PdfUnread("scanned")
    return found.encode("utf-8", "replace").decode()
