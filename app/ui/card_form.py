"""Edits an agent's card in both languages, and tries it before it is saved."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import AgentCard, in_language
from app.ui.card_texts import LANGUAGES, CardTexts, joined
from app.ui.card_traits import CardTraits
from app.ui.card_trial import CardTrial
from app.ui.gallery_context import GalleryContext
from app.ui.main_window import within
from app.ui.theme import set_class


class CardForm(QDialog):
    """Made for one card; nothing is changed before Save. Show it with `open`.

    Signals:
        saved: The user saved this `AgentCard`.
    """

    saved = Signal(object)

    def __init__(self, card: AgentCard, context: GalleryContext, parent: QWidget) -> None:
        super().__init__(parent)
        panel = context.panel
        self._card = card
        self._language = panel.language
        self.pages = {language: CardTexts(card, language) for language in LANGUAGES}
        self.traits = CardTraits(card, panel.look, panel.icons)
        self.trial = CardTrial(context, self._now)
        self.tabs = QTabWidget()
        self.said = QLabel()
        self.buttons = QDialogButtonBox()
        self._build(panel.look.scale)
        self._show_title()
        self._before = self._now()
        self.pages[self._first_language].fields["name"].setFocus()

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return self._now() != self._before

    def reject(self) -> None:
        """Leave without saving; what was typed is not lost by a slip of Esc."""
        self.trial.stop()
        if self.is_changed and not self.said.property("asked"):
            self._say(self.tr("Not saved yet. Save, or leave once more to lose the changes."))
            self.said.setProperty("asked", True)
            return
        super().reject()

    def save(self) -> None:
        """Save the card, or say what is missing and go there."""
        missing = self._missing()
        if missing is not None:
            language, field, sentence = missing
            self.tabs.setCurrentIndex([*self.pages].index(language))
            self._say(sentence)
            self.pages[language].fields[field].setFocus()
            return
        self.trial.stop()
        self.saved.emit(self._now())
        self.accept()

    def _now(self) -> AgentCard:
        """The card as the form says it."""
        return self.traits.put_into(joined(self._card, self.pages))

    def _missing(self) -> tuple[str, str, str] | None:
        """The first thing without which there is no agent: language, field, sentence."""
        sentences = {
            "name": self.tr("Give the agent a name."),
            "persona": self.tr("Say in the persona who the agent is."),
        }
        for field, sentence in sentences.items():
            if not any(page.text(field) for page in self.pages.values()):
                return self._first_language, field, sentence
        return None

    @property
    def _first_language(self) -> str:
        return self._language if self._language in self.pages else "en"

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setAccessibleName(sentence)
        set_class(self.said, "warning")

    def _show_title(self) -> None:
        name = in_language(self._card.name, self._language)
        title = self.tr("Edit {name}").format(name=name) if name else self.tr("New agent")
        self.setWindowTitle(title)

    def _forget_question(self) -> None:
        """Something was typed: the next Esc asks again."""
        self.said.setProperty("asked", False)
        self.said.clear()

    def _build(self, scale: int) -> None:
        size = QSize(980, 700) * max(100, scale) / 100
        self.resize(within(self.screen().availableSize(), size))
        self.setMinimumSize(620, 420)
        titles = {"en": "English", "zh_CN": "简体中文"}
        for language, page in self.pages.items():
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(page)
            self.tabs.addTab(area, titles[language])
            page.changed.connect(self._forget_question)
        self.tabs.setCurrentIndex([*self.pages].index(self._first_language))
        self.traits.changed.connect(self._forget_question)
        kinds = QDialogButtonBox.StandardButton
        self.buttons.setStandardButtons(kinds.Save | kinds.Cancel)
        for button in self.buttons.buttons():
            button.setIcon(QIcon())  # the desktop's own would be the only coloured ones
        self.buttons.button(kinds.Save).setDefault(True)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.said.setWordWrap(True)
        side = QScrollArea()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(14)
        column.addWidget(self.traits)
        column.addWidget(self.trial, 1)
        side.setWidget(inside)
        side.setWidgetResizable(True)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setFixedWidth(370 * max(100, scale) // 100)
        parts = QHBoxLayout()
        parts.setSpacing(16)
        parts.addWidget(self.tabs, 1)
        parts.addWidget(side)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.buttons)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 14, 12)
        rows.addLayout(parts, 1)
        rows.addLayout(foot)
