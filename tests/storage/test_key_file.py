import hashlib
import json
import os
import resource
import unicodedata
from base64 import b64decode
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.core.errors import (
    KeyFileBroken,
    KeyFileTooNew,
    PassphraseWrong,
    SecretError,
    SecretsLocked,
)
from app.core.key import Key
from app.storage.key_file import KeyFile
from app.storage.sealed_text import Cost, Seal

PASSPHRASE = "correct horse"
PLANTED = "sk-planted-0123456789abcdef"


def cheap():
    return Cost(os.urandom(16), n=2**14)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


@pytest.fixture
def file(path):
    """An open file with one key."""
    file = KeyFile(path, cheap)
    file.create(PASSPHRASE)
    file.write({"cloud": Key(PLANTED)})
    return file


def read(path, passphrase=PASSPHRASE):
    """What is in the file, as a program that starts now reads it."""
    again = KeyFile(path, cheap)
    again.unlock(passphrase)
    return again


def change(path, *, checksum=False, **fields):
    """Change what the file says, with a checksum that fits if wanted."""
    whole = json.loads(path.read_text()) | fields
    if checksum:
        del whole["checksum"]
        plain = json.dumps(whole, sort_keys=True, separators=(",", ":"))
        whole["checksum"] = hashlib.sha256(plain.encode()).hexdigest()
    path.write_text(json.dumps(whole))


def test_what_is_put_in_is_there_after_a_restart(file, path):
    file.write({"other": Key("ключ-钥匙-🔑\nsecond"), "gone": Key("x")})
    file.write({"gone": None})
    again = read(path)
    assert again.read("cloud") == Key(PLANTED)
    assert again.read("other") == Key("ключ-钥匙-🔑\nsecond")
    assert again.read("gone") is None


def test_it_is_for_this_user_alone_and_says_no_key(file, path):
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text()
    assert PLANTED not in text
    assert "cloud" not in text
    assert PASSPHRASE not in text
    assert b"cloud" not in b64decode(json.loads(text)["sealed"])


def test_the_usual_cost_is_in_the_file(path):
    file = KeyFile(path)
    file.create(PASSPHRASE)
    kdf = json.loads(path.read_text())["kdf"]
    assert (kdf["name"], kdf["n"], kdf["r"], kdf["p"]) == ("scrypt", 2**17, 8, 1)


def test_two_files_of_one_passphrase_have_nothing_in_common(file, path, tmp_path):
    other = KeyFile(tmp_path / "other.json", cheap)
    other.create(PASSPHRASE)
    one, two = (json.loads(each.read_text()) for each in (path, tmp_path / "other.json"))
    assert one["kdf"]["salt"] != two["kdf"]["salt"]
    assert one["nonce"] != two["nonce"]


def test_each_time_it_is_written_with_another_nonce(file, path):
    before = json.loads(path.read_text())["nonce"]
    file.write({})
    assert json.loads(path.read_text())["nonce"] != before


def test_a_locked_one_hands_nothing_over_and_takes_nothing(file, path):
    before = path.read_bytes()
    locked = KeyFile(path)
    assert (locked.is_there, locked.is_open) == (True, False)
    with pytest.raises(SecretsLocked):
        locked.read("cloud")
    with pytest.raises(SecretsLocked):
        locked.write({"cloud": Key("new")})
    assert path.read_bytes() == before


def test_a_wrong_passphrase_is_told_and_changes_nothing(file, path):
    before = path.read_bytes()
    with pytest.raises(PassphraseWrong):
        read(path, "wrong")
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 1


def test_a_wrong_passphrase_does_not_close_what_is_open(file):
    with pytest.raises(PassphraseWrong):
        file.unlock("wrong")
    assert file.read("cloud") == Key(PLANTED)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_passphrase_is_the_same_however_it_is_typed(path, form):
    KeyFile(path, cheap).create("Schlüssel é 钥匙")
    assert read(path, unicodedata.normalize(form, "Schlüssel é 钥匙")).is_open


def test_an_empty_passphrase_is_refused(path, file):
    with pytest.raises(PassphraseWrong):
        KeyFile(path.with_name("new.json"), cheap).create("")
    with pytest.raises(PassphraseWrong):
        file.change_passphrase(PASSPHRASE, "")
    assert read(path).is_open


def test_a_file_that_is_there_is_not_made_anew(file, path):
    before = path.read_bytes()
    with pytest.raises(SecretError, match="already"):
        KeyFile(path, cheap).create("another")
    assert path.read_bytes() == before


def test_the_passphrase_can_be_changed(file, path):
    salt = json.loads(path.read_text())["kdf"]["salt"]
    file.change_passphrase(PASSPHRASE, "new one")
    assert json.loads(path.read_text())["kdf"]["salt"] != salt
    with pytest.raises(PassphraseWrong):
        read(path)
    assert read(path, "new one").read("cloud") == Key(PLANTED)
    file.write({"other": Key("x")})
    assert read(path, "new one").read("other") == Key("x")


def test_with_the_wrong_old_passphrase_it_is_not_changed(file, path):
    with pytest.raises(PassphraseWrong):
        file.change_passphrase("wrong", "new one")
    assert read(path).read("cloud") == Key(PLANTED)


def test_a_passphrase_that_cannot_be_written_stays_the_old_one(file, path):
    before = path.read_bytes()
    with unwritable(), pytest.raises(SecretError, match="cannot be written"):
        file.change_passphrase(PASSPHRASE, "new one")
    assert path.read_bytes() == before
    file.write({"other": Key("x")})
    assert read(path).read("other") == Key("x")


DAMAGES = {
    "cut": lambda text: text[: len(text) // 2],
    "empty": lambda text: "",
    "no json": lambda text: "key = 1",
    "a list": lambda text: "[1]",
    "too deep": lambda text: "[" * 200_000,
    "too long": lambda text: text + " " * 1_000_000,
    "a flipped letter": lambda text: text.replace('"sealed": "', '"sealed": "AAAA'),
    "another format": lambda text: text.replace("renao keys", "other keys"),
    "no version": lambda text: text.replace('"version": 1', '"version": "1"'),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_set_aside_and_told(file, path, damage):
    damaged = damage(path.read_text())
    path.write_text(damaged)
    broken = KeyFile(path, cheap)
    with pytest.raises(KeyFileBroken) as caught:
        broken.unlock(PASSPHRASE)
    assert not broken.is_there
    assert caught.value.kept_at.startswith(f"{path}.broken-")
    with open(caught.value.kept_at) as kept:
        assert kept.read() == damaged
    broken.create("another")
    assert read(path, "another").is_open


def test_bytes_that_are_no_text_are_damage(file, path):
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeyFileBroken):
        read(path)


def test_two_damaged_files_are_both_kept(file, path):
    for text in ("one", "two"):
        path.write_text(text)
        with pytest.raises(KeyFileBroken):
            read(path)
    kept = {each.read_text() for each in path.parent.glob("keys.json.broken-*")}
    assert kept == {"one", "two"}


def test_a_newer_file_is_left_alone(file, path):
    change(path, version=2)
    before = path.read_bytes()
    with pytest.raises(KeyFileTooNew):
        read(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "cost",
    [{"n": 2**10}, {"n": 2**30}, {"n": 2**17 + 1}, {"n": -1}, {"r": 1}, {"r": 10**9}, {"p": 99}],
    ids=str,
)
def test_a_cost_that_would_harm_is_refused(file, path, cost):
    kdf = json.loads(path.read_text())["kdf"] | cost
    change(path, kdf=kdf, checksum=True)
    with pytest.raises(KeyFileBroken, match="in a way"):
        read(path)


@pytest.mark.parametrize(
    "kdf",
    [None, [], {}, {"name": "scrypt", "salt": "AA", "n": True, "r": 8, "p": 1}],
    ids=str,
)
def test_a_cost_that_is_none_is_damage(file, path, kdf):
    change(path, kdf=kdf, checksum=True)
    with pytest.raises(KeyFileBroken):
        read(path)


def test_what_stands_above_the_sealed_text_cannot_be_exchanged(path):
    cost = cheap()
    seal = Seal(PASSPHRASE, cost)
    path.write_text(seal.close("{}"))
    kdf = json.loads(path.read_text())["kdf"] | {"p": 2}
    change(path, kdf=kdf, checksum=True)
    seal.cost = replace(cost, p=2)
    with pytest.raises(PassphraseWrong):
        seal.open(path.read_text())


def test_what_was_open_is_not_lost_when_the_file_is_damaged(file, path):
    path.write_text("damaged")
    file.write({"other": Key("x")})
    again = read(path)
    assert (again.read("cloud"), again.read("other")) == (Key(PLANTED), Key("x"))
    (kept,) = path.parent.glob("keys.json.broken-*")
    assert kept.read_text() == "damaged"


def test_a_damaged_file_that_cannot_be_set_aside_is_not_overwritten(tmp_path):
    path = tmp_path / ("k" * 240)  # a longer name is not possible
    file = KeyFile(path, cheap)
    file.create(PASSPHRASE)
    path.write_text("damaged")
    with pytest.raises(KeyFileBroken) as caught:
        file.write({"other": Key("x")})
    assert caught.value.kept_at == ""
    assert path.read_text() == "damaged"


def test_what_another_program_put_in_meanwhile_stays(file, path):
    read(path).write({"second": Key("from elsewhere")})
    file.write({"third": Key("x")})
    again = read(path)
    assert {again.read(name) for name in ("second", "third")} == {Key("from elsewhere"), Key("x")}


def test_a_file_with_another_passphrase_is_not_overwritten(file, path):
    read(path).change_passphrase(PASSPHRASE, "new one")
    before = path.read_bytes()
    with pytest.raises(SecretsLocked):
        file.write({"third": Key("x")})
    assert path.read_bytes() == before
    assert not file.is_open


def test_a_newer_file_that_came_meanwhile_is_not_overwritten(file, path):
    change(path, version=2)
    before = path.read_bytes()
    with pytest.raises(KeyFileTooNew):
        file.write({"third": Key("x")})
    assert path.read_bytes() == before


def test_a_disk_that_cannot_be_written_is_told_and_nothing_is_lost(file, path):
    with unwritable(), pytest.raises(SecretError, match="cannot be written"):
        file.write({"other": Key("x")})
    assert read(path).read("cloud") == Key(PLANTED)


def test_a_file_that_is_no_file_cannot_be_read(path):
    path.mkdir()
    with pytest.raises(SecretError, match="cannot be read"):
        read(path)


def test_an_empty_one_can_be_taken_away(file, path):
    file.remove_if_empty()
    assert path.exists()
    file.write({"cloud": None})
    file.remove_if_empty()
    assert not path.exists()
    assert not file.is_there


@contextmanager
def unwritable():
    """No file can grow beyond some bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
