"""What waits to be sent while an agent answers: chips above the composer."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.ui.box import Box
from app.ui.elided import ElidedButton
from app.ui.icons import Icons
from app.ui.theme import Look

SHOWN = 3
"""So many chips are shown where there is room; a number says how many more wait."""

LEAST = 7
"""Letter sizes of room that a chip needs to show more than dots."""


class QueueChips(QWidget):
    """One chip for each waiting text, in the order they will be sent.

    Signals:
        edit_wanted: The user wants the text at this place back in the composer.
        cancel_wanted: The text at this place shall not be sent.
    """

    edit_wanted = Signal(int)
    cancel_wanted = Signal(int)

    def __init__(self, look: Look, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._icons = icons
        self._texts: tuple[str, ...] = ()
        self._most = SHOWN
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.setAccessibleName(self.tr("Waiting to be sent"))
        look.changed.connect(self._rebuild)
        self.hide()

    def show_texts(self, texts: tuple[str, ...]) -> None:
        """Show these; none hides the row."""
        if texts != self._texts:
            self._texts = texts
            self._rebuild()
        self.setVisible(bool(texts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        most = max(1, min(SHOWN, self.width() // (LEAST * self._look.px("small"))))
        if most != self._most:
            self._most = most
            self._rebuild()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _rebuild(self) -> None:
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        while row.count():
            item = row.takeAt(0)
            if item is not None and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        for index, text in enumerate(self._texts[: self._most]):
            row.addWidget(self._chip(index, text))
        if len(self._texts) > self._most:
            row.addWidget(QLabel(f"+{len(self._texts) - self._most}"))
        row.addStretch(1)

    def _chip(self, index: int, text: str) -> QWidget:
        chip = Box(self._look, fill="surface")
        row = QHBoxLayout(chip)
        row.setContentsMargins(6, 0, 2, 0)
        row.setSpacing(2)
        edit = ElidedButton(" ".join(text.split()), most=160)
        edit.setProperty("class", "quiet")
        edit.setFont(self._look.font("small"))
        edit.setToolTip(self.tr("Waiting to be sent. Click to edit it."))
        edit.setAccessibleName(self.tr("Edit the waiting message: {text}").format(text=text))
        edit.clicked.connect(partial(self.edit_wanted.emit, index))
        row.addWidget(edit)
        row.addWidget(self._cross(index, text))
        return chip

    def _cross(self, index: int, text: str) -> QToolButton:
        cross = QToolButton()
        cross.setProperty("class", "icon")
        cross.setIcon(self._icons.icon("close"))
        cross.setFixedSize(22, 22)
        cross.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        cross.setToolTip(self.tr("Do not send it"))
        cross.setAccessibleName(self.tr("Do not send: {text}").format(text=text))
        cross.clicked.connect(partial(self.cancel_wanted.emit, index))
        return cross
