import tomllib

import pytest

from app.core.bus import Bus
from app.core.errors import SettingError
from app.core.events import SettingChanged
from app.core.settings import LocalFile
from app.storage.local_files import local_files_from
from app.storage.settings_file import SettingsFile

QWEN = LocalFile("qwen", "/models/qwen.gguf", 8192, 1, 3)
PLAIN = LocalFile("plain", "/models/plain.gguf")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.toml"


async def changed(path, *files):
    settings = SettingsFile(path, Bus())
    settings.set_local_models(files)
    await settings.aclose()
    return tomllib.loads(path.read_text("utf-8")).get("local_models")


async def test_models_come_back_and_defaults_stay_unsaid(path):
    tables = await changed(path, QWEN, PLAIN)
    assert tables[1] == {"id": "plain", "path": "/models/plain.gguf"}
    assert SettingsFile(path, Bus()).current.local_models == (QWEN, PLAIN)


async def test_comments_and_tables_we_cannot_read_stay(path):
    path.write_text(
        '# mine\n[[local_models]]\nid = "plain"\npath = "/models/plain.gguf" # here\n'
        '[[local_models]]\nid = "UPPER"\npath = 3\n'
    )
    await changed(path, LocalFile("plain", "/models/plain.gguf", 1024))
    text = path.read_text("utf-8")
    assert "# mine" in text
    assert "# here" in text
    assert "UPPER" in text
    assert SettingsFile(path, Bus()).current.local_models[0].context == 1024


async def test_the_last_one_leaves_no_trace(path):
    await changed(path, QWEN)
    assert await changed(path) is None


def test_everyone_is_told(path):
    bus, heard = Bus(), []
    bus.subscribe(SettingChanged, heard.append)
    SettingsFile(path, bus).set_local_models((QWEN,))
    assert [event.about for event in heard] == ["local_models"]


@pytest.mark.parametrize(
    "wrong",
    [
        "no list",
        ["no table"],
        [{"path": "/x"}],
        [{"id": "a"}],
        [{"id": "a/b", "path": "/x"}],
        [{"id": "a", "path": "/x", "context": True}],
        [{"id": "a", "path": "/x", "context": 5}],
        [{"id": "a", "path": "/x", "slots": 0}],
        [{"id": "a", "path": "/x", "threads": -1}],
    ],
)
def test_what_cannot_be_used_is_said_and_left_out(wrong):
    files, problems = local_files_from(wrong)
    assert files == ()
    assert len(problems) == 1


def test_of_two_with_one_id_the_first_counts(path):
    files, problems = local_files_from([{"id": "a", "path": "/1"}, {"id": "a", "path": "/2"}])
    assert [each.path for each in files] == ["/1"]
    assert len(problems) == 1
    with pytest.raises(SettingError):
        SettingsFile(path, Bus()).set_local_models((PLAIN, PLAIN))


def test_the_builtin_one_needs_no_path():
    files, problems = local_files_from([{"id": "builtin", "slots": 1}])
    assert (files[0].slots, problems) == (1, [])
