import json
import struct
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from app.storage.imports.foreign import Belongings
from app.storage.imports.read import agents_in
from app.ui.gallery_import import MANY
from app.ui.portrait import MOST_SIDE, SIDE, png_of, portrait_png
from tests.storage.imports.cards_from_elsewhere import CHERRY, in_base64, png, raw, text, v2, v3
from tests.ui.gallery_stage import GalleryStage


@pytest.fixture
def stage(tmp_path, qapp, loop, qtbot):
    stage = GalleryStage(tmp_path)
    yield stage
    stage.close(qtbot)


@pytest.fixture
def gallery(stage, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    gallery = stage.gallery(window)
    gallery.show_all()
    qtbot.waitUntil(gallery.isVisible)
    yield gallery
    gallery.close_subscriptions()
    gallery.hide()


@pytest.fixture
def take(gallery, qtbot, tmp_path):
    """Reads files with these contents, and waits until it is said what came of it."""

    def take(**files):
        paths = []
        for name, content in files.items():
            paths.append(tmp_path / name.replace("_", "."))
            paths[-1].write_bytes(content)
        gallery.importing.read(paths)
        qtbot.waitUntil(lambda: gallery.said.text() not in ("", "Reading…"))
        return paths

    return take


def choose(gallery, name):
    rows = gallery.grid.rows
    row = [entry.name for entry in rows.entries].index(name)
    gallery.grid.setCurrentIndex(rows.index(row, 0))


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_shows_every_agent_and_all_about_the_chosen_one(gallery, stage):
    assert stage.names(gallery)[:2] == ["Ask", "English tutor"]
    choose(gallery, "Joke curator")
    assert gallery.preview.name.text() == "Joke curator"
    assert not gallery.preview.buttons["delete"].isVisible(), "ours stays"


def test_typing_finds_agents_in_both_languages(gallery, stage, qtbot):
    qtbot.keyClicks(gallery.search, "3d shapes")
    assert stage.names(gallery) == ["3D designer"]
    gallery.search.setText("跑腿")
    assert stage.names(gallery) == ["Errands"]
    gallery.search.setText("nothing like that")
    assert gallery._empty.isVisible()
    assert not gallery.preview.isVisible()


def test_the_keyboard_finds_opens_and_leaves(gallery, qtbot):
    qtbot.keyClicks(gallery.search, "joke")
    qtbot.keyClick(gallery.search, Qt.Key.Key_Down)
    assert gallery.focusWidget() is gallery.grid
    with qtbot.waitSignal(gallery.agent_wanted) as asked:
        qtbot.keyClick(gallery.grid, Qt.Key.Key_Return)
    assert asked.args == ["jokes"]
    assert not gallery.isVisible()


def test_escape_steps_back_one_level(gallery, take, qtbot):
    take(agents_json=raw(CHERRY))
    qtbot.keyClick(gallery, Qt.Key.Key_Escape)
    assert gallery.importing.waiting == []
    gallery.search.setText("x")
    qtbot.keyClick(gallery, Qt.Key.Key_Escape)
    assert gallery.search.text() == ""
    qtbot.keyClick(gallery, Qt.Key.Key_Escape)
    assert not gallery.isVisible()


def test_an_agent_leaves_the_rail_and_returns(gallery, stage, qtbot):
    choose(gallery, "Love guru")
    click(gallery.preview.is_on_rail)
    qtbot.waitUntil(lambda: stage.cards.is_hidden("love"))
    assert gallery.grid.current.mark == "hidden"
    click(gallery.preview.is_on_rail)
    qtbot.waitUntil(lambda: not stage.cards.is_hidden("love"))


def test_a_copy_can_be_removed_and_brought_back(gallery, stage, qtbot):
    choose(gallery, "Ask")
    click(gallery.preview.buttons["duplicate"])
    qtbot.waitUntil(lambda: "Ask (copy)" in stage.names(gallery))
    assert gallery.grid.current.name == "Ask (copy)"
    qtbot.keyClick(gallery.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: gallery.undo.isVisible())
    assert "Ask (copy)" not in stage.names(gallery)
    click(gallery.undo)
    qtbot.waitUntil(lambda: "Ask (copy)" in stage.names(gallery))


def test_kinds_part_ours_from_the_users_and_the_imported(gallery, stage, take, qtbot):
    choose(gallery, "Ask")
    click(gallery.preview.buttons["duplicate"])
    qtbot.waitUntil(lambda: "ask-copy" in stage.cards)
    take(mira_json=raw(v2()))
    click(gallery.preview.buttons["add"])
    qtbot.waitUntil(lambda: "mira" in stage.cards)
    for kind, names in (("yours", ["Ask (copy)"]), ("imported", ["Mira"])):
        click(gallery.kinds[kind])
        assert stage.names(gallery) == names
    click(gallery.kinds["ours"])
    assert len(stage.names(gallery)) == 9


def test_nothing_is_taken_over_before_the_user_says_so(gallery, stage, take, qtbot):
    take(mira_png=png(text("chara", in_base64(v2()))))
    assert stage.names(gallery) == ["Mira"]
    assert "mira" not in stage.cards
    warnings = [each.accessibleName() for each in gallery.preview.findChildren(QWidget)]
    assert "Its lorebook is kept, but Renao does not use it yet." in warnings
    qtbot.keyClick(gallery.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "mira" in stage.cards)
    assert Path(stage.cards["mira"].picture).is_file()
    assert gallery.grid.current.key == "mira"


def test_a_dropped_list_of_assistants_is_taken_over_whole(gallery, stage, tmp_path, qtbot):
    file = tmp_path / "agents.json"
    file.write_bytes(raw(CHERRY))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    gallery.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    qtbot.waitUntil(lambda: len(gallery.importing.waiting) == 2)
    click(gallery.preview.buttons["add_all"])
    qtbot.waitUntil(lambda: "editor" in stage.cards)
    qtbot.waitUntil(lambda: gallery.importing.waiting == [])


def test_many_at_once_stay_off_the_rail(gallery, stage, take, qtbot):
    many = [{**CHERRY[0], "name": f"Agent {number}"} for number in range(MANY + 1)]
    take(agents_json=raw(many))
    click(gallery.preview.buttons["add_all"])
    qtbot.waitUntil(lambda: gallery.importing.waiting == [])
    assert (len(stage.cards), len(stage.cards.on_rail)) == (9 + len(many), 9)


def test_a_gallery_closed_while_agents_are_kept_is_not_told_of_them(gallery, stage, take, qtbot):
    take(agents_json=raw(CHERRY))
    click(gallery.preview.buttons["add_all"])
    gallery.close_subscriptions()
    gallery.importing.deleteLater()
    qtbot.waitUntil(lambda: "add agents" not in stage.scope)
    assert "editor" in stage.cards


def test_a_file_without_an_agent_is_refused_with_a_sentence(gallery, stage, take):
    take(photo_png=png())
    assert "a picture without a character" in gallery.said.text()
    assert len(stage.names(gallery)) == 9


def test_an_imported_agent_is_given_back_as_it_came(gallery, stage, take, tmp_path, qtbot):
    (path,) = take(mira_png=png(text("ccv3", in_base64(v3()))))
    click(gallery.preview.buttons["add"])
    qtbot.waitUntil(lambda: "mira" in stage.cards)
    gallery.sharing.open_menu(stage.cards["mira"], QPoint(5, 5))
    qtbot.waitUntil(lambda: any(each.isVisible() for each in gallery.findChildren(QMenu)))
    (menu,) = gallery.findChildren(QMenu)
    assert [action.text() for action in menu.actions()][-1] == "As it was imported"
    menu.close()
    beside = qtbot_result(stage, qtbot, stage.cards.belongings("mira"))
    for place in (1, -1):
        kind = gallery.sharing._kinds(beside)[place]
        with qtbot.waitSignal(gallery.sharing.shared):
            gallery.sharing.share(stage.cards["mira"], beside, kind, str(tmp_path / "out.png"))
        assert (tmp_path / "out.png").read_bytes() == path.read_bytes()


def test_every_way_of_sharing_our_own_agent_can_be_read_again(gallery, stage, tmp_path, qtbot):
    for number, kind in enumerate(gallery.sharing._kinds(Belongings())):
        file = tmp_path / f"out{number}{kind.suffix}"
        with qtbot.waitSignal(gallery.sharing.shared):
            gallery.sharing.share(stage.cards["love"], Belongings(), kind, str(file))
        (found,) = agents_in(file.read_bytes(), file)
        assert found.card.persona["en"] == stage.cards["love"].persona["en"]
        if kind.suffix == ".json":
            assert json.loads(file.read_bytes())["spec"].startswith("chara_card_v")


def test_a_place_that_cannot_be_written_is_told(gallery, stage, tmp_path, qtbot):
    kind = gallery.sharing._kinds(Belongings())[0]
    gallery.sharing.share(stage.cards["love"], Belongings(), kind, str(tmp_path / "no" / "x"))
    qtbot.waitUntil(lambda: "could not be stored" in gallery.said.text())


def test_every_control_has_a_name(gallery):
    for widget in gallery.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            name = widget.accessibleName()
            name = name or (widget.text() if isinstance(widget, QAbstractButton) else "")
            assert name, widget
    index = gallery.grid.rows.index(0, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Ask. One box")
    assert QAccessible.queryAccessibleInterface(gallery.grid) is not None


def test_a_portrait_is_small_square_and_made_of_pixels(qapp):
    picture = QImage(900, 1400, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    small = QImage.fromData(portrait_png(png_of(picture)))
    assert (small.width(), small.height()) == (SIDE, SIDE)


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", png()[:50]]
)
def test_what_is_no_picture_becomes_no_portrait(qapp, content):
    assert portrait_png(content) == b""


def test_a_picture_that_claims_to_be_huge_is_not_decoded(qapp):
    huge = png().replace(struct.pack(">II", 1, 1), struct.pack(">II", 60_000, 60_000), 1)
    assert portrait_png(huge) == b""
    long = QImage(MOST_SIDE + 1, 2, QImage.Format.Format_RGB32)
    long.fill(Qt.GlobalColor.red)
    assert portrait_png(png_of(long)) == b""


def qtbot_result(stage, qtbot, work):
    found = []

    async def run():
        found.append(await work)

    stage.scope.start("ask", run)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]
