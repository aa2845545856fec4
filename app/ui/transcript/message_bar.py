"""The row of actions that appears on the message under the mouse or the keyboard."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from app.core.conversation import Outcome, Role
from app.ui.icons import Icons
from app.ui.theme import Look
from app.ui.transcript.box import draw_card
from app.ui.transcript.entry import Entry
from app.ui.transcript.sayings import CONTINUE, COPY, DELETE, FILE, POST, REGENERATE

MORE, FOLD = "more", "fold"


class MessageBar(QWidget):
    """Buttons for one message at a time.

    Signals:
        pressed: The name of an action, as in `sayings.py`, or `more`.
    """

    pressed = Signal(str)

    def __init__(self, look: Look, icons: Icons | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(self.tr("Actions on the message"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        self._buttons = {name: self._button(name, icons) for name in (*_ORDER, MORE)}
        before = parent
        for button in self._buttons.values():
            row.addWidget(button)
            self.setTabOrder(before, button)  # it is made late: Tab would come to it last of all
            before = button
        self.hide()

    def offer(self, entry: Entry) -> None:
        """Show what can be done with `entry`."""
        wanted = actions_of(entry)
        for name, button in self._buttons.items():
            button.setVisible(name == MORE or (name in wanted and name in _SHORT))
        self.adjustSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        ground = self.rect().toRectF()
        draw_card(painter, ground, look.color("raised"), look.color("edge"), 8)

    def _button(self, name: str, icons: Icons | None) -> QToolButton:
        button = QToolButton(self)
        title = title_of(name)
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setAutoRaise(True)
        button.setProperty("class", "quiet")
        size = self._look.px("icon")
        button.setIconSize(QSize(size, size))
        button.setFixedSize(self._look.px("hit"), self._look.px("hit") - 4)
        if icons and icons.has(name):
            button.setIcon(icons.icon(name))
        else:
            button.setText("⋯" if name == MORE else title[:1])
        button.clicked.connect(lambda: self.pressed.emit(name))
        return button

    def menu(self, entry: Entry, run: Callable[[str], None]) -> QMenu:
        """Everything that can be done with `entry`, for `popup`; it deletes itself."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in (*actions_of(entry), *((FOLD,) if entry.said.reasoning else ())):
            action = QAction(title_of(name), menu)
            action.triggered.connect(lambda _=False, name=name: run(name))
            menu.addAction(action)
        for number, file in enumerate(entry.enclosed.files if entry.enclosed else ()):
            title = self.tr("Open {name}").format(name=file.name.replace("&", "&&"))
            menu.addAction(title, partial(run, f"{FILE}{number}"))
        return menu


def title_of(name: str) -> str:
    """What an action is called."""
    translate = QCoreApplication.translate
    return {
        COPY: translate("MessageBar", "Copy as Markdown"),
        REGENERATE: translate("MessageBar", "Ask again"),
        CONTINUE: translate("MessageBar", "Continue"),
        POST: translate("MessageBar", "Post to the feed"),
        DELETE: translate("MessageBar", "Delete"),
        FOLD: translate("MessageBar", "Show or hide the thoughts"),
        MORE: translate("MessageBar", "More"),
    }[name]


_ORDER = (COPY, REGENERATE, CONTINUE, POST, DELETE)
_SHORT = (COPY, REGENERATE, CONTINUE)
"""Those that have a button; the others are in the menu behind ⋯."""


def actions_of(entry: Entry) -> tuple[str, ...]:
    """What can be done with a message."""
    if entry.is_coming:
        return (COPY,)
    found = [COPY]
    if entry.is_newest and entry.role is Role.AGENT:
        found.append(REGENERATE)
        if getattr(entry.said, "outcome", Outcome.COMPLETE) in _UNFINISHED and entry.said.text:
            found.append(CONTINUE)
    return (*found, POST, DELETE)


_UNFINISHED = (Outcome.LENGTH, Outcome.STOPPED, Outcome.INTERRUPTED, Outcome.FAILED)
