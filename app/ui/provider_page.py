"""Settings → Providers: servers with OpenAI's chat completions, and their keys."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import SecretError, SettingError
from app.core.settings import Provider
from app.core.tasks import TaskScope
from app.storage.secrets import Secrets
from app.storage.settings_file import SettingsFile
from app.ui.provider_form import ProviderForm, problem_of
from app.ui.theme import set_class

MOST_ROWS = 4
"""Providers seen at once; more scroll."""


class ProviderPage(QWidget):
    """A list of the user's providers and a form for one of them.

    A key goes from the form straight to the keyring; it is never shown again and never
    in the settings. Removing can be undone until the page is closed: the key goes only
    then.
    """

    def __init__(self, settings: SettingsFile, secrets: Secrets, scope: TaskScope) -> None:
        super().__init__()
        self._settings = settings
        self._secrets = secrets
        self._scope = scope
        self._removed: tuple[int, Provider] | None = None
        self.list = QListWidget()
        self.form = ProviderForm()
        self.said = QLabel()
        self.add = QPushButton(self.tr("Add a provider"))
        self.remove = QPushButton(self.tr("Remove"))
        self.undo = QPushButton(self.tr("Undo"))
        self.store = QPushButton(self.tr("Save"))
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show the providers in force."""
        chosen = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for provider in self._settings.current.providers:
            item = QListWidgetItem(provider.name)
            if not provider.is_on:
                item.setText(self.tr("{name} (off)").format(name=provider.name))
            self.list.addItem(item)
        self._fit_list()
        self.list.setCurrentRow(min(max(chosen, 0), self.list.count() - 1))
        self.list.blockSignals(False)
        self._show_chosen(self.list.currentRow())

    def _fit_list(self) -> None:
        """As high as its rows, up to four; none is no list."""
        rows = min(self.list.count(), MOST_ROWS)
        self.list.setVisible(rows > 0)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 28) + 10)

    def begin_new(self) -> None:
        """Empty the form for a provider that is not in the list yet."""
        self.list.setCurrentRow(-1)
        self.form.show_provider(None)
        self.remove.setEnabled(False)
        self.form.focus_name()

    def _show_chosen(self, row: int) -> None:
        providers = self._settings.current.providers
        chosen = providers[row] if 0 <= row < len(providers) else None
        self.form.show_provider(chosen)
        self.remove.setEnabled(chosen is not None)
        if chosen is not None:
            self._scope.start("provider-key", self._show_whether_key, chosen.id)

    async def _show_whether_key(self, id: str) -> None:
        try:
            key = await self._secrets.get(id)
        except SecretError:
            key = None
        if self.form.shown == id:
            self.form.say_whether_key(bool(key))

    def _save(self) -> None:
        taken = {each.id for each in self._settings.current.providers}
        provider = self.form.provider(taken)
        if problem := problem_of(provider):
            self._say(problem, "danger")
            return
        others = [each for each in self._settings.current.providers if each.id != provider.id]
        row = self.list.currentRow() if self.form.shown else len(others)
        others.insert(row, provider)
        try:
            self._settings.set_providers(tuple(others))
        except SettingError as error:
            self._say(str(error), "danger")
            return
        key = self.form.take_key()
        self._say(self.tr("Saved. Its models can be chosen in every tile."), "good")
        self.refresh()
        self.list.setCurrentRow(row)
        if key:
            self._scope.start("provider-key", self._keep_key, provider.id, key)

    async def _keep_key(self, id: str, key: str) -> None:
        try:
            await self._secrets.set(id, key)
        except SecretError:
            self._say(self.tr("The keyring did not take the key. Nothing was stored."), "danger")
            return
        if self._secrets.kind == "keyring":
            self._say(self.tr("Saved; the key is in the system's keyring."), "good")
        else:
            self._say(
                self.tr("Saved. There is no keyring here: the key is kept until Renao ends."),
                "warning",
            )
        if self.form.shown == id:
            self.form.say_whether_key(True)

    def _remove(self) -> None:
        row = self.list.currentRow()
        providers = list(self._settings.current.providers)
        if not 0 <= row < len(providers):
            return
        self._forget_removed()
        self._removed = row, providers.pop(row)
        self._settings.set_providers(tuple(providers))
        self.undo.show()
        self._say(self.tr("Removed. Its key goes when you close this page."), "muted")
        self.refresh()

    def _bring_back(self) -> None:
        if self._removed is None:
            return
        (row, provider), self._removed = self._removed, None
        providers = list(self._settings.current.providers)
        providers.insert(row, replace(provider))
        self._settings.set_providers(tuple(providers))
        self.undo.hide()
        self._say("", "muted")
        self.refresh()
        self.list.setCurrentRow(row)

    def _forget_removed(self) -> None:
        if self._removed is not None:
            self._scope.start("provider-forget", self._forget_key, self._removed[1].id)
            self._removed = None
            self.undo.hide()

    async def _forget_key(self, id: str) -> None:
        try:
            await self._secrets.delete(id)
        except SecretError:
            self._say(self.tr("The keyring did not let go of the key."), "danger")

    def hideEvent(self, event: object) -> None:
        """Leaving the page makes a removal final."""
        if not self.window().isVisible():
            self._forget_removed()

    def _say(self, sentence: str, kind: str) -> None:
        self.said.setText(sentence)
        set_class(self.said, kind)
        self.said.setVisible(bool(sentence))

    def _build(self) -> None:
        self.said.setWordWrap(True)
        self.said.hide()
        self.list.setAccessibleName(self.tr("Providers"))
        set_class(self.list, "framed")
        self.list.currentRowChanged.connect(self._show_chosen)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self._about())
        column.addWidget(self.list)
        column.addLayout(self._buttons())
        column.addWidget(self.form)
        column.addWidget(self.said)
        column.addWidget(self.store, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)

    def _about(self) -> QLabel:
        about = QLabel(
            self.tr(
                "Any server with OpenAI's chat completions: OpenAI, DeepSeek, Ollama, LM Studio, "
                "llama.cpp, vLLM and many more. Keys are kept in the system's keyring, never in "
                "the settings."
            )
        )
        about.setWordWrap(True)
        set_class(about, "muted")
        return about

    def _buttons(self) -> QHBoxLayout:
        self.add.clicked.connect(self.begin_new)
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(self._bring_back)
        self.store.clicked.connect(self._save)
        set_class(self.store, "primary")
        set_class(self.remove, "danger")
        self.undo.hide()
        buttons = QHBoxLayout()
        for button in (self.add, self.remove, self.undo):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        return buttons
