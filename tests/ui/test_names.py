"""An agent's name and prompts are shown as they are written, whatever they are made of."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from app.engine.notices import NoticeKind
from tests.ui.test_main_window import open_app, paths

__all__ = ["open_app", "paths"]

NAME = "Q&A & <b>Co</b>"
CARD = f"""
glyph = "Q"
hue = 40
order = 2
posts = "replies"
name.en = "{NAME}"
summary.en = "R&D of <u>fun</u>."
persona.en = "You answer."
starters.en = ["Tom & <i>Jerry</i>?", "One?", "Two?"]
"""


@pytest.fixture
def app(paths, open_app, qtbot):
    (paths.own_agents / "tutor.toml").write_text(CARD)
    return open_app()


def test_the_rail_names_it_as_written(app):
    button = app.furniture.rail.button("tutor")
    assert NAME in button.accessibleName()
    assert "Q&amp;A &amp; &lt;b&gt;Co&lt;/b&gt;" in button.toolTip()


def test_a_tab_names_it_as_written(app, qtbot):
    def plain():
        labels = app.window.findChildren(QLabel, "dockWidgetTabLabel")
        return [each.textFormat() for each in labels if each.isVisible() and "Q&A" in each.text()]

    qtbot.waitUntil(lambda: plain() == [Qt.TextFormat.PlainText])


def test_a_starter_prompt_sends_what_it_shows(app):
    assert app.tile("tutor").welcome.chips[0].words == "Tom & <i>Jerry</i>?"


def test_the_palette_finds_it_as_written(app, qtbot):
    palette = app.furniture.palette
    palette.open()
    qtbot.keyClicks(palette.field, "Q&A &")
    assert palette.list.model().index(0, 0).data() == f"Go to {NAME}"
    palette.close_palette()


def test_a_notice_names_it_as_written(app, qtbot):
    app.runtime.notices.say(NoticeKind.ENDED, f"{NAME} answered: hi & bye", "x", "tutor")
    bar = app.furniture.notice_bar
    qtbot.waitUntil(lambda: bar.sentence.text() == f"{NAME} answered: hi & bye")
    app.furniture.doings.show_inbox("all")
    labels = app.furniture.inbox.findChildren(QLabel)
    formats = [label.textFormat() for label in labels if NAME in label.text()]
    assert formats == [Qt.TextFormat.PlainText] * 2, "its sentence, and whose it is"
    app.furniture.inbox.close()


def test_a_menu_names_it_with_its_ampersands(app, qtbot):
    app.runtime.feed.post("ask", "A post.")
    qtbot.waitUntil(lambda: bool(app.furniture.feed.cards))
    card = app.furniture.feed.cards[0]
    QTest.mouseClick(card.ask_button, Qt.MouseButton.LeftButton)
    menu = next(each for each in app.window.findChildren(QMenu) if each.isVisible())
    assert NAME.replace("&", "&&") in [action.text() for action in menu.actions()]
    menu.close()
