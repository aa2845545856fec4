"""What it costs to lay out and paint an answer that grows to 64 KB, at its start and at its end."""

import json
import sys
import time
from math import inf
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.ui.theme import Look
from app.ui.transcript.markdown import warm_up
from app.ui.transcript.scene import Flow
from app.ui.transcript.typeset import Typeset

LENGTH = 65_536
"""Letters of the whole answer."""
TOKENS = 12
"""Tokens of four letters that come between two paintings."""
_WIDTH, _HEIGHT = 600, 800
_WORDS = "Some *words* that go **on** with `code` and more words here. "
_MIXED = f"""# Head

{_WORDS * 3}

- one
- two

```python
x = 1
```

| a | b |
|---|---|
| 1 | 2 |

> quote

"""
ANSWERS = {
    "mixed": _MIXED,
    "one piece of code": "value = compute(1, 'text')  # why\n",
    "one table": "| some words | 12 | more *words* |\n",
    "one list": "- item with some words in it\n",
    "one paragraph": _WORDS,
}
_HEADS = {
    "one piece of code": "```python\n",
    "one table": "| a | b | c |\n|---|---|---|\n",
}


def answer(kind: str) -> str:
    """A text of `LENGTH` letters that is all of one kind."""
    piece = ANSWERS[kind]
    return (_HEADS.get(kind, "") + piece * (LENGTH // len(piece) + 1))[:LENGTH]


def grow(text: str, typeset: Typeset) -> list[float]:
    """CPU milliseconds for 1,000 tokens in each quarter of a text."""
    flow, found = Flow(typeset), [0.0] * 4
    page = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
    step = TOKENS * 4
    for at in range(step, len(text) + step, step):
        began = time.process_time()
        _show(flow, text[:at], page)
        found[min(3, at * 4 // len(text))] += time.process_time() - began
    return [each * 1e6 / (len(text) / 4 / 4) for each in found]


def _show(flow: Flow, text: str, page: QImage) -> None:
    y = flow.take(text, inf)
    flow.column.lay(_WIDTH - 40, y, inf, inf)
    painter = QPainter(page)
    top = min(0.0, _HEIGHT - flow.column.height)
    stripe = QRectF(0, max(0.0, y + top), _WIDTH, _HEIGHT)
    flow.column.draw(painter, QPointF(20, top), stripe)
    painter.end()


def main(resources: Path) -> dict[str, list[float]]:
    """The quarters of every kind of answer."""
    application = QApplication(sys.argv[:1])
    typeset = Typeset(Look(resources, "night-market", "busy"))
    warm_up()
    grow(_MIXED * 4, typeset)
    found = {kind: grow(answer(kind), typeset) for kind in ANSWERS}
    application.quit()
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
