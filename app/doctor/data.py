"""Looks at what outlives the program: keys, the built-in model, the database."""

import asyncio
import subprocess
import sys
import tomllib
from pathlib import Path

from app.backends import model_files
from app.core.errors import SettingError
from app.core.settings import Settings, with_setting
from app.core.worker import Worker
from app.doctor.finding import Finding
from app.storage.paths import Paths

DATABASE_SECONDS = 15.0
"""How long the look into the database may take; a big one is then left unread."""

ENGINE_SECONDS = 60.0
"""How long loading the model's engine may take."""

AWAY_AT_START = (
    "The next start sets it aside and begins a new one. Make a copy of it first, with the files "
    "beside it that end in -wal and -shm."
)


async def check_keyring(paths: Paths) -> Finding:
    """Whether the keys of providers can be kept where the settings want them."""
    place = _wanted_place(paths)
    if place == "this run":
        return Finding("Keys", True, "Kept until Renao ends, as the settings want it.")
    if place == "file" and paths.keys.exists():
        return Finding("Keys", True, f"Kept encrypted in {paths.keys}, as the settings want it.")
    from app.storage.secrets import Secrets

    secrets = Secrets()
    try:
        kind = await secrets.check()
    finally:
        await secrets.aclose()
    if kind == "keyring":
        return Finding("Keyring", True, "Keys of providers are kept in the system's keyring.")
    return Finding(
        "Keyring",
        False,
        f"{secrets.problem}: keys of providers are forgotten when Renao ends.",
        "Install and unlock one (gnome-keyring, KWallet), if you use providers with keys.",
    )


def _wanted_place(paths: Paths) -> str:
    """The setting `keys.keep`, its default if the settings cannot be read."""
    usual = Settings()
    try:
        said = tomllib.loads(paths.settings.read_text("utf-8"))["keys"]["keep"]
        return with_setting(usual, "keys.keep", said).keys.keep
    except (OSError, ValueError, KeyError, TypeError, SettingError):
        return usual.keys.keep


def check_model(paths: Paths) -> Finding:
    """Whether the built-in model was fetched."""
    if problem := _engine_problem():
        advice = "Install Renao again, or add a provider under Settings, Providers."
        if "libgomp" in problem:
            advice = "Install that library; on Debian and Ubuntu: apt-get install libgomp1."
        sentence = f"What runs it, xllamacpp, cannot be loaded: {problem}"
        return Finding("Built-in model", False, sentence, advice)
    if file := model_files.find(paths.models):
        return Finding("Built-in model", True, str(file))
    sentence = f"{model_files.MODEL.name} is not in {paths.models}."
    return Finding("Built-in model", False, sentence, "Run `renao fetch-model`, or add a provider.")


def _engine_problem() -> str:
    """Why the model's engine cannot be loaded, asked in a child process; "" if it can."""
    command = [sys.executable, "-c", "import xllamacpp"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=ENGINE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"it took over {ENGINE_SECONDS:g} s"
    return "" if done.returncode == 0 else (done.stderr.strip().split("\n")[-1] or "it crashed")


async def check_database(paths: Paths) -> Finding:
    """Whether the database can be read and is sound; it is not written to."""
    if not paths.database.exists():
        return Finding("Database", True, f"{paths.database} is made at the first start.")
    worker = Worker("doctor")
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            return await worker.run(_read, paths.database)
    except TimeoutError:
        sentence = f"{paths.database} was not read through in {DATABASE_SECONDS:g} s."
        return Finding("Database", True, sentence)
    finally:
        worker.close()


def _read(path: Path) -> Finding:
    import apsw

    from app.storage.migrations import MIGRATIONS

    try:
        db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            version = int(db.pragma("user_version"))
            verdict = str(db.execute("PRAGMA quick_check(1)").get)
        finally:
            db.close(True)
    except (apsw.CorruptError, apsw.NotADBError) as error:
        return Finding("Database", False, f"{path} is corrupt: {error}.", AWAY_AT_START)
    except apsw.Error as error:
        advice = "See who may read it, and whether another program holds it."
        return Finding("Database", False, f"{path} cannot be read: {error}.", advice)
    if version > len(MIGRATIONS):
        sentence = f"{path} has version {version}; this Renao knows {len(MIGRATIONS)}."
        return Finding("Database", False, sentence, "Update Renao: a newer one made it.")
    if verdict != "ok":
        return Finding("Database", False, f"{path} is corrupt: {verdict}.", AWAY_AT_START)
    return Finding("Database", True, f"{path}, version {version}, sound")
