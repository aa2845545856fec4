"""Settings → Network, Keys and Agents: a password, a file with keys, and who answers for whom."""

from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.core.errors import PassphraseWrong
from app.core.settings import Network, Provider
from app.core.tasks import TaskScope
from app.engine.models import ModelChoice
from app.storage.cards import Cards
from app.ui.agents_page import DEFAULT, AgentsPage
from app.ui.key_place import PassphraseDialog
from app.ui.keys_page import KEEP, KeysPage
from app.ui.model_popup import ModelPopup
from app.ui.network_page import BY_HAND, CERTIFICATES, NetworkPage
from app.ui.provider_page import ProviderPage
from app.ui.setting_editor import editor_for
from tests.ui.provider_stage import RESOURCES, ProviderStage

PASSWORD = "proxy-planted-42"
PASSPHRASE = "three small words"
CLOUD = Provider("p", "P", "https://p.example.com", ("m", "n"))


@pytest.fixture
def make_stage(loop, qtbot, tmp_path):
    made = []

    def make_stage(**more):
        stage = ProviderStage(tmp_path, **more)
        made.append(stage)
        return stage

    yield make_stage
    for stage in made:
        ending = TaskScope("end")
        ending.start("end", stage.aclose)
        qtbot.waitUntil(lambda ending=ending: "end" not in ending)


def settle(stage, qtbot):
    qtbot.waitUntil(lambda: not any(stage.scope._tasks.values()), timeout=20_000)


def shown(stage, page, qtbot):
    qtbot.addWidget(page)
    page.resize(600, 500)
    page.show()
    page.look()
    settle(stage, qtbot)
    return page


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def asked(page):
    (dialog,) = (d for d in page.window().findChildren(PassphraseDialog) if d.isVisible())
    return dialog


# Network


def test_fields_of_a_proxy_are_there_only_for_one_set_by_hand(make_stage, qtbot):
    stage = make_stage()
    page = shown(stage, NetworkPage(stage.context), qtbot)
    fields = [page.editors[path].widget for path in BY_HAND] + [page.password]
    assert not any(field.isEnabled() for field in fields)
    stage.settings.set("network.proxy", "manual")
    page.refresh()
    assert all(field.isEnabled() for field in fields)


def test_the_password_goes_to_the_keyring_and_is_never_shown(make_stage, qtbot, tmp_path):
    stage = make_stage()
    stage.settings.set("network.proxy", "manual")
    page = shown(stage, NetworkPage(stage.context), qtbot)
    qtbot.keyClicks(page.password, PASSWORD)
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stage.keyring.kept == {"proxy": PASSWORD})
    settle(stage, qtbot)
    assert page.password.text() == ""
    assert page.kept.text() == "Kept in the system's keyring."
    assert all(PASSWORD not in label.text() for label in page.findChildren(QLabel))
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(PASSWORD.encode() not in path.read_bytes() for path in written)
    press(qtbot, page.forget)
    qtbot.waitUntil(lambda: stage.keyring.kept == {})


def test_a_choice_in_chinese_has_room_for_all_its_letters(qtbot):
    editor = editor_for(fields(Network)[1], "x", (("manual", "手动设置"), ("none", "不用")))
    qtbot.addWidget(editor.widget)
    assert editor.widget.minimumContentsLength() == 8


def test_a_chosen_file_is_trusted(make_stage, qtbot, tmp_path):
    stage = make_stage()
    page = shown(stage, NetworkPage(stage.context), qtbot)
    page.take_file(str(tmp_path / "ca.pem"))
    assert stage.settings.current.network.certificates.endswith("ca.pem")
    assert page.editors[CERTIFICATES].widget.text().endswith("ca.pem")


@pytest.mark.parametrize(
    ("path", "wrong", "right", "said"),
    [
        ("network.proxy_address", "ftp://proxy:21", "socks5://proxy:1080", "no such proxy"),
        ("network.proxy_address", "", "proxy:3128", "Enter the proxy's address"),
        ("network.certificates", "/no/such/file.pem", "", "cannot be used"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(make_stage, qtbot, path, wrong, right, said):
    stage = make_stage()
    stage.settings.set("network.proxy", "manual")
    stage.settings.set("network.proxy_address", "http://proxy:3128")
    page = shown(stage, NetworkPage(stage.context), qtbot)
    for value in (wrong, right):
        stage.settings.set(path, value)
        page.refresh()
        settle(stage, qtbot)
        assert (said in page.problems[path].text()) is (value == wrong)
        assert page.problems[path].isVisible() is (value == wrong)
    assert not any(label.isVisible() for label in page.problems.values())


# Keys


def test_without_a_keyring_the_user_is_told_and_chooses(make_stage, qtbot):
    stage = make_stage(keyring=False)
    page = shown(stage, ProviderPage(stage.context), qtbot)
    assert "no keyring" in page.place.words.text()
    press(qtbot, page.place.this_run)
    assert stage.settings.current.keys.keep == "this run"
    page.hide()


def test_choosing_a_file_asks_for_its_passphrase_at_once(make_stage, qtbot, tmp_path):
    stage = make_stage()
    stage.keyring.kept = {"p": "k"}
    stage.settings.set_providers((CLOUD,))
    page = shown(stage, KeysPage(stage.context), qtbot)
    box = page.editors[KEEP].widget
    box.setCurrentIndex(box.findData("file"))
    settle(stage, qtbot)
    assert "stay in the system's keyring" in page.place.words.text()
    dialog = asked(page)
    qtbot.keyClicks(dialog.new, PASSPHRASE)
    qtbot.keyClicks(dialog.again, PASSPHRASE)
    press(qtbot, dialog.act)
    settle(stage, qtbot)
    assert (tmp_path / "keys").is_file()
    assert stage.secrets.kind == "file"
    assert stage.keyring.kept == {}
    assert not page.place.isVisible()
    assert page.change.isVisible()


@pytest.mark.parametrize(
    ("new", "again", "why"), [("short", "short", "8"), (PASSPHRASE, "x", "same")]
)
def test_a_weak_or_mistyped_passphrase_is_refused(make_stage, qtbot, new, again, why):
    stage = make_stage(keyring=False)
    page = shown(stage, ProviderPage(stage.context), qtbot)
    press(qtbot, page.place.make)
    settle(stage, qtbot)
    dialog = asked(page)
    dialog.new.setText(new)
    dialog.again.setText(again)
    press(qtbot, dialog.act)
    assert why in dialog.said.text()
    assert dialog.isVisible()
    dialog.reject()
    page.hide()


def test_a_locked_file_is_unlocked_from_the_banner(make_stage, qtbot):
    first = make_stage(place="file")
    first.scope.start("make", first.secrets.create_file, PASSPHRASE)
    settle(first, qtbot)
    stage = make_stage(place="file")
    stage.settings.set("keys.keep", "file")
    page = shown(stage, ProviderPage(stage.context), qtbot)
    assert "locked" in page.place.words.text()
    press(qtbot, page.place.unlock)
    dialog = asked(page)
    qtbot.keyClicks(dialog.old, "not the passphrase")
    press(qtbot, dialog.act)
    settle(stage, qtbot)
    assert dialog.said.text() == stage.context.wording.error(PassphraseWrong("x")).text
    dialog.old.setText(PASSPHRASE)
    press(qtbot, dialog.act)
    settle(stage, qtbot)
    assert stage.secrets.kind == "file"
    assert not page.place.isVisible()
    page.hide()


# Agents


@pytest.fixture
def agents(make_stage, qtbot, tmp_path):
    stage = make_stage()
    stage.settings.set_providers((CLOUD,))
    cards = Cards(RESOURCES / "agents", tmp_path / "own").all[:2]
    page = AgentsPage(stage.context_with(cards=lambda: cards))
    qtbot.addWidget(page)
    page.show()
    return stage, page, [card.id for card in cards]


def test_each_agent_follows_the_default_until_it_has_its_own(agents, qtbot):
    stage, page, (first, second) = agents
    assert page.buttons[first].text() == "As the default"
    press(qtbot, page.buttons[first])
    popup = page.buttons[first].findChild(ModelPopup)
    qtbot.keyClick(popup.list, Qt.Key.Key_Down)
    qtbot.keyClick(popup.list, Qt.Key.Key_Return)
    assert stage.settings.current.agent_models == {first: "p/m"}
    assert stage.models.default_for(first) == ModelChoice("p", "m")
    assert page.buttons[first].text() == "P: m"
    assert page.buttons[second].text() == "As the default"
    press(qtbot, page.back[first])
    assert stage.settings.current.agent_models == {}


def test_the_default_is_chosen_in_the_first_row(agents, qtbot):
    stage, page, _ = agents
    page._choose(DEFAULT, ModelChoice("p", "n"))
    assert stage.settings.current.models.default == "p/n"
    assert page.buttons[DEFAULT].text() == "P: n"


def test_a_model_that_is_gone_is_named(agents, qtbot):
    stage, page, (first, _) = agents
    stage.settings.set_agent_model(first, "gone/x")
    page.refresh()
    assert page.buttons[first].text() == "gone/x is gone: as the default"
