"""Which models can be asked, and the backends that reach them."""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.core.backend import Ability, Backend
from app.core.conversation import Cost, Tokens
from app.core.errors import AppError, BackendError, ModelMissing, SecretError
from app.core.reach import Reach
from app.core.settings import Provider, Settings
from app.core.tasks import TaskScope
from app.engine.builtin import BUILTIN, BUILTIN_MODEL, BUILTIN_TITLE, Builtin, BuiltinState
from app.engine.connections import Connections, open_connections
from app.engine.local_models import LOCAL, LocalModels
from app.engine.rests import Rest, rests_of

if TYPE_CHECKING:
    from app.core.provider_facts import ProviderKind
    from app.storage.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A provider and one of its models; as text `provider/model`."""

    provider: str
    model: str

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}"

    @classmethod
    def parse(cls, text: str) -> "ModelChoice":
        """Read `provider/model`; what follows the first slash is the model."""
        provider, _, model = text.partition("/")
        return cls(provider, model)


BUILTIN_CHOICE = ModelChoice(BUILTIN, BUILTIN_MODEL)
"""The model that comes with the program."""


class Models:
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
        self.builtin = builtin
        self.local: LocalModels | None = None
        """The other models on this machine; `add_local` puts them there."""
        self._settings = settings
        self._keys = keys
        self._catalogue = catalogue
        self._tell = tell
        self._connect = connect
        self._connections: Connections | None = None
        self._failure: Exception | None = None
        self._scope = TaskScope("models")
        self._keyring = asyncio.Lock()
        """A keyring is asked one thing at a time: it may be waiting for the user."""
        self._made: dict[Reach, Backend] = {}

    @property
    def default(self) -> ModelChoice:
        """The model of a conversation that chose none; the built-in one if that is gone."""
        choice = ModelChoice.parse(self._settings().models.default)
        return choice if choice in self.choices() else BUILTIN_CHOICE

    def default_for(self, agent_id: str) -> ModelChoice:
        """The model that an agent's new conversations begin with."""
        own = self._settings().agent_models.get(agent_id, "")
        choice = ModelChoice.parse(own)
        return choice if own and choice in self.choices() else self.default

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

    def choices(self) -> tuple[ModelChoice, ...]:
        """Every model that can be chosen, the built-in one first, then this machine's own."""
        files = self.local.files if self.local else ()
        return (
            BUILTIN_CHOICE,
            *(ModelChoice(LOCAL, each.id) for each in files),
            *(ModelChoice(each.id, name) for each in self._providers() for name in each.models),
        )

    def is_local(self, choice: ModelChoice) -> bool:
        """Whether what is said to it stays on this machine."""
        if choice.provider in (BUILTIN, LOCAL):
            return True
        provider = self._provider(choice.provider)
        return provider is not None and stays_here(provider)

    def title(self, choice: ModelChoice) -> str:
        """A short name for the chip."""
        if choice == BUILTIN_CHOICE:
            return BUILTIN_TITLE
        if choice.provider == LOCAL and self.local:
            return self.local.title(choice.model)
        return choice.model.rpartition("/")[2] or choice.model

    def provider_title(self, choice: ModelChoice) -> str:
        """What the provider is called, "" for the built-in one."""
        provider = self._provider(choice.provider)
        return provider.name if provider else ""

    def is_favourite(self, choice: ModelChoice) -> bool:
        """Whether the user starred it."""
        provider = self._provider(choice.provider)
        return provider is not None and choice.model in provider.favourites

    def known_context(self, choice: ModelChoice) -> int:
        """Tokens it can look back on as far as nobody need be asked, 0 when unknown."""
        if choice.provider == LOCAL and self.local:
            return next((e.context for e in self.local.files if e.id == choice.model), 0)
        provider = self._provider(choice.provider)
        if provider is None:
            return 0
        own = {each.model: each.context for each in provider.details}
        return own.get(choice.model, 0) or provider.context

    def abilities(self, choice: ModelChoice) -> frozenset[Ability] | None:
        """What it can do besides reading and writing text; None when nobody said."""
        if choice.provider in (BUILTIN, LOCAL):
            return frozenset()  # they are served without the part that sees
        provider = self._provider(choice.provider)
        details = provider.details if provider else ()
        own = next((each.abilities for each in details if each.model == choice.model), None)
        known = set(Ability)
        return None if own is None else frozenset(Ability(each) for each in own if each in known)

    def languages(self, choice: ModelChoice) -> tuple[str, ...]:
        """The languages the model can speak; () when there is no such limit."""
        return ("en",) if choice == BUILTIN_CHOICE else ()

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

    def kind_of(self, provider: Provider) -> "ProviderKind | None":
        """The provider's entry in the catalogue."""
        if not provider.kind or self._catalogue is None:
            return None
        return self._catalogue.kinds.get(provider.kind)

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

    def cost(self, choice: ModelChoice, tokens: Tokens, when: float) -> Cost | None:
        """What an answer of `choice` cost that was asked at `when` (in seconds since 1970).

        None when nobody knows; the models of this machine cost nothing, and nothing is said.
        """
        provider = self._provider(choice.provider)
        if provider is None or self._catalogue is None or self.is_local(choice):
            return None
        from app.core.prices import cost  # decimals are not needed to start

        day = datetime.fromtimestamp(when, UTC).date()
        kind = provider.kind or provider.id
        price = self._catalogue.price(kind, choice.model, tokens, day, provider.address)
        amount = cost(price, tokens)
        return Cost(float(amount), price.currency) if price and amount is not None else None

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

    def _providers(self) -> tuple[Provider, ...]:
        return tuple(each for each in self._settings().providers if each.is_on)

    def _provider(self, id: str) -> Provider | None:
        return next((each for each in self._providers() if each.id == id), None)


def stays_here(provider: Provider) -> bool:
    """Whether all addresses of a provider are on this machine: any of them may be asked."""
    return all(map(is_loopback, (provider.address, *provider.addresses)))


def is_loopback(address: str) -> bool:
    """Whether an address is on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
