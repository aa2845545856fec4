"""The models of one provider as rows: offered or not, starred or not, and what is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from app.core.backend import Ability, ModelFacts
from app.core.settings import ModelDetail, Provider
from app.ui.row_delegate import ID, IS_CHECKED, IS_STARRED, RIGHT

Index = QModelIndex | QPersistentModelIndex

_NONE = QModelIndex()


@dataclass(slots=True)
class ModelLine:
    """One model: what its server says, and what the user says instead.

    `own_context` is 0 and `own_abilities` None where the user believes the server.
    """

    id: str
    title: str = ""
    context: int | None = None
    abilities: frozenset[Ability] | None = None
    is_offered: bool = False
    is_favourite: bool = False
    own_context: int = 0
    own_abilities: tuple[str, ...] | None = None

    @property
    def shown_context(self) -> int:
        """Tokens, 0 when nobody knows."""
        return self.own_context or self.context or 0

    @property
    def shown_abilities(self) -> frozenset[str]:
        """What it can do, as far as anybody said."""
        if self.own_abilities is not None:
            return frozenset(self.own_abilities)
        return frozenset(ability.value for ability in self.abilities or ())


class ProviderModelList(QAbstractListModel):
    """Rows of the models that fit the search; those in use come first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, ModelLine] = {}
        self._shown: list[ModelLine] = []
        self._words: list[str] = []

    def show_provider(self, provider: Provider | None) -> None:
        """Begin with what the provider says."""
        self._lines = {}
        if provider is not None:
            for name in (*provider.models, *provider.favourites):
                line = self._lines.setdefault(name, ModelLine(name))
                line.is_offered = line.is_offered or name in provider.models
                line.is_favourite = name in provider.favourites
            for detail in provider.details:
                line = self._lines.setdefault(detail.model, ModelLine(detail.model))
                line.own_context, line.own_abilities = detail.context, detail.abilities
        self._show()

    def take_listed(self, facts: Iterable[ModelFacts]) -> int:
        """Add what the server lists; returns how many are new."""
        before = len(self._lines)
        for each in facts:
            line = self._lines.setdefault(each.id, ModelLine(each.id))
            line.title, line.context, line.abilities = each.title, each.context, each.abilities
        self._show()
        return len(self._lines) - before

    def add(self, name: str) -> None:
        """Offer a model that no list has."""
        self._lines.setdefault(name, ModelLine(name)).is_offered = True
        self._show()

    def search(self, words: str) -> None:
        """Show only the models whose name has all of these words."""
        self._words = words.casefold().split()
        self._show()

    def offer_shown(self, is_offered: bool) -> None:
        """Offer every model that is shown, or none of them."""
        for line in self._shown:
            line.is_offered = is_offered
        self._tell_all()

    @property
    def lines(self) -> tuple[ModelLine, ...]:
        """All of them, whatever is searched for."""
        return tuple(self._lines.values())

    def line(self, row: int) -> ModelLine | None:
        """The model in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def tell(self, row: int) -> None:
        """Show a row anew after its line was changed."""
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)

    @property
    def offered(self) -> tuple[str, ...]:
        """The names of those offered, favourites first."""
        names = [each.id for each in self.lines if each.is_offered]
        starred = self.favourites
        return tuple(sorted(names, key=lambda name: name not in starred))

    @property
    def favourites(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.lines if each.is_favourite and each.is_offered)

    @property
    def details(self) -> tuple[ModelDetail, ...]:
        """What the user said of models; what a server said of them may change and is not kept."""
        return tuple(
            ModelDetail(line.id, line.own_context, line.own_abilities)
            for line in self.lines
            if line.own_context or line.own_abilities is not None
        )

    # What Qt asks

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row())
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.id
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._spoken(line)
        found: dict[int, object] = {
            ID: line.id,
            IS_CHECKED: line.is_offered,
            IS_STARRED: line.is_favourite,
        }
        if role == RIGHT:
            return (about_line(line), "muted")
        return found.get(role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.line(index.row())
        if line is None or role not in (IS_CHECKED, IS_STARRED):
            return False
        if role == IS_CHECKED:
            line.is_offered = bool(value)
        else:
            line.is_favourite = bool(value)
            line.is_offered = line.is_offered or line.is_favourite
        self.dataChanged.emit(index, index)
        return True

    def _spoken(self, line: ModelLine) -> str:
        translate = QCoreApplication.translate
        words = [
            translate("ProviderModels", "offered")
            if line.is_offered
            else translate("ProviderModels", "not offered")
        ]
        if line.is_favourite:
            words.append(translate("ProviderModels", "favourite"))
        return ", ".join([*words, about_line(line)])

    def _show(self) -> None:
        fitting = [line for line in self._lines.values() if self._fits(line)]
        self.beginResetModel()
        self._shown = sorted(fitting, key=lambda each: (not each.is_favourite, not each.is_offered))
        self.endResetModel()

    def _fits(self, line: ModelLine) -> bool:
        text = f"{line.id} {line.title}".casefold()
        return all(word in text for word in self._words)

    def _tell_all(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))


def about_line(line: ModelLine) -> str:
    """What it can do and how much it can look back on, in few words."""
    titles = ability_titles()
    words = [titles[name] for name in titles if name in line.shown_abilities]
    if line.shown_context:
        words.append(context_words(line.shown_context))
    return " · ".join(words)


def ability_titles() -> dict[str, str]:
    """What each ability is called."""
    translate = QCoreApplication.translate
    return {
        "vision": translate("ProviderModels", "Images"),
        "files": translate("ProviderModels", "Files"),
        "tools": translate("ProviderModels", "Tools"),
        "reasoning": translate("ProviderModels", "Thinking"),
        "schema": translate("ProviderModels", "Schemas"),
    }


def context_words(tokens: int) -> str:
    """A number of tokens as people say it: 128K, 1M."""
    if tokens >= 1_000_000:
        return f"{tokens / 1_000_000:.1f}M".replace(".0M", "M")
    if tokens >= 1000:
        return f"{round(tokens / (1024 if tokens % 1000 else 1000))}K"
    return str(tokens)
