from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.core.conversation import ConversationSummary
from app.ui.earlier import Earlier
from app.ui.theme import Look

RESOURCES = Path(__file__).parents[2] / "resources"
KNOWN = [
    ConversationSummary("one", "a", "Rain", 1_700_000_000.0, "It falls."),
    ConversationSummary("two", "a", "", 1_600_000_000.0, "Nothing said."),
]


@pytest.fixture
def earlier(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    found = Earlier(Look(RESOURCES), parent)
    found.open_at(QPoint(600, 100))
    found.show_conversations(KNOWN, "two")
    yield found
    parent.deleteLater()


def press(earlier, words, qtbot):
    buttons = earlier.findChildren(QPushButton)
    button = next(each for each in buttons if each.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_shown_conversation_is_the_chosen_one(earlier):
    assert earlier.list.currentRow() == 1


def test_a_row_is_read_aloud_with_title_and_last_words(earlier):
    aloud = earlier.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert aloud.startswith("Rain, ")
    assert aloud.endswith("It falls.")


def test_return_opens_and_closes_the_list(earlier, qtbot):
    heard = []
    earlier.open_wanted.connect(heard.append)
    earlier.destroyed.connect(lambda: heard.append("gone"))
    qtbot.keyClick(earlier.list, Qt.Key.Key_Up)
    qtbot.keyClick(earlier.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: heard == ["one", "gone"])


def test_a_click_opens_the_row_under_the_mouse(earlier, qtbot):
    place = earlier.list.visualItemRect(earlier.list.item(0)).center()
    with qtbot.waitSignal(earlier.open_wanted) as wanted:
        qtbot.mouseClick(earlier.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args == ["one"]


def test_f2_renames_in_place(earlier, qtbot):
    qtbot.keyClick(earlier.list, Qt.Key.Key_F2)
    editor = earlier.list.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Snow")
    with qtbot.waitSignal(earlier.rename_wanted) as wanted:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert wanted.args == ["two", "Snow"]
    assert earlier.isVisible()


def test_what_was_deleted_can_be_brought_back(earlier, qtbot):
    with qtbot.waitSignal(earlier.delete_wanted) as deleted:
        press(earlier, "Delete", qtbot)
    with qtbot.waitSignal(earlier.undo_wanted) as undone:
        press(earlier, "Undo", qtbot)
    assert deleted.args == undone.args == ["two"]


def test_no_conversations_are_said_and_not_an_empty_box(earlier):
    earlier.show_conversations([], "")
    assert earlier.list.isHidden()
    assert earlier._empty.isVisible()


def test_escape_closes_the_list(earlier, qtbot):
    gone = []
    earlier.destroyed.connect(lambda: gone.append(True))
    qtbot.keyClick(earlier.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: gone == [True])
