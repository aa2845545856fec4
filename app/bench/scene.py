"""Scenes in the real window, each in a process of its own that prints what it measured.

`python -m app.bench.scene streams PLAN`, `stall PLAN` and `answers PLAN`, where PLAN is
JSON with the fields of `Plan`. The home is `RENAO_HOME`, the screen that of the environment.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from app.bench.home import PROVIDER, agent_id, model_name
from app.bench.lag import LagMeter
from app.bench.mock_server import LETTERS, answer

if TYPE_CHECKING:
    from app.engine.session import Session
    from app.main import OpenWindow
    from app.tiles.chat import ChatTile

LEAST = (320, 260)
"""Pixels that every tile has at least."""

LIMIT = 120.0
"""Seconds that anything may take."""

APART = 0.02
"""Seconds between two questions: nobody presses all the keys at once."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a scene does: `rate` in tokens a second, `tokens` in each answer."""

    tiles: int = 8
    columns: int = 4
    rate: int = 50
    tokens: int = 500
    wait: float = 0.0
    """Seconds between the end of the start's imports and the first message; -1: sent at once."""


async def streams(opened: "OpenWindow", plan: Plan) -> dict[str, Any]:
    """Every tile receives an answer of its own from the mock server, all at the same time."""
    ids = [agent_id(number) for number in range(1, plan.tiles + 1)]
    tiles = await _lay_out(opened, ids, plan.columns)
    await _ready(opened, tiles[0].session)
    hidden = _Hidden(opened, ids)
    for number, tile in enumerate(tiles, start=1):
        tile.session.choose(_choice(plan, number))
    await asyncio.sleep(1)
    meter = LagMeter()
    meter.start()
    for tile in tiles:
        tile.send("Tell me everything.")
        await asyncio.sleep(APART)
    sessions = [tile.session for tile in tiles]
    await _until(lambda: all(each.conversation.reply is None or _began(each) for each in sessions))
    before = _Count.of(tiles)
    await _until(lambda: not all(each.is_running for each in sessions))
    after = _Count.of(tiles)
    await _until(lambda: not any(each.is_running for each in sessions))
    lag = meter.stop()
    await opened.window.frames.next_frame()
    return {
        "lag": lag,
        "rss": _rss(),
        "hidden": sorted(
            hidden.found | {each for each in ids if each not in opened.furniture.deck.visible}
        ),
        "small": _small(ids, tiles),
        "size": [min(each.width() for each in tiles), min(each.height() for each in tiles)],
        "unpainted": [each for each, count in zip(ids, after.paints, strict=True) if not count],
        "wrong": await _wrong(opened, plan, ids, sessions),
        **before.rates(after),
    }


async def stall(opened: "OpenWindow", plan: Plan) -> dict[str, Any]:
    """The longest beat from the first message until its answer is under way."""
    tile = _tiles(opened)[opened.furniture.deck.focused]
    if plan.wait >= 0:
        await _ready(opened, tile.session)
        await asyncio.sleep(plan.wait)
    meter = LagMeter()
    meter.start()
    await asyncio.sleep(0)
    tile.send("Hello?")
    await _until(lambda: _began(tile.session))
    await asyncio.sleep(0.3)
    return {"lag": meter.stop()}


async def answers(opened: "OpenWindow", plan: Plan) -> dict[str, Any]:
    """Every shipped agent is asked at once and the built-in model answers them all."""
    cards = [card for card in opened.runtime.cards.all if not card.is_own]
    tiles = await _lay_out(opened, [card.id for card in cards], plan.columns)
    sessions = [tile.session for tile in tiles]
    for card, session in zip(cards, sessions, strict=True):
        sampling = replace(card.sampling, max_tokens=plan.tokens)
        session.card = replace(card, sampling=sampling)
    await _ready(opened, sessions[0])
    await asyncio.sleep(1)
    meter, began = LagMeter(), time.perf_counter()
    meter.start()
    for card, tile in zip(cards, tiles, strict=True):
        tile.send(card.starters["en"][0])
    await _until(lambda: not any(each.is_running for each in sessions))
    wall = time.perf_counter() - began
    said = [each.conversation.messages[-1] for each in sessions]
    return {
        "lag": meter.stop(),
        "wall": wall,
        "tokens": sum(each.tokens.output or 0 for each in said),
        "outcomes": {
            each.card.id: str(one.outcome) for each, one in zip(sessions, said, strict=True)
        },
        "silent": [each.card.id for each, one in zip(sessions, said, strict=True) if not one.text],
    }


SCENES: Mapping[str, Callable[["OpenWindow", Plan], Awaitable[dict[str, Any]]]] = {
    "streams": streams,
    "stall": stall,
    "answers": answers,
}


def main(argv: Sequence[str]) -> None:
    """Open the window as the program does, play a scene and print what it measured."""
    from PySide6.QtWidgets import QApplication
    from qasync import QEventLoop

    from app.main import glance, open_shell, open_window
    from app.storage.paths import user_paths

    scene, plan = SCENES[argv[0]], Plan(**json.loads(argv[1]))
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    paths = user_paths()
    window = open_shell(paths, glance(paths))
    window.setGeometry(window.screen().geometry())
    window.activateWindow()

    async def play() -> dict[str, Any]:
        async with open_window(paths, shell=window) as opened:
            return await scene(opened, plan)

    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        found = runner.run(play())
    sys.stdout.write(json.dumps(found | {"plan": asdict(plan)}) + "\n")


class _Hidden:
    """Remembers which tiles were out of view at any time."""

    def __init__(self, opened: "OpenWindow", ids: Sequence[str]) -> None:
        self.found: set[str] = set()
        self._deck = opened.furniture.deck
        self._ids = set(ids)
        self._deck.visibility_changed.connect(self._look)

    def _look(self) -> None:
        self.found |= self._ids - self._deck.visible


@dataclass(frozen=True, slots=True)
class _Count:
    """What was done so far."""

    cpu: float
    wall: float
    busy: float
    letters: int
    refreshes: tuple[int, ...]
    paints: tuple[int, ...]

    @classmethod
    def of(cls, tiles: Sequence["ChatTile"]) -> "_Count":
        talks = [tile.session.conversation for tile in tiles]
        return cls(
            time.process_time(),
            time.perf_counter(),
            _busy(),
            sum(len((talk.reply or talk.messages[-1]).text) for talk in talks),
            tuple(tile.transcript.refreshes for tile in tiles),
            tuple(tile.transcript.paints for tile in tiles),
        )

    def rates(self, later: "_Count") -> dict[str, float]:
        """What happened between two counts, by second."""
        wall = later.wall - self.wall
        refreshes, paints = (
            min(b - a for a, b in zip(before, after, strict=True))
            for before, after in ((self.refreshes, later.refreshes), (self.paints, later.paints))
        )
        return {
            "wall": wall,
            "cores": (later.cpu - self.cpu) / wall,
            "busy": (later.busy - self.busy) / wall,
            "tokens_a_second": (later.letters - self.letters) / LETTERS / wall,
            "updates_a_second": refreshes / wall,
            "paints_a_second": paints / wall,
        }


async def _lay_out(opened: "OpenWindow", ids: Sequence[str], columns: int) -> list["ChatTile"]:
    """Show these tiles in a grid, each with an empty conversation."""
    furniture = opened.furniture
    furniture.deck.lay_out_grid(ids, columns)
    await opened.window.frames.next_frame()
    await furniture.workspace.fill_visible()
    await opened.window.frames.next_frame()
    return [_tiles(opened)[each] for each in ids]


def _tiles(opened: "OpenWindow") -> dict[str, "ChatTile"]:
    """The window's tiles; here all of them are of the usual kind."""
    tiles: dict[str, Any] = opened.furniture.workspace.tiles
    return tiles


async def _ready(opened: "OpenWindow", session: "Session") -> None:
    """Until the backends are imported and the model's process, if it is asked, can answer."""
    async with asyncio.timeout(LIMIT):
        await opened.runtime.models.backend(session.choice)


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT):
        # To hear 3,000 events a second would be a part of what is measured.
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def _began(session: "Session") -> bool:
    reply = session.conversation.reply
    return reply is None or not reply.is_empty


def _choice(plan: Plan, number: int) -> Any:
    from app.engine.models import ModelChoice

    return ModelChoice(PROVIDER, model_name(plan.rate, plan.tokens, number))


def _small(ids: Sequence[str], tiles: Sequence["ChatTile"]) -> list[str]:
    return [
        each
        for each, tile in zip(ids, tiles, strict=True)
        if tile.width() < LEAST[0] or tile.height() < LEAST[1]
    ]


async def _wrong(
    opened: "OpenWindow", plan: Plan, ids: Sequence[str], sessions: Sequence["Session"]
) -> list[str]:
    """The tiles whose answer, as shown or as stored, is not what the server sent."""
    recorder = opened.runtime.recorder
    await recorder.drain()
    found = []
    for number, session in enumerate(sessions, start=1):
        sent = "".join(answer(number, plan.tokens))
        stored = await recorder.load(session.id)
        kept = stored.messages[-1].text if stored and stored.messages else ""
        if session.conversation.messages[-1].text != sent or kept != sent:
            found.append(ids[number - 1])
    return found


def _busy() -> float:
    """Seconds that all cores together have worked for anybody since the machine started."""
    import psutil

    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


def _rss() -> float:
    """Megabytes of memory that this process has in use."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
