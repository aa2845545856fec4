import asyncio

from app.core.tasks import TaskScope


def noting(seen, *, forever=(), slow_to_leave=()):
    """Work that notes when it begins and ends, under the name it is given."""

    async def work(name):
        seen.append(f"+{name}")
        try:
            if name in forever:
                await asyncio.Event().wait()
        finally:
            if name in slow_to_leave:
                await asyncio.sleep(0.01)
            seen.append(f"-{name}")

    return work


async def test_closing_waits_for_clean_up():
    seen = []
    async with TaskScope("test") as scope:
        scope.start("work", noting(seen, forever="a", slow_to_leave="a"), "a")
        await asyncio.sleep(0)
    assert seen == ["+a", "-a"]


async def test_same_name_waits_for_the_one_before():
    seen = []
    work = noting(seen, forever="a", slow_to_leave="a")
    async with TaskScope("test") as scope:
        scope.start("work", work, "a")
        await asyncio.sleep(0)
        scope.start("work", work, "b")
        await scope.wait("work")
    assert seen == ["+a", "-a", "+b", "-b"]


async def test_third_also_waits_for_the_first_when_the_second_never_began():
    seen = []
    work = noting(seen, forever="a", slow_to_leave="a")
    async with TaskScope("test") as scope:
        scope.start("work", work, "a")
        await asyncio.sleep(0)
        scope.start("work", work, "b")
        await asyncio.sleep(0)
        scope.start("work", work, "c")
        await scope.wait("work")
    assert seen == ["+a", "-a", "+c", "-c"]


async def test_failure_is_reported_and_leaves_siblings_alone(expected_log):
    seen = []

    async def fail():
        raise ValueError("no")

    async def work():
        await asyncio.sleep(0.01)
        seen.append("sibling done")

    async with TaskScope("test", lambda name, error: seen.append((name, str(error)))) as scope:
        scope.start("fail", fail)
        scope.start("work", work)
        await scope.wait("work")
    assert seen == [("fail", "no"), "sibling done"]
    assert expected_log == ["task test/fail failed"]


async def test_replaced_before_it_began_never_runs():
    seen = []
    async with TaskScope("test") as scope:
        for n in range(5):
            scope.start("work", noting(seen), n)
        await scope.wait("work")
    assert seen == ["+4", "-4"]


async def test_cancelled_before_its_first_step_is_forgotten():
    async with TaskScope("test") as scope:
        scope.start("work", noting([]), "a")
        scope.cancel("work")
        await scope.wait("work")
        assert "work" not in scope


async def test_closed_scope_starts_nothing():
    scope, seen = TaskScope("test"), []
    await scope.aclose()
    scope.start("work", noting(seen), "a")
    await scope.wait("work")
    assert seen == []
