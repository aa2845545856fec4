"""A message as plain words: all that is shown of it, in the order it is read."""

from math import inf

from app.core.conversation import Message, Role
from app.ui.transcript import sayings
from app.ui.transcript.entry import Entry
from app.ui.transcript.extras import citations, extras_of
from app.ui.transcript.layout import END, START, Column
from app.ui.transcript.scene import Flow


def words_of(entry: Entry) -> str:
    """Its files, thoughts, text, tools, sources, and how it ended; laid out or not."""
    said = entry.said
    files = [file.name for file in said.files] if isinstance(said, Message) else []
    thought = [sayings.thinking(said)] if said.reasoning else []
    reasoning, _ = entry.columns
    thoughts = _lines(reasoning) if reasoning else []
    parts = [*files, *thought, *thoughts, *_lines(_column(entry)), entry.words_at_end]
    return "\n".join(part for part in parts if part)


def _column(entry: Entry) -> Column:
    """The column of its text, a new one where not all of it was ever shown."""
    column = entry.columns[1]
    if column is not None and not entry.is_behind():
        return column
    said, is_agent = entry.said, entry.role is Role.AGENT
    flow = Flow(entry.scene.typeset, is_plain=entry.role is Role.USER)
    flow.take(said.text, inf)
    if is_agent:
        cited = tuple(part.url for part in citations(said))
        flow.add(extras_of(said, entry.scene.results), cited)
    return flow.column


def _lines(column: Column) -> list[str]:
    return list(column.selected((START, END)))
