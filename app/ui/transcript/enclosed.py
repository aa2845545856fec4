"""The files of a message: pictures and chips above its text."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from app.core.conversation import FilePart
from app.engine.sizes import in_bytes
from app.ui.transcript.box import draw_card, text_width
from app.ui.transcript.scene import Scene
from app.ui.transcript.typeset import Typeset

ALONE, AMONG = QSizeF(240, 160), QSizeF(116, 88)
"""The size of a picture alone, and of one of several. It is fixed, so that nothing moves when
the picture comes."""
_GAP = 4.0
_WIDEST = 260.0
"""Of a chip."""


class Enclosed:
    """Where each file stands, measured from the corner of the first."""

    __slots__ = ("_typeset", "files", "height", "natural_width", "places")

    def __init__(self, files: tuple[FilePart, ...], typeset: Typeset) -> None:
        self.files = files
        self.places: list[QRectF] = []
        self.height = 0.0
        self.natural_width = 0.0
        self._typeset = typeset

    def lay(self, width: float) -> None:
        """Place pictures in rows, and below them the other files."""
        pictures = sum(file.is_image for file in self.files)
        size = ALONE if pictures == 1 else AMONG
        self.places = [QRectF()] * len(self.files)
        x = y = row = widest = 0.0
        for number in sorted(range(len(self.files)), key=lambda n: not self.files[n].is_image):
            wanted = self._size(self.files[number], size, width)
            is_chip = not self.files[number].is_image
            if x and (x + wanted.width() > width or is_chip):
                x, y = 0.0, y + row + _GAP
            self.places[number] = QRectF(QPointF(x, y), wanted)
            x, row = x + wanted.width() + _GAP, wanted.height()
            widest = max(widest, x - _GAP)
        self.height, self.natural_width = y + row, widest

    def _size(self, file: FilePart, picture: QSizeF, width: float) -> QSizeF:
        if file.is_image:
            wide = min(picture.width(), width)
            return QSizeF(wide, round(picture.height() * wide / picture.width()))
        side = 2.0 * self._typeset.small_line + 8
        words = max(text_width(self._typeset, each) for each in (file.name, _words(file)))
        return QSizeF(min(side + words + 14, _WIDEST, width), side)


def draw_enclosed(painter: QPainter, enclosed: Enclosed, at: QPointF, scene: Scene) -> None:
    """Draw all files with the first one's corner at `at`."""
    for file, place in zip(enclosed.files, enclosed.places, strict=True):
        room = place.translated(at)
        if file.is_image:
            _draw_picture(painter, file, room, scene)
        else:
            _draw_chip(painter, file, room, scene)


def _draw_picture(painter: QPainter, file: FilePart, room: QRectF, scene: Scene) -> None:
    from app.ui.enclosure_chip import draw_rounded  # not before there is a picture

    picture = None
    if scene.pictures is not None:
        ratio = painter.device().devicePixelRatio()
        picture = scene.pictures.get(file, (room.size() * ratio).toSize())
    if picture is not None and not picture.isNull():
        draw_rounded(painter, picture, room, scene.typeset.corner)
        return
    _draw_ground(painter, room, scene)
    side = 20.0
    sign = QRectF(room.center().x() - side / 2, room.center().y() - side, side, side)
    _draw_sign(painter, "picture", sign, scene)
    words = QRectF(room.left() + 6, sign.bottom() + 2, room.width() - 12, scene.typeset.small_line)
    _write(painter, file.name, words, "muted", scene, Qt.AlignmentFlag.AlignHCenter)


def _draw_chip(painter: QPainter, file: FilePart, room: QRectF, scene: Scene) -> None:
    _draw_ground(painter, room, scene)
    line, side = float(scene.typeset.small_line), room.height()
    _draw_sign(painter, "file", QRectF(room.topLeft(), QSizeF(side, side)), scene)
    left, wide = room.left() + side - 2, room.width() - side - 4
    _write(painter, file.name, QRectF(left, room.top() + 4, wide, line), "text", scene)
    size = QRectF(left, room.top() + 4 + line, wide, line)
    _write(painter, _words(file), size, "muted", scene)


def _draw_ground(painter: QPainter, room: QRectF, scene: Scene) -> None:
    typeset = scene.typeset
    draw_card(painter, room, typeset.color("surface"), typeset.color("edge"), typeset.corner)


def _draw_sign(painter: QPainter, name: str, room: QRectF, scene: Scene) -> None:
    if scene.icons is not None:
        size = min(20.0, room.width() - 8)
        inside = QRectF(0, 0, size, size)
        inside.moveCenter(room.center())
        scene.icons.paint(painter, name, "muted", inside)


def _write(
    painter: QPainter,
    words: str,
    room: QRectF,
    color: str,
    scene: Scene,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(scene.typeset.small)
    painter.setPen(scene.typeset.color(color))
    middle = Qt.TextElideMode.ElideMiddle
    shown = painter.fontMetrics().elidedText(words, middle, max(0, int(room.width())))
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(room, flags, shown)


def _words(file: FilePart) -> str:
    return in_bytes(file.length)
