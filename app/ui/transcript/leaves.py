"""What a block is made of once Markdown's nesting is taken out of it."""

from dataclasses import dataclass
from typing import Literal

BOLD, ITALIC, STRIKE, CODE, IMAGE, MATH, NOTE = 1, 2, 4, 8, 16, 32, 64
"""How a run is set; they add up."""

TABLE = "table"
"""The language of a table that is too large to be one: it is shown as it was written."""
MOST_CELLS = 900
"""Of a table that is shown as one."""

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """Text set in one way; `href` is where it leads (an image's address for an image).

    A formula's text is its source, with the signs around it. A note is a footnote's number.
    """

    text: str
    style: int = 0
    href: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One thing stacked below the one before.

    `indent` has a letter for each container around it, outermost first: `q` a quote,
    `l` a list item. `marker` is the bullet or number in front of it, "" for none.
    """

    indent: str = ""
    marker: str = ""

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Leaf):
    """Running text; `heading` is 1 to 6, or 0 for a plain one."""

    runs: Runs
    heading: int = 0

    @property
    def text(self) -> str:
        return plain_text(self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Leaf):
    """Code, exactly as it was written; `is_open` while its fence has no end yet."""

    code: str
    language: str = ""
    is_open: bool = False

    @property
    def text(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Code):
    """A tool that was asked for: its arguments and, when it answered, what it said."""

    tool: str
    state: Literal["asked", "done", "failed"] = "asked"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something in an answer comes from."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources(Leaf):
    """The sources of an answer, numbered from one."""

    sources: tuple[Source, ...]

    @property
    def text(self) -> str:
        return "\n".join(
            f"{number}. {each.title} {each.url}" for number, each in enumerate(self.sources, 1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Leaf):
    """Rows of cells, the head first; every row has as many cells as `aligns`."""

    rows: tuple[tuple[Runs, ...], ...]
    aligns: tuple[Align, ...]

    @property
    def text(self) -> str:
        return "\n".join("\t".join(plain_text(cell) for cell in row) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula(Leaf):
    """A formula on lines of its own; `source` is TeX with the signs around it."""

    source: str

    @property
    def text(self) -> str:
        return self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Leaf):
    """A picture that is in the text itself: `address` is a `data:` address."""

    address: str
    name: str = ""

    @property
    def text(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Leaf):
    """A line across."""

    @property
    def text(self) -> str:
        return "———"


def plain_text(runs: Runs) -> str:
    """The text of all runs, without how they are set."""
    return "".join(run.text for run in runs)
