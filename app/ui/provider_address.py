"""Where a provider is: one address, or several of the same models, regions and gaps to fill."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.agent import in_language
from app.core.provider_facts import ProviderKind
from app.core.settings import Provider
from app.ui.provider_words import PLACE
from app.ui.setting_editor import Choice
from app.ui.theme import set_class


class ProviderAddress(QWidget):
    """The address, a choice of regions where there are some, and further addresses.

    An address with `{gaps}` asks for what belongs there.

    Signals:
        changed: Another address was typed or chosen.
    """

    changed = Signal()

    def __init__(self, language: str) -> None:
        super().__init__()
        self.regions = Choice()
        self.lines: list[QLineEdit] = []
        self.gaps: dict[str, QLineEdit] = {}
        self.another = QPushButton(self.tr("Another address"))
        self.about = QLabel()
        self._language = language
        self._template = ""
        self._kind: ProviderKind | None = None
        self._gap_rows = QFormLayout()
        self._rows = QVBoxLayout()
        self._build()

    def show_provider(self, provider: Provider, kind: ProviderKind | None) -> None:
        """Show the addresses of `provider`; `kind` knows its regions."""
        self._kind = kind
        self._show_lines((provider.address, *provider.addresses))
        self._show_regions(provider.address)
        self._ask_gaps(provider.address)

    @property
    def addresses(self) -> tuple[str, ...]:
        """What was typed, without blank lines and repetitions; "" alone for nothing."""
        typed = (line.text().strip() for line in self.lines)
        return tuple(dict.fromkeys(text for text in typed if text)) or ("",)

    def focus(self) -> None:
        """Put the cursor where something is missing."""
        (next(iter(self.gaps.values()), None) or self.lines[0]).setFocus()

    def _show_lines(self, addresses: tuple[str, ...]) -> None:
        for line in self.lines[1:]:
            line.deleteLater()
        del self.lines[1:]
        if not self.lines:
            self._add_line("")
        self.lines[0].setText(addresses[0])
        for address in addresses[1:]:
            self._add_line(address)
        self._follow()

    def _show_regions(self, address: str) -> None:
        kind = self._kind
        known = {kind.address: self.tr("Usual address")} if kind and kind.address else {}
        known |= {
            each.address: in_language(each.name, self._language)
            for each in (kind.regions if kind else ())
        }
        with QSignalBlocker(self.regions):
            self.regions.clear()
            for each, title in known.items():
                self.regions.addItem(title, each)
            if address not in known:
                self.regions.addItem(self.tr("An address of your own"), "")
            self.regions.setCurrentIndex(max(0, self.regions.findData(address)))
            if address not in known:
                self.regions.setCurrentIndex(self.regions.count() - 1)
        self.regions.setVisible(len(known) > 1)

    def _choose_region(self, place: int) -> None:
        address = self.regions.itemData(place)
        if address:
            self.lines[0].setText(address)
            self._ask_gaps(address)

    def _ask_gaps(self, address: str) -> None:
        """Offer a field for each `{gap}` of the address."""
        while self._gap_rows.rowCount():
            self._gap_rows.removeRow(0)
        self.gaps = {}
        self._template = address
        needs: Mapping[str, Mapping[str, str]] = self._kind.needs if self._kind else {}
        for name in dict.fromkeys(PLACE.findall(address)):
            field = self.gaps[name] = QLineEdit()
            title = in_language(needs.get(name, {"en": name}), self._language)
            field.setAccessibleName(title)
            field.textEdited.connect(self._fill)
            self._gap_rows.addRow(title, field)

    def _fill(self) -> None:
        address = self._template
        for name, field in self.gaps.items():
            if field.text().strip():
                address = address.replace(f"{{{name}}}", field.text().strip())
        self.lines[0].setText(address)

    def _add_line(self, text: str = "") -> QLineEdit:
        line = QLineEdit(text)
        number = len(self.lines) + 1
        title = self.tr("Address")
        if number > 1:
            title = self.tr("Address {number}").format(number=number)
        line.setAccessibleName(title)
        line.setPlaceholderText("https://api.example.com/v1")
        line.textChanged.connect(self._follow)
        self._rows.addWidget(line)
        if self.lines and line.window() is self.lines[-1].window():
            QWidget.setTabOrder(self.lines[-1], line)
        if line.window() is self.another.window():
            QWidget.setTabOrder(line, self.another)  # made before the lines it stands below
        self.lines.append(line)
        return line

    def _another(self) -> None:
        self._add_line().setFocus()
        self._follow()

    def _follow(self) -> None:
        self.another.setEnabled(all(line.text().strip() for line in self.lines))
        self.about.setVisible(len(self.addresses) > 1)
        self.changed.emit()

    def _build(self) -> None:
        self.regions.setAccessibleName(self.tr("Region"))
        self.regions.currentIndexChanged.connect(self._choose_region)
        self.another.clicked.connect(self._another)
        self.another.setAutoDefault(False)
        set_class(self.another, "link")
        set_class(self.about, "small", "muted")
        self.about.setWordWrap(True)
        self.about.setText(
            self.tr("The one that is least busy is asked; one that fails rests for a while.")
        )
        self._rows.setSpacing(4)
        self._gap_rows.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.regions)
        column.addLayout(self._gap_rows)
        column.addLayout(self._rows)
        column.addWidget(self.about)
        column.addWidget(self.another)
        self._add_line()
        self._follow()
