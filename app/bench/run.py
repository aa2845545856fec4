"""`renao bench`: measures the real window on a virtual screen, beside what a bare one costs."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.bench import judge
from app.bench.child import BenchError, environment, measure, mock_server
from app.bench.home import fill, prepare
from app.bench.report import Row, as_json, as_table
from app.bench.scene import Plan
from app.bench.start import bare_window, first_key, program
from app.storage.paths import resources_folder
from app.virtual_screen import virtual_screen

SMALL, MIDDLE, LARGE = (1440, 900), (1920, 1080), (3040, 1240)
"""Screens in pixels: the usual window, 8 tiles, and 32 of which each has 320 x 260 or more."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done: runs of the start, of the rest, seconds of streaming, tokens said."""

    starts: int
    repeats: int
    seconds: int
    said: int


WHOLE = Effort(starts=7, repeats=3, seconds=6, said=48)
QUICK = Effort(starts=3, repeats=1, seconds=3, said=16)


def main(argv: Sequence[str]) -> int:
    """Measure, print and hand back 0 when everything could be measured and was right."""
    options = _parser().parse_args(list(argv))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    bench = _Bench(QUICK if options.quick else WHOLE)
    try:
        bench.run()
    except BenchError as error:
        bench.problems.append(str(error))
    machine = describe() | {"load before": f"{load:.2f}", "screen": ", ".join(bench.screens)}
    if options.json:
        sys.stdout.write(as_json(bench.rows, machine, bench.problems) + "\n")
    else:
        told = "\n".join(f"{name}: {value}" for name, value in machine.items())
        sys.stdout.write(f"{told}\n\n{as_table(bench.rows)}\n")
    for problem in bench.problems:
        sys.stderr.write(f"FAILED: {problem}\n")
    return 1 if bench.problems else 0


def describe() -> dict[str, str]:
    """The machine and what runs on it."""
    return {
        "machine": f"{os.cpu_count()} cores, {_processor()}, {platform.platform(terse=True)}",
        "python": platform.python_version(),
        "qt": version("PySide6_Essentials"),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="renao bench",
        description="Measure the window on a virtual screen: its start, and its smoothness "
        "while many answers arrive. A missed aim is printed as MISSED; the exit code is 1 only "
        "when something could not be measured or was wrong.",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--quick", action="store_true", help="less of everything, in a minute")
    return parser


@dataclass(slots=True)
class _Bench:
    """One run: what was found so far."""

    effort: Effort
    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)

    def run(self) -> None:
        _tell("the start")
        self._start()
        with mock_server() as port:
            _tell("the first message")
            self._first_message(port)
            for tiles, columns, rate, screen, most in (
                (8, 4, 50, MIDDLE, 0.4),
                (32, 8, 100, LARGE, 1.0),
            ):
                _tell(f"{tiles} streams of {rate} tokens a second")
                self._streams(
                    port, Plan(tiles, columns, rate, rate * self.effort.seconds), screen, most
                )
        _tell("long answers")
        self._growth()
        _tell("the built-in model")
        self._answers()

    def _start(self) -> None:
        with _Place(SMALL) as place:
            self._note(place)
            fill(prepare(place.home))
            program(place.screen, place.home)  # the layout is kept, and every file was read once
            bare, starts = [], []
            for _ in range(self.effort.starts):
                bare.append(bare_window(place.screen))
                starts.append(program(place.screen, place.home))
            keys = [first_key(place.screen, place.home) for _ in range(self.effort.repeats)]
        self.rows += judge.start_rows(bare, starts, keys)

    def _first_message(self, port: int) -> None:
        for name, wait in (("sent at once", -1.0), ("sent a second later", 1.0)):
            found = []
            for _ in range(self.effort.repeats):
                with _Place(SMALL) as place:
                    fill(prepare(place.home, port))
                    found.append(place.play("stall", Plan(wait=wait)))
            self.rows.append(judge.stall_row(name, found))

    def _streams(self, port: int, plan: Plan, screen: tuple[int, int], most: float) -> None:
        with _Place(screen) as place:
            self._note(place)
            receive = ("receive", *map(str, (port, plan.tiles, plan.rate, plan.tokens)))
            floor = measure("app.bench.floor", receive, environment(place.screen))
        found = []
        for _ in range(self.effort.repeats):
            with _Place(screen) as place:
                prepare(place.home, port, plan.tiles)
                found.append(place.play("streams", plan))
        self.rows += judge.stream_rows(judge.middle(found), floor, most)
        self.problems += [problem for each in found for problem in judge.stream_problems(each)]

    def _growth(self) -> None:
        with _Place(SMALL) as place:
            found = measure(
                "app.bench.growth", (str(resources_folder()),), environment(place.screen)
            )
        self.rows += judge.growth_rows(found)

    def _answers(self) -> None:
        with _Place(SMALL) as place:
            prepare(place.home)
            found = place.play("answers", Plan(columns=3, tokens=self.effort.said))
        self.rows += judge.answer_rows(found)
        self.problems += judge.answer_problems(found)

    def _note(self, place: "_Place") -> None:
        name = "Xvfb" if "DISPLAY" in place.screen else "offscreen, Xvfb is not installed"
        self.screens.append(f"{name} {place.size[0]}x{place.size[1]}")


class _Place:
    """A virtual screen and a home that does not exist yet, for as long as the context."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.screen: Mapping[str, str] = {}
        self.home = Path()
        self._stack = ExitStack()

    def __enter__(self) -> "_Place":
        self.screen = self._stack.enter_context(virtual_screen(*self.size))
        folder = self._stack.enter_context(TemporaryDirectory(prefix="renao-bench-"))
        self.home = Path(folder) / "home"
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def play(self, scene: str, plan: Plan) -> dict[str, Any]:
        """What a scene measured here."""
        arguments = (scene, json.dumps(asdict(plan)))
        return measure("app.bench.scene", arguments, environment(self.screen, self.home))


def _tell(what: str) -> None:
    sys.stderr.write(f"measuring {what} …\n")
