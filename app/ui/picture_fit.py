"""Makes pictures fit what providers take. Works in any thread: no widget is touched."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from app.storage.file_intake import Picture, PictureUnfit
from app.storage.file_limits import LARGEST_PICTURE, LONGEST_SIDE, MOST_PIXELS, SMALLER_SIDE

_QUALITY = 85
"""Of a JPEG; nobody sees what is lost."""


def fit_picture(data: bytes, media_type: str) -> Picture:
    """The picture as it is, or made smaller where no provider would take it.

    Raises:
        PictureUnfit: It cannot be opened, or is too large to be opened safely.
    """
    size = picture_size(data, media_type)
    if len(data) <= LARGEST_PICTURE and max(size.width(), size.height()) <= LONGEST_SIDE:
        decoded(data, media_type, QSize(64, 64))  # one that is cut off is refused, not sent
        return Picture(data, media_type)
    side = SMALLER_SIDE
    while True:
        image = decoded(data, media_type, QSize(side, side))
        found, kind = _packed(image)
        if len(found) <= LARGEST_PICTURE:
            return Picture(found, kind, f"{image.width()} × {image.height()}")
        side = side * 3 // 4


def png_of(image: QImage) -> bytes:
    """A picture from the clipboard as a file."""
    return _saved(image, "PNG", -1)


def picture_size(data: bytes, media_type: str) -> QSize:
    """Pixels, by what the file says of itself.

    Raises:
        PictureUnfit: It says nothing, or too many.
    """
    reader, buffer = _reader(data, media_type)
    size = _checked(reader)
    buffer.close()
    return size


def decoded(data: bytes, media_type: str, most: QSize) -> QImage:
    """The picture (of a moving one the first frame), made to fit `most` if it is larger.

    Raises:
        PictureUnfit: It cannot be opened.
    """
    reader, buffer = _reader(data, media_type)
    size = _checked(reader)
    if size.width() > most.width() or size.height() > most.height():
        wanted = size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(wanted.expandedTo(QSize(1, 1)))
    image = reader.read()
    buffer.close()
    if image.isNull():
        raise PictureUnfit("picture")
    return image


def _reader(data: bytes, media_type: str) -> tuple[QImageReader, QBuffer]:
    """A reader and what it reads, which must live as long."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # Only the decoder of that kind: nothing else gets a chance to guess.
    reader = QImageReader(buffer, QByteArray(media_type.rpartition("/")[2].encode()))
    reader.setAutoTransform(True)
    return reader, buffer


def _checked(reader: QImageReader) -> QSize:
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise PictureUnfit("picture")
    if size.width() * size.height() > MOST_PIXELS:
        raise PictureUnfit("pixels", f"{size.width():,} × {size.height():,}")
    return size


def _packed(image: QImage) -> tuple[bytes, str]:
    """As PNG while it is see-through and small enough, else as JPEG."""
    if image.hasAlphaChannel():
        found = _saved(image, "PNG", -1)
        if len(found) <= LARGEST_PICTURE:
            return found, "image/png"
        image = _on_white(image)
    return _saved(image, "JPEG", _QUALITY), "image/jpeg"


def _on_white(image: QImage) -> QImage:
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return ground


def _saved(image: QImage, kind: str, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, quality)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
