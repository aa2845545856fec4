"""Models on this machine as the settings file says them: its `[[local_models]]`."""

import re
from collections.abc import MutableMapping
from dataclasses import asdict, fields
from typing import Any

from app.core.errors import SettingError
from app.core.settings import BUILTIN_FILE, LOCAL_LIMITS, LocalFile

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_TYPES = {each.name: int if each.name in LOCAL_LIMITS else str for each in fields(LocalFile)}


def check_local_files(files: tuple[LocalFile, ...]) -> None:
    """Refuse models that could not be stored or loaded.

    Raises:
        SettingError: Two share an id, or one says something it cannot say.
    """
    ids = [each.id for each in files]
    if twice := [id for id in ids if ids.count(id) > 1]:
        raise SettingError(f"two local models are called {twice[0]!r}")
    for each in files:
        _check(each)


def local_files_from(found: Any) -> tuple[tuple[LocalFile, ...], list[SettingError]]:
    """The models in the file's `[[local_models]]`, and what is wrong with the others."""
    if not isinstance(found, list):
        return (), [SettingError(f"local_models must be a list of tables, not {found!r:.60}")]
    files: dict[str, LocalFile] = {}
    problems: list[SettingError] = []
    for number, table in enumerate(found, start=1):
        try:
            file = _local_file(table)
        except SettingError as error:
            problems.append(SettingError(f"local model {number}: {error}"))
            continue
        if file.id in files:
            problems.append(SettingError(f"local model {number}: another is {file.id!r} too"))
        files.setdefault(file.id, file)
    return tuple(files.values()), problems


def put_local_files(
    document: MutableMapping[str, Any], before: Any, files: tuple[LocalFile, ...]
) -> None:
    """Write the models; each keeps its table with the comments, and so does one we cannot read.

    `before` is the plain value of what the document says of them.
    """
    if local_files_from(before)[0] == files:
        return
    tables = document.pop("local_models", [])
    tables = [each for each in tables if isinstance(each, MutableMapping)]
    known = {str(each.get("id")): each for each in tables if _is_good(each)}
    import tomlkit  # it takes its time, and reading does not need it

    found = tomlkit.aot()
    for file in files:
        table = known.get(file.id)
        found.append(_filled(tomlkit.table() if table is None else table, file))
    for table in tables:
        if not _is_good(table):
            found.append(table)
    if len(found):
        document["local_models"] = found


def _filled(table: Any, file: LocalFile) -> Any:
    defaults = asdict(LocalFile(file.id))
    for name, value in asdict(file).items():
        if table.get(name, None if name == "id" else defaults[name]) != value:
            table[name] = value
    return table


def _is_good(table: Any) -> bool:
    return bool(local_files_from([table.unwrap()])[0])


def _local_file(table: Any) -> LocalFile:
    if not isinstance(table, dict):
        raise SettingError(f"it must be a table, not {table!r:.60}")
    values = {name: value for name, value in table.items() if name in _TYPES}
    for name, value in values.items():
        if type(value) is not _TYPES[name]:
            raise SettingError(f"{name} cannot be {value!r:.60}")
    if "id" not in values:
        raise SettingError("id is missing")
    file = LocalFile(**values)
    _check(file)
    return file


def _check(file: LocalFile) -> None:
    if not _ID.fullmatch(file.id):
        raise SettingError(f"the id {file.id!r} may have a–z, 0–9, -, . and _ only")
    if not file.path and file.id != BUILTIN_FILE:
        raise SettingError(f"{file.id}: path is missing")
    for name, (low, high) in LOCAL_LIMITS.items():
        if not low <= getattr(file, name) <= high:
            raise SettingError(f"{file.id}: {name} must be {low} to {high}")
