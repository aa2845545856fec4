"""What a user wrote, as it was written: only fenced code is set apart."""

import re
from collections.abc import Iterator

from app.ui.transcript.blocks import Block
from app.ui.transcript.leaves import Code, Leaf, Paragraph, Run, Runs
from app.ui.transcript.source import Source, as_written

_FENCE = re.compile(r"^(```+|~~~+)[ ]*([^\s`]*)[^\n`]*\n(.*?)(?:\n\1[`~]*[ \t]*$|\Z)", re.M | re.S)
_LINK = re.compile(r"https?://[^\s<>\"'，。）】》]*[^\s<>\"'，。）】》.,;:!?)\]]")


def plain_blocks(text: str) -> list[Block]:
    """Paragraphs with their line ends and spaces kept, and pieces of code."""
    source = Source()
    source.grow(text)
    found, at = [], 0
    for fence in _FENCE.finditer(source.text):
        found += list(_paragraphs(source.text, at, fence.start()))
        code = Code(code=as_written(fence[3]), language=fence[2])
        found.append(Block(fence.start(), fence.end(), (code,)))
        at = fence.end()
    return found + list(_paragraphs(source.text, at, len(source.text)))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    for match in re.finditer(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*", text[start:end]):
        # The first line's own indent counts too: it may be code without a fence.
        begin = text.rfind("\n", 0, start + match.start()) + 1
        written = text[max(begin, start) : start + match.end()].rstrip()
        leaf: Leaf = Paragraph(runs=_with_links(written.replace("\n", "\u2028")))
        yield Block(start + match.start(), start + match.end(), (leaf,))


def _with_links(text: str) -> Runs:
    runs, at = [], 0
    for link in _LINK.finditer(text):
        runs += [Run(text[at : link.start()]), Run(link[0], href=link[0])]
        at = link.end()
    runs.append(Run(text[at:]))
    return tuple(run for run in runs if run.text)
