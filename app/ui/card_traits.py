"""How an agent looks, answers and posts: everything of its card that is no text."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import AgentCard, PostRule
from app.core.wishes import Sampling
from app.ui.avatar import Avatar
from app.ui.gallery_words import post_words
from app.ui.icons import Icons
from app.ui.theme import Look

_UNSAID = -0.05
"""One step below the least value of a number: nothing is said."""

MOST_TOKENS = 1_000_000


class CardTraits(QWidget):
    """The avatar follows glyph and hue at once.

    Signals:
        changed: The user changed something.
    """

    changed = Signal()

    def __init__(self, card: AgentCard, look: Look, icons: Icons) -> None:
        super().__init__()
        self._card = card
        self.avatar = Avatar(card, "avatar_large", look, icons)
        self.glyph = QLineEdit(card.glyph)
        self.hue = QSlider(Qt.Orientation.Horizontal)
        self.plain = QCheckBox(self.tr("Letters instead of the picture"))
        self.temperature = self._fraction(card.sampling.temperature, 2.0)
        self.top_p = self._fraction(card.sampling.top_p, 1.0)
        self.longest = QSpinBox()
        self.posts = QComboBox()
        self.is_loud = QCheckBox(self.tr("The sentence is a warning"))
        self.is_simulation = QCheckBox(self.tr("It plays a person: say so"))
        self._build()

    def put_into(self, card: AgentCard) -> AgentCard:
        """`card` with what stands here."""
        is_plain, has_picture = self.plain.isChecked(), bool(card.picture)
        sampling = Sampling(
            _said(self.temperature, self._card.sampling.temperature),
            _said(self.top_p, self._card.sampling.top_p),
            self.longest.value() or None,
            self._card.sampling.repeat_penalty,
        )
        return replace(
            card,
            glyph=self.glyph.text().strip()[:3] or card.name["en"][:1] or "★",
            hue=self.hue.value(),
            icon="" if is_plain and not has_picture else card.icon,
            shows_picture=not (is_plain and has_picture),
            sampling=sampling,
            posts=PostRule(self.posts.currentData()),
            banner_kind="warning" if self.is_loud.isChecked() else "info",
            is_simulation=self.is_simulation.isChecked(),
        )

    def _redraw(self) -> None:
        self.avatar.show_card(self.put_into(self._card))
        self.changed.emit()

    def _fraction(self, value: float | None, most: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(_UNSAID, most)
        box.setSingleStep(0.05)
        box.setSpecialValueText(self.tr("as the model decides"))
        box.setValue(_UNSAID if value is None else value)
        return box

    def _build(self) -> None:
        self.glyph.setMaxLength(3)
        self.glyph.setMaximumWidth(90)
        self.hue.setRange(0, 359)
        self.hue.setValue(self._card.hue)
        self.hue.setPageStep(15)
        self.plain.setVisible(bool(self._card.icon or self._card.picture))
        self.plain.setChecked(not self._card.shows_picture)
        self.longest.setRange(0, MOST_TOKENS)
        self.longest.setSingleStep(128)
        self.longest.setSpecialValueText(self.tr("as the model decides"))
        self.longest.setValue(self._card.sampling.max_tokens or 0)
        for rule in PostRule:
            self.posts.addItem(post_words(rule), rule.value)
        self.posts.setCurrentIndex(self.posts.findData(self._card.posts.value))
        self.posts.setMinimumContentsLength(12)
        self.is_loud.setChecked(self._card.banner_kind == "warning")
        self.is_simulation.setChecked(self._card.is_simulation)
        self._lay_out()
        self._name_and_connect()

    def _lay_out(self) -> None:
        look = QFormLayout()
        look.addRow(self.tr("G&lyph"), self.glyph)
        look.addRow(self.tr("&Hue"), self.hue)
        look.addRow(self.plain)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(look, 1)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("T&emperature"), self.temperature)
        form.addRow(self.tr("Top-p"), self.top_p)
        form.addRow(self.tr("Longest ans&wer"), self.longest)
        form.addRow(self.tr("Posts b&y itself"), self.posts)
        form.addRow(self.is_loud)
        form.addRow(self.is_simulation)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(form)

    def _name_and_connect(self) -> None:
        self.glyph.setAccessibleName(self.tr("Glyph: one to three characters"))
        self.glyph.setToolTip(self.tr("One to three characters, or an emoji"))
        self.hue.setAccessibleName(self.tr("Hue of the avatar"))
        self.temperature.setAccessibleName(self.tr("Temperature"))
        self.temperature.setToolTip(self.tr("Low is sober and repeatable, high is playful."))
        self.top_p.setAccessibleName(self.tr("Top-p"))
        self.top_p.setToolTip(self.tr("How many of the likely words are considered."))
        self.longest.setAccessibleName(self.tr("Longest answer, in tokens"))
        self.posts.setAccessibleName(self.tr("What it posts by itself"))
        self.glyph.textChanged.connect(self._redraw)
        self.hue.valueChanged.connect(self._redraw)
        self.plain.toggled.connect(self._redraw)
        for box in (self.temperature, self.top_p, self.longest):
            box.valueChanged.connect(self.changed)
        self.posts.currentIndexChanged.connect(self.changed)
        for choice in (self.is_loud, self.is_simulation):
            choice.toggled.connect(self.changed)


def _said(box: QDoubleSpinBox, before: float | None) -> float | None:
    """The number; one that nobody touched is as exact as it was."""
    value = round(box.value(), 2)
    if value < 0:
        return None
    return before if before is not None and round(before, 2) == value else max(0.0, value)
