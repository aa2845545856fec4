import re
import sys
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.focus_ring import FocusRing
from app.ui.metrics import DENSITIES, METRICS, ROLES, text_families
from app.ui.palette import CODE, GROUNDS, load_theme
from app.ui.shades import WHITE, contrast, from_hex, to_hex
from app.ui.theme import THEMES, Look, set_class
from tests.ui.panel_stage import RESOURCES

LOUD = ("accent", "good", "warning", "danger")
INKS = ("text", "muted", *LOUD, "link")


@pytest.fixture(params=THEMES)
def theme(request):
    return load_theme(RESOURCES / "themes", request.param)


def test_contrast_is_measured_as_wcag_says():
    assert contrast(WHITE, from_hex("#000000")) == pytest.approx(21)
    assert contrast(from_hex("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ink", INKS)
def test_every_ink_reads_on_every_ground(theme, ink):
    for ground in (*GROUNDS, "hover"):
        assert contrast(theme.colors[ink], theme.colors[ground]) >= theme.contrast, ground


def test_words_read_on_a_users_message(theme):
    for ink in ("text", "muted", "link"):
        assert contrast(theme.colors[ink], theme.colors["selection"]) >= theme.contrast, ink


def test_high_contrast_asks_for_more():
    assert load_theme(RESOURCES / "themes", "high-contrast").contrast == 7.0


@pytest.mark.parametrize("name", LOUD)
def test_loud_grounds_carry_their_words(theme, name):
    colors = theme.colors
    for fill in ("fill", "hover"):
        assert contrast(colors[f"on_{name}"], colors[f"{name}_{fill}"]) >= theme.contrast
    for ink in (name, "text", "muted"):
        assert contrast(colors[ink], colors[f"{name}_soft"]) >= theme.contrast, ink


@pytest.mark.parametrize("group", CODE)
def test_code_reads_on_its_ground(theme, group):
    assert contrast(theme.colors[f"code_{group}"], theme.colors["code_ground"]) >= theme.contrast


def test_every_agents_colour_reads_as_text(theme):
    for hue in range(360):
        ink = theme.agent_shade(hue, "text")
        for ground in (*GROUNDS, "hover"):
            assert contrast(ink, theme.colors[ground]) >= theme.contrast, (hue, ground)
        assert contrast(ink, theme.agent_shade(hue, "chip")) >= theme.contrast, hue


def test_white_reads_on_every_agents_avatar_and_button(theme):
    for hue in range(360):
        for part, least in (("avatar", 3.0), ("avatar_end", 3.0), ("fill", theme.contrast)):
            assert contrast(WHITE, theme.agent_shade(hue, part)) >= least, (hue, part)


def test_controls_have_a_visible_edge_and_focus(theme):
    for ground in GROUNDS:
        assert contrast(theme.colors["focus"], theme.colors[ground]) >= 3.0


def test_neighbouring_agents_differ(theme):
    cards = (210, 150, 345, 320, 40, 265, 15, 190, 90)
    assert len({to_hex(theme.agent_shade(hue, "avatar")) for hue in cards}) == len(cards)


@pytest.mark.parametrize(
    ("name", "density", "scale"), [*product(THEMES, DENSITIES, (80, 100, 200))]
)
def test_the_style_sheet_has_no_hole(qapp, name, density, scale):
    sheet = Look(RESOURCES, name, density, scale).style_sheet()
    assert "${" not in sheet.split("*/", 1)[1]


def test_no_colour_stands_in_the_style_sheet():
    sheet = (RESOURCES / "style.qss").read_text("utf-8")
    rules = re.sub(r"/[*].*?[*]/", "", sheet, flags=re.DOTALL)
    assert re.findall(r":[^;{}]*(?:#[0-9a-fA-F]{3,8}\b|rgba?\()[^;]*;", rules) == []


class QBalloonTip(QWidget):
    """Stands for Qt's own notification, which only a tray can make: sheets go by the name."""

    def __init__(self):
        super().__init__()
        self.words = QLabel("words", self)


def test_qts_own_notification_wears_the_theme(undressed, qtbot):
    for name in THEMES:
        look = Look(RESOURCES, name)
        look.wear(undressed)
        tip = QBalloonTip()
        qtbot.addWidget(tip)
        for part in (tip, tip.words):
            part.ensurePolished()
        ground, words = tip.palette().window(), tip.words.palette().windowText()
        assert (ground.color(), words.color()) == (look.color("raised"), look.color("text"))


def test_sizes_grow_with_density_and_scale(qapp):
    busy, calm = Look(RESOURCES, density="busy"), Look(RESOURCES, density="calm")
    large = Look(RESOURCES, density="busy", scale=200)
    for name in ("gap", "body", "title_row", "hit", "avatar"):
        assert busy.px(name) < calm.px(name), name
    assert large.px("body") == 2 * busy.px("body")
    assert all(busy.px(name) > 0 for name in METRICS)


def test_what_can_be_hit_is_large_enough(qapp):
    assert [Look(RESOURCES, density=each).px("hit") for each in DENSITIES] == [28, 32, 36]


@pytest.mark.parametrize("role", ROLES)
def test_letters_fit_their_controls_at_every_scale(qapp, role):
    for density, scale in product(DENSITIES, (80, 100, 150, 200)):
        look = Look(RESOURCES, density=density, scale=scale)
        assert look.font(role).pixelSize() == look.px(role)
        assert look.px("title_row") >= 1.4 * look.px("title")
        assert look.px("control_inner") >= 1.4 * look.px("body")
        assert look.px("chip_inner") >= 1.4 * look.px("small")


def test_a_button_is_not_clipped_at_twice_the_size(undressed, qtbot):
    look = Look(RESOURCES, "night-market", "busy", 200)
    look.wear(undressed)
    button = QPushButton("Continue 继续")
    qtbot.addWidget(button)
    hint = button.sizeHint()
    assert hint.height() >= button.fontMetrics().height()
    assert hint.width() > button.fontMetrics().horizontalAdvance(button.text())


def test_dressing_restyles_widgets_that_are_there(undressed, qtbot):
    look = Look(RESOURCES, "night-market")
    look.wear(undressed)
    label = QLabel("words")
    qtbot.addWidget(label)
    label.ensurePolished()
    dark = label.palette().windowText().color()
    with qtbot.waitSignal(look.changed):
        look.set_theme("morning-tea")
    label.ensurePolished()
    assert label.palette().windowText().color() == look.color("text") != dark


def test_a_class_changes_how_a_widget_looks(undressed, qtbot):
    look = Look(RESOURCES, "night-market")
    look.wear(undressed)
    label = QLabel("words")
    qtbot.addWidget(label)
    set_class(label, "muted")
    label.ensurePolished()
    assert label.palette().windowText().color() == look.color("muted")


def test_the_same_look_again_changes_nothing(qapp, qtbot):
    look = Look(RESOURCES, "night-market", "busy", 100)
    with qtbot.assertNotEmitted(look.changed):
        look.set_density("busy")


def test_a_colour_handed_out_is_the_callers_own(qapp):
    look = Look(RESOURCES, "night-market")
    look.color("accent").setAlpha(3)
    assert look.color("accent").alpha() == 255


def test_the_system_decides_when_it_is_asked_to(qapp):
    assert Look(RESOURCES, "system").theme.name in THEMES
    assert Look(RESOURCES, "morning-tea").wears_dark is False


def test_only_busy_keeps_moving_and_calm_stands_still(qapp):
    moves = [(look.has_motion, look.has_live_motion) for look in _looks()]
    assert moves == [(True, True), (True, False), (False, False)]


def test_nothing_moves_when_the_desktop_wants_stillness(qapp, qtbot):
    look = Look(RESOURCES, density="busy")
    with qtbot.waitSignal(look.changed):
        look.set_still(True)
    assert (look.has_motion, look.has_live_motion) == (False, False)


def _looks():
    return [Look(RESOURCES, density=each) for each in DENSITIES]


def test_the_keyboard_brings_a_ring_and_takes_it_along(qapp, qtbot):
    window = QWidget()
    rings = FocusRing(qapp, Look(RESOURCES, "night-market"), window)
    row = QHBoxLayout(window)
    first, second = QPushButton("one"), QPushButton("two")
    row.addWidget(first)
    row.addWidget(second)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second
    assert rings.ring.geometry().contains(second.geometry())


@pytest.mark.skipif(sys.platform != "linux", reason="other desktops always say their face")
def test_english_is_set_in_a_latin_face_and_chinese_in_its_own():
    assert text_families("Sans Serif", is_chinese=False)[0] == "Open Sans"
    assert text_families("Sans Serif", is_chinese=True)[0] == "Noto Sans CJK SC"
    for is_chinese in (True, False):
        assert text_families("Cantarell", is_chinese)[:2] == ["Cantarell", "Noto Sans CJK SC"]
