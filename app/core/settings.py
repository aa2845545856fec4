"""Every setting there is: its type, its default, its limits and what it is for.

To add one, add a field here. The file on disk, the settings dialog and the
documentation are all made from these classes.
"""

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any

from app.core.errors import SettingError


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a sentence for the translators; whoever shows it translates it."""
    return text


def setting(
    default: Any,
    title: str,
    about: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[Any, ...] = (),
) -> Any:
    """A field with a default, a short title, a one-sentence explanation and its limits."""
    return field(
        default=default,
        metadata={"title": title, "about": about, "low": low, "high": high, "choices": choices},
    )


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the window looks."""

    theme: str = setting(
        "system",
        QT_TRANSLATE_NOOP("Settings", "Theme"),
        QT_TRANSLATE_NOOP(
            "Settings", "The colours; by itself they are dark or light as the desktop is."
        ),
        choices=("system", "night-market", "morning-tea", "high-contrast"),
    )
    density: str = setting(
        "busy",
        QT_TRANSLATE_NOOP("Settings", "Density"),
        QT_TRANSLATE_NOOP("Settings", "How much is shown and moves at once."),
        choices=("busy", "balanced", "calm"),
    )
    language: str = setting(
        "system",
        QT_TRANSLATE_NOOP("Settings", "Language"),
        QT_TRANSLATE_NOOP("Settings", "The language of the window; needs a restart."),
        choices=("system", "en", "zh_CN"),
    )
    scale: int = setting(
        100,
        QT_TRANSLATE_NOOP("Settings", "Text size"),
        QT_TRANSLATE_NOOP("Settings", "In per cent of the density's own size."),
        low=80,
        high=200,
    )
    calm_on_battery: str = setting(
        "ask",
        QT_TRANSLATE_NOOP("Settings", "Calm on battery"),
        QT_TRANSLATE_NOOP("Settings", "Show less and move nothing while no cable is plugged in."),
        choices=("never", "ask", "always"),
    )
    calm_when_still: bool = setting(
        True,
        QT_TRANSLATE_NOOP("Settings", "Calm when the desktop wants less motion"),
        QT_TRANSLATE_NOOP("Settings", "Show less then; nothing moves in any case."),
    )


@dataclass(frozen=True, slots=True)
class Desktop:
    """How Renao is reached when its window is not the one in front."""

    quick_anywhere: bool = setting(
        False,
        QT_TRANSLATE_NOOP("Settings", "Quick ask from everywhere"),
        QT_TRANSLATE_NOOP("Settings", "A few keys open it, whatever program is in front."),
    )
    quick_keys: str = setting(
        "Ctrl+Alt+Space",
        QT_TRANSLATE_NOOP("Settings", "Keys for Quick ask"),
        QT_TRANSLATE_NOOP("Settings", "Such as Ctrl+Alt+Space, Meta+J or F12."),
    )
    close_to_tray: bool = setting(
        False,
        QT_TRANSLATE_NOOP("Settings", "Close to the tray"),
        QT_TRANSLATE_NOOP("Settings", "Closing the window hides it; the agents go on."),
    )


@dataclass(frozen=True, slots=True)
class Chat:
    """How sending and answering work."""

    while_answering: str = setting(
        "queue",
        QT_TRANSLATE_NOOP("Settings", "Sending while an agent answers"),
        QT_TRANSLATE_NOOP("Settings", "Wait for the answer, or stop it and send at once."),
        choices=("queue", "stop"),
    )
    show_reasoning: bool = setting(
        False,
        QT_TRANSLATE_NOOP("Settings", "Unfold reasoning"),
        QT_TRANSLATE_NOOP("Settings", "Show what a model thinks without a click."),
    )
    ask_before_quit: bool = setting(
        True,
        QT_TRANSLATE_NOOP("Settings", "Ask before quitting"),
        QT_TRANSLATE_NOOP("Settings", "Ask once when replies are still coming."),
    )


@dataclass(frozen=True, slots=True)
class Models:
    """Which models answer, and how long we wait for them."""

    default: str = setting(
        "builtin/SmolLM2-135M-Instruct",
        QT_TRANSLATE_NOOP("Settings", "Model for new conversations"),
        QT_TRANSLATE_NOOP("Settings", "Conversations that chose another one keep it."),
    )
    start_builtin: str = setting(
        "first use",
        QT_TRANSLATE_NOOP("Settings", "Start the built-in model"),
        QT_TRANSLATE_NOOP("Settings", "When it is first needed, or with the window."),
        choices=("first use", "with the window"),
    )
    builtin_hint: bool = setting(
        True,
        QT_TRANSLATE_NOOP("Settings", "Say that the built-in model is tiny"),
        QT_TRANSLATE_NOOP("Settings", "One line in each tile with room for it."),
    )
    connect_seconds: int = setting(
        10,
        QT_TRANSLATE_NOOP("Settings", "Wait for a connection"),
        QT_TRANSLATE_NOOP("Settings", "Seconds until a server counts as unreachable."),
        low=1,
        high=120,
    )
    first_byte_seconds: int = setting(
        300,
        QT_TRANSLATE_NOOP("Settings", "Wait for the first word"),
        QT_TRANSLATE_NOOP("Settings", "Seconds until a silent server counts as stuck."),
        low=5,
        high=3600,
    )
    idle_seconds: int = setting(
        120,
        QT_TRANSLATE_NOOP("Settings", "Wait between words"),
        QT_TRANSLATE_NOOP("Settings", "Seconds of silence in mid-answer until we give up."),
        low=5,
        high=3600,
    )


@dataclass(frozen=True, slots=True)
class FeedRules:
    """What the feed shows and does by itself."""

    daily_joke: bool = setting(
        True,
        QT_TRANSLATE_NOOP("Settings", "A joke a day"),
        QT_TRANSLATE_NOOP("Settings", "The joke curator posts one at the first start of a day."),
    )
    visible: bool = setting(
        True,
        QT_TRANSLATE_NOOP("Settings", "Show the feed"),
        QT_TRANSLATE_NOOP("Settings", "The column of posts at the right."),
    )


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """What you are told, and when not."""

    do_not_disturb: bool = setting(
        False,
        QT_TRANSLATE_NOOP("Settings", "Do not disturb"),
        QT_TRANSLATE_NOOP("Settings", "Collect notices in the inbox and say nothing."),
    )
    desktop: bool = setting(
        True,
        QT_TRANSLATE_NOOP("Settings", "Desktop notifications"),
        QT_TRANSLATE_NOOP("Settings", "Use the desktop's own when the window is not active."),
    )


@dataclass(frozen=True, slots=True)
class Network:
    """How servers elsewhere are reached; this machine itself never through a proxy."""

    proxy: str = setting(
        "system",
        QT_TRANSLATE_NOOP("Settings", "Proxy"),
        QT_TRANSLATE_NOOP("Settings", "What stands between this machine and the network."),
        choices=("system", "manual", "none"),
    )
    proxy_address: str = setting(
        "",
        QT_TRANSLATE_NOOP("Settings", "Address of the proxy"),
        QT_TRANSLATE_NOOP(
            "Settings", "Such as http://proxy:3128 or socks5://proxy:1080; only for a manual one."
        ),
    )
    proxy_user: str = setting(
        "",
        QT_TRANSLATE_NOOP("Settings", "User of the proxy"),
        QT_TRANSLATE_NOOP(
            "Settings", "Empty when it asks for none; the password is kept with the keys."
        ),
    )
    proxy_bypass: str = setting(
        "",
        QT_TRANSLATE_NOOP("Settings", "Not through the proxy"),
        QT_TRANSLATE_NOOP(
            "Settings", "Hosts with commas between them, such as intranet, .example.com."
        ),
    )
    certificates: str = setting(
        "",
        QT_TRANSLATE_NOOP("Settings", "Own certificate authority"),
        QT_TRANSLATE_NOOP("Settings", "A PEM file that is trusted besides the system's own."),
    )
    find_local: bool = setting(
        True,
        QT_TRANSLATE_NOOP("Settings", "Look for servers on this machine"),
        QT_TRANSLATE_NOOP("Settings", "Ollama, LM Studio and others are found and offered."),
    )


@dataclass(frozen=True, slots=True)
class Keys:
    """Where keys and passwords are kept; they themselves are never in the settings."""

    keep: str = setting(
        "keyring",
        QT_TRANSLATE_NOOP("Settings", "Keep keys"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "In the system's keyring, until Renao ends, or in a file with your own passphrase.",
        ),
        choices=("keyring", "this run", "file"),
    )


@dataclass(frozen=True, slots=True)
class ModelDetail:
    """What the user says of a model, where its server says nothing or something wrong.

    `context` is in tokens, 0 to believe the server. `abilities` are names of
    `core.backend.Ability`; None to believe the server.
    """

    model: str
    context: int = 0
    abilities: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """One configured backend. Its keys are in the keyring under `id`, never here.

    `models` are offered in the model chip, `favourites` first; `context` is in tokens, 0
    when unknown. `kind` is the id of its entry in the catalogue, "" for none. `addresses`
    are further ones of the same models: with them it is a pool. `key_variable` names the
    environment variable that holds the key, "" to take it from the keyring. Limits of 0
    are none.
    """

    id: str
    name: str
    address: str
    models: tuple[str, ...] = ()
    protocol: str = "openai_chat"
    context: int = 0
    is_on: bool = True
    kind: str = ""
    addresses: tuple[str, ...] = ()
    key_variable: str = ""
    favourites: tuple[str, ...] = ()
    details: tuple[ModelDetail, ...] = ()
    runs_at_once: int = 0
    requests_per_minute: int = 0
    tokens_per_minute: int = 0


BUILTIN_FILE = "builtin"
"""The id under which the built-in model's own context, slots and threads are kept."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A model file on this machine, and how it is served; `path` is "" for the built-in one.

    Each of `slots` answers has `context` tokens; `threads` of 0 are chosen by the program.
    """

    id: str
    path: str = ""
    context: int = 4096
    slots: int = 2
    threads: int = 0


LOCAL_LIMITS = {"context": (256, 1_048_576), "slots": (1, 32), "threads": (0, 256)}
"""The least and the most of each number of a `LocalFile`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings in force."""

    appearance: Appearance = field(default_factory=Appearance)
    desktop: Desktop = field(default_factory=Desktop)
    chat: Chat = field(default_factory=Chat)
    models: Models = field(default_factory=Models)
    feed: FeedRules = field(default_factory=FeedRules)
    notices: NoticeRules = field(default_factory=NoticeRules)
    network: Network = field(default_factory=Network)
    keys: Keys = field(default_factory=Keys)
    providers: tuple[Provider, ...] = ()
    local_models: tuple[LocalFile, ...] = ()
    agent_models: dict[str, str] = field(default_factory=dict)
    """The `provider/model` an agent's new conversations begin with, by the agent's id."""
    shortcuts: dict[str, str] = field(default_factory=dict)


SECTIONS = {
    "appearance": QT_TRANSLATE_NOOP("Settings", "Appearance"),
    "desktop": QT_TRANSLATE_NOOP("Settings", "Desktop"),
    "chat": QT_TRANSLATE_NOOP("Settings", "Chat"),
    "models": QT_TRANSLATE_NOOP("Settings", "Models"),
    "feed": QT_TRANSLATE_NOOP("Settings", "Feed"),
    "notices": QT_TRANSLATE_NOOP("Settings", "Notices"),
    "network": QT_TRANSLATE_NOOP("Settings", "Network"),
    "keys": QT_TRANSLATE_NOOP("Settings", "Keys"),
}
"""The sections of plain settings and their titles, in the dialog's order."""

CHOICES = {
    "system": QT_TRANSLATE_NOOP("Settings", "As the system"),
    "night-market": QT_TRANSLATE_NOOP("Settings", "Night Market"),
    "morning-tea": QT_TRANSLATE_NOOP("Settings", "Morning Tea"),
    "high-contrast": QT_TRANSLATE_NOOP("Settings", "High Contrast"),
    "busy": QT_TRANSLATE_NOOP("Settings", "Busy"),
    "balanced": QT_TRANSLATE_NOOP("Settings", "Balanced"),
    "calm": QT_TRANSLATE_NOOP("Settings", "Calm"),
    "en": "English",
    "zh_CN": "简体中文",
    "queue": QT_TRANSLATE_NOOP("Settings", "Wait for the answer"),
    "stop": QT_TRANSLATE_NOOP("Settings", "Stop it and send"),
    "first use": QT_TRANSLATE_NOOP("Settings", "When first needed"),
    "with the window": QT_TRANSLATE_NOOP("Settings", "With the window"),
    "manual": QT_TRANSLATE_NOOP("Settings", "Set by hand"),
    "none": QT_TRANSLATE_NOOP("Settings", "None"),
    "keyring": QT_TRANSLATE_NOOP("Settings", "In the system's keyring"),
    "this run": QT_TRANSLATE_NOOP("Settings", "For this run only"),
    "file": QT_TRANSLATE_NOOP("Settings", "In an encrypted file"),
    "never": QT_TRANSLATE_NOOP("Settings", "Never"),
    "ask": QT_TRANSLATE_NOOP("Settings", "Ask me"),
    "always": QT_TRANSLATE_NOOP("Settings", "Always"),
}
"""What a choice is called on screen."""


def all_settings(settings: Settings) -> Iterator[tuple[str, Field[Any], Any]]:
    """Yield the path (`appearance.theme`), description and value of each plain setting."""
    for section in SECTIONS:
        values = getattr(settings, section)
        for each in fields(values):
            yield f"{section}.{each.name}", each, getattr(values, each.name)


def with_setting(settings: Settings, path: str, value: Any) -> Settings:
    """A copy of `settings` with one plain setting changed.

    Raises:
        SettingError: There is no such setting, or it cannot have this value.
    """
    for known, each, current in all_settings(settings):
        if known == path:
            _check(path, each, current, value)
            section, name = path.split(".")
            changed = replace(getattr(settings, section), **{name: value})
            return replace(settings, **{section: changed})
    raise SettingError(f"no setting {path!r}")


def _check(path: str, each: Field[Any], current: Any, value: Any) -> None:
    rule = each.metadata
    if type(value) is not type(current):
        raise SettingError(f"{path} must be {type(current).__name__}, not {value!r}")
    if rule["choices"] and value not in rule["choices"]:
        raise SettingError(f"{path} must be one of {rule['choices']}, not {value!r}")
    if rule["low"] is not None and not rule["low"] <= value <= rule["high"]:
        raise SettingError(f"{path} must be {rule['low']} to {rule['high']}, not {value!r}")
