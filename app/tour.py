"""`renao tour`: the real window on a virtual screen, and a real question to every agent at once.

It proves on any machine, with or without a display, that the agents answer: it prints a
table, writes pictures, and its exit code is 0 only if every answer was a real one.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.virtual_screen import virtual_screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.conversation import Message
    from app.engine.session import Session
    from app.main import OpenWindow

SCREEN = (1440, 900)
MOST_TOKENS = 72
"""Tokens an answer may have: enough to judge it, and to end on a slow machine."""

LIMIT = 5400.0
"""Seconds for all answers together: about 1,900 tokens are read and written in all, and
the model has been seen at one token a second."""

TELL_EVERY = 15.0
"""Seconds between two words about how far it is."""

FEWEST_WORDS = 5
ANSWERED = ("complete", "length")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one agent said. `first` is in seconds from the question to the first token."""

    agent: str
    model: str
    text: str
    outcome: str
    first: float | None
    rate: float | None
    tokens: int | None

    @property
    def words(self) -> int:
        return len(self.text.split())


def main(argv: Sequence[str]) -> int:
    """Make the tour and hand back the exit code."""
    options = _parser().parse_args(list(argv))
    with virtual_screen(*SCREEN) as screen, TemporaryDirectory(prefix="renao-tour-") as home:
        os.environ.update(screen)
        os.environ.pop("WAYLAND_DISPLAY", None)
        if not _lend_model(Path(home)):
            return 1
        os.environ["RENAO_HOME"] = home
        answers = _visit(options)
    sys.stdout.write(table(answers) + "\n")
    problems = complaints(answers)
    for problem in problems:
        sys.stdout.write(f"NOT ANSWERED: {problem}\n")
    sys.stdout.write(f"Pictures: {Path(options.out).resolve()}\n")
    return 1 if problems or not answers else 0


def complaints(answers: Sequence[Answer]) -> list[str]:
    """What keeps the answers from being real ones; empty when every agent answered."""
    found = []
    texts = [answer.text.strip() for answer in answers]
    for answer in answers:
        if answer.outcome not in ANSWERED:
            found.append(f"{answer.agent}: {answer.outcome}")
        elif answer.words < FEWEST_WORDS:
            found.append(f"{answer.agent}: only {answer.words} words")
        elif not answer.tokens:
            found.append(f"{answer.agent}: the model's server counted no tokens")
        elif texts.count(answer.text.strip()) > 1:
            found.append(f"{answer.agent}: another agent said the same")
    return found


def table(answers: Sequence[Answer]) -> str:
    """The answers as aligned text, a line each."""
    lines = [("agent", "model", "first token", "tokens/s", "words", "outcome")]
    for each in answers:
        first = f"{each.first:.2f} s" if each.first is not None else "-"
        rate = f"{each.rate:.1f}" if each.rate else "-"
        lines.append((each.agent, each.model, first, rate, str(each.words), each.outcome))
    widths = [max(_width(line[column]) for line in lines) for column in range(6)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        )
        for line in lines
    )


def _width(text: str) -> int:
    """Columns of a terminal; Chinese characters take two."""
    return sum(2 if ord(character) >= 0x2E80 else 1 for character in text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="renao tour",
        description="Open the window on a virtual screen, ask every agent one question at the "
        "same time, take pictures and print what they said.",
    )
    parser.add_argument("--out", metavar="DIR", default="renao-tour", help="where pictures go")
    parser.add_argument("--language", choices=("en", "zh_CN"), default="en")
    parser.add_argument(
        "--theme", choices=("night-market", "morning-tea", "high-contrast"), default="night-market"
    )
    parser.add_argument("--density", choices=("busy", "balanced", "calm"), default="busy")
    return parser


def _lend_model(home: Path) -> bool:
    """Let the tour's own home, which leaves no trace, use the user's model file."""
    from app.backends import model_files
    from app.storage.paths import user_paths

    models = user_paths().models
    models.mkdir(parents=True, exist_ok=True)
    if model_files.find(models) is None and model_files.fetch_in_terminal(models) != 0:
        return False
    (home / "data").mkdir()
    (home / "data" / "models").symlink_to(models.resolve(), target_is_directory=True)
    return True


def _visit(options: argparse.Namespace) -> list[Answer]:
    """Open the window, ask, wait, take pictures and close it."""
    from PySide6.QtWidgets import QApplication
    from qasync import QEventLoop

    from app.core.settings import Appearance
    from app.main import open_window
    from app.storage.paths import user_paths

    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    appearance = Appearance(options.theme, options.density, options.language)

    async def visit() -> list[Answer]:
        async with open_window(user_paths(), appearance=appearance) as opened:
            return await _Visit(opened, Path(options.out)).make()

    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        return runner.run(visit())


class _Visit:
    """One tour of an open window."""

    def __init__(self, opened: "OpenWindow", folder: Path) -> None:
        self._opened = opened
        self._folder = folder
        self._sessions: list[Session] = []
        self._asked: dict[str, float] = {}
        self._first: dict[str, float] = {}
        self._ended: set[str] = set()
        self._all_ended = asyncio.Event()
        self._some_speak = asyncio.Event()

    async def make(self) -> list[Answer]:
        self._folder.mkdir(parents=True, exist_ok=True)
        await self._picture("1-empty")
        await self._open_sessions()
        self._listen()
        self._ask()
        await self._wait()
        await self._picture("3-answers")
        await self._look_around()
        return [self._answer(session) for session in self._sessions]

    async def _open_sessions(self) -> None:
        """Make every tile, also those behind others, and take the sessions they show."""
        workspace = self._opened.furniture.workspace
        in_front = [tile for tile in workspace.deck.tiles if tile in workspace.deck.visible]
        for card in self._opened.runtime.cards.all:
            workspace.show_agent(card.id)
            await workspace.fill_visible()
            session = workspace.tiles[card.id].session
            sampling = replace(card.sampling, max_tokens=MOST_TOKENS)
            session.card = replace(card, sampling=sampling)
            self._sessions.append(session)
        for tile in reversed(in_front):
            workspace.show_agent(tile)

    def _listen(self) -> None:
        from app.core.events import ReplyEnded, ReplyGrew

        bus = self._opened.runtime.bus
        for session in self._sessions:
            bus.subscribe(ReplyGrew, lambda event: self._grew(event.about), about=session.id)
            bus.subscribe(ReplyEnded, lambda event: self._end(event.about), about=session.id)

    def _ask(self) -> None:
        """The first English starter of every card: the built-in model speaks English only."""
        for session in self._sessions:
            self._asked[session.id] = time.perf_counter()
            session.send(session.card.starters["en"][0])

    def _grew(self, session_id: str) -> None:
        reply = self._opened.runtime.roster.sessions[session_id].conversation.reply
        if reply is not None and reply.text and session_id not in self._first:
            self._first[session_id] = time.perf_counter()
            if len(self._first) >= 5:
                self._some_speak.set()

    def _end(self, session_id: str) -> None:
        self._ended.add(session_id)
        if len(self._ended) == len(self._sessions):
            self._some_speak.set()
            self._all_ended.set()

    async def _wait(self) -> None:
        """Until every run has ended; after the limit the rest are stopped."""
        try:
            async with asyncio.timeout(LIMIT):
                await self._some_speak.wait()
                await self._picture("2-streaming")
                while not self._all_ended.is_set():
                    await self._tell_or_end()
        except TimeoutError:
            for session in self._sessions:
                session.stop()

    async def _tell_or_end(self) -> None:
        try:
            async with asyncio.timeout(TELL_EVERY):
                await self._all_ended.wait()
        except TimeoutError:
            sys.stderr.write(f"{len(self._ended)} of {len(self._sessions)} agents have answered\n")

    async def _look_around(self) -> None:
        """Pictures of the tiles that stand behind others, the inbox and the settings."""
        furniture = self._opened.furniture
        for session in self._sessions:
            if session.card.id not in furniture.deck.visible:
                furniture.workspace.show_agent(session.card.id)
                await furniture.workspace.fill_visible()
                await self._picture(f"4-{session.card.id}")
        furniture.doings.show_inbox("all")
        await self._picture("5-inbox", furniture.inbox)
        furniture.inbox.close()

    def _answer(self, session: "Session") -> Answer:
        said: Message = session.conversation.messages[-1]
        first = self._first.get(session.id)
        tokens = said.tokens.output
        seconds = (said.ended - said.created) - (first - self._asked[session.id] if first else 0.0)
        return Answer(
            agent=session.card.name["en"],
            model=said.model,
            text=said.text,
            outcome=str(said.outcome),
            first=first - self._asked[session.id] if first else None,
            rate=tokens / seconds if tokens and seconds > 0 else None,
            tokens=tokens,
        )

    async def _picture(self, name: str, shown: "QWidget | None" = None) -> None:
        """The window, or another one that is `shown`, as it is once it is painted."""
        window = self._opened.window
        await window.frames.next_frame()
        (shown or window).grab().save(str(self._folder / f"{name}.png"))
