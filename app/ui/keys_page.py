"""Settings → Keys: where keys are kept, and what it takes to keep them there."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.ui.key_place import KeyPlaceBanner, end_tasks
from app.ui.provider_context import ProviderContext
from app.ui.settings_page import SettingsPage

KEEP = "keys.keep"


class KeysPage(SettingsPage):
    """The choice of a place; above it what is missing there. A file is made or opened at once.

    Until that is done the banner says where keys are.
    """

    def __init__(self, context: ProviderContext) -> None:
        super().__init__("keys", context.settings, context.models)
        self._context = context
        self.destroyed.connect(partial(end_tasks, context.scope, ("key-choice",)))
        self.place = KeyPlaceBanner(
            context.settings, context.secrets, context.wording, context.scope
        )
        self.change = QPushButton(self.tr("Change the passphrase…"))
        self.change.setAutoDefault(False)
        self.change.clicked.connect(self.place.change_passphrase)
        self.place.changed.connect(self.refresh)
        row = QHBoxLayout()
        row.addWidget(self.change)
        row.addStretch(1)
        self.column.insertWidget(0, self.place)
        self.column.insertLayout(self.column.count() - 2, row)
        self.editors[KEEP].connect(self._lead)
        self.refresh()

    def look(self) -> None:
        """Find out whether keys can be kept where they should be."""
        self.place.look()

    def refresh(self) -> None:
        """Show the choice in force, and what it needs."""
        super().refresh()
        self.place.refresh()
        is_file = self._context.secrets.kind == "file"
        self.change.setVisible(is_file)

    def _lead(self, place: str) -> None:
        """A file needs a passphrase: it is asked for as soon as the file is chosen."""
        self._context.scope.start("key-choice", self._follow, place)

    async def _follow(self, place: str) -> None:
        secrets = self._context.secrets
        await secrets.choose(place)
        await secrets.check()
        self.refresh()
        if place == "file" and secrets.kind != "file":
            self.place.ask_for_file()
