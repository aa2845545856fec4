"""The form of one provider: where it is, its key, its models, and how much it is asked."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import in_language
from app.core.provider_facts import ProviderKind
from app.core.settings import Provider
from app.engine.filling import filled
from app.engine.local_servers import FoundServer
from app.ui.provider_address import ProviderAddress
from app.ui.provider_context import ProviderContext
from app.ui.provider_keys import ProviderKeysEditor
from app.ui.provider_models import ProviderModelsEditor
from app.ui.provider_trial import ProviderTrial
from app.ui.provider_words import new_id, problem_of, protocols
from app.ui.setting_editor import Choice, Number
from app.ui.theme import set_class

__all__ = ["ProviderForm", "problem_of"]

MOST = 100_000_000

NARROW = 34
"""Letter sizes of width below which titles stand above their fields."""


class ProviderForm(QWidget):
    """Fields in a scrolled column; Test and Save stay below it.

    Signals:
        save_wanted: What the fields say shall be kept.
        left: Back without saving.
        page_wanted: This page, where a key is made, shall be opened.
    """

    save_wanted = Signal()
    left = Signal()
    page_wanted = Signal(str)

    def __init__(self, context: ProviderContext) -> None:
        super().__init__()
        self._context = context
        self._shown = Provider("", "", "")
        self._kind: ProviderKind | None = None
        self.back = QPushButton(self.tr("Providers"))
        self.title = QLabel()
        self.is_on = QCheckBox(self.tr("In use"))
        self.name = QLineEdit()
        self.protocol = Choice()
        self.address = ProviderAddress(context.language)
        self.keys = ProviderKeysEditor()
        self.models = ProviderModelsEditor(context.look, context.icons)
        self.unfold = QPushButton(self.tr("Limits"))
        self.limits = QWidget()
        self.numbers: dict[str, Number] = {}
        self.trial = ProviderTrial()
        self.save = QPushButton(self.tr("Save"))
        self._area = QScrollArea()
        self._forms: list[QFormLayout] = []
        self._build()

    @property
    def shown(self) -> str:
        """The id of the provider that is edited, "" for a new one."""
        return self._shown.id

    def show_new(self, kind: ProviderKind, found: FoundServer | None) -> None:
        """Begin a provider of a kind; `found` is a server on this machine."""
        name = in_language(kind.name, self._context.language)
        address = found.address if found else kind.address
        models = found.models if found else kind.models
        provider = Provider(
            "",
            "" if kind.id == "other" else name,
            address,
            models,
            kind.protocol,
            kind="" if kind.id == "other" else kind.id,
        )
        self._show(provider, kind)
        needs_name = not self.name.text()
        (self.name if needs_name else self.address if self.address.gaps else self.keys).setFocus()
        if not needs_name:
            (self.address if self.address.gaps else self.keys).focus()

    def show_provider(self, provider: Provider) -> None:
        """Show a configured one."""
        self._show(provider, self._context.catalogue.kinds.get(provider.kind))
        self.name.setFocus()

    def provider(self, taken: set[str]) -> Provider:
        """What the fields say; a new one gets an id that is not in `taken`."""
        address, *others = self.address.addresses
        rows = self.models.rows
        numbers: dict[str, Any] = {name: box.value() for name, box in self.numbers.items()}
        return replace(
            self._shown,
            id=self._shown.id or new_id(self.name.text(), taken),
            name=self.name.text().strip(),
            address=address,
            addresses=tuple(others),
            models=rows.offered,
            favourites=rows.favourites,
            details=rows.details,
            protocol=self.protocol.currentData(),
            is_on=self.is_on.isChecked(),
            key_variable=self.keys.key_variable,
            **numbers,
        )

    @property
    def keys_to_try(self) -> tuple[str, ...] | None:
        """The keys that were typed; None for those that are kept."""
        if self.keys.key_variable:
            return None
        if self.keys.typed:
            return self.keys.typed
        return None if self.shown else ()

    def _show(self, provider: Provider, kind: ProviderKind | None) -> None:
        self._shown, self._kind = provider, kind
        is_new = not provider.id
        self.title.setText(
            filled(self.tr("Add {name}"), name=provider.name)
            if is_new and provider.name
            else self.tr("Add a provider")
            if is_new
            else provider.name
        )
        self.is_on.setChecked(provider.is_on)
        self.is_on.setVisible(not is_new)
        self.name.setText(provider.name)
        self.protocol.setCurrentIndex(max(0, self.protocol.findData(provider.protocol)))
        self.address.show_provider(provider, kind)
        self.keys.show_provider(provider, kind.key_variables if kind else ())
        self.keys.page.setVisible(bool(kind and kind.keys_page))
        self.models.show_provider(provider)
        for name, box in self.numbers.items():
            box.setValue(getattr(provider, name))
        self._fold(any(box.value() for box in self.numbers.values()))
        self.trial.clear()
        self._area.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow page the titles stand above their fields."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._context.look.px("body") * NARROW
        policies = QFormLayout.RowWrapPolicy
        wanted = policies.WrapAllRows if is_narrow else policies.DontWrapRows
        for rows in self._forms:
            if rows.rowWrapPolicy() != wanted:
                rows.setRowWrapPolicy(wanted)

    def _fold(self, is_open: bool) -> None:
        self.limits.setVisible(is_open)
        icon = "chevron-up" if is_open else "chevron-down"
        self.unfold.setIcon(self._context.icons.icon(icon))

    def _open_keys_page(self) -> None:
        if self._kind is not None:
            self.page_wanted.emit(self._kind.keys_page)

    # How it is put together

    def _build(self) -> None:
        set_class(self.back, "quiet")
        set_class(self.title, "title")
        set_class(self.save, "primary")
        set_class(self.unfold, "quiet")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.back.setIcon(self._context.icons.icon("chevron-left"))
        for button in (self.back, self.save, self.unfold):
            button.setAutoDefault(False)
        for protocol, title in protocols():
            self.protocol.addItem(title, protocol)
        self.name.setAccessibleName(self.tr("Name"))
        self.protocol.setAccessibleName(self.tr("Protocol"))
        self.back.clicked.connect(self.left)
        self.save.clicked.connect(self.save_wanted)
        self.keys.page_wanted.connect(self._open_keys_page)
        self.unfold.clicked.connect(lambda: self._fold(self.limits.isHidden()))
        self._build_limits()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.is_on)
        column.addLayout(head)
        column.addWidget(self._fields(), 1)
        column.addWidget(self.trial)
        foot = QHBoxLayout()
        foot.addWidget(self.trial.button)
        foot.addStretch(1)
        foot.addWidget(self.save)
        column.addLayout(foot)

    def _fields(self) -> QScrollArea:
        body = QWidget()
        form = QFormLayout(body)
        self._forms.append(form)
        form.setContentsMargins(2, 0, 8, 0)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Protocol"), self.protocol)
        form.addRow(self.tr("Address"), self.address)
        form.addRow(self.tr("Key"), self.keys)
        form.addRow(self.tr("Models"), self.models)
        fold = QHBoxLayout()
        fold.addWidget(self.unfold)
        fold.addStretch(1)
        form.addRow("", fold)
        form.addRow("", self.limits)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.tr("Provider"))
        self._area.setWidget(body)
        return self._area

    def _build_limits(self) -> None:
        titles = {
            "runs_at_once": self.tr("Answers at once"),
            "requests_per_minute": self.tr("Requests a minute"),
            "tokens_per_minute": self.tr("Tokens a minute"),
            "context": self.tr("Context of its models"),
        }
        rows = QFormLayout(self.limits)
        self._forms.append(rows)
        rows.setContentsMargins(0, 0, 0, 0)
        for name, title in titles.items():
            box = self.numbers[name] = Number()
            box.setRange(0, MOST)
            box.setGroupSeparatorShown(True)
            no_limit = self.tr("as the server says") if name == "context" else self.tr("no limit")
            box.setSpecialValueText(no_limit)
            box.setAccessibleName(title)
            rows.addRow(title, box)
