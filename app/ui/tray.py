"""The program's one icon in the desktop's tray: what goes on, and a small menu."""

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.core.events import (
    NoticesChanged,
    ReplyBegan,
    ReplyEnded,
    SessionChanged,
    SettingChanged,
)
from app.storage.settings_file import SettingsFile
from app.ui.main_window import MainWindow
from app.ui.panel_context import PanelContext

SIDES = (22, 32, 48, 64)
"""Pixels of the pictures among which the desktop chooses."""

_CLICK = QSystemTrayIcon.ActivationReason.Trigger
_MIDDLE = QSystemTrayIcon.ActivationReason.MiddleClick


class Tray(QObject):
    """Shows whether agents are idle, run or need the user; a click shows or hides the window.

    `icon` is also where the desktop shows messages from.

    Signals:
        quick_wanted: The user wants to ask something quickly.
        quit_wanted: The user wants to quit, whatever closing the window does.
    """

    quick_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, context: PanelContext, settings: SettingsFile, window: MainWindow) -> None:
        super().__init__(window)
        self._with = context
        self._settings = settings
        self._window = window
        self._shown: tuple[str, int] | None = None
        self._menu = QMenu()
        self.icon = QSystemTrayIcon(window.windowIcon(), window)
        self.show_or_hide = QAction(self)
        self.quiet = QAction(self.tr("Do not disturb"), self, checkable=True)
        self._build()
        bus = context.bus
        self._subscriptions = [
            bus.subscribe(kind, lambda event: context.clock.mark(self))
            for kind in (NoticesChanged, SessionChanged, ReplyBegan, ReplyEnded, SettingChanged)
        ]
        context.look.changed.connect(self._repaint)
        self.refresh()

    @property
    def menu(self) -> QMenu:
        """What the desktop shows on a click with the other button."""
        return self._menu

    @property
    def is_there(self) -> bool:
        """The user can see it, so a hidden window can be found again."""
        self.open()
        return self.icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()

    def open(self) -> None:
        """Take a place in the tray, if there is one now; it may come later than we."""
        if not self.icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable():
            self.icon.show()

    def close(self) -> None:
        """Leave the tray and hear nothing any more; once."""
        for subscription in self._subscriptions:
            subscription.close()
        self._window.activity_changed.disconnect(self._look_again)
        self._with.clock.forget(self)
        self.icon.hide()
        self._menu.deleteLater()

    def refresh(self) -> None:
        """Show what is true now."""
        counts = self._with.notices.counts
        self.quiet.setChecked(self._settings.current.notices.do_not_disturb)
        state, number = ("idle", 0)
        if counts.needs_you:
            state, number = "needs_you", counts.needs_you
        elif counts.running:
            state, number = "running", counts.running
        if (state, number) != self._shown:
            self._shown = (state, number)
            self.icon.setToolTip(f"Renao: {self._words(state, number)}")
            self._repaint()

    def _words(self, state: str, number: int) -> str:
        if state == "needs_you":
            return self.tr("%n need(s) you", "", number)
        if state == "running":
            return self.tr("%n running", "", number)
        return self.tr("nothing runs")

    def _build(self) -> None:
        quick = QAction(self.tr("Quick ask"), self)
        leave = QAction(self.tr("Quit Renao"), self)
        self._menu.addActions([self.show_or_hide, quick])
        self._menu.addSeparator()
        self._menu.addAction(self.quiet)
        self._menu.addSeparator()
        self._menu.addAction(leave)
        self._menu.aboutToShow.connect(self._name_window)
        self._window.activity_changed.connect(self._look_again)
        self.show_or_hide.triggered.connect(self._turn_window)
        self.quiet.triggered.connect(self._set_quiet)
        quick.triggered.connect(self.quick_wanted)
        leave.triggered.connect(self.quit_wanted)
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(self._press)
        self._name_window()

    def _look_again(self) -> None:
        self.open()
        self._name_window()

    def _name_window(self) -> None:
        is_shown = self._window.isVisible()
        self.show_or_hide.setText(self.tr("Hide Renao") if is_shown else self.tr("Show Renao"))

    def _turn_window(self) -> None:
        if self._window.isVisible():
            self._window.hide()
        else:
            self._window.come_forward()

    def _set_quiet(self, is_quiet: bool) -> None:
        self._settings.set("notices.do_not_disturb", is_quiet)

    def _press(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is _MIDDLE:
            self.quick_wanted.emit()
        elif reason is _CLICK and self._window.isActiveWindow():
            self._window.hide()
        elif reason is _CLICK:
            self._window.come_forward()

    def _repaint(self) -> None:
        state, number = self._shown or ("idle", 0)
        icon = QIcon()
        for side in SIDES:
            icon.addPixmap(self._painted(side, state, number))
        self.icon.setIcon(icon)

    def _painted(self, side: int, state: str, number: int) -> QPixmap:
        """The program's sign; at its corner how many run, or that somebody is needed."""
        look = self._with.look
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent_fill"))
        painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.26, side * 0.26)
        white, inner = QColor(Qt.GlobalColor.white), side * 0.66
        place = QRectF((side - inner) / 2, (side - inner) / 2, inner, inner)
        self._with.icons.paint(painter, "agent-ask", white, place)
        if state != "idle":
            color = "warning" if state == "needs_you" else "good"
            self._paint_badge(painter, side, color, "!" if state == "needs_you" else _digit(number))
        painter.end()
        return picture

    def _paint_badge(self, painter: QPainter, side: int, color: str, words: str) -> None:
        look, tall = self._with.look, side * 0.56
        disc = QRectF(side - tall, side - tall, tall, tall)
        painter.setBrush(look.color("background"))
        painter.drawEllipse(disc.adjusted(-side * 0.05, -side * 0.05, 0, 0))
        painter.setBrush(look.color(color))
        painter.drawEllipse(disc)
        font = look.font("title")
        font.setPixelSize(max(8, round(tall * (0.78 if len(words) < 2 else 0.62))))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(look.color("background"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, words)


def _digit(number: int) -> str:
    """A number for which there is room on the smallest icon."""
    return f"{number}" if number < 10 else "9+"
