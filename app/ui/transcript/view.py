"""Shows a conversation as it is, while it grows, and what can be done with each message."""

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.core.bus import Bus
from app.core.conversation import Conversation, Role
from app.core.events import (
    BranchShown,
    Event,
    MessageAdded,
    MessagesRemoved,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
)
from app.core.tasks import TaskScope
from app.core.worker import Worker
from app.engine.wording import Wording
from app.ui.accessibility import offer_interfaces
from app.ui.frame_clock import FrameClock
from app.ui.icons import Icons
from app.ui.theme import Look
from app.ui.transcript.code import colored, has_colors
from app.ui.transcript.code_box import CodeBox
from app.ui.transcript.formulas import Drawings, Wanted
from app.ui.transcript.hands import Hands
from app.ui.transcript.markdown import is_warm, warm_up
from app.ui.transcript.scene import Explained
from app.ui.transcript.scroller import BUDGET
from app.ui.transcript.telling import tell

if TYPE_CHECKING:
    from app.ui.transcript.accessible import Reading, Talk

_PATIENCE = 6
"""After one that took twice its budget, this many times as long passes before the next."""
_REST = 0.3
"""Seconds until code is coloured: first all text, at the start too, then its colours."""
_DRAWINGS = 8
"""Formulas that are drawn between two layouts."""
_CHANGES = (MessageAdded, ReplyBegan, ReplyEnded, MessagesRemoved, BranchShown)


class Transcript(Hands):
    """A conversation, read from its owner whenever the frame clock says so.

    It hears the bus about its conversation, marks itself and reads later; while it is
    not visible it does nothing at all, and catches up when it is shown. Whoever destroys
    it calls `close_subscriptions` first.

    Signals:
        link_wanted: A link was pressed (its address); whoever hears it asks first.
        regenerate_wanted, continue_wanted: For the newest reply.
        post_wanted, delete_wanted, variant_wanted: For the message of that id.
        action_wanted: An action that `explain` offered.
        file_wanted: A file of a message was pressed (the `FilePart`).
    """

    _is_closed = False
    _reading: "Reading | None" = None
    """What assistive technology reads; made when it first asks."""

    def __init__(
        self,
        conversation: Conversation,
        bus: Bus,
        clock: FrameClock,
        look: Look,
        icons: Icons | None = None,
        wording: Wording | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(conversation, look, icons, wording or Wording(), parent)
        self.refreshes = 0
        self._bus = bus
        self._clock = clock
        self._scope = TaskScope("transcript")
        self._worker = Worker("code colours")
        self._is_changed = True
        self._is_laid = False
        self._has_grown = False
        self._not_before = 0.0
        self._blocks_seen = 0
        self._chip = self._make_chip()
        offer_interfaces()
        look.changed.connect(self._look_changed)
        self._subscribe()

    def show_conversation(self, conversation: Conversation) -> None:
        """Show another conversation, at its end."""
        for subscription in self._subscriptions:
            subscription.close()
        self.let_go()
        self.roll.conversation = conversation
        self.roll.entries.clear()
        self._sticks, self._pinned = True, ""
        self._subscribe()
        self._change()

    def explain(self, message_id: str, why: Explained) -> None:
        """Say in full why a reply ended, and what helps, as long as it is the newest."""
        if self.scene.explained.get(message_id) != why:
            self.scene.explained = {message_id: why}
            self._change()

    def close_subscriptions(self) -> None:
        """Hear nothing more and let the frame clock forget it; twice is fine."""
        self._is_closed = True
        if self._reading is not None:
            self._reading.close()
            self._reading = None
        for subscription in self._subscriptions:
            subscription.close()
        self._clock.forget(self)
        self._scope.cancel("warm")
        self._scope.cancel("colors")
        self._scope.cancel("drawings")
        self._worker.close()

    def make_interface(self) -> "Talk | None":
        """What assistive technology reads; None, which is Qt's own, once it is closed."""
        if self._is_closed:
            return None
        from app.ui.transcript.accessible import Reading

        self._reading = self._reading or Reading(self)
        return self._reading.interface()

    def refresh(self) -> None:
        """Show what is true now, as far as the budget goes."""
        if not self.isVisible():
            return
        now = perf_counter()
        if now < self._not_before and not self._is_changed:
            self._clock.mark(self)
            return
        if not is_warm() and self._warms_up():
            return
        self.refreshes += 1
        if self._is_changed:
            self._take_over()
        elif self._has_grown:
            self._take_more(now + BUDGET)
        else:
            self.arrange()
            self.viewport().update()
        spent = perf_counter() - now
        self._not_before = now + spent * _PATIENCE if spent > 2 * BUDGET else 0.0
        self._after_layout()

    @property
    def is_settled(self) -> bool:
        """All that is in view has been laid out; it need not be painted yet."""
        return self._is_laid and not self._is_changed and "warm" not in self._scope

    @property
    def is_growing(self) -> bool:
        """A reply is coming."""
        return self.roll.conversation.reply is not None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.mark(self, urgent=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._change()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hide_bar()
        self._clock.forget(self)

    def to_end(self) -> None:
        super().to_end()
        self._after_layout()

    def arrange(self) -> bool:
        self._is_laid = is_done = super().arrange()
        if not is_done:
            self._clock.mark(self, urgent=True)
        return is_done

    # What the bus says

    def _subscribe(self) -> None:
        id = self.roll.conversation.id
        self._subscriptions = [
            *(self._bus.subscribe(kind, self._change, about=id) for kind in _CHANGES),
            self._bus.subscribe(ReplyGrew, self._grew, about=id),
        ]

    def _change(self, event: Event | None = None) -> None:
        self._is_changed = True
        if isinstance(event, MessageAdded):
            self._go_to(event.message_id)
        if event is not None:
            tell(self, event, has_attention=self._has_attention)
        if self.isVisible():
            self._clock.mark(self, urgent=True)

    def _grew(self, event: Event) -> None:
        self._has_grown = True
        if self.isVisible():
            self._clock.mark(self, urgent=self._has_attention)

    def _go_to(self, message_id: str) -> None:
        """After what the user says the end is in view, after a note the note's beginning."""
        known = self.roll.conversation.all_messages.get(message_id)
        if known is not None and known.role in (Role.USER, Role.NOTE):
            self._sticks = known.role is Role.USER
            self._pinned = "" if self._sticks else message_id

    @property
    def _has_attention(self) -> bool:
        """The focus is in the same tile."""
        focus, tile = QApplication.focusWidget(), self.parentWidget()
        return focus is not None and (tile or self).isAncestorOf(focus)

    # What a refresh does

    def _take_over(self) -> None:
        self._is_changed = self._has_grown = False
        before = [entry.said.id for entry in self.roll.entries]
        tip_before = before[-1] if before else ""
        self.roll.sync()
        if before != [entry.said.id for entry in self.roll.entries[: len(before)]]:
            self.let_go()
        self.arrange()
        self.viewport().update()
        if self.roll.entries and self.roll.entries[-1].said.id != tip_before:
            self._chip.setVisible(not self.is_at_end)
        if self._reading is not None:
            self._reading.follow()

    def _take_more(self, deadline: float) -> None:
        self._has_grown = False
        entries, reply = self.roll.entries, self.roll.conversation.reply
        if reply is None or not entries or entries[-1].said is not reply:
            return
        page_end = self.verticalScrollBar().value() + self.viewport().height()
        if self.is_at_end or self.roll.tops[-1] < page_end:
            self.grow(deadline)
        if entries[-1].is_behind():
            self._has_grown = True
            self._clock.mark(self)
        if not self.is_at_end:
            self._chip.show()

    def _after_layout(self) -> None:
        self._place_chip()
        if "bar" in self.__dict__ and self.bar.isVisible():
            self._place_bar()
        column = self.roll.entries[-1].columns[1] if self.roll.entries else None
        blocks = len(column.stacks) if column else 0
        if blocks != self._blocks_seen or not self.is_growing:
            self._blocks_seen = blocks
            self._color_code()
        self._draw_formulas()

    def _page_moved(self) -> None:
        super()._page_moved()
        self._place_chip()
        self._color_code()
        self._draw_formulas()

    def _page_changed(self) -> None:
        if self.isVisible():
            super()._page_changed()
            self._after_layout()

    def _look_changed(self) -> None:
        self.wear()
        self._change()

    # In threads: the first import of the parser, and the colours of code.

    def _warms_up(self) -> bool:
        """Import the parser elsewhere, so that the window does not wait; False if it cannot."""
        if _has_loop() and not self._is_closed and "warm" not in self._scope:
            self._scope.start("warm", self._warm_up)
        return "warm" in self._scope

    async def _warm_up(self) -> None:
        await self._worker.run(warm_up)
        self._change()

    def _color_code(self) -> None:
        if self._is_closed or "colors" in self._scope or self._next_plain() is None:
            return
        if _has_loop():
            self._scope.start("colors", self._color_all)

    async def _color_all(self) -> None:
        await asyncio.sleep(_REST)
        while box := self._next_plain():
            box.is_asked = True
            code = box.code
            found = await self._worker.run(colored, code.code, code.language)
            if box.code == code and found and not self._is_closed:
                box.color(found)
                self.viewport().update()

    def _draw_formulas(self) -> None:
        """Draw elsewhere what the layout met: formulas, and pictures in the text."""
        if self._is_closed or "drawings" in self._scope or not self._drawings_wanted():
            return
        if _has_loop():
            self._scope.start("drawings", self._draw_all)

    def _drawings_wanted(self) -> list[tuple[Drawings, Wanted]]:
        both = (self.scene.typeset.drawings, self.scene.quiet.drawings)
        return [(drawings, each) for drawings in both for each in drawings.next(_DRAWINGS)]

    async def _draw_all(self) -> None:
        while wanted := self._drawings_wanted():
            for drawings, each in wanted:
                drawings.put(each, await self._worker.run(drawings.job(each)))
            if self._is_closed:
                return
            self.take_drawings()

    def _next_plain(self) -> CodeBox | None:
        top = self.verticalScrollBar().value()
        for _, entry in self.roll.between(top, top + self.viewport().height()):
            for column in entry.columns:
                for box in column.boxes() if column else ():
                    if isinstance(box, CodeBox) and _is_plain(box):
                        return box
        return None

    # The way back to the end

    def _make_chip(self) -> QPushButton:
        chip = QPushButton(self.tr("↓ New"), self)
        chip.setProperty("class", "chip over")
        chip.setAccessibleName(self.tr("Go to the newest text"))
        chip.clicked.connect(self.to_end)
        chip.hide()
        return chip

    def _place_chip(self) -> None:
        if self.is_at_end:
            self._chip.hide()
            return
        size = self._chip.sizeHint().expandedTo(QSize(64, self._look.px("chip")))
        self._chip.setGeometry(
            (self.viewport().width() - size.width()) // 2,
            self.viewport().height() - size.height() - 8,
            size.width(),
            size.height(),
        )
        self._chip.raise_()

    # What those read who do not see it

    @property
    def agent_name(self) -> str:
        """Who answers here, as the tile around it is called."""
        around = self.parentWidget()
        while around is not None and not around.accessibleName():
            around = around.parentWidget()
        return around.accessibleName() if around else self.tr("Agent")

    def put_keyboard_on(self, index: int) -> None:
        """Let the keyboard go on from a message, in view."""
        self.setFocus()
        self.current = index
        self._step(0)

    def _step(self, by: int) -> None:
        super()._step(by)
        if self._reading is not None:
            self._reading.tell_of_focus()


def _has_loop() -> bool:
    """Without a loop there are no threads: a transcript can be shown all the same."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _is_plain(box: CodeBox) -> bool:
    return not box.is_asked and not box.code.is_open and has_colors(box.code.language)
