"""What the user can tell the program to do, by menu, shortcut or palette."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do.

    `id` is `area.verb` and never changes: settings refer to it. `shortcut` is a Qt
    key sequence in portable text (`Ctrl+N`), "" for none.
    """

    id: str
    title: str
    run: Callable[[], None]
    shortcut: str = ""
    enabled: Callable[[], bool] = _always


class CommandTable:
    """All commands, in the order they were added; no two share an id or a shortcut."""

    def __init__(self, shortcuts: Mapping[str, str] | None = None) -> None:
        """`shortcuts` are the user's own, by command id."""
        self._shortcuts = shortcuts or {}
        self._commands: dict[str, Command] = {}

    def add(self, *commands: Command) -> None:
        """Add commands; the later of two with one shortcut goes without."""
        for command in commands:
            own = self._shortcuts.get(command.id, command.shortcut)
            taken = {known.shortcut for known in self if known.shortcut}
            assert command.id not in self._commands, f"command {command.id} added twice"
            self._commands[command.id] = replace(command, shortcut="" if own in taken else own)

    def remove(self, prefix: str) -> None:
        """Take away every command whose id begins like this."""
        self._commands = {
            id: command for id, command in self._commands.items() if not id.startswith(prefix)
        }

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, id: str) -> Command:
        return self._commands[id]
