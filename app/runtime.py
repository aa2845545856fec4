"""Everything that works without a window, opened and closed in order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.backends.serving import builtin_serving
from app.core.agent import AgentCard, in_language
from app.core.bus import Bus
from app.core.conversation import Conversation
from app.core.errors import AppError, DatabaseReadOnly, StorageError
from app.core.events import ModelChanged, SettingChanged
from app.core.key import PROXY
from app.core.tasks import TaskScope
from app.engine.builtin import Builtin
from app.engine.connections import Connections, open_connections
from app.engine.feed import Feed
from app.engine.files import Files
from app.engine.local_models import LocalModels
from app.engine.local_servers import LocalServers
from app.engine.models import Models
from app.engine.network import fetch_through
from app.engine.notices import NoticeKind, Notices
from app.engine.recorder import Recorder
from app.engine.red_flags import RedFlags
from app.engine.roster import Roster
from app.engine.session import Surroundings
from app.engine.sizes import in_bytes
from app.engine.wording import Sentence, Wording
from app.log_file import close_log, open_log
from app.storage.cards import Cards
from app.storage.catalogue import Catalogue
from app.storage.environment_keys import ProviderKeys
from app.storage.paths import Paths
from app.storage.secrets import Secrets
from app.storage.settings_file import SettingsFile
from app.storage.store import Store

log = logging.getLogger(__name__)

CLOSING = {
    "feed": 0.2,
    "background": 0.1,
    "roster": 0.5,
    "models": 0.7,
    "recorder": 1.0,
    "secrets": 0.1,
    "settings": 0.4,
}
"""Seconds that each part may take to close; a stuck one is left behind. In all under 3."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """What the window, or whoever else uses the program, works with.

    `on_error` is for task scopes and uncaught errors: it makes a notice of each; whoever
    calls it has logged the error. `scope` owns the work in the background.
    """

    paths: Paths
    resources: Path
    bus: Bus
    settings: SettingsFile
    secrets: Secrets
    cards: Cards
    recorder: Recorder
    models: Models
    roster: Roster
    feed: Feed
    notices: Notices
    wording: Wording
    language: str
    on_error: Callable[[str, Exception], None]
    scope: TaskScope
    local_servers: LocalServers

    def begin_background_work(self) -> None:
        """Begin what must not delay the first frame: imports, the model's start, a joke."""
        self.models.warm_up()
        if self.settings.current.models.start_builtin == "with the window":
            self.models.start_builtin()
        self.feed.post_daily()
        self.scope.start("keyring", self._check_keyring)
        self.scope.start("local servers", self.local_servers.look)
        self.scope.start("files", self.recorder.sweep_files)

    async def _check_keyring(self) -> None:
        """Say that keys are not kept, if there are any to keep."""
        choices = self.models.choices()
        if all(self.models.is_local(choice) for choice in choices):
            return
        kind = await self.secrets.check()
        if kind == "locked" or (kind == "memory" and self.secrets.problem is not None):
            said = self.wording.notice(f"secrets.{kind}")
            self.notices.say(NoticeKind.PROBLEM, said.text, action=said.action)


@asynccontextmanager
async def open_runtime(
    paths: Paths,
    resources: Path,
    *,
    translate: Callable[[str, str], str] | None = None,
    language: str = "en",
    secrets: Secrets | None = None,
    connect: Callable[[], Awaitable[Connections]] | None = None,
) -> AsyncIterator[Runtime]:
    """Open everything in order, and close it in reverse within three seconds.

    `secrets` holds the providers' keys (the system's keyring unless given), and `connect`
    makes what reaches their servers, through the network of the settings unless given.

    What cannot be opened becomes a notice, and the program does without it: a database
    that is held by another program is replaced by one in memory, and said.
    """
    complaints = _Complaints(Wording(translate), language)
    async with AsyncExitStack() as stack:
        _prepare(paths, complaints, stack)
        outside = _Outside(paths, resources, secrets, connect)
        runtime = _opened(outside, complaints, stack)
        try:
            await runtime.feed.open()
        except StorageError as error:
            complaints.hear(error)
        yield runtime


class _Complaints:
    """Collects what goes wrong and makes notices of it, as soon as there are any."""

    def __init__(self, wording: Wording, language: str) -> None:
        self.wording = wording
        self.language = language
        self._notices: Notices | None = None
        self._waiting: list[Sentence] = []
        self._is_unwritable = False

    def say(self, sentence: Sentence) -> None:
        if self._notices is None:
            self._waiting.append(sentence)
        else:
            self._notices.say(NoticeKind.PROBLEM, sentence.text, action=sentence.action)

    def hear(self, error: Exception) -> None:
        self.say(self.wording.error(error))

    def hear_at_start(self, error: Exception) -> None:
        if not self._was_said(error):
            self.say(self.wording.at_start(error))

    def hear_of_file(self, error: Exception) -> None:
        if not self._was_said(error):
            self.hear(error)

    def say_unwritable(self, path: str) -> None:
        self._is_unwritable = True
        self.say(self.wording.notice("folder.unwritable", line=path))

    def _was_said(self, error: Exception) -> bool:
        """Whether it only follows from a folder that cannot be written."""
        return self._is_unwritable and type(error) in (StorageError, DatabaseReadOnly)

    def hear_uncaught(self, name: str, error: Exception) -> None:
        """Whoever calls has logged it."""
        self.say(self.wording.notice("uncaught"))

    def hear_no_comment(self, card: AgentCard, error: AppError) -> None:
        who = in_language(card.name, self.language)
        why = self.wording.error(error, who)
        said = self.wording.notice("comment.failed", who, why.text)
        self.say(Sentence(said.text, why.action))

    def tell(self, notices: Notices) -> None:
        self._notices = notices
        for sentence in self._waiting:
            self.say(sentence)


def _prepare(paths: Paths, complaints: _Complaints, stack: AsyncExitStack) -> None:
    """Make the folders and begin the log; the program goes on without them."""
    try:
        paths.make()
        stack.callback(close_log, open_log(paths.log))
    except OSError as error:
        log.info("folders or log: %s", error)
        complaints.say_unwritable(error.filename or str(paths.state))


@dataclass(frozen=True, slots=True)
class _Outside:
    """Where the program gets and puts things."""

    paths: Paths
    resources: Path
    secrets: Secrets | None
    connect: Callable[[], Awaitable[Connections]] | None


def _opened(outside: _Outside, complaints: _Complaints, stack: AsyncExitStack) -> Runtime:
    paths, resources = outside.paths, outside.resources
    bus = Bus()
    settings = SettingsFile(paths.settings, bus, complaints.hear)
    _close_with(stack, "settings", settings.aclose)
    secrets = outside.secrets or _opened_secrets(paths, settings)
    _close_with(stack, "secrets", secrets.aclose)
    keys = ProviderKeys(secrets)
    cards = Cards(resources / "agents", paths.own_agents, bus)
    stack.callback(cards.close)

    def find(id: str) -> Conversation | None:
        session = roster.sessions.get(id)
        return session.conversation if session else None

    store = _opened_store(paths, complaints)
    recorder = Recorder(bus, store, find, complaints.hear)
    _close_with(stack, "recorder", recorder.aclose)
    files = Files(store.attachments)
    stack.callback(files.close)
    builtin = Builtin(
        paths.models,
        bus,
        fetch=fetch_through(lambda: settings.current.network, _password_of(secrets)),
        serving=lambda: builtin_serving(settings.current.local_models),
        log_file=paths.model_log,
    )
    catalogue = Catalogue(resources, paths.data)
    models = Models(
        lambda: settings.current,
        keys.keys_of,
        builtin,
        outside.connect or _connect_as_set(settings, secrets),
        catalogue,
        lambda provider_id: bus.publish(ModelChanged(provider_id)),
    )

    def warn(model: str, needed: int, free: int) -> None:
        amounts = f"{in_bytes(needed)} > {in_bytes(free)}"
        complaints.say(complaints.wording.notice("model.tight", model, amounts))

    local = LocalModels(
        lambda: settings.current, settings.set_local_models, paths.models, bus, builtin, warn
    )
    models.add_local(local)
    _close_with(stack, "models", models.aclose)
    red_flags = RedFlags(resources / "red_flags.toml")
    surroundings = Surroundings(
        bus,
        models,
        red_flags,
        lambda: settings.current,
        complaints.language,
        recorder.keep_choice,
        recorder.keep_wishes,
        recorder.keep_draft_files,
        files,
    )
    roster = Roster(recorder, cards, surroundings, complaints.hear_uncaught)
    _close_with(stack, "roster", roster.aclose)
    scope = TaskScope("runtime", complaints.hear_uncaught)
    _close_with(stack, "background", scope.aclose)
    _take_keys_along(bus, scope, secrets, settings)
    local_servers = LocalServers(lambda: settings.current, lambda: catalogue.kinds.values(), bus)
    _look_again(bus, scope, local_servers)
    feed = Feed(roster, recorder, surroundings, complaints.hear_no_comment)
    _close_with(stack, "feed", feed.aclose)
    notices = Notices(bus, roster, models, complaints.wording, complaints.language)
    complaints.tell(notices)
    for problem in (*settings.problems, *cards.problems):
        complaints.hear_of_file(problem)
    if red_flags.problem:
        complaints.say(complaints.wording.notice("red_flags.broken"))
    return Runtime(
        paths=paths,
        resources=resources,
        bus=bus,
        settings=settings,
        secrets=secrets,
        cards=cards,
        recorder=recorder,
        models=models,
        roster=roster,
        feed=feed,
        notices=notices,
        wording=complaints.wording,
        language=complaints.language,
        on_error=complaints.hear_uncaught,
        scope=scope,
        local_servers=local_servers,
    )


def _opened_secrets(paths: Paths, settings: SettingsFile) -> Secrets:
    """Keys where the settings say; all providers' go along when that is changed."""

    def names() -> list[str]:
        return [PROXY, *(provider.id for provider in settings.current.providers)]

    return Secrets(file=paths.keys, place=settings.current.keys.keep, names=names)


def _connect_as_set(
    settings: SettingsFile, secrets: Secrets
) -> Callable[[], Awaitable[Connections]]:
    """Connections through the network that the settings want at that moment."""
    return partial(open_connections, lambda: settings.current.network, _password_of(secrets))


def _password_of(secrets: Secrets) -> Callable[[], Awaitable[str]]:
    """What looks the password of the proxy up."""

    async def password() -> str:
        return await secrets.get(PROXY) or ""

    return password


def _take_keys_along(bus: Bus, scope: TaskScope, secrets: Secrets, settings: SettingsFile) -> None:
    """Move the keys whenever the user chooses another place for them."""

    def move(event: SettingChanged) -> None:
        scope.start("keys", secrets.choose, settings.current.keys.keep)

    bus.subscribe(SettingChanged, move, about="keys.keep")


def _look_again(bus: Bus, scope: TaskScope, local_servers: LocalServers) -> None:
    """Look for servers on this machine as soon as the user wants it."""

    def look(event: SettingChanged) -> None:
        scope.start("local servers", local_servers.look)

    bus.subscribe(SettingChanged, look, about="network.find_local")


def _opened_store(paths: Paths, complaints: _Complaints) -> Store:
    """The database; one in memory when it cannot be had."""
    try:
        store = Store(paths.database)
    except StorageError as error:
        complaints.hear_at_start(error)
        return Store(":memory:")
    if store.problem is not None:
        complaints.hear(store.problem)
    return store


def _close_with(stack: AsyncExitStack, name: str, close: Callable[[], Awaitable[None]]) -> None:
    """Have `close` called at the end; when it is stuck it is left behind."""

    async def close_in_time() -> None:
        try:
            async with asyncio.timeout(CLOSING[name]):
                await close()
        except TimeoutError:
            log.warning("%s did not close in time", name)

    stack.push_async_callback(close_in_time)
