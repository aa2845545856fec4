"""What of the clipboard goes along with a quick question: shown in full before it is sent."""

from re import findall

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from app.ui.box import Box
from app.ui.composer_text import LONGEST
from app.ui.icons import Icons
from app.ui.theme import Look, set_class

LINES = 6
"""So many of its lines are in view at the most; the rest is scrolled to."""


class ClipboardCard(Box):
    """Holds the text that was on the clipboard when it was put in, and no later one.

    What is seen here is what is sent: nothing is read again at sending.

    Signals:
        removed: The user does not want it to go along.
    """

    removed = Signal()

    def __init__(self, look: Look, icons: Icons, parent: QWidget) -> None:
        super().__init__(look, fill="background", parent=parent)
        self._head = QLabel(self)
        self._away = QToolButton(self)
        self.field = QPlainTextEdit(self)
        self._build(icons)
        look.changed.connect(self.fit)
        self.hide()

    @property
    def text(self) -> str:
        """What goes along, "" for nothing."""
        return "" if self.isHidden() else self.field.toPlainText()

    def take(self) -> bool:
        """Put in what is on the clipboard now; False if that is no text."""
        found = QGuiApplication.clipboard().text()
        if not found.strip():
            return False
        self.field.setPlainText(found[:LONGEST])
        if len(found) > LONGEST:
            words = self.tr("Goes along: the first {kept} of {all} characters of the clipboard")
        else:
            words = self.tr("Goes along: the clipboard, {all} characters")
        self._head.setText(words.format(kept=f"{LONGEST:,}", all=f"{len(found):,}"))
        self.show()
        self.fit()
        return True

    def leave_out(self) -> None:
        """Let nothing go along."""
        self.field.clear()
        self.hide()

    def fit(self) -> None:
        """Be as high as the text needs, within reason."""
        self.field.setFont(self.look.font("small"))
        lines = max(1, min(LINES, int(self.field.document().size().height())))
        margins = round(2 * self.field.document().documentMargin())
        self.field.setFixedHeight(lines * self.field.fontMetrics().lineSpacing() + margins)

    def _build(self, icons: Icons) -> None:
        set_class(self._head, "small", "muted")
        set_class(self._away, "icon")
        set_class(self.field, "bare")
        self.field.setReadOnly(True)
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(self.tr("What goes along from the clipboard"))
        self.field.viewport().setAutoFillBackground(False)
        self._away.setIcon(icons.icon("close"))
        self._away.setAccessibleName(self.tr("Leave the clipboard out"))
        self._away.setToolTip(self._away.accessibleName())
        self._away.clicked.connect(self.removed)
        top = QHBoxLayout()
        top.addWidget(self._head, 1)
        top.addWidget(self._away)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 2, 4, 6)
        rows.setSpacing(0)
        rows.addLayout(top)
        rows.addWidget(self.field)


def with_quoted(question: str, quoted: str) -> str:
    """A question and the text that it is about, fenced so that the one is not the other."""
    if not quoted:
        return question
    fence = "`" * max(3, *(len(run) + 1 for run in ["", *findall("`+", quoted)]))
    return f"{question}\n\n{fence}\n{quoted}\n{fence}"
