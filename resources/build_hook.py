"""Compiles the translations whenever a wheel or an editable installation is made."""

import subprocess
from pathlib import Path
from typing import Any

import PySide6
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TranslationsHook(BuildHookInterface):
    """Turns every `.ts` file beside it into the `.qm` file that Qt reads."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        folder = Path(self.root, "resources", "translations")
        for source in sorted(folder.glob("*.ts")):
            compile_translation(source)


def compile_translation(source: Path) -> None:
    """Write the `.qm` file of `source` beside it.

    Raises:
        subprocess.CalledProcessError: It cannot be read.
    """
    # The script `pyside6-lrelease` only calls this; it may not be on the path of a build.
    lrelease = Path(PySide6.__file__).parent / "lrelease"
    target = source.with_suffix(".qm")
    subprocess.run([lrelease, "-silent", source, "-qm", target], check=True, timeout=120)
