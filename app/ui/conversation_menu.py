"""The menu of a tile: what can be done with its conversation and with the tile itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.core.conversation import Role
from app.engine.session import Session


class ConversationMenu(QMenu):
    """Made for one opening; it goes when it closes. Show it with `popup`.

    Signals:
        new_wanted, earlier_wanted: Another conversation with this agent.
        attach_wanted: Files are to go with the next message.
        wishes_wanted: This one, or the agent's new ones, shall be answered in another way.
        regenerate_wanted, copy_wanted, undo_wanted: Something with this one.
        second_wanted, maximize_wanted, float_wanted, close_wanted: Something with the tile.
    """

    new_wanted = Signal()
    earlier_wanted = Signal()
    attach_wanted = Signal()
    wishes_wanted = Signal()
    regenerate_wanted = Signal()
    copy_wanted = Signal()
    undo_wanted = Signal()
    second_wanted = Signal()
    maximize_wanted = Signal()
    float_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Menu of this tile"))
        self.aboutToHide.connect(self.deleteLater)
        self._add_conversations()
        self.addSeparator()
        self._add_this_one(session)
        self.addSeparator()
        self._add_tile()

    def _add_conversations(self) -> None:
        self.addAction(self.tr("&New conversation"), self.new_wanted.emit)
        self.addAction(self.tr("&Earlier conversations…"), self.earlier_wanted.emit)

    def _add_this_one(self, session: Session) -> None:
        self.addAction(self.tr("&Attach files…"), self.attach_wanted.emit)
        self.addAction(self.tr("&How it answers…"), self.wishes_wanted.emit)
        messages = session.conversation.messages
        has_reply = any(each.role is Role.AGENT for each in messages)
        again = self.addAction(self.tr("&Regenerate the last reply"), self.regenerate_wanted.emit)
        again.setEnabled(has_reply and not session.is_running)
        copy = self.addAction(self.tr("&Copy conversation as Markdown"), self.copy_wanted.emit)
        copy.setEnabled(bool(messages))
        undo = self.addAction(self.tr("&Bring back what was deleted"), self.undo_wanted.emit)
        undo.setEnabled(session.can_undo_delete and not session.is_running)

    def _add_tile(self) -> None:
        self.addAction(self.tr("Open a &second tile"), self.second_wanted.emit)
        self.addAction(self.tr("&Maximise or restore"), self.maximize_wanted.emit)
        self.addAction(self.tr("&Float"), self.float_wanted.emit)
        self.addAction(self.tr("C&lose tile"), self.close_wanted.emit)
