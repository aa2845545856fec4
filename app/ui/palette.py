"""The colours of a theme: a dozen written down, the others derived from them.

Written (`resources/themes/*.toml`): background, surface, raised, hairline, text, muted,
accent, good, warning, danger, selection, shadow, and the code colours.

Derived: `hover` and `pressed` (grounds of controls under the mouse), `edge` (outline of
a control), `focus` (the ring), `scroll`, `scroll_hover`, `link`, `disabled`, and for each
of accent, good, warning and danger: `accent_fill` and `accent_hover` (grounds with
`on_accent` as ink), `accent_soft` (the tinted ground of a banner; text, muted and the
plain token read on it).

Code: `code_ground`, `code_keyword`, `code_name`, `code_function`, `code_kind` (classes
and types), `code_string`, `code_number`, `code_comment`, `code_operator`,
`code_builtin`, `code_error`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.ui.shades import (
    WHITE,
    Shade,
    contrast,
    from_hex,
    ink_on,
    mix,
    readable,
    readable_hue,
    shade_of,
)

TOKENS = (
    "background", "surface", "raised", "hairline", "text", "muted", "accent", "good",
    "warning", "danger", "selection", "shadow",
)  # fmt: skip
GROUNDS = ("background", "surface", "raised")
"""Text, muted, accent, good, warning and danger read on all of them."""
CODE = (
    "keyword", "name", "function", "kind", "string", "number", "comment", "operator",
    "builtin", "error",
)  # fmt: skip
AGENT_PARTS = ("avatar", "avatar_end", "border", "chip", "text", "fill")
_LOUD = ("accent", "good", "warning", "danger")
_GLYPH_CONTRAST = 3.2
"""Of the white glyph on an avatar: a graphic, not a text."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: every colour by name, and how an agent's hue becomes colours."""

    name: str
    is_dark: bool
    contrast: float
    """What text has at least on any ground it may stand on."""
    colors: Mapping[str, Shade]
    agent: Mapping[str, float]

    def agent_shade(self, hue: int, part: str) -> Shade:
        """One of `AGENT_PARTS` for an agent of `hue`."""
        if part in ("avatar", "avatar_end"):
            return self._avatar(hue, part)
        if part == "border":
            return shade_of(hue, self.agent["border_lightness"], self.agent["border_chroma"])
        if part == "chip":
            return self._chip(hue)
        if part == "fill":
            return self._deep(hue, self.agent["avatar_lightness"], self.contrast)
        assert part == "text", f"no part {part!r} of an agent's colours"
        grounds = (*(self.colors[each] for each in (*GROUNDS, "hover")), self._chip(hue))
        return readable_hue(hue, grounds, self.contrast, self.agent["text_chroma"])

    def _chip(self, hue: int) -> Shade:
        return mix(self.colors["surface"], self._avatar(hue, "avatar"), self.agent["chip_share"])

    def _avatar(self, hue: int, part: str) -> Shade:
        # The far end leans a little to the next hue: a gradient of light, not of grey.
        tone = hue if part == "avatar" else (hue + 24) % 360
        return self._deep(tone, self.agent[f"{part}_lightness"], _GLYPH_CONTRAST)

    def _deep(self, hue: int, lightness: float, ratio: float) -> Shade:
        """The hue's shade on which white reads, `lightness` or darker."""
        found = shade_of(hue, lightness, self.agent["avatar_chroma"])
        while contrast(found, WHITE) < ratio:
            lightness -= 0.01
            found = shade_of(hue, lightness, self.agent["avatar_chroma"])
        return found


def load_theme(folder: Path, name: str) -> Theme:
    """Read `folder/name.toml`; a token it lacks is an error, not a blank."""
    raw = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
    colors = {token: from_hex(raw["tokens"][token]) for token in TOKENS}
    fills = {name: from_hex(raw.get("fills", {}).get(name, raw["tokens"][name])) for name in _LOUD}
    colors |= _derived(colors, raw["is_dark"], raw["contrast"])
    colors |= _fills(fills, raw["contrast"])
    colors |= {f"code_{group}": from_hex(raw["code"][group]) for group in ("ground", *CODE)}
    return Theme(name, raw["is_dark"], raw["contrast"], colors, raw["agent"])


def _derived(colors: Mapping[str, Shade], is_dark: bool, ratio: float) -> dict[str, Shade]:
    text, surface, raised = colors["text"], colors["surface"], colors["raised"]
    found = {
        "hover": mix(raised, text, 0.07),
        "pressed": mix(raised, text, 0.13),
        "edge": mix(colors["hairline"], text, 0.16),
        "focus": colors["accent"],
        "scroll": mix(surface, text, 0.22),
        "scroll_hover": mix(surface, text, 0.42),
        "disabled": mix(surface, text, 0.42),
    }
    grounds = (*(colors[each] for each in (*GROUNDS, "selection")), found["hover"])
    found["link"] = readable(colors["accent"], grounds, ratio)
    for name in _LOUD:
        found[f"{name}_soft"] = _soft(colors[name], surface, 0.16 if is_dark else 0.10, ratio)
    return found


def _fills(wanted: Mapping[str, Shade], ratio: float) -> dict[str, Shade]:
    """Each loud colour as a ground, deep enough for white ink or bright for dark ink."""
    found = {}
    for name, loud in wanted.items():
        ink = ink_on(loud)
        fill = readable(loud, (ink,), ratio)
        found[f"{name}_fill"], found[f"on_{name}"] = fill, ink
        found[f"{name}_hover"] = readable(mix(fill, ink, 0.08), (ink,), ratio)
    return found


def _soft(loud: Shade, surface: Shade, share: float, ratio: float) -> Shade:
    """A tint of the surface on which `loud` itself still reads."""
    while share > 0 and contrast(loud, mix(surface, loud, share)) < ratio:
        share -= 0.01
    return mix(surface, loud, max(share, 0.0))
