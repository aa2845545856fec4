"""A download outlives the program, however that ends."""

import asyncio
import hashlib
import signal
import subprocess
import sys

from app.backends.download import Download
from app.backends.http import make_client
from app.backends.part_file import left_in
from tests.backends.file_server import handing_out
from tests.backends.gguf_file import gguf

PROGRAM = """
import asyncio, sys
from pathlib import Path
from app.backends.download import Download
from app.backends.http import make_client
from app.backends.part_file import Order, begun

async def main():
    part = begun(Path(sys.argv[1]), Order(sys.argv[2], sys.argv[3]))
    async with await make_client() as client:
        await Download(part, client, lambda done, total: None).run()

asyncio.run(main())
"""


async def test_a_killed_program_loses_nothing_that_was_written(tmp_path):
    data = gguf(tensors=(("token_embd.weight", (64, 20_000), 0),))
    wanted = hashlib.sha256(data).hexdigest()
    async with handing_out(data, holds=asyncio.Event()) as server:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), server.address, wanted]
        process = _started(command)
        try:
            await server.waiting.wait()
            while not any(part.size for part in left_in(tmp_path)):  # noqa: ASYNC110 - a process
                await asyncio.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        finally:
            process.kill()
            process.wait()
        server.holds.set()
        (part,) = left_in(tmp_path)
        had = part.size
        async with await make_client() as client:
            file = await Download(part, client, lambda done, total: None).run()
    assert file.read_bytes() == data
    assert had >= 1 << 20
    assert server.requests[-1]["range"] == f"bytes={had}-"


def _started(command):
    return subprocess.Popen(command)
