"""A sentence that a tile shows above its transcript or its composer, with what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from app.ui.box import Box
from app.ui.icons import Icons
from app.ui.plain_tip import plain_tip
from app.ui.theme import Look, set_class

KINDS = {
    "hint": ("", "muted", ""),
    "info": ("info", "muted", "raised"),
    "warning": ("warning", "warning", "warning_soft"),
    "failure": ("warning", "danger", "raised"),
}
"""How loud a banner is: its icon, the icon's colour and the ground; a hint has no box.

A failure is quiet here: the transcript shows it in red already.
"""


class Banner(Box):
    """One thin line, or as many as its sentence needs; with a button and a cross if wished.

    Signals:
        action_wanted: The button was pressed.
        dismissed: The cross was pressed; the banner is hidden already.
    """

    action_wanted = Signal()
    dismissed = Signal()

    def __init__(
        self, look: Look, icons: Icons, kind: str = "info", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, fill="", parent=parent)
        self._icons = icons
        self._kind = kind
        self._said = ("", "", False)
        self._is_whole = False
        self._icon = QLabel(self)
        self.words = QLabel(self)
        self._progress: QProgressBar | None = None
        self.action = QPushButton(self)
        self.cross = QToolButton(self)
        self._cells = QGridLayout(self)
        self._build()
        look.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def explain(self, more: str) -> None:
        """Say more when the mouse rests here, and aloud."""
        self.words.setToolTip(plain_tip(more))
        self.setAccessibleDescription(more)

    def say(self, sentence: str, action: str = "", *, may_go: bool = False) -> None:
        """Show `sentence`; `action` is the button's word, "" for no button."""
        said = (sentence, action, may_go)
        if said == self._said and not self.isHidden():
            return
        self._said = said
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
        self.cross.setVisible(may_go)
        self.setVisible(bool(sentence))

    def set_kind(self, kind: str) -> None:
        """Be louder or quieter: `hint`, `info` or `warning`."""
        if kind != self._kind:
            self._kind = kind
            self._restyle()

    def show_progress(self, progress: tuple[int, int] | None) -> None:
        """Show how far something is (done, of all, 0 for unknown); None hides the bar."""
        if progress is not None:
            bar = self._progress = self._progress or self._make_progress()
            done, total = progress
            bar.setRange(0, max(1, total // 1024))
            bar.setValue(done // 1024)
        if self._progress is not None:
            self._progress.setVisible(progress is not None)

    def keep_whole(self) -> None:
        """Never be lower than the whole sentence, however many lines it takes."""
        self._is_whole = True
        self._keep_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_words()

    def fill_color(self) -> QColor | None:
        ground = KINDS[self._kind][2]
        return self.look.color(ground) if ground else None

    def border_color(self) -> QColor | None:
        if self._kind == "hint":
            return None
        return self.look.color("warning" if self._kind == "warning" else "hairline")

    def _build(self) -> None:
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setMinimumWidth(40)
        self.action.setProperty("class", "link")
        self.action.setCursor(Qt.CursorShape.PointingHandCursor)
        self.action.clicked.connect(self.action_wanted)
        self.cross.setProperty("class", "icon")
        self.cross.setAccessibleName(self.tr("Hide this"))
        self.cross.setToolTip(self.tr("Hide this"))
        self.cross.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cross.clicked.connect(self._dismiss)
        cells = self._cells
        cells.setHorizontalSpacing(6)
        cells.setVerticalSpacing(0)
        cells.addWidget(self._icon, 0, 0)
        cells.addWidget(self.words, 0, 1)
        # A long sentence has its button below, where it does not squeeze the words.
        place = (1, 1) if self._kind == "failure" else (0, 3)
        cells.addWidget(self.action, *place, Qt.AlignmentFlag.AlignLeft)
        cells.addWidget(self.cross, 0, 4, Qt.AlignmentFlag.AlignTop)
        cells.setColumnStretch(1, 1)

    def _make_progress(self) -> QProgressBar:
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setFixedHeight(6)
        bar.setMaximumWidth(120)
        bar.setAccessibleName(self.tr("Progress"))
        self._cells.addWidget(bar, 0, 2)
        return bar

    def _keep_words(self) -> None:
        if self._is_whole:
            self._cells.activate()
            needed = self.words.heightForWidth(self.words.width())
            self.words.setMinimumHeight(max(0, needed))

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _restyle(self) -> None:
        icon, color, _ = KINDS[self._kind]
        self._icon.setVisible(bool(icon))
        if icon:
            size = self.look.px("icon_small") + 2
            self._icon.setPixmap(self._icons.pixmap(icon, self.look.color(color), size))
        set_class(self.words, "small", "muted" if self._kind == "hint" else "")
        self.cross.setIcon(self._icons.icon("close"))
        self.action.setFont(self.look.font("small"))
        self.action.setMinimumHeight(self.look.px("hit"))
        around = 4 if self._kind == "failure" else 2
        self._cells.setContentsMargins(0 if self._kind == "hint" else 8, around, 4, around)
        self._keep_words()
        self.update()
