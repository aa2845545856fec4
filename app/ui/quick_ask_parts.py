"""What stands in the box for quick questions, and how it is laid out."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.core.agent import AgentCard, in_language
from app.core.conversation import Conversation
from app.ui.avatar import avatar_icon
from app.ui.box import Box
from app.ui.composer_text import ComposerText
from app.ui.elided import ElidedLabel
from app.ui.link_question import ask_to_open
from app.ui.panel_context import PanelContext
from app.ui.quick_ask_clipboard import ClipboardCard
from app.ui.setting_editor import Choice
from app.ui.theme import set_class
from app.ui.transcript.scene import Explained
from app.ui.transcript.view import Transcript

_WIDE = 52
"""Letter sizes: the width of the box."""
_LEAST_TALK, _MOST_TALK = 6, 26
"""Lines of the transcript in view."""


class AgentChoice(Choice):
    """The list of agents.

    Signals:
        about_to_open: All of it will be seen.
        left: It is folded again; who chose wants to write now.
    """

    about_to_open = Signal()
    left = Signal()

    def showPopup(self) -> None:
        self.about_to_open.emit()
        super().showPopup()

    def hidePopup(self) -> None:
        super().hidePopup()
        self.left.emit()


class QuickAskParts(QObject):
    """Agent, answer, clipboard, line and hints of a box, which is also their parent.

    Signals:
        action_wanted: What helps after an error; "" asks again.
        continue_wanted: The answer shall go on.
    """

    action_wanted = Signal(str)
    continue_wanted = Signal()

    def __init__(self, context: PanelContext, box: QWidget) -> None:
        super().__init__(box)
        self._with = context
        self._box = box
        self._model = ElidedLabel()
        self._note = QLabel(box)
        self._hint = QLabel(box)
        self._line = Box(context.look, border="accent", parent=box)
        self._column = QVBoxLayout()
        self._talk: Transcript | None = None
        self._room = QSize(1440, 900)
        self._cards: tuple[AgentCard, ...] = ()
        self.agents = AgentChoice(box)
        self.anew, self.tile, self.away = (QToolButton(box) for _ in range(3))
        self.clipboard = ClipboardCard(context.look, context.icons, box)
        self.field = ComposerText(self._line)
        self.send = QPushButton(self.tr("Send"), self._line)
        self.stop = QPushButton(self.tr("Stop"), self._line)
        self.about = QPushButton(self.tr("About the clipboard"), box)
        self._name_buttons()
        self.agents.currentIndexChanged.connect(self._paint_chosen)
        self.agents.about_to_open.connect(self._paint_all)
        self.agents.left.connect(self.field.setFocus)
        context.look.changed.connect(self._dress)

    @property
    def agent(self) -> str:
        """The id of the chosen agent."""
        return str(self.agents.currentData() or "")

    @property
    def transcript(self) -> Transcript | None:
        """Where the answer is read; None before the first question."""
        return self._talk

    def column(self, box: QWidget) -> QVBoxLayout:
        """Lay everything out in the box."""
        self._column = QVBoxLayout(box)
        top = QHBoxLayout()
        top.addWidget(self.agents)
        top.addWidget(self._model, 1)
        for button in (self.anew, self.tile, self.away):
            top.addWidget(button)
        inside = QHBoxLayout(self._line)
        inside.setContentsMargins(6, 4, 4, 4)
        inside.addWidget(self.field, 1, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        inside.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignBottom)
        foot = QHBoxLayout()
        foot.addWidget(self.about)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._hint)
        self._column.addLayout(top)
        self._column.addWidget(self.clipboard)
        self._column.addWidget(self._line)
        self._column.addLayout(foot)
        self._dress()
        return self._column

    def set_room(self, room: QSize) -> None:
        """Know how large the screen is."""
        self._room = room
        self._dress()

    def offer_agents(self, cards: Iterable[AgentCard]) -> None:
        """Let the user choose among `cards`; who was chosen stays so."""
        chosen, self._cards = self.agent, tuple(cards)
        self.agents.blockSignals(True)
        self.agents.clear()
        for card in self._cards:
            self.agents.addItem(in_language(card.name, self._with.language), card.id)
        self.agents.setCurrentIndex(max(0, self.agents.findData(chosen)))
        self.agents.blockSignals(False)
        self._paint_chosen()

    def show_conversation(self, conversation: Conversation | None) -> None:
        """Show a conversation above the line; None for none."""
        self.say("")
        if self._talk is not None:  # one that showed another has that one's height
            self._talk.close_subscriptions()
            self._talk.hide()
            self._talk.deleteLater()
            self._talk = None
        if conversation is not None:
            self._talk = self._made(conversation)
            self._talk.setFixedHeight(_LEAST_TALK * self._with.look.px("line"))

    def show_model(self, title: str) -> None:
        """Say which model answers."""
        self._model.setText(title)

    def set_running(self, is_running: bool) -> None:
        """Offer to stop what is coming; what is asked meanwhile waits."""
        self.stop.setVisible(is_running)
        self.send.setVisible(not is_running)

    def explain(self, message_id: str, why: Explained) -> None:
        """Say at the answer why it failed."""
        if self._talk is not None:
            self._talk.explain(message_id, why)

    def say(self, words: str) -> None:
        """A word beside the clipboard's button, "" for none."""
        self._note.setText(words)

    def close_subscriptions(self) -> None:
        """Hear nothing any more; twice is fine."""
        if self._talk is not None:
            self._talk.close_subscriptions()

    def _made(self, conversation: Conversation) -> Transcript:
        w = self._with
        talk = Transcript(conversation, w.bus, w.clock, w.look, w.icons, w.wording, self._box)
        talk.verticalScrollBar().rangeChanged.connect(self._grow)
        talk.link_wanted.connect(lambda link: ask_to_open(link, self._box))
        talk.action_wanted.connect(self.action_wanted)
        talk.regenerate_wanted.connect(lambda: self.action_wanted.emit(""))
        talk.continue_wanted.connect(self.continue_wanted)
        self._column.insertWidget(1, talk)
        return talk

    def _grow(self, least: int, most: int) -> None:
        """Give the answer the height that it needs, within reason."""
        talk = self._talk
        if talk is None or most <= 0:
            return
        limit = min(_MOST_TALK * self._with.look.px("line"), self._room.height() // 2)
        wanted = min(limit, talk.height() + most)
        if wanted > talk.height():
            talk.setFixedHeight(wanted)

    def _paint_chosen(self) -> None:
        self._paint(self.agents.currentIndex())

    def _paint_all(self) -> None:
        for index in range(self.agents.count()):
            self._paint(index)

    def _paint(self, index: int) -> None:
        """Give an agent its portrait when it comes into view: all of them take long."""
        if 0 <= index < len(self._cards) and self.agents.itemIcon(index).isNull():
            icon = avatar_icon(self._cards[index], self._with.look, self._with.icons)
            self.agents.setItemIcon(index, icon)

    def _name_buttons(self) -> None:
        icons = self._with.icons
        for button, icon, words, keys in (
            (self.anew, "new", self.tr("New question"), "Ctrl+N"),
            (self.tile, "open", self.tr("Go on in its tile"), "Ctrl+Return"),
            (self.away, "close", self.tr("Hide"), "Esc"),
        ):
            set_class(button, "icon")
            button.setIcon(icons.icon(icon))
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({_native(keys)})")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_class(self.about, "chip")
        set_class(self.send, "primary")
        set_class(self.stop, "danger")
        for label in (self._model, self._note, self._hint):
            set_class(label, "small", "muted")
        self.about.setCheckable(True)
        self.about.setIcon(icons.icon("copy"))
        about = self.tr("Send along what is on the clipboard; it is shown first")
        self.about.setToolTip(f"{about} ({_native('Ctrl+Shift+V')})")
        self.agents.setAccessibleName(self.tr("Agent"))
        self.field.set_hint(self.tr("Ask something"))
        self.field.setAccessibleName(self.tr("Ask something"))
        words = self.tr("{send} asks · {tile} opens the tile · {hide} hides")
        self._hint.setText(words.format(send="↵", tile=_native("Ctrl+Return"), hide=_native("Esc")))

    def _dress(self) -> None:
        px = self._with.look.px
        pad = px("pad") + 2
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(px("step") + 2)
        self._line.setFixedWidth(min(_WIDE * px("body"), self._room.width() - 4 * pad))
        self.field.set_font(self._with.look.font("body"))
        self.agents.setIconSize(QSize(px("avatar"), px("avatar")))
        for button in (self.anew, self.tile, self.away):
            button.setIconSize(QSize(px("icon"), px("icon")))
        self.about.setIconSize(QSize(px("icon_small"), px("icon_small")))
        self.field.fit()


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
