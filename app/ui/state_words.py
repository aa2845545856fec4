"""The glyph and the colour that stand for what a session is doing, and its speed."""

from app.engine.session import SessionState


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


def rate_words(rate: float | None) -> str:
    """How many tokens a second, in two digits at least; "" when unknown."""
    if not rate:
        return ""
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
