"""What assistive technology reads of one message, and what it can do with it."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QAccessibleTextInterface,
)
from shiboken6 import VoidPtr

from app.core.conversation import Role
from app.ui.transcript.entry import Entry
from app.ui.transcript.message_bar import FOLD, actions_of, title_of
from app.ui.transcript.sayings import time_of
from app.ui.transcript.words import words_of

if TYPE_CHECKING:
    from app.ui.transcript.accessible import Reading
    from app.ui.transcript.view import Transcript

# WORKAROUND PySide6 6.11.2: `interface_cast` that answers None ends the program.
_NOTHING = VoidPtr(0)
_GIST = 2_000
"""Letters of a message that are its description; its text has all of them."""


class Saying(QAccessibleInterface):
    """One message: who said it and when is its name, what is shown its text."""

    def __init__(self, reading: "Reading", entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self._reading = reading
        self._deeds: _Deeds | None = None
        self._letters: _Letters | None = None
        self._kept: tuple[object, str] = (None, "")

    @property
    def view(self) -> "Transcript | None":
        return self._reading.view

    @property
    def place(self) -> int:
        """Which of the messages it is, -1 when it is gone."""
        return self._reading.place_of(self.entry)

    @property
    def words(self) -> str:
        """All that is shown of it; found anew only when something of it is another."""
        entry = self.entry
        now = (id(entry.said), len(entry.said.text), len(entry.said.reasoning))
        now_all = (*now, entry.is_unfolded, entry.is_newest, entry.words_at_end)
        if self._kept[0] != now_all:
            self._kept = (now_all, words_of(entry))
        return self._kept[1]

    # Qt's

    def isValid(self) -> bool:
        return self.place >= 0

    def object(self) -> QObject:
        return None  # type: ignore[return-value]

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state, view, entry = QAccessible.State(), self.view, self.entry
        is_current = view is not None and view.current == self.place >= 0
        is_seen = view is not None and view.isVisible()
        said = {
            "focusable": True,
            "readOnly": True,
            "busy": entry.is_coming,
            "focused": is_current and view is not None and view.hasFocus(),
            "invisible": not is_seen,
            "offscreen": is_seen and not self._is_in_view(),
            "expandable": bool(entry.said.reasoning),
            "expanded": bool(entry.said.reasoning) and entry.is_unfolded,
            "collapsed": bool(entry.said.reasoning) and not entry.is_unfolded,
        }
        for name, is_so in said.items():
            setattr(state, name, is_so)
        return state

    def text(self, kind: QAccessible.Text) -> str:
        view = self.view
        if view is None:
            return ""
        if kind is QAccessible.Text.Name:
            return f"{author(self.entry, view)}, {time_of(self.entry.said)}"
        if kind is QAccessible.Text.Description:
            return self.words[:_GIST]
        return self.words if kind is QAccessible.Text.Value else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """What was said stays."""

    def rect(self) -> QRect:
        view, place = self.view, self.place
        if view is None or place < 0:
            return QRect()
        ground = self.entry.ground.translated(view.corner_of(place)).toAlignedRect()
        return QRect(view.viewport().mapToGlobal(ground.topLeft()), ground.size())

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self.view)  # type: ignore[arg-type]

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        if kind is QAccessible.InterfaceType.ActionInterface:
            self._deeds = self._deeds or _Deeds(self)
            return self._deeds
        if kind is QAccessible.InterfaceType.TextInterface:
            self._letters = self._letters or _Letters(self)
            return self._letters
        return _NOTHING

    def _is_in_view(self) -> bool:
        view = self.view
        page = view.viewport() if view is not None else None
        corner = page.mapToGlobal(QPoint()) if page else QPoint()
        return page is not None and self.rect().intersects(QRect(corner, page.size()))


class _Deeds(QAccessibleActionInterface):
    """What can be done with a message, as in its menu."""

    def __init__(self, saying: Saying) -> None:
        super().__init__()
        self._saying = saying

    def actionNames(self) -> list[str]:
        entry = self._saying.entry
        fold = (FOLD,) if entry.said.reasoning else ()
        offers = (offer.action for offer in entry.offers)
        return list(dict.fromkeys((*actions_of(entry), *fold, *offers, self.setFocusAction())))

    def doAction(self, name: str) -> None:
        view, place = self._saying.view, self._saying.place
        if view is None or place < 0:
            return
        if name == self.setFocusAction():
            view.put_keyboard_on(place)
        elif name in self.actionNames():
            view.run(name, place)

    def keyBindingsForAction(self, name: str) -> list[str]:
        return []

    def localizedActionName(self, name: str) -> str:
        labels = {offer.action: offer.label for offer in self._saying.entry.offers}
        if name == self.setFocusAction():
            return super().localizedActionName(name)
        return labels.get(name) or title_of(name)

    def localizedActionDescription(self, name: str) -> str:
        return self.localizedActionName(name)  # all that AT-SPI tells in the user's language


class _Letters(QAccessibleTextInterface):
    """The text of a message, to be read letter by letter; Qt counts in UTF-16."""

    def __init__(self, saying: Saying) -> None:
        super().__init__()
        self._saying = saying

    def characterCount(self) -> int:
        return len(_units(self._saying.words)) // 2

    def text(self, start: int, end: int) -> str:
        end = self.characterCount() if end < 0 else end
        piece = _units(self._saying.words)[2 * max(0, start) : 2 * max(0, end)]
        return piece.decode("utf-16-le", "replace")

    def cursorPosition(self) -> int:
        return 0

    def setCursorPosition(self, position: int) -> None:
        """There is none: nothing is written here."""

    def selectionCount(self) -> int:
        return 0

    def addSelection(self, start: int, end: int) -> None:
        """The mouse selects."""

    def removeSelection(self, selection: int) -> None:
        """The mouse selects."""

    def setSelection(self, selection: int, start: int, end: int) -> None:
        """The mouse selects."""

    def characterRect(self, offset: int) -> QRect:
        return self._saying.rect()

    def offsetAtPoint(self, point: QPoint) -> int:
        return 0 if self._saying.rect().contains(point) else -1

    def scrollToSubstring(self, start: int, end: int) -> None:
        if (view := self._saying.view) and self._saying.place >= 0:
            view.put_keyboard_on(self._saying.place)


def author(entry: Entry, view: "Transcript") -> str:
    """Who said it."""
    translate = QCoreApplication.translate
    if entry.role is Role.USER:
        return translate("Transcript", "You")
    if entry.role is Role.NOTE:
        return translate("Transcript", "Note")
    return view.agent_name


def _units(words: str) -> bytes:
    return words.encode("utf-16-le", "replace")
