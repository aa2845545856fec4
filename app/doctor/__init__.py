"""`renao doctor`: looks at everything Renao needs and says what to do about the rest."""

import asyncio
import sys
from pathlib import Path

from app.doctor.data import check_database, check_keyring, check_model
from app.doctor.finding import Finding
from app.doctor.python import check_python, check_resources
from app.doctor.servers import find_servers
from app.doctor.window import check_input_method, check_window
from app.storage.catalogue import Catalogue
from app.storage.paths import Paths, resources_folder, user_paths


def report() -> int:
    """Print every finding; the exit code is 1 when there is something to do, else 0."""
    findings = asyncio.run(examine(user_paths(), resources_folder()))
    for each in findings:
        mark = "ok   " if each.is_ok else "TO DO"
        _write(f"{mark} {each.name + ':':<15} {each.sentence}")
        if each.what_to_do:
            _write(f"{'':<22}{each.what_to_do}")
    return 0 if all(each.is_ok for each in findings) else 1


async def examine(paths: Paths, resources: Path) -> list[Finding]:
    """Look at everything, at most some 30 seconds long, and change nothing."""
    kinds = tuple(Catalogue(resources, paths.data).kinds.values())
    window, keyring, database, servers = await asyncio.gather(
        check_window(), check_keyring(paths), check_database(paths), find_servers(kinds)
    )
    return [
        check_python(),
        check_resources(resources),
        *window,
        *check_input_method(),
        keyring,
        check_model(paths),
        database,
        servers,
    ]


def _write(line: str) -> None:
    # A font may have a Chinese name where the terminal knows ASCII only.
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")
