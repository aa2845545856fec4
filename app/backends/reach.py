"""How a provider is reached: its addresses and keys as one backend, within its limits."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from itertools import product

import httpx

from app.backends.backend_type import BackendType
from app.backends.endpoint import Endpoint
from app.backends.gate import Gate, Limits
from app.backends.pool import Member, Pool
from app.backends.retrying import Pauses, pauses_for
from app.backends.timeouts import Timeouts
from app.core.backend import Backend, Item, Request
from app.core.reach import Reach
from app.core.settings import Provider


def reached(
    client: httpx.AsyncClient,
    kind: BackendType,
    reach: Reach,
    on_change: Callable[[], None] = lambda: None,
) -> Backend:
    """The backend of a provider. `on_change` hears when an address or key begins or
    ceases to rest."""
    provider = reach.provider
    addresses, keys = (provider.address, *provider.addresses), reach.keys or ("",)
    members: list[Member] = []
    for address, (number, key) in product(addresses, enumerate(keys)):
        endpoint = _endpoint(client, kind, reach, address, key)
        members.append(Member(kind.make(endpoint, None), address, number))
    pauses = pauses_for(endpoint.host) if reach.is_patient else Pauses(tries=1)
    backend: Backend = _AsDescribed(Pool(members, pauses, on_change), provider)
    limits = Limits(provider.runs_at_once, provider.requests_per_minute, provider.tokens_per_minute)
    return Gate(backend, limits) if limits != Limits() else backend


def _endpoint(
    client: httpx.AsyncClient, kind: BackendType, reach: Reach, address: str, key: str
) -> Endpoint:
    waits = reach.waits
    return Endpoint(
        client,
        address,
        key,
        timeouts=Timeouts(waits.connect_seconds, waits.first_byte_seconds, waits.idle_seconds),
        key_header=reach.key_header or kind.key_header,
        headers=kind.headers,
    )


class _AsDescribed:
    """A pool whose models are as long as the user says, where he says it."""

    def __init__(self, pool: Pool, provider: Provider) -> None:
        self.count_tokens = pool.count_tokens
        self.models = pool.models
        self.aclose = pool.aclose
        self.members = pool.members
        self._pool = pool
        self._all = provider.context
        self._each = {each.model: each.context for each in provider.details if each.context}

    def stream(self, request: Request) -> AsyncGenerator[Item, None]:
        """What the pool answers; see `core/backend.py`."""
        length = self._said(request.model)
        return self._pool.stream(replace(request, context=length) if length else request)

    async def context_length(self, model: str) -> int | None:
        """What the user said of the model, else of all, else what the server says."""
        return self._said(model) or await self._pool.context_length(model)

    def _said(self, model: str) -> int:
        return self._each.get(model) or self._all
