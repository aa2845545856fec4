"""The small words around a message: when, by which model, how it ended, what can be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.core.conversation import Cost, Message, Outcome, Reply, Tokens
from app.engine.wording import Wording

COPY, REGENERATE, CONTINUE, POST, DELETE = "copy", "regenerate", "continue", "post", "delete"
FILE = "file:"
"""How the press on a file begins; its number follows."""
_GOES_ON = (Outcome.LENGTH, Outcome.STOPPED, Outcome.INTERRUPTED, Outcome.FAILED)
_OF_THIS_MACHINE = ("builtin/", "local/")
"""How the names of models begin that cost nothing."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to press: `action` is one of the names above."""

    action: str
    label: str


def time_of(said: Message | Reply) -> str:
    """When it was said: the time today, the day too for earlier ones."""
    when = QDateTime.fromMSecsSinceEpoch(int(said.created * 1000))
    locale, short = QLocale(), QLocale.FormatType.ShortFormat
    time = locale.toString(when.time(), short)
    if when.date() == QDateTime.currentDateTime().date():
        return time
    return f"{locale.toString(when.date(), short)} {time}"


def footers(said: Message | Reply) -> tuple[str, ...]:
    """Time, model, tokens and cost, as far as they are known; the longest first."""
    model = said.model.rpartition("/")[2]
    parts = [time_of(said), model, token_words(said.tokens), cost_words(said.cost)]
    known = [part for part in parts if part]
    return tuple(" · ".join(known[:count]) for count in range(len(known), 0, -1))


def token_words(tokens: Tokens) -> str:
    """How much was read and written; "" when the server said neither."""
    if tokens.input is None and tokens.output is None:
        return ""
    read, written = ("?" if n is None else f"{n:,}" for n in (tokens.input, tokens.output))
    words = QCoreApplication.translate("Transcript", "{read} → {written} tokens")
    return words.format(read=read, written=written)


def cost_words(cost: Cost | None) -> str:
    """An amount of money, small ones with two digits that count; "" when nobody knows it."""
    if cost is None:
        return ""
    sign = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£"}.get(cost.currency)
    number = _amount(cost.amount)
    return f"{sign}{number}" if sign else f"{number} {cost.currency}"


def explained(said: Message | Reply) -> str:
    """What the footer says in short, in sentences: tokens, a cache, the cost; "" for nothing."""
    translate, tokens = QCoreApplication.translate, said.tokens
    if not said.model or (tokens.input is None and tokens.output is None and not said.cost):
        return ""
    lines = []
    if tokens.input is not None:
        lines.append(
            translate("Transcript", "Read: {count} tokens").format(count=f"{tokens.input:,}")
        )
    if tokens.cached:
        words = translate("Transcript", "Of these from a cache: {count}")
        lines.append(words.format(count=f"{tokens.cached:,}"))
    if tokens.output is not None:
        words = translate("Transcript", "Written: {count} tokens")
        lines.append(words.format(count=f"{tokens.output:,}"))
    if tokens.reasoning:
        words = translate("Transcript", "Of these for thinking: {count}")
        lines.append(words.format(count=f"{tokens.reasoning:,}"))
    if said.cost is not None:
        amount = cost_words(said.cost)
        lines.append(translate("Transcript", "Cost: {amount}").format(amount=amount))
    elif not said.model.startswith(_OF_THIS_MACHINE):
        lines.append(translate("Transcript", "Cost unknown"))
    return "\n".join(lines)


def sums(messages: Iterable[Message]) -> str:
    """What several answers cost together, each currency for itself; "" when nothing is known."""
    found: dict[str, float] = {}
    for said in messages:
        if said.cost is not None:
            found[said.cost.currency] = found.get(said.cost.currency, 0.0) + said.cost.amount
    return " + ".join(cost_words(Cost(amount, currency)) for currency, amount in found.items())


def _amount(amount: float) -> str:
    if amount <= 0 or amount >= 0.1:
        return f"{amount:,.2f}" if amount else "0"
    return f"{amount:.{1 - floor(log10(amount))}f}"


def thinking(said: Message | Reply) -> str:
    """The line under which reasoning is folded."""
    translate = QCoreApplication.translate
    if isinstance(said, Reply) and said.is_reasoning:
        return translate("Transcript", "Thinking…")
    seconds = _seconds(said)
    if seconds is None:
        return translate("Transcript", "Thoughts")
    if seconds < 60:
        return translate("Transcript", "Thought for {seconds} s").format(
            seconds=max(1, round(seconds))
        )
    return translate("Transcript", "Thought for {minutes} min").format(minutes=round(seconds / 60))


def waiting(reply: Reply, wording: Wording) -> str:
    """What a reply without a word waits for."""
    if reply.queue_place:
        return wording.queue_place(reply.queue_place)
    return QCoreApplication.translate("Transcript", "Waiting for the first word…")


def outcome(said: Message | Reply, wording: Wording) -> str:
    """How it ended; "" when there is nothing to say about it."""
    if isinstance(said, Reply):
        return ""
    if found := wording.outcome(said):
        return found
    if not said.text.strip() and not said.reasoning:
        return QCoreApplication.translate("Transcript", "The model said nothing.")
    return ""


def offers(said: Message | Reply) -> tuple[Offer, ...]:
    """What can be done about the end of the newest reply."""
    if isinstance(said, Reply) or said.outcome is Outcome.COMPLETE:
        return ()
    translate = QCoreApplication.translate
    go_on = Offer(CONTINUE, translate("Transcript", "Continue"))
    again = Offer(REGENERATE, translate("Transcript", "Ask again"))
    if said.outcome in _GOES_ON and said.text:
        return (go_on, again) if said.outcome is Outcome.FAILED else (go_on,)
    return (again,)


def cut_line() -> str:
    """What stands where the model's memory begins."""
    return QCoreApplication.translate(
        "Transcript", "Earlier messages were left out: the model's memory is full"
    )


def _seconds(said: Message | Reply) -> float | None:
    if isinstance(said, Reply):
        return said.reasoning_seconds
    return next((part.seconds for part in said.parts if hasattr(part, "seconds")), None)
