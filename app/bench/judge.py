"""What the measurements mean: rows of figures, and what makes them worth nothing."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from app.bench.report import Row

SHELL_RATIO = 2.2
FULL_RATIO = 3.5
LAG = 20.0
"""Milliseconds that the window may keep the user waiting."""

GROWTH = 1.3
"""What the last quarter of a long answer may cost, beside the first."""

PACE = 0.95
"""Share of the tokens that must come in time; with less the figures flatter."""

ENDED = ("complete", "length")

Found = Mapping[str, Any]
"""What a child printed."""


def start_rows(
    bare: Sequence[float], starts: Sequence[Mapping[str, float]], keys: Sequence[float | None]
) -> list[Row]:
    """Medians of the start; `keys` is empty or None where no key could be typed."""
    floor = median(bare)
    shell = median(each["shell"] for each in starts)
    full = median(each["full"] for each in starts)
    rows = [
        Row("start: bare QMainWindow, first frame (the floor)", floor, "ms", 1.0),
        Row("start: the window's frame", shell, "ms", shell / floor, most_ratio=SHELL_RATIO),
        Row("start: rail, tiles and feed painted", full, "ms", full / floor, most_ratio=FULL_RATIO),
    ]
    typed = [key for key in keys if key is not None]
    if typed:
        key = median(typed)
        rows.append(Row("start: a key typed by xdotool is taken", key, "ms", key / floor))
    return rows


def growth_rows(found: Mapping[str, Sequence[float]]) -> list[Row]:
    """The last quarter of long answers beside their first."""
    return [
        Row(
            f"an answer of 64 KB, {kind}: CPU for 1,000 tokens at its end, beside its start",
            quarters[-1],
            "ms",
            quarters[-1] / quarters[0],
            most_ratio=GROWTH,
        )
        for kind, quarters in found.items()
    ]


def stall_row(name: str, stalls: Sequence[Found]) -> Row:
    """The longest beat around the first message."""
    longest = median(each["lag"]["max"] for each in stalls)
    return Row(f"first message, {name}: longest stall", longest, "ms", most=LAG)


def middle(found: Sequence[Found]) -> Found:
    """The scene of several that is neither the smoothest nor the roughest."""
    return sorted(found, key=lambda each: float(each["lag"]["p99"]))[(len(found) - 1) // 2]


def stream_rows(found: Found, floor: Mapping[str, float], most_cores: float) -> list[Row]:
    """A scene of streams beside the cost of receiving the same and doing nothing with it."""
    plan = found["plan"]
    name = f"{plan['tiles']} x {plan['rate']} tokens/s"
    bare = floor["cpu"] / floor["wall"]
    cores, lag = found["cores"], found["lag"]
    return [
        Row(f"{name}: receiving alone (the floor)", bare, "cores", 1.0),
        Row(f"{name}: the window", cores, "cores", cores / bare, most=most_cores),
        Row(f"{name}: the whole machine meanwhile", found["busy"], "cores"),
        Row(f"{name}: lag p50", lag["p50"], "ms"),
        Row(f"{name}: lag p99", lag["p99"], "ms", most=LAG),
        Row(f"{name}: lag max", lag["max"], "ms"),
        Row(f"{name}: tokens received", found["tokens_a_second"], "/s"),
        Row(f"{name}: updates of the slowest tile", found["updates_a_second"], "/s"),
        Row(f"{name}: paints of the slowest tile", found["paints_a_second"], "/s"),
        Row(f"{name}: memory afterwards", found["rss"], "MB"),
    ]


def stream_problems(found: Found) -> list[str]:
    """What makes a scene of streams worthless; empty when nothing does."""
    plan = found["plan"]
    name = f"{plan['tiles']} x {plan['rate']}"
    said = {
        "wrong": "the text is not what the server sent",
        "hidden": "hidden during the scene",
        "small": "smaller than 320 x 260",
        "unpainted": "never painted",
    }
    problems = [
        f"{name}: {what}: {', '.join(found[kind])}" for kind, what in said.items() if found[kind]
    ]
    wanted = plan["tiles"] * plan["rate"]
    if found["tokens_a_second"] < wanted * PACE:
        problems.append(
            f"{name}: only {found['tokens_a_second']:.0f} of {wanted} tokens/s came in time; "
            "this machine is too busy or too slow"
        )
    return problems


def answer_rows(found: Found) -> list[Row]:
    """The built-in model and the window beside each other."""
    name, lag = f"built-in model, {len(found['outcomes'])} answers at once", found["lag"]
    return [
        Row(f"{name}: tokens in all", found["tokens"] / found["wall"], "/s"),
        Row(f"{name}: lag p99", lag["p99"], "ms", most=LAG),
        Row(f"{name}: lag max", lag["max"], "ms"),
    ]


def answer_problems(found: Found) -> list[str]:
    """Which agents did not really answer."""
    outcomes: dict[str, str] = found["outcomes"]
    failed = [f"{agent} ({outcome})" for agent, outcome in outcomes.items() if outcome not in ENDED]
    problems = [f"built-in model: no answer from {', '.join(failed)}"] if failed else []
    if found["silent"]:
        problems.append(f"built-in model: empty answers from {', '.join(found['silent'])}")
    return problems
