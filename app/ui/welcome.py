"""What an empty tile shows: who this is, one sentence, and three ways to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.core.agent import AgentCard, in_language
from app.ui.avatar import Avatar
from app.ui.clamped_text import without_marks
from app.ui.icons import Icons
from app.ui.starter_chip import WIDEST, StarterChip
from app.ui.theme import Look

SIDE, TOP = 8, 4
"""Margins in pixels."""


class Welcome(QScrollArea):
    """Portrait, greeting (else a sentence about it) and starter prompts of an agent.

    In a low tile the portrait is left out first, then the sentence, never a prompt.

    Signals:
        started: The user chose this starter prompt.
    """

    started = Signal(str)

    def __init__(self, card: AgentCard, look: Look, icons: Icons, language: str) -> None:
        super().__init__()
        self._card = card
        self._look = look
        self._language = language
        self._portrait = Avatar(card, "avatar_large", look, icons)
        self._sentence = QLabel()
        self._summary = in_language(card.summary, language)
        self._greeting = without_marks(in_language(card.greeting, language))
        self.chips: list[StarterChip] = []
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        self._build()
        # All at once and for good: the keyboard meets them in the order of making.
        most = max(len(prompts) for prompts in card.starters.values())
        self.chips = [self._make_chip() for _ in range(most)]
        self.offer(())
        look.changed.connect(self._restyle)
        self._restyle()

    @property
    def starters(self) -> tuple[str, ...]:
        """What the chips say, and send."""
        return tuple(chip.words for chip in self.chips if chip.words)

    def offer(self, spoken: tuple[str, ...]) -> None:
        """Offer the prompts in the window's language, or in one that the model speaks.

        `spoken` are the languages of the model, () when there is no limit. What a chip
        says is always exactly what it sends.
        """
        fits = not spoken or self._language in spoken
        starters = self._card.starters
        prompts = starters.get(self._language if fits else spoken[0]) or starters["en"]
        if prompts == self.starters:
            return
        for place, chip in enumerate(self.chips):
            chip.say(prompts[place] if place < len(prompts) else "")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        self.setObjectName("welcome")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for ground in (self.viewport(), self._inside):
            ground.setAutoFillBackground(False)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setText(self._greeting or self._summary)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setProperty("class", "muted")
        self._rows.setContentsMargins(SIDE, TOP, SIDE, TOP)
        self._rows.setSpacing(6)
        self._rows.addStretch(1)
        self._rows.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignHCenter)
        self._rows.addWidget(self._sentence)
        self._rows.addStretch(1)
        self.setWidget(self._inside)

    def _make_chip(self) -> StarterChip:
        chip = StarterChip(self._card.hue, self._look)
        chip.clicked.connect(lambda: self.started.emit(chip.words))
        policy = chip.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        chip.setSizePolicy(policy)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(chip, 100)
        line.addStretch(1)
        self._rows.insertLayout(self._rows.count() - 1, line)
        return chip

    def _fit(self) -> None:
        """Leave out what there is no room for."""
        width, gap = self.width() - 2 * SIDE, self._rows.spacing()
        room = self.height() - 2 * TOP
        room -= sum(
            chip.heightForWidth(min(width, WIDEST)) + gap for chip in self.chips if chip.words
        )
        for words in filter(None, (self._greeting, self._summary)):  # the shorter one at the end
            self._sentence.setText(words)
            if room >= self._sentence.heightForWidth(width) + gap:
                break
        sentence = self._sentence.heightForWidth(width) + gap
        self._sentence.setVisible(room >= sentence)
        self._portrait.setVisible(room >= sentence + self._portrait.height() + 2 * gap)

    def _restyle(self) -> None:
        self._sentence.setFont(self._look.font("body"))
        for chip in self.chips:
            chip.restyle()
        self._fit()
