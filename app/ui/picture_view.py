"""A picture that can be zoomed and moved about."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.ui.theme import Look

_STEP = 1.25
_CLOSEST = 16.0
"""Times its own size."""


class PictureView(QWidget):
    """Shows a picture whole at first. The wheel and + and - zoom, the mouse and arrows move,
    0 and a double click show all of it again, 1 its own size.

    Signals:
        zoomed: It is so large now, in per cent of its own size.
    """

    zoomed = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._image = QImage()
        self._zoom = 1.0
        self._is_whole = True
        self._middle = QPointF()
        """The place in the picture that is in the middle of the view."""
        self._held: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)

    @property
    def zoom(self) -> float:
        """How large a pixel is shown."""
        return self._zoom

    def show_image(self, image: QImage) -> None:
        """Show another picture, whole."""
        self._image = image
        self.show_all()

    def show_all(self) -> None:
        """As large as there is room, but not larger than it is."""
        self._is_whole = True
        size = self._image.size()
        if not size.isEmpty():
            fit = min(self.width() / size.width(), self.height() / size.height(), 1.0)
            self._middle = QPointF(size.width() / 2, size.height() / 2)
            self._set_zoom(max(fit, 0.01))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom, so that the place under `at` stays where it is."""
        self._is_whole = False
        at = at if at is not None else QPointF(self.rect().center())
        before = self._place(at)
        self._set_zoom(max(0.02, min(_CLOSEST, self._zoom * factor)))
        self._move(before - self._place(at))

    def sizeHint(self) -> QSize:
        return QSize(800, 560)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("background"))
        size = QPointF(self._image.width(), self._image.height()) * self._zoom
        corner = QPointF(self.rect().center()) - self._middle * self._zoom
        room = QRectF(corner.x(), corner.y(), size.x(), size.y())
        painter.fillRect(room, QColor(Qt.GlobalColor.white))
        is_smooth = self._zoom < 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(room, self._image)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._is_whole:
            self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() / 120
        if turned:
            self.zoom_by(_STEP**turned, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._is_whole = False
            self._move((self._held - event.position()) / self._zoom)
            self._held = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = 60 / self._zoom
        moves = {
            Qt.Key.Key_Left: QPointF(-far, 0),
            Qt.Key.Key_Right: QPointF(far, 0),
            Qt.Key.Key_Up: QPointF(0, -far),
            Qt.Key.Key_Down: QPointF(0, far),
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_1:
            self.zoom_by(1 / self._zoom)
        elif key in moves:
            self._move(moves[key])
        else:
            super().keyPressEvent(event)

    def _place(self, point: QPointF) -> QPointF:
        """Where in the picture a point of the view is."""
        return self._middle + (point - QPointF(self.rect().center())) / self._zoom

    def _move(self, by: QPointF) -> None:
        moved = self._middle + by
        self._middle = QPointF(
            max(0.0, min(float(self._image.width()), moved.x())),
            max(0.0, min(float(self._image.height()), moved.y())),
        )
        self.update()

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self.zoomed.emit(round(zoom * 100))
        self.update()
