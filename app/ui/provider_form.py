"""The fields of one provider."""

import re
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from app.core.settings import Provider


class ProviderForm(QWidget):
    """Name, address, models, context and key of one provider."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self.name = QLineEdit()
        self.address = QLineEdit()
        self.models = QLineEdit()
        self.context = QSpinBox()
        self.key = QLineEdit()
        self.is_on = QCheckBox(self.tr("In use"))
        self._build()
        self.show_provider(None)

    def show_provider(self, provider: Provider | None) -> None:
        """Fill the fields; None empties them for a new one."""
        self.shown = provider.id if provider else ""
        self.name.setText(provider.name if provider else "")
        self.address.setText(provider.address if provider else "")
        self.models.setText(", ".join(provider.models) if provider else "")
        self.context.setValue(provider.context if provider else 0)
        self.is_on.setChecked(provider.is_on if provider else True)
        self.key.clear()
        self.say_whether_key(False)

    def provider(self, taken: set[str]) -> Provider:
        """What the fields say; a new one gets an id that is not in `taken`."""
        names = (part.strip() for part in re.split(r"[,，\n]", self.models.text()))
        return Provider(
            self.shown or _new_id(self.name.text(), taken),
            self.name.text().strip(),
            self.address.text().strip(),
            tuple(dict.fromkeys(name for name in names if name)),
            context=self.context.value(),
            is_on=self.is_on.isChecked(),
        )

    def take_key(self) -> str:
        """The key that was typed, "" for none; the field is empty afterwards."""
        key = self.key.text().strip()
        self.key.clear()
        return key

    def say_whether_key(self, is_stored: bool) -> None:
        """Say in the empty field whether a key is stored."""
        self.key.setPlaceholderText(
            self.tr("A key is stored; type to replace it")
            if is_stored
            else self.tr("Not needed for servers on this machine")
        )

    def focus_name(self) -> None:
        """Put the cursor where a new provider begins."""
        self.name.setFocus()

    def _build(self) -> None:
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.context.setRange(0, 10_000_000)
        self.context.setSingleStep(1024)
        self.context.setSpecialValueText(self.tr("unknown"))
        self.name.setPlaceholderText("DeepSeek")
        self.address.setPlaceholderText("https://api.deepseek.com/v1")
        self.models.setPlaceholderText("deepseek-chat, deepseek-reasoner")
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows = (
            (self.tr("Name"), self.name),
            (self.tr("Address"), self.address),
            (self.tr("Models"), self.models),
            (self.tr("Context in tokens"), self.context),
            (self.tr("Key"), self.key),
        )
        for title, field in rows:
            field.setAccessibleName(title)
            form.addRow(title, field)
        form.addRow("", self.is_on)


def problem_of(provider: Provider) -> str:
    """What is wrong with a provider, as a sentence; "" when nothing is."""
    if not provider.name:
        return QCoreApplication.translate("ProviderForm", "Give the provider a name.")
    try:
        parts = urlsplit(provider.address)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
        has_secret = bool(parts.username or parts.password)
        _ = parts.port
    except ValueError:
        is_whole, has_secret = False, False
    if not is_whole:
        return QCoreApplication.translate(
            "ProviderForm", "The address must begin with http:// or https:// and name a server."
        )
    if has_secret:
        return QCoreApplication.translate(
            "ProviderForm", "Put the key into the field Key, not into the address."
        )
    if not provider.models:
        return QCoreApplication.translate("ProviderForm", "Name at least one model.")
    return ""


def _new_id(name: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:32] or "provider"
    id, number = base, 2
    while id in taken or id in ("builtin", "local"):
        id, number = f"{base}-{number}", number + 1
    return id
