"""What a message has besides its words: the tools it asked for and the sources it named."""

import json
from collections.abc import Mapping
from typing import Literal

from app.core.conversation import CitationPart, Message, Reply, ToolCallPart, ToolResultPart
from app.ui.transcript.blocks import Block
from app.ui.transcript.leaves import Call, Leaf, Source, Sources

_LONGEST = 20_000
"""Letters of an argument or a result that are shown."""
_LINE = "\n────────\n"

Results = Mapping[str, ToolResultPart]
"""What tools answered, by the id of the call."""


def citations(said: Message | Reply) -> tuple[CitationPart, ...]:
    """The sources it named, each address once, in the order they are numbered."""
    found = {part.url: part for part in reversed(_parts(said)) if isinstance(part, CitationPart)}
    return tuple(reversed(found.values()))


def extras_of(said: Message | Reply, results: Results) -> tuple[Block, ...]:
    """Blocks that stand below its words."""
    calls = (part for part in _parts(said) if isinstance(part, ToolCallPart))
    leaves: list[Leaf] = [_call(call, results.get(call.id)) for call in calls]
    if cited := citations(said):
        leaves.append(Sources(sources=tuple(Source(part.url, part.title) for part in cited)))
    return tuple(Block(-1, -1, (leaf,)) for leaf in leaves)


def _parts(said: Message | Reply) -> tuple[object, ...]:
    return said.parts if isinstance(said, Message) else tuple(said.others)


def _call(call: ToolCallPart, result: ToolResultPart | None) -> Call:
    code = _readable(call.arguments)
    if result is None:
        return Call(code=code, tool=call.name)
    state: Literal["failed", "done"] = "failed" if result.is_error else "done"
    answer = result.text[:_LONGEST]
    return Call(code=f"{code}{_LINE}{answer}" if code else answer, tool=call.name, state=state)


def _readable(arguments: str) -> str:
    """Arguments a line each; as they came where they are no JSON."""
    short = arguments[:_LONGEST]
    try:
        found = json.loads(short)
    except (ValueError, RecursionError):
        return short
    if not isinstance(found, dict):
        return short
    return "\n".join(
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in found.items()
    )
