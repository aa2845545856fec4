"""Sizes by name: one table for the three densities, and the fonts that go with it.

Everything that holds text grows with the user's scale, so nothing is clipped at 200 %;
hairlines stay as they are.
"""

import sys
from collections.abc import Mapping

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont

DENSITIES = ("busy", "balanced", "calm")
LINE_HEIGHT = 1.45
"""Of running text, in font sizes."""
LINE_HEIGHT_CJK = 1.6
"""Of running Chinese, Japanese or Korean text."""

_TABLE: Mapping[str, tuple[int, int, int]] = {
    # letters
    "small": (11, 11, 12),
    "body": (12, 13, 14),
    "title": (12, 13, 14),
    "code": (11, 12, 13),
    "heading1": (16, 17, 17),
    "heading2": (15, 15, 15),
    "heading3": (13, 14, 15),
    # lanes between things
    "half": (2, 4, 4),
    "step": (4, 6, 8),
    "gap": (6, 8, 12),
    "pad": (8, 10, 14),
    # things
    "chip": (20, 22, 24),
    "control": (28, 32, 36),
    "hit": (28, 32, 36),
    "title_row": (32, 36, 40),
    "icon_small": (12, 13, 14),
    "icon": (16, 17, 18),
    "avatar": (20, 22, 24),
    "avatar_rail": (36, 38, 42),
    "avatar_large": (64, 72, 80),
    "badge": (16, 17, 18),
    "rail": (60, 64, 72),
    "top_bar": (44, 48, 52),
    "notice_bar": (34, 38, 42),
    "feed": (292, 304, 320),
    "scroll_bar": (8, 9, 10),
    "corner": (10, 10, 10),
    "control_corner": (8, 8, 8),
    "small_corner": (5, 5, 5),
}
_FIXED: Mapping[str, int] = {
    "hairline": 1,
    "ring": 2,
}

_DERIVED = (
    "line", "line_cjk", "chip_corner", "badge_corner", "icon_corner", "segment_corner",
    "control_inner", "chip_inner", "segment_inner",
)  # fmt: skip
METRICS = (*_TABLE, *_FIXED, *_DERIVED)
"""Every name that `px` knows."""

_NO_FACE = ("sans serif", "sans", "sans-serif", "helvetica", "")
"""What Qt answers where no desktop says which face it uses."""

_BOLD = ("title", "heading1", "heading2", "heading3")
ROLES = ("body", "small", "code", *_BOLD)
"""Every role that a font can have."""


def sizes(density: str, scale: int) -> dict[str, int]:
    """Every metric in pixels, at a density and a scale in per cent."""
    column = DENSITIES.index(density)
    found = {name: max(1, round(row[column] * scale / 100)) for name, row in _TABLE.items()}
    found |= _FIXED
    found["line"] = round(found["body"] * LINE_HEIGHT)
    found["line_cjk"] = round(found["body"] * LINE_HEIGHT_CJK)
    for name in ("chip", "badge", "icon"):
        found[f"{name}_corner"] = found[name] // 2
    for name in ("control", "chip"):
        found[f"{name}_inner"] = found[name] - 2 * found["hairline"]
    found["segment_inner"] = found["control"] - 6
    found["segment_corner"] = found["control_corner"] - 2
    return found


def make_font(role: str, pixels: int, face: str) -> QFont:
    """The desktop's `face` (or a monospaced one), with Chinese and emoji faces behind it.

    Names are handed to Qt without asking which exist: that question would read the
    whole font database at start.
    """
    font = QFont()
    is_chinese = QLocale().language() == QLocale.Language.Chinese
    font.setFamilies(_code_families() if role == "code" else text_families(face, is_chinese))
    font.setPixelSize(pixels)
    if role == "code":
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setFixedPitch(True)
    if role in _BOLD:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def text_families(face: str, is_chinese: bool) -> list[str]:
    """The faces of running text, the first that exists for each character.

    The quotes and dots of a Chinese face are as wide as its characters, so English goes
    before it; a window that speaks Chinese wants them that wide.
    """
    if sys.platform == "win32":
        return [face, "Microsoft YaHei UI", "Segoe UI Emoji"]
    if sys.platform == "darwin":
        return [face, "PingFang SC", "Apple Color Emoji"]
    is_said = face.lower() not in _NO_FACE
    latin = [face] if is_said else ["Open Sans", "Noto Sans"]
    chinese = ["Noto Sans CJK SC"]
    both = chinese + latin if is_chinese and not is_said else latin + chinese
    return [*both, "Noto Color Emoji"]


def _code_families() -> list[str]:
    if sys.platform == "win32":
        return ["Cascadia Mono", "Consolas", "Microsoft YaHei UI", "Segoe UI Emoji"]
    if sys.platform == "darwin":
        return ["Menlo", "PingFang SC", "Apple Color Emoji"]
    return ["DejaVu Sans Mono", "Noto Sans Mono CJK SC", "monospace", "Noto Color Emoji"]
