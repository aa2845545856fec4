import os

import pytest

from app.core.errors import SecretError
from app.core.settings import Provider
from app.storage.environment_keys import ProviderKeys, variables_set
from app.storage.secrets import Secrets

PLAIN = Provider("cloud", "Cloud", "https://cloud.example")
NAMED = Provider("cloud", "Cloud", "https://cloud.example", key_variable="CLOUD_API_KEY")


class Ring:
    """A keyring that counts how often it is asked."""

    def __init__(self):
        self.kept = {}
        self.asked = 0

    def get_password(self, service, username):
        self.asked += 1
        return self.kept.get(username)

    def set_password(self, service, username, password):
        self.asked += 1
        self.kept[username] = password

    def delete_password(self, service, username):
        del self.kept[username]


@pytest.fixture
def ring():
    return Ring()


@pytest.fixture
async def keys(ring):
    secrets = Secrets(lambda: ring)
    yield ProviderKeys(secrets)
    await secrets.aclose()


def test_only_the_names_of_variables_that_hold_something_are_told():
    os.environ |= {"CLOUD_API_KEY": "sk-1", "BLANK_API_KEY": " "}
    names = ("CLOUD_API_KEY", "BLANK_API_KEY", "NO_API_KEY")
    assert variables_set(names) == ("CLOUD_API_KEY",)


async def test_a_variable_is_looked_up_each_time_and_never_stored(keys, ring):
    os.environ["CLOUD_API_KEY"] = "sk-1"
    assert await keys.keys_of(NAMED) == ("sk-1",)
    os.environ["CLOUD_API_KEY"] = "sk-2\nsk-3"
    assert await keys.keys_of(NAMED) == ("sk-2", "sk-3")
    assert (ring.kept, ring.asked) == ({}, 0)


async def test_without_its_variable_a_provider_has_what_is_stored(keys, ring):
    ring.kept["cloud"] = "stored-1\nstored-2"
    assert await keys.keys_of(NAMED) == ("stored-1", "stored-2")
    os.environ["CLOUD_API_KEY"] = "sk-1"
    assert await keys.keys_of(PLAIN) == ("stored-1", "stored-2")


async def test_a_keyring_that_fails_is_an_error_and_no_missing_key(keys, ring):
    ring.kept = None
    with pytest.raises(SecretError):
        await keys.keys_of(PLAIN)
