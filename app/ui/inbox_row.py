"""One line of the inbox: what happened or what runs, when, and what can be done."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from app.ui.panel_context import PanelContext
from app.ui.theme import set_class


class InboxRow(QFrame):
    """A card with an icon, a sentence and up to two buttons."""

    def __init__(self, context: PanelContext, sentence: str, detail: str, *, is_new: bool) -> None:
        """`detail` is a quiet second line; `is_new` makes the sentence bold."""
        super().__init__()
        self._with = context
        set_class(self, "card")
        self.setAccessibleName(f"{sentence} {detail}")
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QLabel(sentence)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_class(words, "title" if is_new else "")
        small = QLabel(detail)
        small.setTextFormat(Qt.TextFormat.PlainText)
        set_class(small, "small", "muted")
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(words)
        column.addWidget(small)
        self._row = QHBoxLayout(self)
        pad = context.look.px("pad")
        self._row.setContentsMargins(pad, pad // 2, pad // 2, pad // 2)
        self._row.setSpacing(context.look.px("gap"))
        self._row.addWidget(self._icon)
        self._row.addLayout(column, 1)

    def show_icon(self, name: str, color: str | QColor) -> None:
        """Put a sign before the sentence."""
        side = self._with.look.px("icon")
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._with.icons.pixmap(name, color, side, ratio))

    def add_button(self, title: str, about: str, work: Callable[[], None]) -> None:
        """Offer something to do; `about` completes its accessible name."""
        button = QPushButton(title)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{title}: {about}")
        button.clicked.connect(work)
        self._row.addWidget(button)

    def add_cross(self, title: str, about: str, work: Callable[[], None]) -> None:
        """Offer to take the line away."""
        cross = QToolButton()
        set_class(cross, "icon")
        cross.setIcon(self._with.icons.icon("close"))
        cross.setToolTip(title)
        cross.setAccessibleName(f"{title}: {about}")
        cross.clicked.connect(work)
        self._row.addWidget(cross)
