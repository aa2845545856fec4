"""A long table that grows: only its newest rows are parsed, under its head."""

from dataclasses import dataclass

from app.ui.transcript.leaves import Runs, Table

_ENOUGH = 12
"""New rows after which they are done with."""


@dataclass(frozen=True, slots=True)
class GrowingTable:
    """The rows of a table that no later text can change.

    `start` is where the table begins in the source; `head` is its first two lines.
    """

    start: int = 0
    head: str = ""
    rows: tuple[tuple[Runs, ...], ...] = ()
    labels: frozenset[str] = frozenset()

    def line_starts(self, starts: list[int], resume: int) -> list[int]:
        """The starts of the lines of head and new rows, counted from where those begin."""
        if not self.head:
            return starts
        return [self.start - resume, *(each - len(self.head) for each in starts[1:])]

    def whole(self, table: Table) -> Table:
        """`table`, which is the head and the new rows, with the rows before them."""
        rows = (table.rows[0], *self.rows, *table.rows[1:])
        return Table(rows=rows, aligns=table.aligns)

    def further(
        self, table: Table, tail: str, start: int, labels: frozenset[str]
    ) -> "tuple[GrowingTable, int]":
        """With the rows of `tail` that are complete; and how much of `tail` that is.

        `table` is the whole one; `tail` begins with its head.
        """
        lines = tail.split("\n")
        complete = len(lines) - 3 if lines[-1] else len(lines) - 4
        known = len(self.rows)
        if complete < _ENOUGH or len(table.rows) - 1 - known < complete:
            return self, 0
        head = self.head or "\n".join(lines[:2]) + "\n"
        rows = table.rows[1 : 1 + known + complete]
        taken = sum(len(line) + 1 for line in lines[: 2 + complete])
        return GrowingTable(start, head, rows, labels), taken
