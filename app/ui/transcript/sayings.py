"""The small words around a message: when, by which model, how it ended, what can be done."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.core.conversation import Message, Outcome, Reply
from app.engine.wording import Wording

COPY, REGENERATE, CONTINUE, POST, DELETE = "copy", "regenerate", "continue", "post", "delete"
_GOES_ON = (Outcome.LENGTH, Outcome.STOPPED, Outcome.INTERRUPTED, Outcome.FAILED)


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


def footer(said: Message | Reply) -> str:
    """Time and model."""
    model = said.model.rpartition("/")[2]
    return f"{time_of(said)} · {model}" if model else time_of(said)


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
