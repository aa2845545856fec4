"""Errors that nobody caught: they go to the log and become a notice, never a silent end."""

import asyncio
import logging
import sys
import threading
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Uncaught(QObject):
    """Hears what Python, its threads, the loop and Qt could not put anywhere.

    An error in another thread is told on the GUI thread.

    Signals:
        happened: Somebody must be told (the error).
    """

    happened = Signal(Exception)

    def __init__(self) -> None:
        super().__init__()
        self._hooks = (sys.excepthook, threading.excepthook)

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to hear; `remove` ends it."""
        sys.excepthook = self._hear_python
        threading.excepthook = self._hear_thread
        loop.set_exception_handler(self._hear_loop)
        qInstallMessageHandler(_hear_qt)

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(None)

    def _hear_python(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.error("uncaught", exc_info=(kind, error, trace))
        self._tell(error)

    def _hear_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._hear_python(args.exc_type, args.exc_value, args.exc_traceback)

    def _hear_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("uncaught in the loop: %s", context.get("message"), exc_info=error)
        self._tell(error)

    def _tell(self, error: BaseException | None) -> None:
        if isinstance(error, Exception):
            self.happened.emit(error)


def _hear_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)
