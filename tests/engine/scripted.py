"""A backend that says its lines, and sessions that ask it."""

import asyncio
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.core.agent import AgentCard
from app.core.backend import Finished, TextDelta
from app.core.bus import Bus
from app.core.conversation import Conversation, Outcome
from app.core.settings import Chat, Provider, Settings
from app.core.settings import Models as ModelSettings
from app.core.tasks import TaskScope
from app.engine.builtin import Builtin
from app.engine.connections import Connections
from app.engine.models import ModelChoice, Models
from app.engine.red_flags import RedFlags
from app.engine.session import Session, Surroundings

FOREVER = object()
"""As a line: nothing more comes."""

CHOICE = ModelChoice("p", "m")

RED_FLAGS = """
[[flag]]
id = "chest_pain"
[flag.phrases]
en = ["chest pain", "can't breathe"]
zh_CN = ["胸痛"]
[flag.together]
en = [["stiff neck", "fever"]]
[flag.advice]
en = "Call now."
zh_CN = "马上打电话。"

[[flag]]
id = "suicide"
tiny_models_answer = false
[flag.phrases]
en = ["want to die"]
[flag.advice]
en = "You matter."
"""


class Scripted:
    """Says each script in turn, the last one again and again; an error in it is raised."""

    def __init__(self, *scripts, length=None):
        self.scripts = list(scripts) or [["ok"]]
        self.length = length
        self.requests = []
        self.open = 0
        self.closed = False

    async def stream(self, request):
        self.requests.append(request)
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        self.open += 1
        try:
            for line in script:
                await asyncio.sleep(0)
                if line is FOREVER:
                    await asyncio.Event().wait()
                if isinstance(line, Exception):
                    raise line
                yield TextDelta(line) if isinstance(line, str) else line
            if not script or not isinstance(script[-1], Finished):
                yield Finished(Outcome.COMPLETE, "stop")
        finally:
            self.open -= 1

    async def context_length(self, model):
        return self.length

    async def count_tokens(self, request):
        words = [request.system, *(message.text for message in request.messages)]
        return sum(len(text.split()) for text in words)

    async def aclose(self):
        self.closed = True


@dataclass
class World:
    """What sessions need, around one scripted backend."""

    backend: object
    folder: Path
    language: str = "en"
    bus: Bus = field(default_factory=Bus)
    kept: list = field(default_factory=list)
    settings: Settings = field(
        default_factory=lambda: Settings(
            providers=(Provider("p", "Provider", "http://127.0.0.1:1/v1", ("m",), "scripted"),),
            models=ModelSettings(default="p/m"),
        )
    )

    def __post_init__(self):
        file = self.folder / "red_flags.toml"
        file.write_text(RED_FLAGS, "utf-8")
        self.scopes = []
        self.models = Models(
            lambda: self.settings,
            self.keys,
            Builtin(self.folder, self.bus),
            lambda: self.connect(),  # a test may put another in its place
        )
        self.surroundings = Surroundings(
            self.bus,
            self.models,
            RedFlags(file),
            lambda: self.settings,
            self.language,
            lambda *kept: self.kept.append(kept),
            lambda *kept: self.kept.append(kept),
        )

    async def keys(self, provider):
        return ()

    async def connect(self):
        async def aclose():
            pass

        def make(reach, on_change):
            return self.backend

        return Connections({"scripted": make}, None, aclose)

    def stop_when_sending(self):
        self.settings = replace(self.settings, chat=Chat(while_answering="stop"))

    def session(self, *, messages=(), id="c", choice=None, **of_card):
        self.scopes.append(TaskScope(id))
        conversation = Conversation(id, "a", messages)
        return Session(card(**of_card), conversation, choice, self.surroundings, self.scopes[-1])

    async def settled(self):
        """Wait until no session is answering."""
        for scope in self.scopes:
            await scope.wait("reply")

    async def aclose(self):
        for scope in self.scopes:
            await scope.aclose()
        await self.models.aclose()


def card(id="a", **more):
    texts = {"en": "You are a card.", "zh_CN": "你是一张卡片。"}
    return AgentCard(id, {"en": "Ann", "zh_CN": "安"}, texts, texts, {"en": ()}, "A", 0, **more)


async def until(is_true):
    """Let other tasks run until `is_true()`; gives up after some seconds."""
    deadline = time.monotonic() + 10
    for _ in iter(lambda: bool(is_true()), True):
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0)


def said(session):
    return [message.text for message in session.conversation.messages]
