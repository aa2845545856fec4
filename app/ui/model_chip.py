"""Which model answers in a tile, and whether what is said to it leaves this machine."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.engine.builtin import BUILTIN
from app.engine.models import ModelChoice, Models
from app.ui.elided import ElidedButton
from app.ui.icons import Icons
from app.ui.theme import Look

LEAST_NAME = 6
"""Letters of a model's name that say something; a shorter beginning is left out."""


def about_builtin() -> str:
    """What everybody should know who talks to the built-in model."""
    return QCoreApplication.translate(
        "ModelChip",
        "The built-in model is tiny. It is for trying Renao out, is often wrong, and "
        "speaks English only. For real work add a provider.",
    )


class ModelChip(ElidedButton):
    """The model's name and the word local or cloud; a click offers the others.

    When there is little room the name gives way, never the word.

    Signals:
        chosen: The user chose this `ModelChoice`.
        providers_wanted: The user wants to add a provider.
    """

    chosen = Signal(object)
    providers_wanted = Signal()

    def __init__(self, models: Models, look: Look, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._models = models
        self._look = look
        self._icons = icons
        self._choice = models.default
        self.setProperty("class", "chip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.open_menu)
        self.show_choice(models.default)

    def show_choice(self, choice: ModelChoice) -> None:
        """Name another model; also after its provider was changed."""
        self._choice = choice
        words = self._words(choice)
        self.setText(words)
        self.setAccessibleName(self.tr("Model: {model}").format(model=words))
        self.setToolTip(self._explanation(choice))

    def open_menu(self) -> None:
        """Offer every model there is."""
        from app.ui.model_popup import ModelPopup  # seldom wanted, so not at the start

        popup = ModelPopup(self._models, self._choice, self._look, self._icons, self)
        popup.chosen.connect(self.chosen)
        popup.providers_wanted.connect(self.providers_wanted)
        popup.open_below(self)

    def least_width(self) -> int:
        """Pixels that the word local or cloud alone needs."""
        return self._width_of(self._place(self._choice))

    def _width_of(self, words: str) -> int:
        metrics, hint = self.fontMetrics(), self.sizeHint().width()
        full = metrics.horizontalAdvance(self._words(self._choice))
        return hint - full + metrics.horizontalAdvance(words) + 2

    def words_for(self, room: int) -> str:
        name, place = self._models.title(self._choice), self._place(self._choice)
        tail = f" · {place}"
        left = room - self.fontMetrics().horizontalAdvance(tail)
        if left <= 0:
            fits = self.fontMetrics().horizontalAdvance(place) <= room
            return place if fits else place.partition(" · ")[0]
        short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, left)
        return place if len(short) < LEAST_NAME and short != name else f"{short}{tail}"

    def width_in(self, room: int) -> int:
        """Pixels that the chip takes of `room`, without air around a name left out."""
        least, whole = self.least_width(), self.sizeHint().width()
        if room < least:
            least = self._width_of(self._place(self._choice).partition(" · ")[0])
            return least if least <= room else 0
        if room >= whole:
            return whole
        edges = least - self.fontMetrics().horizontalAdvance(self._place(self._choice))
        names = self.words_for(room - edges) != self._place(self._choice)
        return room if names else least

    def _place(self, choice: ModelChoice) -> str:
        if choice.provider == BUILTIN:
            return self.tr("tiny · local")
        return self.tr("local") if self._models.is_local(choice) else self.tr("cloud")

    def _words(self, choice: ModelChoice) -> str:
        return f"{self._models.title(choice)} · {self._place(choice)}"

    def _entry(self, choice: ModelChoice) -> str:
        provider = self._models.provider_title(choice)
        words = self._words(choice)
        return (f"{provider}: {words}" if provider else words).replace("&", "&&")

    def _explanation(self, choice: ModelChoice) -> str:
        if choice.provider == BUILTIN:
            return f"{about_builtin()} {self._where(choice)}"
        return self._where(choice)

    def _where(self, choice: ModelChoice) -> str:
        if self._models.is_local(choice):
            return self.tr("{model}: what you say stays on this machine.").format(
                model=self._entry(choice)
            )
        return self.tr("{model}: what you say goes to this provider.").format(
            model=self._entry(choice)
        )
