"""Commands as actions of the window: their shortcuts work wherever the keyboard is."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.core.commands import Command, CommandTable


class Actions(QObject):
    """One action for each command of a table, added to a window.

    The shortcuts also work in floating tiles, which are windows of their own.
    """

    def __init__(self, commands: CommandTable, window: QWidget) -> None:
        super().__init__(window)
        self._actions = {command.id: self._make(command, window) for command in commands}

    def __getitem__(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def renew(self, prefix: str, commands: Iterable[Command], window: QWidget) -> None:
        """Take away every action whose command's id begins like this, and make those there are."""
        for id in [each for each in self._actions if each.startswith(prefix)]:
            window.removeAction(self._actions[id])
            self._actions.pop(id).deleteLater()
        for command in commands:
            if command.id.startswith(prefix):
                self._actions[command.id] = self._make(command, window)

    def show_shortcuts(self, commands: Iterable[Command]) -> None:
        """Take over shortcuts that the user changed."""
        for command in commands:
            self._actions[command.id].setShortcut(_keys(command.shortcut))

    def _make(self, command: Command, window: QWidget) -> QAction:
        action = QAction(command.title, window)
        action.setObjectName(command.id)
        action.setShortcut(_keys(command.shortcut))
        action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        action.triggered.connect(lambda _checked: _run(command))
        window.addAction(action)
        return action


def _run(command: Command) -> None:
    if command.enabled():
        command.run()


def _keys(shortcut: str) -> QKeySequence:
    return QKeySequence(shortcut, QKeySequence.SequenceFormat.PortableText)
