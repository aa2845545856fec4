"""What the bench prints: rows of figures, each beside its aim."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `ratio` is against the floor of the same run; `aim` is the most it may be.

    The aim is held against the ratio where there is one, else against the value.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    aim: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is reached; None where there is no aim."""
        if self.aim is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.aim


def as_json(rows: Iterable[Row], machine: dict[str, str]) -> str:
    """The rows as one JSON object, for machines."""
    return json.dumps(
        {"machine": machine, "rows": [asdict(row) | {"met": row.is_met} for row in rows]}, indent=1
    )


def as_table(rows: Iterable[Row]) -> str:
    """The rows as aligned text, for people."""
    cells = [("", "measured", "", "x floor", "aim", "")]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        aim = "" if row.aim is None else f"<= {row.aim:g}"
        verdict = {True: "ok", False: "MISSED", None: ""}[row.is_met]
        value = f"{row.value:.0f}" if row.value >= 100 else f"{row.value:.2f}"
        cells.append((row.name, value, row.unit, ratio, aim, verdict))
    widths = [max(len(line[column]) for line in cells) for column in range(6)]
    return "\n".join(_line(line, widths) for line in cells)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    name, value, unit, ratio, aim, verdict = cells
    left = f"{name:<{widths[0]}}  {value:>{widths[1]}} {unit:<{widths[2]}}"
    return f"{left}  {ratio:>{widths[3]}}  {aim:>{widths[4]}}  {verdict}".rstrip()
