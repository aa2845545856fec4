"""Why a tile's answer waits and for how long, counted down above the composer."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.backend import Waiting
from app.engine.provider_wording import waiting_sentence
from app.engine.session import Session
from app.tiles import TileContext
from app.ui.banner import Banner

SECOND = 1000
"""Milliseconds between two looks at how long it still takes."""


class WaitingLine(QWidget):
    """One line with a button that tries at once; it is there only while something waits.

    The banner is made when something waits for the first time.
    """

    def __init__(self, context: TileContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._session: Session | None = None
        self._seen: Waiting | None = None
        self._left = 0
        self.banner: Banner | None = None
        self._clock = QTimer(self, interval=SECOND)
        self._clock.timeout.connect(self._tick)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(8, 2, 8, 2)
        self.hide()

    def refresh(self, session: Session) -> None:
        """Begin to count when `session` waits anew; go away when it does not."""
        self._session = session
        waiting = session.waiting
        if waiting is None:
            self._seen = None
            self._clock.stop()
            self.hide()
            return
        if waiting is not self._seen:
            self._seen, self._left = waiting, max(1, round(waiting.seconds))
            self._clock.start()
        self._say()

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._clock.stop()  # it is tried now, and what comes of it is told
        else:
            self._say()

    def _say(self) -> None:
        if self._seen is None:
            return
        banner = self.banner = self.banner or self._made()
        words = waiting_sentence(self._context.wording, self._seen, self._who(), self._left)
        banner.say(words, self.tr("Now"))
        banner.explain(self._seen.detail)
        self.show()

    def _who(self) -> str:
        """The provider that is asked, for a model of this machine its name."""
        models = self._context.models
        asked = self._session.asked if self._session is not None else models.default
        return models.provider_title(asked) or models.title(asked)

    def _hurry(self) -> None:
        if self._session is not None:
            self._session.hurry()

    def _made(self) -> Banner:
        banner = Banner(self._context.look, self._context.icons, "info", self)
        banner.action_wanted.connect(self._hurry)
        self._rows.addWidget(banner)
        return banner
