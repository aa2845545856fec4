"""How an agent is to answer in one conversation, and which model its new ones begin with."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.wishes import Effort, Sampling, Wishes
from app.engine.filling import filled
from app.engine.models import ModelChoice, Models
from app.ui.setting_editor import Choice, Fraction, Number
from app.ui.theme import set_class

_UNSAID = -0.05
"""One step below the least value of a number: it shows what holds when nothing is said."""

_LONGEST_ANSWER = 1_000_000


class WishesDialog(QDialog):
    """Made for one opening; nothing is in force before Save. Show it with `open`.

    Signals:
        wished: The user saved these `Wishes`.
        begin_with_wanted: New conversations shall begin with this `ModelChoice`, None for
            the default.
    """

    wished = Signal(object)
    begin_with_wanted = Signal(object)

    def __init__(
        self,
        name: str,
        persona: str,
        sampling: Sampling,
        wishes: Wishes,
        parent: QWidget | None = None,
    ) -> None:
        """`name`, `persona` and `sampling` are the card's, in force where nothing is wished."""
        super().__init__(parent)
        self._persona = persona
        self._began_with: ModelChoice | None = None
        self.setWindowTitle(filled(self.tr("How {name} answers"), name=name))
        self.persona = QPlainTextEdit()
        self.temperature = self._fraction(self.tr("Temperature"), sampling.temperature, 2.0)
        self.top_p = self._fraction(self.tr("Top-p"), sampling.top_p, 1.0)
        self.longest = self._count(self.tr("Longest answer"), sampling.max_tokens)
        self.effort = Choice()
        self.begin_with = Choice()
        self._build(name)
        self._show(wishes)

    def offer_models(self, models: Models, chosen: str) -> None:
        """Offer the models that new conversations can begin with; `chosen` is in force,
        "" for the default."""
        self.begin_with.addItem(
            self.tr("The default: {model}").format(model=models.title(models.default)), None
        )
        for choice in models.choices():
            provider = models.provider_title(choice)
            title = models.title(choice)
            self.begin_with.addItem(f"{provider}: {title}" if provider else title, choice)
            if str(choice) == chosen:
                self._began_with = choice
                self.begin_with.setCurrentIndex(self.begin_with.count() - 1)
        if chosen and self._began_with is None:
            self._began_with = ModelChoice.parse(chosen)
            words = self.tr("{model} (no longer there)").format(model=chosen)
            self.begin_with.addItem(words, self._began_with)
            self.begin_with.setCurrentIndex(self.begin_with.count() - 1)

    def _build(self, name: str) -> None:
        self._name_controls()
        for effort, title in self._efforts().items():
            self.effort.addItem(title, effort)
        here = QLabel(self.tr("In this conversation"))
        new = QLabel(filled(self.tr("In new conversations with {name}"), name=name))
        for heading in (here, new):
            set_class(heading, "title")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.addRow(here)
        form.addRow(self.tr("&Persona"), self.persona)
        for title, field in (
            (self.tr("&Temperature"), self.temperature),
            (self.tr("T&op-p"), self.top_p),
            (self.tr("&Longest answer"), self.longest),
            (self.tr("T&hinking"), self.effort),
        ):
            label = QLabel(title)
            label.setBuddy(field)
            form.addRow(label, _explained(field))
        form.addRow(new)
        form.addRow(self.tr("&Begin with"), self.begin_with)
        rows = QVBoxLayout(self)
        rows.addLayout(form)
        rows.addWidget(self._buttons())
        self.resize(520, self.sizeHint().height())

    def _name_controls(self) -> None:
        self.persona.setAccessibleName(self.tr("Persona"))
        self.persona.setTabChangesFocus(True)
        self.persona.setToolTip(self.tr("Who the agent is and how it behaves."))
        self.temperature.setToolTip(self.tr("Low is sober and repeatable, high is playful."))
        self.top_p.setToolTip(self.tr("How many of the likely words are considered."))
        self.longest.setToolTip(self.tr("In tokens; about three quarters of a word each."))
        self.effort.setAccessibleName(self.tr("Thinking"))
        self.effort.setToolTip(self.tr("How long models that can think are to think."))
        self.begin_with.setAccessibleName(self.tr("Model of new conversations"))
        self.begin_with.setMinimumContentsLength(24)
        policy = Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.begin_with.setSizeAdjustPolicy(policy)  # else a long name widens the dialog

    def _buttons(self) -> QDialogButtonBox:
        kinds = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(kinds.Save | kinds.Cancel | kinds.RestoreDefaults)
        box.accepted.connect(self._save)
        box.rejected.connect(self.reject)
        again = box.button(kinds.RestoreDefaults)
        again.setText(self.tr("As the agent's card"))
        again.clicked.connect(lambda: self._show(Wishes()))
        return box

    def _efforts(self) -> dict[Effort, str]:
        return {
            Effort.UNSAID: self.tr("As the model decides"),
            Effort.NONE: self.tr("Not at all"),
            Effort.MINIMAL: self.tr("Hardly"),
            Effort.LOW: self.tr("A little"),
            Effort.MEDIUM: self.tr("Some"),
            Effort.HIGH: self.tr("Long"),
        }

    def _unsaid(self, of_card: str | None) -> str:
        """What holds when the user says nothing."""
        if of_card is None:
            return self.tr("As the model decides")
        return self.tr("As the card says ({value})").format(value=of_card)

    def _fraction(self, name: str, of_card: float | None, most: float) -> Fraction:
        box = Fraction()
        box.setRange(_UNSAID, most)
        box.setSingleStep(-_UNSAID)
        box.setAccessibleName(name)
        box.setSpecialValueText(self._unsaid(None if of_card is None else f"{of_card:g}"))
        return box

    def _count(self, name: str, of_card: int | None) -> Number:
        box = Number()
        box.setRange(0, _LONGEST_ANSWER)
        box.setSingleStep(128)
        box.setGroupSeparatorShown(True)
        box.setAccessibleName(name)
        box.setSpecialValueText(self._unsaid(None if of_card is None else f"{of_card:,}"))
        return box

    def _show(self, wishes: Wishes) -> None:
        self.persona.setPlainText(self._persona if wishes.system is None else wishes.system)
        self.temperature.setValue(_UNSAID if wishes.temperature is None else wishes.temperature)
        self.top_p.setValue(_UNSAID if wishes.top_p is None else wishes.top_p)
        self.longest.setValue(wishes.max_tokens or 0)
        self.effort.setCurrentIndex(self.effort.findData(wishes.effort))

    def _save(self) -> None:
        persona = self.persona.toPlainText()
        self.wished.emit(
            Wishes(
                None if persona == self._persona else persona,
                _said(self.temperature),
                _said(self.top_p),
                self.longest.value() or None,
                Effort(self.effort.currentData()),
            )
        )
        begin_with = self.begin_with.currentData()
        if begin_with != self._began_with:
            self.begin_with_wanted.emit(begin_with)
        self.accept()


def _explained(field: QWidget) -> QVBoxLayout:
    """A field with what it is for below it."""
    about = QLabel(field.toolTip())
    about.setWordWrap(True)
    set_class(about, "small", "muted")
    field.setAccessibleDescription(field.toolTip())
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(field)
    column.addWidget(about)
    return column


def _said(box: Fraction) -> float | None:
    return None if box.value() <= _UNSAID else max(0.0, round(box.value(), 2))
