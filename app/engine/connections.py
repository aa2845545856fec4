"""What backends are made of, imported and opened when a model is first asked."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.backend import Backend
from app.core.settings import Models as Waits
from app.core.settings import Provider

if TYPE_CHECKING:
    from app.backends.local import LocalModel

MakeBackend = Callable[[Provider, str, Waits], Backend]
"""Makes the backend of a provider from its key, "" for none, and how long to wait."""


@dataclass(frozen=True, slots=True)
class Connections:
    """One HTTP client, and how to make each kind of backend with it.

    `makers` is by protocol. `make_local` takes the model file and whom to tell when the
    process starts, is ready or ends. `aclose` closes the client.
    """

    makers: Mapping[str, MakeBackend]
    make_local: Callable[[Path, Callable[[], None]], "LocalModel"]
    aclose: Callable[[], Awaitable[None]]


async def open_connections() -> Connections:
    """Import the backends in a thread (they are heavy) and open the client."""
    await asyncio.to_thread(_import_backends)
    from app.backends import endpoint, http, local, openai_chat

    client = await http.make_client()

    def make_openai_chat(provider: Provider, key: str, waits: Waits) -> Backend:
        timeouts = http.Timeouts(
            waits.connect_seconds, waits.first_byte_seconds, waits.idle_seconds
        )
        place = endpoint.Endpoint(client, provider.address, key, timeouts=timeouts)
        return openai_chat.OpenAIChat(place, context=provider.context or None)

    def make_local(file: Path, on_change: Callable[[], None]) -> "LocalModel":
        return local.LocalModel(file, client, on_change=on_change)

    return Connections({"openai_chat": make_openai_chat}, make_local, client.aclose)


def _import_backends() -> None:
    from app.backends import http, local, openai_chat  # noqa: F401 - they are in `sys.modules` then
