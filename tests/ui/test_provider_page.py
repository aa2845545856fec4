"""Settings → Providers, acted on with mouse and keys, and the keys that must never show."""

import logging

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.core.backend import Ability, ModelFacts
from app.core.errors import BackendRejected
from app.core.settings import ModelDetail, Provider
from app.core.tasks import TaskScope
from app.engine.local_servers import FoundServer
from app.ui.provider_context import Tried
from app.ui.provider_page import ProviderPage
from app.ui.provider_words import problem_of
from app.ui.row_delegate import ID, IS_HEADING, RIGHT
from tests.ui.provider_stage import ProviderStage

KEY = "sk-planted-0123456789"
LOCAL = Provider("ollama", "Ollama", "http://127.0.0.1:11434", ("m",), "ollama")
CLOUD = Provider("deepseek", "DeepSeek", "https://api.deepseek.com", ("a",), kind="deepseek")


@pytest.fixture
def stage(loop, qtbot, tmp_path):
    made = ProviderStage(tmp_path)
    yield made
    ending = TaskScope("end")
    ending.start("end", made.aclose)
    qtbot.waitUntil(lambda: "end" not in ending)


@pytest.fixture
def open_page(stage, qtbot):
    pages = []

    def open_page(*providers):
        stage.settings.set_providers(providers)
        page = ProviderPage(stage.context)
        qtbot.addWidget(page)
        page.resize(640, 720)
        page.show()
        page.look()
        settle(stage, qtbot)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.hide()
    settle(stage, qtbot)


def settle(stage, qtbot):
    qtbot.waitUntil(lambda: not any(stage.scope._tasks.values()))


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(page, qtbot, words):
    press(qtbot, page.list.add)
    qtbot.keyClicks(page.chooser.search, words)
    qtbot.keyClick(page.chooser.search, Qt.Key.Key_Return)


def rows(page):
    return [page.list.list.item(row).data(ID) for row in range(page.list.list.count())]


def state(page, row=0):
    return page.list.list.item(row).data(RIGHT)[0]


def ids(stage):
    return [each.id for each in stage.settings.current.providers]


# Adding


def test_a_kind_is_found_by_a_few_letters_and_fills_the_form(stage, open_page, qtbot):
    page = open_page()
    choose(page, qtbot, "anthr")
    assert page.form.name.text() == "Anthropic"
    assert page.form.protocol.currentData() == "anthropic"
    assert page.form.address.addresses == ("https://api.anthropic.com",)
    assert page.form.models.rows.offered[0].startswith("claude")
    assert page.form.keys.lines[0].hasFocus()


def test_a_new_provider_is_kept_with_its_key_apart(stage, open_page, qtbot):
    page = open_page()
    choose(page, qtbot, "anthropic")
    qtbot.keyClicks(page.form.keys.lines[0], KEY)
    press(qtbot, page.form.save)
    qtbot.waitUntil(lambda: stage.keyring.kept == {"anthropic": KEY})
    settle(stage, qtbot)
    (provider,) = stage.settings.current.providers
    assert (provider.kind, provider.protocol) == ("anthropic", "anthropic")
    assert state(page).startswith("1 key")
    assert "keyring" in page.said.text()


def test_who_searches_for_any_address_finds_it(stage, open_page, qtbot):
    page = open_page()
    page.begin_new()
    for words, misses in (("any", False), ("nothing is called so", True)):
        page.chooser.search.setText(words)
        assert page.chooser._empty.isVisible() is misses


def test_the_list_of_models_stands_right_below_its_head(stage, open_page, qtbot):
    page = open_page(CLOUD)
    page.resize(700, 900)
    page.edit("deepseek")
    models = page.form.models
    qtbot.waitUntil(models.list.isVisible)
    qtbot.waitUntil(lambda: models.list.y() - models.fetch.geometry().bottom() < 20)


def test_any_address_is_the_last_choice_whatever_is_searched(stage, open_page, qtbot):
    page = open_page()
    choose(page, qtbot, "nothing is called so")
    assert page.form.name.hasFocus()
    qtbot.keyClicks(page.form.name, "Mine")
    page.form.address.lines[0].setText("http://127.0.0.1:9/v1")
    page.form.models.name.setText("m")
    qtbot.keyClick(page.form.models.name, Qt.Key.Key_Return)
    press(qtbot, page.form.save)
    (provider,) = stage.settings.current.providers
    assert (provider.id, provider.kind, provider.models) == ("mine", "", ("m",))


def test_tab_comes_by_the_ways_to_another_address_and_key(stage, open_page, qtbot):
    page = open_page(CLOUD)
    page.edit("deepseek")
    form = page.form
    qtbot.keyClicks(form.keys.lines[0], KEY)
    for line, another in (
        (form.address.lines[0], form.address.another),
        (form.keys.lines[0], form.keys.another),
    ):
        line.setFocus()
        qtbot.keyClick(line, Qt.Key.Key_Tab)
        assert another.hasFocus()


def test_found_servers_stand_first_with_their_models(stage, open_page, qtbot):
    stage.found = (FoundServer("ollama", "http://127.0.0.1:11434", ("qwen3:4b",)),)
    page = open_page()
    press(qtbot, page.list.add)
    listed = page.chooser.list
    assert listed.item(0).data(IS_HEADING)
    assert listed.currentRow() == 1
    listed.doItemsLayout()
    qtbot.mouseClick(
        listed.viewport(),
        Qt.MouseButton.LeftButton,
        pos=listed.visualItemRect(listed.item(1)).center(),
    )
    assert page.form.models.rows.offered == ("qwen3:4b",)


def test_a_region_changes_the_address_and_a_gap_is_asked_for(stage, open_page, qtbot):
    page = open_page()
    choose(page, qtbot, "alibaba")
    regions = page.form.address.regions
    gap = next(r for r in range(regions.count()) if "{" in str(regions.itemData(r)))
    regions.setCurrentIndex(gap)
    (field,) = page.form.address.gaps.values()
    assert field.accessibleName() == "Id of your workspace"
    press(qtbot, page.form.save)
    assert "{workspace}" in page.form.trial.said.text()
    qtbot.keyClicks(field, "w1")
    assert page.form.address.addresses[0].startswith("https://w1.")


def test_a_key_in_the_environment_is_used_and_not_copied(stage, open_page, qtbot, monkeypatch):
    monkeypatch.setenv("DEEPSEEK_API_KEY", KEY)
    page = open_page()
    choose(page, qtbot, "deepseek")
    assert page.form.keys.variable.isChecked()
    assert not page.form.keys.lines[0].isEnabled()
    press(qtbot, page.form.save)
    settle(stage, qtbot)
    assert stage.settings.current.providers[0].key_variable == "DEEPSEEK_API_KEY"
    assert stage.keyring.kept == {}
    assert state(page) == "Key from DEEPSEEK_API_KEY"


def test_the_page_for_a_key_is_opened_only_after_a_question(stage, open_page, qtbot):
    page = open_page()
    choose(page, qtbot, "anthropic")
    press(qtbot, page.form.keys.page)
    (box,) = page.findChildren(QMessageBox)
    assert box.informativeText() == "https://platform.claude.com/settings/keys"
    box.reject()


def test_several_addresses_make_a_pool(stage, open_page, qtbot):
    page = open_page(CLOUD)
    page.edit("deepseek")
    press(qtbot, page.form.address.another)
    qtbot.keyClicks(page.form.address.lines[1], "https://b.example.com")
    press(qtbot, page.form.save)
    assert stage.settings.current.providers[0].addresses == ("https://b.example.com",)


@pytest.mark.parametrize(
    "address", ["", "ftp://x", "https://", "https://user:pw@x/v1", "http://[", "http://x:99999999"]
)
def test_an_impossible_address_is_refused(qapp, address):
    assert problem_of(Provider("p", "P", address, ("m",)))
    assert problem_of(Provider("p", "P", "https://x", ("m",), addresses=(address,)))


def test_a_refused_form_keeps_what_was_typed(stage, open_page, qtbot):
    page = open_page()
    choose(page, qtbot, "anthropic")
    qtbot.keyClicks(page.form.keys.lines[0], KEY)
    page.form.address.lines[0].setText("api.anthropic.com")
    press(qtbot, page.form.save)
    assert ids(stage) == []
    assert page.form.keys.typed == (KEY,)
    assert "http" in page.form.trial.said.text()


# Keys


def test_pasted_lines_become_keys_of_their_own_and_are_trimmed(stage, open_page, qtbot):
    page = open_page()
    choose(page, qtbot, "anthropic")
    QApplication.clipboard().setText(f"  {KEY}-1 \n{KEY}-2\n")
    page.form.keys.lines[0].setFocus()
    qtbot.keyClick(page.form.keys.lines[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.form.keys.typed == (f"{KEY}-1", f"{KEY}-2")
    assert KEY not in "".join(line.displayText() for line in page.form.keys.lines)


@pytest.mark.parametrize(
    "typed", [f"Bearer {KEY}", f'"{KEY}"', f"OPENAI_API_KEY={KEY}", f"export X_API_KEY='{KEY}'"]
)
def test_what_is_pasted_around_a_key_is_left_out(stage, open_page, qtbot, typed):
    page = open_page(CLOUD)
    page.edit("deepseek")
    page.form.keys.lines[0].setFocus()
    qtbot.keyClicks(page.form.keys.lines[0], typed)
    assert page.form.keys.typed == (KEY,)


def test_kept_keys_are_counted_and_new_ones_are_added_only_if_wanted(stage, open_page, qtbot):
    stage.keyring.kept = {"deepseek": "one\ntwo"}
    page = open_page(CLOUD)
    page.edit("deepseek")
    settle(stage, qtbot)
    assert page.form.keys.kept.text().startswith("2 key")
    assert page.form.keys.kept.text().endswith("kept in the system's keyring")
    qtbot.keyClicks(page.form.keys.lines[0], "three")
    page.form.keys.add_to.setChecked(True)
    press(qtbot, page.form.save)
    qtbot.waitUntil(lambda: stage.keyring.kept == {"deepseek": "one\ntwo\nthree"})


def test_kept_keys_are_forgotten_by_a_button(stage, open_page, qtbot):
    stage.keyring.kept = {"deepseek": "one"}
    page = open_page(CLOUD)
    page.edit("deepseek")
    settle(stage, qtbot)
    press(qtbot, page.form.keys.forget)
    qtbot.waitUntil(lambda: stage.keyring.kept == {})
    settle(stage, qtbot)
    assert not page.form.keys.forget.isVisible()


def test_a_planted_key_is_nowhere_to_be_seen(stage, open_page, qtbot, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    page = open_page()
    choose(page, qtbot, "anthropic")
    qtbot.keyClicks(page.form.keys.lines[0], KEY)
    stage.tried = Tried("It works.", True)
    press(qtbot, page.form.trial.button)
    qtbot.waitUntil(lambda: page.form.trial.said.text() == "It works.")
    assert stage.asked[0][1] == (KEY,)
    shown = everything_said(page)
    press(qtbot, page.form.save)
    settle(stage, qtbot)
    press(qtbot, page.list.remove)
    shown += everything_said(page) + repr(page._removed)
    press(qtbot, page.undo)
    page.edit("anthropic")
    settle(stage, qtbot)
    page.form.keys.lines[0].undo()
    shown += everything_said(page) + caplog.text
    assert stage.keyring.kept == {"anthropic": KEY}
    assert KEY not in shown
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(KEY.encode() not in path.read_bytes() for path in written)


def everything_said(page):
    """What every widget shows or says aloud, and what undo would bring back."""
    found = []
    for widget in [page, *page.findChildren(QWidget)]:
        for name in ("text", "displayText", "placeholderText", "toolTip", "windowTitle"):
            is_masked = hasattr(widget, "echoMode") and widget.echoMode() != 0
            if hasattr(widget, name) and not (
                name == "text" and is_masked and widget.text() == KEY
            ):
                found.append(str(getattr(widget, name)()))
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None:
            found += [interface.text(kind) for kind in list(QAccessible.Text)[:5]]
    return "\n".join(found)


# Trying and listing


def test_a_trial_runs_before_saving_and_says_one_sentence(stage, open_page, qtbot):
    page = open_page()
    choose(page, qtbot, "anthropic")
    stage.tried = BackendRejected(401, "no")
    press(qtbot, page.form.trial.button)
    qtbot.waitUntil(lambda: "does not accept the key" in page.form.trial.said.text())
    assert ids(stage) == []
    assert stage.asked[0][1] == ()


def test_a_trial_says_what_it_does_and_can_be_stopped(stage, open_page, qtbot):
    page = open_page(CLOUD)
    page.edit("deepseek")
    settle(stage, qtbot)
    stage.hold()
    press(qtbot, page.form.trial.button)
    qtbot.waitUntil(lambda: page.form.trial.said.text() == "Asking…")
    assert page.form.trial.button.text() == "Stop"
    press(qtbot, page.form.trial.button)
    settle(stage, qtbot)
    assert page.form.trial.said.text() == "Stopped."
    assert page.form.trial.button.text() == "Test"
    assert stage.asked[0][1] is None


def test_a_fetched_list_is_searched_starred_and_corrected(stage, open_page, qtbot):
    stage.listed = tuple(
        ModelFacts(f"m{n}", "", 128000, frozenset([Ability.TOOLS])) for n in range(500)
    )
    page = open_page(CLOUD)
    page.edit("deepseek")
    models = page.form.models
    press(qtbot, models.fetch)
    qtbot.waitUntil(lambda: len(models.rows.lines) == 501)
    qtbot.keyClicks(models.search, "m42")
    assert models.rows.rowCount() == 11
    models.list.setCurrentIndex(models.rows.index(0, 0))
    qtbot.keyClick(models.list, Qt.Key.Key_Asterisk)
    models.detail.context.setValue(9000)
    models.detail.believe.setChecked(False)
    models.detail.abilities["vision"].setChecked(True)
    press(qtbot, page.form.save)
    (provider,) = stage.settings.current.providers
    assert provider.models == ("m42", "a")
    assert provider.favourites == ("m42",)
    assert provider.details == (ModelDetail("m42", 9000, ("vision", "tools")),)


def test_box_and_star_are_clicked_in_the_row(stage, open_page, qtbot):
    page = open_page(CLOUD)
    page.edit("deepseek")
    models = page.form.models
    rect = models.list.visualRect(models.rows.index(0, 0))
    for place in (
        QPoint(rect.left() + 16, rect.center().y()),
        QPoint(rect.right() - 14, rect.center().y()),
    ):
        before = models.rows.offered, models.rows.favourites
        qtbot.mouseClick(models.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert (models.rows.offered, models.rows.favourites) != before
    assert models.rows.favourites == ("a",)


def test_a_list_that_cannot_be_had_says_why(stage, open_page, qtbot):
    stage.listed = BackendRejected(404, "no")
    page = open_page(CLOUD)
    page.edit("deepseek")
    press(qtbot, page.form.models.fetch)
    qtbot.waitUntil(lambda: "404" in page.form.models.said.text())


# The list


def test_rows_are_moved_with_alt_and_the_arrow_keys(stage, open_page, qtbot):
    page = open_page(CLOUD, LOCAL)
    qtbot.keyClick(page.list.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert ids(stage) == rows(page) == ["ollama", "deepseek"]
    qtbot.keyClick(page.list.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert ids(stage) == ["deepseek", "ollama"]


def test_rows_that_were_dragged_are_kept_in_their_order(stage, open_page, qtbot):
    page = open_page(CLOUD, LOCAL)
    model, root = page.list.list.model(), page.list.list.rootIndex()
    assert model.moveRow(root, 0, root, 2)
    qtbot.waitUntil(lambda: ids(stage) == ["ollama", "deepseek"])


def test_space_switches_off_and_delete_removes(stage, open_page, qtbot):
    page = open_page(CLOUD, LOCAL)
    qtbot.keyClick(page.list.list, Qt.Key.Key_Space)
    assert not stage.settings.current.providers[0].is_on
    assert state(page) == "Switched off"
    qtbot.keyClick(page.list.list, Qt.Key.Key_Delete)
    assert ids(stage) == ["ollama"]


def test_states_tell_keys_apart(stage, open_page, qtbot):
    stage.keyring.kept = {"x": "k"}
    gone = Provider("e", "E", "https://e", ("m",), key_variable="NOT_SET_HERE")
    page = open_page(CLOUD, LOCAL, Provider("x", "X", "https://x", ("m",)), gone)
    none, needless, one, unset = (state(page, row) for row in range(4))
    assert (none, needless) == ("No key", "No key needed")
    assert one.startswith("1 key")
    assert unset == "NOT_SET_HERE is not set"


def test_a_copy_has_an_id_and_the_keys_of_its_own(stage, open_page, qtbot):
    stage.keyring.kept = {"deepseek": KEY}
    page = open_page(CLOUD)
    press(qtbot, page.list.duplicate)
    qtbot.waitUntil(lambda: stage.keyring.kept.get("deepseek-copy") == KEY)
    assert ids(stage) == ["deepseek", "deepseek-copy"]


def test_a_removed_provider_comes_back_with_its_key(stage, open_page, qtbot):
    stage.keyring.kept = {"deepseek": KEY}
    page = open_page(CLOUD)
    press(qtbot, page.list.remove)
    assert ids(stage) == []
    press(qtbot, page.undo)
    assert ids(stage) == ["deepseek"]
    assert stage.keyring.kept == {"deepseek": KEY}


def test_keys_of_a_removed_provider_go_when_the_page_closes(stage, open_page, qtbot):
    stage.keyring.kept = {"deepseek": KEY}
    page = open_page(CLOUD)
    press(qtbot, page.list.remove)
    settle(stage, qtbot)
    assert stage.keyring.kept
    page.hide()
    qtbot.waitUntil(lambda: not stage.keyring.kept)


@pytest.mark.parametrize(("undoes", "left"), [(False, {}), (True, {"deepseek": KEY})])
def test_a_removal_is_final_when_the_program_ends_over_it(stage, open_page, qtbot, undoes, left):
    stage.keyring.kept = {"deepseek": KEY}
    page = open_page(CLOUD)
    press(qtbot, page.list.remove)
    if undoes:
        press(qtbot, page.undo)
    settle(stage, qtbot)
    stage.scope.start("end", stage.secrets.aclose)
    settle(stage, qtbot)
    assert stage.keyring.kept == left


def test_keys_of_a_removed_provider_go_at_once_if_wanted(stage, open_page, qtbot):
    stage.keyring.kept = {"deepseek": KEY}
    page = open_page(CLOUD)
    press(qtbot, page.list.remove)
    press(qtbot, page.forget_now)
    qtbot.waitUntil(lambda: not stage.keyring.kept)
    assert not page.undo.isVisible()


def test_escape_steps_back_one_level_and_forgets_what_was_typed(stage, open_page, qtbot):
    page = open_page()
    choose(page, qtbot, "anthropic")
    qtbot.keyClicks(page.form.keys.lines[0], KEY)
    qtbot.keyClick(page.form.keys.lines[0], Qt.Key.Key_Escape)
    assert page.begins
    assert page.form.keys.typed == ()
