"""A request in the words of Anthropic's Messages API.

Sources: https://platform.claude.com/docs/en/api/messages,
https://platform.claude.com/docs/en/build-with-claude/thinking,
https://platform.claude.com/docs/en/build-with-claude/effort,
https://platform.claude.com/docs/en/build-with-claude/structured-outputs
"""

import re
from typing import Any

from app.backends.anthropic_messages import WireMessage, begins_with_thought, wire_messages
from app.backends.anthropic_models import Claude, Thinks, claude
from app.backends.anthropic_schema import strict
from app.backends.chat_request import encoded
from app.backends.schemas import parsed
from app.core.backend import Effort, Request, ToolSpec

_CACHED = {"type": "ephemeral"}
_THOUGHTS = {
    Effort.MINIMAL: 1024,
    Effort.LOW: 4096,
    Effort.UNSAID: 8192,
    Effort.MEDIUM: 8192,
    Effort.HIGH: 24_000,
}
"""Tokens to think: here they count as part of the answer, so they are added to its limit."""
_USUAL = 32_000
"""Tokens of the longest answer when nobody says: a limit is demanded, and costs nothing."""
_USUAL_ELSEWHERE = 8192
"""The same of models that are no Claude: more is refused by some."""
_EFFORTS = {
    Effort.MINIMAL: "low",
    Effort.LOW: "low",
    Effort.MEDIUM: "medium",
    Effort.HIGH: "high",
}
_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]")


def messages_body(request: Request) -> bytes:
    """The body to post."""
    facts = claude(request.model)
    form = form_tool(request)
    thinking = {} if form else _thinking(request.effort, facts)
    messages = _messages(request, facts, thinking)
    if facts.is_claude and _lacks_thought(messages, thinking):
        thinking = {}
        messages = _messages(request, facts, thinking)
    most = _limit(request, facts, thinking)
    if "budget_tokens" in thinking:
        thinking = _within(thinking, most, _answer(request, facts))
    body: dict[str, Any] = {
        "model": request.model,
        "max_tokens": most,
        **_system(request, facts),
        "messages": messages,
        **_tools(request, form),
        **({"thinking": thinking} if thinking else {}),
        **_output(request, facts),
        **_sampling(request, facts, bool(thinking) and thinking["type"] != "disabled"),
        "stream": True,
    }
    if facts.is_claude:
        _mark_last(messages)
    return encoded(body)


def form_tool(request: Request) -> str:
    """The name of the tool that stands for the answer's form, "" where none is needed.

    Models that know no form of answers are made to call a tool of that form instead.
    """
    if request.output is None or claude(request.model).takes_schema:
        return ""
    return _NOT_IN_NAMES.sub("_", request.output.name)[:64] or "answer"


def _messages(request: Request, facts: Claude, thinking: dict[str, Any]) -> list[WireMessage]:
    """All that was said; thoughts only for one who thinks. Imitations do so unasked, and
    some of them demand theirs back."""
    kind = thinking.get("type")
    thinks = kind != "disabled" if kind else not facts.is_claude
    return wire_messages(
        request, is_claude=facts.is_claude, keeps_thoughts=thinks, is_bound=facts.is_bound
    )


def _thinking(effort: Effort, facts: Claude) -> dict[str, Any]:
    """How long to think; {} says nothing of it.

    Where the model thinks anyway it is asked for a summary, which the newer ones keep to
    themselves unless asked: the user would look at nothing for minutes.
    """
    match facts.thinks:
        case Thinks.NEVER:
            return {}
        case Thinks.WITH_BUDGET | Thinks.IF_ASKED if effort is Effort.UNSAID:
            return {}
        case Thinks.ALWAYS:
            return {"type": "adaptive", "display": "summarized"}
    if effort is Effort.NONE:
        return {"type": facts.quiet} if facts.quiet else {}
    if facts.thinks is Thinks.WITH_BUDGET:
        return {"type": "enabled", "budget_tokens": _THOUGHTS[effort]}
    return {"type": "adaptive", "display": "summarized"}


def _lacks_thought(messages: list[WireMessage], thinking: dict[str, Any]) -> bool:
    """Whether tools are being answered to a call before which nothing was thought.

    With a budget that is refused: such a call came from another model, or without thinking.
    """
    if "budget_tokens" not in thinking or len(messages) < 2:
        return False
    first = messages[-1]["content"][0]
    is_result = isinstance(first, dict) and first["type"] == "tool_result"
    return is_result and not begins_with_thought(messages[-2]["content"])


def _limit(request: Request, facts: Claude, thinking: dict[str, Any]) -> int:
    """The longest answer, thoughts included."""
    wanted = _answer(request, facts)
    if thinking.get("type") in ("enabled", "adaptive"):
        wanted += _THOUGHTS.get(request.effort, _THOUGHTS[Effort.LOW])
    return min(wanted, facts.most or wanted)


def _answer(request: Request, facts: Claude) -> int:
    """The longest answer without what is thought."""
    return request.sampling.max_tokens or (_USUAL if facts.is_claude else _USUAL_ELSEWHERE)


def _within(thinking: dict[str, Any], limit: int, answer: int) -> dict[str, Any]:
    """`thinking` with a budget that leaves the answer its length, or half of the limit."""
    left = limit - min(answer, limit // 2)
    return {**thinking, "budget_tokens": min(thinking["budget_tokens"], left)}


def _system(request: Request, facts: Claude) -> dict[str, Any]:
    """The persona. It is marked for the cache together with the tools, which go before it:
    every conversation with the same agent begins with them. Too short ones are not cached
    and cost nothing more."""
    if not request.system.strip():
        return {}
    if not facts.is_claude:
        return {"system": request.system}
    return {"system": [{"type": "text", "text": request.system, "cache_control": _CACHED}]}


def _mark_last(messages: list[WireMessage]) -> None:
    """Mark all that was said for the cache: the next request begins with it. What is
    read from there costs a tenth, and putting it there a quarter more."""
    last = messages[-1]["content"][-1]
    if messages[-1]["role"] == "user" and isinstance(last, dict):
        last["cache_control"] = _CACHED


def _tools(request: Request, form: str) -> dict[str, Any]:
    if form and request.output is not None:
        schema = parsed(request.output.schema)
        choice = {"type": "tool", "name": form, "disable_parallel_tool_use": True}
        return {"tools": [{"name": form, "input_schema": schema}], "tool_choice": choice}
    return {"tools": [_tool(each) for each in request.tools]} if request.tools else {}


def _tool(tool: ToolSpec) -> dict[str, Any]:
    about = {"description": tool.about} if tool.about.strip() else {}
    return {"name": tool.name, **about, "input_schema": parsed(tool.parameters)}


def _output(request: Request, facts: Claude) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if facts.takes_effort and (effort := _effort(request.effort, facts)):
        found["effort"] = effort
    if request.output is not None and facts.takes_schema:
        schema = strict(parsed(request.output.schema))
        found["format"] = {"type": "json_schema", "schema": schema}
    return {"output_config": found} if found else {}


def _effort(effort: Effort, facts: Claude) -> str:
    if effort is Effort.NONE and facts.thinks is Thinks.ALWAYS:
        return "low"  # the least there is
    return _EFFORTS.get(effort, "")


def _sampling(request: Request, facts: Claude, is_thinking: bool) -> dict[str, float]:
    """Temperature or the nucleus, not both; who thinks takes neither."""
    wish = request.sampling
    if is_thinking or not facts.takes_sampling:
        return {}
    if wish.temperature is not None:
        most = 1.0 if facts.is_claude else wish.temperature
        both = {} if facts.is_claude or wish.top_p is None else {"top_p": wish.top_p}
        return {"temperature": min(wish.temperature, most), **both}
    return {} if wish.top_p is None else {"top_p": wish.top_p}
