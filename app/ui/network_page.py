"""Settings → Network: the proxy with its password, and an authority of the user's own."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.core.errors import SecretError
from app.core.key import PROXY
from app.ui.key_place import end_tasks
from app.ui.provider_context import ProviderContext
from app.ui.provider_words import place_words
from app.ui.settings_page import SettingsPage
from app.ui.theme import set_class

BY_HAND = ("network.proxy_address", "network.proxy_user", "network.proxy_bypass")
"""What counts only for a proxy that is set by hand."""

CERTIFICATES = "network.certificates"


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
        self.destroyed.connect(partial(end_tasks, context.scope, ("proxy-password",)))
        self._add_password()
        self._add_chooser()
        self.refresh()

    def look(self) -> None:
        """Find out whether a password is kept."""
        self._context.scope.start("proxy-password", self._count)

    def refresh(self) -> None:
        """Show the values in force; what a proxy set by hand needs is there only for one."""
        super().refresh()
        is_manual = self._settings.current.network.proxy == "manual"
        for path in BY_HAND:
            self.rows[path].setEnabled(is_manual)
        if "password" in self.rows:
            self.rows["password"].setEnabled(is_manual)

    def take_file(self, path: str) -> None:
        """Trust the authority in this file."""
        if path:
            self._settings.set(CERTIFICATES, path)
            self.refresh()

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
