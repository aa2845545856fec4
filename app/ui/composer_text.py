"""The field in which the user writes: keys, input methods and what is pasted."""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from app.storage.file_limits import LONGEST_PASTE
from app.ui.offered_files import image_in, is_for_tile, paths_in
from app.ui.said_before import SaidBefore

LONGEST = 100_000
"""Characters one message may have; more would freeze the field and drown any model."""

ENDLESS = 1_000
"""Characters without a space that no language has, but pasted data does."""

MOST_LINES = 8
"""The field grows to so many lines, then it scrolls."""


class ComposerText(QPlainTextEdit):
    """Return is reported, Shift+Return starts a line, Up and Down walk through what was said.

    While an input method composes, Return is the input method's and never reported.

    Signals:
        return_pressed: Return, without Shift.
        cut_off: A paste was too long (characters kept, characters offered).
        files_pasted, picture_pasted, long_text_pasted: What is better attached was pasted
            (a list of `Path`, a `QImage`, a text); where nobody hears it, nothing happens.
    """

    return_pressed = Signal()
    cut_off = Signal(int, int)
    files_pasted = Signal(list)
    picture_pasted = Signal(object)
    long_text_pasted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.said = SaidBefore()
        self._is_composing = False
        self._most_lines = MOST_LINES
        self._hint = ""
        self.attaches = False
        """Files, pictures and long texts are reported and not written here."""
        self.setObjectName("composer-text")
        self.setProperty("class", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self._wrap_for("")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(4)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)

    @property
    def is_composing(self) -> bool:
        """An input method shows text that is not yet written."""
        return self._is_composing

    def set_most_lines(self, lines: int) -> None:
        """Grow to `lines` at the most (1 to 8), as the tile has room."""
        self._most_lines = max(1, min(MOST_LINES, lines))
        self.fit()

    def set_font(self, font: QFont) -> None:
        """Write in `font`; a style sheet that changes forgets to tell the viewport."""
        self.setFont(font)
        self.viewport().setFont(font)
        self.document().setDefaultFont(font)
        self._fit_hint()

    def set_hint(self, words: str) -> None:
        """Show `words` while nothing is written, on one line whatever the room."""
        self._hint = words
        self._fit_hint()

    def _fit_hint(self) -> None:
        room = self.viewport().width() - round(2 * self.document().documentMargin()) - 2
        elide = Qt.TextElideMode.ElideRight
        hint = "" if self._is_composing else self._hint  # Qt would write one over the other
        self.setPlaceholderText(self.fontMetrics().elidedText(hint, elide, max(0, room)))

    def fit(self) -> None:
        """Be as high as the text needs."""
        lines = max(1, int(self.document().size().height()))
        shown = min(lines, self._most_lines)
        margins = round(2 * self.document().documentMargin())
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + margins)
        needs_bar = lines > shown
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if needs_bar
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if not needs_bar:
            self.verticalScrollBar().setValue(0)  # it scrolled while it was too low

    def replace_text(self, text: str) -> None:
        """Put `text` in place of what is there, cursor at its end; Ctrl+Z takes it back."""
        self._wrap_for(text)
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def begin_with(self, text: str) -> None:
        """Start anew with `text`; nothing before it can be undone."""
        self._wrap_for(text)
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._leaves(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_composing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        elif self._leaves(event):
            event.ignore()
        elif not self._has_taken(event):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._fit_hint()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return super().canInsertFromMimeData(source) or (self.attaches and is_for_tile(source))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.attaches and is_for_tile(event.mimeData()):
            event.ignore()  # the tile takes it, and lights up
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self.attaches and is_for_tile(event.mimeData()):
            event.ignore()
        else:
            super().dragMoveEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not (self.attaches and self._is_attached(source)):
            self.insert(source.text())

    def _is_attached(self, source: QMimeData) -> bool:
        """Report what is better attached; False if it is a text to be written here."""
        if paths := paths_in(source):
            self.files_pasted.emit(paths)
        elif (image := image_in(source)) is not None:
            self.picture_pasted.emit(image)
        elif len(source.text()) > LONGEST_PASTE:
            self.long_text_pasted.emit(source.text())
        else:
            return False
        return True

    def insert(self, text: str) -> None:
        """Write `text` at the cursor, as far as one message may be."""
        self._wrap_for(text)
        selected = len(self.textCursor().selectedText())
        room = max(0, LONGEST - self.document().characterCount() + 1 + selected)
        self.insertPlainText(text[:room])
        self.ensureCursorVisible()
        if len(text) > room:
            self.cut_off.emit(room, len(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        self._fit_hint()

    def _wrap_for(self, text: str) -> None:
        """Break anywhere where words are endless: looking for a better place takes seconds."""
        is_endless = any(len(word) > ENDLESS for word in text.split())
        modes = QTextOption.WrapMode
        self.setWordWrapMode(
            modes.WrapAnywhere if is_endless else modes.WrapAtWordBoundaryOrAnywhere
        )

    def _leaves(self, event: QKeyEvent) -> bool:
        """Ctrl+Z with nothing to undo in here is for the tile or the window."""
        is_undo = event.matches(QKeySequence.StandardKey.Undo)
        return is_undo and not self.document().isUndoAvailable()

    def _has_taken(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.return_pressed.emit()
                return True
            case Qt.Key.Key_Escape:
                return self._show(self.said.back())
            case Qt.Key.Key_Up:
                return self._is_on_first_line() and self._show(
                    self.said.earlier(self.toPlainText())
                )
            case Qt.Key.Key_Down:
                return self._is_on_last_line() and self._show(self.said.later())
        return False

    def _show(self, text: str | None) -> bool:
        if text is not None:
            self.replace_text(text)
        return text is not None

    def _is_on_first_line(self) -> bool:
        cursor = self.textCursor()
        return cursor.blockNumber() == 0 and self._line_of(cursor) == 0

    def _is_on_last_line(self) -> bool:
        cursor = self.textCursor()
        is_last = cursor.blockNumber() == self.blockCount() - 1
        return is_last and self._line_of(cursor) == cursor.block().layout().lineCount() - 1

    def _line_of(self, cursor: QTextCursor) -> int:
        layout = cursor.block().layout()
        return layout.lineForTextPosition(cursor.positionInBlock()).lineNumber()
