"""One attached file over the composer: its picture or sign, its name and size, and a cross."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QToolButton, QWidget

from app.core.conversation import FilePart
from app.engine.enclosures import Enclosure
from app.engine.sizes import in_bytes
from app.ui.box import draw_box
from app.ui.icons import Icons
from app.ui.plain_tip import plain_tip
from app.ui.theme import Look
from app.ui.thumbnails import Thumbnails

WIDEST = 200


class EnclosureChip(QWidget):
    """Delete removes it, Return or a click opens it, the arrows go to its neighbours.

    Signals:
        removed: It shall not be sent (its id).
        opened: The user wants to see it (its id).
        stepped: The keyboard goes to the next (1) or the one before (-1).
        left: Tab was pressed.
    """

    removed = Signal(int)
    opened = Signal(int)
    stepped = Signal(int)
    left = Signal()

    def __init__(
        self, item: Enclosure, look: Look, icons: Icons, pictures: Thumbnails, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.item = item
        self._look = look
        self._icons = icons
        self._pictures = pictures
        self.cross = QToolButton(self)
        self.cross.setProperty("class", "icon")
        self.cross.setIcon(icons.icon("close"))
        self.cross.setFixedSize(22, 22)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setToolTip(self.tr("Do not attach it"))
        self.cross.setAccessibleName(self.tr("Do not attach {name}").format(name=item.name))
        self.cross.clicked.connect(lambda: self.removed.emit(self.item.id))
        # Made late, it would be the window's last for Tab; the composer leads to it instead.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        pictures.ready.connect(self.update)
        self.show_item(item)

    def show_item(self, item: Enclosure) -> None:
        """Show what is known of it now."""
        self.item = item
        words = self.tr("{name}, {size}. Delete removes it.")
        self.setAccessibleName(words.format(name=item.name, size=self.words))
        self.setToolTip(plain_tip(f"{item.name}\n{self.words}"))
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """How large it is, and whether it was made smaller."""
        if self.item.file is None:
            return self.tr("Reading…")
        size = in_bytes(self.item.file.length)
        if self.item.note:
            return self.tr("made smaller: {pixels}, {size}").format(
                pixels=self.item.note, size=size
            )
        return size

    def sizeHint(self) -> QSize:
        height = max(self._look.px("control"), 2 * self._line + 8)
        names = self.fontMetrics().horizontalAdvance(self.item.name)
        words = self.fontMetrics().horizontalAdvance(self.words)
        return QSize(min(WIDEST, height + max(names, words) + 44), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_cross()

    def showEvent(self, event: QShowEvent) -> None:
        self._place_cross()  # the style sheet knows its size only now

    def _place_cross(self) -> None:
        size = self.cross.size()
        right = self.width() - size.width() - 2
        self.cross.move(right, (self.height() - size.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = look.color("focus" if self.hasFocus() else "hairline")
        draw_box(painter, QRectF(self.rect()), look.color("surface"), border, 8)
        side = self.height() - 8.0
        self._draw_sign(painter, QRectF(4, 4, side, side))
        left = side + 10
        room = QRectF(left, 3, self.width() - left - self.cross.width() - 4, self.height() - 6)
        for words, color, top in (
            (self.item.name, "text", room.center().y() - self._line),
            (self.words, "muted", room.center().y()),
        ):
            painter.setPen(look.color(color))
            elide = Qt.TextElideMode.ElideMiddle if color == "text" else Qt.TextElideMode.ElideRight
            shown = self.fontMetrics().elidedText(words, elide, int(room.width()))
            line = QRectF(room.left(), top, room.width(), self._line)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | _ONE_LINE, shown)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.opened.emit(self.item.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit(self.item.id)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.opened.emit(self.item.id)
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self.stepped.emit(1)
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        if next:
            self.left.emit()
        else:
            self.stepped.emit(-1)
        return True

    @property
    def _line(self) -> int:
        return self.fontMetrics().lineSpacing()

    def _draw_sign(self, painter: QPainter, room: QRectF) -> None:
        file = self.item.file
        ratio = self.devicePixelRatio()
        picture = None
        if file is not None and file.is_image:
            picture = self._pictures.get(file, (room.size() * ratio).toSize())
        if picture is not None and not picture.isNull():
            draw_rounded(painter, picture, room, 5)
            return
        sign = "picture" if file is not None and file.is_image else "file"
        inside = room.adjusted(5, 5, -5, -5)
        self._icons.paint(painter, sign, "muted" if file else "disabled", inside)


def draw_rounded(painter: QPainter, picture: QImage, room: QRectF, corner: float) -> None:
    """Draw a picture that fills `room`, with round corners."""
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(room, corner, corner)
    painter.setClipPath(shape)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(room, QColor(Qt.GlobalColor.white))  # what is see-through was made for paper
    painter.drawImage(room, picture)
    painter.restore()


def sign_of(file: FilePart) -> str:
    """The icon for a file."""
    return "picture" if file.is_image else "file"


_ONE_LINE = Qt.TextFlag.TextSingleLine
