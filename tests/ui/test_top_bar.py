import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.core.commands import Command, CommandTable
from app.ui.command_palette import CommandPalette, matching
from app.ui.icons import Icons
from app.ui.theme import Look
from app.ui.top_bar import TopBar
from tests.ui.panel_stage import RESOURCES


@pytest.fixture
def look(qapp):
    return Look(RESOURCES, "night-market", "busy")


@pytest.fixture
def bar(look, qtbot):
    bar = TopBar(look, Icons(RESOURCES, look))
    qtbot.addWidget(bar)
    bar.resize(1200, bar.height())
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


@pytest.fixture
def ran():
    return []


@pytest.fixture
def palette(look, ran, qtbot):
    table = CommandTable()
    table.add(
        Command("tile.close", "Close tile", lambda: ran.append("close"), "Ctrl+W"),
        Command("tile.new", "New conversation", lambda: ran.append("new"), "Ctrl+N"),
        Command("feed.toggle", "Show the feed", lambda: ran.append("feed")),
        Command("tile.undo", "Undo", lambda: ran.append("undo"), enabled=lambda: False),
    )
    window = QWidget()
    QVBoxLayout(window).addWidget(QLineEdit())
    qtbot.addWidget(window)
    palette = CommandPalette(table, look, window)
    window.resize(900, 600)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return palette


def test_the_palette_opens_beside_a_window_that_floats_over_the_middle(palette, qtbot):
    window = palette.parentWidget()
    window.resize(1400, 700)
    palette.open()
    middle = palette._card.geometry()
    palette.close_palette()
    floating = QWidget()
    qtbot.addWidget(floating)
    floating.setGeometry(window.mapToGlobal(middle.center()).x() - 100, window.y(), 200, 600)
    with qtbot.waitExposed(floating):
        floating.show()
    palette.open()
    here = palette._card.geometry().translated(window.mapToGlobal(QPoint(0, 0)))
    assert not here.intersects(floating.frameGeometry())
    floating.hide()
    palette.close_palette()
    palette.open()
    assert palette._card.geometry() == middle


def test_the_switch_says_which_density_is_wanted(bar, qtbot):
    with qtbot.waitSignal(bar.density_wanted) as asked:
        qtbot.mouseClick(bar.densities["calm"], Qt.MouseButton.LeftButton)
    assert asked.args == ["calm"]


def test_the_switch_follows_the_look(bar, look):
    look.set_density("balanced")
    assert bar.densities["balanced"].isChecked()
    assert not bar.densities["busy"].isChecked()


def test_a_narrow_bar_shows_signs_instead_of_words(bar):
    assert bar.densities["calm"].text() == "Calm"
    bar.resize(560, bar.height())
    assert bar.densities["calm"].text() == ""
    assert not bar.densities["calm"].icon().isNull()
    assert bar.densities["calm"].accessibleName() == "Calm"


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("width", [460, 560, 700, 1000, 1400])
def test_the_words_of_the_field_end_before_its_shortcut(bar, look, scale, width):
    look.set_scale(scale)
    bar.resize(width, bar.height())
    field = bar.field
    shown = field.words_for(field.width() - 3 * look.px("icon"))
    words_end = 3 * look.px("icon") + field.fontMetrics().horizontalAdvance(shown)
    assert shown not in ("", "…") or field.key.isHidden()
    assert field.key.isHidden() or words_end <= field.key.geometry().left()


def test_the_field_leads_to_the_palette(bar, qtbot):
    with qtbot.waitSignal(bar.palette_wanted):
        qtbot.mouseClick(bar.field, Qt.MouseButton.LeftButton)


def test_typing_finds_and_return_runs(palette, ran, qtbot):
    palette.open()
    qtbot.keyClicks(palette.field, "feed")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["feed"]
    assert not palette.is_open


def test_arrows_choose(palette, ran, qtbot):
    palette.open()
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["new"]


def test_escape_goes_back_to_where_one_was(palette, ran, qtbot):
    writing = palette.parentWidget().findChild(QLineEdit)
    writing.setFocus()
    palette.open()
    qtbot.waitUntil(palette.field.hasFocus)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.is_open
    assert writing.hasFocus()
    assert ran == []


def test_a_click_runs_and_one_beside_closes(palette, ran, qtbot):
    palette.open()
    row = palette.list.visualRect(palette.list.model().index(0, 0)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert ran == ["close"]
    palette.open()
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft())
    assert not palette.is_open


def test_what_cannot_be_done_now_is_not_run(palette, ran, qtbot):
    palette.open()
    qtbot.keyClicks(palette.field, "undo")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == []
    assert palette.is_open


def test_nothing_found_is_said(palette, qtbot):
    palette.open()
    qtbot.keyClicks(palette.field, "zzz")
    assert palette._empty.isVisible()
    assert not palette.list.isVisible()


def test_the_best_match_comes_first():
    table = CommandTable()
    for title in ("Show the feed", "Undo close", "Close tile"):
        table.add(Command(f"x.{len(list(table))}", title, list))
    assert [each.title for each in matching(table, "clo")] == ["Close tile", "Undo close"]
    assert len(matching(table, "  ")) == 3
