import pytest

from tests.engine.scripted import Scripted, World


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
