"""The backends that reach every model that can be asked."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.backend import Backend
from app.core.errors import AppError, BackendError, ModelMissing, SecretError
from app.core.reach import Reach
from app.core.settings import Provider, Settings
from app.core.tasks import TaskScope
from app.engine.builtin import BUILTIN, Builtin, BuiltinState
from app.engine.connections import Connections, open_connections
from app.engine.known_models import BUILTIN_CHOICE as BUILTIN_CHOICE
from app.engine.known_models import KnownModels, is_loopback
from app.engine.known_models import ModelChoice as ModelChoice
from app.engine.local_models import LOCAL, LocalModels
from app.engine.rests import Rest, rests_of

if TYPE_CHECKING:
    from app.storage.catalogue import Catalogue


class Models(KnownModels):
    """Knows every model that is configured and makes its backend when it is first needed.

    A change of a provider takes effect with the next run: the backend made for the old
    one stays until the end, so that a reply under way is not torn off. Owns all
    backends, their connections and the built-in model's process; close it with `aclose`.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        keys: Callable[[Provider], Awaitable[tuple[str, ...]]],
        builtin: Builtin,
        connect: Callable[[], Awaitable[Connections]] = open_connections,
        catalogue: "Catalogue | None" = None,
        tell: Callable[[str], None] = lambda provider_id: None,
    ) -> None:
        """`keys` looks a provider's keys up; `connect` makes what backends need, once.
        `tell` hears when an address or key of a provider begins or ceases to rest."""
        super().__init__(settings, catalogue)
        self.builtin = builtin
        self._keys = keys
        self._tell = tell
        self._connect = connect
        self._connections: Connections | None = None
        self._failure: Exception | None = None
        self._scope = TaskScope("models")
        self._keyring = asyncio.Lock()
        """A keyring is asked one thing at a time: it may be waiting for the user."""
        self._made: dict[Reach, Backend] = {}

    @property
    def builtin_state(self) -> BuiltinState:
        return self.builtin.state

    @property
    def builtin_problem(self) -> AppError | None:
        """Why the built-in model cannot be used; None when nothing is wrong."""
        return self.builtin.problem

    @property
    def fetch_progress(self) -> tuple[int, int] | None:
        """Bytes fetched of the built-in model and bytes in all; None when not fetching."""
        return self.builtin.progress

    def add_local(self, local: LocalModels) -> None:
        """Offer the model files of this machine too, and close them with the rest."""
        self.local = local
        local.use(self._opened)

    def fetch_builtin(self) -> None:
        """Begin to download the built-in model; `ModelChanged` tells how it goes."""
        self.builtin.fetch()

    def stop_fetch(self) -> None:
        """Download the built-in model no further."""
        self.builtin.stop_fetch()

    def warm_up(self) -> None:
        """Import what backends need, in a thread, so that the first message does not wait."""
        if self._connections is None and "connect" not in self._scope:
            self._scope.start("connect", self._open)

    async def warmed_up(self) -> None:
        """Wait until what `warm_up` began has ended, well or not."""
        if self._connections is None:
            await self._scope.wait("connect")

    def start_builtin(self) -> None:
        """Start the built-in model's process now, if its file is there."""
        self._scope.start("start", self._start_builtin)

    def rests(self, provider_id: str) -> tuple[Rest, ...]:
        """Which of a provider's addresses and keys rest at the moment, and why."""
        found = [
            rest
            for reach, backend in self._made.items()
            if reach.provider.id == provider_id
            for rest in rests_of(backend, len(reach.keys))
        ]
        return tuple(dict.fromkeys(found))

    async def keys_for(
        self, provider: Provider, given: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """The keys a provider is asked with: those given, else the stored ones.

        Raises:
            SecretError: They cannot be read.
        """
        return await self._keys_of(provider) if given is None else given

    async def apart(self, provider: Provider, keys: tuple[str, ...] | None = None) -> Backend:
        """A backend for somebody who tries a provider out, and closes it: asked once, with
        a minute's patience; a server of this machine has as long as ever.

        Raises:
            ModelMissing: Its protocol is unknown.
            SecretError: Its key cannot be read.
        """
        connections = await self._opened()
        if provider.protocol not in connections.makers:
            raise ModelMissing(choice=provider.protocol)
        waits = self._settings().models
        if not is_loopback(provider.address):
            waits = replace(waits, first_byte_seconds=min(60, waits.first_byte_seconds))
        found = await self.keys_for(provider, keys)
        reach = Reach(provider, found, waits, self._key_header(provider), is_patient=False)
        return connections.makers[provider.protocol](reach, lambda: None)

    async def backend(self, choice: ModelChoice) -> Backend:
        """The backend that reaches `choice`, made when it is first asked for.

        Raises:
            ModelMissing: It is not configured, or the built-in model's file is not there.
            SecretError: Its key cannot be read.
        """
        connections = await self._opened()
        if choice.provider == BUILTIN:
            return await self.builtin.backend(connections)
        if choice.provider == LOCAL and self.local:
            return await self.local.backend(choice.model, connections)
        provider = self._provider(choice.provider)
        if provider is None or provider.protocol not in connections.makers:
            raise ModelMissing(choice=str(choice))
        reach = Reach(
            provider,
            await self._keys_of(provider),
            self._settings().models,
            self._key_header(provider),
        )
        if reach not in self._made:
            make = connections.makers[provider.protocol]
            self._made[reach] = make(reach, lambda: self._tell(provider.id))
        return self._made[reach]

    async def aclose(self) -> None:
        """End the built-in model's process, then every backend and connection."""
        await self._scope.aclose()
        if self.local is not None:
            await self.local.aclose()
        await self.builtin.aclose()
        for backend in self._made.values():
            await backend.aclose()
        if self._connections is not None:
            await self._connections.aclose()

    def _key_header(self, provider: Provider) -> str:
        kind = self.kind_of(provider)
        return kind.key_header if kind else ""

    async def _keys_of(self, provider: Provider) -> tuple[str, ...]:
        async with self._keyring:
            try:
                return await self._keys(provider)
            except SecretError:
                # Servers on this machine rarely want a key; those that do will say so.
                if is_loopback(provider.address):
                    return ()
                raise

    async def _opened(self) -> Connections:
        # A task of our own: a run that is stopped meanwhile must not tear it off.
        self.warm_up()
        await self._scope.wait("connect")
        if self._connections is None:
            raise BackendError("connections cannot be made") from self._failure
        return self._connections

    async def _open(self) -> None:
        try:
            self._connections = await self._connect()
        except Exception as error:
            self._failure = error
            raise

    async def _start_builtin(self) -> None:
        if self.builtin.is_present:
            await self.builtin.start(await self._opened())
