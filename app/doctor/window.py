"""Looks at what the window needs: Qt, a screen, fonts, OpenGL, an input method.

Qt is asked in a process of its own; this one never imports it.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from app.doctor.finding import Finding
from app.virtual_screen import has_display

PROBE = Path(__file__).parents[1] / "ui" / "probe.py"

PROBE_SECONDS = 20.0
"""How long Qt may take to answer; its first start after an update reads every font."""

SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "swrast")
"""What OpenGL drawn by the processor calls itself."""

FIX_QT = (
    "On Debian and Ubuntu `make setup` installs what Qt needs, or says how; elsewhere install "
    "the xcb-util libraries, libxkbcommon and libGL."
)


async def check_window(environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """Ask Qt about its platform, fonts and OpenGL."""
    has_screen = has_display(environment)
    found, complaint = await _probe(_as_the_window(environment), is_hidden=not has_screen)
    if "platform" not in found:
        hidden, said = await _probe(environment, is_hidden=True)
        if "platform" not in hidden:
            return [Finding("Window", False, f"Qt cannot be loaded: {said}", FIX_QT)]
        return [
            Finding("Window", False, f"Qt cannot open it: {complaint}", FIX_QT),
            *_fonts(hidden),
        ]
    return [_screen(found, environment, has_screen), *_fonts(found), _opengl(found, has_screen)]


def check_input_method(environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """How Chinese is typed here, when an input method is known to run."""
    chosen = environment.get("QT_IM_MODULE", "")
    others = environment.get("XMODIFIERS", "") + environment.get("GTK_IM_MODULE", "")
    if "fcitx" not in chosen + others:
        return [Finding("Input method", True, chosen)] if chosen else []
    sentence = "fcitx5: Qt's wheel has no module of its own for it, so Renao speaks ibus to it."
    advice = "If nothing is composed, switch on fcitx5's ibus frontend."
    return [Finding("Input method", True, sentence, advice)]


async def _probe(environment: Mapping[str, str], *, is_hidden: bool) -> tuple[dict[str, str], str]:
    """What Qt says about itself, and its last complaint when it came to an end too early."""
    hide = {"QT_QPA_PLATFORM": "offscreen"} if is_hidden else {}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(PROBE)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**environment, **hide},
    )
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            out, err = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return {}, f"it did not answer in {PROBE_SECONDS:g} s"
    found: dict[str, str] = {}
    for line in out.splitlines():
        found |= json.loads(line)
    return found, _complaint(err.decode("utf-8", "replace"))


def _complaint(text: str) -> str:
    """The line that tells most: what is needed, else the last one of an error."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    needed = (line for line in lines if "is needed to load" in line or "cannot open shared" in line)
    return next(needed, lines[-1] if lines else "it ended without a word")


def _as_the_window(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with the platform that the window would choose."""
    chosen = dict(environment)
    if environment.get("WAYLAND_DISPLAY") and environment.get("DISPLAY"):
        chosen.setdefault("QT_QPA_PLATFORM", "xcb")
    return chosen


def _screen(found: dict[str, str], environment: Mapping[str, str], has_screen: bool) -> Finding:
    said = f"Qt {found['qt']} on {found['platform']}"
    if not has_screen:
        advice = "Start Renao in a desktop session; `renao tour` and `renao ask` work without."
        return Finding("Window", False, f"Qt {found['qt']} works, but there is no display.", advice)
    if environment.get("WAYLAND_DISPLAY") and found["platform"] == "xcb":
        said += ", through XWayland: Wayland does not let floating tiles keep their places"
    return Finding("Window", True, said)


def _fonts(found: dict[str, str]) -> list[Finding]:
    return [
        _font("Chinese font", found.get("chinese", ""), "fonts-noto-cjk"),
        _font("Emoji font", found.get("emoji", ""), "fonts-noto-color-emoji"),
    ]


def _font(name: str, family: str, package: str) -> Finding:
    if family:
        return Finding(name, True, family)
    return Finding(name, False, "none found", f"On Debian and Ubuntu: apt-get install {package}")


def _opengl(found: dict[str, str], has_screen: bool) -> Finding:
    renderer = found.get("opengl", "")
    if any(word in renderer.lower() for word in SOFTWARE):
        return Finding("OpenGL", True, f"{renderer} (drawn by the processor)")
    if renderer:
        return Finding("OpenGL", True, renderer)
    why = "none" if has_screen else "not known without a display"
    return Finding("OpenGL", True, f"{why}; Renao's window does not need it")
