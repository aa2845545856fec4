from pathlib import Path

import pytest

from app.core.agent import PostRule
from app.core.backend import Sampling
from app.core.errors import CardError
from app.storage.cards import Cards, read_card
from app.storage.paths import resources_folder

LEAST = """
glyph = "@"
[name]
en = "Name"
[summary]
en = "Summary"
[persona]
en = "Persona"
"""


@pytest.fixture
def folders(tmp_path):
    for name in ("shipped", "own"):
        (tmp_path / name).mkdir()
    return tmp_path / "shipped", tmp_path / "own"


def write(folder: Path, id: str, text: str = LEAST) -> Path:
    file = folder / f"{id}.toml"
    file.write_text(text, "utf-8")
    return file


def test_our_own_nine_cards_can_be_read_and_speak_both_languages():
    cards = Cards(resources_folder() / "agents", Path("/nowhere"))
    assert cards.problems == []
    assert len(cards.all) == 9
    assert cards.all[0].id == "ask"
    for card in cards.all:
        for texts in (card.name, card.summary, card.persona):
            assert set(texts) >= {"en", "zh_CN"}
        assert len(card.starters["en"]) == len(card.starters["zh_CN"]) == 3


def test_a_card_with_the_least_it_must_say_takes_defaults(folders):
    card = read_card(write(folders[0], "least"))
    assert (card.id, card.order, card.tile, card.posts) == ("least", 100, "chat", PostRule.NEVER)
    assert card.sampling == Sampling()
    assert card.banner["en"] == card.post_prompt["en"] == ""
    assert not card.is_own


def test_a_card_says_everything(folders):
    text = """
glyph = "好"
hue = 15
icon = "star"
order = 3
posts = "daily"
is_health = true
is_simulation = true
banner_kind = "warning"
tile = "clock"
name = { en = "Name", zh_CN = "名" }
summary = { en = "Summary" }
persona = { en = "Persona" }
banner = { en = "Careful" }
post_prompt = { en = "Post" }
starters = { en = ["a", "b"] }
sampling = { temperature = 0.5, top_p = 1, max_tokens = 10, repeat_penalty = 1.1 }
colour_of_the_future = "blue"
"""
    card = read_card(write(folders[1], "all", text), is_own=True)
    assert card.sampling == Sampling(0.5, 1.0, 10, 1.1)
    assert (card.hue, card.icon, card.order, card.tile) == (15, "star", 3, "clock")
    assert (card.posts, card.banner_kind) == (PostRule.DAILY, "warning")
    assert card.name["zh_CN"] == "名"
    assert card.starters == {"en": ("a", "b")}
    assert card.is_health
    assert card.is_simulation
    assert card.is_own


def test_cards_stand_by_order_then_name(folders):
    for id, order, name in (("a", 2, "B"), ("b", 2, "A"), ("c", 1, "Z")):
        text = LEAST.replace('"Name"', f'"{name}"')
        write(folders[0], id, f"order = {order}\n{text}")
    assert [card.id for card in Cards(*folders).all] == ["c", "b", "a"]


def test_the_users_own_card_wins(folders):
    write(folders[0], "ask")
    write(folders[1], "ask", LEAST.replace("Persona", "Mine"))
    cards = Cards(*folders)
    assert (cards["ask"].persona["en"], cards["ask"].is_own, len(cards)) == ("Mine", True, 1)


def test_a_broken_own_card_leaves_ours_and_the_others(folders):
    write(folders[0], "ask")
    write(folders[0], "tutor")
    write(folders[1], "ask", "glyph = ")
    cards = Cards(*folders)
    assert sorted(cards) == ["ask", "tutor"]
    assert [type(problem) for problem in cards.problems] == [CardError]
    assert "ask.toml" in str(cards.problems[0])


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("hue = 360", "hue"),
        ("hue = true", "hue"),
        ('hue = "red"', "hue"),
        ("order = 1.5", "order"),
        ('posts = "always"', "posts"),
        ('banner_kind = "loud"', "banner_kind"),
        ('is_health = "yes"', "is_health"),
        ("icon = 3", "icon"),
        ("starters = { en = 'one' }", "starters.en"),
        ("banner = { en = 3 }", "banner.en"),
        ("banner = 'text'", "banner"),
        ("sampling = { temperature = 3 }", "sampling.temperature"),
        ("sampling = { max_tokens = 0.5 }", "sampling.max_tokens"),
        ("sampling = 3", "sampling"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(folders, line, field):
    file = write(folders[0], "wrong", f"{line}\n{LEAST}")
    with pytest.raises(CardError, match=rf"wrong\.toml: {field} must be") as caught:
        read_card(file)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("field", ["name", "summary", "persona"])
def test_a_missing_text_is_named(folders, field):
    file = write(folders[0], "wrong", LEAST.replace(f"[{field}]", "[other]"))
    with pytest.raises(CardError, match=rf"{field}\.en must be there, it is missing"):
        read_card(file)


def test_a_glyph_has_one_to_three_characters(folders):
    for glyph in ("", "abcd"):
        with pytest.raises(CardError, match="glyph"):
            read_card(write(folders[0], "wrong", LEAST.replace("@", glyph)))


def test_a_file_name_that_is_no_id_is_refused(folders):
    with pytest.raises(CardError, match="name may have"):
        read_card(write(folders[0], "Two Words"))


def test_a_file_that_is_no_text_is_a_problem(folders):
    (folders[1] / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    assert "bytes.toml" in str(Cards(*folders).problems[0])
