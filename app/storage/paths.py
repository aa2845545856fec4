"""Where things lie on this machine."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one user.

    `data` holds what must not be lost (database, keys, models, own cards), `config` the
    settings file, `state` what may be lost (log, layout, the door's token).
    """

    data: Path
    config: Path
    state: Path

    @property
    def database(self) -> Path:
        return self.data / "renao.db"

    @property
    def keys(self) -> Path:
        return self.data / "keys.json"

    @property
    def models(self) -> Path:
        return self.data / "models"

    @property
    def attachments(self) -> Path:
        return self.data / "attachments"

    @property
    def own_agents(self) -> Path:
        return self.data / "agents"

    @property
    def settings(self) -> Path:
        return self.config / "settings.toml"

    @property
    def layout(self) -> Path:
        return self.state / "layout.json"

    @property
    def log(self) -> Path:
        return self.state / "renao.log"

    @property
    def model_log(self) -> Path:
        """What the process of the built-in model says."""
        return self.state / "model.log"

    def make(self) -> None:
        """Make the folders, readable by this user alone.

        Raises:
            OSError: A folder cannot be made.
        """
        for folder in (self.data, self.config, self.state, self.models, self.own_agents):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def user_paths() -> Paths:
    """The user's own folders; `RENAO_HOME` puts all of them under one other folder."""
    if home := os.environ.get("RENAO_HOME"):
        base = Path(home)
        return Paths(base / "data", base / "config", base / "state")
    dirs = platformdirs.PlatformDirs("renao", appauthor=False)
    return Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_state_path)


def resources_folder() -> Path:
    """Cards, themes, icons and translations: inside the wheel, or beside `app` in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"
