"""Where keys are kept, and how they get from one place to another."""

import asyncio
import gc
import os
import weakref

import pytest

from app.core.errors import (
    KeyFileBroken,
    KeyringMissing,
    PassphraseWrong,
    SecretError,
    SecretsLocked,
)
from app.core.key import Key
from app.storage.key_file import KeyFile
from app.storage.sealed_text import Cost
from app.storage.secrets import Secrets
from tests.storage.test_secrets import Ring

PASSPHRASE = "correct horse"
NAMES = ("cloud", "other")


@pytest.fixture
def ring():
    return Ring()


@pytest.fixture
async def opened(tmp_path):
    """Makes secrets with a place for a file, and closes them."""
    made = []

    def make(ring=None, **how):
        secrets = Secrets(lambda: ring, 5, file=tmp_path / "keys.json", names=lambda: NAMES, **how)
        made.append(secrets)
        return secrets

    yield make
    for secrets in made:
        await secrets.aclose()


@pytest.fixture
def made(tmp_path):
    """The file, made in an earlier run, with a passphrase that is cheap to try."""
    file = KeyFile(tmp_path / "keys.json", lambda: Cost(os.urandom(16), n=2**14))
    file.create(PASSPHRASE)
    return file


async def in_file(opened, passphrase=PASSPHRASE):
    """Secrets of a program that starts now and has unlocked the file."""
    secrets = opened(place="file")
    await secrets.unlock(passphrase)
    return secrets


def in_ring(ring):
    return {name: entry for (_, name), entry in ring.kept.items()}


async def test_several_keys_are_one_entry(opened, ring):
    secrets = opened(ring)
    await secrets.set_all("cloud", ("a", " b ", "a", ""))
    assert in_ring(ring) == {"cloud": "a\nb"}
    assert await secrets.get_all("cloud") == ("a", "b")
    assert await secrets.get("cloud") == "a"
    await secrets.set_all("cloud", ())
    assert in_ring(ring) == {}
    assert await secrets.get_all("cloud") == ()


async def test_without_a_keyring_the_user_has_to_choose(opened):
    secrets = opened()
    assert await secrets.check() == "memory"
    assert isinstance(secrets.problem, KeyringMissing)
    assert secrets.needs_choice


async def test_for_this_run_only_is_no_problem_and_asks_no_keyring(opened, ring):
    ring.kept = None  # would fail
    secrets = opened(ring, place="this run")
    await secrets.set("cloud", "key")
    assert await secrets.check() == "memory"
    assert (secrets.problem, secrets.needs_choice) == (None, False)
    assert await secrets.get("cloud") == "key"
    await secrets.delete("cloud")
    assert await secrets.get("cloud") is None


async def test_what_was_held_in_memory_goes_into_the_keyring_when_it_is_back(opened, ring):
    ring.error = RuntimeError()
    secrets = opened(ring)
    await secrets.set_all("cloud", ("a", "b"))
    assert (secrets.kind, in_ring(ring)) == ("memory", {})
    ring.error = None
    assert await secrets.check() == "keyring"
    assert in_ring(ring) == {"cloud": "a\nb"}
    assert await secrets.get_all("cloud") == ("a", "b")


async def test_any_answer_of_the_keyring_is_taken_for_its_return(opened, ring):
    ring.error = RuntimeError()
    secrets = opened(ring)
    await secrets.set("cloud", "key")
    ring.error = None
    assert await secrets.get("other") is None
    await secrets._scope.wait("put away")
    assert in_ring(ring) == {"cloud": "key"}


async def test_it_does_so_by_itself_and_nobody_waits_for_it(opened, ring):
    ring.error = RuntimeError()
    secrets = opened(ring)
    await secrets.set("cloud", "key")
    ring.error = None
    ring.is_open.clear()
    assert await secrets.get("cloud") == "key"
    ring.is_open.set()
    await secrets._scope.wait("put away")
    assert in_ring(ring) == {"cloud": "key"}


async def test_who_stops_waiting_does_not_lose_the_key(opened, ring):
    secrets = opened(ring)
    ring.is_open.clear()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await secrets.set("cloud", "key")
    ring.is_open.set()
    assert await secrets.get("cloud") == "key"
    await secrets.check()
    assert in_ring(ring) == {"cloud": "key"}


async def test_keys_held_in_memory_go_into_the_file_when_it_is_made(opened):
    secrets = opened()
    await secrets.set("cloud", "key")
    await secrets.choose("file")
    assert (secrets.kind, secrets.needs_choice) == ("memory", True)
    await secrets.create_file(PASSPHRASE)
    assert (secrets.kind, secrets.needs_choice, secrets.problem) == ("file", False, None)
    assert await (await in_file(opened)).get("cloud") == "key"


async def test_a_file_made_before_it_is_chosen_is_the_same(opened, ring):
    secrets = opened(ring)
    await secrets.set("cloud", "key")
    await secrets.create_file(PASSPHRASE)
    assert secrets.kind == "keyring"
    await secrets.choose("file")
    assert in_ring(ring) == {}
    assert await (await in_file(opened)).get("cloud") == "key"


async def test_from_the_keyring_to_the_file_nothing_stays_behind(opened, ring):
    secrets = opened(ring)
    await secrets.set_all("cloud", ("a", "b"))
    await secrets.set("other", "c")
    await secrets.choose("file")
    assert await secrets.get_all("cloud") == ("a", "b")
    await secrets.create_file(PASSPHRASE)
    assert in_ring(ring) == {}
    again = await in_file(opened)
    assert await again.get_all("cloud") == ("a", "b")
    assert await again.get("other") == "c"


async def test_from_the_file_to_the_keyring_the_empty_file_goes(opened, ring, tmp_path, made):
    secrets = opened(ring, place="file")
    await secrets.unlock(PASSPHRASE)
    await secrets.set_all("cloud", ("a", "b"))
    assert in_ring(ring) == {}
    await secrets.choose("keyring")
    assert in_ring(ring) == {"cloud": "a\nb"}
    assert not (tmp_path / "keys.json").exists()
    assert await secrets.get_all("cloud") == ("a", "b")


async def test_what_the_keyring_refuses_stays_in_the_file(opened, ring, made):
    secrets = opened(ring, place="file")
    await secrets.unlock(PASSPHRASE)
    await secrets.set("cloud", "key")
    ring.error = RuntimeError()
    await secrets.choose("keyring")
    assert await secrets.get("cloud") == "key"
    assert await (await in_file(opened)).get("cloud") == "key"


async def test_from_a_locked_file_keys_come_when_it_is_unlocked(opened, ring, made):
    made.write({"cloud": Key("key")})
    secrets = opened(ring, place="file")
    await secrets.choose("keyring")
    assert (secrets.kind, await secrets.get("cloud")) == ("keyring", None)
    await secrets.unlock(PASSPHRASE)
    assert in_ring(ring) == {"cloud": "key"}


async def test_to_memory_keys_are_copied(opened, ring):
    secrets = opened(ring)
    await secrets.set("cloud", "key")
    await secrets.choose("this run")
    assert await secrets.get("cloud") == "key"
    assert (secrets.kind, in_ring(ring)) == ("memory", {"cloud": "key"})
    await secrets.delete("cloud")
    assert in_ring(ring) == {}


async def test_a_locked_file_says_so_and_holds_new_keys_in_memory(opened, made):
    made.write({"cloud": Key("old")})
    secrets = opened(place="file")
    assert await secrets.check() == "locked"
    assert isinstance(secrets.problem, SecretsLocked)
    with pytest.raises(SecretsLocked):
        await secrets.get("cloud")
    await secrets.set("cloud", "new")
    assert (secrets.kind, await secrets.get("cloud")) == ("locked", "new")
    await secrets.unlock(PASSPHRASE)
    assert (secrets.kind, secrets.problem) == ("file", None)
    assert await (await in_file(opened)).get("cloud") == "new"


async def test_to_a_locked_file_keys_go_when_it_is_unlocked(opened, ring, made):
    secrets = opened(ring)
    await secrets.set("cloud", "key")
    await secrets.choose("file")
    assert (secrets.kind, await secrets.get("cloud")) == ("locked", "key")
    assert in_ring(ring) == {"cloud": "key"}
    await secrets.unlock(PASSPHRASE)
    assert in_ring(ring) == {}
    assert await (await in_file(opened)).get("cloud") == "key"


async def test_a_wrong_passphrase_is_told_and_leaves_it_locked(opened, made):
    secrets = opened(place="file")
    with pytest.raises(PassphraseWrong):
        await secrets.unlock("wrong")
    assert secrets.kind == "locked"


async def test_the_passphrase_is_changed(opened, made):
    secrets = await in_file(opened)
    await secrets.set("cloud", "key")
    await secrets.change_passphrase(PASSPHRASE, "new one")
    assert await (await in_file(opened, "new one")).get("cloud") == "key"


async def test_a_damaged_file_is_told_and_a_new_one_can_be_made(opened, tmp_path):
    (tmp_path / "keys.json").write_text("damaged")
    secrets = opened(place="file")
    with pytest.raises(KeyFileBroken):
        await secrets.unlock(PASSPHRASE)
    await secrets.check()
    assert isinstance(secrets.problem, KeyFileBroken)
    assert secrets.needs_choice
    await secrets.create_file(PASSPHRASE)
    assert (secrets.kind, secrets.problem, secrets.needs_choice) == ("file", None, False)
    assert len(list(tmp_path.glob("keys.json.broken-*"))) == 1


class Typed(str):
    """A passphrase that can be watched."""


async def create_and_unlock(secrets, file):
    typed = Typed(PASSPHRASE)
    await secrets.create_file(typed)
    await secrets.unlock(typed)
    with pytest.raises(PassphraseWrong):
        await secrets.change_passphrase(Typed("wrong"), typed)
    return weakref.ref(typed)


async def try_a_damaged_file(secrets, file):
    typed = Typed(PASSPHRASE)
    file.write_text("damaged")
    with pytest.raises(KeyFileBroken):
        await secrets.unlock(typed)
    assert isinstance(secrets.problem, KeyFileBroken)
    return weakref.ref(typed)


@pytest.mark.parametrize("use", [create_and_unlock, try_a_damaged_file])
async def test_a_passphrase_is_not_kept(opened, tmp_path, use):
    secrets = opened(place="file")
    typed = await use(secrets, tmp_path / "keys.json")
    await secrets.check()  # the loop and the thread let go of what they were doing
    gc.collect()
    assert typed() is None


async def test_the_loop_turns_while_a_passphrase_is_tried(opened):
    secrets = opened(place="file")
    loop, turns = asyncio.get_running_loop(), []

    def turn():
        turns.append(loop.call_later(0.005, turn))

    turn()
    await secrets.create_file(PASSPHRASE)
    turns[-1].cancel()
    assert len(turns) > 10


async def test_without_a_folder_there_is_no_file(ring):
    secrets = Secrets(lambda: ring, place="file")
    await secrets.set("cloud", "key")
    assert in_ring(ring) == {"cloud": "key"}
    with pytest.raises(SecretError):
        await secrets.create_file(PASSPHRASE)
    await secrets.aclose()


async def test_changing_and_deleting_at_once_ends_as_the_last_one_said(opened, ring):
    secrets = opened(ring)
    await asyncio.gather(
        secrets.set("cloud", "a"), secrets.set("cloud", "b"), secrets.set("other", "c")
    )
    assert in_ring(ring) == {"cloud": "b", "other": "c"}
    await asyncio.gather(secrets.set("cloud", "d"), secrets.delete("cloud"))
    assert in_ring(ring) == {"other": "c"}
    assert await secrets.get("cloud") is None
