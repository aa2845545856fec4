"""Real servers on loopback that answer in every protocol, at odd times, and sometimes hang up."""

import asyncio
import json
import re
from contextlib import asynccontextmanager

from tests.backends.server import SSE_HEAD, head

PIECES = 30
_QUESTION = re.compile(r"s\d+ \d+")


def _event(kind, **more):
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **more})}\n\n"


def _data(**fields):
    return f"data: {json.dumps(fields)}\n\n"


def _chat(words):
    yield from (_data(choices=[{"index": 0, "delta": {"content": word}}]) for word in words)
    yield _data(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}])
    yield "data: [DONE]\n\n"


def _responses(words):
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    yield from (_event("response.output_text.delta", **place, delta=word) for word in words)
    yield _event("response.completed", response={"status": "completed"})


def _anthropic(words):
    yield _event("message_start", message={"id": "msg_1", "model": "m"})
    yield _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    deltas = ({"type": "text_delta", "text": word} for word in words)
    yield from (_event("content_block_delta", index=0, delta=delta) for delta in deltas)
    yield _event("content_block_stop", index=0)
    yield _event("message_delta", delta={"stop_reason": "end_turn"})
    yield _event("message_stop")


def _gemini(words):
    each = ({"content": {"parts": [{"text": word}], "role": "model"}} for word in words)
    yield from (_data(candidates=[candidate]) for candidate in each)
    yield _data(candidates=[{"finishReason": "STOP"}])


def _ollama(words):
    each = ({"role": "assistant", "content": word} for word in words)
    yield from (json.dumps({"message": message, "done": False}) + "\n" for message in each)
    yield json.dumps({"done": True, "done_reason": "stop"}) + "\n"


SPEECH = {
    "openai_chat": _chat,
    "openai_responses": _responses,
    "anthropic": _anthropic,
    "gemini": _gemini,
    "ollama": _ollama,
}
"""How each protocol says words. Whoever adds a protocol adds a line."""


class Babbler:
    """Answers the question `session run` with numbered words that say whose they are."""

    def __init__(self, protocol, dice):
        self.speech = SPEECH[protocol]
        self.dice = dice
        self.address = ""
        self.is_reliable = False
        self._open = set()

    async def answer(self, reader, writer):
        self._open.add(writer)
        try:
            body = await self._request(reader)
            if (questions := _QUESTION.findall(body)) == []:
                writer.write(head(404) + b"{}")
            else:
                await self._say(writer, questions[-1])
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # nobody listens any more
        finally:
            self._open.discard(writer)
            writer.close()

    def hang_up(self):
        """Leave everybody who still listens."""
        for writer in self._open:
            writer.transport.abort()

    async def _request(self, reader):
        top = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = re.search(r"content-length: (\d+)", top)
        return (await reader.readexactly(int(length[1]) if length else 0)).decode()

    async def _say(self, writer, whose):
        writer.write(SSE_HEAD)
        for event in self.speech(f"[{whose} {number}]" for number in range(PIECES)):
            if not self.is_reliable and self.dice.random() < 0.005:
                writer.transport.abort()
                return
            await self._write(writer, event.encode())

    async def _write(self, writer, event):
        cut = self.dice.randrange(len(event))
        for piece in (event[:cut], event[cut:]):
            writer.write(piece)
            await writer.drain()
            for _ in range(self.dice.choice((0, 0, 1, 3, 9))):
                await asyncio.sleep(0)


@asynccontextmanager
async def babbling(protocol, dice):
    babbler = Babbler(protocol, dice)
    listening = await asyncio.start_server(babbler.answer, "127.0.0.1", 0)
    babbler.address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield babbler
    finally:
        listening.close()
        babbler.hang_up()
        await listening.wait_closed()
