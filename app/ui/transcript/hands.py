"""What mouse and keyboard do in a transcript."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.core.conversation import Conversation, Role
from app.engine.wording import Wording
from app.ui.icons import Icons
from app.ui.theme import Look
from app.ui.transcript.code_box import CodeBox
from app.ui.transcript.entry import Entry
from app.ui.transcript.grammar import NOTE
from app.ui.transcript.message_bar import FOLD, MORE, MessageBar
from app.ui.transcript.sayings import CONTINUE, COPY, DELETE, FILE, POST, REGENERATE
from app.ui.transcript.scene import TEXT, Hit
from app.ui.transcript.scroller import Scroller

_SLIP = 4
"""Pixels that the mouse may move in a click."""


class Hands(Scroller):
    """A scroller that can be used: links, folds, actions, selection, keys."""

    link_wanted = Signal(str)
    regenerate_wanted = Signal()
    continue_wanted = Signal()
    post_wanted = Signal(str)
    delete_wanted = Signal(str)
    variant_wanted = Signal(str)
    action_wanted = Signal(str)
    file_wanted = Signal(object)

    def __init__(
        self,
        conversation: Conversation,
        look: Look,
        icons: Icons | None,
        wording: Wording,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(conversation, look, icons, wording, parent)
        self._icons = icons
        self._on_bar = -1
        self._pressed_at: QPointF | None = None
        self._is_choosing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    @cached_property
    def bar(self) -> MessageBar:
        """The actions on a message; made when they are first shown."""
        bar = MessageBar(self._look, self._icons, self)
        bar.pressed.connect(self._run_on_bar)
        return bar

    def hide_bar(self) -> None:
        """Show the actions no more, if they ever were."""
        if "bar" in self.__dict__:
            self.bar.hide()

    def let_go(self) -> None:
        """Forget what was selected, hovered and stepped on: the messages are others."""
        self.choosing.clear()
        self.current = self._on_bar = -1
        self._pressed_at = None
        self.hide_bar()

    def copy(self) -> None:
        """Copy what is selected, or else the current message."""
        if not self.choosing.is_empty:
            _to_clipboard(self.choosing.text(self.roll))
        elif self.current >= 0:
            _to_clipboard(self.roll.entries[self.current].said.text)

    def run(self, name: str, index: int) -> None:
        """Do one of the actions with an entry."""
        entry = self.roll.entries[index]
        said = entry.said
        if name.startswith(FILE) and entry.enclosed:
            self.file_wanted.emit(entry.enclosed.files[int(name.removeprefix(FILE))])
            return
        known: dict[str, Callable[[], object]] = {
            COPY: lambda: _to_clipboard(said.text),
            REGENERATE: self.regenerate_wanted.emit,
            CONTINUE: self.continue_wanted.emit,
            POST: lambda: self.post_wanted.emit(said.id),
            DELETE: lambda: self.delete_wanted.emit(said.id),
            FOLD: lambda: self._fold(entry),
            MORE: lambda: self._open_menu(
                index, self.bar.mapToGlobal(self.bar.rect().bottomLeft())
            ),
            "earlier": lambda: self._show_variant(entry, -1),
            "later": lambda: self._show_variant(entry, 1),
        }
        known.get(name, lambda: self.action_wanted.emit(name))()

    # Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_at = event.position()
        index, hit = self.hit(event.position())
        if self.choosing.clear() or self.current >= 0:
            self.current = -1
            self.viewport().update()
        if not hit.press and not hit.spot.press:
            self.choosing.begin(index, hit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index, hit = self.hit(event.position())
        if self._pressed_at is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position(), index, hit)
            return
        self._hover(self.entry_at(event.position().y()))
        self._show_cursor(hit)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed_at = self._pressed_at, None
        if self._is_choosing:
            self._is_choosing = False
        elif pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._click(*self.hit(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.current < 0:
            self._hover(-1)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index, hit = self.hit(QPointF(event.pos()))
            words = "" if hit.spot.href.startswith(NOTE) else hit.spot.href
            if index >= 0 and not words:
                within = QPointF(event.pos()) - self.corner_of(index)
                words = self.roll.entries[index].explained_at(within)
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
        is_sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        sideways = -delta.x() or (-delta.y() if is_sideways else 0)
        if sideways:
            _, hit = self.hit(event.position())
            if hit.box and hit.box.scroll(sideways):
                self.viewport().update()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.entry_at(event.pos().y()) if by_mouse else self._stepped()
        if index < 0:
            return
        place = event.globalPos()
        if not by_mouse:
            corner = self.corner_of(index) + self.roll.entries[index].ground.topLeft()
            place = self.viewport().mapToGlobal(
                QPoint(round(corner.x()) + 8, max(8, round(corner.y())))
            )
        self._open_menu(index, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bar = event.key(), self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choosing.all(self.roll)
            self.viewport().update()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in _STEPS:
            self._step(_STEPS[key])
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            self.to_end()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self._open_current()
        elif key == Qt.Key.Key_Escape and (self.choosing.clear() or self.current >= 0):
            self.let_go()
            self.viewport().update()
        else:
            super().keyPressEvent(event)

    # What they lead to

    def _page_moved(self) -> None:
        super()._page_moved()
        self._place_bar()

    def _place_bar(self) -> None:
        """Put the actions where their message is now."""
        if not 0 <= self._on_bar < len(self.roll.entries):
            self.hide_bar()
            return
        entry, corner = self.roll.entries[self._on_bar], self.corner_of(self._on_bar)
        ground, page = entry.ground.translated(corner), self.viewport().rect()
        size = self.bar.size()
        if entry.role is Role.USER:
            x, y = ground.left() - size.width() - 6, ground.bottom() - size.height()
        else:
            x = corner.x() + entry.width - size.width()
            y = ground.bottom() - 2 if entry.role is Role.AGENT else ground.bottom() - 8
        y = min(y, page.height() - size.height() - 2.0)
        if y < ground.top() - size.height():
            self.hide_bar()
            return
        self.bar.move(self.viewport().pos() + QPoint(max(2, round(x)), max(2, round(y))))
        self.bar.setVisible(True)
        self.bar.raise_()

    def _hover(self, index: int) -> None:
        if index >= 0 and self.roll.entries[index].is_coming:
            index = -1
        if index == self._on_bar:
            return
        self._on_bar = index
        if index >= 0:
            self.bar.offer(self.roll.entries[index])
        self._place_bar()

    def _drag(self, point: QPointF, index: int, hit: Hit) -> None:
        assert self._pressed_at is not None
        moved = point - self._pressed_at
        if self._is_choosing or moved.manhattanLength() > _SLIP:
            self._is_choosing = True
            self._hover(-1)
            self.choosing.reach(index, hit)
            self.viewport().update()

    def _click(self, index: int, hit: Hit) -> None:
        if hit.press:
            self.run(hit.press, index)
        elif hit.spot.href.startswith(NOTE):
            self._go_to_note(index, hit.spot.href.removeprefix(NOTE))
        elif hit.spot.href:
            self.link_wanted.emit(hit.spot.href)
        elif isinstance(hit.box, CodeBox) and hit.spot.press:
            if hit.spot.press == COPY:
                _to_clipboard(hit.box.code.code)
            hit.box.press(hit.spot)
            self._relay(self.roll.entries[index])

    def _go_to_note(self, index: int, label: str) -> None:
        """Bring a footnote into view."""
        entry, bar = self.roll.entries[index], self.verticalScrollBar()
        column = entry.columns[TEXT]
        if column is None or (top := column.note(label)) is None:
            return
        y = self.roll.tops[index] + entry.frame.text + top
        if not bar.value() <= y < bar.value() + self.viewport().height() - 40:
            bar.setValue(round(y) - self.viewport().height() // 3)

    def _show_cursor(self, hit: Hit) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if hit.press or hit.spot.press or hit.spot.href:
            shape = Qt.CursorShape.PointingHandCursor
        elif hit.box:
            shape = Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def _open_current(self) -> None:
        """Open the first file of the message the keyboard is on, or fold its thoughts."""
        if self.roll.entries[self.current].enclosed:
            self.run(f"{FILE}0", self.current)
        else:
            self._fold(self.roll.entries[self.current])

    def _fold(self, entry: Entry) -> None:
        if entry.said.reasoning:
            entry.is_unfolded = not entry.is_unfolded
            self._relay(entry)

    def _relay(self, entry: Entry) -> None:
        """Something in `entry` has another height; it stays where it is."""
        self._sticks = self._sticks and entry.is_coming
        entry.restack()
        self.roll.restack(0)
        self.arrange()
        self._place_bar()
        self.viewport().update()

    def _show_variant(self, entry: Entry, step: int) -> None:
        siblings = self.roll.conversation.variants(entry.said.id)
        wanted = entry.variant[0] - 1 + step
        if 0 <= wanted < len(siblings):
            self.variant_wanted.emit(siblings[wanted].id)

    def _stepped(self) -> int:
        return self.current if self.current >= 0 else len(self.roll.entries) - 1

    def _step(self, by: int) -> None:
        """Move the keyboard to the next message and bring it into view."""
        count = len(self.roll.entries)
        if not count:
            return
        start = self.entry_at(self.viewport().height() - 8) if self.current < 0 else self.current
        at_first = self.current < 0
        start = count - 1 if start < 0 else start
        self.current = start if at_first else max(0, min(count - 1, start + by))
        for _ in range(3):  # heights above may be guesses until they are seen
            self._bring_into_view(self.current)
        self._on_bar = -1
        self._hover(self.current)
        self.viewport().update()

    def _bring_into_view(self, index: int) -> None:
        bar, page = self.verticalScrollBar(), self.viewport().height()
        top = self.roll.tops[index] - self.scene.typeset.pad
        bottom = top + self.roll.entries[index].height
        if top < bar.value() or bottom - top > page:
            bar.setValue(round(top))
        elif bottom > bar.value() + page:
            bar.setValue(round(bottom - page) + self.scene.typeset.pad)

    def _run_on_bar(self, name: str) -> None:
        if 0 <= self._on_bar < len(self.roll.entries):
            self.run(name, self._on_bar)

    def _open_menu(self, index: int, place: QPoint) -> None:
        id = self.roll.entries[index].said.id
        self.bar.menu(self.roll.entries[index], lambda name: self._run_on(id, name)).popup(place)

    def _run_on(self, id: str, name: str) -> None:
        """Run an action on a message by its id: it may stand elsewhere by now."""
        for index, entry in enumerate(self.roll.entries):
            if entry.said.id == id:
                self.run(name, index)
                return


_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
