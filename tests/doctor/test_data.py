import apsw
import pytest

from app.backends import model_files
from app.doctor.data import check_database, check_keyring, check_model
from app.storage.paths import user_paths
from app.storage.store import Store


@pytest.fixture
def paths():
    paths = user_paths()
    paths.make()
    return paths


async def test_a_database_that_is_not_there_yet_is_fine(paths):
    finding = await check_database(paths)
    assert finding.is_ok
    assert not paths.database.exists()


async def test_a_sound_database_is_fine_while_the_program_has_it_open(paths):
    with Store(paths.database):
        finding = await check_database(paths)
    assert finding.is_ok
    assert "sound" in finding.sentence


async def test_a_corrupt_database_is_said_and_left_where_it_is(paths):
    paths.database.write_bytes(b"no database at all" * 1000)
    finding = await check_database(paths)
    assert not finding.is_ok
    assert "corrupt" in finding.sentence
    assert paths.database.read_bytes().startswith(b"no database")


async def test_a_damaged_page_is_found(paths):
    with Store(paths.database) as store:
        for number in range(500):
            store.keep_fact(f"fact {number}", "value" * 20)
    content = bytearray(paths.database.read_bytes())
    content[-2000:] = b"\xff" * 2000
    paths.database.write_bytes(content)
    assert "corrupt" in (await check_database(paths)).sentence


async def test_a_database_of_a_newer_renao_asks_for_an_update(paths):
    db = apsw.Connection(str(paths.database))
    db.pragma("user_version", 9999)
    db.close()
    finding = await check_database(paths)
    assert not finding.is_ok
    assert "newer" in finding.what_to_do


async def test_a_system_without_a_keyring_is_told_what_that_means(paths):
    finding = await check_keyring(paths)
    assert not finding.is_ok
    assert "forgotten" in finding.sentence


def test_a_missing_model_names_the_command_that_fetches_it(paths):
    finding = check_model(paths)
    assert not finding.is_ok
    assert "renao fetch-model" in finding.what_to_do


def test_a_fetched_model_is_fine(paths, model_file):
    (paths.models / model_files.MODEL.name).symlink_to(model_file)
    assert model_files.fetch_in_terminal(paths.models) == 0
    assert check_model(paths).is_ok


def test_a_model_engine_that_cannot_load_is_named(tmp_path, monkeypatch):
    (tmp_path / "xllamacpp.py").write_text("raise ImportError('libgomp.so.1: cannot open')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = check_model(user_paths())
    assert not found.is_ok
    assert "libgomp.so.1" in found.sentence
    assert "libgomp1" in found.what_to_do


@pytest.mark.parametrize(
    ("place", "said"), [("this run", "until Renao ends"), ("file", "encrypted")]
)
async def test_keys_that_go_where_the_user_wants_them_are_fine(paths, place, said):
    paths.settings.write_text(f'[keys]\nkeep = "{place}"\n', "utf-8")
    paths.keys.write_bytes(b"sealed")
    finding = await check_keyring(paths)
    assert finding.is_ok
    assert said in finding.sentence
