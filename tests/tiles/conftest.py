import pytest

from tests.tiles.world import TileWorld


@pytest.fixture
def make_world(loop, qtbot, tmp_path):
    """Makes worlds for tiles; they and their tiles are taken away afterwards."""
    made = []

    def make(*scripts, **more):
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(TileWorld(*scripts, folder=folder, **more))
        return made[-1]

    yield make
    for world in made:
        for tile in world.tiles:
            tile.close_subscriptions()
            tile.hide()
            tile.deleteLater()
        world.clock.deleteLater()
        gone = loop.create_task(world.aclose())
        qtbot.waitUntil(gone.done)
        gone.result()
