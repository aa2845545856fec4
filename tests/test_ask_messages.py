"""Conversations, pictures and tools as `renao ask` reads them from files."""

import json

import pytest

from app.ask_files import FileRefused, media_type, read_picture, read_tools
from app.ask_messages import MessagesError, message_object, read_talk
from app.core.conversation import (
    CitationPart,
    EchoPart,
    FilePart,
    Message,
    ReasoningPart,
    RefusalPart,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8

EVERYTHING = (
    ReasoningPart("Hm."),
    TextPart("Let me look, 你好."),
    ToolCallPart("c1", "clock", '{"zone": "UTC"}'),
    ToolResultPart("c1", "clock", "noon", is_error=True),
    CitationPart("https://example.org", "Example"),
    RefusalPart("No."),
    FilePart("a.png", "image/png", PNG),
    EchoPart("anthropic", "claude", '[{"type":"thinking","signature":"Eq+/="}]'),
)


@pytest.mark.parametrize("role", [Role.USER, Role.AGENT, Role.TOOL])
def test_what_is_written_is_read_again_exactly(role):
    written = json.dumps([message_object(Message("x", "", role, EVERYTHING, 0.0))])
    (message,) = read_talk(written).messages
    assert (message.role, message.parts) == (role, EVERYTHING)


def test_plain_text_is_enough_and_a_system_prompt_may_stand_beside():
    talk = read_talk('{"system": "Be brief.", "messages": [{"role": "user", "text": "hi"}]}')
    assert talk.system == "Be brief."
    assert talk.messages[0].text == "hi"
    assert talk.messages[0].id


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("nonsense", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("{}", "must be a list of messages"),
        ("[1]", "message 1 must be an object"),
        ('[{"role": "wizard", "text": ""}]', "message 1: the role must be"),
        ('[{"role": "user"}]', "message 1 must have text or parts"),
        ('[{"role": "user", "parts": [{"type": "smell"}]}]', "message 1, part 1: the type must"),
        ('[{"role": "user", "parts": [{"type": ["text"]}]}]', "message 1, part 1: the type must"),
        ('[{"role": "user", "parts": [{"type": "text"}]}]', "part 1: text is missing"),
        (
            '[{"role":"agent","parts":[{"type":"tool_call","id":"","name":"","arguments":"{"}]}]',
            "arguments must be an object",
        ),
        (
            '[{"role": "user", "parts": [{"type":"file","media_type":"image/png","data":"%"}]}]',
            "part 1: ",
        ),
        ('{"system": 1, "messages": []}', "system must be text"),
    ],
)
def test_what_is_no_conversation_is_refused_with_its_place(text, complaint):
    with pytest.raises(MessagesError, match=complaint):
        read_talk(text)


@pytest.mark.parametrize(
    ("start", "name", "kind"),
    [
        (PNG, "x", "image/png"),
        (b"\xff\xd8\xff\xe0", "x.png", "image/jpeg"),
        (b"GIF89a", "x", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "x", "image/webp"),
        (b"%PDF-1.7", "x", "application/pdf"),
        (b"hello", "x.txt", "text/plain"),
        (b"\0", "x", "application/octet-stream"),
    ],
)
def test_a_file_is_what_it_begins_with_and_not_what_it_is_called(start, name, kind):
    assert media_type(start, name) == kind


def test_a_picture_is_read_with_its_name(tmp_path):
    (tmp_path / "cat.dat").write_bytes(PNG)
    assert read_picture(str(tmp_path / "cat.dat")) == FilePart("cat.dat", "image/png", PNG)


def test_what_is_no_picture_is_refused(tmp_path):
    (tmp_path / "cat.png.txt").write_text("meow")
    with pytest.raises(FileRefused, match="is no picture"):
        read_picture(str(tmp_path / "cat.png.txt"))
    with pytest.raises(FileRefused, match="cannot be read"):
        read_picture(str(tmp_path / "gone.png"))
    with pytest.raises(FileRefused, match="cannot be read"):
        read_picture(str(tmp_path))


SCHEMA = {"type": "object", "properties": {"zone": {"type": "string"}}}


@pytest.mark.parametrize(
    "found",
    [
        {"name": "clock", "description": "Tells the time.", "parameters": SCHEMA},
        [{"name": "clock", "description": "Tells the time.", "parameters": SCHEMA}],
        {"tools": [{"name": "clock", "description": "Tells the time.", "input_schema": SCHEMA}]},
        [
            {
                "type": "function",
                "function": {
                    "name": "clock",
                    "description": "Tells the time.",
                    "parameters": SCHEMA,
                },
            }
        ],
    ],
)
def test_tools_are_read_in_every_usual_form(tmp_path, found):
    (tmp_path / "tools.json").write_text(json.dumps(found))
    (tool,) = read_tools(str(tmp_path / "tools.json"))
    assert (tool.name, tool.about, json.loads(tool.parameters)) == (
        "clock",
        "Tells the time.",
        SCHEMA,
    )


@pytest.mark.parametrize(
    "text", ["[]", "[1]", '{"name": ""}', "nonsense", '[{"name": "x", "parameters": 1}]']
)
def test_what_are_no_tools_is_refused(tmp_path, text):
    (tmp_path / "tools.json").write_text(text)
    with pytest.raises(FileRefused):
        read_tools(str(tmp_path / "tools.json"))
