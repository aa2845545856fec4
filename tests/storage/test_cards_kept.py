import tomllib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.agent import AgentCard, PostRule
from app.core.bus import Bus
from app.core.errors import CardUnwritable
from app.core.events import AgentsChanged
from app.core.wishes import Sampling
from app.storage.card_file import card_from, table_of
from app.storage.cards import Cards
from app.storage.exports.renao_card import shared_card
from app.storage.imports.foreign import Belongings
from app.storage.imports.read import agents_in
from tests.storage.test_cards import LEAST, write

CARD = AgentCard(
    "", {"en": "Tea Friend", "zh_CN": "茶友"}, {"en": "Talks of tea."}, {"en": "You like tea."},
    {"en": ("One?", "Two?")}, "茶", 120, sampling=Sampling(temperature=0.5),
    posts=PostRule.REPLIES, greeting={"en": "Hello."}, is_own=True,
)  # fmt: skip


@pytest.fixture
def folders(tmp_path):
    for name in ("shipped", "own"):
        (tmp_path / name).mkdir()
    return tmp_path / "shipped", tmp_path / "own"


@pytest.fixture
def heard():
    return []


@pytest.fixture
def cards(folders, heard):
    write(folders[0], "ask")
    bus = Bus()
    bus.subscribe(AgentsChanged, heard.append)
    cards = Cards(*folders, bus)
    yield cards
    cards.close()


async def test_a_new_card_gets_an_id_from_its_name_and_is_told_of(cards, folders, heard):
    kept = await cards.save(CARD)
    assert kept.id == "tea-friend"
    assert cards["tea-friend"] == replace(CARD, id="tea-friend")
    assert Cards(*folders)["tea-friend"] == kept
    assert len(heard) == 1


async def test_no_two_cards_share_an_id(cards):
    names = [(await cards.save(CARD)).id for _ in range(3)]
    assert names == ["tea-friend", "tea-friend-2", "tea-friend-3"]


@pytest.mark.parametrize(
    ("name", "id"), [("茶友", "agent"), ("../../x", "x"), ("CON", "agent-con"), ("ask", "ask-2")]
)
async def test_an_id_is_always_the_name_of_a_file_in_the_folder(cards, name, id):
    assert (await cards.save(replace(CARD, name={"en": name}))).id == id


async def test_what_another_version_wrote_into_a_card_survives_a_change(cards, folders):
    file = write(folders[1], "mine", 'future = "x"\n' + LEAST + "[table]\na = 1\n")
    mine = Cards(*folders)
    await mine.save(replace(mine["mine"], glyph="Z"))
    mine.close()
    table = tomllib.loads(file.read_text("utf-8"))
    assert (table["glyph"], table["future"], table["table"]) == ("Z", "x", {"a": 1})


async def test_what_lies_beside_a_card_stays_when_it_changes(cards):
    beside = Belongings(b"{}", b"whole file", ".png", b"PORTRAIT")
    kept = await cards.save(CARD, beside)
    assert kept.picture.endswith("tea-friend/portrait.png")
    changed = await cards.save(replace(kept, glyph="Z"))
    assert changed.picture == kept.picture
    assert await cards.belongings("tea-friend") == beside


async def test_a_removed_card_comes_back_with_all_it_had(cards, folders, heard):
    await cards.save(CARD, Belongings(b"{}", portrait=b"P"))
    name = await cards.remove("tea-friend")
    assert "tea-friend" not in cards
    assert "tea-friend" not in Cards(*folders)
    await cards.put_back(name)
    assert cards["tea-friend"].picture
    assert (await cards.belongings("tea-friend")).source == b"{}"
    assert len(heard) == 3


async def test_without_the_users_own_card_ours_is_there_again(cards):
    before = cards["ask"]
    await cards.save(replace(before, glyph="Z"))
    assert cards.is_changed("ask")
    await cards.remove("ask")
    assert cards["ask"] == before
    assert not cards.is_changed("ask")


async def test_an_agent_can_leave_the_rail_and_return(cards, folders):
    await cards.show_on_rail("ask", False)
    assert [card.id for card in cards.on_rail] == []
    assert Cards(*folders).is_hidden("ask")
    await cards.show_on_rail("ask", True)
    assert [card.id for card in cards.on_rail] == ["ask"]


async def test_a_disk_that_takes_nothing_changes_nothing(cards, folders, heard):
    folders[1].rmdir()
    folders[1].write_text("no folder")
    with pytest.raises(CardUnwritable):
        await cards.save(CARD)
    assert list(cards) == ["ask"]
    assert heard == []


def test_a_shared_card_arrives_as_it_was(folders):
    beside = Belongings(b'{"a": 1}', portrait=b"PNG", unknown={"future": {"x": [1]}})
    (found,) = agents_in(shared_card(CARD, beside), folders[0] / "Any Name.toml")
    assert found.card == CARD
    assert found.belongings == Belongings(b'{"a": 1}', unknown={"future": {"x": [1]}})
    assert found.picture == b"PNG"


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
texts = st.fixed_dictionaries({"en": words}, optional={"zh_CN": words})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=texts, persona=texts, prompts=st.lists(words, max_size=3), order=st.integers(0, 999))
def test_every_card_is_read_as_it_was_written(name, persona, prompts, order, tmp_path):
    import tomlkit

    card = replace(CARD, id="x", name=name, persona=persona, starters={"en": tuple(prompts)})
    card = replace(card, order=order)
    table = tomllib.loads(tomlkit.dumps(table_of(card, {})))
    assert card_from(table, tmp_path / "x.toml", is_own=True) == card
