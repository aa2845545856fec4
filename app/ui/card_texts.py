"""The texts of a card in one language."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.core.agent import AgentCard, Texts
from app.ui.theme import set_class

LANGUAGES = ("en", "zh_CN")

_LINES = {"name": 0, "summary": 0, "greeting": 3, "persona": 9, "starters": 4, "banner": 0,
          "post_prompt": 2}  # fmt: skip
"""The fields in their order, and how many lines each is high; 0 for one that has only one."""


class CardTexts(QWidget):
    """A form with a field for each text; starters stand one on a line.

    Signals:
        changed: The user typed.
    """

    changed = Signal()

    def __init__(self, card: AgentCard, language: str) -> None:
        super().__init__()
        self.fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        self._build(card, language)

    def text(self, field: str) -> str:
        """What a field says."""
        part = self.fields[field]
        found = part.text() if isinstance(part, QLineEdit) else part.toPlainText()
        return found.strip()

    @property
    def starters(self) -> tuple[str, ...]:
        """The starter prompts."""
        lines = (line.strip() for line in self.text("starters").split("\n"))
        return tuple(line for line in lines if line)

    def _build(self, card: AgentCard, language: str) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(2, 10, 8, 8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(4)
        for name, (title, hint) in self._titles().items():
            part = self._field(_LINES[name])
            self._fill(part, _said(card, name, language))
            part.setAccessibleName(title.replace("&", ""))
            part.setAccessibleDescription(hint)
            part.setPlaceholderText(hint)
            part.textChanged.connect(self.changed)
            label = QLabel(title)
            label.setBuddy(part)
            set_class(label, "title")
            form.addRow(label, part)
            self.fields[name] = part

    def _field(self, lines: int) -> QLineEdit | QPlainTextEdit:
        if not lines:
            return QLineEdit()
        part = QPlainTextEdit()
        part.setTabChangesFocus(True)
        part.setMinimumHeight(part.fontMetrics().lineSpacing() * lines + 18)
        return part

    def _fill(self, part: QLineEdit | QPlainTextEdit, text: str) -> None:
        if isinstance(part, QLineEdit):
            part.setText(text)
            part.setCursorPosition(0)
        else:
            part.setPlainText(text)

    def _titles(self) -> dict[str, tuple[str, str]]:
        """Each field's title, and what belongs into it."""
        return {
            "name": (self.tr("&Name"), self.tr("What the agent is called")),
            "summary": (self.tr("S&ummary"), self.tr("One sentence about it")),
            "greeting": (
                self.tr("&Greeting"),
                self.tr("What it says before you ask, if anything"),
            ),
            "persona": (self.tr("&Persona"), self.tr("Who it is and how it behaves: “You are …”")),
            "starters": (self.tr("S&tarters"), self.tr("Prompts to begin with, one on a line")),
            "banner": (self.tr("&Always shown"), self.tr("A sentence that its tile always shows")),
            "post_prompt": (self.tr("Request for a p&ost"), self.tr("What it is asked once a day")),
        }


def joined(card: AgentCard, pages: Mapping[str, CardTexts]) -> AgentCard:
    """`card` with what the pages say; English stands for a language that says nothing."""
    texts = {
        name: _texts(getattr(card, name), {each: page.text(name) for each, page in pages.items()})
        for name in _LINES
        if name != "starters"
    }
    if not texts["summary"]["en"]:
        persona = " ".join(texts["persona"]["en"].split())
        texts["summary"] = {**texts["summary"], "en": persona[:120] or texts["name"]["en"]}
    said = {each: page.starters for each, page in pages.items()}
    first = said["en"] or next(filter(None, said.values()), ())
    others = {each: starters for each, starters in said.items() if starters and each != "en"}
    kept = {each: old for each, old in card.starters.items() if each not in pages}
    return replace(
        card,
        name=texts["name"],
        summary=texts["summary"],
        greeting=texts["greeting"],
        persona=texts["persona"],
        banner=texts["banner"],
        post_prompt=texts["post_prompt"],
        starters={**kept, "en": first, **others},
    )


def _texts(before: Texts, said: Mapping[str, str]) -> Texts:
    first = said["en"] or next(filter(None, said.values()), "")
    others = {each: text for each, text in said.items() if text and each != "en"}
    kept = {each: text for each, text in before.items() if each not in said}
    return {**kept, "en": first, **others}


def _said(card: AgentCard, name: str, language: str) -> str:
    if name == "starters":
        return "\n".join(card.starters.get(language, ()))
    found: Texts = getattr(card, name)
    return found.get(language, "")
