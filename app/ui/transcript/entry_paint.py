"""Draws an entry: its card, reasoning, text, caret, outcome and footer."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.core.conversation import Role
from app.ui.transcript import sayings
from app.ui.transcript.box import draw_card, text_width
from app.ui.transcript.enclosed import draw_enclosed
from app.ui.transcript.entry import INDENT, SIGN, Entry
from app.ui.transcript.layout import Between
from app.ui.transcript.scene import REASONING, TEXT, Scene

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def draw_entry(
    painter: QPainter, entry: Entry, at: QPointF, clip: QRectF, chosen: dict[int, Between]
) -> None:
    """Draw what touches `clip` with the entry's corner at `at`; `chosen` is selected."""
    column = entry.columns[TEXT]
    if column is None:
        return
    if entry.is_cut_here:
        _draw_cut(painter, entry, at)
    if not entry.frame.card.isNull():
        _draw_card(painter, entry, at)
    if entry.frame.thought:
        _draw_reasoning(painter, entry, at, clip, chosen.get(REASONING))
    if entry.enclosed is not None:
        place = at + QPointF(entry.frame.left, entry.frame.files)
        draw_enclosed(painter, entry.enclosed, place, entry.scene)
    corner = at + QPointF(entry.frame.left, entry.frame.text)
    column.draw(painter, corner, clip, chosen.get(TEXT))
    if entry.is_coming and entry.said.text and (end := column.end()):
        size = entry.scene.typeset.body.pixelSize()
        caret = QRectF(end.x() + 2, end.center().y() - size * 0.55, 7, size * 1.1)
        painter.fillRect(caret.translated(corner), entry.scene.typeset.color("accent"))
    _draw_end(painter, entry, at, clip)


def _draw_cut(painter: QPainter, entry: Entry, at: QPointF) -> None:
    typeset, words = entry.scene.typeset, sayings.cut_line()
    room = QRectF(at.x(), at.y(), entry.width, entry.cut_height)
    _write(painter, entry.scene, room, words, "warning", Qt.AlignmentFlag.AlignCenter)
    wide = min(entry.width, text_width(typeset, words) + 16)
    side, y = (entry.width - wide) / 2, room.center().y()
    for x in (at.x(), at.x() + entry.width - side):
        painter.fillRect(QRectF(x, y, side, 1), typeset.color("warning"))


def _draw_card(painter: QPainter, entry: Entry, at: QPointF) -> None:
    typeset, card = entry.scene.typeset, entry.frame.card.translated(at)
    if entry.role is Role.USER:
        fill = typeset.color("selection")
        draw_card(painter, card, fill, fill, typeset.corner)
        _draw_time(painter, entry, card)
        if entry.variant[1] > 1:
            _draw_variants(painter, entry, at)
        return
    fill, edge = typeset.color("warning_soft"), typeset.color("warning")
    draw_card(painter, card, fill, edge, typeset.corner)
    top = at.y() + entry.frame.text + 1
    sign = QRectF(card.left() + typeset.pad, top, 18, 18)
    draw_sign(painter, "emergency", entry.scene, "warning", sign)


def _draw_time(painter: QPainter, entry: Entry, card: QRectF) -> None:
    words = sayings.time_of(entry.said)
    wide = text_width(entry.scene.typeset, words)
    line = entry.scene.typeset.small_line
    room = QRectF(card.left() - wide - 8, card.bottom() - line - 2, wide + 2, line)
    if room.left() >= 0:
        _write(painter, entry.scene, room, words)


def _draw_reasoning(
    painter: QPainter, entry: Entry, at: QPointF, clip: QRectF, chosen: Between | None
) -> None:
    typeset, words = entry.scene.typeset, entry.frame.thought
    line = QRectF(at.x(), at.y() + entry.frame.fold, entry.width, typeset.small_line)
    _write(painter, entry.scene, line, words)
    name = "chevron-down" if entry.is_unfolded else "chevron-right"
    size = typeset.small.pixelSize() + 1
    left = line.left() + text_width(typeset, words) + 4
    sign = QRectF(left, line.center().y() - size / 2, size, size)
    draw_sign(painter, name, entry.scene, "muted", sign)
    if column := entry.columns[REASONING]:
        corner = at + QPointF(INDENT, entry.frame.reasoning)
        bar = QRectF(at.x() + 2, corner.y(), 2, column.height)
        painter.fillRect(bar, typeset.color("edge"))
        column.draw(painter, corner, clip, chosen)


def _draw_end(painter: QPainter, entry: Entry, at: QPointF, clip: QRectF) -> None:
    if entry.role is not Role.AGENT or at.y() + entry.height < clip.top():
        return
    typeset, scene = entry.scene.typeset, entry.scene
    if entry.outcome:
        _draw_outcome(painter, entry, at, clip)
    for offer in entry.offers:
        place = entry.frame.presses[offer.action].translated(at)
        corner = round(place.height() / 2)
        draw_card(painter, place, typeset.color("surface"), typeset.color("edge"), corner)
        _write(painter, scene, place, offer.label, "text", Qt.AlignmentFlag.AlignCenter)
    if not entry.is_coming:
        line = QRectF(at.x(), at.y() + entry.frame.end + 3, entry.width, typeset.small_line)
        _write(painter, scene, line, entry.footer)
        if entry.variant[1] > 1:
            _draw_variants(painter, entry, at)


def _draw_outcome(painter: QPainter, entry: Entry, at: QPointF, clip: QRectF) -> None:
    assert entry.outcome is not None
    typeset, frame = entry.scene.typeset, entry.frame
    corner = at + QPointF(0, frame.outcome)
    if entry.is_failed:
        card = QRectF(corner.x(), corner.y(), entry.width, frame.end - frame.outcome)
        fill, edge = typeset.color("danger_soft"), typeset.color("danger")
        draw_card(painter, card, fill, edge, typeset.corner)
        sign = QRectF(card.left() + typeset.pad, card.top() + typeset.step + 2, 16, 18)
        draw_sign(painter, "warning", entry.scene, "danger", sign)
        corner += QPointF(typeset.pad + SIGN, typeset.step + 2)
    entry.outcome.draw(painter, corner, clip)


def _draw_variants(painter: QPainter, entry: Entry, at: QPointF) -> None:
    left, right = (entry.frame.presses[name].translated(at) for name in ("earlier", "later"))
    number, count = entry.variant
    for rect, name, is_on in (
        (left, "chevron-left", number > 1),
        (right, "chevron-right", number < count),
    ):
        inside = rect.adjusted(2, 2, -2, -2)
        draw_sign(painter, name, entry.scene, "text" if is_on else "disabled", inside)
    room = QRectF(left.right(), left.top(), right.left() - left.right(), left.height())
    words = f"{number}/{count}"
    _write(painter, entry.scene, room, words, "muted", Qt.AlignmentFlag.AlignCenter)


def _write(
    painter: QPainter,
    scene: Scene,
    room: QRectF,
    words: str,
    color: str = "muted",
    align: Qt.AlignmentFlag = _MIDDLE,
) -> None:
    painter.setFont(scene.typeset.small)
    painter.setPen(scene.typeset.color(color))
    flags = align | Qt.TextFlag.TextWordWrap if align != _MIDDLE else align
    if align == _MIDDLE:
        elided = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(words, elided, max(0, int(room.width())))
    painter.drawText(room, flags, words)


def draw_sign(painter: QPainter, name: str, scene: Scene, color: str, rect: QRectF) -> None:
    """An icon; chevrons are drawn here, because one of them is no file."""
    if name.startswith("chevron"):
        _draw_chevron(painter, name, scene, color, rect)
    elif scene.icons and scene.icons.has(name):
        scene.icons.paint(painter, name, color, rect)


def _draw_chevron(painter: QPainter, name: str, scene: Scene, color: str, rect: QRectF) -> None:
    size = min(rect.width(), rect.height()) * 0.26
    x, y = rect.center().x(), rect.center().y()
    corners = {
        "chevron-right": ((-size / 2, -size), (size / 2, 0.0), (-size / 2, size)),
        "chevron-left": ((size / 2, -size), (-size / 2, 0.0), (size / 2, size)),
        "chevron-down": ((-size, -size / 2), (0.0, size / 2), (size, -size / 2)),
    }[name]
    pen = QPen(scene.typeset.color(color), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in corners])
