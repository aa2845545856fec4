"""What an answer costs. What nobody said is unknown, which is never the same as nothing."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from app.core.conversation import Tokens
from app.core.provider_facts import Price

MILLION = Decimal(1_000_000)


def price_of(
    prices: Iterable[Price], provider: str, model: str, tokens: Tokens, day: date
) -> Price | None:
    """The price that holds on `day` for a request that read as much as `tokens` say.

    The user's own come before ours, then a model's own before one that ends in `*`.
    None when there is none, or the highest step cannot be told since `tokens.input` is
    None.
    """
    fitting = [
        price
        for price in prices
        if price.provider == provider and _names(price.model, model) and _holds(price, day)
    ]
    if not fitting:
        return None
    best = max(fitting, key=_closeness)
    steps = [price for price in fitting if _closeness(price) == _closeness(best)]
    if tokens.input is None:
        return best if len(steps) == 1 and not best.above else None
    reached = [price for price in steps if price.above < tokens.input or not price.above]
    return max(reached, key=lambda price: price.above, default=None)


def cost(price: Price | None, tokens: Tokens) -> Decimal | None:
    """What `tokens` cost, in the price's currency; None when it is unknown.

    `tokens.input` has the cached ones in it; where the server said nothing of a cache,
    none was used.
    """
    if price is None or tokens.input is None or tokens.output is None:
        return None
    cached = tokens.cached or 0
    if cached > tokens.input or (cached and price.cached is None):
        return None
    fresh = (tokens.input - cached) * price.input + cached * (price.cached or Decimal(0))
    return (fresh + tokens.output * price.output) / MILLION


def _names(pattern: str, model: str) -> bool:
    if pattern.endswith("*"):
        return model.startswith(pattern[:-1])
    return model == pattern


def _holds(price: Price, day: date) -> bool:
    return price.until is None or day <= price.until


def _closeness(price: Price) -> tuple[bool, bool, int]:
    return price.is_own, not price.model.endswith("*"), len(price.model)
