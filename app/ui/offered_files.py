"""What is dropped or pasted, if it is something to attach."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


def paths_in(source: QMimeData) -> list[Path]:
    """The files of this machine that are offered."""
    found = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
    return [Path(each) for each in found if each]


def image_in(source: QMimeData) -> QImage | None:
    """The picture that is offered; None where there are words: a table copies itself as both."""
    if source.hasImage() and not source.hasText():
        image = source.imageData()
        return image if isinstance(image, QImage) and not image.isNull() else None
    return None


def is_for_tile(source: QMimeData) -> bool:
    """Whether it can be attached, as far as can be told without reading it."""
    return bool(paths_in(source)) or (source.hasImage() and not source.hasText())
