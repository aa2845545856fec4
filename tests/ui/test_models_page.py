"""The page of the models on this machine, with small files and a process that is none."""

import asyncio
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from app.backends.local import LocalState
from app.backends.part_file import Order
from app.backends.serving import AS_BUILTIN
from app.core.bus import Bus
from app.core.errors import DownloadBroken, ModelCrashed
from app.core.settings import BUILTIN_FILE, LocalFile
from app.core.tasks import TaskScope
from app.engine.builtin import Builtin
from app.engine.connections import Connections
from app.engine.local_facts import LoadState
from app.engine.local_models import LocalModels
from app.engine.models import Models
from app.engine.wording import Wording
from app.storage.settings_file import SettingsFile
from app.ui.icons import Icons
from app.ui.models_page import ModelsPage
from app.ui.theme import Look
from tests.backends.gguf_file import LLAMA, gguf

RESOURCES = Path(__file__).parents[2] / "resources"


class Process:
    """A local model that is ready at once; one whose file is called `bad` never is."""

    def __init__(self, file, on_change, serving=None, log_file=None):
        self.file, self.on_change, self.serving = file, on_change, serving or AS_BUILTIN
        self.state, self.problem, self.pid = LocalState.STOPPED, None, 0
        self.runs = 0

    async def start(self):
        if "bad" in self.file.name:
            self.state, self.problem = LocalState.FAILED, ModelCrashed("x", "bad")
        else:
            self.state, self.pid = LocalState.READY, os.getpid()
        self.on_change()

    async def unload(self, name):
        self.state, self.pid = LocalState.STOPPED, 0

    async def aclose(self):
        pass


class Stage:
    """The engine around a page. `let_go` lets the download under way end."""

    def __init__(self, folder, scope):
        self.folder, self.error = folder, None
        self.bus, self.scope = Bus(), scope
        self.settings = SettingsFile(folder / "settings.toml", self.bus)
        self.let_go = asyncio.Event()
        builtin = Builtin(folder, self.bus, lambda folder: self.file("builtin"))
        self.models = Models(lambda: self.settings.current, None, builtin, self.connect)
        self.local = LocalModels(
            lambda: self.settings.current,
            self.settings.set_local_models,
            folder / "models",
            self.bus,
            builtin,
        )
        self.models.add_local(self.local)

    def file(self, name, **keys):
        path = self.folder / f"{name}.gguf"
        if not path.exists():
            path.write_bytes(gguf(LLAMA | {f"llama.{key}": value for key, value in keys.items()}))
        return path

    def own(self, name, **keys):
        self.settings.set_local_models((LocalFile(name, str(self.file(name, **keys)), 512),))

    async def connect(self):
        async def aclose():
            pass

        return Connections({}, Process, aclose, self.download)

    async def download(self, part, on_progress):
        on_progress(2_000_000, 10_000_000)
        await self.let_go.wait()
        if self.error:
            raise self.error
        part.open()
        part.write(gguf())
        return part.finish()


@pytest.fixture
def stage(loop, qtbot, tmp_path):
    scope = TaskScope("test")
    made = Stage(tmp_path, scope)
    yield made

    async def end():
        await scope.aclose()
        await made.models.aclose()
        await made.settings.aclose()

    ending = TaskScope("end")
    ending.start("end", end)
    qtbot.waitUntil(lambda: "end" not in ending)


@pytest.fixture
def open_page(stage, qtbot):
    pages = []

    def open_page():
        look = Look(RESOURCES)
        page = ModelsPage(
            stage.models, Wording(), stage.bus, stage.scope, look, Icons(RESOURCES, look)
        )
        qtbot.addWidget(page)
        page.resize(560, 700)
        page.show()
        qtbot.waitUntil(lambda: all(" · " in row.about.text() for row in page.rows.values()))
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close_subscriptions()
        page.hide()


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(page, word):
    (box,) = (each for each in page.findChildren(QMessageBox) if each.isVisible())
    next(each for each in box.buttons() if each.text() == word).click()


def test_each_model_says_what_it_is_and_what_it_will_take(stage, open_page):
    stage.own("mine")
    page = open_page()
    assert list(page.rows) == [BUILTIN_FILE, "mine"]
    row = page.rows["mine"]
    assert row.about.text() == "llama · 1M · Q4_K_M · 768 B · made for 512 tokens"
    assert row.state.text().startswith("Not loaded · will take about 49 MB")
    assert row.accessibleName() == "mine"


def test_it_is_loaded_and_unloaded_by_its_button(stage, open_page, qtbot):
    stage.own("mine")
    row = open_page().rows["mine"]
    press(qtbot, row.act)
    qtbot.waitUntil(lambda: f"process {os.getpid()}" in row.state.text())
    assert row.act.text() == "Unload"
    press(qtbot, row.act)
    qtbot.waitUntil(lambda: row.act.text() == "Load")
    assert stage.local.facts("mine").state is LoadState.UNLOADED


@pytest.mark.parametrize(("word", "button"), [("Cancel", "Unload"), ("Break off", "Load")])
def test_a_model_that_answers_is_unloaded_only_if_wanted(stage, open_page, qtbot, word, button):
    stage.own("mine")
    page = open_page()
    row = page.rows["mine"]
    press(qtbot, row.act)
    qtbot.waitUntil(lambda: "process" in row.state.text())
    stage.local._loaded["mine"].runs = 1
    press(qtbot, row.act)
    assert row.act.text() == "Unload"
    answer(page, word)
    qtbot.waitUntil(lambda: row.act.text() == button)


def test_the_builtin_one_can_be_loaded_but_not_removed(stage, open_page, qtbot):
    row = open_page().rows[BUILTIN_FILE]
    assert not row.remove.isVisibleTo(row)
    row.act.setFocus()
    qtbot.keyClick(row.act, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: row.act.text() == "Unload")


def test_a_failed_load_says_why(stage, open_page, qtbot):
    stage.own("bad")
    row = open_page().rows["bad"]
    press(qtbot, row.act)
    qtbot.waitUntil(row.problem.isVisible)
    assert "ended unexpectedly" in row.problem.text()
    assert row.state.text() == "Could not be loaded"


def test_numbers_show_at_once_what_they_take_and_are_kept(stage, open_page, qtbot):
    stage.own("mine")
    page = open_page()
    row = page.rows["mine"]
    press(qtbot, row.unfold)
    before = row.need.text()
    row.numbers["slots"].setFocus()
    row.numbers["slots"].setValue(32)
    assert row.need.text() != before
    assert stage.local.file("mine").slots == 32
    assert row.numbers["context"].maximum() == 512
    assert row.numbers["threads"].text() == "by itself"


def test_numbers_of_a_loaded_model_are_in_force_when_it_is_loaded_again(stage, open_page, qtbot):
    stage.own("mine")
    row = open_page().rows["mine"]
    press(qtbot, row.act)
    qtbot.waitUntil(lambda: "process" in row.state.text())
    press(qtbot, row.unfold)
    row.numbers["threads"].setValue(3)
    qtbot.waitUntil(row.again.isVisible)
    assert "loaded again" in row.need.text()
    press(qtbot, row.again)
    qtbot.waitUntil(lambda: not row.again.isVisible() and row.act.text() == "Unload")
    assert stage.local._loaded["mine"].serving.threads == 3


@pytest.mark.parametrize(("word", "button"), [("Cancel", "Load"), ("Load anyway", "Unload")])
def test_a_model_too_large_for_the_memory_is_asked_about(stage, open_page, qtbot, word, button):
    stage.own("huge", **{"attention.key_length": 100_000_000})
    page = open_page()
    row = page.rows["huge"]
    press(qtbot, row.unfold)
    assert row.need.property("class") == "small danger"
    press(qtbot, row.act)
    answer(page, word)
    qtbot.waitUntil(lambda: row.act.text() == button)


def test_a_file_is_added_and_can_be_chosen(stage, open_page, qtbot):
    page = open_page()
    page.take_file(str(stage.file("Another One")))
    qtbot.waitUntil(lambda: "another-one" in page.rows)
    assert "Another One can be chosen" in page.said.text()
    assert str(stage.models.choices()[1]) == "local/another-one"


def test_what_is_no_model_is_said(stage, open_page, qtbot):
    page = open_page()
    (stage.folder / "no.gguf").write_text("nothing")
    page.take_file(str(stage.folder / "no.gguf"))
    qtbot.waitUntil(lambda: "no model" in page.said.text())
    assert list(page.rows) == [BUILTIN_FILE]


def test_a_removed_file_stays_on_the_disk_and_comes_back(stage, open_page, qtbot):
    stage.own("mine")
    page = open_page()
    press(qtbot, page.rows["mine"].unfold)
    press(qtbot, page.rows["mine"].remove)
    qtbot.waitUntil(lambda: "mine" not in page.rows)
    assert (stage.folder / "mine.gguf").exists()
    press(qtbot, page.undo)
    assert "mine" in page.rows
    assert stage.local.file("mine").context == 512


def begin_download(page, qtbot, address="https://example.org/new.gguf", sha256=""):
    press(qtbot, page.download)
    page.form.address.setText(address)
    page.form.sha256.setText(sha256)
    qtbot.keyClick(page.form.address, Qt.Key.Key_Return)


def test_a_download_shows_how_far_it_is_and_becomes_a_model(stage, open_page, qtbot):
    page = open_page()
    begin_download(page, qtbot)
    qtbot.waitUntil(lambda: "new.gguf" in page.downloads)
    row = page.downloads["new.gguf"]
    qtbot.waitUntil(lambda: row.state.text().startswith("2 MB of 10 MB"))
    assert row.bar.value() * 5 == row.bar.maximum()
    assert not page.form.isVisible()
    stage.let_go.set()
    qtbot.waitUntil(lambda: "new" in page.rows and not page.downloads)


def test_a_download_is_paused_gone_on_with_and_cancelled(stage, open_page, qtbot):
    page = open_page()
    begin_download(page, qtbot)
    qtbot.waitUntil(lambda: "new.gguf" in page.downloads)
    row = page.downloads["new.gguf"]
    press(qtbot, row.act)
    qtbot.waitUntil(lambda: row.state.text().startswith("Paused"))
    assert row.act.accessibleName() == "Resume new.gguf"
    press(qtbot, row.act)
    qtbot.waitUntil(lambda: row.act.text() == "Pause")
    press(qtbot, row.cancel)
    qtbot.waitUntil(lambda: not page.downloads)


def test_a_download_that_failed_says_why(stage, open_page, qtbot):
    stage.error = DownloadBroken("x")
    stage.let_go.set()
    page = open_page()
    begin_download(page, qtbot)
    qtbot.waitUntil(lambda: "new.gguf" in page.downloads)
    row = page.downloads["new.gguf"]
    qtbot.waitUntil(lambda: "broke off" in row.problem.text())
    assert row.act.text() == "Resume"


@pytest.mark.parametrize(
    ("address", "sha256", "why"),
    [
        ("example.org/new.gguf", "", "no address"),
        ("http://example.org/new.gguf", "", "not encrypted"),
        ("https://example.org/new.gguf", "abc", "64 digits"),
    ],
)
def test_an_order_that_cannot_be_is_refused_in_the_form(open_page, qtbot, address, sha256, why):
    page = open_page()
    begin_download(page, qtbot, address, sha256)
    qtbot.waitUntil(lambda: why in page.form.problem.text())
    assert page.form.address.text() == address
    assert not page.downloads
    assert page.form.allow.isVisible() is address.startswith("http:")


def test_escape_leaves_the_form_and_not_the_settings(open_page, qtbot):
    page = open_page()
    press(qtbot, page.download)
    qtbot.keyClick(page.form.address, Qt.Key.Key_Escape)
    assert not page.form.isVisible()
    assert QApplication.focusWidget() in (page.download, None)


@pytest.mark.parametrize(
    ("word", "is_there"), [("Delete the file", False), ("Keep the file", True), ("Cancel", True)]
)
def test_a_downloaded_file_is_deleted_only_when_wanted(stage, open_page, qtbot, word, is_there):
    page = open_page()
    stage.let_go.set()
    stage.scope.start("order", stage.local.downloads.add, Order("https://example.org/new.gguf"))
    qtbot.waitUntil(lambda: "new" in page.rows)
    file = stage.local.facts("new").path
    press(qtbot, page.rows["new"].unfold)
    press(qtbot, page.rows["new"].remove)
    answer(page, word)
    qtbot.waitUntil(lambda: ("new" in page.rows) is (word == "Cancel"))
    qtbot.waitUntil(lambda: file.exists() is is_there)


def test_everything_that_can_be_pressed_has_a_name_of_its_own(stage, open_page, qtbot):
    stage.own("mine")
    page = open_page()
    begin_download(page, qtbot)
    qtbot.waitUntil(lambda: bool(page.downloads))
    shown = [each for each in page.findChildren(QPushButton) if each.isVisible()]
    names = [each.accessibleName() or each.text() for each in shown]
    assert all(names)
    assert len(names) == len(set(names))
    numbers = [box for row in page.rows.values() for box in row.numbers.values()]
    assert all(box.accessibleName() for box in numbers)
