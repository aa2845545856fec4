"""The list of models, with a few and with five hundred."""

from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.core.settings import ModelDetail, Provider
from app.core.tasks import TaskScope
from app.engine.models import ModelChoice
from app.ui.model_popup import ModelPopup
from app.ui.row_delegate import ICON, ID, IS_HEADING, RIGHT
from tests.ui.provider_stage import ProviderStage

FEW = (
    Provider("cloud", "Cloud", "https://c.example.com", ("a", "b"), favourites=("b",)),
    Provider("near", "Near", "http://127.0.0.1:1", ("c",), context=32768),
)
MANY = tuple(
    Provider(f"p{n}", f"Provider {n}", "https://x", tuple(f"model-{n}-{m}" for m in range(50)))
    for n in range(10)
)


@pytest.fixture
def stage(loop, qtbot, tmp_path):
    made = ProviderStage(tmp_path)
    yield made
    ending = TaskScope("end")
    ending.start("end", made.aclose)
    qtbot.waitUntil(lambda: "end" not in ending)


@pytest.fixture
def open_popup(stage, qtbot):
    windows = []

    def open_popup(providers, chosen=None):
        stage.settings.set_providers(providers)
        window = QWidget()
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        context = stage.context
        popup = ModelPopup(stage.models, chosen, context.look, context.icons, window)
        popup.open_below(window)
        return popup

    return open_popup


def shown(popup):
    rows = [popup.rows.index(row, 0) for row in range(popup.rows.rowCount())]
    return [f"# {row.data()}" if row.data(IS_HEADING) else row.data() for row in rows]


def test_favourites_stand_first_then_this_machine_then_each_provider(open_popup):
    popup = open_popup(FEW)
    here = shown(popup)[3]
    assert shown(popup) == [
        "# Favourites", "b", "# This machine", here, "# Cloud", "a", "# Near", "c"
    ]  # fmt: skip
    assert popup.search.isHidden()


def test_where_and_how_much_is_said_beside_the_names(open_popup):
    popup = open_popup(
        (*FEW, Provider("d", "D", "https://d", ("e",), details=(ModelDetail("e", 200000),)))
    )
    rows = [popup.rows.index(row, 0) for row in range(popup.rows.rowCount())]
    right = {row.data(): row.data(RIGHT)[0] for row in rows}
    assert (right["Cloud"], right["Near"], right["c"], right["e"]) == (
        "cloud",
        "local",
        "32K",
        "200K",
    )
    assert right["b"] == "Cloud"


def test_the_chosen_one_is_marked_and_the_arrows_skip_headings(open_popup, qtbot):
    popup = open_popup(FEW, ModelChoice("cloud", "a"))
    assert popup.list.currentIndex().data(ID) == ModelChoice("cloud", "a")
    assert popup.list.currentIndex().data(ICON)[0] == "check"
    qtbot.keyClick(popup.list, Qt.Key.Key_Down)
    assert popup.list.currentIndex().data() == "c"
    with qtbot.waitSignal(popup.chosen) as told:
        qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    assert told.args == [ModelChoice("near", "c")]


def test_one_of_five_hundred_is_found_by_typing(open_popup, qtbot):
    began = perf_counter()
    popup = open_popup(MANY)
    assert perf_counter() - began < 0.5
    assert popup.search.isVisible()
    qtbot.keyClicks(popup.search, "provider 7 -42")
    assert shown(popup) == ["# Provider 7", "model-7-42"]
    with qtbot.waitSignal(popup.chosen) as told:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert told.args == [ModelChoice("p7", "model-7-42")]


def test_a_click_takes_a_model_and_closes_the_list(open_popup, qtbot):
    popup = open_popup(FEW)
    place = popup.list.visualRect(popup.rows.index(1, 0)).center()
    with qtbot.waitSignal(popup.chosen) as told:
        qtbot.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [ModelChoice("cloud", "b")]
    assert not popup.isVisible()


def test_nothing_found_is_said_and_taken_by_nobody(open_popup, qtbot):
    popup = open_popup(MANY)
    qtbot.keyClicks(popup.search, "zzz")
    assert popup._empty.isVisible()
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert popup.isVisible()


def test_more_providers_are_one_press_away(open_popup, qtbot):
    popup = open_popup(FEW)
    with qtbot.waitSignal(popup.providers_wanted):
        qtbot.mouseClick(popup.more, Qt.MouseButton.LeftButton)


def test_the_list_is_no_taller_than_what_a_search_leaves(open_popup, qtbot):
    popup = open_popup(MANY)
    tall = popup.height()
    popup.search.setText("model-3-17")
    qtbot.waitUntil(lambda: popup.height() < tall / 2)
    popup.search.clear()
    qtbot.waitUntil(lambda: popup.height() == tall)
