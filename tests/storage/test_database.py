import os
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest

from app.core.errors import (
    DatabaseCorrupt,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseTooNew,
    DiskFull,
    StorageError,
)
from app.storage import database as module
from app.storage.database import Database


@pytest.fixture
def path(tmp_path):
    return tmp_path / "renao.db"


@pytest.fixture
def patient(monkeypatch):
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)


def filled(path, rows=500):
    """A database of many pages, closed."""
    database = Database(path)
    with database.transaction():
        for number in range(rows):
            database.run("INSERT INTO fact VALUES (?, ?)", f"fact {number}", "x" * 400)
    database.close()


def facts(database):
    return database.rows("SELECT count(*) FROM fact")[0][0]


def overfill(database):
    with database.transaction():
        for number in range(2000):
            database.run("INSERT INTO fact VALUES (?, ?)", f"more {number}", "x" * 900)


def files(path):
    return sorted(each.name for each in path.parent.iterdir())


def test_a_new_file_is_at_the_newest_version_and_durable(path):
    database = Database(path)
    assert database.rows("PRAGMA user_version") == [(len(module.MIGRATIONS),)]
    assert database.rows("PRAGMA journal_mode") == [("wal",)]
    assert database.rows("PRAGMA synchronous") == [(2,)]
    assert database.problem is None
    database.close()


def test_what_was_written_is_there_after_a_restart(path):
    filled(path, 3)
    database = Database(path)
    assert facts(database) == 3
    database.close()


def test_a_later_step_is_done_once_on_an_older_file(path, monkeypatch):
    filled(path, 3)
    step = [lambda db: db.execute("ALTER TABLE fact ADD COLUMN extra TEXT")]
    monkeypatch.setattr(module, "MIGRATIONS", module.MIGRATIONS + step)
    for _ in range(2):
        database = Database(path)
        assert database.rows("SELECT extra FROM fact LIMIT 1") == [(None,)]
        database.close()


def test_a_step_that_fails_changes_nothing(path, monkeypatch):
    filled(path, 3)

    def step(db):
        db.execute("DELETE FROM fact")
        db.execute("nonsense")

    with monkeypatch.context() as patched:
        patched.setattr(module, "MIGRATIONS", [*module.MIGRATIONS, step])
        with pytest.raises(StorageError):
            Database(path)
    database = Database(path)
    assert facts(database) == 3
    database.close()


def test_a_file_of_a_newer_program_is_refused_and_untouched(path):
    filled(path)
    db = apsw.Connection(str(path))
    db.pragma("user_version", 99)
    db.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseTooNew):
        Database(path)
    assert path.read_bytes() == before
    assert files(path) == ["renao.db"]


def test_a_file_that_is_no_database_is_set_aside_and_said(path):
    path.write_bytes(b"not a database at all " * 500)
    database = Database(path)
    assert isinstance(database.problem, DatabaseCorrupt)
    assert Path(database.problem.kept_at).read_bytes().startswith(b"not a database")
    assert facts(database) == 0
    database.close()


def test_a_corrupt_file_is_set_aside_with_its_log(path):
    filled(path)
    overwrite_all_pages_but_the_first(path)
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").write_bytes(b"")
    database = Database(path)
    assert isinstance(database.problem, DatabaseCorrupt)
    kept = Path(database.problem.kept_at)
    assert {kept.name, f"{kept.name}-wal", f"{kept.name}-shm"} <= set(files(path))
    assert facts(database) == 0
    database.close()


def test_damage_found_later_raises_and_a_fresh_start_keeps_the_file(path):
    filled(path)
    overwrite_the_last_pages(path)
    database = Database(path)
    assert database.problem is None
    with pytest.raises(DatabaseCorrupt) as caught:
        database.rows("SELECT value FROM fact")
    size = path.stat().st_size
    problem = database.start_anew(caught.value)
    assert Path(problem.kept_at).stat().st_size == size
    assert facts(database) == 0
    database.close()


def test_two_files_set_aside_in_one_second_do_not_overwrite_each_other(path):
    kept = set()
    for _ in range(2):
        path.write_bytes(b"nonsense" * 1000)
        database = Database(path)
        kept.add(database.problem.kept_at)
        database.close()
    assert len(kept) == 2
    assert all(Path(each).exists() for each in kept)


HOLD = """
import apsw, sys
db = apsw.Connection(sys.argv[1])
db.execute("BEGIN EXCLUSIVE")
db.execute("INSERT INTO fact VALUES ('theirs', '1')")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held_by_another_process(path):
    filled(path, 3)
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield
        process.stdin.close()


@pytest.mark.usefixtures("held_by_another_process", "patient")
def test_a_file_held_by_another_program_is_locked_and_stays_where_it_is(path):
    database = Database(path)
    with pytest.raises(DatabaseLocked):
        database.run("INSERT INTO fact VALUES ('ours', '1')")
    assert facts(database) == 3
    database.close()
    assert path.exists()
    assert not [name for name in files(path) if "corrupt" in name]


@pytest.mark.usefixtures("patient")
def test_a_file_locked_as_a_whole_cannot_be_opened_and_nothing_is_moved(path):
    filled(path, 3)
    holder = apsw.Connection(str(path))
    holder.pragma("locking_mode", "exclusive")
    holder.execute("BEGIN EXCLUSIVE; INSERT INTO fact VALUES ('theirs', '1')")
    with pytest.raises(DatabaseLocked):
        Database(path)
    holder.execute("ROLLBACK")
    holder.close()
    assert [name for name in files(path) if name.endswith(".db")] == ["renao.db"]


@pytest.fixture
def read_only_folder(tmp_path):
    """A folder on a file system mounted read-only, since root may write anywhere else."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    with mounted(folder, "size=4m"):
        yield folder


def test_a_file_that_cannot_be_written_is_read_and_said(read_only_folder):
    path = read_only_folder / "renao.db"
    filled(path, 3)
    remount_read_only(read_only_folder)
    with pytest.raises(DatabaseReadOnly):
        opened_and_written(path)
    assert files(path) == ["renao.db"]


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    with mounted(folder, "size=400k"):
        path = folder / "renao.db"
        filled(path, 3)
        database = Database(path)
        with pytest.raises(DiskFull):
            overfill(database)
        assert facts(database) == 3
        database.run("DELETE FROM fact WHERE name = 'fact 1'")
        assert facts(database) == 2
        database.close()


def test_a_database_that_may_not_grow_is_a_full_disk(path):
    database = Database(path)
    database.run("PRAGMA max_page_count = 40")
    with pytest.raises(DiskFull):
        overfill(database)
    assert facts(database) == 0
    database.close()


def test_a_folder_in_its_place_is_an_error_and_no_fresh_start(path):
    path.mkdir()
    with pytest.raises(StorageError) as caught:
        Database(path)
    assert type(caught.value) is StorageError
    assert path.is_dir()


WRITE = """
import sys
from app.storage.database import Database
database = Database(sys.argv[1])
for number in range(1_000_000):
    database.run("INSERT INTO fact VALUES (?, ?)", str(number), "x" * 300)
    print(number, flush=True)
"""


@pytest.mark.parametrize("seconds", [0.0, 0.03, 0.11, 0.27])
def test_a_killed_writer_loses_nothing_it_acknowledged(path, seconds):
    command = [sys.executable, "-c", WRITE, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        acknowledged = [process.stdout.readline()]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            acknowledged.append(process.stdout.readline())
        process.kill()
        acknowledged += process.stdout.readlines()
    said = sum(line.endswith("\n") for line in acknowledged)
    database = Database(path)
    assert database.problem is None
    assert said > 0
    assert said <= facts(database) <= said + 1
    assert database.rows("PRAGMA integrity_check") == [("ok",)]
    database.close()


def overwrite_all_pages_but_the_first(path):
    with open(path, "r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))


def overwrite_the_last_pages(path):
    with open(path, "r+b") as file:
        file.seek(path.stat().st_size - 40 * 4096)
        file.write(os.urandom(40 * 4096))


def opened_and_written(path):
    database = Database(path)
    try:
        assert isinstance(database.problem, DatabaseReadOnly)
        assert facts(database) == 3
        database.run("INSERT INTO fact VALUES ('ours', '1')")
    finally:
        database.close()


class mounted:  # noqa: N801 - used as a statement
    """A small file system in memory while it lasts; skips where mounting is forbidden."""

    def __init__(self, folder, options):
        self._folder = folder
        self._options = options

    def __enter__(self):
        done = mount("-t", "tmpfs", "-o", self._options, "none", str(self._folder))
        if done.returncode:
            pytest.skip("no right to mount a file system")

    def __exit__(self, *exc_info):
        subprocess.run(["umount", "-l", str(self._folder)], check=True)


def remount_read_only(folder):
    assert mount("-o", "remount,ro", str(folder)).returncode == 0


def mount(*arguments):
    try:
        return subprocess.run(["mount", *arguments], capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount on this system")
