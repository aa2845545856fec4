from contextlib import aclosing

import pytest

from app.backends.endpoint import Endpoint
from app.backends.http import make_client
from app.backends.openai_chat import OpenAIChat
from app.backends.timeouts import Timeouts
from app.core.backend import ReasoningDelta, Request, TextDelta
from app.core.conversation import Conversation
from app.core.errors import BackendError
from tests.backends.server import serving

QUICK = Timeouts(connect=5, first_byte=5, idle=5)


@pytest.fixture
async def client():
    async with await make_client() as made:
        yield made


def request_of(*texts, model="m", **more):
    conversation = Conversation("c", "ask")
    for text in texts:
        conversation.say(text)
    return Request(model, conversation.messages, **more)


class Heard:
    """What a stream said, and the error that ended it."""

    def __init__(self):
        self.items = []
        self.error = None

    @property
    def text(self):
        return "".join(item.text for item in self.items if isinstance(item, TextDelta))

    @property
    def reasoning(self):
        return "".join(item.text for item in self.items if isinstance(item, ReasoningDelta))

    def of(self, kind):
        return [item for item in self.items if isinstance(item, kind)]

    @property
    def end(self):
        return self.items[-1]


@pytest.fixture
def ask(client):
    """Ask a server that says exactly `script`."""

    async def ask(*script, key="", timeouts=QUICK, request=None, dialect=None):
        heard = Heard()
        async with serving(*script) as server:
            heard.server = server
            endpoint = Endpoint(client, server.address, key, timeouts=timeouts)
            backend = OpenAIChat(endpoint, dialect=dialect)
            try:
                async with aclosing(backend.stream(request or request_of("hi"))) as items:
                    async for item in items:
                        heard.items.append(item)
            except BackendError as error:
                heard.error = error
        return heard

    return ask
