"""The bar at the bottom: the newest notice, what can be done about it, and three counts."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.core.events import (
    NoticesChanged,
    ReplyBegan,
    ReplyEnded,
    SessionChanged,
    SettingChanged,
)
from app.engine.notices import Notice, NoticeKind
from app.storage.settings_file import SettingsFile
from app.ui.accessibility import announce
from app.ui.elided import ElidedLabel
from app.ui.notice_actions import action_title, notice_icon
from app.ui.panel_context import PanelContext
from app.ui.theme import set_class

LOUD = (NoticeKind.NEEDS_YOU, NoticeKind.FAILED, NoticeKind.PROBLEM)
"""What is shown even in calm."""


class NoticeBar(QFrame):
    """Shows the newest notice that was not read; nothing of it while do-not-disturb is on.

    Signals:
        acted: The user pressed the action of a notice (its id).
        inbox_wanted: The user wants the inbox, on the page `all`, `needs_you` or `running`.
    """

    acted = Signal(str)
    inbox_wanted = Signal(str)

    def __init__(
        self, context: PanelContext, settings: SettingsFile, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._with = context
        self._settings = settings
        self._shown: Notice | None = None
        self._said = 0.0
        """When the newest notice that was said aloud was written."""
        self._row = QHBoxLayout(self)
        self.icon = QLabel()
        self.sentence = ElidedLabel()
        self.action = QPushButton()
        self.dismissal = QToolButton()
        self.needs_you = QToolButton()
        self.running = QToolButton()
        self.worth_knowing = QToolButton()
        self.quiet = QToolButton()
        self._build()
        self._subscriptions = [
            context.bus.subscribe(kind, lambda event: context.clock.mark(self))
            for kind in (NoticesChanged, SessionChanged, ReplyBegan, ReplyEnded, SettingChanged)
        ]
        context.look.changed.connect(self._dress)
        self._dress()

    def close_subscriptions(self) -> None:
        """Hear nothing any more; twice is fine."""
        for subscription in self._subscriptions:
            subscription.close()
        self._with.clock.forget(self)

    def refresh(self) -> None:
        """Show what is true now."""
        self._show_notice()
        counts = self._with.notices.counts
        self._show_count(
            self.needs_you, "state-needs-you", counts.needs_you, "warning", self.tr("Needs you")
        )
        self._show_count(
            self.running, "state-streaming", counts.running, "good", self.tr("Running")
        )
        self._show_count(
            self.worth_knowing, "inbox", counts.worth_knowing, "text", self.tr("Worth knowing")
        )
        is_quiet = self._settings.current.notices.do_not_disturb
        self.quiet.setChecked(is_quiet)
        self.quiet.setIcon(self._with.icons.icon("moon", "accent" if is_quiet else "muted"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._shown is not None and event.position().x() < self.action.geometry().right():
            self._act()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._with.clock.mark(self)

    def _newest(self) -> Notice | None:
        if self._settings.current.notices.do_not_disturb:
            return None
        newest = self._with.notices.newest
        is_calm = self._with.look.density == "calm"
        return None if newest and is_calm and newest.kind not in LOUD else newest

    def _show_notice(self) -> None:
        self._shown = notice = self._newest()
        for part in (self.icon, self.dismissal):
            part.setVisible(notice is not None)
        self.action.setVisible(notice is not None and bool(action_title(notice.action)))
        self.sentence.setText(notice.sentence if notice else self._rest())
        set_class(self.sentence, "" if notice else "muted")
        if notice is not None:
            self._say_aloud(notice)
            name, color = notice_icon(notice.kind)
            side = self._with.look.px("icon")
            ratio = self.devicePixelRatioF()
            self.icon.setPixmap(self._with.icons.pixmap(name, color, side, ratio))
            self.action.setText(action_title(notice.action))
            self.action.setAccessibleName(f"{action_title(notice.action)}: {notice.sentence}")

    def _say_aloud(self, notice: Notice) -> None:
        """Say each notice once to those who do not see it; what needs them at once."""
        if notice.created > self._said:
            self._said = notice.created
            announce(self, notice.sentence, is_urgent=notice.kind in LOUD)

    def _rest(self) -> str:
        if self._settings.current.notices.do_not_disturb:
            return self.tr("Do not disturb: notices wait in the inbox")
        return self.tr("Nothing new")

    def _show_count(
        self, button: QToolButton, icon: str, count: int, color: str, title: str
    ) -> None:
        button.setIcon(self._with.icons.icon(icon, color if count else "muted"))
        button.setText(f"{title} {count}" if self._is_roomy() else str(count))
        button.setAccessibleName(f"{title}: {count}")
        button.setToolTip(f"{title}: {count}")
        set_class(button, "quiet", "on" if count else "off")

    def _is_roomy(self) -> bool:
        return self.width() > self._with.look.px("feed") * 3

    def _act(self) -> None:
        if self._shown is not None:
            self.acted.emit(self._shown.id)

    def _dismiss(self) -> None:
        if self._shown is not None:
            self._with.notices.read(self._shown.id)

    def _set_quiet(self, is_on: bool) -> None:
        self._settings.set("notices.do_not_disturb", is_on)

    def _build(self) -> None:
        set_class(self, "foot")
        self.setAccessibleName(self.tr("Notices"))
        set_class(self.action, "chip")
        set_class(self.dismissal, "icon")
        self.dismissal.setAccessibleName(self.tr("Mark as read"))
        self.dismissal.setToolTip(self.tr("Mark as read"))
        self.quiet.setCheckable(True)
        set_class(self.quiet, "icon")
        self.quiet.setAccessibleName(self.tr("Do not disturb"))
        self.quiet.setToolTip(self.tr("Do not disturb"))
        self.action.clicked.connect(self._act)
        self.dismissal.clicked.connect(self._dismiss)
        self.quiet.clicked.connect(self._set_quiet)
        self.needs_you.clicked.connect(lambda: self.inbox_wanted.emit("needs_you"))
        self.running.clicked.connect(lambda: self.inbox_wanted.emit("running"))
        self.worth_knowing.clicked.connect(lambda: self.inbox_wanted.emit("all"))
        row = self._row
        row.addWidget(self.icon)
        row.addWidget(self.sentence)
        row.addWidget(self.action)
        row.addWidget(self.dismissal)
        row.addStretch(1)
        for count in (self.needs_you, self.running, self.worth_knowing):
            count.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(count)
        row.addWidget(self.quiet)

    def _dress(self) -> None:
        look = self._with.look
        self.setFixedHeight(look.px("notice_bar"))
        pad = look.px("pad")
        self._row.setContentsMargins(pad, 0, pad, 0)
        self._row.setSpacing(look.px("gap"))
        self.dismissal.setIcon(self._with.icons.icon("close"))
        side = look.px("icon")
        counts = (self.needs_you, self.running, self.worth_knowing)
        for button in (self.dismissal, self.quiet, *counts):
            button.setIconSize(QSize(side, side))
        self.refresh()
