"""Everything the user was told, and what runs at this moment."""

import time
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import in_language
from app.core.events import NoticesChanged, ReplyBegan, ReplyEnded, SessionChanged
from app.engine.notices import Notice, NoticeKind
from app.engine.session import Session
from app.ui.ago import ago
from app.ui.inbox_row import InboxRow
from app.ui.notice_actions import action_title, notice_icon
from app.ui.panel_context import PanelContext
from app.ui.state_words import state_icon
from app.ui.theme import set_class

MOST = 60
"""Rows shown at once; older notices come into view as these go."""

URGENT = (NoticeKind.NEEDS_YOU, NoticeKind.FAILED)


class Inbox(QDialog):
    """Three pages: all notices, those that need the user, and the runs under way.

    Signals:
        acted: The user pressed the action of a notice (its id).
        tile_wanted: The user wants to see a session (its id).
    """

    acted = Signal(str)
    tile_wanted = Signal(str)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._with = context
        self._page = "all"
        self._pages = QButtonGroup(self)
        self._rows = QVBoxLayout()
        self._buttons: dict[str, QPushButton] = {}
        self.all_read = QPushButton(self.tr("Mark all as read"))
        self._build()
        kinds = (NoticesChanged, SessionChanged, ReplyBegan, ReplyEnded)
        self._subscriptions = [context.bus.subscribe(kind, self._hear) for kind in kinds]

    def show_page(self, page: str) -> None:
        """Open on `all`, `needs_you` or `running`."""
        self._page = page
        self._buttons[page].setChecked(True)
        self.refresh()
        self.open()

    def close_subscriptions(self) -> None:
        """Hear nothing any more; twice is fine."""
        for subscription in self._subscriptions:
            subscription.close()
        self._with.clock.forget(self)

    def refresh(self) -> None:
        """Show what is true now."""
        self._clear()
        rows = self._running() if self._page == "running" else self._notices()
        for row in rows:
            self._rows.addWidget(row)
        if not rows:
            self._rows.addWidget(self._nothing())
        self._rows.addStretch(1)
        self.all_read.setEnabled(self._with.notices.newest is not None)

    def _hear(self, event: object) -> None:
        if self.isVisible():
            self._with.clock.mark(self)

    def _notices(self) -> list[InboxRow]:
        wanted = [
            notice
            for notice in self._with.notices.inbox
            if self._page == "all" or (notice.kind in URGENT and not notice.is_read)
        ]
        return [self._notice_row(notice) for notice in wanted[:MOST]]

    def _notice_row(self, notice: Notice) -> InboxRow:
        detail = " · ".join(
            filter(None, (self._name(notice.agent), ago(notice.created, time.time())))
        )
        row = InboxRow(self._with, notice.sentence, detail, is_new=not notice.is_read)
        row.show_icon(*notice_icon(notice.kind))
        if title := action_title(notice.action):
            row.add_button(title, notice.sentence, partial(self._act, notice.id))
        dismiss = partial(self._with.notices.dismiss, notice.id)
        row.add_cross(self.tr("Remove"), notice.sentence, dismiss)
        return row

    def _running(self) -> list[InboxRow]:
        return [self._run_row(session) for session in self._with.roster.running]

    def _run_row(self, session: Session) -> InboxRow:
        name = in_language(session.card.name, self._with.language)
        words = self._with.wording.state(session.state)
        row = InboxRow(self._with, name, words, is_new=True)
        color = self._with.look.agent_color(session.card.hue, "text")
        row.show_icon(state_icon(session.state), color)
        row.add_button(self.tr("Open"), name, partial(self._open_tile, session.id))
        row.add_button(self.tr("Stop"), name, session.stop)
        return row

    def _nothing(self) -> QLabel:
        words = {
            "all": self.tr("Nothing has happened yet that you were not looking at."),
            "needs_you": self.tr("Nobody needs you."),
            "running": self.tr("Nothing is running."),
        }
        label = QLabel(words[self._page])
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        set_class(label, "muted")
        return label

    def _name(self, agent_id: str) -> str:
        if agent_id not in self._with.roster.cards:
            return ""
        return in_language(self._with.roster.cards[agent_id].name, self._with.language)

    def _act(self, notice_id: str) -> None:
        self.close()
        self.acted.emit(notice_id)

    def _open_tile(self, session_id: str) -> None:
        self.close()
        self.tile_wanted.emit(session_id)

    def _clear(self) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _turn_to(self, page: str) -> None:
        self._page = page
        self.refresh()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Inbox"))
        self.resize(520, 480)
        self.setMinimumSize(360, 240)
        column = QVBoxLayout(self)
        column.addLayout(self._head())
        ground = QWidget()
        ground.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(ground)
        area.setAccessibleName(self.tr("Notices"))
        column.addWidget(area, 1)

    def _head(self) -> QHBoxLayout:
        segments = QFrame()
        set_class(segments, "segments")
        inner = QHBoxLayout(segments)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.setSpacing(0)
        titles = {
            "all": self.tr("All"),
            "needs_you": self.tr("Needs you"),
            "running": self.tr("Running"),
        }
        for page, title in titles.items():
            button = QPushButton(title)
            button.setCheckable(True)
            button.setAutoDefault(False)
            set_class(button, "segment")
            button.clicked.connect(partial(self._turn_to, page))
            self._pages.addButton(button)
            self._buttons[page] = button
            inner.addWidget(button)
        self.all_read.setAutoDefault(False)
        self.all_read.clicked.connect(self._with.notices.read_all)
        head = QHBoxLayout()
        head.addWidget(segments)
        head.addStretch(1)
        head.addWidget(self.all_read)
        return head
