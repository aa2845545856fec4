"""The settings file: TOML, made to be read and edited by people."""

import asyncio
import logging
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.bus import Bus
from app.core.errors import AppError, SettingError, StorageError
from app.core.events import SettingChanged
from app.core.settings import SECTIONS, LocalFile, Provider, Settings, with_setting
from app.core.worker import Worker
from app.storage.local_files import check_local_files, local_files_from
from app.storage.providers import check_providers, providers_from
from app.storage.whole_file import write_whole

log = logging.getLogger(__name__)

FLUSH_SECONDS = 2.0
"""How long the program's end waits for the file to be written."""


class SettingsFile:
    """The settings in force, read from a file and written back to it.

    A bad value is reported in `problems` and its default used. A file that is no TOML is
    kept aside and reported. What we do not know stays in the file, and so do comments.
    """

    def __init__(
        self, path: Path, bus: Bus, on_problem: Callable[[AppError], None] | None = None
    ) -> None:
        """`on_problem` hears on the loop's thread when the file cannot be written."""
        self.current = Settings()
        self.problems: list[AppError] = []
        self._path = path
        self._bus = bus
        self._on_problem = on_problem or _log_problem
        self._worker = Worker("renao-settings")
        self._is_due = False
        self._read()

    def set(self, path: str, value: Any) -> None:
        """Change one setting, tell everyone and write it soon.

        Raises:
            SettingError: There is no such setting, or it cannot have this value.
        """
        self._change(path, with_setting(self.current, path, value))

    def set_providers(self, providers: tuple[Provider, ...]) -> None:
        """Change the list of providers; the event is about `providers`.

        Raises:
            SettingError: Two share an id, or one says something it cannot say.
        """
        check_providers(providers)
        self._change("providers", replace(self.current, providers=providers))

    def set_local_models(self, files: tuple[LocalFile, ...]) -> None:
        """Change the list of models on this machine; the event is about `local_models`.

        Raises:
            SettingError: Two share an id, or one says something it cannot say.
        """
        check_local_files(files)
        self._change("local_models", replace(self.current, local_models=files))

    def set_shortcut(self, command_id: str, keys: str | None) -> None:
        """Give a command a shortcut ("" for none); None brings the default back.

        The event is about `shortcuts`.
        """
        shortcuts = {id: own for id, own in self.current.shortcuts.items() if id != command_id}
        if keys is not None:
            shortcuts[command_id] = keys
        self._change("shortcuts", replace(self.current, shortcuts=shortcuts))

    def set_agent_model(self, agent_id: str, choice: str | None) -> None:
        """Have new conversations of an agent begin with `provider/model`; None forgets it.

        The event is about `agent_models`.
        """
        chosen = {id: own for id, own in self.current.agent_models.items() if id != agent_id}
        if choice is not None:
            chosen[agent_id] = choice
        self._change("agent_models", replace(self.current, agent_models=chosen))

    async def aclose(self) -> None:
        """Wait until the file is written, two seconds at most; twice is fine."""
        if self._worker.is_closed:
            return
        try:
            async with asyncio.timeout(FLUSH_SECONDS):
                await self._worker.run(lambda: None)
        except TimeoutError:
            log.warning("the settings were not written in time")
        self._worker.close()

    def _change(self, path: str, settings: Settings) -> None:
        if settings != self.current:
            self.current = settings
            self._write_soon()
            self._bus.publish(SettingChanged(path))

    # Reading

    def _read(self) -> None:
        try:
            document = tomllib.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return
        except OSError as error:
            self._report(StorageError(f"{self._path} cannot be read: {error}"))
            return
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self._keep_aside(error)
            return
        for section in SECTIONS:
            self._take_section(section, document.get(section, {}))
        self._take_rest(document)

    def _take_section(self, section: str, values: Any) -> None:
        if not isinstance(values, dict):
            self._report(SettingError(f"{section} must be a table, not {values!r:.60}"))
            return
        known = getattr(self.current, section).__dataclass_fields__
        for name, value in values.items():
            if name not in known:
                log.info("settings file: %s.%s is unknown and stays as it is", section, name)
                continue
            try:
                self.current = with_setting(self.current, f"{section}.{name}", value)
            except SettingError as error:
                self._report(error)

    def _take_rest(self, document: dict[str, Any]) -> None:
        providers, problems = providers_from(document.get("providers", []))
        local_models, wrong = local_files_from(document.get("local_models", []))
        problems += wrong
        self.current = replace(self.current, providers=providers, local_models=local_models)
        shortcuts = _texts("shortcuts", document, problems)
        chosen = _texts("agent_models", document, problems)
        self.current = replace(self.current, shortcuts=shortcuts, agent_models=chosen)
        for problem in problems:
            self._report(problem)

    def _keep_aside(self, error: Exception) -> None:
        kept = self._path.with_name(f"{self._path.name}.broken-{time.strftime('%Y%m%d-%H%M%S')}")
        try:
            self._path.rename(kept)
        except OSError as failed:
            self._report(StorageError(f"{self._path} cannot be moved: {failed}"))
            return
        self._report(SettingError(f"{self._path} is no TOML ({error}); it was kept as {kept}"))

    def _report(self, problem: AppError) -> None:
        self.problems.append(problem)
        log.info("settings file: %s", problem)

    # Writing

    def _write_soon(self) -> None:
        """Write in a thread: the first time, the library that keeps comments is imported."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None
        if loop is None or self._worker.is_closed:
            self._write()
        elif not self._is_due:
            self._is_due = True
            self._worker.submit(self._write_in_thread, loop)

    def _write_in_thread(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            self._write()
        except AppError as error:
            try:
                loop.call_soon_threadsafe(self._on_problem, error)
            except RuntimeError:
                log.debug("the loop ended before the settings were written: %s", error)

    def _write(self) -> None:
        self._is_due = False  # before reading `current`: a later change is written again
        settings = self.current
        try:
            write_whole(self._path, self._text(settings))
        except OSError as error:
            raise StorageError(f"{self._path} cannot be written: {error}") from error

    def _text(self, settings: Settings) -> str:
        from app.storage.settings_text import changed_text, whole_text

        try:
            before = self._path.read_text("utf-8")
            return changed_text(before, settings)
        except FileNotFoundError:
            return whole_text(settings)
        except ValueError as error:  # no TOML, or no UTF-8: somebody broke it meanwhile
            self._keep_aside(error)
            return whole_text(settings)


def _texts(name: str, document: dict[str, Any], problems: list[SettingError]) -> dict[str, str]:
    """The table called `name`, as far as it holds texts."""
    found = document.get(name, {})
    if not isinstance(found, dict):
        problems.append(SettingError(f"{name} must be a table, not {found!r:.60}"))
        return {}
    good = {id: text for id, text in found.items() if isinstance(text, str)}
    problems += [SettingError(f"{name}.{id} must be text") for id in found.keys() - good.keys()]
    return good


def _log_problem(problem: AppError) -> None:
    log.warning("%s", problem)
