"""The dialog that says how an agent answers in one conversation."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from app.core.settings import Provider
from app.core.tasks import TaskScope
from app.core.wishes import Effort, Sampling, Wishes
from app.engine.models import BUILTIN_CHOICE, ModelChoice
from app.ui.wishes_dialog import WishesDialog
from tests.ui.provider_stage import ProviderStage

NONE = Wishes()
SAID = Wishes("Be brief.", 0.0, 0.9, 512, Effort.HIGH)


@pytest.fixture
def stage(loop, qtbot, tmp_path):
    made = ProviderStage(tmp_path)
    made.settings.set_providers((Provider("p", "P", "http://127.0.0.1:1", ("m",)),))
    yield made
    ending = TaskScope("end")
    ending.start("end", made.aclose)
    qtbot.waitUntil(lambda: "end" not in ending)


@pytest.fixture
def open_dialog(stage, qtbot):
    def open_dialog(wishes=NONE, chosen=""):
        dialog = WishesDialog("Ann", "Be kind.", Sampling(temperature=0.5), wishes)
        dialog.offer_models(stage.models, chosen)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_dialog


def press(dialog, kind, qtbot):
    button = dialog.findChild(QDialogButtonBox).button(kind)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def saved(dialog, qtbot):
    with qtbot.waitSignal(dialog.wished) as told:
        press(dialog, QDialogButtonBox.StandardButton.Save, qtbot)
    return told.args[0]


def test_nothing_changed_is_nothing_wished(open_dialog, qtbot):
    assert saved(open_dialog(), qtbot) == Wishes()


def test_what_was_wished_is_shown_and_stays(open_dialog, qtbot):
    dialog = open_dialog(SAID)
    assert dialog.temperature.text().startswith("0")
    assert saved(dialog, qtbot) == SAID


def test_each_field_says_what_holds_without_a_wish(open_dialog):
    dialog = open_dialog()
    assert dialog.temperature.text() == "As the card says (0.5)"
    assert dialog.longest.text() == "As the model decides"
    assert dialog.persona.toPlainText() == "Be kind."


def test_a_temperature_of_nought_is_a_wish(open_dialog, qtbot):
    dialog = open_dialog()
    dialog.temperature.setFocus()
    qtbot.keyClick(dialog.temperature, Qt.Key.Key_Up)
    assert saved(dialog, qtbot).temperature == 0.0


def test_a_persona_of_ones_own_is_wished(open_dialog, qtbot):
    dialog = open_dialog()
    dialog.persona.selectAll()
    qtbot.keyClicks(dialog.persona, "Rhyme.")
    assert saved(dialog, qtbot) == Wishes(system="Rhyme.")


def test_as_the_agents_card_takes_every_wish_back(open_dialog, qtbot):
    dialog = open_dialog(SAID)
    press(dialog, QDialogButtonBox.StandardButton.RestoreDefaults, qtbot)
    assert saved(dialog, qtbot) == Wishes()


def test_cancel_wishes_nothing(open_dialog, qtbot):
    dialog = open_dialog(SAID)
    with qtbot.assertNotEmitted(dialog.wished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_new_conversations_begin_with_the_chosen_model(open_dialog, qtbot):
    dialog = open_dialog(chosen=str(BUILTIN_CHOICE))
    assert dialog.begin_with.currentData() == BUILTIN_CHOICE
    dialog.begin_with.setCurrentIndex(2)
    with qtbot.waitSignal(dialog.begin_with_wanted) as told:
        press(dialog, QDialogButtonBox.StandardButton.Save, qtbot)
    assert told.args == [ModelChoice("p", "m")]


def test_a_model_that_is_gone_can_be_let_go(open_dialog, qtbot):
    dialog = open_dialog(chosen="gone/m")
    assert "gone/m" in dialog.begin_with.currentText()
    dialog.begin_with.setCurrentIndex(0)
    with qtbot.waitSignal(dialog.begin_with_wanted) as told:
        press(dialog, QDialogButtonBox.StandardButton.Save, qtbot)
    assert told.args == [None]


def test_every_field_has_a_name_and_a_description(open_dialog):
    dialog = open_dialog()
    fields = (dialog.temperature, dialog.top_p, dialog.longest, dialog.effort)
    assert all(each.accessibleName() and each.accessibleDescription() for each in fields)
