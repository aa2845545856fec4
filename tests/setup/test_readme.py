"""What README says about adding things works when it is typed in."""

import re
import subprocess
import sys
from pathlib import Path

from app.core.backend import Backend, Request, TextDelta
from app.core.conversation import Message, Role, TextPart
from app.storage.cards import read_card
from app.storage.catalogue import Catalogue
from app.storage.paths import resources_folder
from tests.tiles.conftest import make_world

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")

__all__ = ["make_world"]


def example(language, word):
    blocks = re.findall(rf"```{language}\n(.*?)```", README, re.S)
    return next(block for block in blocks if word in block)


def names_of(code):
    names = {"__name__": "example"}
    exec(compile(code, "README.md", "exec"), names)
    return names


def test_the_agent_is_a_card(tmp_path):
    file = tmp_path / "cook.toml"
    file.write_text(example("toml", "Cook"), "utf-8")
    assert read_card(file).name["en"] == "Cook"


def test_the_provider_is_six_lines_in_the_data_folder(tmp_path):
    text = example("toml", "Acme")
    (tmp_path / "providers.toml").write_text(text, "utf-8")
    catalogue = Catalogue(resources_folder(), tmp_path)
    assert (text.count("\n"), catalogue.problems) == (6, ())
    assert catalogue.kinds["acme"].address == "https://api.acme.example/v1"


def test_the_tile_shows_its_panel(make_world):
    world = make_world()
    tile = names_of(example("python", "NotesTile"))["TILE"].make(world.context())
    world.tiles.append(tile)
    tile.show()
    assert tile.panel.is_open


async def test_the_backend_answers():
    kind = names_of(example("python", "Echo"))["BACKEND"]
    backend: Backend = kind.make(None, None)
    assert kind.protocol == "echo"
    said = Message("1", "", Role.USER, (TextPart("Hello"),), 0.0)
    request = Request("echo", (said,))
    items = [item async for item in backend.stream(request)]
    assert items[0] == TextDelta("Hello")
    assert await backend.count_tokens(request) == 5


def test_the_examples_are_in_our_style(tmp_path):
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", README, re.S)):
        (tmp_path / f"example_{number}.py").write_text(block)
    checks = [["check", "--ignore=D102"], ["format", "--check"]]
    for check in checks:
        command = [sys.executable, "-m", "ruff", *check, f"--config={ROOT / 'pyproject.toml'}"]
        done = subprocess.run([*command, tmp_path], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_every_folder_it_names_is_there():
    named = re.findall(r"^\| `((?:app|resources|tests)[^`]*)`", README, re.M)
    assert len(named) >= 9
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_every_make_target_it_names_is_there():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M)
    assert set(re.findall(r"make ([a-z]+)\b", README)) <= set(targets)
