"""Takes Markdown's nesting apart: tokens of one block become leaves, one below the other."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from app.ui.transcript.leaves import (
    IMAGE,
    Align,
    Code,
    Formula,
    Leaf,
    Paragraph,
    Picture,
    Rule,
    Run,
    Runs,
    Table,
)
from app.ui.transcript.markdown import DEEPEST
from app.ui.transcript.source import as_written

if TYPE_CHECKING:
    from markdown_it.token import Token

BULLETS = "•◦▪"
DONE, OPEN = "☑", "☐"


class Stacking:
    """Turns the tokens of one block into its leaves.

    `number` is the first item's, 0 in a list without numbers. `inline` parses what
    stands in a paragraph or cell.
    """

    def __init__(self, inline: Callable[[str], Runs], number: int = 0) -> None:
        self._inline = inline
        self._leaves: list[Leaf] = []
        self._indent = ""
        self._marker = ""
        self._numbers: list[int] = [number]
        self._heading = 0

    def leaves(self, tokens: "Iterable[Token]") -> tuple[Leaf, ...]:
        """Everything in `tokens`, in the order it is read."""
        rest = iter(tokens)
        for token in rest:
            if token.type == "table_open":
                self._add(self._table(rest))
            else:
                self._token(token)
        return tuple(self._leaves)

    def _token(self, token: "Token") -> None:
        if take := _TAKE.get(token.type):
            take(self, token)

    def _add(self, leaf: Leaf) -> None:
        self._leaves.append(leaf)
        self._marker = ""

    def _list_open(self, token: "Token") -> None:
        ordered = token.type == "ordered_list_open"
        self._numbers.append(int(token.attrs.get("start", 1)) if ordered else 0)

    def _list_close(self, token: "Token") -> None:
        self._numbers.pop()

    def _item_open(self, token: "Token") -> None:
        self._flush_marker()
        self._indent += "l"
        number = self._numbers[-1]
        if "checked" in token.meta:
            self._marker = DONE if token.meta["checked"] else OPEN
        elif token.info:
            self._marker = f"{number}."
        else:
            self._marker = BULLETS[min(self._indent.count("l"), len(BULLETS)) - 1]
        if token.info:
            self._numbers[-1] += 1

    def _item_close(self, token: "Token") -> None:
        self._flush_marker()
        self._indent = self._indent[:-1]

    def _flush_marker(self) -> None:
        if self._marker:
            self._add(Paragraph(runs=(), indent=self._indent, marker=self._marker))

    def _quote_open(self, token: "Token") -> None:
        self._flush_marker()
        self._indent += "q"

    def _quote_close(self, token: "Token") -> None:
        self._indent = self._indent[:-1]

    def _heading_open(self, token: "Token") -> None:
        self._heading = int(token.tag[1])

    def _text(self, token: "Token") -> None:
        runs = self._inline(token.content)
        heading, self._heading = self._heading, 0
        for leaf in _parted(runs):
            more = {"indent": self._indent, "marker": self._marker}
            if isinstance(leaf, Picture):
                self._add(Picture(address=leaf.address, name=leaf.name, **more))
            else:
                self._add(Paragraph(runs=leaf, heading=heading, **more))

    def _formula(self, token: "Token") -> None:
        source = as_written(token.content)
        self._add(Formula(source=source, indent=self._indent, marker=self._marker))

    def _note_open(self, token: "Token") -> None:
        self._flush_marker()
        self._indent += "l"
        self._marker = note_marker(token.info)

    def _code(self, token: "Token") -> None:
        code = as_written(token.content).removesuffix("\n")
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        self._add(Code(code=code, language=language, indent=self._indent, marker=self._marker))

    def _rule(self, token: "Token") -> None:
        self._add(Rule(indent=self._indent, marker=self._marker))

    def _table(self, tokens: "Iterable[Token]") -> Table:
        rows: list[list[Runs]] = []
        aligns: list[Align] = []
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "th_open":
                aligns.append(_align(token))
            elif token.type == "inline":
                rows[-1].append(self._inline(token.content))
        return Table(
            rows=tuple(tuple(row) for row in rows),
            aligns=tuple(aligns),
            indent=self._indent,
            marker=self._marker,
        )


def note_marker(label: str) -> str:
    """What stands before a footnote."""
    return f"[{label}]"


def too_deep(tokens: "Iterable[Token]") -> bool:
    """Whether the parser gave up on what lies deeper."""
    return any(token.nesting > 0 and token.level >= DEEPEST - 1 for token in tokens)


def as_text(text: str) -> tuple[Leaf, ...]:
    """`text` as it was written, where it cannot be shown as it was meant."""
    return (Paragraph(runs=(Run(as_written(text)[:20_000]),)),)


def _parted(runs: Runs) -> "Iterable[Runs | Picture]":
    """Running text, and between it the pictures that are in the text itself."""
    rest: list[Run] = []
    for run in runs:
        if not (run.style & IMAGE and run.href.startswith("data:")):
            rest.append(run)
            continue
        if any(each.text.strip() for each in rest):
            yield tuple(rest)
        rest = []
        yield Picture(address=run.href, name=run.text)
    if rest or not runs:
        yield tuple(rest)


def _align(token: "Token") -> Align:
    style = str(token.attrs.get("style", ""))
    return "right" if "right" in style else "center" if "center" in style else "left"


_TAKE: "dict[str, Callable[[Stacking, Token], None]]" = {
    "bullet_list_open": Stacking._list_open,
    "ordered_list_open": Stacking._list_open,
    "bullet_list_close": Stacking._list_close,
    "ordered_list_close": Stacking._list_close,
    "list_item_open": Stacking._item_open,
    "list_item_close": Stacking._item_close,
    "blockquote_open": Stacking._quote_open,
    "blockquote_close": Stacking._quote_close,
    "heading_open": Stacking._heading_open,
    "inline": Stacking._text,
    "fence": Stacking._code,
    "code_block": Stacking._code,
    "hr": Stacking._rule,
    "formula": Stacking._formula,
    "footnote_open": Stacking._note_open,
    "footnote_close": Stacking._item_close,
}
