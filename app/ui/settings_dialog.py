"""Settings: a page for each section of `core/settings.py`, and the providers."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.bus import Bus
from app.core.events import SettingChanged
from app.core.settings import SECTIONS
from app.engine.models import Models
from app.storage.settings_file import SettingsFile
from app.ui.agents_page import AgentsPage
from app.ui.keys_page import KeysPage
from app.ui.models_page import ModelsPage
from app.ui.network_page import NetworkPage
from app.ui.provider_page import ProviderPage
from app.ui.setting_editor import translated
from app.ui.settings_page import SettingsPage
from app.ui.theme import set_class

PROVIDERS, AGENTS = "providers", "agents"
"""The pages of providers and of agents' models; the others are called like their sections."""


class SettingsDialog(QDialog):
    """A list of pages at the left, the page at the right. Changes are in force at once."""

    def __init__(
        self,
        settings: SettingsFile,
        models: Models,
        providers: ProviderPage,
        bus: Bus,
        parent: QWidget | None = None,
        local: ModelsPage | None = None,
    ) -> None:
        """The dialog takes `providers` over and shows it as its last page.

        `local`, the models of this machine, it shows above the settings of models.
        """
        super().__init__(parent)
        self.providers = providers
        self.pages = {
            section: SettingsPage(section, settings, models)
            for section in SECTIONS
            if section not in ("network", "keys")
        }
        self.network = NetworkPage(providers.context)
        self.keys = KeysPage(providers.context)
        self.agents = AgentsPage(providers.context)
        self.pages |= {"network": self.network, "keys": self.keys}
        self._list = QListWidget()
        self._stack = QStackedWidget()
        self._local = local
        for section, title in SECTIONS.items():
            page: QWidget = self.pages[section]
            if section == "models" and local is not None:
                page = _stacked(local, page)
            self._add(section, translated(title), page)
        self._add(AGENTS, self.tr("Agents"), self.agents)
        self._add(PROVIDERS, self.tr("Providers"), providers, scrolls=False)
        self._build()
        self._subscription = bus.subscribe(SettingChanged, self._refresh)

    def show_page(self, page: str) -> None:
        """Open on a section or on `providers`."""
        for row in range(self._list.count()):
            if self._list.item(row).data(Qt.ItemDataRole.UserRole) == page:
                self._list.setCurrentRow(row)
        for each in self.pages.values():
            each.refresh()
        self.agents.refresh()
        self.open()
        self.network.look()
        self.keys.look()
        self.providers.look()
        self._list.doItemsLayout()  # dressed only now, so the rows are taller than they were

    def close_subscriptions(self) -> None:
        """Hear nothing any more; twice is fine."""
        self._subscription.close()
        if self._local is not None:
            self._local.close_subscriptions()

    def _refresh(self, event: SettingChanged) -> None:
        if self.isVisible():
            for each in self.pages.values():
                each.refresh()
            self.agents.refresh()

    def _add(self, name: str, title: str, page: QWidget, *, scrolls: bool = True) -> None:
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, name)
        self._list.addItem(item)
        heading = QLabel(title)
        set_class(heading, "heading")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 16, 8, 8)
        column.addWidget(heading)
        column.addWidget(_scrolled(page, title) if scrolls else page, 1)
        heading.setContentsMargins(11, 0, 0, 0)
        self._stack.addWidget(body)

    def _fit(self) -> None:
        """As large as the letters want it, but within the screen."""
        scale = max(100, self.providers.context.look.scale)
        wanted = QSize(860 * scale // 100, 640 * scale // 100)
        screen = self.screen().availableSize()
        self.resize(wanted.boundedTo(QSize(screen.width() - 40, screen.height() - 60)))
        self._list.setFixedWidth(160 * scale // 100)

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumSize(580, 380)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()
        self.providers.context.look.changed.connect(self._fit)
        self._list.setAccessibleName(self.tr("Pages"))
        self._list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._list.setCurrentRow(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        set_class(self._list, "pages")
        row.addWidget(self._list)
        row.addWidget(self._stack, 1)


def _scrolled(page: QWidget, title: str) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setAccessibleName(title)
    area.setWidget(page)
    return area


def _stacked(*parts: QWidget) -> QWidget:
    """A page of several parts, one below the other."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return page
