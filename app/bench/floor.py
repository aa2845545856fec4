"""What the same work costs without the program: the bench's yardsticks.

`python -m app.bench.floor window STARTED` opens a bare QMainWindow and prints how long it
took from `STARTED` (seconds of `time.perf_counter`) to its first frame.
`python -m app.bench.floor receive PORT STREAMS RATE TOKENS` receives streams with plain
asyncio and httpx and prints its CPU seconds and how long it ran.
"""

import json
import sys
import time


def bare_window(started: float) -> float:
    """Milliseconds from `started` to the first painted frame of an empty window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, self.end)  # when the frame is on the screen

        def end(self) -> None:
            painted.append(time.perf_counter())
            application.quit()

    painted: list[float] = []
    application = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1440, 900)
    window.show()
    application.exec()
    return (painted[0] - started) * 1000


async def _receive(port: int, streams: int, rate: int, tokens: int) -> None:
    import asyncio

    import httpx

    async def one(number: int) -> None:
        body = {"model": f"mock-{rate}-{tokens}-{number}", "stream": True, "messages": []}
        url = f"http://127.0.0.1:{port}/v1/chat/completions"
        async with client.stream("POST", url, json=body) as response:
            text = []
            async for line in response.aiter_lines():
                if line.startswith("data: {"):
                    delta = json.loads(line[6:])["choices"][0]["delta"]
                    text.append(delta.get("content") or "")

    limits = httpx.Limits(max_connections=None)
    client = httpx.AsyncClient(trust_env=False, timeout=None, limits=limits)
    async with client, asyncio.TaskGroup() as group:
        for number in range(streams):
            group.create_task(one(number))


def receive(port: int, streams: int, rate: int, tokens: int) -> dict[str, float]:
    """CPU seconds and wall seconds of receiving `streams` at once and doing nothing else."""
    import asyncio

    began, cpu = time.perf_counter(), time.process_time()
    asyncio.run(_receive(port, streams, rate, tokens))
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - began}


if __name__ == "__main__":
    if sys.argv[1] == "window":
        result: object = {"ms": bare_window(float(sys.argv[2]))}
    else:
        result = receive(*map(int, sys.argv[2:6]))
    sys.stdout.write(json.dumps(result) + "\n")
