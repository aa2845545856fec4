"""A planted key is looked for wherever it could have slipped out."""

import logging
import os
import traceback
from base64 import b64encode

import pytest

from app.core import events
from app.core.errors import AppError
from app.core.settings import Provider
from app.runtime import open_runtime
from app.storage.environment_keys import ProviderKeys, variables_set
from app.storage.paths import resources_folder, user_paths
from app.storage.secrets import Secrets
from tests.storage.ring import Ring

PLANTED = "sk-planted-0123456789abcdef"
VARIABLE = "sk-variable-0123456789abcdef"
PASSPHRASE = "planted passphrase"
ALL = (PLANTED, VARIABLE, PASSPHRASE)
PROVIDER = Provider("cloud", "Cloud", "https://cloud.example", ("m",))
NAMED = Provider("named", "Named", "https://named.example", ("m",), key_variable="NAMED_API_KEY")


class Telltale(Ring):
    """A keyring whose errors say all they know, and what led to them too."""

    is_ill = False

    def _go(self):
        super()._go()
        if self.is_ill:
            raise RuntimeError(f"cannot do it with {PLANTED}") from KeyError(PLANTED)


class Witness(logging.Handler):
    """Remembers all that could be read: logs at debug level, errors, events, reprs."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.heard = []

    def emit(self, record):
        self.heard.append(self.format(record) + repr(vars(record)))

    def event(self, event):
        self.heard.append(repr(event))

    def look_at(self, *things):
        """What each shows of itself, and what its parts show, three deep."""
        self.heard += [shown for thing in things for shown in shown_by(thing, 3)]

    async def refused(self, answer):
        """An error must come; all of its chain is remembered."""
        with pytest.raises(AppError) as caught:
            await answer
        self.heard += traceback.format_exception(caught.value)
        error = caught.value
        while error is not None:
            self.heard.append(repr((error, vars(error))))
            error = error.__context__


def shown_by(thing, depth):
    if isinstance(thing, Ring):
        return  # it plays the system's part
    yield f"{thing!r} {thing}"
    if depth:
        parts = vars(thing).values() if hasattr(thing, "__dict__") else ()
        for part in parts:
            yield from shown_by(part, depth - 1)


@pytest.fixture
def witness():
    witness, root = Witness(), logging.getLogger()
    level = root.level
    root.addHandler(witness)
    root.setLevel(logging.DEBUG)
    yield witness
    root.removeHandler(witness)
    root.setLevel(level)


@pytest.fixture
async def runtime(ring, witness):
    paths = user_paths()
    secrets = Secrets(lambda: ring, 5, paths.keys, names=lambda: ("cloud", "named"))
    async with open_runtime(paths, resources_folder(), secrets=secrets) as runtime:
        for kind in vars(events).values():
            if isinstance(kind, type) and issubclass(kind, events.Event):
                runtime.bus.subscribe(kind, witness.event)
        runtime.settings.set_providers((PROVIDER, NAMED))
        yield runtime
        witness.look_at(runtime, runtime.secrets, runtime.settings.current)


@pytest.fixture
def ring():
    return Telltale()


@pytest.fixture(autouse=True)
def nothing_slips_out(home, witness, request):
    """After each test: not in what was said, and not in any file."""
    yield
    said = "\n".join(witness.heard)
    assert "app.storage" in said, "nothing was heard at all"
    for secret in ALL:
        assert secret not in said
        for file in files_of(home):
            assert not any(form in file.read_bytes() for form in forms(secret)), file


def forms(secret):
    """The bytes of a secret, plain and thinly disguised."""
    raw = secret.encode()
    shifted = (b64encode(b"." * shift + raw)[4:-4] for shift in range(3))
    return (raw, raw[::-1], raw.hex().encode(), secret.encode("utf-16-le"), *shifted)


def files_of(home):
    return [file for file in home.rglob("*") if file.is_file()]


async def test_a_keyring_that_tells_tales(runtime, ring, witness):
    secrets = runtime.secrets
    await secrets.set_all("cloud", (PLANTED, "second"))
    witness.look_at(secrets)
    ring.is_ill = True
    await witness.refused(secrets.get("cloud"))
    await witness.refused(secrets.delete("cloud"))
    await secrets.set("cloud", PLANTED)
    await secrets.check()
    witness.look_at(secrets, secrets.problem)
    assert await secrets.get("cloud") == PLANTED


async def test_a_file_that_is_locked_damaged_and_full(runtime, ring, witness):
    secrets, file = runtime.secrets, user_paths().keys
    await secrets.set("cloud", PLANTED)
    runtime.settings.set("keys.keep", "file")
    await runtime.scope.wait("keys")
    await secrets.create_file(PASSPHRASE)
    assert (secrets.kind, await secrets.get("cloud")) == ("file", PLANTED)
    witness.look_at(secrets)
    again = Secrets(lambda: ring, 5, file, place="file")
    await witness.refused(again.get("cloud"))
    await witness.refused(again.unlock(f"{PASSPHRASE}!"))
    await witness.refused(again.create_file(PASSPHRASE))
    file.write_bytes(file.read_bytes()[:-40])
    await witness.refused(again.unlock(PASSPHRASE))
    await again.set("cloud", PLANTED)
    witness.look_at(again, again.problem)
    await again.aclose()


async def test_moving_there_and_back(runtime, ring, witness):
    secrets = runtime.secrets
    await secrets.set("cloud", PLANTED)
    await secrets.create_file(PASSPHRASE)
    for place in ("file", "keyring", "this run"):
        runtime.settings.set("keys.keep", place)
        await runtime.scope.wait("keys")
        assert await secrets.get("cloud") == PLANTED
        assert secrets.problem is None
    ring.is_ill = True
    runtime.settings.set("keys.keep", "keyring")
    await runtime.scope.wait("keys")
    assert await secrets.get("cloud") == PLANTED


async def test_a_variable_of_the_environment(runtime, ring, witness):
    os.environ["NAMED_API_KEY"] = VARIABLE
    keys = ProviderKeys(runtime.secrets)
    assert await keys.keys_of(NAMED) == (VARIABLE,)
    assert variables_set(("NAMED_API_KEY",)) == ("NAMED_API_KEY",)
    ring.is_ill = True
    await witness.refused(keys.keys_of(PROVIDER))
    witness.look_at(keys)


async def test_a_program_that_ends(runtime, witness):
    await runtime.secrets.set("cloud", PLANTED)
    await runtime.secrets.aclose()
    await witness.refused(runtime.secrets.get("cloud"))
