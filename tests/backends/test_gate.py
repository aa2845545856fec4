import asyncio
from contextlib import aclosing

from app.backends.gate import Gate, Limits
from app.core.backend import Finished, Queued, TextDelta, Usage, Waiting
from app.core.conversation import Outcome
from tests.backends.conftest import request_of


class Open:
    """Answers when it is let; notes who was asked."""

    def __init__(self, tokens=1):
        self.asked, self.most, self.now, self.tokens = [], 0, 0, tokens
        self.may_end, self.was_asked = asyncio.Event(), asyncio.Event()

    async def stream(self, request):
        self.asked.append(request.asker)
        self.was_asked.set()
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            yield TextDelta("ok")
            await self.may_end.wait()
            yield Usage(self.tokens, 0)
            yield Finished(Outcome.COMPLETE)
        finally:
            self.now -= 1

    async def count_tokens(self, request):
        return self.tokens


async def heard(gate, asker=""):
    async with aclosing(gate.stream(request_of("hi", asker=asker))) as items:
        return [item async for item in items]


async def test_no_more_than_the_limit_run_at_once_and_all_run():
    backend = Open()
    gate = Gate(backend, Limits(runs_at_once=2))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(heard(gate, str(number))) for number in range(5)]
        await backend.was_asked.wait()
        backend.may_end.set()
    assert backend.most == 2
    assert all(isinstance(task.result()[-1], Finished) for task in tasks)
    assert Queued(1) in tasks[2].result()


async def test_waiting_tiles_take_turns_however_much_one_of_them_asks():
    backend = Open()
    gate = Gate(backend, Limits(runs_at_once=1))
    async with asyncio.TaskGroup() as group:
        for asker in ("greedy", "greedy", "greedy", "other"):
            group.create_task(heard(gate, asker))
        await backend.was_asked.wait()
        backend.may_end.set()
    assert backend.asked == ["greedy", "other", "greedy", "greedy"]


async def test_a_full_minute_is_waited_for_and_said():
    backend = Open()
    backend.may_end.set()
    gate = Gate(backend, Limits(requests_per_minute=2), minute=0.05)
    first = [await heard(gate), await heard(gate)]
    third = await heard(gate)
    assert not any(isinstance(item, Waiting) for items in first for item in items)
    wait, over = third[:2]
    assert wait.code == "rate"
    assert 0 < wait.seconds <= 0.05
    assert over.seconds == 0


async def test_the_user_can_go_ahead_of_our_own_limit():
    backend = Open()
    backend.may_end.set()
    gate = Gate(backend, Limits(requests_per_minute=1), minute=3600)
    await heard(gate)
    async with asyncio.timeout(5), aclosing(gate.stream(request_of("hi"))) as items:
        async for item in items:
            if isinstance(item, Waiting) and item.seconds:
                item.hurry()
    assert len(backend.asked) == 2


async def test_tokens_that_were_counted_fill_the_minute():
    backend = Open(tokens=60)
    backend.may_end.set()
    gate = Gate(backend, Limits(tokens_per_minute=100), minute=0.05)
    assert not any(isinstance(item, Waiting) for item in await heard(gate))
    assert any(isinstance(item, Waiting) for item in await heard(gate))


async def test_a_question_larger_than_the_minute_goes_when_nothing_else_does():
    backend = Open(tokens=1000)
    backend.may_end.set()
    gate = Gate(backend, Limits(tokens_per_minute=100), minute=0.05)
    assert isinstance((await heard(gate))[-1], Finished)


async def test_one_that_gives_up_waiting_leaves_the_line():
    backend = Open()
    gate = Gate(backend, Limits(runs_at_once=1))
    async with aclosing(gate.stream(request_of("a"))) as served:
        await anext(served)
        async with aclosing(gate.stream(request_of("b"))) as waiting:
            assert await anext(waiting) == Queued(1)
        backend.may_end.set()
        assert isinstance([item async for item in served][-1], Finished)
    assert isinstance((await heard(gate))[-1], Finished)
