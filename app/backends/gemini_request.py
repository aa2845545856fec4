"""A request in the words of Gemini's API.

Sources: https://ai.google.dev/api/generate-content, https://ai.google.dev/api/caching#Content,
https://ai.google.dev/gemini-api/docs/generate-content/structured-output
"""

from typing import Any
from urllib.parse import quote

from app.backends.chat_request import encoded
from app.backends.gemini_contents import contents
from app.backends.gemini_models import Gemini, gemini
from app.backends.schemas import parsed
from app.core.backend import Effort, Request, ToolSpec

_KINDS = ("models/", "tunedModels/")
_THOUGHTS = {
    Effort.NONE: 1024,
    Effort.MINIMAL: 1024,
    Effort.LOW: 4096,
    Effort.UNSAID: 8192,
    Effort.MEDIUM: 8192,
    Effort.HIGH: 24_576,
}
"""Tokens to think: here they count as part of the answer, so they are added to its limit."""
_MOST = 65_536
"""The longest answer of every Gemini that thinks."""


def stream_path(model: str) -> str:
    """The path at which `model` is asked; it may begin with the kind of its resource."""
    kind = next((each for each in _KINDS if model.startswith(each)), "")
    name = quote(model.removeprefix(kind), safe="")
    return f"/{kind or _KINDS[0]}{name}:streamGenerateContent?alt=sse"


def gemini_body(request: Request, *, is_plain: bool = False) -> bytes:
    """The body to post. `is_plain` leaves out all that has to do with thinking."""
    facts = gemini(request.model)
    system = _system(request, facts)
    body: dict[str, Any] = {"contents": contents(request, facts.is_signed)}
    if system and facts.takes_system:
        body["systemInstruction"] = {"parts": [{"text": system}]}
    elif system:
        _say_first(body["contents"], system)
    if request.tools:
        body["tools"] = [{"functionDeclarations": [_tool(each) for each in request.tools]}]
    thinking = {} if is_plain else facts.thinking(request.effort)
    if config := _config(request, facts, thinking):
        body["generationConfig"] = config
    return encoded(body)


def _system(request: Request, facts: Gemini) -> str:
    if request.output is None or _takes_form(request, facts):
        return request.system
    schema = request.output.schema
    asked = f"Answer with JSON alone, in the form of this JSON schema:\n{schema}"
    return f"{request.system}\n\n{asked}" if request.system else asked


def _say_first(said: list[Any], system: str) -> None:
    """The persona as the user's first words."""
    if said and isinstance(said[0], dict) and said[0]["role"] == "user":
        said[0]["parts"].insert(0, {"text": f"{system}\n\n"})
    else:
        said.insert(0, {"role": "user", "parts": [{"text": system}]})


def _tool(tool: ToolSpec) -> dict[str, Any]:
    found: dict[str, Any] = {"name": tool.name, "description": tool.about}
    schema = parsed(tool.parameters)
    if schema.get("properties") or "properties" not in schema:
        found["parametersJsonSchema"] = schema
    return found


def _config(request: Request, facts: Gemini, thinking: dict[str, Any]) -> dict[str, Any]:
    wish = request.sampling
    said: dict[str, Any] = {
        "temperature": wish.temperature,
        "topP": wish.top_p,
        "maxOutputTokens": _limit(wish.max_tokens, thinking, request.effort),
        "thinkingConfig": thinking or None,
    }
    if request.output is not None and _takes_form(request, facts):
        said["responseMimeType"] = "application/json"
        said["responseJsonSchema"] = parsed(request.output.schema)
    return {name: value for name, value in said.items() if value is not None}


def _limit(wish: int | None, thinking: dict[str, Any], effort: Effort) -> int | None:
    if wish is None or not thinking or thinking.get("thinkingBudget") == 0:
        return wish
    return max(wish, min(wish + _THOUGHTS[effort], _MOST))


def _takes_form(request: Request, facts: Gemini) -> bool:
    return facts.takes_tools_with_form or not request.tools
