"""Where keys are typed: masked lines that never show what is kept."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.settings import Provider
from app.engine.filling import filled
from app.storage.environment_keys import variables_set
from app.ui.flow import Flow
from app.ui.provider_words import place_words
from app.ui.theme import set_class

_AROUND_A_KEY = ("Bearer", "export", "Authorization:")
"""What is often pasted with a key."""


class ProviderKeysEditor(QWidget):
    """Lines for new keys, how many are kept, and the environment's key if there is one.

    What is kept is only counted. Several lines pasted at once become several keys.

    Signals:
        forget_wanted: The kept keys shall go when the form is saved.
        page_wanted: The page where a key is made shall be opened.
    """

    forget_wanted = Signal()
    page_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[QLineEdit] = []
        self.another = QPushButton(self.tr("Another key"))
        self.page = QPushButton(self.tr("Get a key"))
        self.forget = QPushButton(self.tr("Forget"))
        self.add_to = QCheckBox(self.tr("Keep the earlier ones too"))
        self.variable = QCheckBox()
        self.kept = QLabel()
        self._count = 0
        self._kind = "keyring"
        self._variable = ""
        self._rows = QVBoxLayout()
        self._build()
        self.clear()

    def show_provider(self, provider: Provider | None, variables: tuple[str, ...]) -> None:
        """Begin anew; `variables` are those that usually hold the key."""
        self.clear()
        chosen = provider.key_variable if provider else ""
        is_set = variables_set((chosen, *variables) if chosen else variables)
        self._variable = chosen or (is_set[0] if is_set else "")
        self.variable.setVisible(bool(self._variable))
        words = (
            self.tr("{name} is set: use it. It stays where it is.")
            if self._variable in is_set
            else self.tr("Use {name}. It is not set at the moment.")
        )
        self.variable.setText(filled(words, name=self._variable))
        is_offered = provider is None or not provider.id
        self.variable.setChecked(bool(chosen) or (is_offered and bool(self._variable)))
        self._follow_variable()

    def say_kept(self, count: int, kind: str) -> None:
        """Say how many keys are kept, and where new ones go."""
        self._count, self._kind = count, kind
        self.kept.setText(self._kept_words(count, kind) if count else place_words(kind))
        self._follow_variable()

    def say(self, words: str) -> None:
        """Say something else in the place of the count."""
        self.kept.setText(words)

    @property
    def key_variable(self) -> str:
        """The environment variable whose key is to be used, "" for none."""
        return self._variable if self.variable.isChecked() else ""

    @property
    def typed(self) -> tuple[str, ...]:
        """The keys that were typed, in their order."""
        found = (_plain_key(line.text()) for line in self.lines)
        return tuple(dict.fromkeys(key for key in found if key))

    def clear(self) -> None:
        """Forget what was typed; one empty line stays."""
        for line in self.lines:
            line.clear()
        for line in self.lines[1:]:
            line.deleteLater()
        del self.lines[1:]
        if not self.lines:
            self._add_line()
        self.add_to.setChecked(False)
        self._follow_typed()

    def focus(self) -> None:
        """Put the cursor into the first line."""
        self.lines[0].setFocus()

    def _add_line(self, text: str = "") -> QLineEdit:
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setText(text)
        line.textEdited.connect(lambda: self._split(line))
        line.textChanged.connect(self._follow_typed)
        number = len(self.lines) + 1
        name = self.tr("Key") if number == 1 else self.tr("Key {number}").format(number=number)
        line.setAccessibleName(name)
        self._rows.addWidget(line)
        if self.lines and line.window() is self.lines[-1].window():
            QWidget.setTabOrder(self.lines[-1], line)
        if line.window() is self.another.window():
            QWidget.setTabOrder(line, self.another)  # made before the lines it stands below
        self.lines.append(line)
        return line

    def _split(self, line: QLineEdit) -> None:
        """What is pasted is trimmed; each further line of it is a key of its own."""
        text = line.text()
        if not re.search(r"\s", text):
            return
        words = [word for word in text.split() if word not in _AROUND_A_KEY]
        first, *others = words or [""]
        line.setText(first)
        for other in others:
            if other not in self.typed:
                self._add_line(other)

    def _kept_words(self, count: int, kind: str) -> str:
        if kind == "keyring":
            return self.tr("%n key(s) kept in the system's keyring", "", count)
        if kind == "file":
            return self.tr("%n key(s) kept in your encrypted file", "", count)
        return self.tr("%n key(s) kept until Renao ends", "", count)

    def _another(self) -> None:
        self._add_line().setFocus()

    def _follow_typed(self) -> None:
        self.add_to.setVisible(bool(self._count and self.typed))
        self.another.setEnabled(bool(self.typed))

    def _follow_variable(self) -> None:
        uses = bool(self.key_variable)
        for line in self.lines:
            line.setEnabled(not uses)
        hint = self.tr("Type to replace what is kept") if self._count else self.tr("Paste it here")
        self.lines[0].setPlaceholderText(self.tr("From the environment") if uses else hint)
        self.another.setVisible(not uses)
        self.kept.setVisible(not uses)
        self.forget.setVisible(not uses and bool(self._count))
        self._follow_typed()

    def _build(self) -> None:
        set_class(self.kept, "small", "muted")
        self.kept.setWordWrap(True)
        for button in (self.another, self.page, self.forget):
            set_class(button, "link")
            button.setAutoDefault(False)
        self.another.clicked.connect(self._another)
        self.page.clicked.connect(self.page_wanted)
        self.forget.clicked.connect(self.forget_wanted)
        self.variable.toggled.connect(self._follow_variable)
        self._rows.setSpacing(4)
        foot = Flow(gap=12)
        for button in (self.another, self.page, self.forget):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.variable)
        column.addLayout(self._rows)
        column.addWidget(self.add_to)
        column.addWidget(self.kept)
        column.addLayout(foot)


def _plain_key(text: str) -> str:
    """A key as it is meant: without quotes and the name of a variable before it."""
    key = text.strip()
    if found := re.fullmatch(r"[A-Z][A-Z0-9_]*_(?:KEY|TOKEN)=(.+)", key):
        key = found[1]
    return key.strip("'\"")
