"""Asks an agent one question as its card stands in the form, before anything is saved."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import AgentCard
from app.core.conversation import Outcome
from app.core.errors import AppError
from app.engine.asking import ask_once
from app.engine.models import ModelChoice
from app.ui.gallery_context import GalleryContext
from app.ui.theme import set_class

TASK = "try card"

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CardTrial(QWidget):
    """A model, a question, the answer. Ask is Stop while it runs; closing stops too."""

    def __init__(self, context: GalleryContext, card: Callable[[], AgentCard]) -> None:
        """`card` gives the card as it stands in the form."""
        super().__init__()
        self._with = context
        self._card = card
        self._is_running = False
        self.models = QComboBox()
        self.question = QLineEdit()
        self.button = QPushButton()
        self.answer = QPlainTextEdit()
        self.state = QLabel()
        self._build()

    @property
    def is_running(self) -> bool:
        return self._is_running

    def ask(self) -> None:
        """Ask the question, or stop the answer that is coming."""
        if self._is_running:
            self.stop()
            return
        question = self.question.text().strip()
        if not question:
            self._say(self.tr("Type a question first."), "warning")
            self.question.setFocus()
            return
        self.answer.clear()
        self._show_running(True)
        self._say(self.tr("Asking…"))
        choice: ModelChoice = self.models.currentData()
        self._with.scope.start(TASK, self._ask, self._card(), choice, question)

    def stop(self) -> None:
        """Wait for no answer any more."""
        if self._is_running:
            self._with.scope.cancel(TASK)
            self._show_running(False)
            self._say(self.tr("Stopped."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in _RETURN:
            self.ask()  # and do not save, which is what Return does elsewhere in the form
            return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.stop()
        super().hideEvent(event)

    async def _ask(self, card: AgentCard, choice: ModelChoice, question: str) -> None:
        panel = self._with.panel
        try:
            text, outcome = await ask_once(
                self._with.models, card, choice, question, panel.language
            )
        except AppError as error:
            who = self._with.models.provider_title(choice) or self._with.models.title(choice)
            self._end("", panel.wording.error(error, who).text, "danger")
        else:
            cut = self.tr("It reached its longest answer.")
            self._end(text, cut if outcome is Outcome.LENGTH else "", "muted")

    def _end(self, text: str, sentence: str, kind: str) -> None:
        self._show_running(False)
        self.answer.setPlainText(text)
        self._say(sentence, kind)

    def _say(self, words: str, kind: str = "muted") -> None:
        self.state.setText(words)
        self.state.setAccessibleName(words)
        set_class(self.state, kind)
        self.state.setVisible(bool(words))

    def _show_running(self, is_running: bool) -> None:
        self._is_running = is_running
        self.button.setText(self.tr("Stop") if is_running else self.tr("Ask"))

    def _offer_models(self) -> None:
        models = self._with.models
        for choice in models.choices():
            provider, title = models.provider_title(choice), models.title(choice)
            self.models.addItem(f"{provider}: {title}" if provider else title, choice)
        chosen = models.default_for(self._card().id)
        self.models.setCurrentIndex(max(0, self.models.findData(chosen)))

    def _build(self) -> None:
        heading = QLabel(self.tr("Try it before you save"))
        set_class(heading, "title")
        self.models.setAccessibleName(self.tr("Model to ask"))
        self.models.setMinimumContentsLength(12)
        self.question.setPlaceholderText(self.tr("A question for this agent"))
        self.question.setAccessibleName(self.tr("A question for this agent"))
        self.question.installEventFilter(self)
        self.answer.setReadOnly(True)
        self.answer.setTabChangesFocus(True)
        self.answer.setAccessibleName(self.tr("Its answer"))
        self.answer.setPlaceholderText(self.tr("Its answer comes here. Nothing of it is stored."))
        self.answer.setMinimumHeight(110)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.ask)
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.addWidget(self.question, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(heading)
        column.addWidget(self.models)
        column.addLayout(row)
        column.addWidget(self.answer, 1)
        column.addWidget(self.state)
        self._offer_models()
        self._show_running(False)
        self._say("")
