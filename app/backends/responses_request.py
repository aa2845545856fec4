"""A request in the words of OpenAI's responses.

Source: https://platform.openai.com/docs/api-reference/responses/create
"""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from app.backends.chat_dialects import Fields, short_id
from app.backends.chat_files import data_url, file_text, unsendable
from app.backends.chat_request import encoded
from app.backends.chat_turns import Turn, turns
from app.backends.schemas import is_closed, parsed
from app.core.backend import Effort, OutputSchema, Request, ToolSpec
from app.core.conversation import FilePart, Part, Role, TextPart

PROTOCOL = "openai_responses"

_PLAIN_MODELS = ("gpt-3.5", "gpt-4", "chatgpt", "gpt-5-chat")
"""OpenAI's models that do not think, and refuse to be asked for what they thought."""


@dataclass(frozen=True, slots=True)
class ResponsesDialect:
    """What one server wants to be told, where it is not as OpenAI says.

    `is_stateless`: it stores nothing anyway and knows no encrypted thoughts. `tools` are
    its own that are always offered. `is_picky`: it tells thinking models apart by name.
    """

    is_stateless: bool = False
    is_picky: bool = False
    has_chat_format: bool = False
    tools: tuple[str, ...] = ()


OPENAI = ResponsesDialect(is_picky=True)
PERPLEXITY = ResponsesDialect(is_stateless=True, has_chat_format=True, tools=("web_search",))
"""Source: https://docs.perplexity.ai/api-reference/agent-post"""

_HOSTS = {"api.openai.com": OPENAI, "api.perplexity.ai": PERPLEXITY}


def responses_dialect(host: str) -> ResponsesDialect:
    """The dialect of the server at `host`."""
    return _HOSTS.get(host.lower(), ResponsesDialect())


def responses_body(request: Request, dialect: ResponsesDialect, *, is_plain: bool = False) -> bytes:
    """The body to post. `is_plain` leaves out all that has to do with earlier thoughts."""
    body: Fields = {"model": request.model, "input": _input(request, is_plain), "stream": True}
    if request.system:
        body["instructions"] = request.system
    tools = [{"type": name} for name in dialect.tools] + [_tool(tool) for tool in request.tools]
    if tools:
        body["tools"] = tools
    if request.output is not None:
        body |= _format(request.output, dialect)
    thinks = not (dialect.is_picky and request.model.startswith(_PLAIN_MODELS))
    body |= _thoughts(request, dialect, is_plain=is_plain) if thinks else _unstored(dialect)
    return encoded({**body, **_sampling(request, dialect, thinks)})


def _unstored(dialect: ResponsesDialect) -> Fields:
    return {} if dialect.is_stateless else {"store": False}


def _thoughts(request: Request, dialect: ResponsesDialect, *, is_plain: bool) -> Fields:
    """Nothing is stored there, so what was thought comes to us encrypted and goes back."""
    found = _unstored(dialect)
    reasoning: Fields = {}
    if not is_plain and not dialect.is_stateless:
        found["include"] = ["reasoning.encrypted_content"]
        reasoning["summary"] = "auto"
    if request.effort is not Effort.UNSAID:
        reasoning["effort"] = request.effort.value
    return {**found, "reasoning": reasoning} if reasoning else found


def _input(request: Request, is_plain: bool) -> list[object]:
    found: list[object] = []
    for turn in turns(request, PROTOCOL):
        if turn.echo and not is_plain:
            found += msgspec.json.decode(turn.echo, type=list[msgspec.Raw])
        else:
            found += _items(turn)
    return found


def _items(turn: Turn) -> Iterable[Fields]:
    if turn.role is Role.TOOL:
        for result in turn.results:
            call_id = short_id(result.id)
            yield {"type": "function_call_output", "call_id": call_id, "output": result.text}
    elif turn.role is Role.AGENT:
        if turn.text:
            yield {"role": "assistant", "content": [{"type": "output_text", "text": turn.text}]}
        for call in turn.calls:
            told = {"name": call.name, "arguments": call.arguments}
            yield {"type": "function_call", "call_id": short_id(call.id), **told}
    else:
        yield {"role": "user", "content": list(_pieces(turn.parts))}


def _pieces(parts: Iterable[Part]) -> Iterable[Fields]:
    for part in parts:
        if isinstance(part, FilePart):
            yield _file(part)
        elif isinstance(part, TextPart) and part.text:
            yield {"type": "input_text", "text": part.text}


def _file(file: FilePart) -> Fields:
    if file.is_image:
        return {"type": "input_image", "image_url": data_url(file), "detail": "auto"}
    if (text := file_text(file)) is not None:
        return {"type": "input_text", "text": f"\n\n{text}\n\n"}
    if file.media_type != "application/pdf" and file.media_type.startswith(("audio/", "video/")):
        return {"type": "input_text", "text": f"\n\n{unsendable(file)}\n\n"}
    return {"type": "input_file", "filename": file.name, "file_data": data_url(file)}


def _tool(tool: ToolSpec) -> Fields:
    parameters = parsed(tool.parameters)
    # Unsaid, strictness would turn what may be left out into what must be there.
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.about,
        "parameters": parameters,
        "strict": is_closed(parameters),
    }


def _format(output: OutputSchema, dialect: ResponsesDialect) -> Fields:
    schema = parsed(output.schema)
    described = {"name": output.name, "schema": schema, "strict": is_closed(schema)}
    if dialect.has_chat_format:
        return {"response_format": {"type": "json_schema", "json_schema": described}}
    return {"text": {"format": {"type": "json_schema", **described}}}


def _sampling(request: Request, dialect: ResponsesDialect, thinks: bool) -> Fields:
    wish = request.sampling
    is_fixed = dialect.is_picky and thinks
    wishes = {
        "temperature": None if is_fixed else wish.temperature,
        "top_p": None if is_fixed else wish.top_p,
        "max_output_tokens": wish.max_tokens,
    }
    return {name: value for name, value in wishes.items() if value is not None}
