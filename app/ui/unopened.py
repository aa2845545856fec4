"""What stands in a tile whose conversation could not be opened."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import set_class


class Unopened(QWidget):
    """Says what happened, and offers to try again or to begin anew.

    Signals:
        again: Try to open it once more.
        anew: Begin an empty conversation; the other one stays stored.
    """

    again = Signal()
    anew = Signal()

    def __init__(self, sentence: str) -> None:
        super().__init__()
        said = QLabel(sentence)
        said.setWordWrap(True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        again = QPushButton(self.tr("Try again"))
        set_class(again, "primary")
        again.clicked.connect(self.again)
        anew = QPushButton(self.tr("New conversation"))
        anew.clicked.connect(self.anew)
        buttons = QHBoxLayout()
        for each in (again, anew):
            buttons.addWidget(each)
        buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rows = QVBoxLayout(self)
        rows.addStretch(1)
        rows.addWidget(said)
        rows.addLayout(buttons)
        rows.addStretch(1)
