"""One agent on the rail: its avatar, what it is doing and what you have not read."""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from app.core.agent import AgentCard
from app.engine.session import SessionState
from app.ui.avatar import avatar_pixmap, paint_avatar
from app.ui.focus_ring import OWN_RING
from app.ui.icons import Icons
from app.ui.state_words import state_color, state_icon
from app.ui.theme import Look

AGENT_MIME = "application/x-renao-agent"
"""What a drag from the rail carries: the agent's id in UTF-8."""

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -1000,
    Qt.Key.Key_End: 1000,
}


@dataclass(frozen=True, slots=True)
class AgentNow:
    """What the rail shows of an agent; `state` is None while none of its tiles is open."""

    state: SessionState | None = None
    unread: int = 0
    is_current: bool = False


class RailButton(QAbstractButton):
    """Click opens, drag docks, the menu offers the rest.

    Signals:
        new_conversation_wanted, second_tile_wanted, gallery_wanted, hide_wanted: The menu's
            other choices.
        focused: The keyboard came here.
        step_wanted: The keyboard wants to go that many buttons down.
    """

    new_conversation_wanted = Signal()
    second_tile_wanted = Signal()
    gallery_wanted = Signal()
    hide_wanted = Signal()
    focused = Signal()
    step_wanted = Signal(int)

    def __init__(
        self, card: AgentCard, look: Look, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.card = card
        self.now = AgentNow()
        self._look = look
        self._icons = icons
        self._pressed_at = QPointF()
        self._has_ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(OWN_RING, True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.fit()

    def show_now(self, now: AgentNow) -> None:
        """Show another state."""
        if now != self.now:
            self.now = now
            self.update()

    def fit(self) -> None:
        """Take the sizes of the look in force."""
        side = self._look.px("avatar_rail")
        self.setFixedSize(self._look.px("rail") - 1, side + self._look.px("gap") + 4)
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._avatar_box()
        if self.now.is_current:
            self._paint_current(painter)
        if self.isDown():
            box.adjust(1, 1, -1, -1)
        paint_avatar(painter, self.card, box, self._look, self._icons)
        if self.underMouse() and not self.isDown():
            self._paint_outline(painter, box, self._look.agent_color(self.card.hue, "text"), 0.75)
        if self._has_ring and self.hasFocus():
            self._paint_outline(painter, box, self._look.color("focus"), 2.5)
        self._paint_state(painter, box)
        self._paint_unread(painter, box)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.step_wanted.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = event.reason() != Qt.FocusReason.MouseFocusReason
        self.focused.emit()
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        way = (event.position() - self._pressed_at).manhattanLength()
        is_left = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if is_left and way >= QApplication.startDragDistance():
            self.setDown(False)
            self._drag()
        else:
            super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._show_menu(event.globalPos())

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = self._icons.icon
        menu.addAction(icon("open"), self.tr("Open"), self.click)
        new = self.new_conversation_wanted.emit
        menu.addAction(icon("new"), self.tr("New conversation"), new)
        second = self.second_tile_wanted.emit
        menu.addAction(icon("split"), self.tr("Open a second tile"), second)
        menu.addSeparator()
        menu.addAction(icon("info"), self.tr("Show in the gallery"), self.gallery_wanted.emit)
        menu.addAction(icon("hide"), self.tr("Hide from the rail"), self.hide_wanted.emit)
        menu.popup(place)

    def _avatar_box(self) -> QRectF:
        side = self._look.px("avatar_rail")
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _paint_current(self, painter: QPainter) -> None:
        """A bar of light at the edge: this agent's tile has the focus."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.agent_color(self.card.hue, "text"))
        tall = self._look.px("avatar_rail") * 0.6
        painter.drawRoundedRect(QRectF(-3, (self.height() - tall) / 2, 6, tall), 3, 3)

    def _paint_outline(self, painter: QPainter, box: QRectF, color: QColor, away: float) -> None:
        width = 2.0 if away > 1 else 1.5
        corner = box.width() * 0.28 + away
        painter.setPen(QPen(color, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-away, -away, away, away), corner, corner)

    def _paint_state(self, painter: QPainter, box: QRectF) -> None:
        if self.now.state is None:
            return
        side = self._look.px("badge") + 4.0
        middle = box.bottomRight() - QPointF(2, 2)
        disc = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        color = self._state_color(self.now.state)
        painter.setPen(QPen(self._look.color("surface"), 1.5))
        painter.setBrush(self._look.color("surface"))
        painter.drawEllipse(disc)
        inside = disc.adjusted(2, 2, -2, -2)
        self._icons.paint(painter, state_icon(self.now.state), color, inside)

    def _state_color(self, state: SessionState) -> QColor:
        name = state_color(state)
        return self._look.color(name) if name else self._look.agent_color(self.card.hue, "text")

    def _paint_unread(self, painter: QPainter, box: QRectF) -> None:
        if not self.now.unread:
            return
        words = str(self.now.unread) if self.now.unread < 100 else "99+"
        font = self._look.font("small")
        font.setBold(True)
        font.setPixelSize(max(9, font.pixelSize() - 1))
        painter.setFont(font)
        tall = self._look.px("badge")
        wide = max(tall, painter.fontMetrics().horizontalAdvance(words) + 8)
        right = min(self.width() - 2.0, box.right() + 7)
        pill = QRectF(right - wide, box.top() - 4, wide, tall)
        painter.setPen(QPen(self._look.color("surface"), 1.5))
        painter.setBrush(self._look.color("accent_fill"))
        painter.drawRoundedRect(pill, tall / 2, tall / 2)
        painter.setPen(self._look.color("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)

    def drag_data(self) -> QMimeData:
        """What a drag of this button carries."""
        mime = QMimeData()
        mime.setData(AGENT_MIME, QByteArray(self.card.id.encode()))
        return mime

    def _drag(self) -> None:
        drag = QDrag(self)
        drag.setMimeData(self.drag_data())
        side = self._look.px("avatar_rail")
        ratio = self.devicePixelRatioF()
        drag.setPixmap(avatar_pixmap(self.card, side, self._look, self._icons, ratio))
        drag.exec(Qt.DropAction.CopyAction)
