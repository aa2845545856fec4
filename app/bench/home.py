"""Homes to measure in: full of talk, asking the mock server, and gone afterwards."""

import json
import time
from pathlib import Path

from app.bench.mock_server import answer
from app.core.conversation import Message, Role, TextPart
from app.core.feed import Post
from app.storage.cards import Cards
from app.storage.conversations import ConversationRow
from app.storage.paths import Paths, resources_folder, user_paths
from app.storage.store import Store

PROVIDER = "bench"

TURNS = 4
"""Questions and answers in each prepared conversation."""

POSTS = 12


def model_name(rate: int, tokens: int, number: int) -> str:
    """What the mock server must be asked for to send `tokens` at `rate` a second."""
    return f"mock-{rate}-{tokens}-{number}"


def paths_in(home: Path) -> Paths:
    """The folders of a program that is started with `RENAO_HOME` set to `home`."""
    return Paths(home / "data", home / "config", home / "state")


def prepare(home: Path, port: int = 0, own_agents: int = 0) -> Paths:
    """Make a home with settings, a lent built-in model and `own_agents` more agents."""
    paths = paths_in(home)
    paths.data.mkdir(parents=True)
    paths.models.symlink_to(user_paths().models.resolve(), target_is_directory=True)
    user_paths().models.mkdir(parents=True, exist_ok=True)
    paths.make()
    paths.settings.write_text(_settings(port), "utf-8")
    for number in range(1, own_agents + 1):
        (paths.own_agents / f"{agent_id(number)}.toml").write_text(_card(number), "utf-8")
    return paths


def agent_id(number: int) -> str:
    """The id of the own agent of that number, which counts from 1."""
    return f"b{number:02}"


def fill(paths: Paths) -> None:
    """Put a conversation with every shipped agent and some posts into the database."""
    with Store(paths.database) as store:
        agents = tuple(Cards(resources_folder() / "agents", paths.own_agents))
        for number, agent in enumerate(agents):
            messages = _talk(number)
            row = ConversationRow(f"bench-{agent}", agent, tip=messages[-1].id)
            store.conversations.save_all(row, messages)
        for number in range(POSTS):
            agent = agents[number % len(agents)]
            text = "".join(answer(number, 60))
            store.posts.keep(Post(f"post-{number}", agent, time.time() - 600 * number, text))


def _talk(number: int) -> list[Message]:
    """Some turns, a minute apart, with the Markdown that answers have."""
    messages: list[Message] = []
    began = time.time() - 86_400
    for place in range(2 * TURNS):
        role = Role.AGENT if place % 2 else Role.USER
        text = "".join(answer(number + place, 150)) if place % 2 else f"Question {place}?"
        parent = messages[-1].id if messages else ""
        at = began + 60 * place
        model = f"{PROVIDER}/{model_name(50, 150, number)}" if place % 2 else ""
        id = f"bench-{number}-{place}"
        messages.append(Message(id, parent, role, (TextPart(text),), at, at, model=model))
    return messages


def _settings(port: int) -> str:
    """The same look on every machine, no joke of the day, and the mock server as a provider."""
    name = model_name(50, 200, 1)
    return (
        '[appearance]\ntheme = "night-market"\nlanguage = "en"\n\n'
        "[feed]\ndaily_joke = false\n\n"
        + (f"[models]\ndefault = {json.dumps(f'{PROVIDER}/{name}')}\n\n" if port else "")
        + f'[[providers]]\nid = "{PROVIDER}"\nname = "Bench"\n'
        f'address = "http://127.0.0.1:{port or 9}/v1"\nmodels = {json.dumps([name])}\n'
    )


def _card(number: int) -> str:
    texts = {"name": f"Bench {number:02}", "summary": "Measured.", "persona": "You answer."}
    tables = "".join(f"\n[{name}]\nen = {json.dumps(text)}\n" for name, text in texts.items())
    return f'glyph = "B"\nhue = {number * 11 % 360}\norder = {200 + number}\n{tables}'
