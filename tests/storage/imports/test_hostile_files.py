"""Whatever a file says, it is read or refused with a sentence; nothing else ever happens."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.errors import CardRefused
from app.engine.wording import Wording
from app.storage.exports.character_card import card_json, card_png
from app.storage.exports.renao_card import shared_card
from app.storage.imports.character_card import V2, V3
from app.storage.imports.read import MOST_FILE, agents_in, read_file
from tests.storage.imports.cards_from_elsewhere import (
    CHERRY,
    LOBE,
    in_base64,
    packed,
    png,
    raw,
    text,
    v2,
    v3,
    zipped,
)
from tests.storage.imports.test_character_card import anything

BACKUP = {"version": 5, "localStorage": {"persist:cherry-studio": '{"assistants": "{}"}'}}

GOOD = (
    raw(v2()),
    raw(LOBE),
    raw(CHERRY),
    png(text("chara", in_base64(v2())), packed("ccv3", in_base64(v3()))),
    zipped({"card.json": raw(v3()), "assets/icon.png": b"x"}),
    zipped({"data.json": raw(BACKUP)}),
    b'glyph = "x"\nname.en = "N"\nsummary.en = "S"\npersona.en = "P"\n'
    b'[belongings]\nsource = "e30="\n',
)
NAMES = ("x.json", "x.zh-CN.json", "x.toml", "x.png")


def take(content, name):
    """Reads it, and writes out again whatever came of it."""
    found, refusal = [], None
    try:
        found = agents_in(content, Path(name))
    except CardRefused as error:
        refusal = error
    assert found or refusal is not None
    if refusal is not None:
        assert "Nothing was imported" in Wording().error(refusal).text
    for each in found:
        assert each.card.name["en"].strip()
        assert each.card.persona["en"].strip()
        shared_card(each.card, each.belongings)
        for spec in (V2, V3):
            again = agents_in(card_json(each.card, each.belongings, spec), Path("x.json"))
            assert again[0].card.name["en"] == each.card.name["en"]
            if each.picture.startswith(b"\x89PNG"):
                card_png(each.card, each.belongings, spec, png())


@given(
    place=st.integers(0, len(GOOD) - 1),
    cuts=st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=6)), max_size=4),
    end=st.integers(0, 5000),
    name=st.sampled_from(NAMES),
)
@example(place=4, cuts=[(686, b"+")], end=1, name="x.json")
@example(place=3, cuts=[], end=1272, name="x.json")
def test_damaged_files_are_read_or_refused(place, cuts, end, name):
    content = bytearray(GOOD[place])
    for at, patch in cuts:
        at %= len(content)
        content[at : at + len(patch)] = patch
    if end % 3 == 0:
        del content[end % len(content) :]
    take(bytes(content), name)


@given(value=anything, key=st.sampled_from(sorted(v3()["data"])), name=st.sampled_from(NAMES))
def test_odd_characters_are_read_or_refused(value, key, name):
    take(raw(v3(**{key: value})), name)
    take(raw({**v3(), key: value}), name)


@given(value=anything, beside=anything, name=st.sampled_from(NAMES))
def test_odd_assistants_are_read_or_refused(value, beside, name):
    for key in LOBE:
        take(raw({**LOBE, key: value}), name)
    for key in LOBE["config"]:
        take(raw({**LOBE, "config": {**LOBE["config"], key: value}}), name)
    for key in CHERRY[1]:
        take(raw([{**CHERRY[1], key: value}, beside]), name)
    state = {"persist:cherry-studio": value}
    take(zipped({"data.json": raw({"localStorage": state, "indexedDB": beside})}), "x.zip")


def test_an_icon_never_leads_out_of_our_own():
    content = b'icon = "../../x"\nglyph = "x"\nname.en = "N"\nsummary.en = "S"\npersona.en = "P"'
    assert agents_in(content, Path("x.toml"))[0].card.icon == ""
    kept = content.replace(b"../../x", b"agent-ask")
    assert agents_in(kept, Path("x.toml"))[0].card.icon == "agent-ask"


def test_a_file_larger_than_any_agent_is_not_even_read(tmp_path):
    file = tmp_path / "huge.json"
    with file.open("wb") as stream:
        stream.truncate(MOST_FILE + 1)
    with pytest.raises(CardRefused) as caught:
        read_file(file)
    assert caught.value.why == "large"


@pytest.mark.parametrize("name", ["missing.json", "folder"])
def test_what_cannot_be_opened_is_told(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(CardRefused) as caught:
        read_file(tmp_path / name)
    assert caught.value.why == "gone"
