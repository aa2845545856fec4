"""Where the program keeps keys, as the settings say."""

import os

import pytest

from app.engine.connections import Connections
from app.engine.models import ModelChoice
from app.runtime import open_runtime
from app.storage.key_file import KeyFile
from app.storage.paths import resources_folder, user_paths
from tests.engine.scripted import Scripted

SETTINGS = """
[keys]
keep = "file"
[[providers]]
id = "cloud"
name = "Cloud"
address = "https://cloud.example"
models = ["m"]
protocol = "scripted"
key_variable = "CLOUD_API_KEY"
"""
PASSPHRASE = "correct horse"


@pytest.fixture
def paths():
    paths = user_paths()
    paths.make()
    paths.settings.write_text(SETTINGS)
    return paths


@pytest.fixture
def given():
    """The keys with which backends were made."""
    return []


@pytest.fixture
async def runtime(paths, given):
    def make(reach, on_change):
        given.append(reach.keys)
        return Scripted(["Hi"])

    async def aclose():
        pass

    async def connect():
        return Connections({"scripted": make}, None, aclose)

    async with open_runtime(paths, resources_folder(), connect=connect) as runtime:
        yield runtime


async def notices_after_start(runtime):
    runtime.begin_background_work()
    await runtime.scope.wait("keyring")
    return [notice.sentence for notice in runtime.notices.inbox]


async def test_a_locked_file_is_told_when_there_are_keys_to_need(runtime, paths):
    KeyFile(paths.keys).create(PASSPHRASE)
    (said,) = await notices_after_start(runtime)
    assert "locked" in said
    assert runtime.secrets.kind == "locked"


async def test_a_choice_in_the_settings_is_followed(runtime):
    await runtime.secrets.set("cloud", "a-key")
    assert runtime.secrets.needs_choice
    await runtime.secrets.create_file(PASSPHRASE)
    assert (runtime.secrets.kind, runtime.secrets.needs_choice) == ("file", False)
    runtime.settings.set("keys.keep", "this run")
    await runtime.scope.wait("keys")
    assert runtime.secrets.kind == "memory"
    assert await runtime.secrets.get("cloud") == "a-key"


async def test_who_chose_this_run_only_is_not_told_about_keyrings(runtime):
    runtime.settings.set("keys.keep", "this run")
    await runtime.scope.wait("keys")
    assert await notices_after_start(runtime) == []


async def test_a_backend_gets_the_key_of_its_variable(runtime, given):
    choice = ModelChoice("cloud", "m")
    os.environ["CLOUD_API_KEY"] = "from-the-environment"
    await runtime.models.backend(choice)
    await runtime.secrets.set_all("cloud", ("first", "second"))
    del os.environ["CLOUD_API_KEY"]
    await runtime.models.backend(choice)
    assert given == [("from-the-environment",), ("first", "second")]
