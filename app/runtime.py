"""Everything that works without a window, opened and closed in order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.backends.serving import builtin_serving
from app.complaints import Complaints
from app.core.bus import Bus
from app.core.conversation import Conversation
from app.core.errors import StorageError
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
from app.engine.wording import Wording
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
        self.feed.post_each_day()
        for name, work in (
            ("keyring", self._check_keyring),
            ("local servers", self.local_servers.look),
            ("files", self.recorder.sweep_files),
        ):
            self.scope.start(name, self._after_imports, work)

    async def _after_imports(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do what can wait only when a first message would not wait for it."""
        await self.models.warmed_up()
        await work()

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
    complaints = Complaints(Wording(translate), language)
    async with AsyncExitStack() as stack:
        _prepare(paths, complaints, stack)
        outside = _Outside(paths, resources, secrets, connect)
        runtime = _Opening(outside, complaints, stack).open()
        try:
            await runtime.feed.open()
        except StorageError as error:
            complaints.hear(error)
        yield runtime


def _prepare(paths: Paths, complaints: Complaints, stack: AsyncExitStack) -> None:
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


class _Opening:
    """Opens one part after the other; each method uses what those before it made."""

    def __init__(self, outside: _Outside, complaints: Complaints, stack: AsyncExitStack) -> None:
        paths = outside.paths
        self._outside = outside
        self._complaints = complaints
        self._stack = stack
        self.bus = Bus()
        self.settings = SettingsFile(paths.settings, self.bus, complaints.hear)
        _close_with(stack, "settings", self.settings.aclose)
        self.secrets = outside.secrets or _opened_secrets(paths, self.settings)
        _close_with(stack, "secrets", self.secrets.aclose)
        self.cards = Cards(outside.resources / "agents", paths.own_agents, self.bus)
        stack.callback(self.cards.close)
        self.catalogue = Catalogue(outside.resources, paths.data)

    def open(self) -> Runtime:
        """Open the rest."""
        complaints, settings = self._complaints, self.settings
        store = _opened_store(self._outside.paths, complaints)
        recorder = self._recorder(store)
        models = self._models()
        red_flags = RedFlags(self._outside.resources / "red_flags.toml")
        surroundings = self._surroundings(recorder, models, red_flags, self._files(store))
        roster = Roster(recorder, self.cards, surroundings, complaints.hear_uncaught)
        self._roster = roster
        _close_with(self._stack, "roster", roster.aclose)
        scope = TaskScope("runtime", complaints.hear_uncaught)
        _close_with(self._stack, "background", scope.aclose)
        feed = Feed(roster, recorder, surroundings, complaints.hear_no_comment)
        _close_with(self._stack, "feed", feed.aclose)
        notices = Notices(self.bus, roster, models, complaints.wording, complaints.language)
        complaints.tell(notices)
        self._tell_problems(red_flags)
        return Runtime(
            paths=self._outside.paths,
            resources=self._outside.resources,
            bus=self.bus,
            settings=settings,
            secrets=self.secrets,
            cards=self.cards,
            recorder=recorder,
            models=models,
            roster=roster,
            feed=feed,
            notices=notices,
            wording=complaints.wording,
            language=complaints.language,
            on_error=complaints.hear_uncaught,
            scope=scope,
            local_servers=self._local_servers(scope),
        )

    def _recorder(self, store: Store) -> Recorder:
        recorder = Recorder(self.bus, store, self._find, self._complaints.hear)
        _close_with(self._stack, "recorder", recorder.aclose)
        return recorder

    def _find(self, id: str) -> Conversation | None:
        session = self._roster.sessions.get(id)
        return session.conversation if session else None

    def _files(self, store: Store) -> Files:
        files = Files(store.attachments)
        self._stack.callback(files.close)
        return files

    def _models(self) -> Models:
        settings, bus, builtin = self.settings, self.bus, self._builtin()
        models = Models(
            lambda: settings.current,
            ProviderKeys(self.secrets).keys_of,
            builtin,
            self._outside.connect or _connect_as_set(settings, self.secrets),
            self.catalogue,
            lambda provider_id: bus.publish(ModelChanged(provider_id)),
        )
        local = LocalModels(
            lambda: settings.current,
            settings.set_local_models,
            self._outside.paths.models,
            bus,
            builtin,
            self._complaints.hear_tight,
        )
        models.add_local(local)
        _close_with(self._stack, "models", models.aclose)
        return models

    def _builtin(self) -> Builtin:
        settings, paths = self.settings, self._outside.paths
        return Builtin(
            paths.models,
            self.bus,
            fetch=fetch_through(lambda: settings.current.network, _password_of(self.secrets)),
            serving=lambda: builtin_serving(settings.current.local_models),
            log_file=paths.model_log,
        )

    def _surroundings(
        self, recorder: Recorder, models: Models, red_flags: RedFlags, files: Files
    ) -> Surroundings:
        return Surroundings(
            self.bus,
            models,
            red_flags,
            lambda: self.settings.current,
            self._complaints.language,
            recorder.keep_choice,
            recorder.keep_wishes,
            recorder.keep_draft_files,
            files,
        )

    def _local_servers(self, scope: TaskScope) -> LocalServers:
        """Looks for servers on this machine, and keeps keys, as the settings say."""
        settings, kinds = self.settings, self.catalogue
        servers = LocalServers(lambda: settings.current, lambda: kinds.kinds.values(), self.bus)
        _look_again(self.bus, scope, servers)
        _take_keys_along(self.bus, scope, self.secrets, settings)
        return servers

    def _tell_problems(self, red_flags: RedFlags) -> None:
        for problem in (*self.settings.problems, *self.cards.problems):
            self._complaints.hear_of_file(problem)
        if red_flags.problem:
            self._complaints.say(self._complaints.wording.notice("red_flags.broken"))


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


def _opened_store(paths: Paths, complaints: Complaints) -> Store:
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
