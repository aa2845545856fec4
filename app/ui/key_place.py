"""Where keys are kept: what is wrong with it, and the dialogs that put it right."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import SecretError
from app.core.tasks import TaskScope
from app.engine.wording import Wording
from app.storage.secrets import Secrets
from app.storage.settings_file import SettingsFile
from app.ui.flow import Flow
from app.ui.theme import set_class

Purpose = Literal["create", "unlock", "change"]

LEAST_PASSPHRASE = 8
"""Characters; a shorter one is found too soon."""


class PassphraseDialog(QDialog):
    """Asks for the passphrase of the file with keys: to make, to open or to seal it anew.

    It stays open until that was done, and forgets what was typed at once.

    Signals:
        done: It was done.
    """

    done_well = Signal()

    def __init__(
        self,
        purpose: Purpose,
        secrets: Secrets,
        wording: Wording,
        scope: TaskScope,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._purpose = purpose
        self._secrets = secrets
        self._wording = wording
        self._scope = scope
        self.old = _line(self)
        self.new = _line(self)
        self.again = _line(self)
        self.said = QLabel()
        self.act = QPushButton()
        self._build()

    def reject(self) -> None:
        self._forget()
        super().reject()

    def _act(self) -> None:
        if problem := self._problem():
            self._say(problem)
            return
        self.act.setEnabled(False)
        self._say(self.tr("This takes a moment…"), "muted")
        self._scope.start("passphrase", self._do, self.old.text(), self.new.text())

    def _problem(self) -> str:
        if self._purpose == "unlock":
            return "" if self.old.text() else self.tr("Enter the passphrase.")
        if len(self.new.text()) < LEAST_PASSPHRASE:
            words = self.tr("Take at least {number} characters; a few words are best.")
            return words.format(number=LEAST_PASSPHRASE)
        if self.new.text() != self.again.text():
            return self.tr("The two are not the same. Type it once more.")
        return ""

    async def _do(self, old: str, new: str) -> None:
        work: dict[str, Callable[[], Awaitable[None]]] = {
            "create": lambda: self._secrets.create_file(new),
            "unlock": lambda: self._secrets.unlock(old),
            "change": lambda: self._secrets.change_passphrase(old, new),
        }
        try:
            await work[self._purpose]()
        except SecretError as error:
            self._say(self._wording.error(error).text)
            self.act.setEnabled(True)
            self.old.selectAll()
            return
        self._forget()
        self.accept()
        self.done_well.emit()

    def _forget(self) -> None:
        for line in (self.old, self.new, self.again):
            line.clear()

    def _say(self, words: str, kind: str = "danger") -> None:
        self.said.setText(words)
        set_class(self.said, kind)
        self.said.setVisible(bool(words))

    def _build(self) -> None:
        titles = {
            "create": (self.tr("Make the file for keys"), self.tr("Make the file")),
            "unlock": (self.tr("Unlock the file with keys"), self.tr("Unlock")),
            "change": (self.tr("Change the passphrase"), self.tr("Change")),
        }
        title, act = titles[self._purpose]
        self.setWindowTitle(title)
        self.act.setText(act)
        set_class(self.act, "primary")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        rows = {
            "create": [(self.tr("Passphrase"), self.new), (self.tr("Once more"), self.again)],
            "unlock": [(self.tr("Passphrase"), self.old)],
            "change": [
                (self.tr("Passphrase now"), self.old),
                (self.tr("New passphrase"), self.new),
                (self.tr("Once more"), self.again),
            ],
        }
        for name, line in rows[self._purpose]:
            line.setAccessibleName(name)
            line.show()
            form.addRow(name, line)
        self.said.setWordWrap(True)
        self.said.setMinimumWidth(360)
        self.said.hide()
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self._about())
        column.addLayout(form)
        column.addWidget(self.said)
        column.addWidget(self._buttons())

    def _about(self) -> QLabel:
        words = {
            "create": self.tr(
                "Your keys are sealed with this passphrase. Renao keeps it nowhere: without it "
                "the keys cannot be had back. It is asked for once after each start."
            ),
            "unlock": self.tr("Your keys are in a file that only your passphrase opens."),
            "change": self.tr("The file with your keys is sealed anew."),
        }
        about = QLabel(words[self._purpose])
        about.setWordWrap(True)
        set_class(about, "muted")
        return about

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        box.addButton(self.act, QDialogButtonBox.ButtonRole.ActionRole)
        cancel = box.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        self.act.setDefault(True)
        self.act.clicked.connect(self._act)
        cancel.clicked.connect(self.reject)
        return box


class KeyPlaceBanner(QFrame):
    """Says where keys are while they are not where they should be, and offers what helps.

    Signals:
        changed: Keys are kept elsewhere now, or can be read now.
    """

    changed = Signal()

    def __init__(
        self, settings: SettingsFile, secrets: Secrets, wording: Wording, scope: TaskScope
    ) -> None:
        super().__init__()
        self._settings = settings
        self._secrets = secrets
        self._wording = wording
        self._scope = scope
        self._task = f"key-place {id(self):x}"
        self.destroyed.connect(partial(end_tasks, scope, (self._task,)))
        self.words = QLabel()
        self.unlock = QPushButton(self.tr("Unlock…"))
        self.make = QPushButton(self.tr("Make an encrypted file…"))
        self.this_run = QPushButton(self.tr("Keep them for this run"))
        self.again = QPushButton(self.tr("Try again"))
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show what is true now, as far as it is known."""
        place, kind = self._settings.current.keys.keep, self._secrets.kind
        words = self._said(place, kind)
        self.words.setText(words)
        self.setAccessibleName(words)
        self.unlock.setVisible(kind == "locked")
        self.make.setVisible(self._secrets.needs_choice)
        self.this_run.setVisible(self._secrets.needs_choice and place == "keyring")
        self.again.setVisible(place == "keyring" and self._secrets.problem is not None)
        self.setVisible(bool(words))

    def look_again(self) -> None:
        """Ask the keyring anew."""
        self._scope.start(self._task, self._check, True)

    def look(self) -> None:
        """Find out whether keys can be kept, and show it."""
        self._scope.start(self._task, self._check, False)

    def make_file(self) -> None:
        """Have keys kept in the file, which is made, or opened if there is one."""
        self._scope.start(self._task, self._choose_file)

    def ask_for_file(self) -> None:
        """Ask for the passphrase with which the file is made, or opened if there is one."""
        self._ask("unlock" if self._secrets.kind == "locked" else "create")

    def change_passphrase(self) -> None:
        """Have the file sealed with another passphrase."""
        self._ask("change")

    async def _check(self, anew: bool) -> None:
        await self._secrets.check(anew=anew)
        self.refresh()
        self.changed.emit()

    async def _choose_file(self) -> None:
        self._settings.set("keys.keep", "file")
        await self._secrets.choose("file")
        await self._secrets.check()
        self.refresh()
        if self._secrets.kind != "file":
            self.ask_for_file()

    def _said(self, place: str, kind: str) -> str:
        if kind == "locked":
            return self.tr(
                "The file with your keys is locked. Until it is unlocked only models without a "
                "key answer, and new keys are kept until Renao ends."
            )
        if place == "file" and kind != "file":
            where = {
                "keyring": self.tr(
                    "There is no encrypted file yet. Until it is made keys stay in the system's "
                    "keyring."
                ),
                "memory": self.tr(
                    "There is no encrypted file yet. Until it is made keys are kept only until "
                    "Renao ends."
                ),
            }
            return where[kind]
        if self._secrets.needs_choice:
            return self.tr(
                "This computer has no keyring that Renao can use, so keys are kept only until "
                "Renao ends. Choose where they go."
            )
        if place == "keyring" and (problem := self._secrets.problem) is not None:
            return self._wording.error(problem).text
        return ""

    def _ask(self, purpose: Purpose) -> None:
        dialog = PassphraseDialog(purpose, self._secrets, self._wording, self._scope, self.window())
        dialog.done_well.connect(self._tell)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self.refresh())
        dialog.open()

    def _tell(self) -> None:
        self.refresh()
        self.changed.emit()

    def _keep_for_run(self) -> None:
        self._settings.set("keys.keep", "this run")
        self.refresh()

    def _build(self) -> None:
        set_class(self, "banner-warning")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.unlock.clicked.connect(self.ask_for_file)
        self.make.clicked.connect(self.make_file)
        self.this_run.clicked.connect(self._keep_for_run)
        self.again.clicked.connect(self.look_again)
        buttons = Flow()
        for button in (self.unlock, self.make, self.this_run, self.again):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addLayout(buttons)


def end_tasks(scope: TaskScope, names: tuple[str, ...], gone: object = None) -> None:
    """Have no task touch a widget that is `gone`; for its signal `destroyed`."""
    for name in names:
        scope.cancel(name)


def _line(parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.hide()  # until it has a row: not every purpose needs all of them
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
