import asyncio
import os
import subprocess
import sys
import time

import pytest

from app.core.errors import SecretError
from app.storage.secrets import SERVICE, Secrets
from tests.storage.ring import Ring


@pytest.fixture
def ring():
    return Ring()


@pytest.fixture
async def secrets(ring):
    secrets = Secrets(lambda: ring, answer_seconds=5)
    yield secrets
    await secrets.aclose()


@pytest.fixture
async def impatient(ring):
    secrets = Secrets(lambda: ring, answer_seconds=0.05)
    yield secrets
    ring.is_open.set()
    await secrets.aclose()


@pytest.fixture
async def ringless():
    secrets = Secrets(lambda: None)
    yield secrets
    await secrets.aclose()


async def test_a_key_is_kept_in_the_keyring_under_the_name_of_its_provider(secrets, ring):
    await secrets.set("cloud", "key")
    assert ring.kept == {(SERVICE, "cloud"): "key"}
    assert await secrets.get("cloud") == "key"
    assert (secrets.kind, secrets.problem) == ("keyring", None)


async def test_a_deleted_key_is_gone_and_deleting_twice_is_fine(secrets):
    await secrets.set("cloud", "key")
    await secrets.delete("cloud")
    await secrets.delete("cloud")
    assert await secrets.get("cloud") is None


async def test_many_may_ask_at_once(secrets, ring):
    ring.kept = {(SERVICE, str(number)): f"key {number}" for number in range(9)}
    found = await asyncio.gather(*(secrets.get(str(number)) for number in range(9)))
    assert found == [f"key {number}" for number in range(9)]


async def test_without_a_keyring_keys_live_as_long_as_the_program(ringless):
    assert await ringless.get("cloud") is None
    await ringless.set("cloud", "key")
    assert await ringless.get("cloud") == "key"
    assert ringless.kind == "memory"
    assert isinstance(ringless.problem, SecretError)
    await ringless.delete("cloud")
    assert await ringless.get("cloud") is None


async def test_checking_tells_what_there_is(secrets, ringless):
    assert await secrets.check() == "keyring"
    assert await ringless.check() == "memory"


async def test_a_keyring_that_fails_is_an_error_and_no_missing_key(secrets, ring):
    ring.error = RuntimeError("secret detail")
    with pytest.raises(SecretError) as caught:
        await secrets.get("cloud")
    assert "secret detail" not in str(caught.value)
    ring.error = None
    assert await secrets.get("cloud") is None
    assert secrets.kind == "keyring"


async def test_a_key_the_keyring_refuses_is_held_in_memory(secrets, ring):
    ring.error = RuntimeError()
    await secrets.set("cloud", "key")
    assert secrets.kind == "memory"
    assert await secrets.get("cloud") == "key"


async def test_a_keyring_that_hangs_is_given_up_and_not_waited_for_again(impatient, ring):
    ring.is_open.clear()
    with pytest.raises(SecretError, match=r"in 0\.05 s"):
        await impatient.get("cloud")
    with pytest.raises(SecretError, match="still"):
        await impatient.get("cloud")
    await impatient.set("cloud", "key")
    assert impatient.kind == "memory"
    assert await impatient.get("cloud") == "key"


async def test_a_keyring_that_answers_late_is_used_again(impatient, ring):
    ring.is_open.clear()
    with pytest.raises(SecretError):
        await impatient.get("cloud")
    ring.is_open.set()
    ring.kept[SERVICE, "cloud"] = "key"
    await asyncio.wrap_future(impatient._keyring._worker._stuck)
    assert await impatient.get("cloud") == "key"
    assert impatient.kind == "keyring"


def run(code, **environment):
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split(), time.monotonic() - began


def test_a_keyring_that_hangs_does_not_hold_the_exit():
    said, seconds = run("""
import asyncio, threading
from app.core.errors import SecretError
from app.storage.secrets import Secrets

async def main():
    secrets = Secrets(threading.Event().wait, answer_seconds=0.1)
    try:
        await secrets.get("cloud")
    except SecretError:
        print("given", "up")
    await secrets.aclose()

asyncio.run(main())
""")
    assert said == ["given", "up"]
    assert seconds < 5


REAL = """
import asyncio, sys
from app.storage.secrets import Secrets
assert "keyring" not in sys.modules

async def main():
    secrets = Secrets()
    print(await secrets.check())
    await secrets.set("cloud", "a-key")
    again = Secrets()
    print(await again.get("cloud"), secrets.kind)
    await secrets.delete("cloud")
    print(await again.get("cloud"))

asyncio.run(main())
"""


def test_without_a_secret_service_memory_is_used_and_nobody_is_asked():
    said, _ = run(REAL, DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")
    assert said == ["memory", "None", "memory", "None"]


async def test_what_is_to_be_forgotten_goes_at_the_latest_with_the_program(ring):
    secrets = Secrets(lambda: ring, answer_seconds=5)
    for name in ("gone", "back", "new"):
        await secrets.set(name, "sk-1")
        secrets.forget_at_end(name)
    secrets.forget_at_end("back", False)
    await secrets.set("new", "sk-2")
    await secrets.aclose()
    after = Secrets(lambda: ring, answer_seconds=5)
    assert [await after.get(name) for name in ("gone", "back", "new")] == [None, "sk-1", "sk-2"]
    await after.aclose()
