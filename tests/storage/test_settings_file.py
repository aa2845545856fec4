import asyncio
import os
import stat
import tomllib

import pytest

from app.core.bus import Bus
from app.core.errors import SettingError, StorageError
from app.core.events import SettingChanged
from app.core.settings import Provider, Settings
from app.storage.settings_file import SettingsFile

CLOUD = Provider("cloud", "Cloud", "https://example.org/v1", ("big", "small"), context=8192)
HOME = Provider("home", "Home", "http://127.0.0.1:8080/v1")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config" / "settings.toml"


def opened(path, text=None, on_problem=None):
    if text is not None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return SettingsFile(path, Bus(), on_problem)


def written(path):
    return tomllib.loads(path.read_text("utf-8"))


def test_without_a_file_everything_is_the_default_and_nothing_is_written(path):
    settings = opened(path)
    assert settings.current == Settings()
    assert settings.problems == []
    assert not path.exists()


def test_a_changed_setting_survives_a_restart_and_is_told(path):
    settings, heard = opened(path), []
    settings._bus.subscribe(SettingChanged, heard.append)
    settings.set("appearance.density", "calm")
    assert heard == [SettingChanged("appearance.density")]
    assert opened(path).current.appearance.density == "calm"
    assert written(path) == {"appearance": {"density": "calm"}}


def test_setting_the_same_value_tells_nobody(path):
    settings, heard = opened(path), []
    settings._bus.subscribe(SettingChanged, heard.append)
    settings.set("appearance.density", settings.current.appearance.density)
    assert heard == []
    assert not path.exists()


def test_a_value_that_cannot_be_is_refused_and_changes_nothing(path):
    settings = opened(path)
    with pytest.raises(SettingError):
        settings.set("appearance.scale", 9000)
    assert settings.current == Settings()


def test_only_this_user_can_read_the_file(path):
    opened(path).set("appearance.scale", 120)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


OWN = """\
# My settings.
future = "kept"

[appearance]
scale = 9000  # too big, but mine
density = "calm" # quiet, please

[unknown]
key = [1, 2]
"""


def test_comments_and_what_we_do_not_know_stay(path):
    settings = opened(path, OWN)
    settings.set("appearance.density", "balanced")
    settings.set("chat.show_reasoning", True)
    text = path.read_text("utf-8")
    assert "# My settings." in text
    assert 'density = "balanced" # quiet, please' in text
    assert "scale = 9000  # too big, but mine" in text
    assert written(path)["unknown"] == {"key": [1, 2]}
    assert written(path)["future"] == "kept"
    assert written(path)["chat"] == {"show_reasoning": True}


def test_a_bad_value_is_reported_and_the_rest_is_used(path):
    settings = opened(path, OWN)
    assert settings.current.appearance.scale == 100
    assert settings.current.appearance.density == "calm"
    assert [type(problem) for problem in settings.problems] == [SettingError]
    assert "appearance.scale" in str(settings.problems[0])


def test_a_bad_value_is_replaced_when_its_setting_is_changed(path):
    settings = opened(path, OWN)
    settings.set("appearance.scale", 120)
    assert written(path)["appearance"]["scale"] == 120


def test_a_section_that_is_no_table_is_reported_and_can_be_written(path):
    settings = opened(path, "appearance = 3\n")
    assert "appearance" in str(settings.problems[0])
    settings.set("appearance.scale", 120)
    assert written(path) == {"appearance": {"scale": 120}}


@pytest.mark.parametrize("content", [b"[appearance\nscale = ", b"\xff\xfe broken"])
def test_a_broken_file_is_kept_aside_and_said(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    settings = opened(path)
    (kept,) = path.parent.glob("settings.toml.broken-*")
    assert kept.read_bytes() == content
    assert str(kept) in str(settings.problems[0])
    assert settings.current == Settings()
    settings.set("appearance.scale", 120)
    assert written(path) == {"appearance": {"scale": 120}}


def test_a_file_broken_while_we_run_is_kept_aside_too(path):
    settings = opened(path, OWN)
    path.write_text("[oh", "utf-8")
    settings.set("appearance.scale", 120)
    assert written(path)["appearance"] == {"density": "calm", "scale": 120}
    assert len(list(path.parent.glob("settings.toml.broken-*"))) == 1


def test_what_the_user_edits_while_we_run_is_not_overwritten(path):
    settings = opened(path, OWN)
    path.write_text(OWN + "\n[chat]\nask_before_quit = false # never\n", "utf-8")
    settings.set("appearance.density", "balanced")
    assert "# never" in path.read_text("utf-8")


def test_a_link_is_followed_and_stays_a_link(path, tmp_path):
    real = tmp_path / "elsewhere.toml"
    real.write_text(OWN, "utf-8")
    path.parent.mkdir()
    path.symlink_to(real)
    opened(path).set("appearance.scale", 120)
    assert path.is_symlink()
    assert written(real)["appearance"]["scale"] == 120


def test_providers_survive_a_restart(path):
    settings, heard = opened(path), []
    settings._bus.subscribe(SettingChanged, heard.append)
    settings.set_providers((CLOUD, HOME))
    assert heard == [SettingChanged("providers")]
    again = opened(path)
    assert again.problems == []
    assert again.current.providers == (CLOUD, HOME)


PROVIDERS = """\
[[providers]]
id = "cloud" # the good one
name = "Cloud"
address = "https://example.org/v1"
models = ["big", "small"]
context = 8192
region = "north"

[[providers]]
id = "Not An Id"
address = "https://example.org"

[[providers]]
id = "home"
name = "Home"
address = "http://127.0.0.1:8080/v1"
"""


def test_a_bad_provider_is_reported_and_the_others_are_used(path):
    settings = opened(path, PROVIDERS)
    assert settings.current.providers == (CLOUD, HOME)
    assert "provider 2" in str(settings.problems[0])


def test_changing_one_provider_keeps_comments_and_what_we_cannot_read(path):
    settings = opened(path, PROVIDERS)
    settings.set_providers((HOME, Provider("cloud", "Sky", CLOUD.address, ("big",))))
    text = path.read_text("utf-8")
    assert 'id = "cloud" # the good one' in text
    assert 'region = "north"' in text
    assert "Not An Id" in text
    assert [each.name for each in opened(path).current.providers] == ["Home", "Sky"]


def test_all_providers_can_be_removed(path):
    settings = opened(path)
    settings.set_providers((CLOUD,))
    settings.set_providers(())
    assert opened(path).current.providers == ()


def test_providers_in_one_line_can_be_changed(path):
    text = 'providers = [{ id = "home", name = "Home", address = "http://127.0.0.1:8080/v1" }]\n'
    settings = opened(path, text)
    assert settings.current.providers == (HOME,)
    settings.set_providers((HOME, CLOUD))
    assert opened(path).current.providers == (HOME, CLOUD)


@pytest.mark.parametrize(
    "provider",
    [
        Provider("builtin", "Mine", "https://example.org"),
        Provider("a/b", "Mine", "https://example.org"),
        Provider("", "Mine", "https://example.org"),
        Provider("mine", "Mine", "example.org"),
        Provider("mine", "Mine", "https://example.org", ("",)),
        Provider("mine", "Mine", "https://example.org", context=-1),
        HOME,
    ],
)
def test_providers_that_could_not_be_asked_are_refused(path, provider):
    settings = opened(path)
    with pytest.raises(SettingError):
        settings.set_providers((HOME, provider))
    assert settings.current.providers == ()


def test_a_shortcut_can_be_set_emptied_and_given_back(path):
    settings = opened(path)
    settings.set_shortcut("tile.close", "Ctrl+Q")
    settings.set_shortcut("tile.new", "")
    assert opened(path).current.shortcuts == {"tile.close": "Ctrl+Q", "tile.new": ""}
    settings.set_shortcut("tile.close", None)
    assert opened(path).current.shortcuts == {"tile.new": ""}


def test_a_shortcut_that_is_no_text_is_reported(path):
    settings = opened(path, '[shortcuts]\n"tile.close" = 3\n"tile.new" = "Ctrl+N"\n')
    assert settings.current.shortcuts == {"tile.new": "Ctrl+N"}
    assert "tile.close" in str(settings.problems[0])


async def test_while_the_loop_runs_the_file_is_written_in_a_thread_before_the_end(path):
    settings = opened(path)
    for scale in range(100, 150):
        settings.set("appearance.scale", scale)
    await settings.aclose()
    assert written(path) == {"appearance": {"scale": 149}}


async def test_a_file_that_cannot_be_written_is_said_and_the_setting_is_in_force(path):
    heard, told = [], asyncio.Event()
    settings = opened(path, on_problem=lambda error: (heard.append(error), told.set()))
    path.parent.write_text("a file where the folder should be")
    settings.set("appearance.scale", 120)
    await asyncio.wait_for(told.wait(), 5)
    assert [type(error) for error in heard] == [StorageError]
    assert settings.current.appearance.scale == 120
    await settings.aclose()


def test_a_file_that_cannot_be_read_is_said_and_left_alone(path):
    path.mkdir(parents=True)
    settings = opened(path)
    assert [type(problem) for problem in settings.problems] == [StorageError]
    with pytest.raises(StorageError):
        settings.set("appearance.scale", 120)
    assert path.is_dir()


def test_a_failed_write_leaves_no_scraps(path, monkeypatch):
    settings = opened(path, OWN)
    monkeypatch.setattr(os, "replace", lambda *names: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(StorageError):
        settings.set("appearance.scale", 120)
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]
    assert path.read_text("utf-8") == OWN
