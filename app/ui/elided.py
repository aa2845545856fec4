"""Words that end in an ellipsis when there is too little room for them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from app.ui.plain_tip import plain_tip


class ElidedLabel(QLabel):
    """One line of plain text; the whole of it is in its tool tip when it does not fit."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._color: QColor | None = None

    def set_color(self, color: QColor) -> None:
        """Write in `color`, whatever the style sheet says."""
        if color != self._color:
            self._color = color
            self.update()

    def full_width(self) -> int:
        """Pixels that the whole text takes."""
        return self.fontMetrics().horizontalAdvance(self.text()) + 2

    def sizeHint(self) -> QSize:
        return QSize(self.full_width(), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(24, self.full_width()), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._color or self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip(plain_tip(self.text()) if shown != self.text() else "")
        painter.drawText(self.rect(), self.alignment() | Qt.TextFlag.TextSingleLine, shown)


class ElidedButton(QPushButton):
    """A button whose words are elided; `most` is its greatest width in pixels, 0 for any."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, most: int = 0) -> None:
        super().__init__(text, parent)
        if most:
            self.setMaximumWidth(most)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(44, hint.width()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        contents = QStyle.SubElement.SE_PushButtonContents
        room = self.style().subElementRect(contents, option, self).width()
        if not option.icon.isNull():
            room -= option.iconSize.width() + 4
        option.text = self.words_for(room + 1)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)

    def words_for(self, room: int) -> str:
        """What is shown in `room` pixels."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
