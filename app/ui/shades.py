"""Colour arithmetic: how well one colour reads on another, and shades of one hue.

Colours are plain `(red, green, blue)` triples from 0 to 1 in sRGB; `Look` turns them
into Qt's. Lightness and chroma are OKLCH's, in which equal numbers look equally light
whatever the hue (https://bottosson.github.io/posts/oklab/).
"""

from collections.abc import Iterable
from functools import lru_cache
from math import atan2, cos, hypot, sin

Shade = tuple[float, float, float]
"""Red, green and blue, each 0 to 1."""

WHITE: Shade = (1.0, 1.0, 1.0)
BLACK: Shade = (0.0, 0.0, 0.0)


def from_hex(text: str) -> Shade:
    """Read `#rrggbb`."""
    value = int(text.removeprefix("#"), 16)
    return (value >> 16) / 255, (value >> 8 & 255) / 255, (value & 255) / 255


def to_hex(shade: Shade) -> str:
    """Write `#rrggbb`."""
    return "#" + "".join(f"{round(each * 255):02x}" for each in shade)


def mix(ground: Shade, over: Shade, share: float) -> Shade:
    """`ground` with `share` (0 to 1) of `over` laid on it."""
    red, green, blue = (a + (b - a) * share for a, b in zip(ground, over, strict=True))
    return red, green, blue


def contrast(one: Shade, other: Shade) -> float:
    """How well one reads on the other, 1 to 21. Source: WCAG 2.2, 1.4.3."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(shade: Shade, grounds: Iterable[Shade]) -> float:
    """The worst contrast of `shade` with any of `grounds`."""
    return min(contrast(shade, ground) for ground in grounds)


def readable(shade: Shade, grounds: tuple[Shade, ...], ratio: float) -> Shade:
    """`shade`, lightened or darkened just enough to read on all `grounds` at `ratio`."""
    if least_contrast(shade, grounds) >= ratio:
        return shade
    goal = max((WHITE, BLACK), key=lambda end: least_contrast(end, grounds))
    low, high = 0.0, 1.0
    for _ in range(12):
        share = (low + high) / 2
        if least_contrast(_rounded(mix(shade, goal, share)), grounds) >= ratio:
            high = share
        else:
            low = share
    return _rounded(mix(shade, goal, high))


def ink_on(ground: Shade) -> Shade:
    """White or a near black, whichever a designer would write with on `ground`."""
    return WHITE if _luminance(ground) < 0.36 else (0.07, 0.08, 0.11)


@lru_cache(maxsize=4096)
def shade_of(hue: int, lightness: float, chroma: float) -> Shade:
    """The shade of a hue (0 to 359, as in HSL) at a perceived lightness (0 to 1).

    Chroma is taken back until the colour exists on a screen.
    """
    angle = _angle(hue % 360)
    while chroma > 0:
        found = _from_lch(lightness, chroma, angle)
        if all(-0.002 <= each <= 1.002 for each in found):
            return _clipped(found)
        chroma -= 0.005
    return _clipped(_from_lch(lightness, 0.0, angle))


@lru_cache(maxsize=1024)
def readable_hue(hue: int, grounds: tuple[Shade, ...], ratio: float, chroma: float) -> Shade:
    """The most colourful shade of `hue` that reads on all `grounds` at `ratio`."""
    goes_up = least_contrast(WHITE, grounds) > least_contrast(BLACK, grounds)
    steps = range(60, 101) if goes_up else range(62, -1, -1)
    for step in steps:
        found = _rounded(shade_of(hue, step / 100, chroma))
        if least_contrast(found, grounds) >= ratio:
            return found
    return WHITE if goes_up else BLACK


def _rounded(shade: Shade) -> Shade:
    return from_hex(to_hex(shade))


def _clipped(shade: Shade) -> Shade:
    red, green, blue = (min(1.0, max(0.0, each)) for each in shade)
    return red, green, blue


def _luminance(shade: Shade) -> float:
    red, green, blue = (_linear(each) for each in shade)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _curved(value: float) -> float:
    if value <= 0.0031308:
        return value * 12.92
    return float(1.055 * value ** (1 / 2.4) - 0.055)


@lru_cache(maxsize=360)
def _angle(hue: int) -> float:
    """The OKLCH angle, in radians, of a fairly saturated HSL hue."""
    red, green, blue = (_linear(_hsl_channel(hue, offset)) for offset in (0, 8, 4))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    assert hypot(a, b) > 0.01
    return atan2(b, a)


def _hsl_channel(hue: int, offset: int, saturation: float = 0.62, light: float = 0.5) -> float:
    k = (offset + hue / 30) % 12
    return light - saturation * min(light, 1 - light) * max(-1.0, min(k - 3, 9 - k, 1.0))


def _from_lch(lightness: float, chroma: float, angle: float) -> Shade:
    a, b = chroma * cos(angle), chroma * sin(angle)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _curved(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _curved(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _curved(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )
