"""Sessions at servers of every protocol at once: no word goes astray on its way.

All is real but the models: sockets, protocols, pools, sessions.
"""

import asyncio
import random
import tempfile
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from app.core.conversation import Outcome
from app.core.settings import Provider
from app.engine.connections import PROTOCOLS, open_connections
from app.engine.models import ModelChoice
from tests.engine.babble import PIECES, SPEECH, babbling
from tests.engine.scripted import Scripted, World
from tests.engine.test_crosstalk import check

EACH = 2
"""Sessions of each protocol."""
SESSIONS = EACH * len(SPEECH)

deeds = some.tuples(
    some.sampled_from(("send", "send", "send", "stop", "regenerate", "delete", "change server")),
    some.integers(0, SESSIONS - 1),
    some.sampled_from((0, 1, 5, 40, 200)),
)


def test_every_protocol_takes_part():
    assert set(SPEECH) == set(PROTOCOLS)


@settings(max_examples=10, deadline=None)
@given(plan=some.lists(deeds, min_size=40, max_size=120), seed=some.integers(0, 2**32))
async def test_no_word_lands_in_another_conversation_whatever_its_protocol(plan, seed):
    dice = random.Random(seed)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = [await stack.enter_async_context(babbling(protocol, dice)) for protocol in SPEECH]
        world = real_world(folder, servers)
        stack.push_async_callback(world.aclose)
        sessions = [
            world.session(id=f"s{n}", choice=choice(n % len(SPEECH))) for n in range(SESSIONS)
        ]
        for step, (deed, n, turns) in enumerate(plan):
            do(deed, sessions[n], step, dice)
            for _ in range(turns):
                await asyncio.sleep(0)
        await answer_all(world, sessions, servers)
        for session in sessions:
            check(session)
            assert session.conversation.messages[-1].outcome is Outcome.COMPLETE


def real_world(folder, servers):
    """A world whose models are at `servers`, one provider for each."""
    world = World(Scripted(), folder)
    world.connect = open_connections
    providers = tuple(
        Provider(f"p{n}", f"P{n}", server.address, ("m",), protocol=protocol)
        for n, (protocol, server) in enumerate(zip(SPEECH, servers, strict=True))
    )
    world.settings = replace(world.settings, providers=providers)
    return world


def choice(n):
    return ModelChoice(f"p{n}", "m")


def do(deed, session, step, dice):
    match deed:
        case "send":
            session.send(f"{session.id} {step}")
        case "stop":
            session.stop()
        case "regenerate":
            session.regenerate()
        case "change server":
            session.choose(choice(dice.randrange(len(SPEECH))))
        case "delete" if session.conversation.messages:
            session.delete(dice.choice(session.conversation.messages).id)
            session.undo_delete()


async def answer_all(world, sessions, servers):
    """What is queued is answered, then one question more of each, which must be whole."""
    await world.settled()
    for server in servers:
        server.is_reliable = True
    for n, session in enumerate(sessions):
        session.choose(choice(n % len(SPEECH)))
        session.send(f"{session.id} {9000 + n}")
    await world.settled()
    whole = [session.conversation.messages[-1].text.count("[") for session in sessions]
    assert whole == [PIECES] * len(sessions)
