from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

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


MANY = [ConversationSummary(f"{n}", "a", f"Talk {n}", 1e9, f"Line {n}") for n in range(60)]


def shown(earlier):
    rows = [earlier.list.item(row) for row in range(earlier.list.count())]
    return [row.text() for row in rows if not row.isHidden()]


def test_the_chosen_row_stays_chosen_and_in_view_when_the_list_is_read_again(earlier):
    earlier.show_conversations(MANY, "0")
    earlier.list.setCurrentRow(40)
    earlier.show_conversations(MANY, "0")
    assert earlier.list.currentItem().text() == "Talk 40"
    viewport = earlier.list.viewport().rect()
    assert viewport.contains(earlier.list.visualItemRect(earlier.list.currentItem()).center())


def test_letters_find_among_many_and_return_opens(earlier, qtbot):
    earlier.show_conversations(MANY, "0")
    qtbot.keyClick(earlier.list, "4")
    qtbot.waitUntil(earlier.search.hasFocus)
    qtbot.keyClicks(earlier.search, "2")
    assert shown(earlier) == ["Talk 42"]
    with qtbot.waitSignal(earlier.open_wanted) as wanted:
        qtbot.keyClick(earlier.search, Qt.Key.Key_Return)
    assert wanted.args == ["42"]


def test_an_empty_field_deletes_nothing(earlier, qtbot):
    earlier.show_conversations(MANY, "0")
    heard = []
    earlier.delete_wanted.connect(heard.append)
    earlier.search.setFocus()
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        qtbot.keyClick(earlier.search, key)
    assert heard == []


def test_few_conversations_need_no_field_to_find_one(earlier):
    assert earlier.search.isHidden()
    earlier.show_conversations(MANY, "0")
    assert earlier.search.isVisible()


def test_ctrl_z_brings_back_and_chooses_what_was_deleted(earlier, qtbot):
    qtbot.keyClick(earlier.list, Qt.Key.Key_Delete)
    with qtbot.waitSignal(earlier.undo_wanted) as undone:
        qtbot.keyClick(earlier.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone.args == ["two"]
    earlier.show_conversations(KNOWN, "one")
    assert earlier.list.currentRow() == 1


def test_ctrl_z_is_not_left_to_the_window(earlier):
    ctrl = Qt.KeyboardModifier.ControlModifier
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, ctrl)
    asked.ignore()
    QApplication.sendEvent(earlier.list, asked)
    assert asked.isAccepted()


def test_a_name_that_was_emptied_stays_the_one_before(earlier, qtbot):
    earlier.list.setCurrentRow(0)
    heard = []
    earlier.rename_wanted.connect(lambda *said: heard.append(said))
    qtbot.keyClick(earlier.list, Qt.Key.Key_F2)
    editor = earlier.list.findChild(QLineEdit)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert heard == []
    assert earlier.list.item(0).text() == "Rain"


def test_no_conversations_are_said_and_not_an_empty_box(earlier):
    earlier.show_conversations([], "")
    assert earlier.list.isHidden()
    assert earlier._empty.isVisible()


def test_escape_closes_the_list(earlier, qtbot):
    gone = []
    earlier.destroyed.connect(lambda: gone.append(True))
    qtbot.keyClick(earlier.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: gone == [True])
