"""Markdown cut into blocks, while it is still coming.

A block is what stands at the top: a paragraph, a heading, one item of a list, a table,
a piece of code, a quote, a line across. When the text grows, only what lies after the
last block that can no longer change is parsed again; and a link definition that comes
late cuts those blocks again that asked for it. The result never depends on how the text
was cut into deltas.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from app.ui.transcript.growing_table import GrowingTable
from app.ui.transcript.leaves import MOST_CELLS, TABLE, Code, Leaf, Runs, Table
from app.ui.transcript.markdown import APART, CITED, Reference, References, block_tokens, runs_of
from app.ui.transcript.source import Source, as_written
from app.ui.transcript.stacking import Stacking, as_text, too_deep

if TYPE_CHECKING:
    from markdown_it.token import Token


_NUMBERS = re.compile(r"\[\d{1,3}\](?=\[\d{1,3}\])")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its span in the source, and its leaves from top to bottom.

    `number` is a numbered item's own. `labels` are the link labels it asked for.
    """

    start: int
    end: int
    leaves: tuple[Leaf, ...]
    number: int = 0
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Section:
    """A block that is not yet made: its tokens, its lines in the tail, its number."""

    tokens: "list[Token]"
    first: int
    end: int
    number: int = 0
    next_number: int = 0
    """Of the item after it in the same list; 0 when there can be none."""


class Blocks:
    """The blocks of one message's text, which may grow."""

    def __init__(self, text: str = "") -> None:
        self.blocks: list[Block] = []
        self._cited: tuple[str, ...] = ()
        self._forget()
        if text:
            self.grow(text)

    @property
    def source(self) -> str:
        """The text that the blocks' spans refer to."""
        return self._source.text

    def written(self, block: Block) -> str:
        """The Markdown of one block."""
        return as_written(self.source[block.start : block.end]).rstrip()

    def cite(self, addresses: tuple[str, ...]) -> int:
        """Let `[1]` and the following lead to these; returns what `grow` does."""
        if addresses == self._cited:
            return len(self.blocks)
        self._cited = addresses
        self._definitions |= self._citations()
        return self._cut() if self.source else 0

    def _citations(self) -> dict[str, Reference]:
        return {
            str(number): {"href": address, "title": CITED, "map": [-1, -1]}
            for number, address in enumerate(self._cited, 1)
        }

    def grow(self, text: str) -> int:
        """Show `text`, which begins with all that came before.

        Returns the index of the first block that is another now.
        """
        before = len(self._source.text)
        if not self._source.grow(text):
            self._forget()
            self._source.grow(text)
        elif len(self._source.text) == before:
            return len(self.blocks)
        return self._more_code(before) if self._can_append(before) else self._cut()

    def _forget(self) -> None:
        self._source = Source()
        self.blocks.clear()
        self._settled = 0  # blocks that later text cannot change
        self._resume = 0  # where the text after them begins
        self._number = 0  # of the item there, when a numbered list goes on
        self._definitions = self._citations()  # before `_resume`
        self._references = References()  # all there are
        self._code_start = -1  # where the code of an open fence begins
        self._inline: dict[str, Runs] = {}  # parsed already, and the same next time
        self._table: Table | None = None  # the newest block, if it is one
        self._rows = GrowingTable()  # when the first block after the settled ones is a table

    # An open fence only gets longer: nothing is parsed.

    def _can_append(self, before: int) -> bool:
        if self._code_start < 0:
            return False
        line = self.source.rfind("\n", 0, before) + 1
        return "```" not in self.source[line:] and "~~~" not in self.source[line:]

    def _more_code(self, before: int) -> int:
        last = self.blocks[-1]
        (old,) = last.leaves
        assert isinstance(old, Code)
        text = self._source.parsable
        code = as_written(text[self._code_start :]).removesuffix("\n")
        leaf = Code(code=code, language=old.language, is_open=True)
        self.blocks[-1] = Block(last.start, len(text), (leaf,))
        return len(self.blocks) - 1

    # Everything else is parsed from the last settled block on.

    def _cut(self) -> int:
        tail = self._rows.head + self._source.parsable[self._resume :]
        references = References(self._definitions)
        sections = list(_sections(block_tokens(tail, references), self._number))
        starts = self._rows.line_starts(_line_starts(tail), self._resume)
        changed = _differing(self._references, references)
        if not changed.isdisjoint(self._rows.labels):
            self._resume, self._rows = self._rows.start, GrowingTable()
            return self._cut()
        self._references = references
        kept = self.blocks[self._settled :]
        first = self._recut_settled(changed)
        del self.blocks[self._settled :]
        for section in sections:
            self.blocks.append(self._block(section, starts, kept, changed))
        first = min(first, self._settled + _common(kept, self.blocks[self._settled :]))
        self._watch_fence(sections, starts)
        self._settle(sections, tail.count("\n"), starts)
        self._watch_table(sections)
        return first

    def _recut_settled(self, changed: set[str]) -> int:
        first = len(self.blocks)
        if not changed:
            return first
        for index in range(self._settled - 1, -1, -1):
            block = self.blocks[index]
            if not changed.isdisjoint(block.labels):
                self.blocks[index] = self._parsed(block.start, block.end, block.number)
                first = index
        return first

    def _block(
        self, section: _Section, starts: list[int], kept: list[Block], changed: set[str]
    ) -> Block:
        start = self._resume + starts[section.first]
        end = self._resume + starts[section.end]
        self._table = None
        for old in kept:
            if (old.start, old.end, old.number) == (start, end, section.number):
                if changed.isdisjoint(old.labels):
                    return old
                break
        made = self._made(section.tokens, start, end, section.number)
        if self._rows.head and start == self._rows.start:
            (table,) = made.leaves
            assert isinstance(table, Table)
            labels = made.labels | self._rows.labels
            made = Block(start, end, (self._rows.whole(table),), 0, labels)
        return self._fitting(made)

    def _fitting(self, block: Block) -> Block:
        """A table that is too large is shown as it was written."""
        leaf = block.leaves[0] if len(block.leaves) == 1 else None
        self._table = leaf if isinstance(leaf, Table) else None
        if self._table is None or len(self._table.rows) * len(self._table.aligns) <= MOST_CELLS:
            return block
        written = as_written(self.source[block.start : block.end]).rstrip("\n")
        code = Code(code=written, language=TABLE)
        return Block(block.start, block.end, (code,), block.number, block.labels)

    def _parsed(self, start: int, end: int, number: int) -> Block:
        tokens = block_tokens(self.source[start:end], References())
        sections = list(_sections(tokens, number))
        return self._fitting(self._made(sections[0].tokens, start, end, number))

    def _made(self, tokens: "list[Token]", start: int, end: int, number: int) -> Block:
        if too_deep(tokens):
            return Block(start, end, as_text(self.source[start:end]), number)
        labels: set[str] = set()
        leaves = Stacking(lambda content: self._runs(content, labels), number).leaves(tokens)
        return Block(start, end, leaves, number, frozenset(labels))

    def _runs(self, content: str, labels: set[str]) -> Runs:
        if (known := self._inline.get(content)) is not None:
            return known
        written = content
        self._references.asked.clear()
        if self._cited:
            # "[2][3]" are two sources, and no link with a text and a label.
            content = _NUMBERS.sub(lambda found: found[0] + APART, content)
        runs = runs_of(content, self._references)
        if self._references.asked:
            labels |= self._references.asked
        else:
            self._inline[written] = runs
        return runs

    def _watch_fence(self, sections: list[_Section], starts: list[int]) -> None:
        self._code_start = -1
        if not sections or sections[-1].tokens[0].type != "fence":
            return
        token, block = sections[-1].tokens[0], self.blocks[-1]
        line = self._resume + starts[sections[-1].first]
        body = self.source.find("\n", line) + 1
        if not body or _is_closed(self.source[body : block.end], token.markup):
            return
        (code,) = block.leaves
        assert isinstance(code, Code)
        leaf = Code(code=code.code, language=code.language, is_open=True)
        self.blocks[-1] = Block(block.start, block.end, (leaf,))
        if self.source[line] == token.markup[0]:
            self._code_start = body

    def _watch_table(self, sections: list[_Section]) -> None:
        """Be done with the complete rows of a table that nothing follows."""
        if not sections or sections[-1].tokens[0].type != "table_open" or self._table is None:
            return
        # Its tail begins with its head: at `_resume`, or, when it has rows already, before it.
        skipped = 0 if self._rows.head else self.blocks[-1].start - self._resume
        before = self._rows
        tail = before.head + self._source.parsable[self._resume :]
        if len(self.blocks) != self._settled + 1 or tail[:skipped].strip():
            return
        block = self.blocks[-1]
        self._rows, taken = before.further(self._table, tail[skipped:], block.start, block.labels)
        if taken:
            self._resume += skipped + taken - len(before.head)
            self._inline.clear()

    def _settle(self, sections: list[_Section], lines: int, starts: list[int]) -> None:
        """Settle all before the last block whose first two lines cannot change."""
        sure = [n for n, section in enumerate(sections) if n and section.first + 2 <= lines]
        if not sure:
            return
        last = sections[sure[-1] - 1]
        self._definitions = {
            label: found
            for label, found in self._references.items()
            if label in self._definitions or _line(found) < last.end
        }
        self._rows = GrowingTable()
        self._settled += sure[-1]
        self._resume += starts[last.end]
        self._number = last.next_number
        self._inline.clear()


def _sections(tokens: "list[Token]", number: int) -> Iterator[_Section]:
    """The top-level blocks of `tokens`; `number` is that of the first item, if it is one."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = _close(tokens, index)
        if token.type.endswith("list_open"):
            yield from _items(tokens[index + 1 : end - 1], token, number if index == 0 else 0)
        else:
            assert token.map is not None
            yield _Section(tokens[index:end], token.map[0], token.map[1])
        index = end


def _items(tokens: "list[Token]", parent: "Token", number: int) -> Iterator[_Section]:
    if parent.type == "ordered_list_open":
        number = number or int(parent.attrs.get("start", 1))
    else:
        number = 0
    index = 0
    while index < len(tokens):
        end = _close(tokens, index)
        lines = tokens[index].map
        assert lines is not None
        following = number + 1 if number and end < len(tokens) else 0
        yield _Section(tokens[index:end], lines[0], lines[1], number, following)
        index, number = end, following


def _close(tokens: "list[Token]", index: int) -> int:
    """The index after the token that closes the one at `index`."""
    level = tokens[index].level
    if tokens[index].nesting == 0:
        return index + 1
    while not (tokens[index].nesting < 0 and tokens[index].level == level):
        index += 1
    return index + 1


def _line_starts(text: str) -> list[int]:
    starts = [0, *accumulate(len(line) for line in text.split("\n"))]
    found = [start + n for n, start in enumerate(starts[:-1])]
    return [*found, len(text), len(text)]


def _is_closed(body: str, markup: str) -> bool:
    last = body.rstrip("\n").rpartition("\n")[2]
    bare = last.strip(" \t")
    indent = len(last) - len(last.lstrip(" "))
    return indent < 4 and len(bare) >= len(markup) and not bare.strip(markup[0])


def _differing(old: References, new: References) -> set[str]:
    labels = old.keys() | new.keys()
    return {label for label in labels if _target(old, label) != _target(new, label)}


def _target(references: References, label: str) -> tuple[object, object] | None:
    found = dict.get(references, label)
    return (found["href"], found["title"]) if found else None


def _line(reference: Reference) -> int:
    lines = reference["map"]
    assert isinstance(lines, list)
    return int(lines[0])


def _common(old: list[Block], new: list[Block]) -> int:
    """How many blocks at the beginning are the very same."""
    count = 0
    for left, right in zip(old, new, strict=False):
        if left is not right:
            break
        count += 1
    return count
