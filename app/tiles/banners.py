"""What a tile says about its agent and its model, above the talk."""

from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.agent import in_language
from app.engine.builtin import BUILTIN, BuiltinState
from app.engine.sentences import FETCH
from app.engine.session import Session
from app.tiles import TileContext
from app.ui.banner import Banner
from app.ui.model_chip import about_builtin

HINT = "models.builtin_hint"
"""The setting that the hint's cross turns off, in every tile."""

LOW, LOW_WITH_SENTENCE = 30, 34
"""Lines of text; in a lower tile the model's chip alone says that it is tiny."""

MEGABYTE = 1_000_000


class Banners(QWidget):
    """The agent's own sentence, always; and a line about the built-in model where it answers.

    Signals:
        providers_wanted: The user wants to add a provider.
    """

    providers_wanted = Signal()

    def __init__(self, context: TileContext, parent: QWidget) -> None:
        """Says nothing about the model before `refresh`, which needs it in its tile."""
        super().__init__(parent)
        self._context = context
        self._session = context.session
        self._is_low = False
        card = context.session.card
        self._sentence = in_language(card.banner, context.language)
        if card.is_simulation and not self._sentence:
            self._sentence = self.tr("A played character. It never speaks for a real person.")
        self._has_model = False
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(8, 4, 8, 4)
        self._rows.setSpacing(4)
        if self._sentence:
            self.standing.say(self._sentence)

    @cached_property
    def standing(self) -> Banner:
        """The agent's own sentence; made only where there is one."""
        banner = Banner(
            self._context.look, self._context.icons, self._session.card.banner_kind, self
        )
        self._rows.insertWidget(0, banner)
        banner.keep_whole()
        return banner

    @cached_property
    def model(self) -> Banner:
        """The line about the built-in model; made when it first answers here."""
        banner = Banner(self._context.look, self._context.icons, "hint", self)
        banner.action_wanted.connect(self._act)
        banner.dismissed.connect(self._turn_hint_off)
        self._rows.addWidget(banner)
        self._has_model = True
        return banner

    def refresh(self, session: Session) -> None:
        """Say what is true now of the model that `session` asks."""
        self._session = session
        self._refresh_model()
        says_model = self._has_model and not self.model.isHidden()
        self.setVisible(bool(self._sentence) or says_model)

    def set_room(self, lines: float) -> None:
        """Leave out what is only a hint in a tile that is so few lines of text high."""
        is_low = lines < (LOW_WITH_SENTENCE if self._sentence else LOW)
        if is_low != self._is_low:
            self._is_low = is_low
            self.refresh(self._session)

    def _refresh_model(self) -> None:
        models = self._context.models
        if self._session.choice.provider != BUILTIN:
            if self._has_model:
                self.model.hide()
            return
        is_fetching = models.builtin_state is BuiltinState.FETCHING
        self.model.show_progress((models.fetch_progress or (0, 0)) if is_fetching else None)
        if is_fetching:
            self._say_fetching(models.fetch_progress)
        elif models.builtin_problem is not None or models.builtin_state is BuiltinState.MISSING:
            self._say_missing()
        else:
            self._say_tiny()

    def _say_fetching(self, progress: tuple[int, int] | None) -> None:
        self.model.set_kind("info")
        self.model.explain("")
        if progress is None:  # nothing to stop yet, least of all by a second click
            self.model.say(self.tr("Fetching the built-in model"))
            return
        done, total = (amount // MEGABYTE for amount in progress)
        words = self.tr("Fetching the model: {done} of {total} MB")
        self.model.say(words.format(done=done, total=total), self.tr("Stop"))

    def _say_missing(self) -> None:
        self.model.set_kind("warning")
        self.model.explain("")
        problem = self._context.models.builtin_problem
        if problem is None:
            words = self.tr("No built-in model here yet (98 MB).")
            self.model.say(words, self.tr("Fetch it"))
        else:
            sentence = self._context.wording.error(problem, self._name())
            can_fetch = sentence.action == FETCH
            words = self.tr("The built-in model did not come.") if can_fetch else sentence.text
            self.model.say(words, self.tr("Fetch it again") if can_fetch else "")
            self.model.explain(sentence.text)  # the bar below the tiles says it all, once

    def _say_tiny(self) -> None:
        self.model.set_kind("hint")
        shown = self._context.settings.current.models.builtin_hint and not self._is_low
        words = self.tr("Tiny trial model, English only.") if shown else ""
        self.model.say(words, self.tr("Add a provider"), may_go=True)
        self.model.explain(about_builtin())

    def _act(self) -> None:
        models = self._context.models
        is_missing = models.builtin_state is BuiltinState.MISSING
        if models.builtin_state is BuiltinState.FETCHING:
            models.stop_fetch()
        elif is_missing or models.builtin_problem is not None:
            models.fetch_builtin()
        else:
            self.providers_wanted.emit()

    def _turn_hint_off(self) -> None:
        self._context.settings.set(HINT, False)

    def _name(self) -> str:
        return in_language(self._session.card.name, self._context.language)
