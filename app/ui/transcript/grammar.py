"""What we understand beyond CommonMark: formulas and footnotes.

Both are decided from the front, line by line, so that a block that is over stays over
whatever follows. A formula ends at the next blank line at the latest, as in TeX.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

NOTE = "#^"
"""How the address of a footnote begins; its label follows."""

_CLOSERS = {"$$": "$$", "\\[": "\\]"}
_LONGEST = 2_000
_DOLLARS = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.){1,500}?)(?<!\s)\$(?!\d)", re.S)
_AFTER = re.compile(r"(?:th|st|nd|rd|s)?(?![A-Za-z_])")
"""What may follow a formula without a space: nothing, or an ending as in “$n$th”."""
_MONEY = re.compile(r"\d[\d.,]*(?=[\s,;:–-])[^\\^_=+<>{}]*\Z")
"""“$5, or 6$”: an amount and some words are no formula."""
_SIGNS = re.compile(r"[\\^_=+<>]")
_PICTURE = re.compile(
    r"!\[([^\]\[\n]{0,200})\]\((data:image/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=]+)\)"
)
_LABEL = re.compile(r"\[\^([^\]\s]{1,100})\]:[ \t]*")


def extend(md: "MarkdownIt") -> None:
    """Teach the parser formulas and footnotes."""
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "formula", _formula_block, {"alt": interrupts})
    md.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.before("escape", "formula", _formula)
    md.inline.ruler.before("image", "picture", _picture)


def _formula_block(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
    start = state.bMarks[first] + state.tShift[first]
    opener = state.src[start : start + 2]
    if opener not in _CLOSERS or state.is_code_block(first):
        return False
    closer, line = _CLOSERS[opener], state.src[start + 2 : state.eMarks[first]]
    head, is_closed, rest = line.partition(closer)
    if is_closed and (rest.strip() or not head.strip()):
        return False
    if silent:
        return True
    end = first + 1
    while not is_closed and end < last and _goes_on(state, end):
        is_closed = closer if _line_of(state, end).rstrip().endswith(closer) else ""
        end += 1
    _push(state, first, end, closer if is_closed else "")
    return True


def _goes_on(state: "StateBlock", line: int) -> bool:
    return not state.isEmpty(line) and state.sCount[line] >= state.blkIndent


def _line_of(state: "StateBlock", line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]]


def _push(state: "StateBlock", first: int, end: int, closer: str) -> None:
    """A closed formula, or the paragraph that it is without its end."""
    content = state.getLines(first, end, state.blkIndent, False).strip()
    state.line = end
    if closer:
        token = state.push("formula", "", 0)
        token.map, token.content = [first, end], content
        return
    state.push("paragraph_open", "p", 1).map = [first, end]
    token = state.push("inline", "", 0)
    token.map, token.content, token.children = [first, end], content, []
    state.push("paragraph_close", "p", -1)


def _formula(state: "StateInline", silent: bool) -> bool:
    sign = state.src[state.pos]
    if sign not in "$\\":
        return False
    end = (_dollars if sign == "$" else _brackets)(state.src, state.pos)
    if not 0 < end <= state.posMax:
        return False
    if not silent:
        state.push("formula_inline", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _picture(state: "StateInline", silent: bool) -> bool:
    """A picture in the text itself, found at once: it may be as long as a book."""
    if state.src[state.pos] != "!":
        return False
    found = _PICTURE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.content, token.attrs = found[1], {"src": found[2]}
    state.pos = found.end()
    return True


def _dollars(text: str, at: int) -> int:
    """Where the formula that begins at a dollar sign ends, 0 if none begins there."""
    if text.startswith("$$", at):
        end = text.find("$$", at + 2, at + _LONGEST)
        return end + 2 if end > 0 and text[at + 2 : end].strip() else 0
    before = text[at - 1] if at else " "
    found = _DOLLARS.match(text, at)
    if found is None or (before.isascii() and before.isalnum()) or before == "$":
        return 0
    is_formula = _AFTER.match(text, found.end()) and not _MONEY.match(found[1])
    return found.end() if is_formula else 0


def _brackets(text: str, at: int) -> int:
    """The same for `\\(` and `\\[`; the latter may also be a bracket that was escaped."""
    opener = text[at : at + 2]
    if opener not in ("\\(", "\\["):
        return 0
    end = text.find("\\)" if opener == "\\(" else "\\]", at + 2, at + _LONGEST)
    inside = text[at + 2 : end] if end > 0 else ""
    if not inside.strip() or (opener == "\\[" and not _SIGNS.search(inside)):
        return 0
    return end + 2


def _footnote(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
    """`[^label]: text`, with its further lines indented; one cannot stand in another."""
    start = state.bMarks[first] + state.tShift[first]
    if state.src[start : start + 2] != "[^" or state.parentType == "footnote":
        return False
    found = _LABEL.match(state.src, start, state.eMarks[first])
    if found is None or state.is_code_block(first):
        return False
    if silent:
        return True
    _define(state, found[1], first)
    state.push("footnote_open", "", 1).info = found[1]
    opened = state.tokens[-1]
    _inside(state, first, last, found.end())
    opened.map = [first, state.line]
    state.push("footnote_close", "", -1)
    return True


def _define(state: "StateBlock", label: str, line: int) -> None:
    """Make `[^label]` a link to it; the first definition counts."""
    from markdown_it.common.utils import normalizeReference

    references = state.env.setdefault("references", {})
    address: dict[str, object] = {"title": "", "href": NOTE + label, "map": [line, line + 1]}
    references.setdefault(normalizeReference("^" + label), address)


def _inside(state: "StateBlock", first: int, last: int, begin: int) -> None:
    marks = (state.bMarks[first], state.tShift[first], state.sCount[first])
    parent, state.parentType = state.parentType, "footnote"
    state.tShift[first], state.bMarks[first] = 0, begin
    state.sCount[first] = state.blkIndent + 4
    state.blkIndent += 4
    state.md.block.tokenize(state, first, last)
    state.blkIndent -= 4
    state.parentType = parent
    state.bMarks[first], state.tShift[first], state.sCount[first] = marks
