from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import Tokens
from app.core.prices import cost, price_of
from app.core.provider_facts import Price

DAY = date(2026, 11, 24)
ASKED = Tokens(input=1_000, output=500)


def make_price(model="m", **more):
    return Price("p", model, "USD", Decimal(more.pop("input", 2)), Decimal(10), **more)


def test_tokens_cost_what_a_million_of_them_cost():
    assert cost(make_price(), Tokens(input=1_000_000, output=100_000)) == Decimal(3)


def test_a_cached_token_is_paid_as_one_and_counted_once():
    price = make_price(cached=Decimal("0.5"))
    tokens = Tokens(input=1_000_000, output=0, cached=400_000)
    assert cost(price, tokens) == Decimal("1.4")


@pytest.mark.parametrize(
    "tokens",
    [
        Tokens(input=None, output=5),
        Tokens(input=5, output=None),
        Tokens(input=5, output=5, cached=6),
    ],
)
def test_what_cannot_be_told_is_unknown_and_not_nothing(tokens):
    assert cost(make_price(cached=Decimal(1)), tokens) is None


def test_a_cache_that_nobody_priced_is_unknown():
    assert cost(make_price(), Tokens(input=5, output=5, cached=1)) is None


def test_without_a_price_the_cost_is_unknown():
    assert cost(None, ASKED) is None


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.data())
def test_a_cheaper_cache_never_makes_an_answer_dearer(read, written, data):
    cached = data.draw(st.integers(0, read))
    price = make_price(cached=Decimal("0.2"))
    with_cache = cost(price, Tokens(read, written, cached))
    assert 0 <= with_cache <= cost(price, Tokens(read, written))


def find(prices, model="m", tokens=ASKED, day=DAY):
    return price_of(prices, "p", model, tokens, day)


def test_a_model_without_a_price_has_none():
    assert find([make_price("other")]) is None
    assert price_of([make_price()], "q", "m", ASKED, DAY) is None


def test_a_models_own_price_comes_before_one_for_many_and_the_longer_before_the_shorter():
    all_of_them, some, itself = make_price("m*"), make_price("m-2*"), make_price("m-2")
    prices = [all_of_them, some, itself]
    assert find(prices, "m-2") is itself
    assert find(prices, "m-2-mini") is some
    assert find(prices, "m-1") is all_of_them


def test_the_users_own_price_comes_first_though_ours_is_closer():
    own = make_price("m*", is_own=True)
    assert find([make_price("m"), own]) is own


def test_a_long_request_costs_what_its_step_costs():
    low, middle, high = make_price(), make_price(above=200), make_price(above=1_000)
    prices = [high, low, middle]
    assert find(prices, tokens=Tokens(input=200)) is low
    assert find(prices, tokens=Tokens(input=201)) is middle
    assert find(prices, tokens=Tokens(input=1_001)) is high


def test_a_request_below_the_only_step_is_unknown():
    assert find([make_price(above=200)], tokens=Tokens(input=200)) is None


def test_steps_cannot_be_told_apart_while_nobody_knows_what_was_read():
    assert find([make_price(), make_price(above=200)], tokens=Tokens()) is None
    assert find([make_price(above=200)], tokens=Tokens()) is None
    assert find([make_price()], tokens=Tokens()) == make_price()


def test_a_price_ends_with_its_last_day():
    price = make_price(until=date(2026, 12, 31))
    assert find([price], day=date(2026, 12, 31)) is price
    assert find([price], day=date(2027, 1, 1)) is None
