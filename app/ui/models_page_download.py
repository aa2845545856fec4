"""The downloads of the page of models: one row each, and the form for a new one."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from app.backends.part_file import Order
from app.engine.downloads import DownloadFacts, DownloadState
from app.engine.filling import filled
from app.ui.elided import ElidedLabel
from app.ui.models_page_words import download_words
from app.ui.theme import set_class

STEPS = 1000
"""Of the bar: a file may have more bytes than a bar can count."""


class DownloadRow(QFrame):
    """A file that is coming: how far it is, and what can be done about it.

    Signals:
        pause_wanted, resume_wanted, cancel_wanted: The button was pressed.
    """

    pause_wanted = Signal()
    resume_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._goes = False
        self.title = ElidedLabel()
        self.bar = QProgressBar()
        self.state = QLabel()
        self.problem = QLabel()
        self.act = QPushButton()
        self.cancel = QPushButton(self.tr("Cancel"))
        self._build()

    def show_facts(self, facts: DownloadFacts, problem: str) -> None:
        """Show how far it is; `problem` is a sentence."""
        self._goes = facts.state in (DownloadState.RUNNING, DownloadState.QUEUED)
        self.title.setText(facts.id)
        self.setAccessibleName(facts.id)
        self.setAccessibleDescription(facts.address)
        self.bar.setRange(0, STEPS if facts.total or not self._goes else 0)
        if facts.total:
            self.bar.setValue(STEPS * facts.done // facts.total)
        self.bar.setAccessibleName(filled(self.tr("Progress of {name}"), name=facts.id))
        self.state.setText(download_words(facts))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        word, spoken = (
            (self.tr("Pause"), self.tr("Pause {name}"))
            if self._goes
            else (self.tr("Resume"), self.tr("Resume {name}"))
        )
        self.act.setText(word)
        self.act.setAccessibleName(filled(spoken, name=facts.id))
        self.cancel.setAccessibleName(filled(self.tr("Cancel {name}"), name=facts.id))

    def _act(self) -> None:
        (self.pause_wanted if self._goes else self.resume_wanted).emit()

    def _build(self) -> None:
        set_class(self, "card")
        set_class(self.title, "title")
        set_class(self.state, "small", "muted")
        set_class(self.problem, "small", "danger")
        for label in (self.state, self.problem):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar.setTextVisible(False)
        self.act.clicked.connect(self._act)
        self.cancel.clicked.connect(self.cancel_wanted)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for button in (self.act, self.cancel):
            button.setAutoDefault(False)
            head.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 10, 10, 10)
        rows.setSpacing(6)
        rows.addLayout(head)
        for each in (self.bar, self.state, self.problem):
            rows.addWidget(each)


class DownloadForm(QFrame):
    """Where a model's address is entered.

    Signals:
        ordered: The user wants this `Order`.
        left: The user wants none.
    """

    ordered = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.address = QLineEdit()
        self.sha256 = QLineEdit()
        self.allow = QCheckBox(self.tr("Download it although the connection is not encrypted"))
        self.problem = QLabel()
        self.go = QPushButton(self.tr("Download"))
        self.leave = QPushButton(self.tr("Cancel"))
        self._build()

    def begin(self) -> None:
        """Show it, empty, with the cursor in it."""
        self.address.clear()
        self.sha256.clear()
        self.allow.setChecked(False)
        self.say("")
        self.show()
        self.address.setFocus()

    def say(self, problem: str) -> None:
        """Say why the address cannot be used."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _order(self) -> None:
        sha256 = re.sub(r"[\s:]", "", self.sha256.text()).lower().removeprefix("sha256")
        if sha256 and not re.fullmatch(r"[0-9a-f]{64}", sha256):
            self.say(self.tr("A sha256 has 64 digits, 0 to 9 and a to f. Or leave it empty."))
            return
        self.ordered.emit(Order(self.address.text().strip(), sha256, self.allow.isChecked()))

    def _look_at_address(self) -> None:
        is_plain = self.address.text().strip().lower().startswith("http:")
        self.allow.setVisible(is_plain)
        if not is_plain:
            self.allow.setChecked(False)
        self.go.setEnabled(bool(self.address.text().strip()))

    def _build(self) -> None:
        set_class(self, "card")
        set_class(self.problem, "small", "danger")
        set_class(self.go, "primary")
        self.problem.setWordWrap(True)
        self.address.setPlaceholderText("https://…/model-Q4_K_M.gguf")
        self.sha256.setPlaceholderText(self.tr("optional, to be sure that it is the right file"))
        self.address.textChanged.connect(self._look_at_address)
        for field in (self.address, self.sha256):
            field.returnPressed.connect(self._order)
        self.go.clicked.connect(self._order)
        self.leave.clicked.connect(self.left)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in ((self.tr("Address"), self.address), ("sha256", self.sha256)):
            field.setAccessibleName(title)
            form.addRow(title, field)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.leave, self.go):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 10, 10, 10)
        rows.setSpacing(8)
        rows.addLayout(form)
        for each in (self.allow, self.problem):
            rows.addWidget(each)
        rows.addLayout(buttons)
        self._look_at_address()
