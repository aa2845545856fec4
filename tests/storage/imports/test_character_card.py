import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import CardRefused
from app.storage.exports.character_card import card_json, card_png
from app.storage.imports.character_card import V2, V3, from_json
from app.storage.imports.foreign import Belongings, Origin, Remark
from app.storage.imports.read import agents_in
from tests.storage.imports.cards_from_elsewhere import (
    V2_DATA,
    in_base64,
    international,
    packed,
    png,
    raw,
    text,
    v2,
    v3,
)

NOWHERE = Path("x.bin")


def one(content):
    (found,) = agents_in(content, NOWHERE)
    return found


def test_a_character_becomes_an_agent_with_its_names_filled_in():
    card = one(raw(v2())).card
    assert card.name["en"] == "Mira"
    assert card.summary["en"] == "A quiet one."
    assert card.greeting["en"] == "*Mira looks up.* Sit down, you."
    assert card.starters["en"] == ("You are late, you.", "The kettle sings.")
    assert card.origin == Origin.CHARACTER_CARD
    persona = card.persona["en"]
    assert persona.startswith("Stay in character.\n\nMira runs a tea stall")
    assert "Scenario: the user comes in" in persona
    assert persona.endswith("Keep it short.")
    assert "{{" not in persona


def test_the_nickname_is_what_a_character_is_called():
    card = one(raw(v3())).card
    assert card.name["en"] == "Mira"
    assert "Mi runs a tea stall" in card.persona["en"]


def test_a_flat_card_of_the_first_version_is_read():
    flat = {"name": "Old", "description": "D", "first_mes": "Hi", "mes_example": ""}
    assert one(raw(flat)).card.greeting["en"] == "Hi"


def test_chinese_cards_get_chinese_words_between_their_parts():
    less = {"system_prompt": "", "mes_example": "", "post_history_instructions": ""}
    said = {"personality": "耐心", "scenario": "{{user}}来躲雨", "first_mes": "你好"}
    value = v2(name="米拉", description="{{char}}在河边开茶馆，招待每一位客人。", **less, **said)
    card = one(raw(value)).card
    assert card.persona["en"] == (
        "米拉在河边开茶馆，招待每一位客人。\n\n性格：耐心\n\n场景：用户来躲雨"
    )


def test_what_is_kept_and_not_used_is_said():
    assets = [{"type": "icon", "name": "main", "uri": "https://x/y.png", "ext": "png"}] * 2
    found = one(raw({**v3(assets=assets), "spec_version": "3.5"})).remarks
    assert set(found) == {Remark.BOOK, Remark.ASSETS, Remark.NEWER, Remark.WEB_PICTURE}


@pytest.mark.parametrize("version", [3.0, "3", "nonsense", None, [], "9e99999"])
def test_no_version_is_refused(version):
    assert one(raw({**v3(), "spec_version": version})).card.name["en"] == "Mira"


@pytest.mark.parametrize("put", [text, packed, international])
def test_a_card_is_found_in_every_kind_of_text_of_a_picture(put):
    picture = png(put("chara", in_base64(v2())))
    found = one(picture)
    assert found.card.name["en"] == "Mira"
    assert found.picture == found.belongings.original == picture


def test_the_newer_of_two_cards_in_a_picture_wins():
    both = png(text("chara", in_base64(v2(name="Old"))), text("ccv3", in_base64(v3(name="New"))))
    assert one(both).card.name["en"] == "New"


def test_broken_lines_and_missing_padding_are_forgiven():
    said = in_base64(v2()).rstrip(b"=")
    folded = b"\n".join(said[place : place + 76] for place in range(0, len(said), 76))
    assert one(png(text("chara", folded))).card.name["en"] == "Mira"


def test_an_icon_in_the_card_is_its_portrait():
    uri = "data:image/png;base64," + base64.b64encode(b"PICTURE").decode()
    icons = [{"type": "icon", "name": "other", "uri": "ccdefault:"},
             {"type": "icon", "name": "main", "uri": uri}]  # fmt: skip
    assert one(raw(v3(assets=icons))).picture == b"PICTURE"


def test_an_icon_beside_the_card_in_a_picture_is_its_portrait():
    icons = [{"type": "icon", "name": "main", "uri": "__asset:1"}]
    beside = text("chara-ext-asset_:1", base64.b64encode(b"ICON"))
    assert one(png(text("ccv3", in_base64(v3(assets=icons))), beside)).picture == b"ICON"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "kind"),
        (b"hello", "kind"),
        (b"{", "json"),
        (b"[" * 100_000, "json"),
        (b"{}", "kind"),
        (b"[1, 2]", "kind"),
        (raw(v2(name="")), "empty"),
        (raw(v2(name=3)), "empty"),
        (raw(v2(description="x" * 400_001)), "large"),
        (b"[" + b" " * 16_000_001, "large"),
        (raw({"spec": "lorebook_v3", "data": {"entries": []}}), "lorebook"),
        (png(), "no_card"),
        (png()[:40], "png"),
        (png()[:-6], "png"),
        (png(text("chara", b"$$$ no base64 $$$")), "base64"),
        (png(text("chara", base64.b64encode(b"no json"))), "json"),
        (png(text("chara", base64.b64encode(b"[1]"))), "no_card"),
        (png(packed("chara", b"\0" * 30_000_000)), "bomb"),
        (png(international("chara", b"\0" * 30_000_000, is_packed=True)), "bomb"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_its_reason(content, why):
    with pytest.raises(CardRefused) as caught:
        one(content)
    assert caught.value.why == why


def test_odd_values_of_every_field_do_no_harm():
    for name in v3()["data"]:
        for value in (None, 3, [], {}, [1, {}, None], "x\ud800y\0z", "{{user}}" * 50):
            if name != "name" or isinstance(value, str):
                card = one(raw(v3(**{name: value}))).card
                card.persona["en"].encode("utf-8")


# On the way back


def test_an_unchanged_character_comes_back_byte_for_byte():
    content = json.dumps(v2(), indent=7, ensure_ascii=False).encode()
    found = one(content)
    assert card_json(found.card, found.belongings, V2) == content


def test_an_unchanged_picture_comes_back_byte_for_byte():
    picture = png(text("ccv3", in_base64(v3())), text("Software", b"other"))
    found = one(picture)
    assert card_png(found.card, found.belongings, V3, b"") == picture


def test_a_change_touches_only_what_was_changed():
    found = one(raw(v3()))
    changed = replace(found.card, greeting={"en": "New words."})
    data = json.loads(card_json(changed, found.belongings, V3))["data"]
    assert data == {**v3()["data"], "first_mes": "New words."}


def test_fields_that_are_said_twice_are_changed_twice():
    found = one(raw({**v2(), "first_mes": V2_DATA["first_mes"], "avatar": "none"}))
    changed = replace(found.card, greeting={"en": "New words."})
    value = json.loads(card_json(changed, found.belongings, V2))
    assert value["first_mes"] == value["data"]["first_mes"] == "New words."
    assert value["avatar"] == "none"


def test_an_agent_of_our_own_becomes_a_whole_character():
    own = replace(one(raw(v2())).card, origin="", hue=7, name={"en": "Mira", "zh_CN": "米拉"})
    for spec in (V2, V3):
        content = card_json(own, Belongings(), spec)
        assert from_json(content).card == own
        value = json.loads(content)
        value["data"]["first_mes"] = "Somebody else wrote this."
        other = from_json(raw(value)).card
        assert other.greeting["en"] == "Somebody else wrote this."
        for name in ("summary", "persona", "starters"):
            assert getattr(other, name) == getattr(own, name)


def test_a_picture_for_another_version_keeps_no_second_card():
    both = png(text("chara", in_base64(v2(name="Old"))), text("ccv3", in_base64(v3())))
    found = one(both)
    again = one(card_png(found.card, found.belongings, V2, b""))
    assert json.loads(again.belongings.source)["spec"] == V2
    assert again.card == found.card


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=8,
)


@given(
    extra=st.dictionaries(st.text(min_size=1).map("x_{}".format), anything, max_size=4),
    extensions=st.dictionaries(st.text(), anything, max_size=4),
    beside=st.dictionaries(st.text(min_size=1).map("y_{}".format), anything, max_size=2),
)
def test_what_we_do_not_know_survives_a_change_and_both_versions(extra, extensions, beside):
    value = {**v3(**extra, extensions=extensions), **beside}
    found = one(raw(value))
    changed = replace(found.card, summary={"en": "Changed."})
    for spec in (V2, V3):
        back = json.loads(card_json(changed, found.belongings, spec))
        assert back["data"] == {**value["data"], "creator_notes": "Changed."}
        assert {name: back[name] for name in beside} == beside
