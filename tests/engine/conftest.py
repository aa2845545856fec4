from dataclasses import replace

import pytest

from app.engine.feed import Feed
from app.engine.notices import Notices
from app.engine.recorder import Recorder
from app.engine.roster import Roster
from app.engine.wording import Wording
from app.storage.store import Store
from tests.engine.scripted import Scripted, World, card, until


@pytest.fixture
async def make_world(tmp_path):
    """Makes worlds around backends that say the given scripts; they are closed afterwards."""
    made = []

    def make(*scripts, language="en", length=None):
        world = World(Scripted(*scripts, length=length), tmp_path, language)
        made.append(world)
        return world

    yield make
    for world in made:
        await world.aclose()


class House:
    """A whole program without a window, storing into `tmp_path`."""

    def __init__(self, world, folder, cards):
        self.world, self.bus, self.failures = world, world.bus, []
        self.recorder = Recorder(self.bus, Store(folder / "renao.db"), self.find)
        world.surroundings = replace(
            world.surroundings,
            keep_choice=self.recorder.keep_choice,
            keep_wishes=self.recorder.keep_wishes,
            keep_files=self.recorder.keep_draft_files,
        )
        self.roster = Roster(self.recorder, {each.id: each for each in cards}, world.surroundings)
        self.feed = Feed(self.roster, self.recorder, world.surroundings, self.fail)
        self.notices = Notices(self.bus, self.roster, world.models, Wording(), world.language)

    def find(self, id):
        session = self.roster.sessions.get(id)
        return session.conversation if session else None

    def fail(self, card, error):
        self.failures.append((card.id, error.code))

    async def settled(self, session):
        await until(lambda: not session.is_running)

    async def aclose(self):
        await self.feed.aclose()
        await self.roster.aclose()
        await self.recorder.aclose()


@pytest.fixture
async def make_house(make_world, tmp_path):
    """Makes houses that share one store; each is closed before the next is opened."""
    made = []

    async def make(*scripts, cards=(), language="en"):
        if made:
            await made[-1].aclose()
        house = House(
            make_world(*scripts, language=language), tmp_path, cards or [card("a"), card("b")]
        )
        await house.feed.open()
        made.append(house)
        return house

    yield make
    if made:
        await made[-1].aclose()
