"""What assistive technology meets in the whole window: every control has a role and a name."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from app.storage.paths import Paths
from app.ui.accessibility import announce
from app.ui.settings_dialog import SettingsDialog
from tests.ui.test_main_window import Opened

ROLE, NAME = QAccessible.Role, QAccessible.Text.Name

CONTROLS = {
    ROLE.Button,
    ROLE.ButtonDropDown,
    ROLE.ButtonMenu,
    ROLE.CheckBox,
    ROLE.ComboBox,
    ROLE.Dialog,
    ROLE.EditableText,
    ROLE.Link,
    ROLE.List,
    ROLE.ListItem,
    ROLE.MenuItem,
    ROLE.PageTab,
    ROLE.ProgressBar,
    ROLE.RadioButton,
    ROLE.Slider,
    ROLE.SpinBox,
    ROLE.Table,
    ROLE.Tree,
}

ROLELESS = (QScrollArea,)
"""A place that the keyboard only scrolls has a name, and what lies in it has the roles."""

SURFACES = [
    "agents.gallery",
    "help.new",
    "inbox.open",
    "palette.open",
    "quick.open",
    "settings.open",
]


def walk(found, path=()):
    """Everything that is visible below an interface, with the types on the way to it."""
    yield path, found
    for place in range(found.childCount()):
        child = found.child(place)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from walk(child, (*path, type(child.object() or child).__name__))


def complaints(window):
    """What can be used and does not say what it is, as `role path`."""
    found = []
    for path, each in walk(QAccessible.queryAccessibleInterface(window)):
        is_focusable, is_control = each.state().focusable, each.role() in CONTROLS
        roleless = is_focusable and each.role() in (ROLE.Client, ROLE.NoRole)
        nameless = (is_focusable or is_control) and not each.text(NAME).strip()
        if nameless or (roleless and not isinstance(each.object(), ROLELESS)):
            found.append(f"{each.role().name} {' '.join(path)}")
    return found


@pytest.fixture
def paths(tmp_path):
    found = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state")
    found.make()
    return found


@pytest.fixture(params=["en", "zh_CN"])
def app(request, qtbot, loop, qapp, paths):
    appearance = f'[appearance]\nlanguage = "{request.param}"\n'
    paths.settings.write_text(f"[feed]\ndaily_joke = false\n{appearance}")
    sheet, font = qapp.styleSheet(), qapp.font()
    opened = Opened(qtbot, loop, paths)
    yield opened
    opened.close()
    qapp.setStyleSheet(sheet)
    qapp.setFont(font)


def pages_of(window):
    """Each page of a window that has several, shown one after the other."""
    if not isinstance(window, SettingsDialog):
        yield ""
        return
    for row in range(window._list.count()):
        window._list.setCurrentRow(row)
        yield window._list.item(row).text()


def test_every_control_of_the_window_has_a_role_and_a_name(app):
    assert complaints(app.window) == []


@pytest.mark.parametrize("command", SURFACES)
def test_every_control_of_what_opens_from_the_window_has_a_role_and_a_name(app, qtbot, command):
    before = {each for each in QApplication.topLevelWidgets() if each.isVisible()}
    app.run(command)
    if command == "palette.open":
        assert complaints(app.furniture.palette) == []
        return
    qtbot.waitUntil(lambda: opened_since(before) != set())
    for window in opened_since(before):
        found = {page: complaints(window) for page in pages_of(window)}
        assert {page: wrong for page, wrong in found.items() if wrong} == {}
        window.close()


def opened_since(before):
    return {each for each in QApplication.topLevelWidgets() if each.isVisible()} - before


def test_every_control_around_a_talk_has_a_role_and_a_name(app, qtbot):
    tile = app.tile("ask")
    tile.session.conversation.say("hello")
    tile.transcript._change()
    tile._show_talk()
    qtbot.waitUntil(lambda: len(tile.transcript.roll.entries) == 1)
    tile.transcript._hover(0)
    assert complaints(tile) == []


def test_a_control_without_a_name_is_found(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    area = QScrollArea(window)
    area.setWidget(QLabel("words"))
    window.show()
    qtbot.waitExposed(window)
    assert complaints(window) == ["Client QScrollArea"]
    area.setAccessibleName("Words")
    assert complaints(window) == []


def test_nothing_is_said_while_nobody_listens(qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    window = QWidget()
    qtbot.addWidget(window)
    announce(window, "words")
    assert told == []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    announce(window, "words", is_urgent=True)
    assert [each.message() for each in told] == ["words"]
    assert told[0].politeness() == QAccessible.AnnouncementPoliteness.Assertive
