import asyncio
import threading

import pytest

from app.storage.limited_worker import LimitedWorker


@pytest.fixture
def worker():
    worker = LimitedWorker("test", 0.05)
    yield worker
    worker.close()


@pytest.fixture
def gate():
    """Holds calls up until it is set."""
    gate = threading.Event()
    yield gate
    gate.set()


async def test_what_a_call_hands_back_or_raises_arrives(worker):
    assert await worker.run(int, "7") == 7
    with pytest.raises(ValueError, match="seven"):
        await worker.run(int, "seven")


async def test_a_call_that_takes_too_long_is_given_up(worker, gate):
    with pytest.raises(TimeoutError, match=r"in 0\.05 s"):
        await worker.run(gate.wait, 20)
    with pytest.raises(TimeoutError, match="still"):
        await worker.run(int)


async def test_calls_behind_a_stuck_one_do_not_hide_it(worker, gate):
    asked = (worker.run(gate.wait, 20), worker.run(int), worker.run(int))
    assert {type(each) for each in await asyncio.gather(*asked, return_exceptions=True)} == {
        TimeoutError
    }
    assert worker.is_stuck


async def test_a_caller_who_goes_away_does_not_hide_a_stuck_call(worker, gate):
    begun = threading.Event()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await worker.run(lambda: (begun.set(), gate.wait(20)))
    assert begun.wait(20)
    with pytest.raises(TimeoutError):
        await worker.run(int)
    assert worker.is_stuck


async def test_a_call_that_came_back_late_holds_nobody_up(worker, gate):
    with pytest.raises(TimeoutError):
        await worker.run(gate.wait, 20)
    gate.set()
    await asyncio.wrap_future(worker._stuck)
    assert await worker.run(int) == 0


async def test_it_can_go_on_in_another_thread(worker, gate):
    with pytest.raises(TimeoutError):
        await worker.run(gate.wait, 20)
    worker.begin_anew()
    assert await worker.run(int) == 0
