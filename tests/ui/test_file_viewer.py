from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.core.conversation import FilePart
from app.core.errors import FileMissing
from app.core.tasks import TaskScope
from app.ui.file_viewer import open_file
from app.ui.picture_view import PictureView
from app.ui.theme import Look

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture
def view(qtbot):
    found = PictureView(Look(RESOURCES))
    qtbot.addWidget(found)
    found.resize(200, 200)
    image = QImage(800, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    found.show()
    found.show_image(image)
    return found


def turn(view, at, steps):
    place, nothing = QPointF(at), Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton, nothing,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_a_picture_is_shown_whole_and_stays_so_when_the_window_grows(view):
    assert view.zoom == 0.25
    view.resize(400, 400)
    assert view.zoom == 0.5
    view.resize(4000, 4000)
    assert view.zoom == 1.0


def test_the_wheel_zooms_where_the_mouse_is(view):
    at = QPoint(60, 100)
    before = view._place(QPointF(at))
    turn(view, at, 3)
    assert view.zoom == pytest.approx(0.25 * 1.25**3)
    assert (view._place(QPointF(at)) - before).manhattanLength() < 1


def test_keys_and_mouse_move_and_zoom_within_bounds(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_1)
    assert view.zoom == 1.0
    for _ in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Right)
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom <= 16
    assert view._middle.x() <= 800
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == 0.25


@pytest.fixture
def opened(qtbot, loop, undressed):
    """Opens the viewer of a file; what `read` says is in it, or that it is gone."""
    scope, made, parents = TaskScope("test"), [], []

    def make(file, data):
        async def read(_):
            if data is None:
                raise FileMissing(file.name)
            return data

        parent = PictureView(Look(RESOURCES))
        parent.resize(500, 400)
        qtbot.addWidget(parent)
        parents.append(parent)
        made.append(open_file(file, read, scope, Look(RESOURCES), parent))
        return made[-1]

    yield make
    gone = loop.create_task(scope.aclose())
    qtbot.waitUntil(gone.done)
    for each in parents:
        each.close()


def test_a_text_is_read_in_its_own_encoding(opened, qtbot):
    words = "今天天气很好，我们去公园散步，然后喝了一杯咖啡。"
    viewer = opened(FilePart("a.txt", "text/plain", b"x"), words.encode("gbk"))
    qtbot.waitUntil(viewer.save_button.isEnabled)
    assert viewer.findChild(QPlainTextEdit).toPlainText() == words


def test_what_cannot_be_shown_can_be_saved(opened, qtbot, tmp_path):
    viewer = opened(FilePart("a.pdf", "application/pdf", b"x"), b"%PDF-1.7")
    qtbot.waitUntil(viewer.save_button.isEnabled)
    assert not viewer.copy_button.isEnabled()
    viewer.save_to(str(tmp_path / "no such folder" / "a.pdf"))
    assert "could not be saved" in viewer._facts.text()
    viewer.save_to(str(tmp_path / "a.pdf"))
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF-1.7"


def test_a_file_that_is_gone_says_so(opened, qtbot):
    viewer = opened(FilePart("a.png", "image/png", sha256="0" * 64, size=1), None)
    qtbot.waitUntil(lambda: "no longer there" in viewer._state.text())
    assert not viewer.save_button.isEnabled()


def test_a_viewer_closed_before_the_file_is_read_is_left_alone(opened, qtbot):
    viewer = opened(FilePart("a.txt", "text/plain", b"x"), b"words")
    viewer.reject()
    assert viewer.is_closed
