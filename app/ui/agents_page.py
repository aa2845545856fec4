"""Settings → Agents: which model each agent's new conversations begin with."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.core.agent import in_language
from app.engine.filling import filled
from app.engine.models import ModelChoice
from app.ui.avatar import Avatar
from app.ui.elided import ElidedButton
from app.ui.model_popup import ModelPopup
from app.ui.provider_context import ProviderContext
from app.ui.theme import set_class

DEFAULT = ""
"""Stands for all agents that have no model of their own."""


class AgentsPage(QWidget):
    """A row for the default, and one for each agent; a press offers every model.

    Signals go nowhere: what is chosen is in the settings at once.
    """

    def __init__(self, context: ProviderContext) -> None:
        super().__init__()
        self._context = context
        self.buttons: dict[str, ElidedButton] = {}
        self.back: dict[str, QToolButton] = {}
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show what is in force."""
        own = self._context.settings.current.agent_models
        models = self._context.models
        for id, button in self.buttons.items():
            if id != DEFAULT and id not in own:
                words = self.tr("As the default")
            else:
                words = self._words(models.default_for(id) if id else models.default)
            if id and id in own and models.default_for(id) != ModelChoice.parse(own[id]):
                words = self.tr("{model} is gone: as the default").format(model=own[id])
            button.setText(words)
            button.setToolTip("")
            if id:
                self.back[id].setVisible(id in own)

    def _words(self, choice: ModelChoice) -> str:
        models = self._context.models
        provider = models.provider_title(choice)
        return f"{provider}: {models.title(choice)}" if provider else models.title(choice)

    def _offer(self, id: str) -> None:
        models, button = self._context.models, self.buttons[id]
        chosen = models.default_for(id) if id else models.default
        popup = ModelPopup(models, chosen, self._context.look, self._context.icons, button)
        popup.more.hide()
        popup.chosen.connect(partial(self._choose, id))
        popup.open_below(button)

    def _choose(self, id: str, choice: ModelChoice) -> None:
        if id == DEFAULT:
            self._context.settings.set("models.default", str(choice))
        else:
            self._context.settings.set_agent_model(id, str(choice))
        self.refresh()

    def _forget(self, id: str) -> None:
        self._context.settings.set_agent_model(id, None)
        self.refresh()
        self.buttons[id].setFocus()

    # How it is put together

    def _build(self) -> None:
        about = QLabel(
            self.tr("Conversations that are open keep their model; it is changed in their title.")
        )
        about.setWordWrap(True)
        set_class(about, "muted")
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(about)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        self._add_row(grid, DEFAULT, self.tr("All agents without one of their own"))
        for card in self._context.cards():
            avatar = Avatar(card, "avatar", self._context.look, self._context.icons, self)
            grid.addWidget(avatar, grid.rowCount(), 0)
            self._add_row(grid, card.id, in_language(card.name, self._context.language))
        column.addLayout(grid)
        column.addStretch(1)

    def _add_row(self, grid: QGridLayout, id: str, name: str) -> None:
        row = grid.rowCount() - (1 if id else 0)
        label = QLabel(name)
        set_class(label, "title" if not id else "")
        button = self.buttons[id] = ElidedButton()
        button.setAccessibleName(filled(self.tr("Model of {name}"), name=name))
        button.setAutoDefault(False)
        set_class(button, "field")
        button.clicked.connect(partial(self._offer, id))
        grid.addWidget(label, row, 1 if id else 0, 1, 1 if id else 2)
        grid.addWidget(button, row, 2)
        if id:
            back = self.back[id] = QToolButton()
            set_class(back, "icon")
            back.setIcon(self._context.icons.icon("undo"))
            title = filled(self.tr("{name}: as the default"), name=name)
            back.setToolTip(self.tr("As the default"))
            back.setAccessibleName(title)
            back.clicked.connect(partial(self._forget, id))
            grid.addWidget(back, row, 3)
