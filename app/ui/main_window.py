"""The window: top bar, rail, deck, feed and notice bar in their places.

It is shown empty first; `furnish` puts the parts in when the runtime is open. Nothing
heavy is imported here, so the first frame comes soon.
"""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.ui.icons import Icons
from app.ui.layout_file import LayoutFile
from app.ui.marks import FrameWatch, Marks
from app.ui.tab_order import next_stop
from app.ui.theme import Look, set_class
from app.ui.top_bar import TopBar

SIZE = (1440, 900)
LEAST = (720, 560)
LEAST_SCREEN = (1024, 600)
FRAME = (8, 36)
"""Pixels that a window's frame takes at the most; Qt knows it only later."""

HOLD = 500
"""Milliseconds at the most in which nothing is painted while the parts are put in."""


class MainWindow(QMainWindow):
    """The frame of the program.

    Signals:
        close_wanted: The user wants to quit; the window stays until it is told.
        activity_changed: The window, or one that floats from it, became active or not.
        resized: Its geometry or a division is another: worth saving.
        feed_shown: The feed came into view, or went out of it.
    """

    close_wanted = Signal()
    activity_changed = Signal()
    resized = Signal()
    feed_shown = Signal(bool)

    def __init__(self, look: Look, icons: Icons, layout_file: LayoutFile) -> None:
        super().__init__()
        self.marks = Marks()
        self.frames = FrameWatch(self)
        self.layout_file = layout_file
        self.kept = layout_file.load()
        self.look = look
        self.icons = icons
        self.stays_in_tray: Callable[[], bool] = lambda: False
        """Whether closing only hides it, since the user finds it again in the tray."""
        self.top_bar = TopBar(look, icons)
        self._is_leaving = False
        self._wants_feed = True
        self._insists = False
        self._room_check = QTimer(self, singleShot=True, interval=0)
        self._division = QByteArray()
        self._rows = QVBoxLayout()
        self._columns = QHBoxLayout()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._feed: QWidget = _place("feedPanel", "side-right")
        self._build()
        look.changed.connect(self._fit)
        self._fit()
        self._restore_place()

    def furnish(self, rail: QWidget, deck: QWidget, feed: QWidget, foot: QWidget) -> None:
        """Put the parts into the places that were kept for them."""
        self._put(self._columns, 0, rail)
        self._feed = feed
        for place, part in enumerate((deck, feed)):
            before = self._split.replaceWidget(place, part)
            if before is not None:
                before.deleteLater()
        self._put(self._rows, 2, foot)
        self._split.setStretchFactor(0, 1)
        self._split.setCollapsible(0, False)
        self._fit()
        if not self._division.isEmpty():
            self._split.restoreState(self._division)

    @property
    def deck_size(self) -> QSize:
        """How large the deck is, or will be."""
        found = self._split.widget(0)
        assert found is not None
        return found.size()

    def hold_frames(self) -> None:
        """Paint nothing until `show_frames`, but not for long: half-filled frames cost time."""
        self.setUpdatesEnabled(False)
        QTimer.singleShot(HOLD, self, self.show_frames)

    def show_frames(self) -> None:
        """Paint again."""
        self.setUpdatesEnabled(True)

    def show_feed(self, is_wanted: bool, *, insists: bool = False) -> None:
        """Show the column at the right where there is room, or give its room to the deck.

        Who `insists` gets it also where the tiles become narrow, but never cut.
        """
        self._wants_feed, self._insists = is_wanted, insists and is_wanted
        self.make_room()
        self.feed_shown.emit(self.shows_feed)
        self.resized.emit()

    def make_room(self) -> None:
        """Let the feed go where the tiles need its room, and come back where they do not."""
        self._keep_least()
        is_shown = self._wants_feed and self.width() >= self._width_with_feed()
        if is_shown != self.shows_feed:
            self._feed.setVisible(is_shown)
            self.feed_shown.emit(is_shown)

    @property
    def shows_feed(self) -> bool:
        return not self._feed.isHidden()

    def place(self) -> str:
        """Where the window lies and how it is divided, as text for the layout file."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        division = bytes(self._split.saveState().toBase64().data()).decode()
        return f"{geometry} {division}"

    def come_forward(self) -> None:
        """Be seen: another start of the program asked for it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def leave(self) -> None:
        """Close, whatever runs."""
        self._is_leaving = True
        self.close()

    def focusNextPrevChild(self, forward: bool) -> bool:
        focused = self.focusWidget()
        rail, foot = _widget(self._columns, 0), _widget(self._rows, 2)
        deck = self._split.widget(0) or self._feed
        regions = [self.top_bar, rail, deck, self._feed, foot]
        following = next_stop(focused, regions, forward) if focused is not None else None
        if following is None:
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        following.setFocus(reason)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_leaving:
            super().closeEvent(event)
        elif self.stays_in_tray():
            event.ignore()
            self.hide()
        else:
            event.ignore()
            self.close_wanted.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when tiles came or went, after everything has its new size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._room_check.start()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ActivationChange, QEvent.Type.WindowStateChange):
            self.activity_changed.emit()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.resized.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()
        self.resized.emit()

    def _width_with_feed(self) -> int:
        """From how many pixels on the feed fits beside tiles that can be read well."""
        tiles, handle = self._least_deck().width(), self._split.handleWidth()
        if self._insists:
            feed = max(self._feed.minimumWidth(), self._feed.minimumSizeHint().width())
        else:
            tiles = tiles * max(100, self.look.scale) // 100
            feed = self.look.px("feed")
        return self._rail_width() + tiles + handle + feed

    def _keep_least(self) -> None:
        """Let nobody make the window so small that a tile is cut, as far as the screen allows."""
        deck, bars = self._least_deck(), self.top_bar.minimumSizeHint()
        foot = _widget(self._rows, 2).minimumSizeHint()
        width = max(self._rail_width() + deck.width(), bars.width(), foot.width())
        deck *= max(100, self.look.scale) / 100
        height = self.top_bar.height() + deck.height() + _widget(self._rows, 2).height()
        needed = within(self.screen().availableSize(), QSize(width, height))
        self.setMinimumSize(needed.expandedTo(QSize(*LEAST)))

    def _least_deck(self) -> QSize:
        deck = self._split.widget(0)
        return deck.minimumSizeHint() if deck is not None else QSize()

    def _rail_width(self) -> int:
        return (
            _widget(self._columns, 0).sizeHint().expandedTo(QSize(self.look.px("rail"), 0)).width()
        )

    def _restore_place(self) -> None:
        """Go where it was; Qt brings it onto a screen that is there."""
        geometry, _, division = str((self.kept or {}).get("window", "")).partition(" ")
        self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self._division = QByteArray.fromBase64(division.encode())

    def _build(self) -> None:
        self.setWindowTitle("Renao")
        self.setWindowIcon(self.icons.icon("agent-ask", "accent"))
        self.resize(first_size(self.screen().availableSize()))
        self.setMinimumSize(*LEAST)
        self._columns.setSpacing(0)
        self._columns.addWidget(_place("rail", "side-left"))
        self._columns.addWidget(self._split, 1)
        self._split.setObjectName("body")
        self._split.installEventFilter(self)
        self._room_check.timeout.connect(self.make_room)
        self._split.addWidget(_place("deckPlace", ""))
        self._split.addWidget(self._feed)
        self._split.splitterMoved.connect(lambda _position, _index: self.resized.emit())
        self._rows.setSpacing(0)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addWidget(self.top_bar)
        self._rows.addLayout(self._columns, 1)
        self._rows.addWidget(_place("noticeBar", "foot"))
        body = QWidget()
        body.setLayout(self._rows)
        self.setCentralWidget(body)

    def _fit(self) -> None:
        px = self.look.px
        rail, foot = _widget(self._columns, 0), _widget(self._rows, 2)
        if type(rail) is QFrame and type(foot) is QFrame:
            rail.setFixedWidth(px("rail"))
            foot.setFixedHeight(px("notice_bar"))
        self._split.setHandleWidth(1)  # Qt makes so thin a one 5 pixels wide to the hand
        if self._feed.width() < px("feed") // 2 or type(rail) is QFrame:
            feed = px("feed")
            self._split.setSizes([max(1, self.width() - px("rail") - feed), feed])

    def _put(self, layout: QVBoxLayout | QHBoxLayout, index: int, part: QWidget) -> None:
        before = _widget(layout, index)
        layout.replaceWidget(before, part)
        before.hide()
        before.deleteLater()


def first_size(screen: QSize) -> QSize:
    """As large as wanted, but within the screen."""
    return within(screen, QSize(*SIZE))


def within(screen: QSize, wanted: QSize) -> QSize:
    """So much of a size as a real screen has room for, with the window's frame."""
    is_real = screen.width() >= LEAST_SCREEN[0] and screen.height() >= LEAST_SCREEN[1]
    return wanted.boundedTo(screen - QSize(*FRAME)) if is_real else wanted


def _place(name: str, look: str) -> QFrame:
    frame = QFrame()
    frame.setObjectName(name)
    if look:
        set_class(frame, look)
    return frame


def _widget(layout: QVBoxLayout | QHBoxLayout, index: int) -> QWidget:
    item = layout.itemAt(index)
    assert item is not None
    widget = item.widget()
    assert widget is not None
    return widget
