"""What a tile says about its agent and its model, above the talk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.agent import in_language
from app.engine.builtin import BUILTIN, BuiltinState
from app.engine.sentences import FETCH
from app.engine.session import Session
from app.tiles import TileContext
from app.ui.banner import Banner

HINT = "models.builtin_hint"
"""The setting that the hint's cross turns off, in every tile."""

LOW, LOW_WITH_SENTENCE = 13, 17
"""Lines of text; in a lower tile the hint gives way to the talk."""

MEGABYTE = 1_000_000


class Banners(QWidget):
    """The agent's own sentence, always; and a line about the built-in model where it answers.

    Signals:
        providers_wanted: The user wants to add a provider.
    """

    providers_wanted = Signal()

    def __init__(self, context: TileContext) -> None:
        super().__init__()
        self._context = context
        self._session = context.session
        self._is_low = False
        card = context.session.card
        self.standing = Banner(context.look, context.icons, card.banner_kind)
        self.model = Banner(context.look, context.icons)
        self.model.action_wanted.connect(self._act)
        self.model.dismissed.connect(self._turn_hint_off)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 4, 8, 4)
        rows.setSpacing(4)
        rows.addWidget(self.standing)
        rows.addWidget(self.model)
        self.standing.say(in_language(card.banner, context.language))
        self.refresh(context.session)

    def refresh(self, session: Session) -> None:
        """Say what is true now of the model that `session` asks."""
        self._session = session
        self._refresh_model()
        self.setVisible(not (self.standing.isHidden() and self.model.isHidden()))

    def set_room(self, lines: float) -> None:
        """Leave out what is only a hint in a tile that is so few lines of text high."""
        is_low = lines < (LOW if self.standing.isHidden() else LOW_WITH_SENTENCE)
        if is_low != self._is_low:
            self._is_low = is_low
            self.refresh(self._session)

    def _refresh_model(self) -> None:
        models = self._context.models
        is_builtin = self._session.choice.provider == BUILTIN
        progress = models.fetch_progress if is_builtin else None
        self.model.show_progress(progress)
        if not is_builtin:
            self.model.say("")
        elif progress is not None:
            self._say_fetching(*progress)
        elif models.builtin_problem is not None or models.builtin_state is BuiltinState.MISSING:
            self._say_missing()
        else:
            self._say_tiny()

    def _say_fetching(self, done: int, total: int) -> None:
        self.model.set_kind("info")
        words = self.tr("Fetching the built-in model: {done} of {total} MB")
        self.model.say(words.format(done=done // MEGABYTE, total=total // MEGABYTE))

    def _say_missing(self) -> None:
        self.model.set_kind("warning")
        problem = self._context.models.builtin_problem
        if problem is None:
            words = self.tr("No built-in model here yet (90 MB).")
            self.model.say(words, self.tr("Fetch it"))
        else:
            sentence = self._context.wording.error(problem, self._name())
            can_fetch = sentence.action == FETCH
            self.model.say(sentence.text, self.tr("Fetch it again") if can_fetch else "")

    def _say_tiny(self) -> None:
        self.model.set_kind("hint")
        shown = self._context.settings.current.models.builtin_hint and not self._is_low
        words = self.tr("Tiny trial model, English only.") if shown else ""
        self.model.say(words, self.tr("Add a provider"), may_go=True)
        self.model.explain(
            self.tr(
                "The built-in model is tiny. It is for trying Renao out, is often wrong, and "
                "speaks English only. For real work add a provider."
            )
        )

    def _act(self) -> None:
        models = self._context.models
        is_missing = models.builtin_state is BuiltinState.MISSING
        if is_missing or models.builtin_problem is not None:
            models.fetch_builtin()
        else:
            self.providers_wanted.emit()

    def _turn_hint_off(self) -> None:
        self._context.settings.set(HINT, False)

    def _name(self) -> str:
        return in_language(self._session.card.name, self._context.language)
