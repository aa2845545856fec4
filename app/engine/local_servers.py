"""Model servers that run on this machine, found where they usually listen.

Loopback only, past any proxy, and nothing but a question for the names of their models.
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.core.bus import Bus
from app.core.events import ModelChanged
from app.core.provider_facts import ProviderKind
from app.core.settings import Settings
from app.engine.known_models import is_loopback
from app.engine.model_headers import in_thread

SECONDS = 3.0
"""How long a server may take to name its models."""

LIMIT = 1_000_000
"""Bytes of an answer that are read."""


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server of the `kind` with this id at `address`, and the names of its models."""

    kind: str
    address: str
    models: tuple[str, ...] = ()


class LocalServers:
    """Looks for servers of the catalogue's local kinds that are not set up yet.

    `ModelChanged("")` tells that others were found than before.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        kinds: Callable[[], Iterable[ProviderKind]],
        bus: Bus,
    ) -> None:
        """`kinds` may read files: it is called in a thread."""
        self._settings = settings
        self._kinds = kinds
        self._bus = bus
        self._found: tuple[FoundServer, ...] = ()

    @property
    def found(self) -> tuple[FoundServer, ...]:
        """What was found when we looked last, without what has been set up since."""
        if not self._settings().network.find_local:
            return ()
        return tuple(each for each in self._found if not self._is_configured(each.address))

    async def look(self) -> None:
        """Ask at every place that is not set up; nothing if the user wants that nobody looks."""
        before = self.found
        if self._settings().network.find_local:
            kinds = await in_thread(lambda: tuple(self._kinds()))
            wanted = [each for each in kinds if not self._is_configured(each.address)]
            self._found = await servers_of(wanted)
        if self.found != before:
            self._bus.publish(ModelChanged(""))

    def _is_configured(self, address: str) -> bool:
        providers = self._settings().providers
        taken = [at for each in providers for at in (each.address, *each.addresses)]
        return any(_is_same(at, address) for at in taken)


async def servers_of(kinds: Iterable[ProviderKind]) -> tuple[FoundServer, ...]:
    """Which of these kinds' servers answer on this machine, in their order."""
    local = [kind for kind in kinds if kind.is_local and kind.probe and is_loopback(kind.address)]
    models = await asyncio.gather(*(_models(kind) for kind in local))
    return tuple(
        FoundServer(kind.id, kind.address, names)
        for kind, names in zip(local, models, strict=True)
        if names is not None
    )


async def _models(kind: ProviderKind) -> tuple[str, ...] | None:
    """The models a server names; None when no such server listens there."""
    try:
        host, port = _place(kind.address)
        async with asyncio.timeout(SECONDS):
            return _names(json.loads(await _get(host, port, kind.probe)))
    except (OSError, TimeoutError, ValueError, KeyError, TypeError):
        return None


def _names(answer: Any) -> tuple[str, ...]:
    """The names in a list as OpenAI's or as Ollama's; raises if it is neither."""
    if "models" in answer and "data" not in answer:
        return tuple(str(each["name"]) for each in answer["models"] or ())
    return tuple(str(each["id"]) for each in answer["data"] or ())


async def _get(host: str, port: int, path: str) -> bytes:
    """The body of the answer. HTTP/1.0: it ends with the connection, in one piece."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
        answer = b""
        while len(answer) < LIMIT and (piece := await reader.read(65536)):
            answer += piece
        head, _, body = answer.partition(b"\r\n\r\n")
        if b" 200" not in head.partition(b"\r\n")[0]:
            raise ValueError("it does not name its models")
        return body
    finally:
        writer.close()


def _is_same(address: str, other: str) -> bool:
    try:
        return is_loopback(address) and _place(address) == _place(other)
    except ValueError:  # a port that is none
        return False


def _place(address: str) -> tuple[str, int]:
    """The number and the port of an address of this machine."""
    parts = urlsplit(address)
    host = "::1" if parts.hostname == "::1" else "127.0.0.1"
    return host, parts.port or (443 if parts.scheme == "https" else 80)
