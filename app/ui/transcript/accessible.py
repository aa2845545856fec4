"""What assistive technology reads of a transcript: a list of messages, each with its text.

Qt keeps plain pointers to interfaces, so each is held here until Qt was told to forget it.
"""

import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from app.ui.transcript.accessible_message import Saying
from app.ui.transcript.entry import Entry
from app.ui.transcript.message_bar import MessageBar

if TYPE_CHECKING:
    from app.ui.transcript.view import Transcript

_NEWS = 8
"""Messages at the end that are told of when they came; each one told of must be made."""


class Reading:
    """What assistive technology holds of one transcript; `close` lets it go.

    Qt asks for the transcript's interface anew whenever PySide gave it another meta-object,
    as it does when a slot is connected late. The messages stay the same then.
    """

    def __init__(self, view: "Transcript") -> None:
        self._view = weakref.ref(view)
        self._talks: list[Talk] = []
        self._sayings: dict[str, Saying] = {}
        self._places: dict[str, int] = {}
        self._counted: list[Entry] | None = None
        self._known = {entry.said.id for entry in self.entries}

    @property
    def view(self) -> "Transcript | None":
        """The transcript, as long as it is there."""
        view = self._view()
        return view if view is not None and isValid(view) else None

    @property
    def entries(self) -> list[Entry]:
        """The messages that are shown, laid out or not."""
        view = self.view
        return view.roll.entries if view else []

    def interface(self) -> "Talk":
        """A new one for Qt, which keeps it."""
        self._talks.append(Talk(self))
        return self._talks[-1]

    def saying(self, entry: Entry) -> Saying:
        """The one interface of a message."""
        found = self._sayings.get(entry.said.id)
        if found is None or found.entry is not entry:
            if found is not None:
                _forget(found)
            found = self._sayings[entry.said.id] = Saying(self, entry)
            QAccessible.registerAccessibleInterface(found)
        return found

    def place_of(self, entry: Entry) -> int:
        """Which of the messages it is, -1 when it is gone."""
        entries = self.entries
        if entries is not self._counted or len(entries) != len(self._places):
            self._counted = entries
            self._places = {each.said.id: place for place, each in enumerate(entries)}
        return self._places.get(entry.said.id, -1)

    def follow(self) -> None:
        """Forget the messages that are gone, and tell of those that came."""
        entries, before = self.entries, self._known
        self._known, self._counted = {entry.said.id for entry in entries}, None
        for id in self._sayings.keys() - self._known:
            _forget(self._sayings.pop(id))
        for place in range(max(0, len(entries) - _NEWS), len(entries)):
            if entries[place].said.id not in before:
                _tell(self.view, QAccessible.Event.ObjectCreated, place)

    def tell_of_focus(self) -> None:
        """Say that the keyboard is on another message."""
        view = self.view
        if view is not None and view.current >= 0 and view.hasFocus():
            _tell(view, QAccessible.Event.Focus, view.current)

    def close(self) -> None:
        """Let Qt forget all of it."""
        held: list[QAccessibleInterface] = [*self._sayings.values(), *self._talks]
        self._sayings, self._talks = {}, []
        for interface in held:
            _forget(interface)


class Talk(QAccessibleInterface):
    """The transcript: one child for each message, made when somebody asks for it.

    After the messages come those controls above them that are visible.
    """

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading

    @property
    def view(self) -> "Transcript | None":
        """The transcript, as long as it is there."""
        return self._reading.view

    # Qt's

    def isValid(self) -> bool:
        return self.view is not None

    def object(self) -> QObject:
        return self.view  # type: ignore[return-value]

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        state, view = QAccessible.State(), self.view
        state.focusable = state.readOnly = True
        state.invisible = view is None or not view.isVisible()
        state.focused = view is not None and view.hasFocus()
        state.busy = view is not None and view.is_growing
        return state

    def text(self, kind: QAccessible.Text) -> str:
        words = QCoreApplication.translate("Transcript", "Conversation")
        return words if kind is QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nobody names a conversation from outside."""

    def rect(self) -> QRect:
        view = self.view
        return QRect(view.mapToGlobal(QPoint()), view.size()) if view else QRect()

    def parent(self) -> QAccessibleInterface:
        view = self.view
        return interface_of(view.parentWidget() if view else None)

    def childCount(self) -> int:
        return len(self._reading.entries) + len(self._controls())

    def child(self, index: int) -> QAccessibleInterface:
        entries = self._reading.entries
        if 0 <= index < len(entries):
            return self._reading.saying(entries[index])
        controls = self._controls()
        index -= len(entries)
        return interface_of(controls[index] if 0 <= index < len(controls) else None)

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        view, place = self.view, QPoint(x, y)
        if view is None or not self.rect().contains(place):
            return None  # type: ignore[return-value]
        for control in self._controls():
            if control.geometry().contains(view.mapFromGlobal(place)):
                return interface_of(control)
        within = QPointF(view.viewport().mapFromGlobal(place))
        return self.child(view.entry_at(within.y()))

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, Saying):
            return self._reading.place_of(child.entry)
        controls = self._controls()
        control = child.object() if child.isValid() else None
        found = isinstance(control, QWidget) and control in controls
        return len(self._reading.entries) + controls.index(control) if found else -1  # type: ignore[arg-type]

    def focusChild(self) -> QAccessibleInterface:
        view = self.view
        if view is None or not view.hasFocus():
            return None  # type: ignore[return-value]
        return self.child(view.current) if view.current >= 0 else self

    def _controls(self) -> list[QWidget]:
        view = self.view
        if view is None:
            return []
        found = view.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        kinds = (QPushButton, MessageBar)
        return [each for each in found if isinstance(each, kinds) and each.isVisible()]


def _tell(view: "Transcript | None", kind: QAccessible.Event, child: int) -> None:
    event = QAccessibleEvent(view, kind)  # type: ignore[arg-type]
    event.setChild(child)
    QAccessible.updateAccessibility(event)


def _forget(interface: QAccessibleInterface) -> None:
    if isValid(interface):
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(interface))


def interface_of(widget: QWidget | None) -> QAccessibleInterface:
    """The interface of a widget; Qt takes None for none, whatever the stubs say."""
    if widget is None:
        return None  # type: ignore[return-value]
    return QAccessible.queryAccessibleInterface(widget)
