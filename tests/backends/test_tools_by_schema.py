"""Tools for a model without any: by a scripted one, and by the real built-in one."""

import asyncio
import itertools
import json
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.backends.http import make_client
from app.backends.local import LocalModel
from app.backends.schema_answer import SchemaAnswer
from app.backends.tools_by_schema import ToolsBySchema, told
from app.core.backend import (
    Echo,
    Finished,
    ModelFacts,
    OutputSchema,
    Queued,
    Sampling,
    TextDelta,
    ToolCall,
    ToolSpec,
    Usage,
)
from app.core.conversation import Outcome, Role, ToolCallPart, ToolResultPart
from tests.backends.said import agent, asking, joined, tools, user

ADD = ToolSpec(
    "add",
    "Adds two numbers.",
    '{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},'
    '"required":["a","b"]}',
)
WEATHER = ToolSpec(
    "get_weather",
    "Tells the weather of a city today.",
    '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}',
)
END = Finished(Outcome.COMPLETE, "stop", "m")


class Scripted:
    """Says what it is told to, and keeps what it was asked."""

    def __init__(self, *items):
        self.items = items
        self.asked = []
        self.is_closed = False

    async def stream(self, request):
        self.asked.append(request)
        for item in self.items:
            yield item
        yield END

    async def context_length(self, model):
        return 7

    async def count_tokens(self, request):
        return len(request.messages)

    async def models(self):
        return (ModelFacts("m"),)

    async def aclose(self):
        self.is_closed = True


async def heard(inner, request=None):
    request = request or asking(tools=(ADD, WEATHER))
    async with aclosing(ToolsBySchema(inner).stream(request)) as items:
        return [item async for item in items]


def said(text, *, size=1):
    return [TextDelta(text[at : at + size]) for at in range(0, len(text), size)]


async def test_a_call_in_the_form_is_a_tool_call():
    inner = Scripted(*said('{"tool": "add", "arguments": {"a": 1, "b": 2}}'), Usage(3, 4))
    call, usage, end = await heard(inner)
    assert (call.name, json.loads(call.arguments)) == ("add", {"a": 1, "b": 2})
    assert call.id
    assert (usage, end) == (Usage(3, 4), Finished(Outcome.TOOL_CALLS, "stop", "m"))


async def test_text_in_the_form_comes_as_it_is_written():
    inner = Scripted(Queued(0), *said('{"tool":"answer","text":"Hi \\"you\\""}'))
    items = await heard(inner)
    assert len(items) > 5
    assert joined(items) == [Queued(0), TextDelta('Hi "you"'), END]


TEXTS = st.text(st.sampled_from(list('ab"\\/\n\t {}:é热😀\u2028')), max_size=20)


@pytest.mark.parametrize("is_ascii", [True, False])
def test_a_character_in_two_halves_is_one(is_ascii):
    text = 'a 😀\\" \ud83d! 热'
    whole = json.dumps({"tool": "answer", "text": text}, ensure_ascii=is_ascii)
    answer = SchemaAnswer(asking(tools=(ADD,)))
    spoken = "".join(item.text for piece in whole for item in answer.feed(piece))
    assert spoken == (text.replace("\ud83d", "\ufffd") if is_ascii else text)


@given(TEXTS, st.booleans(), st.lists(st.integers(0, 200), max_size=8))
def test_wherever_it_is_cut_the_text_is_the_same(text, is_ascii, cuts):
    whole = json.dumps({"tool": "answer", "text": text}, ensure_ascii=is_ascii, indent=1)
    edges = [0, *sorted(cut for cut in cuts if cut < len(whole)), len(whole)]
    answer = SchemaAnswer(asking(tools=(ADD,)))
    pieces = [whole[start:stop] for start, stop in itertools.pairwise(edges)]
    items = [item for piece in pieces for item in answer.feed(piece)]
    assert "".join(item.text for item in items) == text
    assert answer.finish(END) == [END]


@pytest.mark.parametrize("text", ["Just words.", '{"a": 1}', '  { "no": "form" '])
async def test_a_model_that_does_not_keep_to_the_form_is_still_heard(text):
    assert joined(await heard(Scripted(*said(text)))) == [TextDelta(text), END]


async def test_plain_words_are_not_held_back():
    answer = SchemaAnswer(asking(tools=(ADD,)))
    assert answer.feed("Ju") == [TextDelta("Ju")]


@pytest.mark.parametrize(
    "text", ['{"tool": "add", "argu', '{"tool": "add"', '{"tool": "add", "arguments": [1]}']
)
async def test_half_a_call_is_neither_shown_nor_run(text):
    items = await heard(Scripted(*said(text)))
    assert items == [Finished(Outcome.FAILED, "stop", "m")]


async def test_a_call_that_the_limit_cut_off_is_not_run():
    answer = SchemaAnswer(asking(tools=(ADD,)))
    answer.feed('{"tool": "add", "arguments": {"a": 1')
    cut = Finished(Outcome.LENGTH, "length")
    assert answer.finish(cut) == [cut]


async def test_an_answer_in_a_form_of_its_own_is_that_form():
    city = OutputSchema("city", '{"type":"object","properties":{"city":{"type":"string"}}}')
    inner = Scripted(*said('{"tool": "answer", "text": {"city": "Paris"}}'))
    items = await heard(inner, asking(tools=(ADD,), output=city))
    assert items == [TextDelta('{"city": "Paris"}'), END]


async def test_the_model_is_told_of_tools_by_examples_and_a_form():
    inner = Scripted(Echo("openai_chat", "m", "{}"))
    items = await heard(inner, asking(user("hi"), system="Be kind.", tools=(ADD,)))
    assert items == [END]
    asked = inner.asked[0]
    assert asked.tools == ()
    assert asked.system.startswith("Be kind.\n\n")
    assert asked.messages[0].text == "Adds two numbers."
    assert json.loads(asked.messages[1].text) == {"tool": "add", "arguments": {"a": 1, "b": 1}}
    assert asked.messages[-1].text == "hi"
    names = [form["properties"]["tool"] for form in json.loads(asked.output.schema)["oneOf"]]
    assert names == [{"const": "answer"}, {"const": "add"}]


async def test_what_tools_answered_is_told_as_text_even_when_none_are_offered_any_more():
    called = agent(ToolCallPart("x", "add", '{"a": 1}'))
    request = told(asking(user("1+1?"), called, tools(ToolResultPart("x", "add", "2"))))
    assert [message.role for message in request.messages] == [Role.USER, Role.AGENT, Role.USER]
    assert json.loads(request.messages[1].text) == {"tool": "add", "arguments": {"a": 1}}
    assert "add says: 2" in request.messages[2].text
    assert request.output is None


async def test_the_rest_is_the_inner_backends():
    inner = Scripted()
    backend = ToolsBySchema(inner)
    assert await backend.context_length("m") == 7
    assert await backend.models() == (ModelFacts("m"),)
    assert await backend.count_tokens(asking(tools=(ADD,))) == 7
    await backend.aclose()
    assert inner.is_closed


async def test_closing_early_closes_the_inner_stream():
    closed = asyncio.Event()

    class Endless(Scripted):
        async def stream(self, request):
            try:
                yield TextDelta("a")
                await asyncio.Event().wait()
            finally:
                closed.set()

    async with aclosing(ToolsBySchema(Endless()).stream(asking(tools=(ADD,)))) as items:
        assert await anext(items) == TextDelta("a")
    assert closed.is_set()


async def test_the_built_in_model_uses_tools(model_file, tmp_path):
    link = tmp_path / model_file.name
    link.symlink_to(model_file)
    exact = Sampling(temperature=0.0, max_tokens=120)

    async with await make_client() as client, aclosing(LocalModel(link, client)) as local:

        async def ask(*messages):
            request = asking(*messages, tools=(ADD, WEATHER), sampling=exact)
            async with aclosing(local.stream(request)) as items:
                found = [item async for item in items]
            (usage,) = (item for item in found if isinstance(item, Usage))
            assert usage.input == await local.count_tokens(request)
            return found

        question = user("How is the weather in Tokyo?")
        called = await ask(question)
        calls = [item for item in called if isinstance(item, ToolCall)]
        assert [call.name for call in calls] == ["get_weather"]
        assert "tokyo" in json.loads(calls[0].arguments)["city"].lower()
        assert called[-1].outcome is Outcome.TOOL_CALLS
        part = ToolCallPart(calls[0].id, calls[0].name, calls[0].arguments)
        result = ToolResultPart(calls[0].id, calls[0].name, "Sunny, 18 degrees")
        answered = await ask(question, agent(part), tools(result))
        assert "unny" in "".join(item.text for item in answered if isinstance(item, TextDelta))
        talked = await ask(user("Write a short poem about the sea."))
        assert sum(isinstance(item, TextDelta) for item in talked) > 3
