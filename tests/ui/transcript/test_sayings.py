from dataclasses import replace

import pytest

from app.core.conversation import Conversation, Cost, Outcome, RefusalPart, Tokens
from app.engine.wording import Wording
from app.ui.transcript.sayings import cost_words, explained, footers, outcome, sums, token_words


@pytest.fixture
def answer(qapp):
    conversation = Conversation("c", "a")
    conversation.say("hi")
    conversation.begin_reply("deepseek/deepseek-flash").append_text("Hello.")
    return replace(
        conversation.end_reply(Outcome.COMPLETE),
        tokens=Tokens(1412, 96, cached=1000, reasoning=40),
        cost=Cost(0.00123, "USD"),
    )


def test_tokens_and_cost_go_first_where_there_is_little_room(answer):
    longest, *_, shortest = footers(answer)
    assert longest.endswith(" · deepseek-flash · 1,412 → 96 tokens · $0.0012")
    assert longest.startswith(shortest)
    assert "deepseek" not in shortest


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (0.0012, "USD", "$0.0012"),
        (0.0000344, "USD", "$0.000034"),
        (0.5, "CNY", "¥0.50"),
        (1234.5, "EUR", "€1,234.50"),
        (0.0, "USD", "$0"),
        (0.02, "CHF", "0.020 CHF"),
    ],
)
def test_an_amount_is_as_exact_as_it_is_small(amount, currency, words):
    assert cost_words(Cost(amount, currency)) == words


def test_what_nobody_knows_is_never_nothing(answer):
    unknown = replace(answer, tokens=Tokens(), cost=None)
    assert footers(unknown)[0].endswith("deepseek-flash")
    assert token_words(Tokens(None, 5)) == "? → 5 tokens"
    assert explained(unknown) == ""


def test_the_footer_is_explained_with_the_cache_and_the_thoughts(answer):
    assert explained(answer).splitlines() == [
        "Read: 1,412 tokens",
        "Of these from a cache: 1,000",
        "Written: 96 tokens",
        "Of these for thinking: 40",
        "Cost: $0.0012",
    ]
    assert explained(replace(answer, cost=None)).endswith("Cost unknown")
    assert "Cost" not in explained(replace(answer, cost=None, model="builtin/m"))


def test_sums_keep_currencies_apart(answer):
    others = [replace(answer, cost=cost) for cost in (Cost(0.5, "CNY"), Cost(1.0, "USD"), None)]
    assert sums([answer, *others]) == "$1.00 + ¥0.50"
    assert sums([replace(answer, cost=None)]) == ""


def test_a_refusal_and_a_wait_for_tools_have_words(answer):
    refused = replace(answer, parts=(RefusalPart("I will not."),), outcome=Outcome.REFUSED)
    assert outcome(refused, Wording()) == "The model declined to answer"
    assert outcome(replace(answer, outcome=Outcome.TOOL_CALLS), Wording()) == "Waits for its tools"
    assert refused.text == "I will not."
