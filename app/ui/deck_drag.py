"""Dragging a tile by its title row or its tab."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.deck_docks import Docks
from app.ui.deck_drop import DropMark, Target, find_target

GHOST_OFFSET = QPoint(14, 12)


@dataclass(slots=True)
class _Press:
    """A mouse button is down on `handle`, `grip` pixels from its tile's corner."""

    handle: QWidget
    tile_id: str
    start: QPoint
    grip: QPoint
    is_drag: bool = False


class TileDrag(QObject):
    """Turns presses and moves on the handles it watches into drops.

    Esc, and the program losing the focus, call a drag off.

    Signals:
        began: This tile is being dragged.
        dropped: A tile was let go over a `Target`, or (None) where it shall float;
            the point is where its corner belongs on the screen.
        double_clicked: A tab was (what a title row does then, it says itself).
    """

    began = Signal(str)
    dropped = Signal(str, object, QPoint)
    double_clicked = Signal(str)

    def __init__(self, docks: Docks, parent: QWidget) -> None:
        super().__init__(parent)
        self._docks = docks
        self._handles: dict[QObject, str] = {}
        self._press: _Press | None = None
        self._target: Target | None = None
        self._mark = DropMark(parent)
        self._ghost = Ghost(parent)

    def watch(self, handle: QWidget, tile_id: str) -> None:
        """Let `tile_id` be dragged by `handle`; the handle's buttons still work."""
        if handle not in self._handles:
            handle.installEventFilter(self)
            handle.destroyed.connect(self._forget)
        self._handles[handle] = tile_id

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and self._press is not None and self._press.is_drag:
            return self._on_key(event)
        if isinstance(event, QMouseEvent) and watched in self._handles:
            return self._on_mouse(watched, event)
        if kind == QEvent.Type.ApplicationDeactivate and self._press is not None:
            self._end()
        return False

    def _on_key(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._end()
        return True

    def _on_mouse(self, watched: QObject, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            return self._on_press(watched, event)
        if kind == QEvent.Type.MouseButtonDblClick:
            tile_id = self._handles[watched]
            if watched is self._docks.tab_of(tile_id):
                self.double_clicked.emit(tile_id)
        if self._press is None or self._press.handle is not watched:
            return False
        if kind == QEvent.Type.MouseMove:
            return self._on_move(event)
        if kind == QEvent.Type.MouseButtonRelease:
            return self._on_release(event)
        return False

    def _on_press(self, watched: QObject, event: QMouseEvent) -> bool:
        assert isinstance(watched, QWidget)
        tile_id = self._handles[watched]
        position = event.globalPosition().toPoint()
        area = self._docks.area_of(tile_id)
        grip = position - area.mapToGlobal(QPoint(0, 0))
        self._press = _Press(watched, tile_id, position, grip)
        return False

    def _on_move(self, event: QMouseEvent) -> bool:
        press = self._press
        assert press is not None
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._end()
            return False
        position = event.globalPosition().toPoint()
        if not press.is_drag and not self._has_left(press, position):
            return False
        if not press.is_drag:
            self._begin(press)
        self._follow(press, position)
        return True

    def _on_release(self, event: QMouseEvent) -> bool:
        press, target = self._press, self._target
        assert press is not None
        was_drag = press.is_drag
        self._end()
        if was_drag:
            position = event.globalPosition().toPoint()
            if target is None and self._stays(press, position):
                return True
            self.dropped.emit(press.tile_id, target, position - press.grip)
        return was_drag

    def _has_left(self, press: _Press, position: QPoint) -> bool:
        """A tab is first moved within its bar; a title row is a handle at once."""
        if press.handle is not self._docks.tab_of(press.tile_id):
            distance = (position - press.start).manhattanLength()
            return distance >= QApplication.startDragDistance()
        bar = press.handle.parentWidget()
        assert bar is not None
        rect = bar.rect().adjusted(0, -EXTRA, 0, EXTRA)
        return not rect.contains(bar.mapFromGlobal(position))

    def _begin(self, press: _Press) -> None:
        press.is_drag = True
        if press.handle is self._docks.tab_of(press.tile_id):
            self._let_tab_go(press)
        self.began.emit(press.tile_id)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)
        QApplication.setOverrideCursor(Qt.CursorShape.ClosedHandCursor)

    def _let_tab_go(self, press: _Press) -> None:
        """The library moves a tab along until it hears that the button is up."""
        self._press = None
        point = QPointF(press.handle.rect().center())
        release = QMouseEvent(
            QEvent.Type.MouseButtonRelease,
            point,
            QPointF(press.start),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(press.handle, release)
        self._press = press

    def _follow(self, press: _Press, position: QPoint) -> None:
        self._target = find_target(self._docks, press.tile_id, position)
        self._mark.show_target(self._target)
        if self._docks.is_alone(press.tile_id):
            press.handle.window().move(position - self._frame_grip(press))
        else:
            self._ghost.show_at(position + GHOST_OFFSET)

    def _frame_grip(self, press: _Press) -> QPoint:
        window = press.handle.window()
        return press.grip + (window.geometry().topLeft() - window.frameGeometry().topLeft())

    def _stays(self, press: _Press, position: QPoint) -> bool:
        """Let go over its own area (or while moving its own window): nothing to do."""
        if self._docks.is_alone(press.tile_id):
            return True
        area = self._docks.area_of(press.tile_id)
        return area.rect().contains(area.mapFromGlobal(position))

    def set_ghost(self, title: str, icon: QIcon) -> None:
        """What follows the pointer."""
        self._ghost.show_tile(title, icon)

    def _end(self) -> None:
        if self._press is not None and self._press.is_drag:
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            application.removeEventFilter(self)
            QApplication.restoreOverrideCursor()
        self._press = self._target = None
        self._mark.show_target(None)
        self._ghost.hide()

    def _forget(self, handle: QObject) -> None:
        self._handles.pop(handle, None)
        if self._press is not None and self._press.handle is handle:
            self._end()


EXTRA = 6
"""Pixels above and below a tab bar that still belong to it while a tab is moved."""


class Ghost(QWidget):
    """The small card that follows the pointer: opaque, so it needs no compositor."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = ""
        self._icon = QIcon()

    def show_tile(self, title: str, icon: QIcon) -> None:
        """Wear a tile's title and icon."""
        self._title, self._icon = title, icon
        metrics = self.fontMetrics()
        self.resize(metrics.horizontalAdvance(title) + 48, metrics.height() + 16)
        self.update()

    def show_at(self, position: QPoint) -> None:
        """Be seen with the corner at `position`."""
        self.move(position)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.AlternateBase))
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        self._icon.paint(painter, 8, (self.height() - 20) // 2, 20, 20)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        rect = self.rect().adjusted(36, 0, -8, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self._title)
