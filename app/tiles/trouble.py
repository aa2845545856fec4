"""What could not be done in a tile, and what can be taken back: lines above its composer.

Why a reply failed stands at the reply itself, in the transcript.
"""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.agent import in_language
from app.core.conversation import Outcome
from app.core.errors import AppError
from app.engine.session import Session
from app.tiles import TileContext
from app.ui.banner import Banner
from app.ui.notice_actions import action_title
from app.ui.transcript.scene import Explained

SHOWN_FOR = 10_000
"""Milliseconds that a word about something done stays."""


class Trouble(QWidget):
    """An error with the action that helps; and "Deleted. Undo".

    Signals:
        action_wanted: The user wants this action of `engine/wording.py`; "" asks again.
    """

    action_wanted = Signal(str)

    def __init__(self, context: TileContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._action: str | None = None
        self._undo: Callable[[], object] = bool
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_FOR)
        self._timer.timeout.connect(self.forget_done)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(8, 4, 8, 2)
        self._rows.setSpacing(4)
        self.hide()

    @cached_property
    def failure(self) -> Banner:
        """What went wrong; made with the first trouble."""
        banner = Banner(self._context.look, self._context.icons, "failure")
        banner.action_wanted.connect(self._act)
        banner.dismissed.connect(self._shrink)
        self._rows.insertWidget(0, banner)
        return banner

    @cached_property
    def done(self) -> Banner:
        """What was done and can be taken back; made when it first happens."""
        banner = Banner(self._context.look, self._context.icons)
        banner.action_wanted.connect(self._take_back)
        banner.dismissed.connect(self._shrink)
        self._rows.addWidget(banner)
        return banner

    def forget_error(self) -> None:
        """Something is asked anew: what went wrong before is past."""
        if self._action is not None:
            self._action = None
            self.failure.hide()
            self._shrink()

    def explain(self, session: Session) -> Explained | None:
        """Why the last reply failed and what helps; None if it did not."""
        messages, wording = session.conversation.messages, self._context.wording
        if session.is_running or not messages or messages[-1].outcome is not Outcome.FAILED:
            return None
        who = self._name_of(session)
        if session.last_error is not None:
            sentence = wording.error(session.last_error, who)
        else:  # it failed before the program was started
            sentence = wording.remembered(messages[-1].reason, who)
        label = action_title(sentence.action)
        return Explained(sentence.text, sentence.action, label)

    def show_error(self, error: AppError, session: Session) -> None:
        """Say what happened, what was kept and what to do."""
        sentence = self._context.wording.error(error, self._name_of(session))
        self._action = sentence.action
        title = action_title(sentence.action) or self.tr("Ask again")
        self.failure.say(sentence.text, title, may_go=True)
        self.show()

    def say(self, words: str, button: str = "", undo: Callable[[], object] = bool) -> None:
        """Show a word about something done for a while; `button` takes it back."""
        self._undo = undo
        self.done.say(words, button, may_go=True)
        self.show()
        self._timer.start()

    def forget_done(self) -> None:
        """Offer no more to take back what was done: it was, or it is no longer in view."""
        if "done" in self.__dict__:
            self.done.hide()
            self._shrink()

    def _name_of(self, session: Session) -> str:
        """Who was asked: the provider, for the built-in model its agent."""
        provider = self._context.models.provider_title(session.asked)
        return provider or in_language(session.card.name, self._context.language)

    def _act(self) -> None:
        self.failure.hide()
        self._shrink()
        self.action_wanted.emit(self._action or "")

    def _take_back(self) -> None:
        self.forget_done()
        self._undo()

    def _shrink(self) -> None:
        """Take no room when nothing is said."""
        self.setVisible(not (self.failure.isHidden() and self.done.isHidden()))
