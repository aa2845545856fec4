import pytest

from app.desktop.key_names import Keys, keys_from


@pytest.mark.parametrize(
    ("text", "modifiers", "symbol", "trigger"),
    [
        ("Ctrl+Alt+Space", {"Ctrl", "Alt"}, 0x20, "CTRL+ALT+space"),
        ("ctrl + shift + j", {"Ctrl", "Shift"}, ord("j"), "CTRL+SHIFT+j"),
        ("Meta+Return", {"Meta"}, 0xFF0D, "LOGO+Return"),
        ("F12", set(), 0xFFC9, "F12"),
        ("Alt+É", {"Alt"}, 0xE9, "ALT+é"),
        ("Ctrl+Ж", {"Ctrl"}, 0x01000436, "CTRL+U0436"),
    ],
)
def test_keys_are_known_by_their_names(text, modifiers, symbol, trigger):
    keys = keys_from(text)
    assert keys == Keys(frozenset(modifiers), symbol, keys.name)
    assert keys.trigger == trigger


@pytest.mark.parametrize("text", ["", "+", "Ctrl+", "Hyper+J", "Ctrl+F36", "Ctrl+Alt", "Ctrl+++"])
def test_what_is_no_combination_means_nothing(text):
    assert keys_from(text) is None


@pytest.mark.parametrize("text", ["Space", "j", "Shift+J"])
def test_keys_with_which_people_write_are_never_taken_from_them(text):
    assert keys_from(text) is None
