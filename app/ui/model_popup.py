"""Every model that can be chosen, in a list that pops up: favourites first, then by provider."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.engine.builtin import BUILTIN
from app.engine.local_models import LOCAL
from app.engine.models import ModelChoice, Models
from app.ui.icons import Icons
from app.ui.provider_model_list import context_words
from app.ui.row_delegate import ICON, ID, IS_HEADING, RIGHT, RowDelegate
from app.ui.theme import Look, set_class

SEARCH_FROM = 13
"""From how many models on there is a field to search them."""

MOST_ROWS = 14

Index = QModelIndex | QPersistentModelIndex

_NONE = QModelIndex()


@dataclass(frozen=True, slots=True)
class _Row:
    """A heading (without a choice) or a model."""

    title: str
    choice: ModelChoice | None = None
    right: str = ""
    icon: tuple[str, str] | None = None


class ModelPopup(QFrame):
    """A search field, a list, and the way to more providers. Closes by Esc or a click beside it.

    It deletes itself when it closes.

    Signals:
        chosen: The user chose this `ModelChoice`.
        providers_wanted: The user wants to add a provider.
    """

    chosen = Signal(object)
    providers_wanted = Signal()

    def __init__(
        self, models: Models, chosen: ModelChoice | None, look: Look, icons: Icons, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._models = models
        self._chosen = chosen
        self._anchor: QWidget | None = None
        self._look = look
        self.search = QLineEdit()
        self.list = QListView()
        self.rows = _Rows()
        self.more = QPushButton(self.tr("Add a provider…"))
        self._empty = QLabel(self.tr("No model is called that."))
        self._build(icons)
        self._show_fitting()

    def open_below(self, anchor: QWidget) -> None:
        """Show it below `anchor`, or above where there is more room."""
        self._anchor = anchor
        self._fit()
        self._place(anchor)
        self.show()
        (self.list if self.search.isHidden() else self.search).setFocus()

    def _place(self, anchor: QWidget) -> None:
        screen = anchor.screen().availableGeometry()
        place = anchor.mapToGlobal(anchor.rect().bottomLeft() + QPoint(0, 2))
        if place.y() + self.height() > screen.bottom():
            above = anchor.mapToGlobal(anchor.rect().topLeft()).y() - self.height() - 2
            place.setY(max(screen.top(), above))
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        self.move(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex())
            return True
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        pages = {Qt.Key.Key_PageDown: MOST_ROWS, Qt.Key.Key_PageUp: -MOST_ROWS}
        if key in steps | pages:
            self._step((steps | pages)[key])
            return True
        return False

    def _show_fitting(self) -> None:
        """Show the models that fit the words of the search; the chosen one is selected."""
        words = self.search.text().casefold().split()
        self.rows.show_rows(list(self._made_rows(words)))
        start = 0 if words else max(0, self.rows.place_of(self._chosen))
        self.list.setCurrentIndex(self.rows.index(self.rows.next_model(start, 1), 0))
        self.list.scrollTo(self.list.currentIndex())
        self.list.setVisible(self.rows.rowCount() > 0)
        self._empty.setVisible(self.rows.rowCount() == 0)

    def _find(self) -> None:
        """Show what fits, in a list no taller than that."""
        self._show_fitting()
        if self._anchor is not None:
            self._fit()
            self._place(self._anchor)

    def _made_rows(self, words: list[str]) -> Iterable[_Row]:
        choices = [each for each in self._models.choices() if self._fits(each, words)]
        starred = [each for each in choices if self._models.is_favourite(each)]
        if starred:
            yield _Row(self.tr("Favourites"))
            yield from (self._row(each, with_provider=True) for each in starred)
        group = None
        for choice in choices:
            if choice in starred:
                continue
            here = "" if choice.provider in (BUILTIN, LOCAL) else choice.provider
            if here != group:
                group = here
                yield self._heading(choice)
            yield self._row(choice)

    def _heading(self, choice: ModelChoice) -> _Row:
        title = self._models.provider_title(choice)
        where = self.tr("local") if self._models.is_local(choice) else self.tr("cloud")
        return _Row(title or self.tr("This machine"), right=where)

    def _row(self, choice: ModelChoice, *, with_provider: bool = False) -> _Row:
        tokens = self._models.known_context(choice)
        facts = [context_words(tokens)] if tokens else []
        if with_provider:
            facts.insert(0, self._models.provider_title(choice))
        if choice == self._chosen:
            icon = ("check", "accent")
        else:
            is_local = self._models.is_local(choice)
            icon = ("local", "good") if is_local else ("cloud", "muted")
        return _Row(self._models.title(choice), choice, " · ".join(facts), icon)

    def _fits(self, choice: ModelChoice, words: list[str]) -> bool:
        if not words:
            return True
        title = self._models.title(choice)
        text = f"{self._models.provider_title(choice)} {choice.model} {title}".casefold()
        return all(word in text for word in words)

    def _step(self, by: int) -> None:
        row = self.rows.next_model(self.list.currentIndex().row() + by, 1 if by > 0 else -1)
        self.list.setCurrentIndex(self.rows.index(row, 0))
        if row <= 1:
            self.list.scrollToTop()

    def _take(self, index: QModelIndex) -> None:
        choice = index.data(ID)
        if choice is not None:
            self.close()
            self.chosen.emit(choice)

    def _want_providers(self) -> None:
        self.close()
        self.providers_wanted.emit()

    def _fit(self) -> None:
        px = self._look.px
        rows = max(1, min(MOST_ROWS, self.rows.rowCount()))
        self.list.setFixedHeight(rows * px("hit") + 4)
        self.setFixedWidth(px("body") * 30)
        self.adjustSize()

    def _build(self, icons: Icons) -> None:
        set_class(self, "popup")
        self.setAccessibleName(self.tr("Models"))
        self.search.setPlaceholderText(self.tr("Search models"))
        self.search.setAccessibleName(self.tr("Search models"))
        self.search.setVisible(len(self._models.choices()) >= SEARCH_FROM)
        self.search.textChanged.connect(self._find)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowDelegate(self._look, icons, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Models"))
        self.list.clicked.connect(self._take)
        for part in (self.search, self.list):
            part.installEventFilter(self)
        set_class(self.more, "quiet")
        set_class(self._empty, "muted")
        self.more.setIcon(icons.icon("plus"))
        self.more.clicked.connect(self._want_providers)
        column = QVBoxLayout(self)
        pad = self._look.px("step") + 2
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(pad)
        for each in (self.search, self._empty, self.list):
            column.addWidget(each)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)


class _Rows(QAbstractListModel):
    """Headings and models; headings cannot be selected."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []

    def show_rows(self, rows: list[_Row]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def place_of(self, choice: ModelChoice | None) -> int:
        """In which row a model stands, -1 for none."""
        places = (row for row, each in enumerate(self._rows) if each.choice == choice)
        return next(places, -1) if choice is not None else -1

    def next_model(self, row: int, by: int) -> int:
        """The next row from `row` on that is no heading; the last one if there is none."""
        row = max(0, min(row, len(self._rows) - 1))
        for direction in (by, -by):
            place = row
            while 0 <= place < len(self._rows):
                if self._rows[place].choice is not None:
                    return place
                place += direction
        return -1

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._rows[index.row()].choice is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row.right
        found: dict[int, object] = {
            ID: row.choice,
            ICON: row.icon,
            RIGHT: (row.right, "muted"),
            IS_HEADING: row.choice is None,
        }
        return found.get(role)
