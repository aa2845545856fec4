"""The button that tries a provider, what it is doing, and the one sentence that comes of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import set_class


class ProviderTrial(QWidget):
    """Test, then Stop while it runs; below it what came of it.

    Signals:
        wanted: The provider shall be tried as the form says it.
        stop_wanted: The trial shall end.
    """

    wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.button = QPushButton()
        self.said = QLabel()
        self._bar = QProgressBar()
        self._is_running = False
        self._build()
        self.clear()

    @property
    def is_running(self) -> bool:
        return self._is_running

    def begin(self) -> None:
        """Show that it runs."""
        self._run(True)
        self.say(self.tr("Connecting…"))

    def say(self, words: str, kind: str = "muted") -> None:
        """Say what is being done, or what came of it."""
        self.said.setText(words)
        self.said.setAccessibleName(words)
        set_class(self.said, kind)
        self.setVisible(bool(words))

    def end(self, words: str, kind: str) -> None:
        """Show how it ended."""
        self._run(False)
        self.say(words, kind)

    def clear(self) -> None:
        """Say nothing."""
        self._run(False)
        self.say("")

    def _press(self) -> None:
        (self.stop_wanted if self._is_running else self.wanted).emit()

    def _run(self, is_running: bool) -> None:
        self._is_running = is_running
        self.button.setText(self.tr("Stop") if is_running else self.tr("Test"))
        self._bar.setVisible(is_running)

    def _build(self) -> None:
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._press)
        self.button.setToolTip(self.tr("Asks for the models, then one short question."))
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(90)
        self._bar.setAccessibleName(self.tr("Testing"))
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._bar)
        line.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
