"""Agents come, change and go while the window is open."""

import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.test_main_window import open_app, paths

__all__ = ["open_app", "paths"]


@pytest.fixture
def app(open_app):
    return open_app()


@pytest.fixture
def do(app, qtbot):
    """Runs something that takes a moment, and hands back what it hands back."""

    def do(work, *args):
        found = []

        async def run():
            found.append(await work(*args))

        app.runtime.scope.start("do", run)
        qtbot.waitUntil(lambda: bool(found))
        return found[0]

    return do


def titles(app):
    return [command.title for command in app.furniture.commands]


@pytest.fixture
def mira(app, do):
    tutor = app.runtime.cards["tutor"]
    return do(app.runtime.cards.save, replace(tutor, id="", name={"en": "Mira"}, order=200))


def test_a_new_agent_is_on_the_rail_in_the_palette_and_can_be_opened(app, mira):
    assert app.furniture.rail.button("mira").accessibleName() == "Mira"
    assert "Go to Mira" in titles(app)
    app.run("agent.mira")
    assert app.tile("mira").session.card == mira


def test_a_changed_agent_is_another_everywhere(app, mira, do, qtbot):
    app.run("agent.mira")
    session = app.tile("mira").session
    changed = replace(mira, name={"en": "Miranda"}, persona={"en": "You sing."})
    do(app.runtime.cards.save, changed)
    assert session.card.persona["en"] == "You sing."
    assert "Go to Miranda" in titles(app)
    assert "Go to Mira" not in titles(app)
    qtbot.waitUntil(lambda: app.tile("mira").tile_title.accessibleName() == "Miranda")
    assert app.tile("mira").session is session


def test_a_removed_agent_leaves_no_tile_and_no_command(app, mira, do, qtbot):
    app.run("agent.mira")
    session = app.tile("mira").session
    name = do(app.runtime.cards.remove, "mira")
    assert not app.deck.is_open("mira")
    assert "Go to Mira" not in titles(app)
    assert "agent.mira" not in app.furniture.actions._actions
    qtbot.waitUntil(lambda: session.id not in app.runtime.roster.sessions)
    do(app.runtime.cards.put_back, name)
    app.run("agent.mira")
    assert app.tile("mira").session.card.name["en"] == "Mira"


def test_a_hidden_agent_is_found_by_its_name(app, do, qtbot):
    do(app.runtime.cards.show_on_rail, "errands", False)
    assert "errands" not in app.furniture.rail._buttons
    assert "Go to Errands" in titles(app)
    app.run("agent.errands")
    assert app.tile("errands")
    app.run("focus.rail")
    qtbot.waitUntil(lambda: app.window.focusWidget() is app.furniture.rail.button("ask"))


def test_the_layout_comes_back_without_the_tile_of_an_agent_that_is_gone(
    open_app, paths, app, mira, do, qtbot
):
    app.run("agent.mira")
    app.tile("mira")
    app.workspace.show_agent("health")
    app.run("tile.close")
    app.close()
    (paths.own_agents / "mira.toml").unlink()
    again = open_app()
    assert not again.deck.is_open("health")
    assert again.deck.is_open("ask")
    assert "mira" not in again.deck


def test_plus_opens_the_gallery_and_so_does_its_command(app, qtbot):
    app.furniture.rail.add_button.click()
    gallery = app.furniture.doings._gallery
    assert gallery.isVisible()
    gallery.hide()
    app.run("agents.gallery")
    assert gallery.isVisible()
    gallery.hide()


def test_a_greeting_is_read_in_an_empty_tile(app, do, mira):
    do(app.runtime.cards.save, replace(mira, greeting={"en": "*She looks up.* Tea?"}))
    app.run("agent.mira")
    labels = [each.text() for each in app.tile("mira").welcome.findChildren(QLabel)]
    assert labels == ["She looks up. Tea?"]


def test_a_played_character_is_labelled(app, do, mira, qtbot):
    played = replace(mira, is_simulation=True)
    do(app.runtime.cards.save, played)
    app.run("agent.mira")
    labels = [each.text() for each in app.tile("mira").banners.findChildren(QLabel)]
    assert "A played character. It never speaks for a real person." in labels


def test_an_agent_is_hidden_by_its_menu_and_shown_in_the_gallery(app, qtbot):
    app.furniture.rail.hide_wanted.emit("errands")
    qtbot.waitUntil(lambda: app.runtime.cards.is_hidden("errands"))
    qtbot.waitUntil(lambda: "off the rail" in app.furniture.notice_bar.sentence.text())
    app.furniture.rail.gallery_wanted.emit("love")
    gallery = app.furniture.doings._gallery
    assert gallery.grid.current.key == "love"
    gallery.hide()


def test_the_gallery_is_not_imported_before_it_is_wanted():
    code = (
        "import sys, app.main, app.runtime, app.ui.furniture, app.tiles.chat\n"
        "late = ('gallery', 'card_', 'portrait', 'storage.imports', 'storage.exports', 'tomlkit')\n"
        "print([n for n in sys.modules if any(each in n for each in late)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['app.storage.card_file', 'app.storage.card_place']"
