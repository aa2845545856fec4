import gc
import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QMenu, QPushButton

from app.ui.avatar import Avatar, avatar_pixmap
from app.ui.icons import Icons
from app.ui.theme import Look
from tests.ui.panel_stage import RESOURCES, Stage

FILES = sorted((RESOURCES / "icons").glob("*.svg"))
NAMES = (
    "state-idle state-thinking state-streaming state-needs-you state-failed state-budget "
    "state-waiting send stop plus close more copy regenerate continue feed inbox bell moon "
    "settings search chevron-right chevron-down pin maximize restore float undo like save hide "
    "open comment cloud local key warning emergency info check new history edit trash "
    "globe keyboard"
)


@pytest.fixture
def look(qapp):
    return Look(RESOURCES, "night-market")


@pytest.fixture
def icons(look):
    return Icons(RESOURCES, look)


def test_nothing_that_others_ask_for_is_missing():
    assert set(NAMES.split()) <= {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_all_are_of_one_hand(file):
    text = file.read_text("utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"' in text
    assert not re.search(r"#[0-9a-fA-F]{3,6}", text), "colours come from the theme"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_draws_something_within_its_square(icons, file):
    picture = icons.pixmap(file.stem, "text", 24).toImage()
    inked = [(x, y) for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha() > 90]
    assert len(inked) >= 10
    assert all(0 < x < 23 and 0 < y < 23 for x, y in inked), "it touches the edge"


def test_states_differ_in_shape(icons):
    states = [name for name in NAMES.split() if name.startswith("state-")]
    shapes = {bytes(icons.pixmap(name, "text", 16).toImage().constBits()) for name in states}
    assert len(shapes) == len(states)


def test_a_picture_is_drawn_once_for_each_colour_and_size(icons):
    assert (
        icons.pixmap("send", "text", 16).cacheKey() == icons.pixmap("send", "text", 16).cacheKey()
    )
    assert (
        icons.pixmap("send", "text", 16).cacheKey() != icons.pixmap("send", "text", 18).cacheKey()
    )


def test_fine_screens_get_finer_pictures(icons):
    picture = icons.pixmap("send", "text", 16, 2.0)
    assert picture.size() == QSize(32, 32)
    assert picture.deviceIndependentSize().toSize() == QSize(16, 16)


def test_buttons_and_menus_follow_the_theme(icons, look, qtbot):
    button, menu = QPushButton(icons.icon("stop", "text"), ""), QMenu()
    action = menu.addAction(icons.icon("stop", "danger"), "Stop")
    qtbot.addWidget(button)
    qtbot.addWidget(menu)
    before = _middle(button.icon())
    look.set_theme("morning-tea")
    assert _middle(button.icon()) == look.color("text") != before
    assert _middle(action.icon()) == look.color("danger")


def test_a_fixed_colour_stays(icons, look, qtbot):
    button = QPushButton(icons.icon("stop", QColor("#123456")), "")
    qtbot.addWidget(button)
    look.set_theme("morning-tea")
    assert _middle(button.icon()) == QColor("#123456")


def test_a_disabled_icon_is_dimmed(icons, look):
    picture = icons.icon("stop", "text").pixmap(QSize(16, 16), 1.0, QIcon.Mode.Disabled)
    assert picture.toImage().pixelColor(8, 8) == look.color("disabled")


def test_icons_may_go_before_the_buttons_that_show_them(look, qtbot):
    icons = Icons(RESOURCES, look)
    buttons = [QPushButton(icons.icon("send"), "") for _ in range(300)]
    for button in buttons:
        qtbot.addWidget(button)
        copy = QIcon(button.icon())
        copy.addPixmap(icons.pixmap("send", "text", 8))  # parts it from the shared one
        button.setIcon(copy)
    del icons, copy
    gc.collect()
    assert all(not button.grab().isNull() for button in buttons)


def test_an_avatar_is_in_its_hue_with_a_white_glyph(tmp_path, qapp):
    stage = Stage(tmp_path)
    picture = avatar_pixmap(stage.roster.cards["health"], 40, stage.look, stage.icons).toImage()
    assert picture.pixelColor(20, 20) == QColor(Qt.GlobalColor.white)
    assert picture.pixelColor(4, 20).hue() == pytest.approx(
        stage.look.agent_color(345, "avatar").hue(), abs=20
    )


def test_avatars_with_and_without_own_icon_fit_their_size(tmp_path, qtbot):
    stage = Stage(tmp_path)
    for card in stage.roster.cards.all:
        avatar = Avatar(card, "avatar_large", stage.look, stage.icons)
        qtbot.addWidget(avatar)
        assert avatar.size() == QSize(64, 64)
        assert not avatar.grab().isNull()


def test_a_named_avatar_grows_with_the_look(tmp_path, qtbot):
    stage = Stage(tmp_path)
    card = stage.roster.cards["ask"]
    named, fixed = (Avatar(card, size, stage.look, stage.icons) for size in ("avatar", 20))
    qtbot.addWidget(named)
    qtbot.addWidget(fixed)
    stage.look.set_all("night-market", "busy", 200)
    assert (named.width(), fixed.width()) == (40, 20)


def _middle(icon):
    return icon.pixmap(QSize(16, 16), 1.0).toImage().pixelColor(8, 8)
