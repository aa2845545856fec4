"""`renao` as a program sees it: a real process, in which Qt cannot even be imported."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass

import pytest

WITHOUT_QT = (
    "import sys; sys.modules['PySide6'] = sys.modules['qasync'] = None; "
    "from app.__main__ import main; sys.exit(main())"
)


@dataclass
class Result:
    code: int
    out: bytes
    err: str

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.decode().splitlines()]


@pytest.fixture
def renao(tmp_path):
    async def start(*arguments, stdout=asyncio.subprocess.PIPE, **environment):
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", WITHOUT_QT, *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=stdout,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"RENAO_HOME": str(tmp_path)} | environment,
        )

    async def run(*arguments, stdin=b"", **environment):
        process = await start(*arguments, **environment)
        out, err = await process.communicate(stdin)
        return Result(process.returncode, out, err.decode())

    run.start = start
    return run
