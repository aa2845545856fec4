"""What the bench prints: rows of figures, each beside its aim."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `ratio` is against the floor of the same run.

    `most` is the most that the figure should be, `most_ratio` the most of its ratio.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    most: float | None = None
    most_ratio: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is reached; None where there is no aim."""
        if self.most_ratio is not None and self.ratio is not None:
            return self.ratio <= self.most_ratio
        return None if self.most is None else self.value <= self.most


def as_json(rows: Iterable[Row], machine: Mapping[str, str], problems: Iterable[str] = ()) -> str:
    """The rows as one JSON object, for machines."""
    found = [asdict(row) | {"met": row.is_met} for row in rows]
    return json.dumps(
        {"machine": dict(machine), "rows": found, "problems": list(problems)}, indent=1
    )


def as_table(rows: Iterable[Row]) -> str:
    """The rows as aligned text, for people."""
    cells = [("", "measured", "", "x floor", "aim", "")]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        verdict = {True: "ok", False: "MISSED", None: ""}[row.is_met]
        cells.append((row.name, _figure(row.value), row.unit, ratio, _aim(row), verdict))
    widths = [max(len(line[column]) for line in cells) for column in range(6)]
    return "\n".join(_line(line, widths) for line in cells)


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def _aim(row: Row) -> str:
    if row.most_ratio is not None:
        return f"<= {row.most_ratio:g} x"
    return "" if row.most is None else f"<= {row.most:g} {row.unit}"


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    name, value, unit, ratio, aim, verdict = cells
    left = f"{name:<{widths[0]}}  {value:>{widths[1]}} {unit:<{widths[2]}}"
    return f"{left}  {ratio:>{widths[3]}}  {aim:<{widths[4]}}  {verdict}".rstrip()
