"""Conversations as tests need them, and an answer read without a network."""

import base64
import itertools
import json
import time

from app.backends.sse import EventReader
from app.core.backend import Request
from app.core.conversation import Message, Role, TextPart

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n\xff\n%%EOF"


def message(role, *parts):
    kept = tuple(TextPart(part) if isinstance(part, str) else part for part in parts)
    return Message("", "", role, kept, time.time())


def user(*parts):
    return message(Role.USER, *parts)


def agent(*parts):
    return message(Role.AGENT, *parts)


def tools(*results):
    return message(Role.TOOL, *results)


def asking(*messages, model="m", **more):
    return Request(model, messages or (user("hi"),), **more)


def sent(heard):
    """The body that the server received last."""
    return json.loads(heard.server.requests[-1][1])


def read_in_pieces(answer, stream, cuts):
    """All items of `stream`, cut there, read without a network."""
    reader, items = EventReader(), []
    edges = [0, *sorted({cut % (len(stream) + 1) for cut in cuts}), len(stream)]
    for start, stop in itertools.pairwise(edges):
        for event in reader.feed(stream[start:stop]):
            items += answer.read(event) if not answer.is_done else []
    for event in reader.finish():
        items += answer.read(event) if not answer.is_done else []
    return items + answer.end(None)


def joined(items):
    """Neighbours of one kind that are words as one, for words may be cut anywhere."""
    found = []
    for item in items:
        if found and type(found[-1]) is type(item) and hasattr(item, "text"):
            found[-1] = type(item)(found[-1].text + item.text)
        else:
            found.append(item)
    return found
