import asyncio

from app.backends.slots import Slots


def test_a_free_slot_is_taken_at_once():
    assert Slots(2).take().place == 0


def test_who_came_first_is_served_first():
    slots = Slots(1)
    first, second, third = slots.take(), slots.take(), slots.take()
    assert [each.place for each in (first, second, third)] == [0, 1, 2]
    first.give_back()
    assert [each.place for each in (second, third)] == [0, 1]


def test_who_leaves_the_line_lets_the_others_move_up():
    slots = Slots(1)
    slots.take()
    second, third = slots.take(), slots.take()
    second.give_back()
    assert third.place == 1


def test_giving_back_twice_frees_one_slot_only():
    slots = Slots(1)
    first, second, third = slots.take(), slots.take(), slots.take()
    first.give_back()
    first.give_back()
    assert (second.place, third.place) == (0, 1)


async def test_those_in_line_hear_that_it_moved():
    slots = Slots(1)
    first, second = slots.take(), slots.take()
    asyncio.get_running_loop().call_soon(first.give_back)
    while second.place:
        await asyncio.wait_for(second.moved(), 5)
    assert second.place == 0
