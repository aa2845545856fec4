"""The built-in model's process never outlives the program, however that ends."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

PARENT = """
import asyncio, sys
from pathlib import Path
from app.backends.http import make_client
from app.backends.local import LocalModel
from app.backends.local_process import LocalProcess

async def main():
    local = LocalModel(Path(sys.argv[1]), await make_client())
    starting = asyncio.ensure_future(local.start())
    while local._process is None or not local._process.pid:
        await asyncio.sleep(0.001)
    print(local._process.pid, flush=True)
    await starting
    print("ready", flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.fixture
def parent(model_file, tmp_path):
    link = tmp_path / "model.gguf"
    link.symlink_to(model_file)
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(link)], stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def is_gone(pid, limit=5.0):
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.01)
    return False


def test_it_ends_with_a_killed_program(parent):
    child = int(parent.stdout.readline())
    assert parent.stdout.readline() == "ready\n"
    os.kill(parent.pid, signal.SIGKILL)
    assert is_gone(child)


def test_it_ends_with_a_program_killed_while_it_starts(parent):
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    assert is_gone(child)


def test_ctrl_c_in_the_terminal_does_not_reach_it(parent):
    child = int(parent.stdout.readline())
    assert os.getpgid(child) != os.getpgid(parent.pid)
    assert os.getsid(child) == os.getsid(parent.pid)
