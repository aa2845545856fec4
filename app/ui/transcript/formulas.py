"""Formulas and pictures drawn for the page. Slow: for a thread, never for the window's own.

A formula takes 3 to 30 ms, the first one 300 more for its library.
"""

import base64
import binascii
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

if TYPE_CHECKING:
    from ziamath.zmath import Latex

_SIGNS = re.compile(r"\A(\$\$?|\\[(\[])(.*?)(\$\$?|\\[)\]])\Z", re.S)
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.I)
_FORMATS = (b"png", b"jpeg", b"gif", b"webp", b"bmp")
_LONGEST = 2_000
_DEEPEST = 40
"""Braces within braces."""
_MOST_BYTES = 16_000_000
_MOST_PIXELS = 40_000_000
_SHOWN = 1_600
"""Pixels of a picture's longer side that are kept."""
_MARGIN = 1.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn: a formula's source with its signs, or a `data:` address."""

    source: str
    size: int = 0
    """Of a formula's letters, in pixels; 0 for a picture."""
    is_display: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing in logical pixels; `ascent` is how much of it stands above the line."""

    image: QImage
    width: float
    height: float
    ascent: float


class Drawings:
    """What was drawn in one ink and for one screen, and what still has to be.

    Asked in the window's thread; `draw` fills it from another one.
    """

    def __init__(self, ink: str, ratio: float) -> None:
        """`ratio` is how many of the screen's pixels one of ours is."""
        self.wanted: dict[Wanted, None] = {}
        self._ink, self._ratio = ink, ratio
        self._known: dict[Wanted, Drawn | None] = {}

    def get(self, wanted: Wanted) -> Drawn | None:
        """The drawing; None while it is not there yet, and when there can be none."""
        if wanted not in self._known:
            self.wanted[wanted] = None
        return self._known.get(wanted)

    def is_known(self, wanted: Wanted) -> bool:
        """It was drawn, or cannot be."""
        return wanted in self._known

    def next(self, count: int) -> list[Wanted]:
        """The next few that have to be drawn."""
        return list(self.wanted)[:count]

    def job(self, wanted: Wanted) -> Callable[[], Drawn | None]:
        """What draws it, to be called in a thread."""
        if wanted.size:
            return lambda: draw_formula(wanted, self._ink, self._ratio)
        return lambda: draw_picture(wanted.source)

    def put(self, wanted: Wanted, drawn: Drawn | None) -> None:
        """Keep what a job has drawn."""
        self.wanted.pop(wanted, None)
        self._known[wanted] = drawn


@lru_cache(maxsize=600)
def draw_formula(wanted: Wanted, ink: str, ratio: float) -> Drawn | None:
    """A formula in the colour `ink`; None where it cannot be understood."""
    found = _SIGNS.match(wanted.source)
    tex = found[2].strip() if found else ""
    if not tex or len(tex) > _LONGEST or _depth(tex) > _DEEPEST:
        return None
    try:
        formula = _typesetter()(
            tex, size=wanted.size, color=ink, inline=not wanted.is_display, margin=_MARGIN
        )
        svg, node = formula.svg(), formula.node.bbox
    except Exception:  # noqa: BLE001 - a formula it cannot read must not end the others
        return None
    if _is_unknown(formula):
        return None
    width, height = node.xmax - node.xmin + 2 * _MARGIN, node.ymax - node.ymin + 2 * _MARGIN
    return _rasterised(svg, width, height, node.ymax + _MARGIN, ratio)


@lru_cache(maxsize=24)
def draw_picture(address: str) -> Drawn | None:
    """A raster picture out of a `data:` address; None for anything else, or too large."""
    found = _DATA.match(address)
    if found is None or len(address) > _MOST_BYTES:
        return None
    try:
        raw = base64.b64decode(address[found.end() :], validate=True)
    except (binascii.Error, ValueError):
        return None
    return decode(raw)


def decode(raw: bytes) -> Drawn | None:
    """A raster picture no larger than is shown; its kind is told by its bytes."""
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    is_known = bytes(reader.format().data()) in _FORMATS and size.isValid()
    if not is_known or size.width() * size.height() > _MOST_PIXELS:
        return None
    if max(size.width(), size.height()) > _SHOWN:
        reader.setScaledSize(size.scaled(QSize(_SHOWN, _SHOWN), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None
    return Drawn(image, float(image.width()), float(image.height()), float(image.height()))


@cache
def _typesetter() -> "type[Latex]":
    """The library, which says on import that it uses old names of Python's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Latex

    config.svg2 = False
    return Latex


def _rasterised(svg: str, width: float, height: float, ascent: float, ratio: float) -> Drawn | None:
    from PySide6.QtSvg import QSvgRenderer

    if not (0 < width < 8_000 and 0 < height < 4_000):
        return None
    format = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(ceil(width * ratio), ceil(height * ratio), format)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(
        painter, QRectF(0, 0, width * ratio, height * ratio)
    )
    painter.end()
    return Drawn(image, image.width() / ratio, image.height() / ratio, ascent)


def _depth(tex: str) -> int:
    deepest = now = 0
    for sign in tex:
        now += (sign == "{") - (sign == "}")
        deepest = max(deepest, now)
    return deepest


def _is_unknown(formula: object) -> bool:
    """A command it does not know was set as if it were a word."""
    tree = getattr(formula, "mathml", None)
    return isinstance(tree, Element) and any("\\" in text for text in tree.itertext())
