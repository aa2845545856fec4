import asyncio

import pytest

from app.backends.part_file import Order
from app.core.bus import Bus
from app.core.errors import AddressRefused, DownloadWrong, NoSpace
from app.core.events import DownloadsChanged
from app.engine.connections import Connections
from app.engine.downloads import Downloads, DownloadState
from tests.engine.scripted import until


class Wire:
    """Hands out files as the test says: each waits until it is let go."""

    def __init__(self):
        self.running, self.errors, self.gates = [], {}, {}

    async def download(self, part, on_progress):
        self.running.append(part.target.name)
        try:
            on_progress(3, 10)
            await self.gates.setdefault(part.target.name, asyncio.Event()).wait()
            if error := self.errors.pop(part.target.name, None):
                raise error
            part.open()
            part.write(b"GGUF")
            return part.finish()
        finally:
            self.running.remove(part.target.name)

    def let_go(self, name):
        self.gates.setdefault(name, asyncio.Event()).set()


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
async def make(tmp_path, wire):
    made = []

    async def connections():
        return Connections({}, None, None, wire.download)

    def make():
        done, bus = [], Bus()

        async def on_done(order, file):
            done.append((order.address, file.name))

        downloads = Downloads(tmp_path / "files", bus, on_done)
        downloads.use(connections)
        downloads.done, downloads.told = done, []
        bus.subscribe(DownloadsChanged, lambda event: downloads.told.append(event.about))
        made.append(downloads)
        return downloads

    yield make
    for each in made:
        await each.aclose()


def states(downloads):
    return {each.id: each.state.value for each in downloads.all}


async def two(downloads):
    return [await downloads.add(Order(f"https://x/{name}.gguf")) for name in ("a", "b")]


async def test_one_runs_and_the_others_wait_their_turn(make, wire):
    downloads = make()
    a, b = await two(downloads)
    await until(lambda: wire.running == [a])
    assert states(downloads) == {a: "running", b: "queued"}
    assert (downloads.all[0].done, downloads.all[0].total) == (3, 10)
    wire.let_go(a)
    await until(lambda: wire.running == [b])
    wire.let_go(b)
    await until(lambda: len(downloads.done) == 2)
    assert downloads.done == [("https://x/a.gguf", "a.gguf"), ("https://x/b.gguf", "b.gguf")]
    assert downloads.all == ()
    assert downloads.told[-1] == b


async def test_a_paused_one_lets_the_next_go_first(make, wire):
    downloads = make()
    a, b = await two(downloads)
    await until(lambda: wire.running == [a])
    downloads.pause(a)
    await until(lambda: wire.running == [b])
    assert states(downloads) == {a: "paused", b: "running"}
    downloads.resume(a)
    assert states(downloads)[a] == "queued"
    wire.let_go(b)
    await until(lambda: wire.running == [a])


async def test_what_another_start_left_is_there_paused(make, wire):
    first = make()
    await two(first)
    await until(lambda: wire.running)
    await first.aclose()
    again = make()
    assert states(again) == {"a.gguf": "paused", "b.gguf": "paused"}
    wire.let_go("b.gguf")
    again.resume("b.gguf")
    await until(lambda: again.done)
    assert states(again) == {"a.gguf": "paused"}


async def test_failed_one_says_why_and_can_be_gone_on_with(make, wire):
    downloads = make()
    a, b = await two(downloads)
    wire.errors[a] = NoSpace(5, 3)
    wire.let_go(a)
    await until(lambda: states(downloads)[a] == "failed")
    assert isinstance(downloads.all[0].problem, NoSpace)
    await until(lambda: wire.running == [b])
    downloads.resume(a)
    wire.let_go(b)
    await until(lambda: len(downloads.done) == 2)


@pytest.mark.parametrize("name", ["a.gguf", "b.gguf"])
async def test_cancelled_one_leaves_nothing_and_the_other_goes_on(make, wire, name):
    downloads = make()
    await two(downloads)
    await until(lambda: wire.running == ["a.gguf"])
    await downloads.cancel(name)
    (other,) = downloads.all
    await until(lambda: wire.running == [other.id])
    assert [each.name for each in downloads.folder.iterdir()] == [f"{other.id}.part.json"]


async def test_wrong_file_stays_as_failed_until_it_is_cancelled(make, wire):
    downloads = make()
    a, _ = await two(downloads)
    wire.errors[a] = DownloadWrong("sha256")
    wire.let_go(a)
    await until(lambda: states(downloads)[a] == DownloadState.FAILED)
    await downloads.cancel(a)
    assert a not in states(downloads)


async def test_address_that_must_not_be_used_makes_no_download(make):
    downloads = make()
    with pytest.raises(AddressRefused):
        await downloads.add(Order("http://example.org/a.gguf"))
    assert downloads.all == ()
