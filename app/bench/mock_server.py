"""A server in a process of its own that streams Markdown at an exact pace.

It speaks just enough of OpenAI's chat completions for the program's own backend. The
text of a stream depends only on its number, so that the bench can compare what arrived
with what was sent. `python -m app.bench.mock_server` prints its port and serves until
its stdin closes.
"""

import asyncio
import json
import sys
from itertools import cycle, islice
from time import perf_counter

_PIECES = (
    "## A heading about ",
    "streams\n\n",
    "Some **bold words**, a `piece of code` and an *aside* that run on ",
    "for a line or two, as answers do, 中文也有一点, ",
    "and then stop.\n\n",
    "- a first point\n- a second one, which is longer than the first\n- a third\n\n",
    "```python\ndef merge(left, right):\n    return sorted(left + right)\n```\n\n",
    "| name | cost |\n|---|---|\n| one | 1 |\n| two | 22 |\n\n",
    "> Somebody said this once.\n\n",
)


LETTERS = 4
"""Characters of one token."""


def answer(number: int, tokens: int) -> list[str]:
    """The tokens of stream `number`: four characters each, mixed Markdown."""
    text = cycle(f"Stream {number}. " + "".join(_PIECES))
    return ["".join(islice(text, LETTERS)) for _ in range(tokens)]


class Pacer:
    """Sends each stream's tokens when they are due, whatever the others do."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection's requests, one after the other."""
        try:
            while head := await _head(reader):
                body = await reader.readexactly(_length(head))
                await self._answer(json.loads(body), writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, body: dict[str, object], writer: asyncio.StreamWriter) -> None:
        """The model's name says the pace: `mock-RATE-TOKENS-NUMBER`."""
        _, rate, tokens, number = str(body["model"]).split("-")
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        began = perf_counter()
        for index, token in enumerate(answer(int(number), int(tokens))):
            await asyncio.sleep(max(0.0, began + index / float(rate) - perf_counter()))
            writer.write(_chunk({"delta": {"content": token}, "finish_reason": None}))
            await writer.drain()
        writer.write(_chunk({"delta": {}, "finish_reason": "stop"}))
        done = b"data: [DONE]\n\n"
        writer.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(done), done))
        await writer.drain()


def _chunk(choice: dict[str, object]) -> bytes:
    event = {
        "id": "chatcmpl-bench",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "mock",
        "choices": [{"index": 0, **choice}],
    }
    data = b"data: " + json.dumps(event).encode() + b"\n\n"
    return b"%x\r\n%s\r\n" % (len(data), data)


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def _until_stdin_closes() -> None:
    server = await asyncio.start_server(Pacer().serve, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_until_stdin_closes())
