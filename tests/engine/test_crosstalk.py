"""Many sessions at once: every word in its own conversation, in order, or nowhere."""

import asyncio
import random

import pytest

from app.core.backend import Finished, TextDelta
from app.core.conversation import Outcome, Role
from app.core.errors import BackendBroken
from tests.engine.scripted import Scripted, World

SESSIONS, STEPS, PIECES = 12, 300, 30


class Chatter(Scripted):
    """Answers `session run` with numbered words that say whose they are, at odd times."""

    def __init__(self, dice):
        super().__init__()
        self.dice = dice

    async def stream(self, request):
        whose = request.messages[-1].text.split("\n")[-1]
        try:
            for number in range(PIECES):
                for _ in range(self.dice.choice((0, 0, 1, 3, 9))):
                    await asyncio.sleep(0)
                if self.dice.random() < 0.01:
                    raise BackendBroken("x")
                yield TextDelta(f"[{whose} {number}]")
            yield Finished(Outcome.COMPLETE, "stop")
        finally:
            for _ in range(self.dice.choice((0, 2, 20))):  # hanging up takes time, too
                await asyncio.sleep(0)


@pytest.mark.parametrize("seed", range(8))
async def test_no_word_lands_in_another_conversation_or_out_of_order(tmp_path, seed):
    dice = random.Random(seed)
    world = World(Chatter(dice), tmp_path)
    sessions = [world.session(id=f"s{n}") for n in range(SESSIONS)]
    for step in range(STEPS):
        await act(dice, dice.choice(sessions), step)
        for _ in range(dice.choice((0, 1, 10))):
            await asyncio.sleep(0)
    await world.aclose()
    for session in sessions:
        check(session)


async def act(dice, session, step):
    match dice.choice(("send", "send", "stop", "regenerate", "delete", "wait")):
        case "send":
            session.send(f"{session.id} {step}")
        case "stop":
            session.stop()
        case "regenerate":
            session.regenerate()
        case "delete" if session.conversation.messages:
            session.delete(dice.choice(session.conversation.messages).id)
            session.undo_delete()
        case "wait":
            await asyncio.sleep(0)


def check(session):
    """Each answer holds the first words of the run that its question started, in order."""
    for message in session.conversation.all_messages.values():
        if message.role is Role.AGENT:
            count = message.text.count("[")
            asked = session.conversation[message.parent].text
            assert asked.startswith(f"{session.id} ")
            assert message.text == "".join(f"[{asked} {n}]" for n in range(count))
            assert message.outcome is not Outcome.COMPLETE or count == PIECES
