"""What happens between us and a real Secret Service; each scene runs in a process of its own."""

import asyncio
import io
import logging
import sys
import traceback
from contextlib import asynccontextmanager

import pytest

from app.core.errors import KeyringMissing, KeyringSilent, SecretError
from app.storage.secrets import Secrets
from tests.storage.secret_service import secret_service

LONG = "sk-" + "long" * 5000
UNICODE = "ключ-钥匙-🔑"
PLANTED = "sk-planted-0123456789abcdef"


async def keys_stay_after_the_program():
    with secret_service("password"):
        async with opened() as secrets:
            assert await secrets.check() == "keyring"
            await secrets.set("cloud", "a-key")
        async with opened() as again:
            assert await again.get("cloud") == "a-key"
            await again.delete("cloud")
            await again.delete("cloud")
            assert await again.get("cloud") is None


async def many_long_and_foreign_keys_are_kept():
    with secret_service("password"):
        async with opened() as secrets:
            await secrets.set_all("cloud", (LONG, UNICODE, "third"))
            await secrets.set("облако", "other")
            assert (secrets.kind, secrets.problem) == ("keyring", None)
        async with opened() as again:
            assert await again.get_all("cloud") == (LONG, UNICODE, "third")
            assert await again.get("cloud") == LONG
            assert await again.get("облако") == "other"


async def an_entry_of_an_earlier_version_is_read():
    with secret_service("password"):
        from keyring.backends.SecretService import Keyring

        Keyring().set_password("renao", "cloud", "old-key")
        async with opened() as secrets:
            assert await secrets.get_all("cloud") == ("old-key",)


async def a_bus_without_a_service_asks_for_a_choice():
    async with opened() as secrets:
        assert await secrets.check() == "memory"
        assert isinstance(secrets.problem, KeyringMissing)
        assert secrets.needs_choice
        await secrets.set("cloud", "a-key")
        assert await secrets.get("cloud") == "a-key"


async def a_locked_one_is_given_up_in_time():
    with secret_service("password") as service:
        async with opened() as secrets:
            await secrets.set("cloud", "a-key")
        service.kill()
        service.answer_no_prompts()
        service.start()
        async with opened(answer_seconds=0.5) as secrets:
            turns = await turns_during(refused(secrets.get("cloud"), KeyringSilent))
            service.wait_for_a_prompt()
            assert turns > 20, "the loop stood still"
            assert (await turns_during(refused(secrets.get("cloud"), KeyringSilent))) < 20
            await secrets.set("cloud", "new-key")
            assert (secrets.kind, secrets.needs_choice) == ("memory", False)
            assert await secrets.get("cloud") == "new-key"
            service.kill()
            service.start("password")
            assert await secrets.check(anew=True) == "keyring"
        async with opened() as again:
            assert await again.get("cloud") == "new-key"


async def one_that_dies_is_an_error_and_used_again_when_it_is_back():
    with secret_service("password") as service:
        async with opened() as secrets:
            await secrets.set("cloud", "a-key")
            service.kill()
            await refused(secrets.get("cloud"), SecretError)
            await secrets.set("other", "b-key")
            assert (secrets.kind, await secrets.get("other")) == ("memory", "b-key")
            assert secrets.needs_choice
            service.start("password")
            assert await secrets.get("cloud") == "a-key"
            assert await secrets.check() == "keyring"
        async with opened() as again:
            assert await again.get("other") == "b-key"


async def nothing_of_a_key_is_said_whatever_happens():
    said = io.StringIO()
    logging.basicConfig(level=logging.DEBUG, stream=said)
    with secret_service("password") as service:
        service.answer_no_prompts()
        async with opened(answer_seconds=0.5) as secrets:
            await secrets.set("cloud", PLANTED)
            await secrets.get("cloud")
            service.kill()
            said.write(await refused(secrets.get("cloud"), SecretError))
            await secrets.set("cloud", PLANTED)
            service.start()
            said.write(await refused(secrets.get("elsewhere"), KeyringSilent))
            said.write(await refused(secrets.delete("cloud"), KeyringSilent))
            said.write(repr(vars(secrets)) + repr(vars(secrets._keyring)))
    assert "keyring" in said.getvalue()
    assert PLANTED not in said.getvalue()


@asynccontextmanager
async def opened(**how):
    """Secrets that are closed at the end."""
    secrets = Secrets(**how)
    try:
        yield secrets
    finally:
        await secrets.aclose()


async def refused(answer, kind):
    """All there is to print of the error that must come."""
    with pytest.raises(kind) as caught:
        await answer
    return "".join(traceback.format_exception(caught.value)) + repr(caught.value.__context__)


async def turns_during(work):
    """How often the loop came round, every 5 ms at best, while `work` was waited for."""
    loop, turns = asyncio.get_running_loop(), 0

    def turn():
        nonlocal turns, timer
        turns += 1
        timer = loop.call_later(0.005, turn)

    timer = loop.call_soon(turn)
    try:
        await work
    finally:
        timer.cancel()
    return turns


SCENES = {
    scene.__name__: scene
    for scene in (
        keys_stay_after_the_program,
        many_long_and_foreign_keys_are_kept,
        an_entry_of_an_earlier_version_is_read,
        a_bus_without_a_service_asks_for_a_choice,
        a_locked_one_is_given_up_in_time,
        one_that_dies_is_an_error_and_used_again_when_it_is_back,
        nothing_of_a_key_is_said_whatever_happens,
    )
}

if __name__ == "__main__":
    asyncio.run(SCENES[sys.argv[1]]())
