"""Says what Qt finds on this machine, one JSON object a line. Imports nothing of ours.

`renao doctor` runs it as a process of its own, because Qt ends the process in which it
finds no screen, and a broken graphics driver may do so too.
"""

import json
import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import (
    QFontDatabase,
    QGuiApplication,
    QOffscreenSurface,
    QOpenGLContext,
)

GL_RENDERER = 0x1F01


def main() -> None:
    """Write the lines, the one that is most likely to crash last."""
    app = QGuiApplication([])
    _write({"qt": qVersion(), "platform": app.platformName()})
    _write({"chinese": _chinese_font(), "emoji": _emoji_font()})
    _write({"opengl": _renderer()})


def _write(found: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def _chinese_font() -> str:
    families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return next((each for each in families if "CJK SC" in each), "".join(families[:1]))


def _emoji_font() -> str:
    return next((each for each in QFontDatabase.families() if "emoji" in each.lower()), "")


def _renderer() -> str:
    """The name of what draws OpenGL, "" when there is none."""
    context, surface = QOpenGLContext(), QOffscreenSurface()
    surface.create()
    if not context.create() or not context.makeCurrent(surface):
        return ""
    name = context.functions().glGetString(GL_RENDERER)
    context.doneCurrent()
    return str(name or "")


if __name__ == "__main__":
    main()
