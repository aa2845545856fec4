"""Tools for models whose server has none: the model answers in JSON of a form we prescribe.

Every answer is one JSON object that either holds the text for the user or names a tool
and its arguments. What earlier calls were and what tools answered is told as text.
"""

import json
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from app.backends.schema_answer import ANSWER, SchemaAnswer
from app.backends.schemas import parsed
from app.core.backend import (
    Backend,
    Echo,
    Finished,
    Item,
    ModelFacts,
    OutputSchema,
    Request,
    TextDelta,
    Usage,
)
from app.core.conversation import (
    EchoPart,
    Message,
    Part,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)

_ASKED = "Choose a tool."

_SMALL_TALK = (
    ("Hello", "Hello! How can I help you?"),
    ("Tell me a story.", "Once upon a time there was a fox."),
)
"""What needs no tool."""


_REPEAT_PENALTY = 1.05
"""Low: a tool's arguments repeat the question's numbers (12 became 1 with 1.15)."""


class ToolsBySchema:
    """A backend that gives another one tools. `inner` belongs to it and is closed by it."""

    def __init__(self, inner: Backend) -> None:
        self._inner = inner

    async def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """Yield the answer item by item; see `core/backend.py`.

        Text comes as it is written, a tool call once it is whole.
        """
        items = self._inner.stream(told(request))
        answer = _read(items, SchemaAnswer(request)) if request.tools else items
        async with aclosing(items), aclosing(answer):
            async for item in answer:
                yield item

    async def context_length(self, model: str) -> int | None:
        return await self._inner.context_length(model)

    async def count_tokens(self, request: Request) -> int:
        return await self._inner.count_tokens(told(request))

    async def models(self) -> tuple[ModelFacts, ...]:
        return await self._inner.models()

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _read(
    items: AsyncGenerator[Item, None], answer: SchemaAnswer
) -> AsyncGenerator[Item, None]:
    counted: list[Item] = []
    async for item in items:
        match item:
            case TextDelta(text):
                for word in answer.feed(text):
                    yield word
            case Usage():
                counted.append(item)
            case Echo():
                pass  # it holds our form, which is not what is told of a call afterwards
            case Finished():
                *last, end = answer.finish(item)
                for each in (*last, *counted, end):
                    yield each
            case _:
                yield item


def told(request: Request) -> Request:
    """`request` without tools: examples say what they are for, the answer's form the rest.

    Small models learn more from examples than from a list of tools: of ten questions the
    built-in model chose rightly for three with a list, and for nine with examples.
    """
    messages = tuple(_told(message) for message in request.messages)
    if not request.tools:
        return replace(request, messages=messages)
    form = OutputSchema("answer_or_tool", json.dumps(_form(request)))
    system = f"{request.system}\n\n{_ASKED}" if request.system else _ASKED
    shown = (*_examples(request), *messages)
    calm = replace(request.sampling, repeat_penalty=_penalty(request))
    return replace(request, messages=shown, system=system, sampling=calm, tools=(), output=form)


def _penalty(request: Request) -> float:
    return request.sampling.repeat_penalty or _REPEAT_PENALTY


def _examples(request: Request) -> Iterable[Message]:
    for tool in request.tools:
        arguments = _example(parsed(tool.parameters))
        yield from _asked_and_said(tool.about, {"tool": tool.name, "arguments": arguments})
    if request.output is None:
        for question, text in _SMALL_TALK:
            yield from _asked_and_said(question, {"tool": ANSWER, "text": text})


def _asked_and_said(question: str, said: dict[str, Any]) -> Iterable[Message]:
    yield Message("", "", Role.USER, (TextPart(question),), 0.0)
    yield Message("", "", Role.AGENT, (TextPart(json.dumps(said, ensure_ascii=False)),), 0.0)


def _example(schema: Any, name: str = "") -> Any:
    """Something of the form `schema`, which says in words what belongs there."""
    if not isinstance(schema, dict):
        return name
    if isinstance(schema.get("enum"), list) and schema["enum"]:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            named = schema.get("properties")
            inner = named.items() if isinstance(named, dict) else ()
            return {each: _example(form, each) for each, form in inner}
        case "array":
            return [_example(schema.get("items"), name)]
        case "number" | "integer":
            return 1
        case "boolean":
            return True
    return schema.get("description") or name


def _form(request: Request) -> dict[str, Any]:
    spoken = parsed(request.output.schema) if request.output else {"type": "string"}
    choices = [_choice(ANSWER, "text", spoken)]
    choices += [_choice(tool.name, "arguments", parsed(tool.parameters)) for tool in request.tools]
    return {"oneOf": choices}


def _choice(tool: str, name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"tool": {"const": tool}, name: schema},
        "required": ["tool", name],
        "additionalProperties": False,
    }


def _told(message: Message) -> Message:
    """The message with calls and what they brought as text."""
    parts = tuple(_as_text(part) for part in message.parts if not isinstance(part, EchoPart))
    role = Role.USER if message.role is Role.TOOL else message.role
    return replace(message, role=role, parts=parts)


def _as_text(part: Part) -> Part:
    match part:
        case ToolCallPart(_, name, arguments):
            return TextPart(f'{{"tool": {json.dumps(name)}, "arguments": {arguments}}}')
        case ToolResultPart(_, name, text, is_error):
            said = "failed" if is_error else "says"
            return TextPart(f"{name} {said}: {text}\nTell me this.\n\n")
    return part
