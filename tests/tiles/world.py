"""All that a tile needs, real but for the model's words."""

from dataclasses import replace
from pathlib import Path

from app.core.agent import AgentCard
from app.core.events import SettingChanged
from app.core.settings import with_setting
from app.core.tasks import TaskScope
from app.engine.feed import Feed
from app.engine.recorder import Recorder
from app.engine.roster import Roster
from app.engine.wording import Wording
from app.storage.store import Store
from app.tiles import TileContext
from app.tiles.chat import ChatTile
from app.ui.frame_clock import FrameClock
from app.ui.icons import Icons
from app.ui.theme import Look
from tests.engine.scripted import Scripted, World

RESOURCES = Path(__file__).parents[2] / "resources"

ANN = AgentCard(
    "a",
    {"en": "Ann", "zh_CN": "安"},
    {"en": "Answers at once."},
    {"en": "You are Ann."},
    {"en": ("One?", "Two?", "Three?"), "zh_CN": ("一？", "二？", "三？")},
    "A",
    210,
)


class TileWorld(World):
    """A world with a store, a roster and a window's look; makes tiles for `ANN`."""

    def __init__(self, *scripts, folder, language="en", card=ANN):
        super().__init__(Scripted(*scripts), folder, language)
        self.card = card
        self.scope = TaskScope("window")
        self.recorder = Recorder(self.bus, Store(folder / "renao.db"), self.find)
        self.roster = Roster(self.recorder, {card.id: card}, self.surroundings)
        self.feed = Feed(self.roster, self.recorder, self.surroundings, lambda *failure: None)
        self.look = Look(RESOURCES)
        self.icons = Icons(RESOURCES, self.look)
        self.clock = FrameClock()
        self.tiles = []

    @property
    def current(self):
        return self.settings

    def set(self, path, value):
        self.settings = with_setting(self.settings, path, value)
        self.bus.publish(SettingChanged(path))

    def find(self, id):
        session = self.roster.sessions.get(id)
        return session.conversation if session else None

    def use_builtin(self):
        self.settings = replace(
            self.settings,
            models=replace(self.settings.models, default="builtin/SmolLM2-135M-Instruct"),
        )

    def context(self, session=None):
        return TileContext(
            session=session or self.roster.open_new(self.card.id),
            roster=self.roster,
            recorder=self.recorder,
            models=self.models,
            feed=self.feed,
            wording=Wording(),
            bus=self.bus,
            clock=self.clock,
            look=self.look,
            icons=self.icons,
            settings=self,
            scope=self.scope,
            language=self.language,
        )

    def tile(self, session=None):
        tile = ChatTile(self.context(session))
        tile.resize(320, 260)
        tile.show()
        self.tiles.append(tile)
        return tile

    async def aclose(self):
        await self.scope.aclose()
        await self.feed.aclose()
        await self.roster.aclose()
        await super().aclose()
        await self.recorder.aclose()
