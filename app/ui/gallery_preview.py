"""All about one agent, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.agent import AgentCard, in_language
from app.storage.imports.foreign import Remark
from app.ui.avatar import Avatar
from app.ui.gallery_words import origin_words, post_words, remark_words, sampling_words
from app.ui.icons import Icons
from app.ui.theme import Look, set_class

MOST = 3000
"""Characters of one text; the form of the card shows the rest."""


class GalleryPreview(QFrame):
    """Shows one agent; below it the buttons, or others for one that is not taken over yet.

    Signals:
        open_wanted, edit_wanted, duplicate_wanted, share_wanted, delete_wanted: A button.
        rail_wanted: The agent shall be on the rail (True) or not.
        add_wanted, add_all_wanted, leave_wanted: The buttons of an import.
    """

    open_wanted = Signal()
    edit_wanted = Signal()
    duplicate_wanted = Signal()
    share_wanted = Signal()
    delete_wanted = Signal()
    rail_wanted = Signal(bool)
    add_wanted = Signal()
    add_all_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, look: Look, icons: Icons, language: str) -> None:
        super().__init__()
        self._look = look
        self._icons = icons
        self._language = language
        self._avatar: Avatar | None = None
        self._head = QHBoxLayout()
        self.name = _label("heading")
        self.origin = _label("small", "muted")
        self._body = QVBoxLayout()
        self._scroll = QScrollArea()
        self.is_on_rail = QCheckBox(self.tr("On the rail"))
        self.buttons = {
            name: QPushButton(icons.icon(icon) if icon else QIcon(), words)
            for name, (icon, words) in self._titles().items()
        }
        self._of_card, self._of_import = QWidget(), QWidget()
        self._build()

    def show_card(self, card: AgentCard, *, is_changed: bool, is_on_rail: bool) -> None:
        """Show an agent that is here."""
        self._show(card, origin_words(card, is_changed), ())
        self.is_on_rail.setChecked(is_on_rail)
        restores = self.tr("Restore ours") if is_changed else self.tr("Delete")
        self.buttons["delete"].setText(restores)
        self.buttons["delete"].setIcon(self._icons.icon("restore" if is_changed else "trash"))
        self.buttons["delete"].setVisible(card.is_own)
        self._of_card.show()
        self._of_import.hide()

    def show_import(self, card: AgentCard, remarks: Sequence[Remark], count: int) -> None:
        """Show one of `count` agents that could be taken over."""
        self._show(card, origin_words(card, False), remarks)
        self.buttons["add_all"].setText(self.tr("Add all %n", "", count))
        self.buttons["add_all"].setVisible(count > 1)
        self._of_card.hide()
        self._of_import.show()

    def _show(self, card: AgentCard, origin: str, remarks: Sequence[Remark]) -> None:
        self.setVisible(True)
        self._show_avatar(card)
        self.name.setText(self._in(card.name))
        self.origin.setText(origin)
        while (item := self._body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for remark in remarks:
            self._body.addWidget(self._warning(remark_words(remark)))
        self._body.addWidget(_label(text=self._in(card.summary)))
        for title, text in self._sections(card):
            if text:
                self._body.addWidget(_label("title", text=title))
                self._body.addWidget(_label("muted", text=text[:MOST] + "…" * (len(text) > MOST)))
        self._body.addStretch(1)
        bar = self._scroll.verticalScrollBar()
        bar.setValue(0)

    def _sections(self, card: AgentCard) -> list[tuple[str, str]]:
        starters = card.starters.get(self._language) or card.starters.get("en", ())
        return [
            (self.tr("Greeting"), self._in(card.greeting)),
            (self.tr("Starters"), "\n".join(f"• {each}" for each in starters)),
            (self.tr("How it answers"), sampling_words(card.sampling)),
            (self.tr("What it posts"), post_words(card.posts)),
            (self.tr("Always shown"), self._in(card.banner)),
            (self.tr("Persona"), self._in(card.persona)),
        ]

    def _in(self, texts: object) -> str:
        return in_language(texts, self._language)  # type: ignore[arg-type]

    def _show_avatar(self, card: AgentCard) -> None:
        if self._avatar is None:
            self._avatar = Avatar(card, "avatar_large", self._look, self._icons, self)
            self._head.insertWidget(0, self._avatar)
        self._avatar.show_card(card)

    def _warning(self, words: str) -> QWidget:
        frame = QFrame()
        set_class(frame, "banner-warning")
        row = QHBoxLayout(frame)
        row.setContentsMargins(8, 6, 8, 6)
        label = _label(text=words)
        label.setAccessibleName(words)
        row.addWidget(label)
        return frame

    def _titles(self) -> dict[str, tuple[str, str]]:
        return {
            "open": ("", self.tr("Open")),
            "edit": ("edit", self.tr("Edit…")),
            "duplicate": ("copy", self.tr("Duplicate")),
            "share": ("send", self.tr("Share…")),
            "delete": ("trash", self.tr("Delete")),
            "add": ("", self.tr("Add this agent")),
            "add_all": ("", self.tr("Add all")),
            "leave": ("", self.tr("Cancel")),
        }

    def _build(self) -> None:
        set_class(self, "panel")
        for button in self.buttons.values():
            button.setAutoDefault(False)
        for name in ("open", "add"):
            set_class(self.buttons[name], "primary")
        for name, button in self.buttons.items():
            button.clicked.connect(getattr(self, f"{name}_wanted"))
        self.is_on_rail.clicked.connect(self.rail_wanted)
        inside = QWidget()
        inside.setLayout(self._body)
        self._body.setContentsMargins(0, 0, 6, 0)
        self._body.setSpacing(6)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("About this agent"))
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addStretch(1)
        names.addWidget(self.name)
        names.addWidget(self.origin)
        names.addStretch(1)
        self._head.setSpacing(12)
        self._head.addLayout(names, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 14, 14, 12)
        rows.setSpacing(10)
        rows.addLayout(self._head)
        rows.addWidget(self._scroll, 1)
        rows.addWidget(self._of_card)
        rows.addWidget(self._of_import)
        self._build_feet()

    def _build_feet(self) -> None:
        grid = QGridLayout(self._of_card)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.addWidget(self.is_on_rail, 0, 0)
        grid.addWidget(self.buttons["open"], 0, 1)
        for place, name in enumerate(("edit", "duplicate", "share", "delete")):
            grid.addWidget(self.buttons[name], 1 + place // 2, place % 2)
        column = QVBoxLayout(self._of_import)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for name in ("add", "add_all", "leave"):
            column.addWidget(self.buttons[name])


def _label(*classes: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(40)
    set_class(label, *classes)
    return label
