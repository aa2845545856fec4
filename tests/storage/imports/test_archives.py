import json
from pathlib import Path

import pytest

from app.core.errors import CardRefused
from app.storage.imports.archive import Archive
from app.storage.imports.foreign import Remark
from app.storage.imports.read import agents_in
from tests.storage.imports.cards_from_elsewhere import CHERRY, raw, v3, zipped

NOWHERE = Path("x.charx")
ICON = "assets/icon/images/main.png"


def card(uri=f"embeded://{ICON}"):
    return raw(v3(assets=[{"type": "icon", "name": "main", "uri": uri, "ext": "png"}]))


def test_an_archive_brings_its_character_its_portrait_and_itself():
    content = zipped({"card.json": card(), ICON: b"PICTURE", "assets/x/song.mp3": b"la"})
    (found,) = agents_in(content, NOWHERE)
    assert found.card.name["en"] == "Mira"
    assert found.picture == b"PICTURE"
    assert found.belongings.original == content
    assert Remark.ASSETS in found.remarks


def test_an_archive_behind_a_picture_is_found():
    content = b"\xff\xd8\xff\xe0 a picture " + zipped({"card.json": card()})
    assert agents_in(content, NOWHERE)[0].card.name["en"] == "Mira"


def test_a_missing_portrait_is_no_reason_to_refuse():
    (found,) = agents_in(zipped({"card.json": card()}), NOWHERE)
    assert found.picture == b""


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (zipped({"card.json": card(), "../evil": b""}), "path"),
        (zipped({"card.json": card(), "/etc/passwd": b""}), "path"),
        (zipped({"card.json": card(), "a/../../b": b""}), "path"),
        (zipped({"card.json": card(), "C:\\evil": b""}), "path"),
        (zipped({"card.json": card(), "..\\evil": b""}), "path"),
        (zipped({"card.json": card(), "link": b"/etc/passwd"}, mode=0o120777), "link"),
        (zipped({"card.json": card(), "big": b"\0" * 30_000_000}), "bomb"),
        (zipped({f"{number}": b"" for number in range(4001)}), "bomb"),
        (zipped({"other.json": card()}), "zip"),
        (zipped({}), "zip"),
        (zipped({"card.json": card()})[:-30], "zip"),
        (zipped({"IndexedDB/x": b"", "Local Storage/y": b""}), "backup"),
        (zipped({"metadata.json": b"{}", "cherry.sqlite": b""}), "backup"),
        (zipped({"data.json": b'{"version": 6}'}), "backup"),
        (zipped({"data.json": b"{"}), "json"),
    ],
)
def test_a_hostile_or_broken_archive_is_refused_with_its_reason(content, why):
    with pytest.raises(CardRefused) as caught:
        agents_in(content, NOWHERE)
    assert caught.value.why == why


def test_a_lie_about_a_files_size_does_not_fill_the_memory():
    content = bytearray(zipped({"card.json": b" " * 17_000_000 + card(), "pad": b"x" * 9}))
    size = len(b" " * 17_000_000 + card()).to_bytes(4, "little")
    content = bytes(content).replace(size, (1000).to_bytes(4, "little"))
    with pytest.raises(CardRefused):
        agents_in(content, NOWHERE)


def test_no_more_of_a_file_is_unpacked_than_is_wanted():
    archive = Archive(zipped({"a": b"12345678901"}))
    assert archive.read("a", 11) == b"12345678901"
    with pytest.raises(CardRefused) as caught:
        archive.read("a", 10)
    assert caught.value.why == "bomb"


def test_a_locked_archive_is_refused():
    content = bytearray(zipped({"card.json": card()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    with pytest.raises(CardRefused) as caught:
        agents_in(bytes(content), NOWHERE)
    assert caught.value.why == "locked"


def test_a_backup_gives_its_assistants_and_never_a_key():
    assistant = {**CHERRY[0], "topics": [{"id": "t", "name": "secret talk"}]}
    assistant["model"] = {"id": "m", "apiKey": "sk-1234567890abcdef1234", "maxTokens": 9}
    state = {
        "assistants": json.dumps({"assistants": [assistant], "presets": [CHERRY[0], CHERRY[1]]}),
        "llm": json.dumps({"providers": [{"apiKey": "sk-another"}]}),
    }
    backup = {"version": 5, "localStorage": {"persist:cherry-studio": json.dumps(state)},
              "indexedDB": {"topics": []}}  # fmt: skip
    found = agents_in(zipped({"data.json": raw(backup)}), Path("cherry-studio.zip"))
    assert [each.card.name["en"] for each in found] == ["Editor", "数据分析师"]
    assert set(found[0].remarks) == {Remark.KEYS, Remark.TALKS}
    for each in found:
        assert b"sk-" not in each.belongings.source + each.belongings.original
        assert b"secret talk" not in each.belongings.source
    assert b"maxTokens" in found[0].belongings.source
