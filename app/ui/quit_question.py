"""Asks once before replies that are still coming are broken off."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

if TYPE_CHECKING:
    from app.runtime import Runtime


class QuitQuestion(QObject):
    """One question at a time, over the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._box: QMessageBox | None = None

    def consider(self, runtime: "Runtime", then: Callable[[], None]) -> None:
        """Quit, after a question if replies are coming and the user wants to be asked."""
        running = len(runtime.roster.running)
        if running and runtime.settings.current.chat.ask_before_quit:
            self.ask(running, then)
        else:
            then()

    def ask(self, running: int, then: Callable[[], None]) -> None:
        """Ask whether to quit while `running` replies come; asked again it is a yes."""
        if self._box is not None:
            then()
            return
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Quit Renao?"))
        box.setText(self.tr("%n reply(s) still coming.", "", running))
        box.setInformativeText(
            self.tr("What has arrived is kept, and the next start offers to continue.")
        )
        quit_button = box.addButton(self.tr("Quit"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Keep running"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        quit_button.clicked.connect(then)
        box.finished.connect(self._forget)
        self._box = box
        box.open()

    def _forget(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
