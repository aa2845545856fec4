"""What a session is doing, in a few words, and the glyph and colour that stand for it."""

from app.engine.session import Session, SessionState
from app.engine.wording import Wording


def state_icon(state: SessionState) -> str:
    """The name of the icon for `state`, the same on rail, tile and inbox."""
    return f"state-{state.value.replace('_', '-')}"


def state_color(state: SessionState) -> str:
    """The theme's name of the colour for `state`; "" for the agent's own."""
    return {
        SessionState.IDLE: "muted",
        SessionState.NEEDS_YOU: "warning",
        SessionState.FAILED: "danger",
        SessionState.BUDGET: "danger",
    }.get(state, "")


def state_words(session: Session, wording: Wording) -> str:
    """What `session` is doing; "" when idle."""
    reply = session.conversation.reply
    if session.state is SessionState.IDLE:
        return ""
    if session.state is SessionState.WAITING and reply is not None and reply.queue_place:
        return wording.queue_place(reply.queue_place)
    return wording.state(session.state)


def rate_words(rate: float | None) -> str:
    """How many tokens a second, in two digits at least; "" when unknown."""
    if not rate:
        return ""
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
