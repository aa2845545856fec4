import asyncio
import json
import signal
import socket
import stat
import subprocess
import sys
import threading

import pytest

from app import door as module
from app.core.errors import DatabaseLocked, StorageError
from app.door import Door, enter, knock
from app.door_place import Place
from app.storage.paths import Paths


@pytest.fixture
def paths(tmp_path):
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state")
    paths.make()
    return paths


@pytest.fixture
def door(paths):
    door = Door(paths)
    assert door.claim()
    yield door
    door.close()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(module, "KNOCK_SECONDS", 0.2)
    monkeypatch.setattr(module, "CALL_SECONDS", 0.1)


async def heard_by(door, count=1):
    """Listen until `count` starts were heard."""
    heard = asyncio.Queue()
    door.listen(heard.put_nowait)
    return [await asyncio.wait_for(heard.get(), 5) for _ in range(count)]


async def test_a_second_start_hands_its_arguments_to_the_first(paths, door):
    listening = heard_by(door)
    assert await asyncio.to_thread(knock, paths, ["open", "--agent", "英语 🙂"])
    assert await listening == [["open", "--agent", "英语 🙂"]]


async def test_what_comes_before_the_window_listens_is_not_lost(paths, door):
    for number in range(3):
        assert knock(paths, [str(number)])
    assert await heard_by(door, 3) == [["0"], ["1"], ["2"]]


async def test_it_works_on_a_real_qt_loop(paths, tmp_path):
    code = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
import asyncio, qasync
from app.door import Door, knock
from app.storage.paths import Paths

base = Path(sys.argv[1])
paths = Paths(base / "data", base / "config", base / "state")
app = QApplication([])

async def main():
    door = Door(paths)
    assert door.claim()
    heard = asyncio.Event()
    door.listen(lambda arguments: (print(*arguments, flush=True), heard.set()))
    assert await asyncio.to_thread(knock, paths, ["to", "qt"])
    await asyncio.wait_for(heard.wait(), 10)
    door.close()

qasync.run(main())
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "to qt\n", done.stderr


def test_two_data_folders_have_two_doors(paths, door, tmp_path):
    other = Door(Paths(tmp_path / "other", paths.config, paths.state))
    assert other.claim()
    other.close()


def test_only_one_holds_the_door_and_the_next_may_after_it(paths, door):
    other = Door(paths)
    assert not other.claim()
    door.close()
    assert other.claim()
    other.close()
    other.close()


@pytest.mark.usefixtures("impatient")
def test_nobody_hears_when_nobody_is_there(paths):
    assert not knock(paths, [])


def test_entering_opens_the_door_or_hands_over(paths):
    first = enter(paths, ["one"])
    assert isinstance(first, Door)
    assert enter(paths, ["two"]) is None
    first.close()


@pytest.mark.usefixtures("impatient")
def test_a_first_start_that_does_not_answer_is_said(paths, door):
    Place.of(paths).remove()
    with pytest.raises(DatabaseLocked):
        enter(paths, [])


@pytest.mark.usefixtures("impatient", "door")
def test_a_wrong_token_is_refused(paths):
    knock_until_ready(paths)
    place = Place.of(paths)
    card = json.loads(place.card.read_text())
    place.card.write_text(json.dumps(card | {"token": "guessed"}))
    assert not knock(paths, ["evil"])


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "said",
    [b"", b"\n", b"no proof at all\n", b"\xff\xfe {}\n", b"x" * 100_000, "é [1]\n".encode()],
)
async def test_nonsense_at_the_door_harms_nobody(paths, door, said):
    knock_until_ready(paths)
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(Place.of(paths).socket_file))
        try:
            caller.sendall(said)
        except OSError:
            assert len(said) > module.LONGEST
    assert await asyncio.to_thread(knock, paths, ["still here"])
    heard = await heard_by(door, 2)
    assert heard == [[], ["still here"]]


@pytest.mark.usefixtures("impatient")
def test_arguments_that_are_too_long_are_refused(paths, door):
    assert not knock(paths, ["x" * 100_000])


def test_only_this_user_can_read_the_token(paths, door):
    knock_until_ready(paths)
    place = Place.of(paths)
    assert stat.S_IMODE(place.card.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.socket_file.stat().st_mode) == 0o600


def test_closing_takes_the_files_away(paths, door):
    knock_until_ready(paths)
    door.close()
    place = Place.of(paths)
    assert not place.card.exists()
    assert not place.socket_file.exists()
    assert not [each for each in threading.enumerate() if each.name == "renao-door" and stays(each)]


async def test_a_path_too_long_for_a_socket_file_takes_a_port(tmp_path):
    deep = tmp_path / ("d" * 120)
    paths = Paths(deep / "data", deep / "config", deep / "state")
    paths.make()
    door = Door(paths)
    assert door.claim()
    assert await asyncio.to_thread(knock, paths, ["by port"])
    assert isinstance(json.loads(Place.of(paths).card.read_text())["address"], int)
    assert await heard_by(door) == [["by port"]]
    door.close()


def test_a_state_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StorageError):
        Door(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state")).claim()


HOLD = """
import sys
from pathlib import Path
from app.door import Door, knock
from app.storage.paths import Paths
base = Path(sys.argv[1])
paths = Paths(base / "data", base / "config", base / "state")
door = Door(paths)
print(door.claim(), flush=True)
sys.stdin.read()
"""


def start(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_killed_program_leaves_the_door_to_the_next(paths, tmp_path):
    with start(tmp_path) as process:
        assert process.stdout.readline() == "True\n"
        knock_until_ready(paths)
        process.send_signal(signal.SIGKILL)
    assert Place.of(paths).socket_file.exists()
    door = enter(paths, [])
    assert isinstance(door, Door)
    door.close()


def test_of_many_starts_at_once_one_is_the_first(tmp_path, paths):
    processes = [start(tmp_path) for _ in range(5)]
    said = [process.stdout.readline() for process in processes]
    for process in processes:
        process.communicate()
    assert sorted(said) == ["False\n"] * 4 + ["True\n"]


def test_the_lock_does_not_pass_to_child_processes(paths, door):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        door.close()
        next_one = Door(paths)
        assert next_one.claim()
        next_one.close()
        child.communicate(b"\n")


def knock_until_ready(paths):
    assert knock(paths, [])


def stays(thread):
    thread.join(5)
    return thread.is_alive()
