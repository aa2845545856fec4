from dataclasses import replace
from datetime import date

import pytest

from app.core.agent import PostRule
from app.core.backend import Finished
from app.core.conversation import Outcome
from app.core.errors import BackendUnreachable
from app.core.settings import FeedRules
from tests.engine.scripted import FOREVER, card, until


def texts(house):
    return [post.text for post in house.feed.posts]


def comments(house):
    return [comment.text for comment in house.feed.posts[0].comments]


async def commented(house):
    await until(lambda: not any(house.feed.commenting(post.id) for post in house.feed.posts))


@pytest.mark.parametrize(
    ("rule", "script", "posted"),
    [
        (PostRule.NEVER, ["Ha."], []),
        (PostRule.REPLIES, ["Ha."], ["Ha."]),
        (PostRule.DAILY, ["Ha."], ["Ha."]),
        (PostRule.REPLIES, [" \n"], []),
        (PostRule.REPLIES, ["Ha.", BackendUnreachable("x")], []),
        (PostRule.REPLIES, ["No.", Finished(Outcome.REFUSED)], []),
    ],
)
async def test_complete_replies_are_posted_by_the_rule_of_the_card(
    make_house, rule, script, posted
):
    house = await make_house(script, cards=[card("a", posts=rule)])
    session = house.roster.open_new("a")
    session.send("hi")
    await house.settled(session)
    assert texts(house) == posted
    assert all(post.conversation == session.id for post in house.feed.posts)


async def test_posts_are_newest_first_and_still_there_after_a_restart(make_house):
    house = await make_house()
    for text in ("one", "two"):
        house.feed.post("a", text)
    house.feed.like(house.feed.posts[0].id)
    house.feed.save(house.feed.posts[1].id)
    again = await make_house()
    assert texts(again) == ["two", "one"]
    assert (again.feed.posts[0].liked, again.feed.posts[1].saved) == (True, True)


async def test_hidden_post_can_be_brought_back(make_house):
    house = await make_house()
    post = house.feed.post("a", "one")
    house.feed.hide(post.id)
    assert texts(house) == []
    house.feed.unhide(post.id)
    assert texts(house) == ["one"]


async def test_another_agent_comments_in_one_line(make_house):
    house = await make_house(['\n"Nice."\nAnd more.'])
    post = house.feed.post("a", "A joke.")
    house.feed.ask_comment(post.id, "b")
    assert house.feed.commenting(post.id) == ("b",)
    await commented(house)
    assert comments(house) == ["Nice."]
    asked = house.world.backend.requests[0].messages[0].text
    assert "A joke." in asked
    assert "Ann" in asked


async def test_nobody_comments_on_their_own_post(make_house):
    house = await make_house()
    post = house.feed.post("a", "A joke.")
    house.feed.ask_comment(post.id, "a")
    assert house.feed.commenting(post.id) == ()


async def test_two_rounds_and_four_comments_are_the_most(make_house):
    house = await make_house(["Nice."], cards=[card(id) for id in "abcd"])
    post = house.feed.post("a", "A joke.")
    for agent in "bbbcd":
        house.feed.ask_comment(post.id, agent)
        await commented(house)
    assert [comment.agent for comment in house.feed.posts[0].comments] == ["b", "b", "c", "d"]
    assert not house.feed.can_comment(post.id, "c")


async def test_comments_that_are_coming_count_towards_the_most(make_house):
    house = await make_house([FOREVER], cards=[card(id) for id in "abcdef"])
    post = house.feed.post("a", "A joke.")
    for agent in "bbcdef":
        house.feed.ask_comment(post.id, agent)
    assert house.feed.commenting(post.id) == ("b", "c", "d", "e")


async def test_failed_comment_is_told_and_leaves_the_post_alone(make_house):
    house = await make_house([BackendUnreachable("x")])
    post = house.feed.post("a", "A joke.")
    house.feed.ask_comment(post.id, "b")
    await commented(house)
    assert comments(house) == []
    assert house.failures == [("b", "unreachable")]


async def test_what_is_done_to_a_post_while_a_comment_comes_is_kept(make_house):
    house = await make_house(["Nice."])
    post = house.feed.post("a", "A joke.")
    house.feed.ask_comment(post.id, "b")
    house.feed.like(post.id)
    await commented(house)
    assert house.feed.posts[0].liked
    assert comments(house) == ["Nice."]


async def test_one_joke_a_day(make_house):
    jokes = card("a", posts=PostRule.DAILY, post_prompt={"en": "A joke."})
    house = await make_house(["Ha."], cards=[jokes])
    for _ in range(2):
        house.feed.post_daily()
        await house.feed.settle()
    assert texts(house) == ["Ha."]
    again = await make_house(["Ha ha."], cards=[jokes])
    again.feed.post_daily()
    await again.feed.settle()
    assert texts(again) == ["Ha."]
    again.recorder.keep("feed.daily", "2001-01-01")
    again.feed.post_daily()
    await again.feed.settle()
    assert texts(again) == ["Ha ha.", "Ha."]


async def test_a_joke_that_failed_is_tried_again_at_the_next_start(make_house):
    jokes = card("a", posts=PostRule.DAILY, post_prompt={"en": "A joke."})
    house = await make_house([BackendUnreachable("x")], ["Ha."], cards=[jokes])
    for _ in range(2):
        house.feed.post_daily()
        await house.feed.settle()
    assert texts(house) == ["Ha."]


async def test_no_joke_unless_it_is_wanted(make_house):
    house = await make_house(["Ha."], cards=[card("a", posts=PostRule.DAILY)])
    house.world.settings = replace(house.world.settings, feed=FeedRules(daily_joke=False))
    house.feed.post_daily()
    await house.feed.settle()
    assert texts(house) == []


async def test_a_program_left_open_posts_on_the_next_day_too(make_house):
    jokes = card("a", posts=PostRule.DAILY, post_prompt={"en": "A joke."})
    house = await make_house(["Ha."], ["Ha ha."], cards=[jokes])
    house.feed._today = lambda: date(2031, 1, 1)
    house.feed.post_each_day(look_every=0.01)
    await until(lambda: texts(house) == ["Ha."])
    house.feed._today = lambda: date(2031, 1, 2)
    await until(lambda: texts(house) == ["Ha ha.", "Ha."])
