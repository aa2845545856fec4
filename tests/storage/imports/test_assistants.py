import copy
import json
from pathlib import Path

from app.core.wishes import Sampling
from app.storage.imports.foreign import Origin, Remark
from app.storage.imports.read import agents_in, read_agents
from app.storage.imports.stripping import without_keys
from tests.storage.imports.cards_from_elsewhere import CHERRY, LOBE, raw

CHINESE = {
    "config": {"systemRole": "你深入思考。", "openingQuestions": ["为什么？"]},
    "meta": {"title": "深度思考", "description": "想得很深。"},
}


def test_an_agent_of_lobechat_keeps_what_it_says():
    (found,) = agents_in(raw(LOBE), Path("deep-think.json"))
    card = found.card
    assert (card.name["en"], card.glyph, card.origin) == ("Deep", "🧠", Origin.LOBECHAT)
    assert card.greeting["en"] == "Hello."
    assert card.starters["en"] == ("Why?", "How?")
    assert card.sampling == Sampling(temperature=0.6), "a top-p of 7 is none"
    assert json.loads(found.belongings.source) == LOBE


def test_copies_in_other_languages_become_one_agent(tmp_path):
    folder = tmp_path / "deep-think"
    folder.mkdir()
    (folder / "index.zh-CN.json").write_bytes(raw(CHINESE))
    (tmp_path / "deep-think.json").write_bytes(raw(LOBE))
    files = [folder / "index.zh-CN.json", tmp_path / "deep-think.json"]
    for order in (files, files[::-1]):
        (found,) = read_agents(order)
        assert found.card.name == {"en": "Deep", "zh_CN": "深度思考"}
        assert found.card.starters["zh_CN"] == ("为什么？",)
        assert json.loads(found.belongings.source) == LOBE


def test_a_chinese_agent_alone_speaks_chinese_in_both():
    (found,) = agents_in(raw(CHINESE), Path("index.zh-CN.json"))
    assert found.card.name == {"en": "深度思考", "zh_CN": "深度思考"}


def test_every_agent_of_an_export_is_found(tmp_path):
    other = copy.deepcopy(LOBE)
    other["meta"]["title"] = "Other"
    file = tmp_path / "export.json"
    file.write_bytes(raw({"exportType": "agents", "state": {"sessions": [LOBE, other]}}))
    assert [each.card.name["en"] for each in read_agents([file])] == ["Deep", "Other"]


def test_a_picture_on_the_web_is_told_and_not_fetched():
    value = copy.deepcopy(LOBE)
    value["meta"]["avatar"] = "https://example.com/a.png"
    (found,) = agents_in(raw(value), Path("x.json"))
    assert found.card.glyph == "D"
    assert Remark.WEB_PICTURE in found.remarks


def test_a_key_in_an_agent_of_lobechat_is_left_out_and_told():
    value = {**LOBE, "plugin": {"apiKey": "sk-0123456789abcdef0123"}}
    (found,) = agents_in(raw(value), Path("x.json"))
    assert b"sk-" not in found.belongings.source
    assert found.remarks == (Remark.KEYS,)


def test_a_list_of_assistants_becomes_several_agents():
    first, second = agents_in(raw(CHERRY), Path("agents.json"))
    assert (first.card.name["en"], first.card.glyph) == ("Editor", "✒️")
    assert (second.card.summary["en"], second.card.glyph) == ("你分析数据。", "📈")
    assert second.card.sampling == Sampling(temperature=0.3)
    assert json.loads(first.belongings.source) == [CHERRY[0]]


def test_an_assistant_alone_is_read_too():
    assert len(agents_in(raw(CHERRY[0]), Path("a.json"))) == 1


def test_keys_are_left_out_wherever_they_are():
    value = {
        "apiKey": "sk-abc", "api_key": "x", "OPENAI_KEY": 1,
        "headers": {"Authorization": "Bearer q"},
        "max_tokens": 5, "tokens": "kept", "list": [{"password": "p"}],
        "text": "use sk-abcdefghijklmnopqrstuv now", "accessToken": "t",
    }  # fmt: skip
    assert without_keys(value) == (
        {"OPENAI_KEY": 1, "headers": {}, "max_tokens": 5, "tokens": "kept", "list": [{}],
         "text": "use  now"},
        True,
    )  # fmt: skip
    assert without_keys({"name": "x"}) == ({"name": "x"}, False)
