"""Markdown's grammar as we speak it: CommonMark, GitHub's additions, formulas, footnotes."""

from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from app.ui.transcript.grammar import NOTE as NOTE_ADDRESS
from app.ui.transcript.grammar import extend
from app.ui.transcript.leaves import BOLD, CODE, IMAGE, ITALIC, MATH, NOTE, STRIKE, Run, Runs

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

DEEPEST = 48
"""Containers within containers; what lies deeper is shown as it was written."""

APART = "\u2060"
"""Put between two numbers of sources; it is not shown."""
CITED = "\x00cited"
"""The title of a reference that is a source of the answer; no text can have it."""
MOST_BRACKETS, MOST_MARKS = 400, 1_200
"""In one paragraph; with more it is shown as it was written: each may begin something."""
_STYLES = {"strong": BOLD, "em": ITALIC, "s": STRIKE}
_WHOLE = IMAGE | MATH
"""Runs that stay apart from their neighbours."""
_BREAKS = {"softbreak": " ", "hardbreak": "\u2028"}
_CJK = ("\u2e80", "\uffef")

Reference = dict[str, object]


class References(dict[str, Reference]):
    """Link definitions by label; remembers which labels were asked for."""

    def __init__(self, known: dict[str, Reference] | None = None) -> None:
        super().__init__(known or {})
        self.asked: set[str] = set()

    def get(self, label: str, default: Any = None) -> Any:
        self.asked.add(label)
        return super().get(label, default)


@cache
def parser() -> "MarkdownIt":
    """The one parser; the first call imports it (20 to 40 ms), so `warm_up` in a thread."""
    from markdown_it import MarkdownIt

    options = {"html": False, "linkify": True, "tasklists": True, "maxNesting": DEEPEST}
    found = MarkdownIt("commonmark", options)
    found.enable(["table", "strikethrough", "linkify"])
    extend(found)
    assert found.linkify is not None
    # `main.py` and `notes.md` would be links otherwise: both end like a domain.
    found.linkify.set({"fuzzy_link": False})
    return found


def is_warm() -> bool:
    """The parser is imported."""
    return parser.cache_info().currsize > 0


def warm_up() -> None:
    """Import the parser and let it run once, in a thread, before it is needed."""
    runs_of("**warm** https://example.org", References())


def block_tokens(text: str, references: References) -> "list[Token]":
    """The blocks of `text`, their inline content not yet parsed; adds its definitions."""
    found: list[Token] = []
    md = parser()
    md.block.parse(text, md, {"references": references}, found)
    return found


def runs_of(content: str, references: References) -> Runs:
    """Inline Markdown as runs."""
    from markdown_it.rules_core import StateCore, linkify, text_join
    from markdown_it.token import Token

    marks = sum(content.count(sign) for sign in "*_~")
    if content.count("[") > MOST_BRACKETS or marks > MOST_MARKS:
        return (Run(content),)
    md = parser()
    env = {"references": references}
    token = Token("inline", "", 0, content=content, children=[])
    assert token.children is not None
    md.inline.parse(content, md, env, token.children)
    state = StateCore(content, md, env, [token])
    # Looking for bare links is slow: 11 ms where there are 8,000 letters and none.
    words = [each.content for each in token.children if each.type == "text"]
    if any(sign in each for each in words for sign in (":", "//", "@")):
        linkify(state)
    text_join(state)
    return tuple(_merged(_runs(token.children)))


def _runs(tokens: "Iterable[Token]") -> Iterable[Run]:
    style, href, title = 0, "", ""
    open_styles: list[int] = []
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            href, title = str(token.attrs.get("href", "")), str(token.attrs.get("title", ""))
        elif token.nesting:
            style = _nested(open_styles, token)
        else:
            yield _run(token, style, href, is_cited=title == CITED)


def _run(token: "Token", style: int, href: str, *, is_cited: bool) -> Run:
    if token.type == "image":
        return Run(token.content or "", style | IMAGE, str(token.attrs.get("src", "")))
    if token.type == "code_inline":
        return Run(token.content, style | CODE, href)
    if token.type == "formula_inline":
        return Run(token.content, style | MATH, href)
    if is_cited:
        return Run(f"[{token.content}]", style | NOTE, href)
    if href.startswith(NOTE_ADDRESS) and token.content == href[1:]:
        return Run(token.content[1:], style | NOTE, href)
    if token.content == APART:
        return Run("")
    return Run(_BREAKS.get(token.type, token.content), style, href)


def _nested(open_styles: list[int], token: "Token") -> int:
    if token.nesting > 0:
        open_styles.append(_STYLES.get(token.tag, 0))
    elif open_styles:
        open_styles.pop()
    return reduce(or_, open_styles, 0)


def _merged(runs: Iterable[Run]) -> Iterable[Run]:
    last: Run | None = None
    for run in runs:
        if not (run.text or run.style & IMAGE):
            continue
        if last and (last.style, last.href) == (run.style, run.href) and not run.style & _WHOLE:
            last = Run(_joined(last.text, run.text), run.style, run.href)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _joined(left: str, right: str) -> str:
    # A line end between two Chinese characters is no space.
    if left.endswith(" ") and left[-2:-1] >= _CJK[0] and _CJK[0] <= right[:1] <= _CJK[1]:
        return left[:-1] + right
    return left + right
