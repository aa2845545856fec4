"""One model of the page: what it is, what it is doing, and how it is to be served."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.settings import BUILTIN_FILE, LOCAL_LIMITS
from app.engine.filling import filled
from app.engine.local_facts import LoadState, LocalFacts
from app.ui.elided import ElidedLabel
from app.ui.icons import Icons
from app.ui.models_page_words import GLYPHS, description, need_words, state_words
from app.ui.theme import Look, set_class

IS_UP = (LoadState.LOADING, LoadState.READY)

STEPS = {"context": 512, "slots": 1, "threads": 1}


class ModelRow(QFrame):
    """A card with the model's name and state; its numbers unfold below.

    Signals:
        load_wanted, unload_wanted, again_wanted, remove_wanted, fetch_wanted: The button
            was pressed.
        changed: The user wants this `LocalFile` instead.
    """

    load_wanted = Signal()
    unload_wanted = Signal()
    again_wanted = Signal()
    remove_wanted = Signal()
    fetch_wanted = Signal()
    changed = Signal(object)

    def __init__(self, look: Look, icons: Icons) -> None:
        super().__init__()
        self._look = look
        self._icons = icons
        self._facts: LocalFacts | None = None
        self._free = 0
        self._glyph = QLabel()
        self.title = ElidedLabel()
        self.about = QLabel()
        self.state = QLabel()
        self.problem = QLabel()
        self.act = QPushButton()
        self.again = QPushButton(self.tr("Load again"))
        self.unfold = QPushButton(self.tr("Adjust"))
        self.remove = QPushButton(self.tr("Remove"))
        self.need = QLabel()
        self.path = ElidedLabel()
        self.numbers = {name: _Number() for name in LOCAL_LIMITS}
        self.more = QWidget()
        self._build()
        look.changed.connect(self._draw_glyph)

    def show_facts(self, facts: LocalFacts, problem: str, free: int) -> None:
        """Show what is true now; `problem` is a sentence, `free` the memory in bytes."""
        self._facts, self._free = facts, free
        self.setAccessibleName(facts.title)
        self.title.setText(facts.title)
        self.about.setText(description(facts))
        self.about.setVisible(bool(self.about.text()))
        self.path.setText(str(facts.path or ""))
        self.state.setText(state_words(facts))
        self.problem.setText(problem)
        self.problem.setToolTip(str(facts.problem or ""))
        self.problem.setVisible(bool(problem))
        self._draw_glyph()
        self._name_buttons(facts)
        self._show_numbers(facts)

    def show_fetching(self, words: str) -> None:
        """Say how far the built-in model's file is on its way."""
        self.state.setText(words)
        self.act.setEnabled(False)

    def _name_buttons(self, facts: LocalFacts) -> None:
        is_builtin = facts.file.id == BUILTIN_FILE
        is_missing = facts.state is LoadState.MISSING
        if facts.state in IS_UP:
            word, spoken = self.tr("Unload"), self.tr("Unload {name}")
        elif is_missing and is_builtin:
            word, spoken = self.tr("Download"), self.tr("Download {name}")
        else:
            word, spoken = self.tr("Load"), self.tr("Load {name}")
        self.act.setText(word)
        self.act.setAccessibleName(filled(spoken, name=facts.title))
        self.act.setEnabled(not is_missing or is_builtin)
        self.again.setVisible(facts.is_changed and facts.state in IS_UP)
        self.again.setAccessibleName(filled(self.tr("Load {name} again"), name=facts.title))
        self.unfold.setAccessibleName(filled(self.tr("Adjust {name}"), name=facts.title))
        self.remove.setVisible(not is_builtin)
        self.remove.setAccessibleName(filled(self.tr("Remove {name}"), name=facts.title))

    def _show_numbers(self, facts: LocalFacts) -> None:
        trained = facts.header.context if facts.header else 0
        for name, box in self.numbers.items():
            low, high = LOCAL_LIMITS[name]
            if box.hasFocus():
                continue
            box.blockSignals(True)
            box.setRange(low, max(trained, low) if name == "context" and trained else high)
            box.setValue(getattr(facts.file, name))
            box.blockSignals(False)
        self._show_need()

    def _show_need(self) -> None:
        facts = self._facts
        if facts is None:
            return
        needed = facts.estimate(self.numbers["context"].value(), self.numbers["slots"].value())
        free = self._free + facts.memory
        words = need_words(needed, free)
        if facts.is_changed and facts.state in IS_UP:
            words = f"{words} {self.tr('In force when it is loaded again.')}"
        self.need.setText(words)
        set_class(self.need, "small", "danger" if needed > free else "muted")

    def _act(self) -> None:
        facts = self._facts
        if facts is None:
            return
        if facts.state in IS_UP:
            self.unload_wanted.emit()
        elif facts.state is LoadState.MISSING:
            self.fetch_wanted.emit()
        else:
            self.load_wanted.emit()

    def _change(self) -> None:
        if self._facts is not None:
            context, slots, threads = (box.value() for box in self.numbers.values())
            file = replace(self._facts.file, context=context, slots=slots, threads=threads)
            self.changed.emit(file)

    def _fold(self) -> None:
        self.more.setVisible(self.more.isHidden())
        self._show_fold()

    def _show_fold(self) -> None:
        is_open = not self.more.isHidden()
        self.unfold.setIcon(self._icons.icon("chevron-up" if is_open else "chevron-down"))
        self.unfold.setAccessibleDescription(self.tr("Unfolded") if is_open else self.tr("Folded"))

    def _draw_glyph(self) -> None:
        if self._facts is not None:
            name, color = GLYPHS[self._facts.state]
            size, ratio = self._look.px("icon"), self.devicePixelRatioF()
            self._glyph.setPixmap(self._icons.pixmap(name, color, size, ratio))

    # How it is put together

    def _build(self) -> None:
        set_class(self, "card")
        set_class(self.title, "title")
        set_class(self.about, "small", "muted")
        set_class(self.state, "small")
        set_class(self.problem, "small", "danger")
        set_class(self.unfold, "quiet")
        set_class(self.remove, "danger")
        set_class(self.path, "small", "muted")
        for label in (self.about, self.state, self.problem, self.need):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for button in (self.act, self.again, self.unfold, self.remove):
            button.setAutoDefault(False)
        self.unfold.clicked.connect(self._fold)
        self.act.clicked.connect(self._act)
        self.again.clicked.connect(self.again_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        self.again.hide()
        self.problem.hide()
        self.more.hide()
        self._build_more()
        self._show_fold()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 10, 10, 10)
        rows.setSpacing(8)
        rows.addLayout(self._head())
        rows.addWidget(self.problem)
        rows.addWidget(self.more)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        for each in (self.title, self.about, self.state):
            words.addWidget(each)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        for button in (self.unfold, self.again, self.act):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _build_more(self) -> None:
        titles = {
            "context": (self.tr("Context"), self.tr("Tokens that each answer can look back on.")),
            "slots": (self.tr("Answers at once"), self.tr("Tiles beyond this number wait.")),
            "threads": (self.tr("Threads"), self.tr("More is not always faster.")),
        }
        self.numbers["threads"].setSpecialValueText(self.tr("by itself"))
        grid = QGridLayout(self.more)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(8)
        for column, (name, box) in enumerate(self.numbers.items()):
            title, about = titles[name]
            label = QLabel(title)
            set_class(label, "small", "muted")
            label.setBuddy(box)
            box.setSingleStep(STEPS[name])
            box.setAccessibleName(title)
            box.setAccessibleDescription(about)
            box.setToolTip(about)
            box.setMinimumWidth(80)
            grid.setColumnStretch(column, 1)
            box.valueChanged.connect(self._show_need)
            box.valueChanged.connect(self._change)
            grid.addWidget(label, 0, column)
            grid.addWidget(box, 1, column)
        self.need.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        grid.addWidget(self.need, 2, 0, 1, 3)
        grid.addWidget(self.path, 3, 0, 1, 2)
        grid.addWidget(self.remove, 3, 2, Qt.AlignmentFlag.AlignRight)


class _Number(QSpinBox):
    """A number that does not change because somebody scrolled past it."""

    def __init__(self) -> None:
        super().__init__()
        self.setKeyboardTracking(False)
        self.setGroupSeparatorShown(True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setRange(0, 1 << 24)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
