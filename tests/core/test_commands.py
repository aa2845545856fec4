import pytest

from app.core.commands import Command, CommandTable


def command(id, shortcut=""):
    return Command(id, id, lambda: None, shortcut)


def test_commands_keep_their_order_and_are_found_by_id():
    table = CommandTable()
    table.add(command("tile.close", "Ctrl+W"), command("tile.new"))
    assert [each.id for each in table] == ["tile.close", "tile.new"]
    assert table["tile.close"].shortcut == "Ctrl+W"
    assert table["tile.close"].enabled()


def test_users_own_shortcut_wins():
    table = CommandTable({"tile.close": "F4"})
    table.add(command("tile.close", "Ctrl+W"))
    assert table["tile.close"].shortcut == "F4"


def test_later_of_two_with_one_shortcut_goes_without():
    table = CommandTable()
    table.add(command("a.b", "F2"), command("c.d", "F2"), command("e.f"), command("g.h"))
    assert [each.shortcut for each in table] == ["F2", "", "", ""]


def test_id_is_given_once():
    table = CommandTable()
    with pytest.raises(AssertionError):
        table.add(command("a.b"), command("a.b"))
