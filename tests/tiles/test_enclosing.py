"""Files that come into a tile by drop, paste and dialog, and what is shown of them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from app.engine.files import Files
from app.storage.attachments import Attachments
from app.storage.file_limits import LONGEST_PASTE, MOST_PIXELS
from app.ui.file_viewer import FileViewer
from app.ui.picture_fit import png_of
from tests.engine.scripted import FOREVER, said

NOTHING = Qt.KeyboardModifier.NoModifier


def picture(width=40, height=30, color="teal"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


@pytest.fixture
def make_tile(make_world, tmp_path):
    """Makes a tile whose files are really stored."""
    made = []

    def make(*scripts, **more):
        world = make_world(*scripts, **more)
        made.append(Files(Attachments(tmp_path / "attachments")))
        world.surroundings = replace(
            world.surroundings, files=made[-1], keep_files=world.recorder.keep_draft_files
        )
        world.roster._with = world.surroundings
        tile = world.tile()
        tile.resize(360, 460)
        tile.world = world
        return tile

    yield make
    for each in made:
        each.close()


@pytest.fixture
def offered(tmp_path):
    """Files to attach, as the desktop hands them over."""
    png_path, text_path = tmp_path / "cat.png", tmp_path / "notes.txt"
    picture().save(str(png_path))
    text_path.write_text("words " * 10)
    return png_path, text_path


def files_of(*paths):
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return source


def enter(widget, source):
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDragEnterEvent(QPoint(20, 20), copy, source, left, NOTHING)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event


def drop(tile, source):
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    assert enter(tile, source).isAccepted()
    QApplication.sendEvent(tile, QDropEvent(QPointF(20, 20), copy, source, left, NOTHING))


def paste(tile, qtbot, source):
    QGuiApplication.clipboard().setMimeData(source)
    tile.composer.field.setFocus()
    qtbot.keyClick(tile.composer.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def ready(tile, *names):
    return lambda: [file.name for file in tile.session.enclosed.files] == list(names)


def idle(tile):
    return lambda: not tile.session.is_running


def names(tile):
    return [chip.item.name for chip in tile.enclosing.chips.chips]


def test_dropped_files_light_the_tile_up_and_become_chips(make_tile, offered, qtbot):
    tile = make_tile()
    enter(tile, files_of(*offered))
    assert tile.drop_light.isVisible()
    drop(tile, files_of(*offered))
    assert tile.drop_light.isHidden()
    qtbot.waitUntil(ready(tile, "cat.png", "notes.txt"))
    assert names(tile) == ["cat.png", "notes.txt"]
    assert tile.enclosing.chips.isVisible()


def test_a_drop_on_the_field_is_the_tiles_and_text_is_the_fields(make_tile, offered, qtbot):
    tile = make_tile()
    field = tile.composer.field
    enter(field.viewport(), files_of(offered[0]))
    assert tile.drop_light.isVisible()
    tile.drop_light.hide()
    words = QMimeData()
    words.setText("just words")
    enter(field.viewport(), words)
    assert tile.drop_light.isHidden()
    assert not enter(tile, words).isAccepted()


def test_what_belongs_to_the_deck_is_left_to_it(make_tile):
    other = QMimeData()
    other.setData("application/x-of-the-deck", b"tile")
    assert not enter(make_tile(), other).isAccepted()


def test_a_pasted_picture_is_attached(make_tile, qtbot):
    tile = make_tile()
    source = QMimeData()
    source.setImageData(picture())
    paste(tile, qtbot, source)
    qtbot.waitUntil(ready(tile, "Picture.png"))
    assert tile.session.enclosed.files[0].media_type == "image/png"


def test_pasted_files_are_attached_and_a_table_is_pasted_as_words(make_tile, offered, qtbot):
    tile = make_tile()
    paste(tile, qtbot, files_of(offered[1]))
    qtbot.waitUntil(ready(tile, "notes.txt"))
    table = QMimeData()
    table.setText("1\t2")
    table.setImageData(picture())
    paste(tile, qtbot, table)
    assert tile.composer.text == "1\t2"


def test_a_long_paste_becomes_a_file_and_can_become_text_again(make_tile, qtbot):
    tile = make_tile()
    long = QMimeData()
    long.setText("long " * LONGEST_PASTE)
    paste(tile, qtbot, long)
    qtbot.waitUntil(ready(tile, "Pasted text 1.txt"))
    assert tile.composer.text == ""
    qtbot.mouseClick(tile.trouble.done.action, Qt.MouseButton.LeftButton)
    assert tile.session.enclosed.items == ()
    assert tile.composer.text == long.text()
    short = QMimeData()
    short.setText("x" * LONGEST_PASTE)
    tile.composer.clear()
    paste(tile, qtbot, short)
    assert len(tile.composer.text) == LONGEST_PASTE


def test_the_paperclip_asks_for_files_and_attaches_those_chosen(make_tile, offered, qtbot):
    tile = make_tile()
    qtbot.mouseClick(tile.composer.attach, Qt.MouseButton.LeftButton)
    dialog = tile.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.filesSelected.emit([str(offered[0])])
    dialog.reject()
    qtbot.waitUntil(ready(tile, "cat.png"))


def test_chips_are_removed_by_mouse_and_by_keyboard(make_tile, offered, qtbot):
    tile = make_tile()
    drop(tile, files_of(*offered))
    qtbot.waitUntil(ready(tile, "cat.png", "notes.txt"))
    chips = tile.enclosing.chips
    qtbot.mouseClick(chips.chips[0].cross, Qt.MouseButton.LeftButton)
    assert names(tile) == ["notes.txt"]
    tile.activateWindow()
    qtbot.waitUntil(tile.isActiveWindow)
    drop(tile, files_of(offered[0]))
    qtbot.waitUntil(ready(tile, "notes.txt", "cat.png"))
    tile.composer.field.setFocus()
    qtbot.keyClick(tile.composer.field, Qt.Key.Key_Backtab)
    assert chips.chips[1].hasFocus()
    qtbot.keyClick(chips.chips[1], Qt.Key.Key_Left)
    assert chips.chips[0].hasFocus()
    qtbot.keyClick(chips.chips[0], Qt.Key.Key_Tab)
    assert tile.composer.field.hasFocus()
    qtbot.keyClick(tile.composer.field, Qt.Key.Key_Backtab)
    qtbot.keyClick(chips.chips[1], Qt.Key.Key_Delete)
    assert chips.chips[0].hasFocus()
    qtbot.keyClick(chips.chips[0], Qt.Key.Key_Delete)
    assert chips.isHidden()
    assert tile.composer.field.hasFocus()


def test_what_is_attached_is_sent_with_the_text_or_alone(make_tile, offered, qtbot):
    tile = make_tile(["nice"])
    assert not tile.composer._send.isEnabled()
    drop(tile, files_of(offered[0]))
    qtbot.keyClicks(tile.composer.field, "look")
    qtbot.keyClick(tile.composer.field, Qt.Key.Key_Return)  # it is still being read
    assert said(tile.session) == []
    assert "cat.png" in tile.composer.note
    qtbot.waitUntil(ready(tile, "cat.png"))
    assert tile.composer.note == ""
    qtbot.keyClick(tile.composer.field, Qt.Key.Key_Return)
    qtbot.waitUntil(idle(tile))
    assert tile.enclosing.chips.isHidden()
    message = tile.session.conversation.messages[0]
    assert (message.text, [file.name for file in message.files]) == ("look", ["cat.png"])
    drop(tile, files_of(offered[1]))
    qtbot.waitUntil(ready(tile, "notes.txt"))
    qtbot.mouseClick(tile.composer._send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(idle(tile))
    assert said(tile.session) == ["look", "nice", "", "nice"]


def test_what_waits_takes_its_files_back_when_it_is_edited(make_tile, offered, qtbot):
    tile = make_tile(["…", FOREVER])
    tile.send("first")
    drop(tile, files_of(offered[0]))
    qtbot.waitUntil(ready(tile, "cat.png"))
    tile.send("")
    assert tile.session.queue == ("cat.png",)
    tile.composer.edit_wanted.emit(0)
    assert names(tile) == ["cat.png"]


def test_a_refusal_is_said_until_it_is_read(make_tile, tmp_path, qtbot):
    tile = make_tile()
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04\0")
    drop(tile, files_of(tmp_path / "a.zip"))
    qtbot.waitUntil(lambda: bool(tile.session.enclosed.refused))
    refusal = tile.composer.refusal
    assert refusal.words.text().startswith("a.zip is of a kind")
    qtbot.mouseClick(refusal.cross, Qt.MouseButton.LeftButton)
    assert tile.session.enclosed.refused == ()


def test_a_model_without_eyes_says_so_before_sending(make_tile, offered, qtbot):
    tile = make_tile()
    drop(tile, files_of(offered[0]))
    qtbot.waitUntil(ready(tile, "cat.png"))
    assert "warning" not in tile.composer.__dict__  # nobody knows what this one can
    tile.world.use_builtin()
    tile._show_state()
    assert "cannot see pictures" in tile.composer.warning.words.text()
    tile.session.enclosed.take()
    assert tile.composer.warning.isHidden()


def test_a_lost_file_is_told_in_the_tile(make_tile, offered, qtbot):
    tile = make_tile(["ok"])
    drop(tile, files_of(offered[1]))
    qtbot.waitUntil(ready(tile, "notes.txt"))
    (stored,) = (each for each in (tile.session.files._store.folder).rglob("*") if each.is_file())
    stored.unlink()
    tile.send("read")
    qtbot.waitUntil(idle(tile))
    assert "notes.txt" in tile.trouble.done.words.text()


def test_a_large_picture_is_made_smaller_and_that_is_said(make_tile, tmp_path, qtbot):
    tile = make_tile()
    picture(8192, 64).save(str(tmp_path / "wide.png"))
    drop(tile, files_of(tmp_path / "wide.png"))
    qtbot.waitUntil(ready(tile, "wide.jpg"))
    assert "2048 × 16" in tile.enclosing.chips.chips[0].words


@pytest.mark.parametrize("broken", ["header", "pixels"])
def test_a_picture_that_cannot_be_opened_is_refused(make_tile, tmp_path, qtbot, broken):
    data = bytearray(png_of(picture()))
    if broken == "header":
        data = data[:20]
    else:  # it says that it is enormous
        side = int(MOST_PIXELS**0.5) + 100
        data[16:24] = side.to_bytes(4) * 2
        import zlib

        data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4)
    (tmp_path / "bad.png").write_bytes(bytes(data))
    tile = make_tile()
    drop(tile, files_of(tmp_path / "bad.png"))
    qtbot.waitUntil(lambda: bool(tile.session.enclosed.refused))
    assert tile.session.enclosed.refused[0].why == {"header": "picture", "pixels": "pixels"}[broken]


def test_a_draft_and_its_files_are_there_again(make_tile, offered, qtbot):
    tile = make_tile()
    drop(tile, files_of(offered[0]))
    qtbot.waitUntil(ready(tile, "cat.png"))
    first = tile.session
    tile.conversations._show_new()
    assert tile.enclosing.chips.isHidden()
    tile.show_session(first)
    assert names(tile) == ["cat.png"]


def test_pictures_and_files_stand_in_the_transcript_and_open_in_a_viewer(make_tile, offered, qtbot):
    tile = make_tile(["nice"])
    drop(tile, files_of(*offered))
    qtbot.waitUntil(ready(tile, "cat.png", "notes.txt"))
    tile.send("look")
    qtbot.waitUntil(idle(tile))
    view = tile.transcript
    qtbot.waitUntil(lambda: bool(view.roll.entries) and bool(view.roll.entries[0].frame.presses))
    qtbot.waitUntil(lambda: view.is_settled and view.verticalScrollBar().value() == 0)
    presses = view.roll.entries[0].frame.presses
    size = presses["file:0"].size().toSize()
    file = tile.session.conversation.messages[0].files[0]
    qtbot.waitUntil(lambda: tile.pictures.get(file, size) is not None)
    place = (view.corner_of(0) + presses["file:0"].center()).toPoint()
    shown = view.viewport().grab().toImage().pixelColor(place)
    assert shown.name() == QColor("teal").name()
    for number, content in (("file:0", "picture"), ("file:1", "words")):
        place = (view.corner_of(0) + presses[number].center()).toPoint()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        viewer = tile.findChild(FileViewer)
        qtbot.waitUntil(viewer.copy_button.isEnabled)
        QGuiApplication.clipboard().clear()
        qtbot.mouseClick(viewer.copy_button, Qt.MouseButton.LeftButton)
        copied = QGuiApplication.clipboard()
        assert (content in copied.text()) if content == "words" else not copied.image().isNull()
        viewer.save_to(str(offered[0].with_name(f"saved-{content}")))
        viewer.reject()
        qtbot.waitUntil(lambda: tile.findChild(FileViewer) is None)
    assert offered[0].with_name("saved-picture").read_bytes() == offered[0].read_bytes()
