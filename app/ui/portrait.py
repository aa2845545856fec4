"""Makes a portrait of whatever picture a foreign card brought: small, square and a PNG."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

SIDE = 320
"""Pixels of a portrait: sharp at the largest size in which it is shown."""

MOST_SIDE = 12_000
"""Pixels of a side of a picture that is decoded at all."""

FORMATS = (b"png", b"jpeg", b"jpg", b"webp", b"gif", b"bmp", b"apng")
"""Pictures made of pixels; nothing that draws, links or runs."""


def portrait_png(raw: bytes) -> bytes:
    """A portrait in PNG, b"" for what is no picture or too large; fit for a thread."""
    stream = QBuffer()
    stream.setData(QByteArray(raw))
    if not raw or not stream.open(QIODevice.OpenModeFlag.ReadOnly):
        return b""
    reader = QImageReader(stream)
    reader.setDecideFormatFromContent(True)
    if bytes(reader.format().data()) not in FORMATS or not _is_fit(reader.size()):
        return b""
    reader.setAutoTransform(True)
    picture = reader.read()
    return b"" if picture.isNull() else _as_png(_square(picture))


def png_of(picture: QImage) -> bytes:
    """A picture as a PNG."""
    return _as_png(picture)


def _is_fit(size: QSize) -> bool:
    sides = (size.width(), size.height())
    return all(0 < side <= MOST_SIDE for side in sides) and sides[0] * sides[1] <= MOST_SIDE**2 // 3


def _square(picture: QImage) -> QImage:
    """The middle of a wide picture, the upper part of a tall one: faces are there."""
    side = min(picture.width(), picture.height())
    left = (picture.width() - side) // 2
    top = (picture.height() - side) // 8
    part = picture.copy(QRect(left, top, side, side))
    how = Qt.TransformationMode.SmoothTransformation
    return part.scaled(SIDE, SIDE, Qt.AspectRatioMode.IgnoreAspectRatio, how)


def _as_png(picture: QImage) -> bytes:
    stream = QBuffer()
    stream.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(stream, QByteArray(b"png")).write(picture)
    return bytes(stream.data().data())
