"""Small pictures of attached files, decoded in a thread and remembered within bounds."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from app.core.conversation import FilePart
from app.core.errors import FileMissing
from app.core.tasks import TaskScope
from app.core.worker import Worker

MOST_BYTES = 24 * 1024 * 1024
"""Of all that are remembered; what was seen longest ago is forgotten."""

_Key = tuple[str, int, int]


class Thumbnails(QObject):
    """Pictures that fill a given size, cut off where they are longer.

    Whoever made it calls `close`.

    Signals:
        ready: One more can be painted.
    """

    ready = Signal()

    def __init__(
        self, read: Callable[[FilePart], Awaitable[bytes]], parent: QObject | None = None
    ) -> None:
        """`read` loads what is in a file."""
        super().__init__(parent)
        self._read = read
        self._known: OrderedDict[_Key, QImage] = OrderedDict()
        self._wanted: dict[_Key, FilePart] = {}
        self._scope = TaskScope("thumbnails")
        self._worker = Worker("thumbnails")
        self._bytes = 0

    def get(self, file: FilePart, size: QSize) -> QImage | None:
        """The picture in `size` pixels; None until it is ready, a null one when there is none."""
        key = (file.sha256 or str(hash(file.data)), size.width(), size.height())
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        self._wanted[key] = file
        if not self._worker.is_closed and "decode" not in self._scope and _has_loop():
            self._scope.start("decode", self._decode)
        return None

    def close(self) -> None:
        """Decode nothing more; twice is fine."""
        self._scope.cancel("decode")
        self._worker.close()

    async def _decode(self) -> None:
        """What was asked for last comes first: it is in view."""
        while self._wanted and not self._worker.is_closed:
            key, file = self._wanted.popitem()
            try:
                data = await self._read(file)
                if self._worker.is_closed:
                    return
                image = await self._worker.run(_filling, data, file.media_type, QSize(*key[1:]))
            except FileMissing:
                image = QImage()
            if self._worker.is_closed:
                return
            self._remember(key, image)
            self.ready.emit()

    def _remember(self, key: _Key, image: QImage) -> None:
        self._known[key] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > MOST_BYTES and len(self._known) > 1:
            _, oldest = self._known.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()


def _filling(data: bytes, media_type: str, size: QSize) -> QImage:
    """In the thread: the middle of the picture, as large as `size`."""
    from app.storage.file_intake import PictureUnfit
    from app.ui.picture_fit import decoded, picture_size

    try:
        whole = picture_size(data, media_type)
        fill = whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        # One side may turn out shorter: cameras lay a picture on its side and say so.
        longest = max(fill.width(), fill.height())
        image = decoded(data, media_type, QSize(longest, longest).boundedTo(whole * 8))
    except PictureUnfit:
        return QImage()
    image = image.scaled(
        size,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top = (image.width() - size.width()) // 2, (image.height() - size.height()) // 2
    cut = image.copy(left, top, size.width(), size.height())
    return cut.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _has_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
