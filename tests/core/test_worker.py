import asyncio
import subprocess
import sys
import threading

import pytest

from app.core.worker import Worker


@pytest.fixture
def worker():
    worker = Worker("test")
    yield worker
    worker.close()


async def test_calls_are_done_in_order_in_one_other_thread(worker):
    seen = []
    for number in range(20):
        worker.submit(lambda number=number: seen.append((number, threading.get_ident())))
    await worker.run(lambda: None)
    assert [number for number, _ in seen] == list(range(20))
    assert {thread for _, thread in seen}.isdisjoint({threading.get_ident()})
    assert len({thread for _, thread in seen}) == 1


async def test_an_error_comes_back_to_the_caller_and_the_next_call_is_done(worker):
    with pytest.raises(ZeroDivisionError):
        await worker.run(lambda: 1 / 0)
    assert await worker.run(lambda: 3) == 3


async def test_a_call_given_up_before_its_turn_is_never_done(worker):
    gate, seen = threading.Event(), []
    worker.submit(gate.wait)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(worker.run(seen.append, 1), 0.01)
    gate.set()
    await worker.run(lambda: None)
    assert seen == []


def test_a_call_that_never_comes_back_does_not_hold_the_exit():
    code = (
        "import threading\nfrom app.core.worker import Worker\n"
        "Worker('stuck').submit(threading.Event().wait)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=10).returncode == 0
