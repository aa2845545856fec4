"""Settings → Network: the proxy with its password, and an authority of the user's own."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import BackendError, CertificatesUnusable, ProxyUnusable, SecretError
from app.core.key import PROXY
from app.engine.filling import filled
from app.engine.network import network_problem
from app.ui.key_place import end_tasks
from app.ui.provider_context import ProviderContext
from app.ui.provider_words import place_words
from app.ui.settings_page import SettingsPage
from app.ui.theme import set_class

BY_HAND = ("network.proxy_address", "network.proxy_user", "network.proxy_bypass")
"""What counts only for a proxy that is set by hand."""

ADDRESS, CERTIFICATES = "network.proxy_address", "network.certificates"

TASKS = ("proxy-password", "network-problems")
"""What the page starts, by name; each ends with it."""


class NetworkPage(SettingsPage):
    """The section of settings, a field for the password, and a button that finds the file.

    The password goes straight to where keys are kept; only whether there is one is shown.
    """

    def __init__(self, context: ProviderContext) -> None:
        super().__init__("network", context.settings, context.models)
        self._context = context
        self.password = QLineEdit()
        self.kept = QLabel()
        self.forget = QPushButton()
        self.destroyed.connect(partial(end_tasks, context.scope, TASKS))
        self._abouts = {
            path: each.widget.accessibleDescription() for path, each in self.editors.items()
        }
        self.problems = {path: self._problem_below(path) for path in (ADDRESS, CERTIFICATES)}
        self._add_password()
        self._add_chooser()
        self.refresh()

    def look(self) -> None:
        """Find out whether a password is kept."""
        self._context.scope.start("proxy-password", self._count)
        self._context.scope.start("network-problems", self._find_problems)

    def refresh(self) -> None:
        """Show the values in force; what a proxy set by hand needs is there only for one."""
        super().refresh()
        is_manual = self._settings.current.network.proxy == "manual"
        for path in BY_HAND:
            self.rows[path].setEnabled(is_manual)
        if "password" in self.rows:
            self.rows["password"].setEnabled(is_manual)
        if self.isVisible():
            self._context.scope.start("network-problems", self._find_problems)

    def take_file(self, path: str) -> None:
        """Trust the authority in this file."""
        if path:
            self._settings.set(CERTIFICATES, path)
            self.refresh()

    async def _find_problems(self) -> None:
        """Say at each field why what stands there cannot be used."""
        network = self._settings.current.network
        alone = {
            ADDRESS: replace(network, certificates=""),
            CERTIFICATES: replace(network, proxy="system"),
        }
        for path, each in alone.items():
            words = self._problem_words(await network_problem(each))
            label = self.problems[path]
            label.setText(words)
            label.setVisible(bool(words))
            self.editors[path].widget.setAccessibleDescription(words or self._abouts[path])

    def _problem_words(self, error: BackendError | None) -> str:
        if isinstance(error, CertificatesUnusable):
            words = self.tr("{path} cannot be used: {detail}. Choose a PEM file, or none.")
            return filled(words, path=error.path, detail=error.detail)
        if isinstance(error, ProxyUnusable):
            if error.why == "missing":
                return self.tr("Enter the proxy's address: without it no server is asked.")
            return self.tr(
                "Renao knows no such proxy. Enter one such as http://proxy:3128 or "
                "socks5://proxy:1080."
            )
        return ""

    def _problem_below(self, path: str) -> QLabel:
        """A place below the explanation of a field."""
        label = QLabel()
        label.setWordWrap(True)
        set_class(label, "small", "danger")
        label.hide()
        row = self.rows[path].layout()
        assert row is not None
        first = row.itemAt(0)
        words = first.layout() if first is not None else None
        assert isinstance(words, QVBoxLayout)
        words.addWidget(label)
        return label

    def _keep(self) -> None:
        """Put what was typed where keys are, and forget it here."""
        if typed := self.password.text():
            self.password.clear()
            self._context.scope.start("proxy-password", self._store, typed)

    def _drop(self) -> None:
        self._context.scope.start("proxy-password", self._store, "")

    async def _store(self, typed: str) -> None:
        try:
            await self._context.secrets.set_all(PROXY, (typed,) if typed else ())
        except SecretError as error:
            self.kept.setText(self._context.wording.error(error, self.tr("the proxy")).text)
            return
        await self._count()

    async def _count(self) -> None:
        secrets = self._context.secrets
        try:
            count = len(await secrets.get_all(PROXY))
        except SecretError as error:
            self.kept.setText(self._context.wording.error(error, self.tr("the proxy")).text)
            return
        words = place_words(secrets.kind)
        self.kept.setText(self._kept_words(secrets.kind) if count else words)
        self.forget.setVisible(bool(count))
        hint = self.tr("Type to replace it") if count else ""
        self.password.setPlaceholderText(hint)

    def _kept_words(self, kind: str) -> str:
        return {
            "keyring": self.tr("Kept in the system's keyring."),
            "file": self.tr("Kept in your encrypted file."),
        }.get(kind, self.tr("Kept until Renao ends."))

    def _add_password(self) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.editingFinished.connect(self._keep)
        self.forget.setText(self.tr("Forget"))
        self.forget.setAutoDefault(False)
        self.forget.clicked.connect(self._drop)
        self.forget.hide()
        set_class(self.forget, "link")
        set_class(self.kept, "small", "muted")
        self.kept.setWordWrap(True)
        row = self.made_row(self.tr("Password of the proxy"), self.kept, self.password)
        layout = row.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(1, self.forget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows["password"] = row
        place = self.column.indexOf(self.rows["network.proxy_user"]) + 1
        self.column.insertWidget(place, row)
        QWidget.setTabOrder(self.editors["network.proxy_user"].widget, self.password)

    def _add_chooser(self) -> None:
        choose = QPushButton()
        choose.setIcon(self._context.icons.icon("folder"))
        choose.setToolTip(self.tr("Choose a PEM file"))
        choose.setAutoDefault(False)
        set_class(choose, "icon")
        choose.setAccessibleName(self.tr("Choose a PEM file"))
        choose.clicked.connect(self._choose_file)
        layout = self.rows[CERTIFICATES].layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignVCenter)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a PEM file"))
        dialog.setNameFilters(
            [self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")]
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
