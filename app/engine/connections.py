"""What backends are made of, imported and opened when a model is first asked."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.core.backend import Backend
from app.core.reach import Reach
from app.core.settings import Network

if TYPE_CHECKING:
    from app.backends.backend_type import BackendType
    from app.backends.local import LocalModel
    from app.backends.part_file import PartFile
    from app.backends.serving import Serving

PROTOCOLS = ("openai_chat", "openai_responses", "anthropic", "gemini", "ollama")
"""The protocols we speak: each is a module of `backends` that ends with its `BACKEND`."""


MakeBackend = Callable[[Reach, Callable[[], None]], Backend]
"""Makes a provider's backend, which tells the second when an address or key of it begins
or ceases to rest."""


Fetch = Callable[["PartFile", Callable[[int, int], None]], Awaitable[Path]]
"""Downloads what is missing of a file, telling the bytes that came and those there are."""


class MakeLocal(Protocol):
    """Makes the backend of a model's file, served as the built-in one if nobody says how.

    `on_change` hears when its process starts, is ready or ends.
    """

    def __call__(
        self,
        file: Path,
        on_change: Callable[[], None],
        serving: "Serving | None" = None,
        log_file: Path | None = None,
    ) -> "LocalModel": ...


@dataclass(frozen=True, slots=True)
class Connections:
    """One HTTP client, and how to make each kind of backend with it.

    `makers` is by protocol. `aclose` closes the client.
    """

    makers: Mapping[str, MakeBackend]
    make_local: MakeLocal
    aclose: Callable[[], Awaitable[None]]
    download: Fetch | None = None


async def no_password() -> str:
    """The password of a proxy that wants none."""
    return ""


async def open_connections(
    network: Callable[[], Network] = Network,
    password: Callable[[], Awaitable[str]] = no_password,
) -> Connections:
    """Import the backends in a thread (they are heavy) and open the client.

    `network` is asked with every request, so that a change holds from the next one on;
    `password` is the proxy's, asked for when it is needed.
    """
    kinds = await asyncio.to_thread(_import_backends)
    from app.backends import download, http, local
    from app.backends.reach import reached
    from app.backends.serving import AS_BUILTIN

    client = await http.make_client(network, password)

    def maker(kind: "BackendType") -> MakeBackend:
        return lambda reach, on_change: reached(client, kind, reach, on_change)

    def make_local(
        file: Path,
        on_change: Callable[[], None],
        serving: "Serving | None" = None,
        log_file: Path | None = None,
    ) -> "LocalModel":
        wanted = serving or AS_BUILTIN
        return local.LocalModel(
            file, client, on_change=on_change, serving=wanted, log_file=log_file
        )

    async def fetch(part: "PartFile", on_progress: Callable[[int, int], None]) -> Path:
        return await download.Download(part, client, on_progress).run()

    makers = {kind.protocol: maker(kind) for kind in kinds}
    return Connections(makers, make_local, client.aclose, fetch)


def _import_backends() -> "list[BackendType]":
    importlib.import_module("app.backends.local")
    importlib.import_module("app.backends.download")
    modules = [importlib.import_module(f"app.backends.{name}") for name in PROTOCOLS]
    importlib.import_module("app.backends.reach")
    return [module.BACKEND for module in modules]
