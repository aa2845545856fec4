"""The log on disk: rotating, without keys and without what was said."""

import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.core.errors import AppError

LARGEST = 1_000_000
"""Bytes of one file."""

KEPT = 3
"""Older files that are kept beside it."""

_KEY = re.compile(
    r"(?i)((?:bearer|basic)\s+|(?:api[-_]?key|token|authorization|secret|password)[\"']?\s*[:=]\s*"
    r"[\"']?(?:(?:bearer|basic)\s+)?)[^\s\"',;}]+|\b(?:sk|pk|rk|gsk|xai|key)[-_][A-Za-z0-9_-]{8,}|\bAIza[\w-]{20,}"
)
_ABOUT_CODE = (AttributeError, NameError, TypeError, ImportError, AssertionError, OSError)
"""Errors whose text names our code or a file, and never what somebody said."""


def open_log(file: Path) -> logging.Handler:
    """Write the program's log to `file` from now on; hand the handler to `close_log`.

    Raises:
        OSError: The file cannot be written.
    """
    handler = RotatingFileHandler(file, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    file.chmod(0o600)
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("app").setLevel(logging.INFO)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Write no more to the file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


class _Discreet(logging.Formatter):
    """Leaves out whatever could be a key, and the texts of errors that could quote somebody."""

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have formatted the trace already, in full.
        record.exc_text = None
        text = super().format(record)
        record.exc_text = None
        return _KEY.sub(lambda found: f"{found[1] or ''}[key]", text)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            trace = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            lines = [trace, _name(error), *lines]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(filter(None, lines))


def _name(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, AppError):
        return f"{name} [{error.code}]"
    return f"{name}: {error}" if isinstance(error, _ABOUT_CODE) else name
