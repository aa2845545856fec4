"""All entries of a conversation, one below the other; only those in view are laid out."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from time import perf_counter
from typing import NamedTuple

from app.core.conversation import Conversation, Message, Reply, Role, ToolResultPart
from app.ui.transcript.entry import Entry
from app.ui.transcript.scene import Scene


class Anchor(NamedTuple):
    """A height that stays where it is seen: so far below a block of an entry."""

    entry: int
    block: int
    below: float


class Roll:
    """The shown branch of a conversation as entries, each with its top."""

    def __init__(self, conversation: Conversation, scene: Scene) -> None:
        self.conversation = conversation
        self.scene = scene
        self.entries: list[Entry] = []
        self.tops: list[float] = []
        self.height = 0.0
        self._width = 400.0

    def sync(self) -> None:
        """Take over what is said now; entries that stay keep their layout."""
        known = {entry.said.id: entry for entry in self.entries}
        self.entries = [self._entry(said, known) for said in self._said()]
        for entry in self.entries:
            entry.is_newest = entry.is_cut_here = False
        if self.entries:
            self.entries[-1].is_newest = True
        self._mark_cut()
        self._number_variants()
        self.restack(0)

    def forget_layout(self) -> None:
        """Lay everything out again when it is seen, because the look changed."""
        for entry in self.entries:
            entry.forget()

    def lay(self, width: float, top: float, bottom: float, deadline: float) -> bool:
        """Lay out what lies between two heights; False when time ran out."""
        self._width = width
        index = self.index_at(top)
        while index < len(self.entries) and self.tops[index] <= bottom:
            entry, y = self.entries[index], self.tops[index]
            before = entry.height
            done = entry.lay(width, top - y, bottom - y, deadline)
            if entry.height != before:
                self.restack(index)
            if not done or perf_counter() > deadline:
                return False
            index += 1
        return True

    def index_at(self, y: float) -> int:
        """The entry at a height, or the one above it."""
        return max(0, bisect_right(self.tops, y) - 1)

    def between(self, top: float, bottom: float) -> Iterator[tuple[int, Entry]]:
        """The entries that touch the space between two heights."""
        index = self.index_at(top)
        while index < len(self.entries) and self.tops[index] <= bottom:
            yield index, self.entries[index]
            index += 1

    def anchor(self, y: float) -> Anchor:
        """What stands at a height."""
        index = self.index_at(y)
        if index >= len(self.entries):
            return Anchor(0, 0, 0.0)
        entry, inside = self.entries[index], y - self.tops[index]
        column = entry.columns[1]
        block, top = 0, 0.0
        if column and column.tops and inside > entry.frame.text:
            block = max(0, bisect_right(column.tops, inside - entry.frame.text) - 1)
            top = entry.frame.text + column.tops[block]
        return Anchor(index, block, inside - top)

    def height_of(self, anchor: Anchor) -> float:
        """Where what was anchored stands now."""
        if anchor.entry >= len(self.entries):
            return self.height
        entry, top = self.entries[anchor.entry], 0.0
        column = entry.columns[1]
        if column and anchor.block < len(column.tops) and anchor.block:
            top = entry.frame.text + column.tops[anchor.block]
        return self.tops[anchor.entry] + top + anchor.below

    def restack(self, first: int) -> None:
        """Find the tops anew from an entry on."""
        y = self.tops[first] if 0 < first < len(self.tops) else float(self.scene.typeset.pad)
        rest = list(accumulate((entry.height for entry in self.entries[first:]), initial=y))
        self.height = rest.pop()
        self.tops[first:] = rest

    def _said(self) -> Iterator[Message | Reply]:
        for message in self.conversation.messages:
            if message.role is not Role.TOOL:
                yield message
                continue
            # What tools answered is shown with the calls.
            results = (part for part in message.parts if isinstance(part, ToolResultPart))
            self.scene.results |= {part.id: part for part in results}
        if self.conversation.reply:
            yield self.conversation.reply

    def _entry(self, said: Message | Reply, known: dict[str, Entry]) -> Entry:
        if entry := known.get(said.id):
            entry.said = said
            return entry
        entry = Entry(said, self.scene)
        entry.guess(self._width)
        return entry

    def _mark_cut(self) -> None:
        replies = (entry for entry in reversed(self.entries) if entry.role is Role.AGENT)
        newest = next(replies, None)
        if newest and (first := newest.said.context_from):
            for entry in self.entries:
                entry.is_cut_here = entry.said.id == first

    def _number_variants(self) -> None:
        siblings: dict[tuple[str, Role], list[str]] = defaultdict(list)
        for message in self.conversation.all_messages.values():
            siblings[message.parent, message.role].append(message.id)
        for entry in self.entries:
            ids = siblings[entry.said.parent, entry.role]
            is_known = not entry.is_coming and len(ids) > 1
            entry.variant = (ids.index(entry.said.id) + 1, len(ids)) if is_known else (1, 1)
