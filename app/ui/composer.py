"""Where the user writes: the field, its button and what waits to be sent."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.banner import Banner
from app.ui.box import Box
from app.ui.composer_text import ComposerText
from app.ui.icons import Icons
from app.ui.queue_chips import QueueChips
from app.ui.send_button import SendButton
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.ui.enclosure_chips import EnclosureChips

_ROOM_FOR_ATTACH = 17
"""Letter sizes of width; a narrower tile has drop, paste, its menu and the shortcut."""


class Composer(QWidget):
    """Return sends, Shift+Return starts a new line; the button is Send, then Stop.

    The text stays until its owner calls `clear`, so nothing is lost when it cannot be
    sent. What waits to be sent is shown as chips above. Esc in an empty field stops.

    Signals:
        submitted: The user sends this text, blank only where something is attached.
        attach_wanted: The user wants to choose files.
        stop_wanted: The reply under way shall stop.
        text_changed: What is written is another.
        edit_wanted, cancel_wanted: A waiting text (its place) comes back, or goes.
    """

    submitted = Signal(str)
    attach_wanted = Signal()
    stop_wanted = Signal()
    text_changed = Signal()
    edit_wanted = Signal(int)
    cancel_wanted = Signal(int)

    def __init__(self, look: Look, icons: Icons, hue: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._icons = icons
        self._is_running = False
        self._said_too_long = False
        self._has_files = False
        self._chips: EnclosureChips | None = None
        self._reads = ""
        self._was_reading = False
        self.queue = QueueChips(look, icons, self)
        self._note = QLabel(self)
        self._box = Box(look, parent=self)
        self.attach = QToolButton(self._box)
        self.field = ComposerText(self._box)
        self._send = SendButton(self.tr("Send"), look, hue, self._box)
        self._stop = QPushButton(self.tr("Stop"), self._box)
        self._build()
        self._connect()
        self._restyle()

    @property
    def text(self) -> str:
        """What is written and not sent."""
        return self.field.toPlainText()

    @property
    def note(self) -> str:
        """What is said about the text, "" for nothing."""
        return "" if self._note.isHidden() else self._note.text()

    @cached_property
    def warning(self) -> Banner:
        """What the user must know before sending; made when it is first said."""
        return self._banner("warning")

    @cached_property
    def refusal(self) -> Banner:
        """Why something was not attached; made when it is first said."""
        return self._banner("warning")

    def put_chips(self, chips: "EnclosureChips") -> None:
        """Show what is attached above the field."""
        rows = self.layout()
        assert isinstance(rows, QVBoxLayout)
        rows.insertWidget(rows.indexOf(self._box), chips)
        self._chips = chips

    def show_enclosed(self, has_files: bool, reads: str) -> None:
        """Know that there are files to send, and which one is still being read, "" for none."""
        self._has_files, self._reads = has_files, reads
        self._refresh_buttons()

    def set_placeholder(self, text: str) -> None:
        """Show `text` while nothing is written; it is also the field's name aloud."""
        self.field.set_hint(text)
        self.field.setAccessibleName(text)

    def show_conversation(self, said: Iterable[str], draft: str) -> None:
        """Begin anew with what was sent before, oldest first, and an unsent text."""
        self.field.said.become(said)
        self.field.begin_with(draft)
        self._note.hide()

    def set_said(self, said: Iterable[str]) -> None:
        """Know what was sent before; Up and Down walk through it."""
        self.field.said.become(said)

    def set_running(self, is_running: bool) -> None:
        """Make the button Stop while a reply is under way; with text, Send stays for the queue."""
        self._is_running = is_running
        self._refresh_buttons()

    def set_most_lines(self, lines: int) -> None:
        """Grow to `lines` at the most."""
        self.field.set_most_lines(lines)

    def take(self, text: str) -> None:
        """Put `text` before what is written, and the cursor at its end."""
        kept = self.text
        self.field.replace_text(f"{text}\n{kept}" if kept.strip() else text)
        self.field.setFocus()

    def clear(self) -> None:
        """Forget what is written: it was sent."""
        self.field.begin_with("")
        self.field.said.stop_walking()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            has_focus = event.type() == QEvent.Type.FocusIn
            self._box.paint_as("raised", "accent" if has_focus else "hairline")
        return self._goes_to_chips(event) or super().eventFilter(watched, event)

    def _goes_to_chips(self, event: QEvent) -> bool:
        """Shift+Tab leads from the field to what is attached, where there is something."""
        if self._chips is None or not self._chips.isVisible():
            return False
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        is_back = event.key() == Qt.Key.Key_Backtab
        if is_back:
            self._chips.take_focus()
        return is_back

    def minimumSizeHint(self) -> QSize:
        """As if there were no button to attach: it goes where there is no room for it."""
        least = super().minimumSizeHint()
        has_button = not self.attach.isHidden()
        return least - QSize(self.attach.sizeHint().width() + 4 if has_button else 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.attach.setVisible(self.width() >= _ROOM_FOR_ATTACH * self._look.px("small"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_running and not self.text:
            self.stop_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.field.setFocus()

    def _build(self) -> None:
        self._stop.setProperty("class", "danger")
        self.attach.setProperty("class", "icon")
        self.attach.setIcon(self._icons.icon("attach"))
        self.attach.setToolTip(self.tr("Attach files or pictures"))
        self.attach.setAccessibleName(self.tr("Attach files or pictures"))
        self._note.setWordWrap(True)
        self._note.setProperty("class", "muted")
        self._note.hide()
        inside = QHBoxLayout(self._box)
        inside.setContentsMargins(4, 3, 4, 3)
        inside.setSpacing(4)
        inside.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignBottom)
        inside.addWidget(self.field, 1, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self._send, 0, Qt.AlignmentFlag.AlignBottom)
        inside.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignBottom)
        rows = QVBoxLayout(self)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        rows.setContentsMargins(8, 2, 8, 8)
        rows.setSpacing(4)
        rows.addWidget(self.queue)
        rows.addWidget(self._note)
        rows.addWidget(self._box)

    def _connect(self) -> None:
        self.field.return_pressed.connect(self._submit)
        self.field.textChanged.connect(self._text_changed)
        self.field.cut_off.connect(self._say_cut_off)
        self.field.installEventFilter(self)
        self.queue.edit_wanted.connect(self.edit_wanted)
        self.queue.cancel_wanted.connect(self.cancel_wanted)
        self.attach.clicked.connect(self.attach_wanted)
        self._send.clicked.connect(self._submit)
        self._stop.clicked.connect(self._press_stop)
        self._look.changed.connect(self._restyle)

    def _submit(self) -> None:
        if self._reads:
            words = self.tr("One moment: {name} is still being read.")
            self._say(words.format(name=self._reads))
        elif self.text.strip() or self._has_files:
            self.submitted.emit(self.text.strip())

    def _banner(self, kind: str) -> Banner:
        banner = Banner(self._look, self._icons, kind, self)
        rows = self.layout()
        assert isinstance(rows, QVBoxLayout)
        rows.insertWidget(rows.indexOf(self._note), banner)
        return banner

    def _say(self, words: str) -> None:
        self._note.setText(words)
        self._note.show()

    def _press_stop(self) -> None:
        self.stop_wanted.emit()
        self.field.setFocus()

    def _text_changed(self) -> None:
        if not self._said_too_long:
            self._note.hide()
        self._said_too_long = False
        self._refresh_buttons()
        self.text_changed.emit()

    def _say_cut_off(self, kept: int, offered: int) -> None:
        sentence = self.tr("Too long: the first {kept} of {offered} characters were pasted.")
        self._say(sentence.format(kept=f"{kept:,}", offered=f"{offered:,}"))

    def _refresh_buttons(self) -> None:
        has_text = bool(self.text.strip()) or self._has_files
        if not self._reads and self.note and not self._said_too_long and self._was_reading:
            self._note.hide()
        self._was_reading = bool(self._reads)
        self._stop.setVisible(self._is_running)
        self._send.setVisible(has_text or not self._is_running)
        self._send.setEnabled(has_text and not self._reads)

    def _restyle(self) -> None:
        self.field.set_font(self._look.font("body"))
        self._note.setFont(self._look.font("small"))
        self._send.setFont(self._look.font("small"))
        self._stop.setFont(self._look.font("small"))
        self._stop.setIcon(self._icons.icon("stop", self._look.color("danger")))
        self.field.fit()
        self._refresh_buttons()
